"""An action's plan: the row it acts on, the states that let it through, what it writes."""

from __future__ import annotations

import re

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /runs/{run_id}/finish

- Description: Finish a run.
- Success: 200
- Errors: 404, 409 the run is over or has open laps

### POST /runs/{run_id}/skip

- Description: Mark a run as skipped or expired.
- Request body:
  ```json
  { "status": "skipped" }
  ```
- Success: 200
- Errors: 404

### POST /runs/{run_id}/rate

- Description: Rate a finished run.
- Request body:
  ```json
  { "rating": 1 }
  ```
- Success: 200
- Errors: 409 if status != finished

### POST /offers/{offer_id}/accept

- Description: Accept an offer.
- Success: 204

### POST /offers/{offer_id}/renew

- Description: Renew an offer.
- Success: 204

### POST /offers/{offer_id}/archive

- Description: Put an offer away.
- Success: 204

### POST /offers/{offer_id}/unarchive

- Description: Take an offer back.
- Success: 204

### POST /runs/{run_id}/laps/{lap_id}/done

- Description: Mark a lap as done, in order.
- Request body:
  ```json
  { "doneAt": "date", "weather": "string" }
  ```
- Success: 200
- Errors: 404

### POST /runs/{run_id}/end

- Description: End a run.
- Success: 200
- Errors: 409 laps incomplete

### POST /runs/{run_id}/guests/{guest_id}/greet

- Description: Greet a guest.
- Success: 200

### POST /invites/{invite_id}/accept

- Description: Accept an invite.
- Creates a `members` record.
- Success: 204

### POST /runs/{run_id}/key/rotate

- Description: Rotate the key (makes a new code and a new token).
- Success: 200
- Errors: 404

### POST /runs/{run_id}/close

- Description: Close a run (leader action).
- Request body:
  ```json
  { "reason": "string", "note": "string", "note_id": "uuid" }
  ```
- Success: 200
- Errors: 403

## Authentication

- Bearer token in the `Authorization` header.
- Roles are `leader|admin|guest`, and there must be no others.
- Leader/admin endpoints require the `role` claim (`leader`,`admin`).

## Rules

- **Run**
  - Ways of a run: `planned → running → finished|skipped|expired`, `running -> stopped` (timeout).
  - Runs last for a day, `now → later`.
"""

DB = """# Database

### runs

- id: uuid PRIMARY KEY
- status: text CHECK (status IN ('planned', 'running', 'finished', 'stopped', 'skipped', 'expired'))
- rating: integer
- course_id: uuid NOT NULL REFERENCES courses(id)
- team_id: uuid REFERENCES teams(id)
- closed_at: timestamp
- closed_by: uuid REFERENCES users(id)
- closing_reason: text
- first_note: text
- last_note: text
- updated_at: timestamp

### teams

- id: uuid PRIMARY KEY

### team_members

- team_id: uuid NOT NULL REFERENCES teams(id)
- user_id: uuid NOT NULL REFERENCES users(id)
- role: text CHECK (role IN ('leader', 'admin', 'guest'))

### users

- id: uuid PRIMARY KEY

### keys

- id: uuid PRIMARY KEY
- run_id: uuid NOT NULL UNIQUE REFERENCES runs(id)
- code: text
- token: uuid
- secret: text

### courses

- id: uuid PRIMARY KEY

### laps

- id: uuid PRIMARY KEY
- course_id: uuid NOT NULL REFERENCES courses(id)
- position: integer NOT NULL
- points: integer NOT NULL
- title: text
- is_optional: boolean
- deleted_at: timestamp

### lap_times

- id: uuid PRIMARY KEY
- run_id: uuid NOT NULL REFERENCES runs(id)
- lap_id: uuid NOT NULL REFERENCES laps(id)
- done_at: timestamp
- points_awarded: integer NOT NULL
- title: text NOT NULL DEFAULT 'lap'
- place: text NOT NULL
- metadata: jsonb
- UNIQUE (run_id, lap_id) WHERE done_at IS NOT NULL
- UNIQUE (run_id, lap_id)

### guests

- id: uuid PRIMARY KEY

### greetings

- run_id: uuid REFERENCES runs(id)
- guest_id: uuid REFERENCES guests(id)
- details: text

### clubs

- id: uuid PRIMARY KEY

### invites

- id: uuid PRIMARY KEY
- club_id: uuid NOT NULL REFERENCES clubs(id)
- code: text

### members

- club_id: uuid PRIMARY KEY REFERENCES clubs(id)
- code: text PRIMARY KEY

### offers

