from __future__ import annotations

from dataclasses import replace

import pytest

from agent.core.documents import RepoPath
from agent.core.edits import CommitId
from agent.core.gates import AskDone
from agent.core.moves import next_move
from agent.core.plan import Plan, Step
from agent.core.recorded import recorded
from agent.core.resources import alike, resource
from agent.core.session import Adopting, Session
from agent.core.sharing import is_of, own_plan, steps_for
from agent.core.spec import Endpoint, Feature
from agent.core.standing import Standing


def endpoint(text: str) -> Endpoint:
    method, _, path = text.partition(" ")
    return Endpoint(method=method, path=path)


GET = endpoint("GET /api/books/{id}")
POST = endpoint("POST /api/books")
DELETE = endpoint("DELETE /api/books/{id}")
LEAVE = Feature(name="Leave", id="US-1")


def shared(*steps: str | tuple[str, str], of: tuple[Endpoint, ...] = (GET, POST, DELETE)) -> Plan:
    told = [(one, "") if isinstance(one, str) else one for one in steps]
    return Plan(
        path=RepoPath(".ai/books.md"),
        title="Books",
        endpoints=of,
        sections=(),
        steps=tuple(
            Step(number=str(n), id=f"{n:012x}", title=title, line=n, body=body)
            for n, (title, body) in enumerate(told, start=1)
        ),
    )


@pytest.mark.parametrize(
    ("steps", "get", "post"),
    [
        (["Schemas", "Implement `GET /api/books/:id`", "`POST /books`", "Tests"], "124", "134"),
        (["GET/DELETE /api/books/[id].ts", "POST: /api/books"], "1", "2"),
        ([("Handler", "- `GET /api/books/{id}`\n- `DELETE /api/books/{id}`"), "Tests"], "12", "2"),
        ([("GET /books/{id}", "like POST /books"), "Tests"], "12", "2"),
        ([("Tests", "```\nPOST /api/books\n```"), "GET /api/books/7"], "12", "12"),
        (["DELETE /api/books/{id}"], "1", "1"),
        (["GET /other", "POST /api/books/{id}"], "12", "12"),
        ([], "", ""),
    ],
)
def test_a_step_belongs_to_the_endpoints_it_names_else_to_all(
    steps: list[str | tuple[str, str]], get: str, post: str
) -> None:
    plan = shared(*steps)
    assert "".join(one.number for one in steps_for(plan, GET)) == get
    assert "".join(one.number for one in steps_for(plan, POST)) == post


def test_a_step_may_leave_out_the_base_as_its_plan_does() -> None:
    far = tuple(replace(one, path=one.path.replace("/api", "/shop/rpc")) for one in (GET, POST))
    short = (endpoint("GET /books/{id}"), endpoint("POST /books"))
    plan = replace(shared("Schemas", "POST /books", "GET /shop/rpc/books/7"), endpoints=far)
    plan = replace(plan, spelled=short)
    assert [one.number for one in steps_for(plan, far[1])] == ["1", "2", "3"]
    assert [one.number for one in steps_for(plan, far[0])] == ["1", "3"]


def test_a_plan_of_one_endpoint_is_its_own_whole() -> None:
    plan = shared("GET /api/books/{id}", "like POST /api/books", of=(GET,))
    assert own_plan(plan, GET) is plan
    assert own_plan(shared("POST /api/books"), None).steps


def test_the_board_counts_an_endpoints_own_steps() -> None:
    plan = shared("Schemas", "GET /api/books/{id}", "POST /api/books", "DELETE /api/books/{id}")
    found = recorded(POST, [plan], [])
    assert found.standing == Standing(state="planned", total=2)
    assert found.plan is plan


def test_a_plan_that_leaves_out_the_base_is_the_endpoints_unless_another_names_it() -> None:
    short = shared("x", of=(endpoint("POST /books"),))
    full = shared("y", of=(POST,))
    assert recorded(POST, [short], []).plan is short
    assert recorded(POST, [short, full], []).plan is full
    assert recorded(GET, [short], []).plan is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("GET /api/x/{a}", "GET /x/:b", True),
        ("GET /x", "GET /api/v1/x", True),
        ("GET /x", "GET /x/", True),
        ("GET /x", "POST /api/x", False),
        ("GET /x", "GET /y/x", False),
        ("GET /api/v1/x", "GET /api/v2/x", False),
        ("GET /ix", "GET /apix", False),
    ],
)
def test_alike(one: str, other: str, *, same: bool) -> None:
    assert alike(endpoint(one), endpoint(other)) is same


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /api/v1/books/{id}/notes", "books"),
        ("GET /books", "books"),
        ("GET /{tenant}/books", "books"),
        ("GET /api", "/api"),
        ("GET /", "/"),
        ("GET /apiary", "apiary"),
        ("GET /api/services", "services"),
        ("PUT /api/services/{id}/deactivate", "services"),
        ("GET /services/v1/books", "books"),
        ("GET /api/public/books", "books"),
    ],
)
def test_resource(text: str, expected: str) -> None:
    assert resource(endpoint(text)) == expected


def test_a_session_works_its_own_endpoints_steps() -> None:
    plan = shared("Schemas", "GET /api/books/{id}", "POST /api/books", "Tests")
    empty = Session(session_id="", worktree="", branch="main", head=CommitId("0" * 40))
    session = replace(empty, stage=Adopting(plan=plan), endpoint=POST, plan=plan)
    assert [step.number for step, _ in session.steps] == ["1", "3", "4"]
    assert [step.number for step in session.open] == ["1", "3", "4"]
    gate = next_move(session)
    assert isinstance(gate, AskDone)
    assert [step.number for step in gate.plan.steps] == ["1", "3", "4"]


@pytest.mark.parametrize(
    "title",
    ["Feature Implementation Plan: US-1 Leave", "The plan of us-1", "Plan: leave the draw"],
)
def test_a_feature_has_the_plan_whose_title_names_it(title: str) -> None:
    plan = replace(shared("One", of=()), title=title)
    assert is_of(plan, LEAVE)
    assert not is_of(replace(plan, endpoints=(POST,)), LEAVE)


def test_a_feature_has_no_plan_of_another() -> None:
    plan = replace(shared("One", of=()), title="Feature Implementation Plan: US-12 Enter")
    assert not is_of(plan, LEAVE)
    assert not is_of(plan, Feature(name="Away"))


def test_an_endpoint_has_the_plans_that_name_it() -> None:
    assert is_of(shared("One"), POST)
    assert not is_of(shared("One", of=(GET,)), POST)


def test_a_feature_has_neither_method_nor_path() -> None:
    assert (LEAVE.method, LEAVE.path, LEAVE.parameters) == ("", "", ())
    assert (str(LEAVE), LEAVE.key, Feature(name="Away").key) == ("US-1 Leave", "us-1", "away")
