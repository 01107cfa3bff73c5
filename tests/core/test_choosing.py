from __future__ import annotations

import pytest
from story import at

from agent.core.choosing import choose_endpoint
from agent.core.errors import EndpointError
from agent.core.spec import Endpoint, Listed


def listed(method: str, path: str, title: str) -> Listed:
    return Listed(endpoint=Endpoint(method=method, path=path), title=title, source=at(1))


LISTED = (
    listed("GET", "/api/cards", "List cards"),
    listed("POST", "/api/cards", "Add a card"),
    listed("GET", "/api/cards/{id}", "One card"),
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2", 1),
        ("GET /api/cards", 0),
        ("get /api/cards/", 0),
        ("GET /api/cards/:id", 2),
        ("post", 1),
        ("one CARD", 2),
        ("/cards/{", 2),
    ],
)
def test_words_that_name_one_endpoint(words: str, found: int) -> None:
    assert choose_endpoint(words, LISTED) == LISTED[found].endpoint


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("0", "no document names “0”; `waltz endpoints` lists them all"),
        ("4", "no document names “4”; `waltz endpoints` lists them all"),
        ("GET /api/crads", "no document names “GET /api/crads”; nearest: GET /api/cards, "),
        ("GET api", "“GET api” matches 2 endpoints: GET /api/cards, GET /api/cards/{id}"),
        ("PUT /zzz/qqq", "no document names “PUT /zzz/qqq”"),
    ],
)
def test_words_that_name_none_or_several(words: str, said: str) -> None:
    with pytest.raises(EndpointError) as caught:
        choose_endpoint(words, LISTED)
    assert str(caught.value).startswith(said)
