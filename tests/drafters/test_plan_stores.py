"""A queue without a table: which store the documents keep it in, and what is done with it."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /matching/queue

- Description: Joins the queue
- Request body: `{ "size": 3 }`
- Success: 200

### DELETE /matching/queue

- Description: Leaves the queue
- Success: 200

### DELETE /waiting/queue

- Description: Leaves it
- Success: 200
- Errors: 404 not in it

### DELETE /matching/list

- Description: Leaves the list
- Success: 200

## Authentication

- Every call has a JWT.

## Cache

{kept}
"""
LISTED = """**Cache Redis**:

- Sessions
- Queues of players"""
APART = """Redis:

Limits of calls.

- Queues of players"""
DB = "### users\n\n- id: uuid PRIMARY KEY\n"
STACK = "# Stack\n\n- Kolejki: RabbitMQ 4\n- Sesje: Redis\n"


def _documents(kept: str, stack: str = "") -> tuple[Document, ...]:
    api = API.replace("{kept}", kept)
    return (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api, why=""),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB, why=""),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=stack, why=""),
    )


@pytest.mark.parametrize(
    ("kept", "stack", "store"),
    [
        (LISTED, "", "`queue` is kept in `Redis` (api-plan.md:"),
        (LISTED, STACK, "`queue` is kept in `Redis` (api-plan.md:"),
        ("None.", STACK, "`queue` is kept in `RabbitMQ` (tech-stack.md:3)"),
        (APART, "", "Open: Which table"),
        ("None.", "", "Open: Which table"),
    ],
)
def test_the_store_of_a_queue_is_told_where_a_document_names_it(
    kept: str, stack: str, store: str
) -> None:
    overview = "\n".join(told(_documents(kept, stack), "DELETE /matching/queue", 1))

    assert store in overview
    assert ("Open" in overview) is store.startswith("Open")


@pytest.mark.parametrize(
    ("call", "section", "words"),
    [
        (
            "POST /matching/queue",
            5,
            "Put an entry of the caller into `queue` in `Redis`, with `size`",
        ),
        (
            "DELETE /matching/queue",
            5,
            "`queue` in `Redis` (api-plan.md:31-34); `404` where there is none (by convention)",
        ),
        (
            "DELETE /matching/queue",
            7,
            "`404`: the caller has no entry in `queue` (by convention)",
        ),
        ("DELETE /matching/queue", 9, "`200`, `401`, `404`"),
        ("DELETE /waiting/queue", 5, "in `Redis`; `404` where there is none (api-plan.md:"),
        ("DELETE /waiting/queue", 7, "`404`: not in it"),
        ("DELETE /matching/list", 1, "Open: Which table"),
    ],
)
def test_an_entry_of_the_queue_is_the_callers(call: str, section: int, words: str) -> None:
    assert words in "\n".join(told(_documents(LISTED), call, section))


@pytest.mark.parametrize("call", ["DELETE /matching/queue", "DELETE /waiting/queue"])
def test_that_there_is_no_entry_is_told_once(call: str) -> None:
    assert "\n".join(told(_documents(LISTED), call, 7)).count("`404`") == 1
