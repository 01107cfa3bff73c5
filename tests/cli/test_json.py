from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from agent.adapters.journal.here import FileSessions
from agent.app import main
from agent.cli.arguments import parse
from agent.core.batch import Batch
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, CommitId, FileEdit, Proposal, blob_id
from agent.core.events import EndpointChosen, Event, PlanFound
from agent.core.spec import Endpoint
from agent.core.work import BatchAgreed, ChecksFound, ProposalMade
from agent.ports import Head
from agent.sources.plans.reading import read_plans

if TYPE_CHECKING:
    from sandbox import Sandbox

API = "# API Plan\n\n### GET /books\n\nLists books.\n\n### POST /books\n\nAdds one.\n"
DB = "# Database\n\n## Tables\n\n### books\n\n- id: UUID, primary key\n- title: text, not null\n"
PLAN_PATH = ".ai/endpoints/get-books-plan.md"
PLAN = """\
# API Endpoint Implementation Plan: GET /books

## 1. Endpoint Overview

Lists.

## 2. Request Details

- Method: GET
- URL: /books

## 9. Implementation Steps

1. **Schema** in `app/schemas.py`
2. **Route** in `app/routes.py`
3. **Service** in `app/service.py`
4. **Tests** in `tests/test_books.py`
"""
GET = Endpoint(method="GET", path="/books")
STEPS = read_plans(RepoPath(PLAN_PATH), PLAN)[0].steps


