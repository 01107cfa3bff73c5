from __future__ import annotations

import pytest
from story import ENDPOINT, at

from agent.core.spec import Column, Endpoint, Limit, Parameter, Spec, Status, Table


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("GET", "/api/cards/{id}", "GET /api/cards/{}", ("id",)),
        ("GET", "/api/cards/:card_id", "GET /api/cards/{}", ("card_id",)),
        ("GET", "/api/cards/<int:id>/", "GET /api/cards/{}", ("id",)),
        ("GET", "/api/cards/{id:guid}", "GET /api/cards/{}", ("id",)),
        ("GET", "/api/[deck]/cards/[id]", "GET /api/{}/cards/{}", ("deck", "id")),
        ("POST", "/api/cards", "POST /api/cards", ()),
        ("GET", "/", "GET /", ()),
    ],
)
def test_an_endpoint_is_the_same_in_every_spelling(
    method: str, path: str, key: str, parameters: tuple[str, ...]
) -> None:
    endpoint = Endpoint(method=method, path=path)
    assert (endpoint.key, endpoint.parameters) == (key, parameters)


@pytest.mark.parametrize(("method", "path"), [("get", "/x"), ("FETCH", "/x"), ("GET", "x")])
def test_what_is_no_endpoint(method: str, path: str) -> None:
    with pytest.raises(ValueError, match="no endpoint"):
        Endpoint(method=method, path=path)


def test_facts_are_found_by_name() -> None:
    limit = Limit(kind="max", value="9", source=at(3))
    sort = Parameter(name="sort", place="query", source=at(3), limits=(limit,))
    table = Table(
        name="cards", source=at(5), columns=(Column(name="id", type="int", source=at(6)),)
    )
    codes = tuple(Status(code=code, meaning="m", source=at(7)) for code in (400, 201, 200))
    spec = Spec(endpoint=ENDPOINT, title="Add", parameters=(sort,), statuses=codes)
    assert sort.limit("max") is limit
    assert sort.limit("min") is None
    assert table.column("id") is table.columns[0]
    assert table.column("front") is None
    assert (spec.status(400), spec.status(404)) == (codes[0], None)
    assert spec.success() is codes[1]
    assert Spec(endpoint=ENDPOINT, title="Add").success() is None
