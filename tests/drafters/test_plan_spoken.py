"""What documents say of files: which are there already, where tests go, who is let in."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

Backend: Astro with TypeScript and Supabase; zod checks.

## Endpoints

### POST /api/boats

- Adds a boat.
- Body: `{"name": "Mew"}`
- Success: 201 `{"id": "1", "name": "Mew"}`
- Errors: 400, 401

## Auth

- JWT in the `Authorization` header.
"""
DB = """# DB

### boats

- `id` uuid primary key
- `name` text not null
"""


def documents(readme: str, api: str = API) -> tuple[Document, ...]:
    return (
        Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath("docs/db-plan.md"), role="db-plan", text=DB),
        Document(
            path=RepoPath("docs/tech-stack.md"), role="tech-stack", text="# Tech\n\n- Astro\n"
        ),
        Document(path=RepoPath("README.md"), role="decisions", text=readme),
    )


def files(readme: str) -> str:
    return "\n".join(told(documents(readme), "POST /api/boats", 9))


@pytest.mark.parametrize(
    ("readme", "state"),
    [
        ("", "new"),
        ("Business logic: `src/lib/services/boat.service.ts`.", "new if missing"),
        ("├── services/   # as boat.service.ts", "new if missing"),
        ("Plik `services/boat.service.ts` istnieje.", "new if missing"),
        ("`src/old/boat.service.ts` is gone", "new"),
    ],
)
def test_a_file_that_a_document_names_may_be_there(readme: str, state: str) -> None:
    assert f"`src/lib/services/boat.service.ts` ({state})" in files(readme)


@pytest.mark.parametrize(
    ("readme", "paths"),
    [
        ("", ("boat.service.test.ts", "tests/api/boats.test.ts")),
        (
            "Unit tests live alongside the source files.",
            ("services/boat.service.test.ts", "src/pages/api/_boats.test.ts"),
        ),
        ("- Unit tests: `src/**/*.test.ts`", ("src/pages/api/_boats.test.ts",)),
        (
            "Testy funkcji w katalogach `__tests__` obok testowanych plik\u00f3w",
            ("services/__tests__/boat.service.test.ts", "src/pages/api/__tests__/boats.test.ts"),
        ),
        ("E2E tests stand beside the source files.", ("tests/api/boats.test.ts",)),
    ],
)
def test_tests_go_where_a_document_has_them(readme: str, paths: tuple[str, ...]) -> None:
    said = files(readme)
    assert all(one in said for one in paths), said


@pytest.mark.parametrize("word", ["skipper", "\u0441\u043a\u0456\u043f\u043f\u0435\u0440"])
def test_a_role_may_be_written_in_other_letters(word: str) -> None:
    rows = (
        "| \u041c\u0435\u0442\u043e\u0434 | \u0428\u043b\u044f\u0445 | "
        "\u041e\u043f\u0438\u0441 | \u0420\u043e\u043b\u044c |\n|---|---|---|---|\n"
        f"| DELETE | /api/boats/:id | \u2026 | {word} |\n"
    )
    db = Document(
        path=RepoPath("docs/db-plan.md"),
        role="db-plan",
        text=f"{DB}\n### users\n\n- `id` uuid primary key\n"
        "- `role` text not null check (role in ('skipper', 'guest'))\n",
    )
    api = Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=f"# API\n\n{rows}")
    said = "\n".join(told((api, db), "DELETE /api/boats/:id", 5))
    assert "the caller's `users.role` to be `skipper`" in said


@pytest.mark.parametrize(
    ("readme", "given", "answered"),
    [
        ("", "CreateBoatCommand", "BoatDto"),
        ("`CreateBoatRequest` and `BoatResponse` are shared", "CreateBoatRequest", "BoatResponse"),
        ("`BoatResult` is a score", "CreateBoatCommand", "BoatDto"),
        ("`CreateBoatRequest`, `CreateBoatInput`", "CreateBoatCommand", "BoatDto"),
    ],
)
def test_types_are_called_as_documents_call_them(readme: str, given: str, answered: str) -> None:
    assert f"### 1. Types: {given}, {answered}\n" in files(readme)
