"""The day that a call means, the weekdays of a row, and what a new row copies."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT as `Authorization: Bearer`.

### GET /shifts

- Description: Lists the shifts of a day.
- Query:
  - `date` (YYYY-MM-DD, optional): default is today in the user's time zone
- Response: `[{ "id": "uuid", "title": "x" }]`
- Success: 200

### GET /shifts/done

- Description: Lists the shifts that are done.
- Query:
  - `date` (YYYY-MM-DD, optional): default is today
- Response: `[{ "id": "uuid", "title": "x" }]`
- Success: 200

### POST /shifts/{shiftId}/entries

- Description: Adds an entry to a shift.
- Body: `{ "hours": 3 }`
- Success: 201
"""
DB = """# DB

### users

| column | type | rules | about |
|---|---|---|---|
| id | uuid | PK | who |
| time_zone_id | text | NOT NULL | IANA |

### shifts

| column | type | rules | about |
|---|---|---|---|
| id | uuid | PK | which |
| user_id | uuid | NOT NULL, FK \u2192 users(id) | whose |
| title | text | NOT NULL | what |
| weekdays_mask | smallint | NOT NULL, CHECK (weekdays_mask > 0) | bit 0 = Mon, bit 6 = Sun |
| wage | int | NOT NULL | pay |

### entries

| column | type | rules | about |
|---|---|---|---|
| id | uuid | PK | which |
| shift_id | uuid | NOT NULL, FK \u2192 shifts(id) | of what |
| hours | int | NOT NULL | how long |
| wage_snapshot | int | NOT NULL | pay then |
| shift_title_snapshot | text | NOT NULL | title then |
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


@pytest.mark.parametrize(
    ("call", "words", "is_told"),
    [
        (
            "GET /shifts",
            (
                "Today, for `date`, is the day in the caller's time zone"
                " (`users.time_zone_id`) (api-plan.md:9"
            ),
            True,
        ),
        (
            "GET /shifts",
            "Read the rows of `shifts`: `weekdays_mask` includes the weekday of `date`",
            True,
        ),
        ("GET /shifts", "`weekdays_mask`: bit 0 = Mon, bit 6 = Sun (db-plan.md:17)", True),
        ("GET /shifts/done", "time zone", False),
        (
            "POST /shifts/{shiftId}/entries",
            "`wage_snapshot` = `shifts.wage`, `shift_title_snapshot` = `shifts.title`",
            True,
        ),
    ],
)
def test_days_and_copies_are_told_by_their_columns(call: str, words: str, *, is_told: bool) -> None:
    assert (words in "\n".join(told(DOCUMENTS, call, 5))) is is_told
