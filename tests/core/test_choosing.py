from __future__ import annotations

from dataclasses import replace

import pytest
from story import at

from agent.core.choosing import choose_endpoint, choose_target
from agent.core.errors import EndpointError
from agent.core.spec import Endpoint, Feature, Listed, ListedFeature


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
        ("get cards", 0),
        ("Cards GET", 0),
        ("get api cards", 0),
    ],
)
def test_words_that_name_one_endpoint(words: str, found: int) -> None:
    assert choose_endpoint(words, LISTED) == LISTED[found].endpoint


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("0", "no document names “0”; Tab, or `waltz endpoints`, lists them all"),
        ("4", "no document names “4”; Tab, or `waltz endpoints`, lists them all"),
        ("GET /api/crads", "no document names “GET /api/crads”; nearest: GET /api/cards, "),
        ("GET api", "“GET api” matches 2 endpoints: GET /api/cards, GET /api/cards/{id}"),
        ("PUT /zzz/qqq", "no document names “PUT /zzz/qqq”"),
    ],
)
def test_words_that_name_none_or_several(words: str, said: str) -> None:
    with pytest.raises(EndpointError) as caught:
        choose_endpoint(words, LISTED)
    assert str(caught.value).startswith(said)


def test_of_many_the_first_are_named_and_the_rest_counted() -> None:
    many = [replace(LISTED[0], endpoint=Endpoint(method="GET", path=f"/a{n}")) for n in range(7)]
    with pytest.raises(EndpointError, match=r"GET /a3, GET /a4 and 2 more$"):
        choose_endpoint("GET", many)


def feature(name: str, number: str = "") -> ListedFeature:
    return ListedFeature(endpoint=Feature(name=name, id=number), title="", source=at(1))


FEATURES = (feature("Add a deck", "US-001"), feature("Drop a deck", "US-002"), feature("Fly"))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("US-002", "US-002 Drop a deck"),
        ("us-002  drop a deck", "US-002 Drop a deck"),
        ("fly", "Fly"),
        ("drop deck", "US-002 Drop a deck"),
        ("2", "POST /api/cards"),
        ("4", "US-001 Add a deck"),
        ("add card", "POST /api/cards"),
    ],
)
def test_a_feature_is_named_as_surely_as_an_endpoint(words: str, name: str) -> None:
    assert str(choose_target(words, LISTED, FEATURES)) == name


@pytest.mark.parametrize(
    ("words", "name"), [("1", "US-001 Add a deck"), ("drop", "US-002 Drop a deck")]
)
def test_without_endpoints_features_alone_are_meant(words: str, name: str) -> None:
    assert str(choose_target(words, (), FEATURES)) == name


@pytest.mark.parametrize(
    ("words", "listed", "said"),
    [
        ("deck", (), "“deck” matches 2 features: US-001 Add a deck, US-002 Drop a deck"),
        ("Us-01 Add a dek", (), "no document names “Us-01 Add a dek”; nearest: US-001 Add a deck"),
        ("deck", LISTED, "“deck” matches 2 features: US-001 Add a deck, US-002 Drop a deck"),
        ("dock", LISTED, "no document names “dock”"),
        ("a", LISTED, "“a” matches 3 endpoints"),
    ],
)
def test_words_that_surely_name_neither(words: str, listed: tuple[Listed, ...], said: str) -> None:
    with pytest.raises(EndpointError) as caught:
        choose_target(words, listed, FEATURES)
    assert str(caught.value).startswith(said)