class Waltz:
    def __init__(self, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
        self.sandbox = sandbox
        self.capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        code = main(parse(["-C", str(self.sandbox.root), *words]))
        said = self.capsys.readouterr()
        return int(code), said.out, said.err

    def json(self, what: str) -> dict[str, Any]:
        code, out, err = self(what, "--json")
        assert (code, err) == (0, "")
        found: dict[str, Any] = json.loads(out)
        assert found.pop("version") == 1
        return found


@pytest.fixture
def waltz(repo: Sandbox, capsys: pytest.CaptureFixture[str]) -> Waltz:
    for path, text in {".ai/api-plan.md": API, ".ai/db-plan.md": DB, PLAN_PATH: PLAN}.items():
        repo.write(path, text)
    repo.commit("docs: plan")
    return Waltz(repo, capsys)


def worked(sandbox: Sandbox, step: int) -> str:
    return sandbox.commit(
        f"feat: step {step}\n\n"
        f"Waltz-Endpoint: GET /books\nWaltz-Plan: {PLAN_PATH}@abc\n"
        f"Waltz-Step: {step}/4\nWaltz-Step-Id: {STEPS[step - 1].id}\nWaltz-Session: s\n"
    )


def play(sandbox: Sandbox, *events: Event) -> None:
    sessions = FileSessions(sandbox.root / ".git", sandbox.root)
    head = CommitId(sandbox.git("rev-parse", "HEAD"))
    opened = sessions.start(Head(commit=head, branch="main"))
    for event in events:
        opened.journal.append(event)


def found(sandbox: Sandbox) -> PlanFound:
    data = (sandbox.root / PLAN_PATH).read_bytes()
    (plan,) = read_plans(RepoPath(PLAN_PATH), data.decode())
    blob = blob_id(data, like=sandbox.git("rev-parse", "HEAD"))
    return PlanFound(plan=plan, blob=blob, closings=(), adopted=False)


def test_endpoints(waltz: Waltz) -> None:
    worked(waltz.sandbox, 1)
    answer = waltz.json("endpoints")
    assert answer["endpoints"] == [
        {
            "method": "GET",
            "path": "/books",
            "title": "Lists books",
            "source": {"path": ".ai/api-plan.md", "line": 3},
            "state": "started",
            "steps": {"done": 1, "total": 4},
            "plan": PLAN_PATH,
        },
        {
            "method": "POST",
            "path": "/books",
            "title": "Adds one",
            "source": {"path": ".ai/api-plan.md", "line": 7},
            "state": "none",
            "steps": {"done": 0, "total": None},
            "plan": None,
        },
    ]
    assert {"role": "api-plan", "path": ".ai/api-plan.md"} in answer["documents"]


def test_tables(waltz: Waltz) -> None:
    assert waltz.json("tables") == {
        "tables": [
            {
                "name": "books",
                "columns": [
                    {"name": "id", "type": "UUID", "constraints": ["primary key"], "note": None},
                    {"name": "title", "type": "text", "constraints": ["not null"], "note": None},
                ],
                "constraints": [],
                "indexes": [],
                "triggers": [],
                "policies": [],
                "relations": [],
                "note": None,
                "source": {"path": ".ai/db-plan.md", "line": 5},
            }
        ],
        "enums": [],
        "views": [],
    }


def test_plans(waltz: Waltz) -> None:
    (plan,) = waltz.json("plans")["plans"]
    assert plan["path"] == PLAN_PATH
    assert plan["endpoints"] == [{"method": "GET", "path": "/books"}]
    assert plan["sections"] == ["Endpoint Overview", "Request Details", "Implementation Steps"]
    assert plan["steps"][0] == {"number": "1", "title": STEPS[0].title, "line": 14}
    assert set(plan) == {"path", "title", "endpoints", "sections", "steps"}


def test_status_of_a_repository_that_was_never_worked(waltz: Waltz) -> None:
    assert waltz.json("status") == {
        "endpoint": None,
        "plan": None,
        "state": "none",
        "batch": [],
        "waiting_at": None,
        "steps": [],
        "next": [],
        "changed": [],
    }


def test_status_from_git_alone(waltz: Waltz) -> None:
    commit = worked(waltz.sandbox, 1)
    answer = waltz.json("status")
    assert (answer["endpoint"], answer["plan"], answer["state"]) == (
        "GET /books",
        PLAN_PATH,
        "started",
    )
    assert answer["steps"][0] == {
        "number": "1",
        "id": STEPS[0].id,
        "title": STEPS[0].title,
        "kind": STEPS[0].kind,
        "state": "applied",
        "commit": commit,
        "checks": [],
    }
    assert [one["number"] for one in answer["next"]] == ["2", "3", "4"]
    assert answer["waiting_at"] is None


def test_status_says_done_when_every_step_is(waltz: Waltz) -> None:
    for number in (1, 2, 3, 4):
        worked(waltz.sandbox, number)
    answer = waltz.json("status")
    assert (answer["state"], answer["next"]) == ("done", [])


def test_status_of_a_session_at_its_diff(waltz: Waltz) -> None:
    edit = FileEdit(path=RepoPath("app/x.py"), before=None, after=BlobId("1" * 40))
    play(
        waltz.sandbox,
        EndpointChosen(endpoint=GET),
        found(waltz.sandbox),
        BatchAgreed(batch=Batch(steps=STEPS[:2])),
        ChecksFound(checks=(), trusted=True),
        ProposalMade(proposal=Proposal(edits=(edit,), subject="feat: x")),
    )
    answer = waltz.json("status")
    assert (answer["waiting_at"], answer["batch"], answer["state"]) == (
        "diff",
        ["1", "2"],
        "started",
    )
    assert [one["state"] for one in answer["steps"]] == ["agreed", "agreed", "open", "open"]
    assert [one["number"] for one in answer["next"]] == ["3", "4"]
    assert answer["changed"] == []


def test_status_tells_what_has_changed_since(waltz: Waltz) -> None:
    play(waltz.sandbox, EndpointChosen(endpoint=GET), found(waltz.sandbox))
    assert waltz.json("status")["waiting_at"] == "agree"
    commit = waltz.sandbox.commit("fix: by hand")
    waltz.sandbox.write(PLAN_PATH, PLAN + "5. **Docs** in `README.md`\n")
    waltz.sandbox.git("switch", "-q", "-c", "other")
    assert waltz.json("status")["changed"] == [
        "now on other, the session was on main",
        f"commit {commit[:7]} “fix: by hand”",
        f"plan step 5 edited ({PLAN_PATH})",
    ]


def test_F49_status_after_the_history_was_rewritten(waltz: Waltz) -> None:
    play(waltz.sandbox, EndpointChosen(endpoint=GET), found(waltz.sandbox))
    waltz.sandbox.git("commit", "-q", "--amend", "-m", "docs: other words")
    (said,) = waltz.json("status")["changed"]
    assert said.endswith("is no longer in this branch's history")


def test_sessions(waltz: Waltz) -> None:
    assert waltz.json("sessions") == {"sessions": []}
    play(waltz.sandbox, EndpointChosen(endpoint=GET), found(waltz.sandbox))
    (one,) = waltz.json("sessions")["sessions"]
    assert (one["endpoint"], one["state"], one["branch"]) == ("GET /books", "planned", "main")
    assert one["worktree"] == str(waltz.sandbox.root)
    assert set(one) == {"id", "endpoint", "state", "started", "last", "branch", "worktree"}


@pytest.mark.parametrize("what", ["endpoints", "tables", "plans", "status", "sessions", "doctor"])
def test_each_has_a_page_for_people(waltz: Waltz, what: str) -> None:
    worked(waltz.sandbox, 1)
    play(waltz.sandbox, EndpointChosen(endpoint=GET), found(waltz.sandbox))
    code, out, err = waltz(what)
    assert (code, err) == (0, "")
    assert "books" in out or what == "doctor"
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("what", ["tables", "plans", "status", "sessions", "doctor"])
def test_nothing_found_is_said(
    repo: Sandbox, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    code, out, err = Waltz(repo, capsys)(what)
    assert (code, err) == (0, "")
    assert out


def test_no_api_plan_and_one_without_endpoints(
    repo: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = Waltz(repo, capsys)("endpoints", "--json")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "no API plan" in err
    repo.write(".ai/api-plan.md", "# API Plan\n\nLater.\n")
    code, out, err = Waltz(repo, capsys)("endpoints", "--json")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert ".ai/api-plan.md" in err


def test_not_a_repository_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(parse(["endpoints", "-C", str(tmp_path)]))
    said = capsys.readouterr()
    assert (code, said.out, said.err.count("\n")) == (1, "", 1)


def test_settings_with_a_fault_are_one_line(waltz: Waltz) -> None:
    waltz.sandbox.write(".ai/waltz.toml", "api_key = 'x'\n")
    code, out, err = waltz("endpoints")
    assert (code, out) == (1, "")
    assert err.startswith("waltz: .ai/waltz.toml:1: `api_key`")


def test_the_doctor_lists_formatters_beside_checks(
    repo: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    waltz = Waltz(repo, capsys)
    assert "formatters: none" in waltz("doctor")[1]
    repo.write(".ai/waltz.toml", '[[format]]\nrun = "tidy {path}"\npaths = "*.py"\n')
    out = " ".join(waltz("doctor")[1].split())
    assert "formatters (asked about before they first run): tidy {path} on each" in out
