from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.core.plan import Plan
from agent.core.series import Noted, Siblings, places, plan_of, time_left
from agent.core.spec import Endpoint

A, B = Endpoint(method="GET", path="/a"), Endpoint(method="GET", path="/b")
STEMS = {A: "get-a", B: "get-b"}
NUMBERED = "plans/<number>-<ENDPOINT>.md"


def a_plan(name: str, *endpoints: Endpoint) -> Plan:
    return Plan(path=RepoPath(name), title=name, endpoints=endpoints, sections=(), steps=())


@pytest.mark.parametrize(
    ("template", "taken", "earlier", "expected"),
    [
        (NUMBERED, [], {}, ["plans/001-GET-A.md", "plans/002-GET-B.md"]),
        (NUMBERED, ["plans/007-x.md", "9-y.md"], {}, ["plans/008-GET-A.md", "plans/009-GET-B.md"]),
        ("<endpoint>.md", ["get-a.md", "GET-A-2.md"], {}, ["get-a-3.md", "get-b.md"]),
        (".ai/plan.md", [], {}, [f".ai/get-{x}-implementation-plan.md" for x in "ab"]),
        ("", [], {}, [f"get-{x}-implementation-plan.md" for x in "ab"]),
        (NUMBERED, [], {"GET /b": "plans/005-B.md"}, ["plans/006-GET-A.md", "plans/005-B.md"]),
        (NUMBERED, ["b.md"], {"GET /b": "b.md"}, ["plans/001-GET-A.md", "plans/002-GET-B.md"]),
    ],
)
def test_each_endpoint_gets_a_free_file_and_keeps_it(
    template: str, taken: list[str], earlier: dict[str, str], expected: list[str]
) -> None:
    before = {one: Noted(endpoint=one, path=RepoPath(path)) for one, path in earlier.items()}
    found = places(STEMS, template, [RepoPath(path) for path in taken], before)

    assert [path.value for path in found.values()] == expected


def test_a_plan_is_asked_with_those_of_its_resource_and_a_few_others() -> None:
    siblings = Siblings([a_plan("old.md", B)])
    for number in range(50):
        for name in ("x", "y"):
            one = Endpoint(method="GET", path=f"/r{number}/{name}")
            siblings.add(one, a_plan(f"{number}{name}.md", one))

    found = siblings.of(Endpoint(method="POST", path="/r7"))

    names = [plan.path.value for plan in found]
    assert names[:3] == ["old.md", "7x.md", "7y.md"]
    assert names[3:] == [f"{number}x.md" for number in range(31) if number != 7]


def test_a_plan_of_the_endpoint_is_known_by_key_or_without_its_base() -> None:
    own, loose = a_plan("own.md", A), a_plan("loose.md", B)

    assert plan_of(A, {A.key: own}, ()) is own
    assert plan_of(Endpoint(method="GET", path="/api/b"), {A.key: own}, [loose]) is loose
    assert plan_of(B, {A.key: own}, ()) is None


@pytest.mark.parametrize(
    ("done", "total", "seconds", "expected"),
    [(0, 9, 5.0, ""), (1, 11, 2.0, "20 s left"), (1, 101, 1.5, "2 min 30 s left")],
)
def test_the_time_left_is_as_fast_as_it_went(
    done: int, total: int, seconds: float, expected: str
) -> None:
    assert time_left(done, total, seconds) == expected
