from __future__ import annotations

import pytest

from agent.core.spec import Endpoint
from agent.sources.endpoints.endpointrows import cells_of, is_row_of


@pytest.mark.parametrize(
    ("row", "call", "is_its"),
    [
        ("| `/loans/{id}` | View |", "GET /api/v1/loans/{loan_id}", True),
        ("| /loans/:id (GET/PATCH) | View |", "PATCH /loans/{id}", True),
        ("| /loans/:id (GET/PATCH) | View |", "DELETE /loans/{id}", False),
        ("| POST | /loans | Clerk |", "POST /loans", True),
        ("| GET | /loans | Clerk |", "POST /loans", False),
        ("| /loans | Clerk |", "POST /books/{id}/loans", False),
        ("| `POST /loans/*/slips/print` | 5 |", "POST /loans", False),
        ("| `POST /loans/*/slips/print` | 5 |", "POST /loans/{id}/slips/print", True),
        ("| Clerk | 10 | /loans |", "POST /loans", False),
        ("- `/loans`: 10", "POST /loans", False),
    ],
)
def test_whose_row_it_is(row: str, call: str, is_its: bool) -> None:  # noqa: FBT001 (a column)
    method, path = call.split()

    assert is_row_of(row, Endpoint(method=method, path=path)) is is_its


def test_the_cells_of_a_row_and_of_no_row() -> None:
    assert cells_of("| a | `b` |") == ["a", "`b`"]
    assert cells_of("a | b") == []
