from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agent.adapters.seriesrecord import SeriesRecord
from agent.app import build
from agent.chat import ChatError
from agent.core.documents import RepoPath
from agent.core.edits import BlobId
from agent.core.series import Noted, Row
from agent.core.spec import Endpoint
from agent.drafter import Faults, PlanDraft, PlanRequest, Unable
from agent.drafters.builtin.drafter import BuiltIn
from agent.turns.profiling import Choice
from agent.turns.series import Series

if TYPE_CHECKING:
    from sandbox import Sandbox

PATHS = ("/books", "/books/{id}", "/loans", "/rooms", "/desks")
API_PLAN = "# API Plan\n\n" + "".join(f"### GET {path}\n\nReads.\n\n" for path in PATHS)
FOLDER = ".ai/documents/api-plans"
NAMES = [
    "001-GET-BOOKS.md",
    "002-GET-BOOKS-ID.md",
    "003-GET-LOANS.md",
    "004-GET-ROOMS.md",
    "005-GET-DESKS.md",
]


@dataclass
class Trying(BuiltIn):
    """Drafts as the built-in drafter does, after what the test does at each try of an endpoint."""

    before: Callable[[str, int], None] = lambda _path, _tries: None
    tries: dict[str, int] = field(default_factory=dict)
    asked: list[PlanRequest] = field(default_factory=list)

    def plan(self, request: PlanRequest) -> PlanDraft | Unable:
        path = request.spec.endpoint.path
        self.tries[path] = self.tries.get(path, 0) + 1
        self.asked.append(request)
        self.before(path, self.tries[path])
        return super().plan(request)


def series(
    root: Path, drafter: Trying | None = None, *, workers: int = 1, together: int = 1
) -> Series:
    context = build(root)
    ports = replace(context.ports(context.reader(())), library=context.still())
    choice = Choice(profile=context.profiles().named("series"), why="", how="project")
    return Series(
        ports=replace(ports, drafter=drafter or Trying()),
        record=context.record(),
        choice=choice,
        workers=workers,
        together=together,
    )


def played(one: Series, root: Path) -> list[Row]:
    outlook = one.outlook(build(root).library().endpoints())
    return [*outlook.rows, *one.run(outlook.jobs)]


def outcomes(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row.endpoint.path, row.outcome) for row in rows]


@pytest.fixture
def root(repo: Sandbox) -> Path:
    repo.write(".ai/api-plan.md", API_PLAN)
    repo.commit("docs: api plan")
    return repo.root


def files(root: Path) -> list[str]:
    folder = root / FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_every_endpoint_gets_a_plan_in_one_commit(root: Path, repo: Sandbox) -> None:
    one = series(root)

    rows = played(one, root)
    done = one.commit()

    assert outcomes(rows) == [(path, "planned") for path in PATHS]
    assert done is not None
    assert sorted(done.files) == [f"{FOLDER}/{name}" for name in NAMES]
    assert repo.status() == ""
    assert files(root) == NAMES
    assert one.commit() is None
    assert outcomes(played(series(root), root)) == [(path, "there") for path in PATHS]


def test_each_draft_can_be_judged_before_it_is_taken(root: Path) -> None:
    drafter = Trying()
    played(series(root, drafter), root)
    judge = drafter.asked[0].judge
    text = (root / FOLDER / NAMES[0]).read_text()
    wrong = text.replace("## 5. Data Flow", "## 5. Thoughts")

    assert judge("none").void
    assert judge(text.replace("/books", "/desks")).void
    assert judge(text) == Faults()
    assert "Data Flow" in judge(wrong).lines[0]


def test_what_fails_is_tried_again_at_the_end_and_named(root: Path) -> None:
    def fail(path: str, tries: int) -> None:
        if path == "/loans" or (path == "/books" and tries == 1):
            raise ChatError("server", "the server is down")
        if path == "/rooms" and tries == 1:
            raise ZeroDivisionError("a bug")

    drafter = Trying(before=fail)

    rows = played(series(root, drafter), root)

    assert outcomes(rows) == [
        ("/books/{id}", "planned"),
        ("/desks", "planned"),
        ("/books", "planned"),
        ("/loans", "failed"),
        ("/rooms", "planned"),
    ]
    assert rows[3].why == "the server is down"
    assert drafter.tries == {"/books": 2, "/books/{id}": 1, "/loans": 2, "/rooms": 2, "/desks": 1}
    assert files(root) == [name for name in NAMES if "LOANS" not in name]


def test_what_no_request_can_mend_ends_it_and_the_next_run_goes_on(root: Path) -> None:
    def refuse(path: str, _tries: int) -> None:
        if path == "/rooms":
            raise ChatError("key", "the key is wrong")

    one = series(root, Trying(before=refuse))
    with pytest.raises(ChatError, match="key"):
        played(one, root)
    assert one.commit() is not None
    assert files(root) == NAMES[:3]

    rows = played(series(root), root)
    assert outcomes(rows)[3:] == [("/rooms", "planned"), ("/desks", "planned")]
    assert files(root) == NAMES


