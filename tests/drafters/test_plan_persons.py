"""Persons that a row names by what they are to it: who makes it, and who alone may change it."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT as `Authorization: Bearer`, else 401.

### POST /api/trips

{said}

- Request body: `{{ "Name": "string" }}`
- Success: 201

### POST /api/trips/{{tripId}}/close

Closes the trip.

- Success: 200
- Errors:
  - `403 Forbidden`: User is not the leader
  - `404 Not Found`: no such trip
"""
DB = """# Database

```sql
CREATE TABLE Users (Id uuid PRIMARY KEY);
CREATE TABLE Trips (
  Id uuid PRIMARY KEY,
  Name text NOT NULL,
  LeaderUserId uuid NOT NULL REFERENCES Users(Id)
);
CREATE TABLE TripMembers (
  TripId uuid NOT NULL REFERENCES Trips(Id),
  UserId uuid NOT NULL REFERENCES Users(Id),
  PRIMARY KEY (TripId, UserId)
);
```
"""


def _flow(call: str, said: str = "Adds a trip.") -> str:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API.format(said=said)),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    return "\n".join(told(documents, call, 5))


@pytest.mark.parametrize(
    ("said", "is_caller"),
    [
        ("Adds a trip. The authenticated user becomes the leader and a member.", True),
        ("Adds a trip. Another member becomes the guide.", False),
    ],
)
def test_what_the_caller_becomes_is_the_caller(said: str, *, is_caller: bool) -> None:
    assert ("`LeaderUserId` = the caller" in _flow("POST /api/trips", said)) is is_caller


def test_who_alone_may_is_the_person_of_that_name_not_any_member() -> None:
    said = _flow("POST /api/trips/{tripId}/close")

    assert "`Trips.LeaderUserId` = the caller; otherwise `403`" in said
    assert "TripMembers" not in said
