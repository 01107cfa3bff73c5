"""Status codes that sentences of a passage speak of."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.gathering.gather import gather


def told(text: str, method: str = "POST") -> list[tuple[int, str]]:
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    spec = gather(Endpoint(method=method, path="/bikes"), (document,), ())
    return [(one.code, one.meaning) for one in spec.statuses]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Response: JSON of the new bike with status 201.", [(201, "JSON of the new bike")]),
        ("Response: Status code 204 on success.", [(204, "on success")]),
        ("Returns the bike; 404 if it was sold.", [(404, "if it was sold")]),
        ("Validation: one bike a rider (409)", [(409, "one bike a rider")]),
        ("If the frame is known, returns 409 Conflict.", [(409, "If the frame is known")]),
        ("Rower zajęty (nie zwolniony) → `409 Conflict`.", [(409, "Rower zajęty (nie zwolniony)")]),
        ("Success: 201, error if bad (400).", [(201, "error if bad (400)"), (400, "error if bad")]),
        ("Never returns 403 Forbidden to strangers.", []),
        ("If the provider answers 429 Too Many Requests, the call is made again.", []),
        ("At most 500 if the rider is a guest.", []),
        ("The name has a limit (400).", []),
        ("Lends out 200 of them.", []),
        ("Responses and Errors: the usual (error codes 400, 401).", [(400, ""), (401, "")]),
    ],
)  # fmt: skip
def test_what_is_an_answer(line: str, expected: list[tuple[int, str]]) -> None:
    assert told(f"# API\n\n## Endpoints\n\n### POST /bikes\n\n- {line}\n") == expected


@pytest.mark.parametrize("rows", ["500 rows per page", "500 wierszy na stron\u0119", "200 results"])
def test_a_number_of_rows_is_no_status(rows: str) -> None:
    text = "### GET /bikes\n\n**Error Codes**:\n- `404` - no such bike\n\n**Notes**:\n"
    assert told(f"# API\n\n## Endpoints\n\n{text}- Returns {rows}\n", "GET") == [
        (404, "no such bike")
    ]


def test_a_listed_status_keeps_its_own_meaning() -> None:
    text = "# API\n\n### POST /bikes\n\nReturns 409 Conflict.\n\n- Errors:\n  - 409: frame known\n"
    assert told(text) == [(409, "frame known")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- `POST /bikes`: lends one out, 409 if it is taken", [(409, "if it is taken")]),
        (
            "| Verb | Path |\n|---|---|\n| POST | /bikes |\n\n### A\n\n- POST /bikes: 409 if lent",
            [(409, "if lent")],
        ),
        ("- `POST /bikes`: lends out 400 of them", []),
    ],
)
def test_a_status_on_the_line_of_the_call(text: str, expected: list[tuple[int, str]]) -> None:
    assert told(f"# API\n\n## Endpoints\n\n{text}\n") == expected


def test_what_stands_below_a_table_is_of_no_certain_row() -> None:
    text = "# API\n\n| Method | Path | Description |\n|---|---|---|\n| GET | /bikes | all |\n"
    text += "| POST | /bikes | one |\n\nA guest has one (`422` if more).\n"
    assert (told(text, "GET"), told(text)) == ([], [])
