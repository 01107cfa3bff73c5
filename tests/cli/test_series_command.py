from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from program import Program, corpus

from agent.adapters.journal.here import FileSessions

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox import Sandbox

API_PLAN = "# API Plan\n\n### GET /books\n\nLists books.\n\n### POST /books\n\nAdds one.\n"
FIRST = ".ai/documents/api-plans/001-GET-BOOKS.md"
SECOND = ".ai/documents/api-plans/002-POST-BOOKS.md"


@pytest.fixture
def waltz(repo: Sandbox, capsys: pytest.CaptureFixture[str]) -> Program:
    repo.write(".ai/api-plan.md", API_PLAN)
    repo.commit("docs: api plan")
    return Program(repo.root, capsys)


@pytest.mark.parametrize("words", [("--all", "--dry-run"), ("GET /books",)])
def test_what_writes_nothing_needs_no_worktree_of_its_own(
    waltz: Program, repo: Sandbox, words: tuple[str, ...]
) -> None:
    with FileSessions(repo.root / ".git", repo.root).hold():
        out, _ = waltz("plan", *words)
        _, err = waltz("plan", *words[:1], "--yes", code=3)

    assert "GET /books" in " ".join(out.split())
    assert "REFUSED busy" in err


def test_all_are_planned_in_one_commit(waltz: Program, repo: Sandbox) -> None:
    out, err = waltz("plan", "--all", "--yes")

    assert "2 endpoints: 0 planned already, 2 to plan" in err
    assert "series" in err
    head = repo.git("rev-parse", "--short=7", "HEAD")
    assert f"2 planned\n{head} holds 2 plans in .ai/documents/api-plans/\n" in out
    assert repo.git("show", "--name-only", "--format=%B").split("\n") == [
        "docs: plan 2 endpoints",
        "",
        f"- GET /books: {FIRST}",
        f"- POST /books: {SECOND}",
        "",
        "",
        FIRST,
        SECOND,
    ]
    assert repo.status() == ""
    assert "2 left alone\n" in waltz("plan", "--all", "--yes")[0]


def test_one_endpoint_is_one(waltz: Program) -> None:
    assert "1 endpoint: 0 planned" in waltz("plan", "--all", "--dry-run", "--only", "POST *")[1]


def test_as_json_each_has_its_commit(waltz: Program, repo: Sandbox) -> None:
    (plan,) = waltz.json("plan", "--all", "--yes", "--only", "POST *")["plans"]

    assert plan == {
        "endpoint": "POST /books",
        "path": ".ai/documents/api-plans/001-POST-BOOKS.md",
        "saved": True,
        "commit": repo.git("rev-parse", "HEAD"),
        "findings": [],
        "why": None,
    }


def test_without_a_yes_nothing_is_written(waltz: Program, repo: Sandbox) -> None:
    out, err = waltz("plan", "--all", code=4)
    assert "nothing is written without a yes" in err
    dry, _ = waltz("plan", "--all", "--dry-run")
    assert "001-GET-BOOKS.md" in dry
    plans = waltz.json("plan", "--all", "--dry-run")["plans"]
    assert [(one["path"], one["saved"]) for one in plans] == [(FIRST, False), (SECOND, False)]
    assert (out, repo.status()) == ("", "")


def test_one_that_fails_is_named_and_the_rest_is_committed(waltz: Program, repo: Sandbox) -> None:
    repo.write(".ai/documents", "no folder\n")
    repo.commit("docs: notes")

    out, _ = waltz("plan", "--all", "--yes", code=3)

    assert "2 failed\n" in out
    assert "POST /books: REFUSED" in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["GET /books"], "name none beside it"),
        (["-j", "0"], "-j takes 1 to 16"),
        (["--only", "PUT *"], "no endpoint matches 'PUT *'"),
    ],
)
def test_what_is_no_series_is_said(waltz: Program, words: list[str], why: str) -> None:
    assert why in waltz("plan", "--all", "--yes", *words, code=2)[1]


def test_a_real_project_is_planned_without_one_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = corpus("Olgagr__express_flash_cards", tmp_path)
    waltz = Program(project.root, capsys)

    plans = waltz.json("plan", "--all", "--yes")["plans"]

    assert all(one["saved"] for one in plans)
    assert len(plans) == len(waltz.json("endpoints")["endpoints"])
    waltz("lint", *(one["path"] for one in plans if one["commit"]))
