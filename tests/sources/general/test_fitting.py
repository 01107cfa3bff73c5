"""Lines of general sections that share no name with an endpoint are given to whose words fit."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.general.fitting import fitting

PLAN = """# API

## Endpoints

### POST /kilns
Registers a kiln. Body: `{ "name": "string", "capacity": 3 }`. Response: `kilnId`.

### GET /kilns
Lists kilns by name and owner.

### POST /kilns/{id}/firings
Fires the load of pots: glaze, shelf and temperature curve.
Response: `{ "firingId": 1, "outcome": "sound | cracked" }`

### PATCH /kilns/{id}/status
Sets what it does.

### DELETE /kilns/{id}
Removes a kiln without pots.

### POST /potters
Registers a potter with a nickname, a mark and a studio.

### GET /potters
Lists potters of a studio.

## Business logic

### Judging the outcome

- Compares the temperature of each shelf with the curve
- A pot is `cracked` where the glaze cooled too fast
- Stops at the first broken one
- A nightly background job warms the shelf of each glaze

### Rules

- The nickname and the mark of a potter are unique in the studio
- All clocks are in UTC
- Whoever lists potters of a studio by name sees all

### Kiln removal

- An ember inside is let to cool

### Statuses

- `cold` -> `lit`: at dawn, by hand
- Smoke is no fault

## Frontend

### Judging the outcome on screen

- The curve of each shelf and its temperature are drawn
"""
JUDGED = [31, 32, 33]


@pytest.mark.parametrize(
    ("call", "lines"),
    [
        ("POST /kilns/{id}/firings", JUDGED),
        ("POST /potters", [38]),
        ("POST /kilns", []),
        ("GET /potters", []),
        ("DELETE /kilns/{id}", [44]),
        ("PATCH /kilns/{id}/status", [48]),
    ],
)
def test_a_line_is_of_whose_passage_has_its_words(call: str, lines: list[int]) -> None:
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=PLAN)
    method, path = call.split(" ")

    found = list(fitting(Endpoint(method=method, path=path), plan))

    assert sorted(one.source.line for one in found) == lines
    if lines == JUDGED:
        assert {one.about for one in found} == {"Judging the outcome"}
