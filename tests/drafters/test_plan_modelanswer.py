"""Who is asked where the passage does not say it in so many words, and what comes of the answer."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### POST /sheets/generate

- Description: Makes a sheet for a topic.
- Request body: `{ "topic": "string", "shelf_id": "uuid", "page_ids": ["uuid"], "tone": "string" }`
- Response:
  ```json
  {
    "sheet": { "title": "string", "tone": "string", "seen_by": "string" },
    "lines": [{ "temp_id": "uuid", "index": 0, "words": "string", "is_new": true }],
    "line_count": 3,
    "topic_length": 12,
    "warnings": [{ "kind": "string" }],
    "usage": { "remaining": 2, "used_today": 1, "limit": 3, "cost_usd": 0.1 },
    "model": "string",
    "generation_time_ms": 5
  }
  ```
- Success: 200
- Errors: 403 shelf not owned by the user, 409 shelf not found, 503 AI service is down

### POST /sheets/ai-translate

- Description: Another language.
- Request body: `{ "words": "string" }`
- Response: `{ "job_id": "uuid", "status": "queued" }`
- Success: 202
- Errors: 500 a fault

### POST /drafts

- Description: Submit a text for AI draft proposals.
- Request body: `{ "text": "string" }`
- Response:
  ```json
  {
    "a": { "one": "s", "two": "s", "three": "s", "four": "s" },
    "b": { "five": "s", "six": "s", "seven": "s" }
  }
  ```
- Success: 200

### POST /letters

- Description: Optionally triggers AI analysis of the letter, if asked to.
- Request body: `{ "text": "string" }`
- Success: 201

### POST /sheets/{id}/summary-points

- Description: Invoke OpenAI to find what a sheet says.
- Response: `{ "points": ["string"] }`
- Success: 200

### POST /sheets/{id}/accept

- Description: Accepts what the AI service made.
- Success: 200
"""
DB = """## Schema

```sql
CREATE TABLE shelves (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users(id)
);
CREATE POLICY own ON shelves FOR SELECT USING (auth.uid() = user_id);
CREATE TABLE pages (
  id uuid PRIMARY KEY,
  number integer
);
CREATE TABLE sheets (
  id uuid PRIMARY KEY,
  shelf_id uuid NOT NULL,
  title text
);
```
"""
STACK = """# Tech stack

- AI: OpenRouter leads to the models of OpenAI.
- Backend: TypeScript
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=STACK),
)


def _flow(call: str) -> list[str]:
    items = (line.partition(". ")[2] for line in told(DOCUMENTS, call, 5))
    return [one.partition(" (")[0] for one in items if one]


@pytest.mark.parametrize(
    ("call", "asks"),
    [
        (
            "POST /sheets/generate",
            [
                (
                    "Build the prompt from `topic`, `page_ids`, `tone` and call OpenRouter; its"
                    " answer gives the response's `sheet.title`, `sheet.seen_by`, `lines[].words`;"
                    " `503`: AI service is down"
                )
            ],
        ),
        (
            "POST /drafts",
            ["Build the prompt from `text` and call OpenRouter; its answer gives the response's"],
        ),
        ("POST /letters", []),
        ("POST /sheets/{id}/accept", []),
    ],
)
def test_who_is_asked_is_known_by_failures_path_or_deed(call: str, asks: list[str]) -> None:
    found = [one for one in _flow(call) if "the prompt" in one]

    assert len(found) == len(asks)
    assert all(one.startswith(wanted) for one, wanted in zip(found, asks, strict=True))


def test_the_service_adds_to_a_models_answer_what_it_knows_itself() -> None:
    answer = _flow("POST /sheets/generate")[-1]

    assert answer == (
        "Return `200` with `lines[].temp_id` = made by the service, kept nowhere,"
        " `lines[].index` = its place in the list, `line_count` = the number of `lines`,"
        " `topic_length` = the length of `topic`, `usage.remaining` = what is left of the limit,"
        " `usage.used_today` = the calls that count for the limit,"
        " `usage.cost_usd` = the cost of the call, `model` = the model that was called,"
        " `generation_time_ms` = the measured time of the call"
    )


def test_of_very_many_values_what_holds_them_is_told() -> None:
    asks = next(one for one in told(DOCUMENTS, "POST /drafts", 5) if "the prompt" in one)

    assert "gives the response's `a`, `b`" in asks


def test_rows_that_a_prompt_is_made_of_are_found_first() -> None:
    rows = next(one for one in told(DOCUMENTS, "POST /sheets/generate", 5) if "must be" in one)

    assert (
        "`shelf_id` must be a row of `shelves` that is the caller's (`shelves.user_id`), each of"
        " `page_ids` must be a row of `pages`; `409` if there is none; somebody else's is `403`"
    ) in rows


def test_no_table_is_worked_on_that_a_made_thing_is_only_called_by() -> None:
    overview = "\n".join(told(DOCUMENTS, "POST /sheets/generate", 1))

    assert "Works on `pages` (db-plan.md:9), `shelves` (db-plan.md:4). Related:" in overview


def test_the_row_that_something_is_made_of_is_no_new_one() -> None:
    flow = _flow("POST /sheets/{id}/summary-points")

    assert any(one.startswith("Call OpenAI") for one in flow)
    assert not any(one.startswith("Insert a row into `sheets`") for one in flow)