- id: uuid PRIMARY KEY
- status: text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'accepted', 'renewed'))
- is_archived: boolean NOT NULL DEFAULT false
- archive_note: text
"""

DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


def flow(call: str) -> str:
    """The flow without where it stands."""
    return re.sub(r" \([\w.-]+\.md:[^()]*\)", "", "\n".join(told(DOCUMENTS, call, 5)))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("finish", "open laps: go on only while `runs.status` is `running`"),
        ("skip", "Go on only while `runs.status` is `running`; otherwise `409`"),
        ("rate", "Refuse with `409` if status != finished\n"),
    ],
)
def test_an_action_goes_on_from_the_states_that_lead_to_its_own(call: str, said: str) -> None:
    assert said in flow(f"POST /runs/{{run_id}}/{call}")
    assert "Ways of a run" not in flow(f"POST /runs/{{run_id}}/{call}") or call == "rate"


def test_states_that_are_told_beside_the_own_are_the_choice() -> None:
    given = "\n".join(told(DOCUMENTS, "POST /runs/{run_id}/skip", 2))

    assert "one of `skipped`, `expired`)" in given
    assert "Update the row of `runs`: `status`\n" in flow("POST /runs/{run_id}/skip")


def test_what_is_decided_once_is_decided_from_the_first_state() -> None:
    wrong = "\n".join(told(DOCUMENTS, "POST /offers/{offer_id}/accept", 7))

    assert "`offers.status` is `open`; otherwise" in flow("POST /offers/{offer_id}/accept")
    assert "`409`: `offers.status` is not `open` (by convention)" in wrong
    assert "Go on only" not in flow("POST /offers/{offer_id}/renew")


def test_rows_of_a_path_are_of_the_same_row_above_both() -> None:
    assert (
        "`laps` with `id` = `lap_id`, `course_id` = `runs.course_id`, `deleted_at` IS NULL"
        in flow("POST /runs/{run_id}/laps/{lap_id}/done")
    )


def test_a_row_that_nothing_bounds_is_only_made() -> None:
    said = flow("POST /runs/{run_id}/guests/{guest_id}/greet")

    assert "Insert a row into `greetings`: `run_id`, `guest_id`" in said
    assert "greetings` has no row" not in said


def test_nobody_becomes_a_member_twice() -> None:
    said = flow("POST /invites/{invite_id}/accept")

    assert "`members` has no row yet with `club_id` = `invites.club_id`, `code` = `inv" in said


def test_the_only_row_of_the_row_in_the_path_is_found() -> None:
    said = flow("POST /runs/{run_id}/key/rotate")

    assert "find the row of `keys` with `run_id` = `run_id`; `404` if there is none" in said


@pytest.mark.parametrize(("deed", "value"), [("archive", "true"), ("unarchive", "false")])
def test_an_action_sets_the_flag_that_is_called_after_it(deed: str, value: str) -> None:
    said = flow(f"POST /offers/{{offer_id}}/{deed}")

    assert f"Update the row of `offers`: `is_archived` = `{value}`\n" in said
    assert "writes `offers`" in "\n".join(told(DOCUMENTS, f"POST /offers/{{offer_id}}/{deed}", 9))


def test_an_action_names_who_did_it_and_why() -> None:
    said = flow("POST /runs/{run_id}/close")

    assert "Require the caller's `team_members.role` to be `leader` or `admin`" in said
    assert (
        "Update the row of `runs`: `closed_at` = now, `closed_by` = the caller, "
        "`closing_reason` = `reason`\n" in said
    )
    assert "Set `updated_at` to the time of the change" in said


REVIEWED = """# API

All endpoints need a JWT as `Authorization: Bearer`.

## Endpoints

### POST /learning/review

Submit how well a card is known.

- Request body: `{ "card_id": "uuid", "grade": 4 }`
- Success: 200
- Errors: 401, 404

Algorithm: SM-2. Update ease, step_days, repeats and due_at in a transaction.

## SM-2 (Summary)

```
IF grade = 0:
  repeats = 0
  due_at = now

ELSE IF grade >= 3:
  step_days = step_days * 2
```

Else: repeats += 1, as before
"""
STATES = """## Schema

### cards

- id: uuid PK
- user_id: uuid FK -> users.id

### card_states

- user_id: uuid NOT NULL FK -> users.id
- card_id: uuid NOT NULL FK -> cards.id
- deck_id: uuid NOT NULL FK -> cards(id, deck_id)
- ease: numeric
- step_days: int
- repeats: int
- due_at: timestamptz
"""


def test_the_cases_of_an_algorithm_are_told() -> None:
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=REVIEWED)
    plan = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=STATES)

    lines = told((api, plan), "POST /learning/review", 5)

    cases = next(at for at, one in enumerate(lines) if "IF grade = 0: repeats = 0" in one)
    assert any("ELSE IF grade >= 3: step_days = step_days * 2" in one for one in lines[cases:])
    assert any("Else: repeats += 1, as before" in one for one in lines)
    assert not any("`deck_id` must" in one for one in lines)


BEGUN_API = """# API

All endpoints need a JWT.

### POST /wells/{wellId}/probe

- Description: Queues a probe of the well.
- Response:

```json
{"wellId": "uuid", "wellProbeId": "uuid", "status": "queued"}
```

- Success: 202

### POST /wells/{wellId}/seal

- Description: Seals the well.
- Response:

```json
{"wellId": "uuid", "status": "queued"}
```

- Success: 202
"""
BEGUN_DB = """# Schema

## wells

- id: UUID PRIMARY KEY

## well_probes

- id: UUID PRIMARY KEY
- well_id: UUID NOT NULL REFERENCES wells(id)
- status: TEXT NOT NULL CHECK (status IN ('queued', 'done'))
"""


@pytest.mark.parametrize(("verb", "found"), [("probe", True), ("seal", False)])
def test_a_run_whose_key_and_state_are_answered_is_begun(verb: str, *, found: bool) -> None:
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=BEGUN_API),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=BEGUN_DB),
    )

    way = "\n".join(told(documents, f"POST /wells/{{wellId}}/{verb}", 5))

    said = "Insert a row into `well_probes`: `well_id`, `status` = `queued` (db-plan.md"
    assert (said in way) is found
