"""Which endpoints serve a feature: those that cite it, those on the same; none where unsure."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Feature
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.gathering.featurespec import gather_feature
from agent.sources.gathering.serving import required, serving
from agent.sources.gathering.wordings import acts, bare_of_people, deeds, is_undone, terms

API = """\
# API

### GET /api/boats
Lists the boats.

### GET /api/boats/{id}
Shows a boat.

### POST /api/boats
Adds a boat.

### PATCH /api/boats/{id}
Changes a boat.

### DELETE /api/boats/{id}
Removes a boat.

### POST /api/boats/{id}/photos
Adds a photo of a boat.

### GET /api/users/me/trips
Lists the trips of the caller.

### POST /api/trips
Takes a boat out, US-90.

## Notes

US-91 comes later.

- Lending (US-92): `POST /rentals`

### Photos (US-93)

- **Endpoints**: `GET /boats/{boat_id}`, `POST /boats/{boat_id}/photos`

### POST /api/rentals
Lends a sail of the harbour.

### POST /api/auth/login
Signs in.

### POST /api/ai/trips
Makes a trip up.

### POST /api/harbour/lights/dim
Makes it dark.

### POST /api/rentals/{id}/redo
Does a rental once more.
"""


def found(name: str, told: str = "", number: str = "US-01") -> list[str]:
    feature = Feature(name=name, id=number)
    story = f"- {number}: {name}\n  Description: {told or name}\n- US-77: Other\n"
    documents = (
        Document(path=RepoPath(".ai/prd.md"), role="prd", text=story),
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    )
    listed = find_endpoints(documents[1])
    return [str(one) for one in serving(feature, listed, documents)]


@pytest.mark.parametrize(
    ("name", "told", "endpoints"),
    [
        ("Add a boat", "", ["POST /api/boats"]),
        ("Edit the name of a boat", "", ["PATCH /api/boats/{id}"]),
        ("Remove a boat", "", ["DELETE /api/boats/{id}"]),
        ("Browse boats", "", ["GET /api/boats"]),
        ("View boat details", "", ["GET /api/boats/{id}"]),
        ("Add a photo to a boat", "", ["POST /api/boats/{id}/photos"]),
        ("List my trips", "", ["GET /api/users/me/trips"]),
        ("Lend a sail", "", ["POST /api/rentals"]),
        ("User login", "", ["POST /api/auth/login"]),
        ("Logowanie u\u017cytkownika", "", ["POST /api/auth/login"]),
        ("Dodawanie zdj\u0119cia", "Jako gracz chc\u0119 doda\u0107 zdj\u0119cie boat.",
         ["POST /api/boats/{id}/photos"]),
        ("Boat removal", "", ["DELETE /api/boats/{id}"]),
        ("Dim harbour lights (MUST)", "", ["POST /api/harbour/lights/dim"]),
        ("Dim lights", "", []),
        ("Re-do a rental", "", ["POST /api/rentals/{id}/redo"]),
        ("Confirm removal of a boat", "", []),
        # the boat is who acts, what for, or only beside the thing
        ("Add a crew", "As a boat owner, I want a crew so that the boat sails.", []),
        ("Add a flag to a boat", "", []),
        ("Generowanie flagi boat", "Jako gracz chc\u0119 flag\u0119.", []),
        ("Generate a trip with AI", "", ["POST /api/ai/trips"]),
        ("Adding of a boat by AI", "", []),
        # another thing of the boat's, or a boat that is added to what is elsewhere
        ("View boat samples", "", []),
        ("Zmiana kolejno\u015bci boats", "", []),
        ("Assign a boat (any of them) to a pier", "", []),
        ("Remove a boat from a trip", "", []),
        ("Edit and paint piers only by the owner of boats", "", []),
        ("Edycja boats utworzonych r\u0119cznie", "", ["PATCH /api/boats/{id}"]),
        ("Browse boats without login", "", ["GET /api/boats"]),
        ("Search for boats", "", ["GET /api/boats"]),
        # nothing that an endpoint does
        ("Prevent removal of boats", "", []),
        ("The boat", "It is there.", []),
        ("Boats and how many of them", "", []),
    ],
)  # fmt: skip
def test_an_endpoint_does_what_the_name_says(name: str, told: str, endpoints: list[str]) -> None:
    assert found(name, told) == endpoints


def test_one_that_manages_has_all_of_a_resource() -> None:
    assert found("Manage boats") == [
        "GET /api/boats",
        "POST /api/boats",
        "PATCH /api/boats/{id}",
        "DELETE /api/boats/{id}",
    ]


def test_a_passage_that_cites_it_decides_and_only_its_own_part() -> None:
    assert found("Browse boats", number="US-90") == ["POST /api/trips"]
    assert found("Nothing of it", number="US-91") == []


@pytest.mark.parametrize(
    ("name", "number", "endpoints"),
    [
        # a line beside its number, a title above its call
        ("Flags", "US-92", ["POST /api/rentals"]),
        ("A photo of the boat", "US-93", ["POST /api/boats/{id}/photos"]),
        ("Removing", "US-94", []),
    ],
)
def test_a_general_line_may_cite_it(name: str, number: str, endpoints: list[str]) -> None:
    assert found(name, number=number) == endpoints


def test_what_is_required_of_an_endpoint_are_its_stories_and_lines_that_call_it() -> None:
    story = """\
