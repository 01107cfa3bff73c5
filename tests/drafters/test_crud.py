from __future__ import annotations

from pathlib import Path

import pytest
from crudprojects import CLINIC, LIBRARY, SHOP, Played, copied

from agent.drafter import Draft, Nothing, Unable

PROJECTS = {"library": LIBRARY, "shop": SHOP, "clinic": CLINIC}
# What is more than CRUD is left to the user; nothing of it is written.
BEYOND = {"POST /api/loans", "POST /api/loans/{loan_id}/return"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Played]:
    found = {}
    for name, source in PROJECTS.items():
        project = copied(source, tmp_path_factory.mktemp("crud") / name)
        for endpoint in project.endpoints():
            answers = project.play(endpoint)
            if endpoint not in BEYOND:
                left = [one for one in answers.values() if isinstance(one, Unable)]
                assert left == [], endpoint
        found[name] = project
    return found


@pytest.mark.parametrize("name", PROJECTS)
def test_every_crud_endpoint_of_a_project_gets_green(played: dict[str, Played], name: str) -> None:
    run = played[name].tests()

    assert run.returncode == 0, run.stdout[-3000:]


@pytest.mark.parametrize("name", PROJECTS)
def test_new_code_is_as_the_projects_ruff_wants_it(played: dict[str, Played], name: str) -> None:
    lint, form = played[name].ruff("check"), played[name].ruff("format", "--check")

    assert lint.returncode == 0, lint.stdout
    assert form.returncode == 0, form.stdout


@pytest.mark.parametrize("name", PROJECTS)
def test_the_users_lines_and_comments_stay(played: dict[str, Played], name: str) -> None:
    for file in PROJECTS[name].rglob("*.py"):
        path = file.relative_to(PROJECTS[name]).as_posix()
        kept = played[name].text(path).splitlines()
        own = [line for line in file.read_text().splitlines() if not _is_grown(line)]
        rest = iter(kept)
        assert [line for line in own if line not in rest] == [], path


def _is_grown(line: str) -> bool:
    # A line of imports, and the tuple of routers, get longer.
    return line.startswith(("from ", "import ", "ROUTERS = "))


@pytest.mark.parametrize("name", PROJECTS)
def test_a_second_time_there_is_nothing_to_do(played: dict[str, Played], name: str) -> None:
    for endpoint in set(played[name].endpoints()) - BEYOND:
        plan = played[name].plan(endpoint)
        for step in plan.steps:
            answer = played[name].ask(endpoint, step, plan=plan)
            assert isinstance(answer, Nothing), (endpoint, step.title)


SERVICES = {
    "library": "app/services/books.py",
    "members": "app/services/members.py",
    "loans": "app/services/loans.py",
    "shop": "src/storefront/crud.py",
    "clinic": "clinic/services/visits.py",
}


@pytest.mark.parametrize(
    ("name", "file", "function", "old", "new"),
    [
        ("library", "library", "create_book", "Conflict(", "NotFound("),
        ("library", "library", "list_books", "Book.author == ", "Book.author != "),
        ("library", "library", "list_books", "(query.page - 1)", "query.page"),
        ("library", "library", "update_book", "exclude_unset=True", "exclude_unset=False"),
        ("library", "library", "delete_book", "raise Conflict", "raise NotFound"),
        ("library", "members", "create_member", "raise Conflict", "raise NotFound"),
        ("library", "members", "get_member", "raise NotFound", "raise ValueError"),
        ("library", "loans", "list_member_loans", "borrowed_at.desc()", "borrowed_at.asc()"),
        ("shop", "shop", "list_products", ">= query.min", "> query.min"),
        ("shop", "shop", "create_product", "HTTP_404_NOT_FOUND", "HTTP_409_CONFLICT"),
        ("shop", "shop", "update_product", "HTTP_404_NOT_FOUND", "HTTP_410_GONE"),
        ("shop", "shop", "delete_product", "HTTP_409_CONFLICT", "HTTP_400_BAD_REQUEST"),
        ("shop", "shop", "list_category_products", "state == ", "state != "),
        ("clinic", "clinic", "list_visits", "Visit.day.desc()", "Visit.day"),
        (
            "clinic",
            "clinic",
            "create_patient_visit",
            "            409,",
            "            400,",
        ),
    ],
)
def test_a_mutant_of_the_service_turns_its_test_red(  # noqa: PLR0913 (a table's columns)
    played: dict[str, Played],
    tmp_path: Path,
    *,
    name: str,
    file: str,
    function: str,
    old: str,
    new: str,
) -> None:
    project = copied(played[name].root, tmp_path / "mutant")
    source = project.root / SERVICES[file]
    before, head, body = source.read_text().partition(f"def {function}(")
    own, between, after = body.partition("\n\n\n")
    assert old in own
    source.write_text(before + head + own.replace(old, new, 1) + between + after)

    run = project.tests("-x", "-k", f"test_{function}_")

    assert run.returncode == 1, run.stdout[-3000:]


@pytest.mark.parametrize("endpoint", sorted(BEYOND))
def test_what_is_more_than_crud_is_left_to_the_user_with_facts(
    played: dict[str, Played], endpoint: str
) -> None:
    answers = played["library"].play(endpoint)

    service = answers["service"]
    assert isinstance(service, Unable)
    assert any("api-plan.md:" in fact for fact in service.facts)
    assert not isinstance(answers["tests"], Draft)
