from __future__ import annotations

from pathlib import Path

import pytest
from crudprojects import LIBRARY, PLAN, SHOP, Played, copied, step_of

from agent.core.documents import RepoPath
from agent.core.plan import Plan, StepFile
from agent.drafter import Draft, Unable
from agent.drafters.builtin.steps import Role, roles_of

CREATE, LIST, PATCH = "POST /api/books", "GET /api/books", "PATCH /api/books/{book_id}"
NO_WORDS = (
    "I cannot use these words, but such as “title max 120”, “404 instead of 409”, "
    "“call it add_book”; or edit, /take, skip"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return copied(LIBRARY, tmp_path_factory.mktemp("words") / "library")


def added(draft: object) -> str:
    assert isinstance(draft, Draft)
    return "\n".join(data.decode() for _, data in draft.files if data is not None)


@pytest.mark.parametrize(
    ("endpoint", "role", "note", "expected"),
    [
        (CREATE, "service", "call it add_book", "def add_book(session"),
        (CREATE, "service", "rename create_book to add_book", "def add_book(session"),
        (CREATE, "service", "add_book instead of create_book", "def add_book(session"),
        (CREATE, "service", "use add_book(), not create_book()", "def add_book(session"),
        (CREATE, "schemas", "call it BookIn", "class BookIn(BaseModel)"),
        (CREATE, "schemas", "BookIn rather than BookCreate", "class BookIn(BaseModel)"),
        (CREATE, "service", "404 not 409", 'raise NotFound("A'),
        (CREATE, "service", "use 404 instead of 409", 'raise NotFound("A'),
        (CREATE, "service", "409 should be 400", "raise HTTPException(400, "),
        (CREATE, "schemas", "title max 120", "title: str = Field(min_length=1, max_length=120)"),
        (
            CREATE,
            "schemas",
            "at most 120 for title",
            "title: str = Field(min_length=1, max_length=120)",
        ),
        (CREATE, "schemas", "copies at least 1", "copies: int = Field(default=1, ge=1, le=999)"),
        (CREATE, "schemas", "copies default 2", "copies: int = Field(default=2, ge=0, le=999)"),
        (CREATE, "schemas", "author is optional", "author: str | None = Field(default=None"),
        (LIST, "schemas", "page_size default 50", "page_size: int = Field(default=50"),
        (
            LIST,
            "schemas",
            "page_size up to 500",
            "page_size: int = Field(default=20, ge=1, le=500)",
        ),
        (LIST, "schemas", "there is no author limit", "author: str | None = None\n"),
        (
            LIST,
            "schemas",
            "no max length for author",
            "author: str | None = Field(default=None, min_length=1)",
        ),
        (LIST, "schemas", "drop the upper bound of page", "page: int = Field(default=1, ge=1)"),
        (CREATE, "schemas", "no title maximum", "title: str = Field(min_length=1)"),
        (CREATE, "service", "404 zamiast 409", 'raise NotFound("A'),
        (CREATE, "service", "nazwij ją add_book", "def add_book(session"),
        (CREATE, "schemas", "copies co najmniej 1", "copies: int = Field(default=1, ge=1, le=999)"),
    ],
)
def test_a_reason_it_can_use_changes_the_draft(
    library: Played, endpoint: str, role: Role, note: str, expected: str
) -> None:
    step = step_of(role)
    plain, changed = library.ask(endpoint, step), library.ask(endpoint, step, note)

    assert expected in added(changed)
    assert expected not in added(plain)


def test_a_field_can_be_left_out_and_put_back(library: Played) -> None:
    step = step_of("schemas")

    without = library.ask(CREATE, step, "without copies")
    again = library.ask(CREATE, step, "without copies", "add copies")

    assert "copies" not in added(without).partition("class BookCreate")[2]
    assert "copies" in added(again).partition("class BookCreate")[2]


@pytest.mark.parametrize(
    ("note", "query", "answer"),
    [
        ("there is no author limit", True, True),
        ("no author filter", False, True),
        ("drop author and q", False, True),
        ("drop author from the response", True, False),
    ],
)
def test_what_is_left_out_is_what_was_named(
    library: Played, *, note: str, query: bool, answer: bool
) -> None:
    made = added(library.ask(LIST, step_of("schemas"), note))

    asked = made.partition("class BookQuery")[2].partition("class BookPage")[0]
    assert ("author: str | None" in asked) == query
    assert ("class ListBookOut" in made) != answer


def test_another_file_can_be_asked_for(library: Played) -> None:
    draft = library.ask(CREATE, step_of("service"), "put it in app/services/catalogue.py")

    assert isinstance(draft, Draft)
    assert [path.value for path, _ in draft.files] == ["app/services/catalogue.py"]


@pytest.mark.parametrize(
    "note",
    [
        "I do not like it",
        "call it create_book",
        "put it in ../../x.py",
        "title max 200",
        "make it async",
        "there is no author index",
    ],
)
def test_words_it_cannot_use_never_show_the_same_draft_again(library: Played, note: str) -> None:
    found = library.ask(CREATE, step_of("service" if "title" not in note else "schemas"), note)

    assert isinstance(found, Unable)
    assert found.reason == NO_WORDS
    assert any("api-plan.md:" in fact for fact in found.facts)


@pytest.mark.parametrize(
    ("endpoint", "role", "note", "reason"),
    [
        (PATCH, "service", "409 instead of 404", "`get_book` raises 404 for every endpoint"),
        (CREATE, "schemas", "404 instead of 409", "the service raises 409: say it at the service"),
        (CREATE, "service", "418 instead of 417", NO_WORDS),
    ],
)
def test_a_status_that_no_code_here_answers_is_refused_with_its_reason(
    library: Played, endpoint: str, role: Role, note: str, reason: str
) -> None:
    found = library.ask(endpoint, step_of(role), note)

    assert isinstance(found, Unable)
    assert found.reason.startswith(reason)


def test_the_same_words_twice_are_of_no_use(library: Played) -> None:
    found = library.ask(CREATE, step_of("service"), "call it add_book", "call it add_book")

    assert isinstance(found, Unable)


def test_later_steps_follow_what_was_called_otherwise(tmp_path: Path) -> None:
    library = copied(LIBRARY, tmp_path / "library")
    for step, note in (
        (step_of("schemas"), "call it BookIn"),
        (step_of("service"), "call it add_book"),
    ):
        draft = library.ask(CREATE, step, note)
        assert isinstance(draft, Draft)
        library.write(draft)

    route = library.ask(CREATE, step_of("route"))

    assert "books.add_book(session, data)" in added(route)
    assert "data: BookIn" in added(route)


def test_tests_follow_a_limit_that_was_asked_for(tmp_path: Path) -> None:
    library = copied(LIBRARY, tmp_path / "library")
    wished = library.ask(CREATE, step_of("schemas"), "title max 120")
    assert isinstance(wished, Draft)
    library.write(wished)
    for step in (step_of("service"), step_of("route")):
        draft = library.ask(CREATE, step)
        assert isinstance(draft, Draft)
        library.write(draft)

    tests = library.ask(CREATE, step_of("tests"))

    assert isinstance(tests, Draft)
    assert "121" in added(tests)
    assert tests.how[-1] == "title: max_length=120 as in BookCreate"


@pytest.mark.parametrize(
    ("endpoint", "of", "note", "role", "expected"),
    [
        (CREATE, "schemas", "title max 120", "tests", "121"),
        (CREATE, "service", "404 not 409", "tests", "404"),
        (CREATE, "service", "call it add_book", "route", "books.add_book("),
        (CREATE, "service", "put it in app/services/catalogue.py", "service", "def create_book"),
        (LIST, "schemas", "page_size default 50", "service", "page_size"),
    ],
)
def test_a_reason_taken_at_an_earlier_step_holds_at_the_later_ones(  # noqa: PLR0913, PLR0917 - a row
    tmp_path: Path, endpoint: str, of: Role, note: str, role: Role, expected: str
) -> None:
    library = copied(LIBRARY, tmp_path / "library")
    plan = library.plan(endpoint)
    steps = {roles_of(step)[0]: step for step in plan.steps}
    settled: list[tuple[str, str]] = []
    for step in plan.steps:
        notes = (note,) if step is steps[of] else ()
        draft = library.ask(endpoint, step, *notes, plan=plan, settled=settled)
        if step is steps[role]:
            assert expected in added(draft)
        if isinstance(draft, Draft):
            library.write(draft)
            settled.extend((step.id, one) for one in notes)
    done = library.tests("tests")
    assert done["code"] == 0, done["out"]


def test_standing_words_hold_where_they_can_and_are_no_obstacle(library: Played) -> None:
    plan = library.plan(CREATE)
    first, *_ = plan.steps
    draft = library.ask(CREATE, first, plan=plan, standing=("title max 9", "I do not like it"))
    assert isinstance(draft, Draft)
    assert "max_length=9" in added(draft)
    assert draft.unused == ("I do not like it",)


def test_a_settled_reason_that_says_nothing_here_is_no_obstacle(library: Played) -> None:
    plan = library.plan(CREATE)
    first, *_ = plan.steps
    settled = [
        (first.id, "I do not like it"),
        ("nowhere", "title max 3"),
        (first.id, "title max 9"),
    ]
    draft = library.ask(CREATE, first, plan=plan, settled=settled)
    assert "max_length=9" in added(draft)


@pytest.mark.parametrize(
    ("note", "unused"),
    [
        ("title max 120", ()),
        ("title max 120, also skip the next", ("skip the next",)),
        ("y but title max 120", ()),
        ("yes please, title max 120 and make it async. Thanks", ("make it async",)),
        ("title max 120 and author is optional", ()),
        ("BookIn, not BookCreate; rename the table", ("rename the table",)),
    ],
)
def test_the_parts_of_a_reason_that_are_not_done_are_said(
    library: Played, note: str, unused: tuple[str, ...]
) -> None:
    draft = library.ask(CREATE, step_of("schemas"), note)
    assert isinstance(draft, Draft)
    said = [one for one in draft.how if one.startswith("not done")]
    assert said == [f"not done: “{one}”" for one in unused]


def test_the_plan_names_functions_schemas_and_files(library: Played) -> None:
    files = (StepFile(path=RepoPath("app/services/catalogue.py")),)
    schemas, service = step_of("schemas", "BookNew"), step_of("service", "add_book", files=files)
    plan = Plan(path=PLAN, title="", endpoints=(), sections=(), steps=(schemas, service))

    first = library.ask(CREATE, schemas, plan=plan)
    second = library.ask(CREATE, service, plan=plan)

    assert "class BookNew(BaseModel)" in added(first)
    assert "def add_book(session: Session, data: BookNew)" in added(second)
    assert isinstance(second, Draft)
    assert second.files[0][0].value == "app/services/catalogue.py"


def test_the_route_waits_for_its_function(library: Played) -> None:
    found = library.ask(CREATE, step_of("route"))

    assert isinstance(found, Unable)
    assert "its step comes first" in found.reason


def test_a_step_that_no_template_knows_is_the_users(library: Played) -> None:
    step = step_of("tests", "x", title="Deploy to the server")

    found = library.ask(CREATE, step)

    assert isinstance(found, Unable)
    assert "create_book" not in found.reason


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Create the `BookCreate` Pydantic schema", "class BookCreate"),
        ("Implement the service function", "def create_book"),
    ],
)
def test_a_foreign_plans_step_of_the_same_meaning_is_done(
    library: Played, title: str, role: str
) -> None:
    assert role in added(library.ask(CREATE, step_of("tests", "x", title=title)))


def test_another_stack_is_left_to_the_user(tmp_path: Path) -> None:
    shop = copied(SHOP, tmp_path / "shop")
    for file in (shop.root / "src").rglob("*.py"):
        file.unlink()

    found = shop.ask("POST /v1/products", step_of("service"))

    assert isinstance(found, Unable)
    assert found.reason == "I write code for FastAPI with SQLAlchemy only; this step is yours"
