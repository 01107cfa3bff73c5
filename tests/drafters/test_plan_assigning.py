"""What lines say that columns are set to, and in which state a row must be for that."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### POST /jobs/{id}/award

- Description: Award a job and change job status to running.
- Request body: `{ "bid_id": "uuid" }`
- Success: 200
- Errors: 400 job not in open status; 403 User doesn't own the job; 404 not found

### PATCH /jobs/{id}/close

- Description: Mark a job as closed or void.
- Success: 200

### POST /jobs/{id}/stop

- Description: Stop it (sets `stopped_at`, `stopped_by`). If late, set `status` to 'void'.
- Success: 200
- Logic:
  1. Mark the bid as lost.
  2. Set `price` to now()
  3. On success, the worker sets `status` to 'done'
  4. Update `count` = count + 1.

### POST /bids

- Description: Make a bid.
- Request body: `{ "job_id": "uuid", "price": "number" }`
- Success: 201
- Errors: 409 the job is not open
- Logic:
  1. Set `maker_id` from authenticated user
  2. Look at the purse
  3. Set `colour` to blue
  4. Mark the job as taken
  5. Set created_at to current timestamp

## Business Logic

### Job Award

```
1. Validate job status = 'open'
2. Begin transaction:
   a. Update job:
      - status = 'running'
      - bid_id = bid_id
      - price = bid.price
   b. Commit transaction
3. Send a message to the bidder
```

## More

### POST /jobs

- Description: Post a job. The job is created as "running".
- Request body: `{ "price": "number" }`
- Success: 201

### DELETE /jobs/{id}

- Description: Delete a job.
- Success: 204

### DELETE /bids/{id}

- Description: Delete a bid.
- Success: 204

## Rules

- **Taking back**: Update the job's status to 'void' instead of deleting it.
- **Bids**: a bid is removed for good.
"""
STATES = "'open', 'running', 'taken', 'closed', 'void', 'done'"
DB = """# Database

## jobs

- id: UUID PRIMARY KEY
- user_id: UUID NOT NULL REFERENCES users(id)
- status: TEXT NOT NULL DEFAULT 'open' CHECK (status IN (STATES))
- bid_id: UUID REFERENCES bids(id)
- price: INTEGER
- count: INTEGER
- stopped_at: TIMESTAMPTZ

## bids

- id: UUID PRIMARY KEY
- job_id: UUID NOT NULL REFERENCES jobs(id)
- maker_id: UUID NOT NULL REFERENCES users(id)
- price: INTEGER NOT NULL
- colour: TEXT
- created_at: TIMESTAMPTZ

## wallets

- id: UUID PRIMARY KEY
- user_id: UUID UNIQUE NOT NULL REFERENCES users(id)

## users

- id: UUID PRIMARY KEY
"""


def plan(endpoint: str) -> str:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(
            path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB.replace("STATES", STATES)
        ),
    )
    return "\n".join(told(documents, endpoint, 5))


@pytest.mark.parametrize(
    ("endpoint", "there"),
    [
        (
            "POST /jobs/{id}/award",
            "Update the row of `jobs`: `status` = `running`, `bid_id`, `price` = `bids.price`",
        ),
        (
            "POST /jobs/{id}/award",
            "job not in open status (api-plan.md:10): go on only while `jobs.status` is `open`",
        ),
        ("POST /jobs/{id}/award", "Send a message to the bidder"),
        ("POST /jobs/{id}/stop", "`price` = now, `stopped_at` = now"),
        ("POST /bids", "`maker_id` = the caller"),
    ],
)
def test_what_lines_set_is_written(endpoint: str, there: str) -> None:
    assert there in plan(endpoint)


@pytest.mark.parametrize(
    ("endpoint", "absent"),
    [
        ("POST /jobs/{id}/award", "Begin transaction"),
        ("POST /jobs/{id}/award", "own the job: "),
        ("PATCH /jobs/{id}/close", "`void`"),
        ("POST /jobs/{id}/stop", "`status` = "),
        ("POST /jobs/{id}/stop", "`count` = `"),
        ("POST /jobs/{id}/stop", "`lost`"),
        ("POST /bids", "`colour` = `blue`"),
        ("POST /bids", "`created_at` = now"),
    ],
)
def test_what_is_not_sure_is_not_derived(endpoint: str, absent: str) -> None:
    assert absent not in plan(endpoint)


def test_the_line_that_demands_a_state_is_not_told_again() -> None:
    said = plan("POST /jobs/{id}/award")
    assert "Validate job status" not in said
    assert "`jobs.status` is `open` (api-plan.md:45" in said


def test_the_state_that_a_row_is_created_in_is_its_value() -> None:
    said = plan("POST /jobs")

    assert "`status` = `running`" in said
    assert "created as" not in said


def test_a_row_that_is_said_to_stay_is_changed_instead() -> None:
    said = plan("DELETE /jobs/{id}")

    assert "Update the row of `jobs`: `status` = `void` (" in said
    assert "Delete the row" not in said
    assert "Delete the row of `bids`" in plan("DELETE /bids/{id}")
