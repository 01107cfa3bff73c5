from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program import Program, corpus

if TYPE_CHECKING:
    from sandbox import Sandbox

STACKS = {
    "Python": "KacperBorowiecki__10xdevs-flashcards",
    "TypeScript": "xmarcysx__10xdevs-house-flow",
    "C#": "Kamil9223__HabitFlow",
}
SECTIONS = [
    "Endpoint Overview",
    "Request Details",
    "Used Types",
    "Response Details",
    "Data Flow",
    "Security Considerations",
    "Error Handling",
    "Performance Considerations",
    "Implementation Steps",
]
API_PLAN = "# API Plan\n\n### GET /books\n\nLists books.\n\n### POST /books\n\nAdds one.\n"
SAVED = ".ai/view-implementation-plan.md"
POLISH = [
    "Przegląd punktu końcowego",
    "Szczegóły żądania",
    "Wykorzystywane typy",
    "Szczegóły odpowiedzi",
    "Przepływ danych",
    "Względy bezpieczeństwa",
    "Obsługa błędów",
    "Rozważania dotyczące wydajności",
    "Etapy wdrożenia",
]


@pytest.fixture
def waltz(repo: Sandbox, capsys: pytest.CaptureFixture[str]) -> Program:
    repo.write(".ai/api-plan.md", API_PLAN)
    repo.commit("docs: api plan")
    return Program(repo.root, capsys)


@pytest.mark.parametrize("name", STACKS.values(), ids=STACKS)
def test_every_endpoint_of_a_project_of_any_stack_is_drafted(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = corpus(name, tmp_path)
    waltz = Program(project.root, capsys)
    for plan in waltz.json("plans")["plans"]:
        (project.root / plan["path"]).unlink(missing_ok=True)
    project.commit("Without plans")
    endpoints = [f"{one['method']} {one['path']}" for one in waltz.json("endpoints")["endpoints"]]
    assert len(endpoints) > 5
    plans = waltz.json("plan", *endpoints)["plans"]
    assert [one["endpoint"] for one in plans] == endpoints
    for plan in plans:
        titles = re.findall(r"^## \d\. (.*)$", plan["text"], re.MULTILINE)
        assert titles == (POLISH if name == STACKS["TypeScript"] else SECTIONS), plan["endpoint"]
        assert f"# API Endpoint Implementation Plan: {plan['endpoint']}\n" in plan["text"]
        assert "\n### 1. " in plan["text"]
        assert (plan["saved"], plan["commit"]) == (False, None)
    assert project.status() == ""


@pytest.mark.parametrize("more", [(), ("--dry-run", "--yes")])
def test_a_draft_is_printed_and_nothing_else(
    waltz: Program, repo: Sandbox, more: tuple[str, ...]
) -> None:
    before = repo.git("log", "--format=%H")
    out, err = waltz("plan", "GET", "/books", *more)
    assert out.startswith("# API Endpoint Implementation Plan: GET /books\n")
    slow = "reading the documents: 1 s\n"  # said where it took so long
    assert err.removeprefix(slow) == "profile endpoint: the usual one\n"
    assert (repo.status(), repo.git("log", "--format=%H")) == ("", before)
    assert waltz.json("sessions") == {"sessions": []}


@pytest.mark.parametrize("option", [("--only", "GET *"), ("-j", "2")])
def test_what_goes_with_all_alone_is_refused(waltz: Program, option: tuple[str, str]) -> None:
    _, err = waltz("plan", "GET /books", *option, code=2)
    assert err == "waltz: --only and -j go with --all\n"


def test_a_yes_saves_and_commits(waltz: Program, repo: Sandbox) -> None:
    (plan,) = waltz.json("plan", "GET /books", "--yes")["plans"]
    assert (plan["path"], plan["saved"]) == (SAVED, True)
    assert plan["commit"] == repo.git("rev-parse", "HEAD")
    assert repo.git("show", "--name-only", "--format=%s") == f"docs: plan GET /books\n\n{SAVED}"
    assert repo.status() == ""
    assert waltz("plan", "GET /books")[0] == f"GET /books: planned already in {SAVED}\n"
    (again,) = waltz.json("plan", "GET /books", "--yes")["plans"]
    assert (again["path"], again["saved"], again["commit"]) == (SAVED, True, None)


def test_several_at_once(waltz: Program, repo: Sandbox) -> None:
    out, _ = waltz("plan", "GET /books", "POST", "/books", "--yes")
    assert [line.split(" saved in ")[0] for line in out.splitlines()] == [
        f"GET /books: {SAVED}",
        "POST /books: .ai/post-books-implementation-plan.md",
    ]
    assert repo.git("log", "-2", "--format=%s").splitlines() == [
        "docs: plan POST /books",
        "docs: plan GET /books",
    ]


def test_one_unknown_name_and_none_is_drafted(waltz: Program, repo: Sandbox) -> None:
    out, err = waltz("plan", "GET /books", "GET /nope", "--yes", code=2)
    assert (out, err.count("\n"), repo.status()) == ("", 1, "")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"Some day: list the books.\n", "has no numbered steps that I can read"),
        (b"\x89PNG\x00\x01", "is not text"),
    ],
)
def test_a_plan_that_cannot_be_read_is_named_and_left_alone(
    waltz: Program, repo: Sandbox, data: bytes, why: str
) -> None:
    repo.root.joinpath(SAVED).write_bytes(data)
    repo.commit("docs: plan")

    out, err = waltz("plan", "GET /books", "--yes")

    assert f"{SAVED} {why}; drafting a new one beside it" in " ".join(err.split())
    assert ".ai/get-books-implementation-plan.md saved" in out
    assert repo.root.joinpath(SAVED).read_bytes() == data


def test_together_is_one_plan_in_one_commit(waltz: Program, repo: Sandbox) -> None:
    words = ("plan", "GET /books", "POST /books", "--together")
    out, _ = waltz(*words)
    assert out.startswith("# API Endpoint Implementation Plan: GET, POST /books\n")
    assert repo.status() == ""

    out, _ = waltz(*words, "--yes")

    path = ".ai/books-implementation-plan.md"
    where = f"{path} saved in {repo.git('rev-parse', 'HEAD')[:7]}"
    assert out == f"GET /books: {where}\nPOST /books: {where}\n"
    assert repo.git("show", "--name-only", "--format=%s") == f"docs: plan 2 endpoints\n\n{path}"
    assert [one["state"] for one in waltz.json("endpoints")["endpoints"]] == ["planned"] * 2
    assert "planned already in .ai/books-impl" in waltz(*words, code=2)[1]


def test_together_in_json_where_git_ignores_it(waltz: Program, repo: Sandbox) -> None:
    repo.write(".gitignore", "*-implementation-plan.md\n")
    repo.commit("ignore")

    plans = waltz.json("plan", "GET /books", "POST /books", "--together", "--yes")["plans"]

    assert [(one["endpoint"], one["saved"], one["commit"]) for one in plans] == [
        ("GET /books", True, None),
        ("POST /books", True, None),
    ]


def test_together_takes_two_or_more(waltz: Program) -> None:
    _, err = waltz("plan", "GET /books", "GET /books", "--together", code=2)
    assert err.endswith("waltz: --together is for two endpoints or more\n")
