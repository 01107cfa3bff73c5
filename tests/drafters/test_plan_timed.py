from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

TABLES = """## Tables

### decks

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- name: text

### flashcards

- id: uuid PRIMARY KEY
- deck_id: uuid REFERENCES decks(id)
- front: text
- status: text CHECK (status IN ('new', 'learning'))
- next_review_at: timestamptz

### review_history

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- review_ms: integer
- reviewed_at: timestamptz

### tasks

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- name: text
- created_at: timestamptz

### time_entries

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- task_id: uuid REFERENCES tasks(id)
- start_time: timestamptz
- end_time: timestamptz
- created_at: timestamptz

### transactions

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- kind_id: uuid REFERENCES kinds(id)
- direction: text CHECK (direction IN ('income', 'expense'))
- amount: numeric
- date: date

### kinds

- id: uuid PRIMARY KEY
- name: text

### users

- id: uuid PRIMARY KEY
"""


def flow(path: str, answer: str, query: str = "none", said: str = "Something") -> str:
    api = (
        f"# API\n\n### GET {path}\n\n- Description: {said}\n- Authentication: JWT\n"
        f"- Query: {query}\n- Response:\n\n```json\n{answer}\n```\n\n- Errors: 401\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TABLES),
    )
    return "\n".join(told(documents, f"GET {path}", 5))


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (
            '"cards": { "learning": 1 }',
            "`cards.learning`: the number of rows of `flashcards`, where `status` = `learning`",
        ),
        ('"new_count": 1', "where `status` = `new`"),
        ('"total_reviews": 1', "`total_reviews`: the number of rows of `review_history`"),
        (
            '"total_duration_seconds": 1',
            "the sum of `time_entries.end_time` \u2212 `time_entries.start_time`",
        ),
    ],
)
def test_statistics_are_worked_out_of_the_callers_rows(field: str, said: str) -> None:
    assert said in flow("/stats", "{ " + field + " }")


@pytest.mark.parametrize(
    "field",
    ['"daily_limits": { "new": 1 }', '"mood": "new"'],
)
def test_what_no_column_says_is_not_told(field: str) -> None:
    assert "`decks`" not in flow("/stats", "{ " + field + " }")


def test_rows_are_of_whom_they_lead_to() -> None:
    assert "`flashcards` (`decks.user_id`)" in flow("/stats", '{ "cards": { "new": 1 } }')


def test_parts_beside_a_row_count_what_refers_to_it() -> None:
    said = flow(
        "/decks/{deck_id}/stats",
        '{ "deck": { "id": "x", "name": "x" }, "cards": { "learning": 1 } }',
    )
    assert "`cards.learning`: the number of rows of `flashcards`, by `flashcards.deck_id`" in said


def test_entries_are_added_up_within_the_days_asked_for() -> None:
    said = flow(
        "/summary/daily",
        '{ "total_duration": 1, "tasks": [{ "task_id": "x", "task_name": "x" }] }',
        query="`date_from`, `date_to`",
    )
    assert "with `start_time` >= `date_from`, `start_time` <= `date_to`" in said
    assert "created_at" not in said


def test_a_page_says_whether_more_follows() -> None:
    said = flow(
        "/decks",
        '{ "data": [{ "id": "x", "name": "x" }],'
        ' "pagination": { "total": 1, "has_more": true, "next_cursor": "x" } }',
        query="`limit`, `cursor`",
    )
    assert "`pagination.has_more`: whether rows follow this page" in said
    assert "`pagination.next_cursor`: where the next page begins" in said


def test_a_sum_is_of_what_rows_of_a_kind_are_worth() -> None:
    said = flow("/dashboard", '{ "income": 1, "expenses": 1, "balance": 1, "income_count": 1 }')
    assert "`income`: the sum of `transactions.amount`, where `direction` = `income`" in said
    assert "`balance` = `income` - `expenses`" in said
    assert "`income_count`: the number of rows of `transactions`, where" in said
