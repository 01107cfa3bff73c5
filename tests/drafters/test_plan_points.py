"""What an action gives or takes is entered; what it ends is measured."""

from __future__ import annotations

import re

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /games/{game_id}/finish

- Description: Finish a game; compares with `game_records`, writes `point_entries`.
- Success: 200
- Response:
  ```json
  { "pointEntryId": "uuid", "game_id": "uuid", "other_id": "uuid" }
  ```

### POST /games/{game_id}/rounds/{round_id}/win

- Description: Win a round; awards points.
- Success: 200

### POST /prizes/{prize_id}/redeem

- Description: Takes a prize; creates pending `claims` and a negative `point_entry`.
- Success: 201

### POST /games/{game_id}/praise

- Description: Praise a game; grants points.
- Success: 200

### POST /games/{game_id}/pay

- Description: Pay for a game; writes `payments`.
- Success: 200

### POST /games/{game_id}/skip

- Description: Mark a game as skipped.
- Request: `{ "status": "skipped" }`
- Success: 200

### POST /hints

- Description: A hint; deducts points.
- Success: 201

## Authentication

- Bearer token in the `Authorization` header.
"""

DB = """# Database

### games

- id: uuid PRIMARY KEY
- player_id: uuid NOT NULL REFERENCES profiles(id)
- level_id: uuid NOT NULL REFERENCES levels(id)
- status: text NOT NULL CHECK (status IN ('open', 'finished', 'skipped'))
- started_at: timestamp
- finished_at: timestamp
- duration_seconds: integer
- best_time_beaten: boolean
- points_awarded: integer NOT NULL
- points_multiplier: numeric

### levels

- id: uuid PRIMARY KEY
- club_id: uuid NOT NULL REFERENCES clubs(id)

### clubs

- id: uuid PRIMARY KEY

### profiles

- id: uuid PRIMARY KEY
- auth_user_id: uuid

### rounds

- id: uuid PRIMARY KEY
- points: integer NOT NULL

### round_wins

- game_id: uuid NOT NULL REFERENCES games(id)
- round_id: uuid NOT NULL REFERENCES rounds(id)
- points_awarded: integer NOT NULL

### game_records

- player_id: uuid NOT NULL REFERENCES profiles(id)
- level_id: uuid NOT NULL REFERENCES levels(id)
- best_duration_seconds: integer
- best_game_id: uuid REFERENCES games(id)
- last_finished_game_id: uuid REFERENCES games(id)
- PRIMARY KEY (player_id, level_id)

### point_entries

- id: uuid PRIMARY KEY
- club_id: uuid NOT NULL REFERENCES clubs(id)
- profile_id: uuid NOT NULL REFERENCES profiles(id)
- entry_type: text NOT NULL CHECK (entry_type IN ('game_finish', 'round_win', 'prize_redeem'))
- points_delta: integer NOT NULL
- balance_after: integer NOT NULL
- reference_id: uuid
- reference_table: text
- created_by_profile_id: uuid REFERENCES profiles(id)
- created_at: timestamp NOT NULL DEFAULT now()

### prizes

- id: uuid PRIMARY KEY
- club_id: uuid NOT NULL REFERENCES clubs(id)
- cost_points: integer NOT NULL

### claims

- id: uuid PRIMARY KEY
- prize_id: uuid NOT NULL REFERENCES prizes(id)
- profile_id: uuid NOT NULL REFERENCES profiles(id)
- points_cost: integer NOT NULL
- cancelled_by_profile_id: uuid REFERENCES profiles(id)

### payments

- id: uuid PRIMARY KEY
- amount: integer NOT NULL
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
        (
            "games/{game_id}/finish",
            (
                "Update the row of `games`: `status` = `finished`, `finished_at` = now, "
                "`duration_seconds` = "
                "`finished_at` \u2212 `started_at`, `best_time_beaten` = (`duration_seconds` < "
                "`game_records.best_duration_seconds`)"
            ),
        ),
        (
            "games/{game_id}/finish",
            (
                "`games.points_awarded` is the sum of `round_wins.points_awarded` times "
                "`points_multiplier`"
            ),
        ),
        (
            "games/{game_id}/finish",
            (
                "Update the row of `game_records` with `player_id` = `games.player_id`, `level_id` "
                "= `games.level_id`: `last_finished_game_id` = `game_id`; where "
                "`duration_seconds` is below `best_duration_seconds` also "
                "`best_duration_seconds` = `duration_seconds`, "
                "`best_game_id` = `game_id`"
            ),
        ),
        (
            "games/{game_id}/finish",
            (
                "Insert a row into `point_entries`: `club_id` = `levels.club_id`, `profile_id` = "
                "`games.player_id`, `entry_type` = `game_finish`, `points_delta` = "
                "`games.points_awarded` less what is entered for it already, `balance_after` = the "
                "last `balance_after` + `points_delta`, `reference_id` = `game_id`, "
                "`reference_table` = `games`, `created_by_profile_id` = the caller's `profiles.id`"
            ),
        ),
        ("games/{game_id}/finish", "`pointEntryId` = the new row of `point_entries`\n"),
        ("games/{game_id}/rounds/{round_id}/win", "`points_delta` = `rounds.points`, `bal"),
        ("prizes/{prize_id}/redeem", "`points_delta` = \u2212`prizes.cost_points`, `balance"),
        (
            "prizes/{prize_id}/redeem",
            (
                "Insert a row into `claims`: `prize_id`, `profile_id` = the caller's "
                "`profiles.id`, `points_cost` = `prizes.cost_points`\n"
            ),
        ),
    ],
)
def test_what_an_action_brings_with_it_is_written(call: str, said: str) -> None:
    assert said in flow(f"POST /{call}")


@pytest.mark.parametrize("call", ["games/{game_id}/praise", "games/{game_id}/pay", "hints"])
def test_an_entry_that_is_not_known_whole_is_left_to_the_sentence(call: str) -> None:
    assert "Insert a row into `p" not in flow(f"POST /{call}")


def test_what_is_not_finished_has_no_sum() -> None:
    found = flow("POST /games/{game_id}/skip")
    assert "Update the row of `games`" in found
    assert "is the sum of" not in found
