from __future__ import annotations

from collections.abc import Callable

import pytest
from crudprojects import BEYOND, EACH_WHOLE, PROJECTS, Played, whole

from agent.drafter import Draft, Nothing, Unable

Playing = Callable[[str], Played]


@pytest.fixture
def played(tmp_path_factory: pytest.TempPathFactory) -> Playing:
    return lambda name: whole(name, tmp_path_factory).project


@pytest.mark.parametrize("name", EACH_WHOLE)
def test_every_crud_endpoint_of_a_project_gets_green(played: Playing, name: str) -> None:
    run = played(name).tests()

    assert run["code"] == 0, run["out"][-3000:]


@pytest.mark.parametrize("name", EACH_WHOLE)
def test_new_code_is_as_the_projects_ruff_wants_it(played: Playing, name: str) -> None:
    lint, form = played(name).ruff("check"), played(name).ruff("format", "--check")

    assert lint.returncode == 0, lint.stdout
    assert form.returncode == 0, form.stdout


@pytest.mark.parametrize("name", EACH_WHOLE)
def test_the_users_lines_and_comments_stay(played: Playing, name: str) -> None:
    for file in PROJECTS[name].rglob("*.py"):
        path = file.relative_to(PROJECTS[name]).as_posix()
        kept = played(name).text(path).splitlines()
        own = [line for line in file.read_text().splitlines() if not _is_grown(line)]
        rest = iter(kept)
        assert [line for line in own if line not in rest] == [], path


def _is_grown(line: str) -> bool:
    # A line of imports, and the tuple of routers, get longer.
    return line.startswith(("from ", "import ", "ROUTERS = "))


@pytest.mark.parametrize("name", EACH_WHOLE)
def test_a_second_time_there_is_nothing_to_do(played: Playing, name: str) -> None:
    for endpoint in set(played(name).endpoints()) - BEYOND:
        plan = played(name).plan(endpoint)
        for step in plan.steps:
            answer = played(name).ask(endpoint, step, plan=plan)
            assert isinstance(answer, Nothing), (endpoint, step.title)


@pytest.mark.xdist_group("library")
@pytest.mark.parametrize("endpoint", sorted(BEYOND))
def test_what_is_more_than_crud_is_left_to_the_user_with_facts(
    played: Playing, endpoint: str
) -> None:
    answers = played("library").play(endpoint)

    service = answers["service"]
    assert isinstance(service, Unable)
    assert any("api-plan.md:" in fact for fact in service.facts)
    assert not isinstance(answers["tests"], Draft)
