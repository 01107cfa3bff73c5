"""An action's plan: the row it acts on, the states that let it through, what it writes."""

from __future__ import annotations

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

### offers

- id: uuid PRIMARY KEY
- status: text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'accepted', 'renewed'))
"""

DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


def flow(call: str) -> str:
    return "\n".join(told(DOCUMENTS, call, 5))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("finish", "open laps (api-plan.md:7): go on only while `runs.status` is `running`"),
        ("skip", "Go on only while `runs.status` is `running` (api-plan.md:42); otherwise `409`"),
        ("rate", "Refuse with `409` if status != finished (api-plan.md:27)\n"),
    ],
)
def test_an_action_goes_on_from_the_states_that_lead_to_its_own(call: str, said: str) -> None:
    assert said in flow(f"POST /runs/{{run_id}}/{call}")
    assert "Ways of a run" not in flow(f"POST /runs/{{run_id}}/{call}") or call == "rate"


def test_states_that_are_told_beside_the_own_are_the_choice() -> None:
    given = "\n".join(told(DOCUMENTS, "POST /runs/{run_id}/skip", 2))

    assert "one of `skipped`, `expired`)" in given
    assert "Update the row of `runs`: `status` (" in flow("POST /runs/{run_id}/skip")


def test_what_is_decided_once_is_decided_from_the_first_state() -> None:
    wrong = "\n".join(told(DOCUMENTS, "POST /offers/{offer_id}/accept", 7))

    assert "`offers.status` is `open` (db-plan.md:12); otherwise" in flow(
        "POST /offers/{offer_id}/accept"
    )
    assert "`409`: `offers.status` is not `open` (by convention)" in wrong
    assert "Go on only" not in flow("POST /offers/{offer_id}/renew")
