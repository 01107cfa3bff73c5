from __future__ import annotations

import pytest

from agent.board import BoardRow, board, counts
from agent.core.batch import StepState
from agent.core.documents import RepoPath, Source
from agent.core.edits import CommitId
from agent.core.plan import Plan, Step
from agent.core.spec import Endpoint, Listed
from agent.core.standing import Standing, standing
from agent.core.trailers import CommitRecord

API = RepoPath(".ai/api-plan.md")
GET = Endpoint(method="GET", path="/books/{id}")
PUT = Endpoint(method="PUT", path="/books/{id}")


def listed(endpoint: Endpoint, line: int = 4) -> Listed:
    return Listed(endpoint=endpoint, title="Books", source=Source(path=API, line=line, last=line))


def plan(name: str, *endpoints: Endpoint, steps: int = 2) -> Plan:
    return Plan(
        path=RepoPath(f".ai/{name}.md"),
        title=name,
        endpoints=endpoints,
        sections=(),
        steps=tuple(
            Step(number=str(n), id=f"{n:012x}", title=f"Step {n}", line=n)
            for n in range(1, steps + 1)
        ),
    )


def commit(number: int, *trailers: str, message: str = "feat: x") -> CommitRecord:
    return CommitRecord(
        id=CommitId(f"{number:040x}"), time=number, message=f"{message}\n\n" + "\n".join(trailers)
    )


def step(number: int, of: int, endpoint: str = "GET /books/:id") -> CommitRecord:
    return commit(number, f"Waltz-Endpoint: {endpoint}", f"Waltz-Step-Id: {of:012x}")


REVERT = commit(9, message=f"Revert\n\nThis reverts commit {1:040x}.")

ROWS: list[tuple[str, list[Plan], list[CommitRecord], Standing, str | None]] = [
    ("nothing", [], [], Standing(state="none"), None),
    ("another's plan", [plan("put", PUT)], [], Standing(state="none"), None),
    ("planned", [plan("get", GET)], [], Standing(state="planned", total=2), ".ai/get.md"),
    (
        "started",
        [plan("get", GET)],
        [step(1, 1)],
        Standing(state="started", done=1, total=2),
        ".ai/get.md",
    ),
    (
        "done",
        [plan("get", GET)],
        [
            commit(2, "Waltz-Endpoint: GET /books/{id}", "Waltz-Closed: 000000000001=skipped"),
            step(1, 2),
        ],
        Standing(state="done", done=2, total=2),
        ".ai/get.md",
    ),
    (
        "reverted",
        [plan("get", GET)],
        [REVERT, step(2, 2), step(1, 1)],
        Standing(state="started", done=1, total=2),
        ".ai/get.md",
    ),
    (
        "undone again",
        [plan("get", GET, steps=1)],
        [REVERT, step(1, 1)],
        Standing(state="started", total=1),
        ".ai/get.md",
    ),
    (
        "another's commits",
        [plan("get", GET)],
        [step(1, 1, "PUT /books/:id"), commit(2, "Waltz-Endpoint: nonsense")],
        Standing(state="planned", total=2),
        ".ai/get.md",
    ),
    (
        "a trailer twice",
        [plan("get", GET)],
        [commit(1, "Waltz-Endpoint: GET /books/{id}", *["Waltz-Step-Id: 000000000001"] * 2)],
        Standing(state="planned", total=2),
        ".ai/get.md",
    ),
    ("the plan is gone", [], [step(1, 1)], Standing(state="started", done=1), None),
]


@pytest.mark.parametrize(
    ("plans", "records", "expected", "path"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS]
)
def test_a_row_tells_how_far_its_endpoint_is(
    plans: list[Plan], records: list[CommitRecord], expected: Standing, path: str | None
) -> None:
    (row,) = board([listed(GET)], plans, records)
    assert row.standing == expected
    assert (str(row.plan) if row.plan else None) == path
    assert (row.endpoint, row.title, row.path, row.line) == (GET, "Books", API, 4)


def test_rows_keep_the_documents_order() -> None:
    rows = board([listed(PUT, 9), listed(GET, 2)], [], [])
    assert [row.endpoint for row in rows] == [PUT, GET]
    assert counts(rows) == {"none": 2}


@pytest.mark.parametrize("state", ["verified", "skipped", "unneeded"])
def test_a_split_step_counts_through_its_items(state: StepState) -> None:
    one = plan("get", GET, steps=1)
    items = tuple(Step(number=f"1.{n}", id=f"item{n}", title="x", line=n) for n in (1, 2))
    split = Plan(
        path=one.path,
        title="",
        endpoints=(GET,),
        sections=(),
        steps=(Step(number="1", id="one", title="x", line=1, items=items),),
    )
    assert standing(split, {"item1": state, "item2": "open"}) == Standing(
        state="started", done=1, total=2
    )
    assert standing(split, {"one": state}) == Standing(state="done", done=1, total=1)


@pytest.mark.parametrize(
    ("standing", "plan", "word"),
    [
        (Standing(state="none"), None, "no plan"),
        (Standing(state="none"), RepoPath(".ai/get.md"), "no steps"),
        (Standing(state="planned", total=6), RepoPath(".ai/get.md"), "planned"),
        (Standing(state="started", done=2, total=6), RepoPath(".ai/get.md"), "2/6"),
        (Standing(state="started", done=2), None, "2/?"),
        (Standing(state="done", done=6, total=6), RepoPath(".ai/get.md"), "done"),
    ],
)
def test_how_far_in_a_word(standing: Standing, plan: RepoPath | None, word: str) -> None:
    row = BoardRow(endpoint=GET, title="", path=API, line=1, standing=standing, plan=plan)
    assert row.brief == word
