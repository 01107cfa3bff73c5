"""A queue that no table holds: which store keeps it, where the documents say so of one."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT as `Authorization: Bearer`.

### POST /lobby/queue

- Description: Joins the queue of the lobby
- Body: `{ "size": 3 }`
- Success: 200

### DELETE /lobby/queue

- Description: Leaves the queue of the lobby
- Success: 200

### POST /lobby/calls

- Description: Calls somebody out
- Success: 200

## Caching

**Redis cache**:
- Boards (5 minutes)
- Queues of the lobby

**Memory**:
- Queues of nobody
"""


def _flow(call: str, text: str = API) -> list[str]:
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text, why="")
    return [line.partition(". ")[2] for line in told((document,), call, 5) if line[:1].isdigit()]


@pytest.mark.parametrize(
    ("call", "item"),
    [
        ("POST /lobby/queue", "Put the caller into the queue in Redis, with `size`"),
        ("DELETE /lobby/queue", "Take the caller's entry out of the queue in Redis"),
    ],
)
def test_a_queue_is_where_the_documents_keep_it(call: str, item: str) -> None:
    assert f"{item} (api-plan.md:23-25)" in _flow(call)


def test_no_store_is_taken_for_another_path_or_where_two_are_named() -> None:
    both = API.replace("**Memory**", "**Kafka topics**")

    assert "Redis" not in "".join(_flow("POST /lobby/calls"))
    assert "Redis" not in "".join(_flow("POST /lobby/queue", both))
