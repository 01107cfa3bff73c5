"""A call to a model is told in its parts: prompt, answer, what is kept of it, its failure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### POST /chats

- Description: Begin to talk. It formats the prompt, calls OpenRouter, and keeps it.
- Request body: `{ "goal": "string", "model": "string" }`
- Response:
  ```json
  { "id": "uuid", "message": { "role": "assistant", "content": "text" }, "question_count": 1 }
  ```
- Success: 201
- Errors: 401, 502 OpenRouter fails

### POST /chats/{id}/message

- Description: Goes on. It calls OpenRouter and updates the `history` and `question_count`.
- Request body: `{ "message": { "role": "user", "content": "text" } }`
- Success: 200
- Errors: 404 no such chat

### POST /chats/{id}/retry

- Description: Calls OpenRouter again and updates the `history` and `state`.
- Success: 200

### POST /ideas/suggest

- Description: Suggest ideas using AI, and log the call. INSERT into `calls` with its numbers.
- Authentication: none
- Request body: `{ "source_text": "string" }`
- Response: `{ "ideas": [{ "id": "uuid", "title": "string" }], "latency_ms": 5 }`
- Success: 200

### POST /summaries

- Description: Generates a summary with a language model.
- Request body: `{ "source_text": "string" }`
- Response: `{ "summary_id": "uuid", "points": [{ "text": "string" }] }`
- Success: 201

### POST /embeddings/refresh

- Description: Generates each embedding using OpenAI again.
- Success: 200

## Errors

- Generation errors are logged in the `call_errors` table.
"""
DB = """## Schema

```sql
CREATE TABLE chats (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users(id),
  goal text,
  history jsonb,
  state text,
  question_count integer NOT NULL DEFAULT 1
);
CREATE POLICY made ON chats FOR INSERT WITH CHECK (auth.uid() = user_id);
CREATE POLICY shut ON chats FOR SELECT, UPDATE USING (false);
CREATE TABLE calls (
  id uuid PRIMARY KEY,
  user_id uuid REFERENCES auth.users(id),
  model_name text NOT NULL,
  latency_ms integer NOT NULL,
  tokens_used integer,
  status text NOT NULL CHECK (status IN ('success', 'failure'))
);
CREATE POLICY seen ON calls FOR SELECT USING (auth.uid() = user_id);
CREATE TABLE summaries (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users(id),
  generated_count integer NOT NULL,
  generated_at timestamptz,
  answered_at timestamptz DEFAULT now(),
  source_text_length integer NOT NULL CHECK (source_text_length BETWEEN 10 AND 900)
);
CREATE TABLE call_errors (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users(id),
  error_message text NOT NULL
);
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)
SHUT = "No policy lets the caller read a row of `chats`: "
ENDS = "; the request ends there with its error"
FAILED = "Where that fails, insert a row into `call_errors`: `user_id` = the caller"
CALL = (
    "Insert a row into `calls`: `user_id` = the caller, null for an anonymous call,"
    " `model_name` = the model that was called, `latency_ms` = the measured time of the call,"
    " `tokens_used` = the tokens that the call used, `status` = `success` (`failure` where the"
    " call failed); no policy lets a user insert it: with the server's own key"
)
PARTS: list[tuple[str, list[str]]] = [
    (
        "POST /chats",
        [
            f"{SHUT}make its `id` before the insert, and read nothing back",
            (
                "Build the prompt from `goal` and call OpenRouter with `model` as the model; its"
                " answer gives the response's `message.content`; `502`: OpenRouter fails"
            ),
            f"{FAILED}, `error_message`{ENDS}",
            (
                "Insert a row into `chats`: `id` = the one made before, `user_id` = the caller,"
                " `goal`, `history` = the prompt and the answer, as a list of `role`, `content`"
            ),
        ],
    ),
    (
        "POST /chats/{id}/message",
        [
            f"{SHUT}read and write it with a client that bypasses them",
            (
                "Build the prompt from `message.content`, `chats.history` and call OpenRouter"
                " (api-plan.md:18); a failure or a timeout is `500`"
            ),
            f"{FAILED}, `error_message`{ENDS}",
            (
                "Update the row of `chats`: `history` = the history with the message and the"
                " answer appended, as a list of `role`, `content`,"
                " `question_count` = `question_count` + 1"
            ),
        ],
    ),
    (
        "POST /chats/{id}/retry",
        [
            f"{SHUT}read and write it with a client that bypasses them",
            (
                "Build the prompt from `chats.history` and call OpenRouter"
                " (api-plan.md:25); a failure or a timeout is `500`"
            ),
            f"{FAILED}, `error_message`{ENDS}",
            "Calls OpenRouter again and updates the `history` and `state`",
        ],
    ),
    (
        "POST /ideas/suggest",
        [
            (
                "Build the prompt from `source_text` and call the AI model; its answer gives the"
                " response's `ideas[].title` (api-plan.md:30); a failure or a timeout is `500`"
            ),
            f"{FAILED}, null for an anonymous call, `error_message`{ENDS}",
            CALL,
        ],
    ),
    (
        "POST /summaries",
        [
            (
                "Build the prompt from `source_text` and call the AI model; its answer gives the"
                " response's `points[].text` (api-plan.md:38); a failure or a timeout is `500`"
            ),
            f"{FAILED}, `error_message`{ENDS}",
            (
                "Insert a row into `summaries`: `user_id` = the caller,"
                " `generated_count` = the number of `points`, `generated_at` = now,"
                " `source_text_length` = the length of `source_text`;"
                " defaults fill in `answered_at`"
            ),
        ],
    ),
    ("POST /embeddings/refresh", ["Generates each embedding using OpenAI again"]),
]


@pytest.mark.parametrize(("call", "items"), PARTS)
def test_a_call_to_a_model_is_told_in_its_parts(call: str, items: list[str]) -> None:
    said = [line.partition(". ")[2].rpartition(" (")[0] for line in told(DOCUMENTS, call, 5)]
    kinds = ("No policy", "Build", "Call", "Where", "Insert", "Update", "Generates")

    assert [one for one in said if one.startswith(kinds)] == items


NEXT = "\n### POST /summaries"
FLOW = """
### Notes on the calls

