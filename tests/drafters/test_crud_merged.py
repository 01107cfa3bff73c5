from __future__ import annotations

from pathlib import Path

import pytest
from crudprojects import LIBRARY, Played, copied, step_of

from agent.drafter import Draft, Unable

CREATE, LIST, PATCH = "POST /api/books", "GET /api/books", "PATCH /api/books/{book_id}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return copied(LIBRARY, tmp_path_factory.mktemp("merged") / "library")


@pytest.mark.parametrize(
    ("endpoint", "notes", "subject", "written"),
    [
        (
            LIST,
            ("merge 2 and 3",),
            "add list_books() and the route GET /api/books",
            ("def list_books(", '@router.get("")'),
        ),
        (
            CREATE,
            ("merge 3 and 2",),
            "add create_book() and the route POST /api/books",
            ("def create_book(", '@router.post("", '),
        ),
        (
            PATCH,
            ("merge 1 and 2", "merge 1 and 2"),
            f"add the schemas of {PATCH}, update_book() and the route {PATCH}",
            ("class BookUpdate(", "def update_book(", "@router.patch("),
        ),
        (
            CREATE,
            ("merge 2 and 3", "rename the service to save"),
            "add save() and the route POST /api/books",
            ("def save(", "books.save("),
        ),
        (
            CREATE,
            ("połącz 3 i 4",),
            "add the route POST /api/books and test POST /api/books",
            ('@router.post("", ', "def test_create_book"),
        ),
    ],
)
def test_merged_steps_are_drafted_with_every_part(
    tmp_path: Path, endpoint: str, notes: tuple[str, ...], subject: str, written: tuple[str, ...]
) -> None:
    library = copied(LIBRARY, tmp_path / "library")
    plan = library.plan(endpoint, *notes)
    merged = []
    for step in plan.steps:
        draft = library.ask(endpoint, step, plan=plan)
        assert isinstance(draft, Draft)
        library.write(draft)
        if " + " in step.title:
            merged.append(draft)
            assert {file.path for file in step.files} <= {path for path, _ in draft.files}
    (draft,) = merged
    text = "\n".join(data.decode() for _, data in draft.files if data)
    assert draft.subject == subject
    assert [one for one in written if one not in text] == []
    ran = library.tests("tests")
    assert ran["code"] == 0, ran["out"]


@pytest.mark.parametrize(
    ("notes", "written"),
    [
        (("rename create_book to add_book",), ("def add_book(", "books.add_book(")),
        (("title max 9", "use 404 instead of 409"), ("max_length=9", "raise NotFound(")),
    ],
)
def test_words_at_a_merged_diff_hold_in_each_part(
    library: Played, notes: tuple[str, ...], written: tuple[str, ...]
) -> None:
    plan = library.plan(CREATE, "merge 1 and 2", "merge 1 and 2")

    draft = library.ask(CREATE, plan.steps[0], *notes, plan=plan)

    assert isinstance(draft, Draft)
    text = "\n".join(data.decode() for _, data in draft.files if data)
    assert [one for one in written if one not in text] == []


@pytest.mark.parametrize(
    "title",
    [
        "Service: create_book() + Deploy to the server",
        "Route: POST /api/books + Validation: BookCreate",
        "Implement the service and its tests",
        "Endpoint with unit tests",
    ],
)
def test_a_step_with_a_part_that_no_template_knows_is_the_users(
    library: Played, title: str
) -> None:
    found = library.ask(CREATE, step_of("tests", "x", title=title))

    assert isinstance(found, Unable)


def test_a_part_that_cannot_be_written_leaves_the_whole_step(library: Played) -> None:
    title = "Schemas: LoanCreate + Service: create_loan()"

    found = library.ask("POST /api/loans", step_of("tests", "x", title=title))

    assert isinstance(found, Unable)
