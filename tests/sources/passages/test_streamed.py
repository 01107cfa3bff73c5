from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.gathering.gather import gather

API = """# API

### POST /talks/stream

- Description: Starts a talk.
- Response type: `text/event-stream`
- Event Types:
  - `start`: The talk has begun
    ```json
    { "talk_id": "long", "parts": [{ "id": "long" }] }
    ```
  - `word` - one word more: `{ "text": "string" }`
  - `end`
- Success: 200

### GET /talks/{id}/stream

- Event types: same as `/talks/stream`
- Success: 200

### GET /talks/{id}/words

#### Stream events:

Sent in this order:

- **`word`**: `{ "text": "string" }`

#### Success

- 200

### GET /news

- Success: 200

```
event: news
data: {"title": "string"}

: a comment
data: {"title": "of no event"}

event: ping
```

### GET /plain

- Events: none are sent
- Success: 200

| Method | Path | Events |
|---|---|---|
| GET | /row | `word` |
"""


@pytest.mark.parametrize(
    ("call", "events"),
    [
        (
            "POST /talks/stream",
            [
                ("start", "The talk has begun", "8-11", ["talk_id", "parts", "parts[].id"]),
                ("word", "one word more", "12", ["text"]),
                ("end", "", "13", []),
            ],
        ),
        (
            "GET /talks/{id}/stream",
            [
                ("start", "The talk has begun", "8-11", ["talk_id", "parts", "parts[].id"]),
                ("word", "one word more", "12", ["text"]),
                ("end", "", "13", []),
            ],
        ),
        ("GET /talks/{id}/words", [("word", "", "27", ["text"])]),
        ("GET /news", [("news", "", "38-39", ["title"])]),
        ("GET /plain", []),
        ("GET /row", []),
    ],
)
def test_the_events_of_a_stream(call: str, events: list[tuple[str, str, str, list[str]]]) -> None:
    method, _, path = call.partition(" ")
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=API)

    spec = gather(Endpoint(method=method, path=path), [document], [])

    found = [
        (one.name, one.note, str(one.source).partition(":")[2], [f.name for f in one.fields])
        for one in spec.streamed
    ]
    assert found == events
    assert not (events and any(gap.key == "response" for gap in spec.gaps))