How it goes:

1. The page calls `POST /ideas/suggest`.
2. Call to OpenRouter
3. INSERT into `calls` with its numbers
"""


@pytest.mark.parametrize(
    ("flow", "writes"),
    [
        (FLOW, True),
        (FLOW.replace("/ideas/suggest", "/summaries"), False),
        (FLOW.replace("Call to OpenRouter", "Calls `POST /chats`"), False),
    ],
)
def test_what_a_section_beside_does_after_the_call_is_done_by_it(
    flow: str, *, writes: bool
) -> None:
    api = API.replace(", and log the call. INSERT into `calls` with its numbers", ", see `calls`")
    documents = (replace(DOCUMENTS[0], text=api.replace(NEXT, f"{flow}{NEXT}")), DOCUMENTS[1])

    steps = told(documents, "POST /ideas/suggest", 5)

    assert [one.partition(". ")[2].startswith(CALL) for one in steps].count(True) == writes
    assert not any("INSERT into" in one for one in steps)


def test_a_value_is_as_long_as_the_column_of_its_length_lets_it_be() -> None:
    said = "\n".join(told(DOCUMENTS, "POST /summaries", 2))

    assert "`source_text` (string, 10 to 900 characters)" in said


def test_what_is_kept_of_a_failure_is_in_no_transaction_with_the_rest() -> None:
    does = next(one for one in told(DOCUMENTS, "POST /summaries", 9) if "section 5" in one)

    assert "writes `call_errors`, `summaries`" in does
    assert "in one transaction" not in does


def test_what_the_insert_says_of_its_key_is_said_once() -> None:
    flow = f"{FLOW}\nInserts MUST use the service role: RLS on `calls` allows only SELECT.\n"
    documents = (replace(DOCUMENTS[0], text=API.replace(NEXT, f"{flow}{NEXT}")), DOCUMENTS[1])

    assert not any("MUST" in one for one in told(documents, "POST /ideas/suggest", 6))


@pytest.mark.parametrize(
    ("call", "kept"), [("POST /summaries", True), ("POST /ideas/suggest", False)]
)
def test_rows_that_cannot_be_kept_after_the_answer_fail(call: str, *, kept: bool) -> None:
    steps = "\n".join(told(DOCUMENTS, call, 9))

    assert ("cannot be written after the answer of" in steps) is kept


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("POST /chats/{id}/message", "`chats`"),
        ("POST /chats", ""),
        ("POST /ideas/suggest", "- `calls`"),
    ],
)
def test_the_service_has_the_client_that_passes_by_policies(call: str, names: str) -> None:
    told_steps = "\n".join(told(DOCUMENTS, call, 9))
    said = f"{names} by a client with the server's own key, made on the server alone"
    assert (said in told_steps) is bool(names)


def test_an_answer_that_ends_a_columns_name_is_what_was_written_to_it() -> None:
    errors = "\n- Errors: 404 no such chat"
    texts = (one.text.replace("question_count", "final_question_count") for one in DOCUMENTS)
    api, db = (replace(one, text=text) for one, text in zip(DOCUMENTS, texts, strict=True))
    answer = f'\n- Response: `{{ "question_count": 2 }}`{errors}'
    documents = (replace(api, text=api.text.replace(errors, answer)), db)

    assert "Return `200` with `question_count` = `final_question_count`" in "\n".join(
        told(documents, "POST /chats/{id}/message", 5)
    )


WIDE = """# API

### POST /chats

- Description: Formats the prompt and calls OpenRouter.
- Request body: `{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "goals": {"x": 1, "y": 1, "z": 1, "v":1}}`
- Response: `{ "id": "uuid", "message": { "role": "assistant", "content": "text" } }`
- Success: 201
"""


@pytest.mark.parametrize(
    ("call", "api", "names"),
    [
        ("POST /chats", API, "`goal`"),
        ("POST /chats/{id}/message", API, "`message.content`"),
        ("POST /chats", API.replace('"goal": "string"', '"goal": 1'), ""),
        ("POST /chats", API.replace('"goal"', '"level"'), ""),
        ("POST /chats", API.replace("Begin to talk", "Draw an image"), ""),
        ("POST /chats/{id}/retry", API, ""),
    ],
)
def test_a_callers_own_text_is_data_for_the_model(call: str, api: str, names: str) -> None:
    documents = (replace(DOCUMENTS[0], text=api), DOCUMENTS[1])
    said = [one for one in told(documents, call, 6) if "prompt injection" in one]

    assert [one.partition(": ")[2].partition(" is ")[0] for one in said] == [names] * bool(names)


def test_many_values_are_named_by_what_holds_them_and_who_speaks_is_told() -> None:
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=WIDE)
    said = "\n".join(told((document,), "POST /chats", 5))

    assert "the prompt from `a`, `b`, `c`, `d`, `e`, `goals` and call OpenRouter" in said
    assert "`message.role` = `assistant`" in said
