from __future__ import annotations

import pytest
from planprojects import endpoint, profile

from agent.core.documents import Document, RepoPath
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin import plan as drafter
from agent.sources.gather import gather

API = """# API

### POST /books/{book_id}/loans

- Request body:
  ```json
  { "member": "string", "due": "date" }
  ```
- Success: 201
- Errors: 404 no such book, 409 lent already

### GET /books/{book_id}/loans

- Success: 200
- Errors: 404 no such book

### GET /shelves/{shelf_id}/loans

- Success: 200
- Errors: 404 no such shelf
"""
DB = """## Tables

### library_books

- id: int PRIMARY KEY

### loans

- id: int PRIMARY KEY
- book_id: int REFERENCES library_books(id)
- member: text
- due: date

Constraints:
- `uq_loans_book_due` UNIQUE (book_id, due)
- `uq_loans_book_due` UNIQUE (book_id, due), as said
"""
DOCUMENTS = {
    RepoPath(".ai/api-plan.md"): Document(
        path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API
    ),
    RepoPath(".ai/db-plan.md"): Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
}


def flow(call: str) -> list[str]:
    def read(path: RepoPath) -> bytes | None:
        return DOCUMENTS[path].text.encode() if path in DOCUMENTS else None

    drafted = drafter.plan(
        PlanRequest(
            spec=gather(endpoint(call), tuple(DOCUMENTS.values()), ()),
            profile=profile(),
            path=RepoPath(".ai/loans-implementation-plan.md"),
            answers=(),
            siblings=(),
            code=Code(paths=tuple(DOCUMENTS), read=read),
            checks=(),
            logs=(),
        )
    )
    assert isinstance(drafted, PlanDraft)
    return drafted.text.partition("\n## 5. ")[2].partition("\n## 6. ")[0].split("\n")


@pytest.mark.parametrize(
    ("call", "lines"),
    [
        (
            "POST /books/{book_id}/loans",
            [
                (
                    "It adds a row to `loans` with `book_id`, `member`, `due`; without its row of"
                    " `library_books` it is `404` (db-plan.md:7, db-plan.md:3, api-plan.md:10)"
                ),
                (
                    "`book_id`, `due` are unique together in `loans`; a clash is `409`"
                    " (db-plan.md:15, api-plan.md:10)"
                ),
            ],
        ),
        (
            "GET /books/{book_id}/loans",
            [
                (
                    "It reads the rows of `loans`, filtered by `book_id`; without its row of"
                    " `library_books` it is `404` (db-plan.md:7, db-plan.md:3, api-plan.md:15)"
                )
            ],
        ),
        (
            "GET /shelves/{shelf_id}/loans",
            ["It reads the rows of `loans`, filtered by `shelf_id` (db-plan.md:7)"],
        ),
    ],
)
def test_what_is_done_with_a_nested_resource(call: str, lines: list[str]) -> None:
    said = [line.partition(". ")[2] for line in flow(call)]

    assert [one for one in said if "`loans`" in one] == lines
