from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from program import Program

if TYPE_CHECKING:
    from sandbox import Sandbox

API_PLAN = """\
# API Plan

### GET /books

Lists books.

- Query parameters: `page` (integer, required)
- Success: 200 OK

### POST /books

Adds one.
"""
PLAN = """\
# API Endpoint Implementation Plan: GET /books

## 1. Endpoint Overview

Lists books: {{what}}.

## 9. Implementation Steps

1. Write `books.py`: 200, status 418
"""
PATH = ".ai/get-books-implementation-plan.md"


@pytest.fixture
def waltz(repo: Sandbox, capsys: pytest.CaptureFixture[str]) -> Program:
    repo.write(".ai/api-plan.md", API_PLAN)
    repo.write(PATH, PLAN)
    repo.commit("docs: plans")
    return Program(repo.root, capsys)


def test_a_polish_plan_is_linted_in_polish_and_its_rules_are_named_as_ever(
    waltz: Program, repo: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    repo.write(PATH, PLAN.replace("Lists books", "Lista książek, których nikt nie wypożyczył"))

    out, _ = waltz("lint", code=6)

    rows = out.splitlines()
    assert f"{PATH}:5 error placeholder “{{{{what}}}}” nigdy nie wypełniono" in rows
    assert f"{PATH}:9 error status-unknown kod 418: nie wymienia go żaden dokument" in rows
    assert rows[-1] == "błędy: 9, ostrzeżenia: 1, plany: 1"


def test_errors_are_shown_with_their_lines_and_end_with_six(waltz: Program) -> None:
    out, err = waltz("lint", code=6)

    said = " ".join(out.split())
    assert err == ""
    assert f"{PATH}:5 error placeholder “{{{{what}}}}” was never filled in" in said
    assert f"{PATH}:9 error status-unknown status 418: no document names it" in said
    assert "has the query parameter `page`: the plan does not say so (api-plan.md:7)" in said
    assert said.endswith("9 errors, 1 warning in 1 plan")


def test_as_json_each_has_its_plan_and_evidence(waltz: Program) -> None:
    out, _ = waltz("lint", PATH, "--json", code=6)

    assert '"summary": {\n    "errors": 9,\n    "warnings": 1\n  }' in out
    assert '"evidence": {\n        "path": ".ai/api-plan.md",\n        "line": 7\n      }' in out
    assert out.count('"evidence": null') == 9


@pytest.mark.parametrize("words", [PATH, "get-books-implementation-plan.md", "GET /books"])
def test_a_plan_is_named_by_file_or_endpoint(waltz: Program, words: str) -> None:
    assert "in 1 plan\n" in waltz("lint", words, words, code=6)[0]
    assert "in 1 plan\n" in waltz("lint", f"{waltz.root}/{PATH}", code=6)[0]


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ("POST /books", 1, "POST /books has no plan yet: waltz plan 'POST /books'"),
        (".ai/api-plan.md", 2, "no implementation plan can be read there"),
        ("GET /nope", 2, "no document names"),
    ],
)
def test_what_is_no_plan_is_said(waltz: Program, words: str, code: int, why: str) -> None:
    assert why in waltz("lint", words, code=code)[1]


def test_a_draft_of_our_own_has_no_error(waltz: Program) -> None:
    (plan,) = waltz.json("plan", "POST /books", "--yes")["plans"]

    assert plan["findings"] == []
    assert waltz("lint", "POST /books")[0] == "0 errors, 0 warnings in 1 plan\n"


def test_where_no_plan_is_nothing_is_wrong(waltz: Program) -> None:
    (waltz.root / PATH).unlink()

    assert waltz("lint")[0] == "0 errors, 0 warnings in 0 plans\n"


def test_what_is_wrong_stands_at_the_gate_before_a_draft_is_approved(
    waltz: Program, repo: Sandbox
) -> None:
    repo.write(".ai/api-plan.md", API_PLAN.replace("Adds one.", "Adds one: TODO."))

    out, _ = waltz.answered("POST /books", "a", "a", "a")

    assert "Lint: 0 errors, 2 warnings" in out
    assert "warning placeholder “TODO” was never filled in" in " ".join(out.split())
