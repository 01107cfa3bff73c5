"""What no section tells of an endpoint is quoted in the one that it is of, once, and shortly."""

from __future__ import annotations

from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT as `Authorization: Bearer`.

## Endpoints

### POST /kilns

Registers a kiln. Request body: `{ "name": "string", "capacity": 3 }`

- Success: 201

### GET /kilns

Lists kilns by name.

- Success: 200

### POST /kilns/{id}/firings

Fires the load of pots: glaze, shelf and temperature curve.

- Request body: `{ "glaze": "string" }`
- Response: `{ "firingId": 1, "outcome": "sound | cracked" }`
- Success: 201
- Errors: 409 the glaze is not dry

### DELETE /kilns/{id}

Removes a kiln without pots.

- Success: 204

## Business logic

### 1. Judging the outcome

- Compares the temperature of each shelf with the curve
- An error of the glaze: the curve is judged again
- Fires the load of pots: glaze, shelf and temperature curve
- Updating (melted):
  - The temperature of the curve falls on the shelf of a pot
- Deletion: the temperature of the curve is that of the shelf
- See `GET /kilns` for the temperature of each shelf
- Mould: Valid temperature curve of the shelf
- **Second fire**: On Sundays alone, if ever
  - May be left out where the curve of the glaze is flat
"""
DB = "## kilns\n\n- id: uuid, primary key\n- name: text\n- capacity: int\n"
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)
JUDGES = "Compares the temperature of each shelf with the curve"
CALL = "POST /kilns/{id}/firings"


def _quoted(section: int) -> list[str]:
    return [one for one in told(DOCUMENTS, CALL, section) if "Judging the outcome: " in one]


def test_a_line_that_fits_is_quoted_below_its_title_with_its_place() -> None:
    assert _quoted(5) == [
        (
            f"- Judging the outcome: {JUDGES} (api-plan.md:38);"
            " Second fire: On Sundays alone, if ever (api-plan.md:46)"
        ),
    ]


def test_a_line_on_errors_stands_with_the_errors() -> None:
    assert _quoted(7) == [
        "- Judging the outcome: An error of the glaze: the curve is judged again (api-plan.md:39)"
    ]


def test_a_plan_without_such_lines_stays_as_it_is() -> None:
    lines = [one for at in range(1, 10) for one in told(DOCUMENTS, "POST /kilns", at)]

    assert not any("Judging" in one for one in lines)


def test_a_line_below_a_label_is_quoted_with_the_label() -> None:
    text = "\n".join(told(DOCUMENTS, CALL, 5))

    assert "Second fire: May be left out where the curve of the glaze is flat" in text
    assert "Mould" not in text