def test_ctrl_c_leaves_whole_plans_and_the_next_run_goes_on(root: Path, repo: Sandbox) -> None:
    def stop(path: str, _tries: int) -> None:
        if path == "/loans":
            raise KeyboardInterrupt

    one = series(root, Trying(before=stop))
    with pytest.raises(KeyboardInterrupt):
        played(one, root)
    # No commit here: as if it had been killed.
    again = series(root)
    rows = played(again, root)

    assert outcomes(rows)[:2] == [("/books", "earlier"), ("/books/{id}", "earlier")]
    assert outcomes(rows)[2:] == [(path, "planned") for path in PATHS[2:]]
    done = again.commit()
    assert done is not None
    assert len(done.files) == len(NAMES)
    assert (files(root), repo.status()) == (NAMES, "")


def test_several_at_once_never_two_of_one_resource(root: Path) -> None:
    meet = threading.Barrier(3)

    def wait(path: str, _tries: int) -> None:
        if path in ("/books", "/loans", "/rooms"):
            meet.wait(20)

    drafter = Trying(before=wait)
    rows = played(series(root, drafter, workers=3), root)

    assert sorted(outcomes(rows)) == sorted((path, "planned") for path in PATHS)
    assert files(root) == NAMES
    later = next(one for one in drafter.asked if one.spec.endpoint.path == "/books/{id}")
    assert "GET /books" in [str(e) for plan in later.siblings for e in plan.endpoints]


def test_a_plan_edited_after_the_interruption_is_left_to_its_author(root: Path) -> None:
    one = series(root)
    played(one, root)
    with (root / FOLDER / NAMES[0]).open("a") as file:
        file.write("\nMine.\n")

    again = series(root)
    assert outcomes(played(again, root))[0] == ("/books", "there")
    done = again.commit()

    assert done is not None
    assert f"{FOLDER}/{NAMES[0]}" not in done.files


@pytest.mark.parametrize("together", [1, 2, 9])
def test_a_file_that_came_in_between_is_never_written_over(root: Path, together: int) -> None:
    def put(path: str, _tries: int) -> None:
        if path == "/loans":
            (root / FOLDER).mkdir(parents=True, exist_ok=True)
            (root / FOLDER / NAMES[2]).write_text("mine\n")

    rows = played(series(root, Trying(before=put), together=together), root)

    assert outcomes(rows)[:-1] == [(path, "planned") for path in PATHS if path != "/loans"]

    assert rows[-1].outcome == "failed"
    assert "stale-file" in rows[-1].why
    assert (root / FOLDER / NAMES[2]).read_text() == "mine\n"


@pytest.mark.parametrize(
    "plan", ["# Nothing\n", "# API Endpoint Implementation Plan: GET /x\n\n## Steps\n\n1. Write\n"]
)
def test_a_draft_that_is_no_plan_of_the_endpoint_fails(root: Path, plan: str) -> None:
    class Odd(Trying):
        def plan(self, request: PlanRequest) -> PlanDraft | Unable:
            if request.spec.endpoint.path == "/books":
                return Unable(reason="I cannot")
            return PlanDraft(text=plan)

    rows = played(series(root, Odd()), root)

    assert {row.outcome for row in rows} == {"failed"}
    assert files(root) == []


KILLED = """\
import os, signal, sys
from dataclasses import replace
from pathlib import Path
sys.path[:0] = [{tests!r}]
from test_series import Trying, played, series

class Falling:
    def __init__(self, tree):
        self.tree, self.left = tree, 2
        self.read = tree.read
    def create(self, made):
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        self.tree.create(made)

root = Path({root!r})
one = series(root, Trying())
played(replace(one, ports=replace(one.ports, worktree=Falling(one.ports.worktree))), root)
"""


def test_a_kill_between_the_record_and_the_file_loses_and_doubles_none(root: Path) -> None:
    script = KILLED.format(tests=str(Path(__file__).parent), root=str(root))
    killed = subprocess.run(
        [sys.executable, "-c", script], check=False, env=dict(os.environ), capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert files(root) == NAMES[:1]

    again = series(root)
    rows = played(again, root)

    assert outcomes(rows) == [("/books", "earlier"), *((path, "planned") for path in PATHS[1:])]
    assert again.commit() is not None
    assert files(root) == NAMES


def test_a_torn_or_foreign_line_of_the_record_is_left_out(tmp_path: Path) -> None:
    record = SeriesRecord(tmp_path / "waltz" / "series.jsonl")
    assert record.notes() == ()
    notes = (
        Noted(endpoint="GET /x", path=RepoPath("x.md")),
        Noted(endpoint="GET /x", path=RepoPath("x.md"), blob=BlobId("ab")),
    )
    record.add(notes)
    with (tmp_path / "waltz" / "series.jsonl").open("a") as file:
        file.write('[1]\n{"endpoint": "GET /y", "path": "../y", "blob": null}\n{"endpoint"')
    record.add(notes[:1])

    assert record.notes() == (*notes, notes[0])
    record.forget()
    assert record.notes() == ()


def test_an_endpoint_is_named_by_a_glob(root: Path) -> None:
    listed = build(root).library().endpoints()

    def jobs(only: str) -> list[Endpoint]:
        return [job.endpoint for job in series(root).outlook(listed, only).jobs]

    assert [one.path for one in jobs("/books*")] == ["/books", "/books/{id}"]
    assert len(jobs("GET *")) == len(PATHS)
    assert jobs("POST *") == []