### US-1: Add a boat
- It floats.
### US-2: Manage boats
- All of them.
### US-3: Painting
- `PATCH /boats/{boat_id}` paints it.
# Notes
`POST /api/boats` is slow.
"""
    prd = Document(path=RepoPath(".ai/prd.md"), role="prd", text=story)
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API)
    listed = find_endpoints(plan)

    def of(call: str) -> list[tuple[str, int, int]]:
        one = next(each.endpoint for each in listed if str(each.endpoint) == call)
        told = required(one, listed, (prd, plan))
        return [(each.about, each.source.line, each.source.last) for each in told]

    assert of("POST /api/boats") == [("US-1 Add a boat", 1, 2), ("", 8, 8)]
    assert of("PATCH /api/boats/{id}") == [("US-3 Painting", 5, 6)]
    assert of("DELETE /api/boats/{id}") == []


def test_the_tables_of_what_serves_it_are_its_own() -> None:
    text = "# DB\n\n### boats\n\n- id: UUID\n\n### trips\n\n- id: UUID\n"
    story = "- US-1: Take trips\n- US-2: Add boats\n"
    documents = (
        Document(path=RepoPath(".ai/prd.md"), role="prd", text=story),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=text),
    )
    trips = gather_feature(Feature(name="Take trips", id="US-1"), documents, ())
    boats = gather_feature(Feature(name="Add boats", id="US-2"), documents, (), [trips])
    assert [one.name for one in boats.tables] == ["trips"]
    assert [one.title for one in boats.served] == ["Take trips"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Invite", "invitations"),
        ("draws", "draw"),
        ("boatTrips", "boat_trips"),
        ("przegl\u0105danie nawyk\u00f3w", "habits"),
        ("gry", "games"),
    ],
)
def test_words_are_alike_without_endings_and_in_both_languages(one: str, other: str) -> None:
    assert terms(one) & terms(other)
    assert not terms("gryzmo\u0142y") & terms("games")


def test_what_is_done_is_what_a_name_says_first() -> None:
    assert deeds("View created boats") == {"read"}
    assert deeds("Create and edit boats") == {"create", "update"}
    assert deeds("Boats") == frozenset()
    assert set(acts("manage")) == {"create", "read", "update", "delete"}
    assert is_undone("Handle errors")
    assert not is_undone("Add errors")
    assert bare_of_people("As a boat owner, I want oars so that I row") == "  I want oars"


SHOWN = """\
# API

### GET /masts/{id}

- Response: `{ "id": "uuid", "made_sail": "string | null" }`

### GET /masts

- Response: `[{ "id": "uuid" }]`

### POST /masts

- Response: `{ "id": "uuid", "made_sail": "string" }`

### GET /masts/{id}/rope

- Response: `{ "lines": [] }`

### GET /masts/{id}/copy

Gives a drawing of the mast on paper.
"""


@pytest.mark.parametrize(
    ("name", "endpoints"),
    [
        ("View Made Sail", ["GET /masts/{id}"]),
        ("View Old Sail", []),
        ("Mast rope at sea", ["GET /masts/{id}/rope"]),
        ("Copy a drawing to paper", ["GET /masts/{id}/copy"]),
        ("Copy the harbour's rules", []),
    ],
)
def test_a_field_or_a_whole_path_that_a_name_is_made_of_decides(
    name: str, endpoints: list[str]
) -> None:
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=SHOWN)
    listed = find_endpoints(document)

    assert [str(one) for one in serving(Feature(name=name), listed, (document,))] == endpoints
