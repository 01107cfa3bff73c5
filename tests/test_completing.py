from __future__ import annotations

import pytest
from story import API_PLAN, ENDPOINT

from agent.board import BoardRow
from agent.completing import completions, first_completer, fuzzy
from agent.core.documents import RepoPath
from agent.core.gates import AskBatch, AskEndpoint, Gate
from agent.core.spec import Endpoint
from agent.core.standing import Standing


def row(endpoint: Endpoint, title: str, line: int, standing: Standing) -> BoardRow:
    return BoardRow(
        endpoint=endpoint, title=title, path=API_PLAN, line=line, standing=standing, plan=None
    )


NONE, HALF = Standing(state="none"), Standing(state="started", done=2, total=6)
ROWS = (
    row(Endpoint(method="GET", path="/api/cards"), "List cards", 3, NONE),
    row(ENDPOINT, "Add a card", 9, HALF),
    row(Endpoint(method="GET", path="/api/decks"), "List decks", 15, NONE),
)
PATHS = tuple(RepoPath(one) for one in ("app/routers/cards.py", "app/main.py", "README.md"))
WAIT = AskBatch(following=())


@pytest.mark.parametrize(
    ("gate", "text", "offered"),
    [
        (AskEndpoint(), "", ["GET /api/cards", "POST /api/cards", "GET /api/decks"]),
        (AskEndpoint(), "add", ["POST /api/cards", "GET /api/cards", "GET /api/decks"]),
        (AskEndpoint(), "post card", ["POST /api/cards"]),
        (AskEndpoint(), "decks", ["GET /api/decks"]),
        (AskEndpoint(), "zzz", []),
        (WAIT, "decks", []),
        (WAIT, "/endpoint dec", ["GET /api/decks"]),
        (WAIT, "/sk", ["/skip"]),
        (WAIT, "/zzz", []),
        (WAIT, "/skip 1", []),
        (WAIT, "/take @cards", ["@app/routers/cards.py"]),
        (WAIT, "see @main", ["@app/main.py"]),
        (WAIT, "@", ["@README.md", "@app/main.py", "@app/routers/cards.py"]),
    ],
)
def test_what_tab_offers(gate: Gate, text: str, offered: list[str]) -> None:
    found = completions(gate, text, lambda: ROWS, lambda: PATHS)
    assert [one.text for one in found] == offered


def test_an_offer_says_where_it_comes_from_and_how_far_it_is() -> None:
    (found,) = first_completer(rows=lambda: ROWS, paths=lambda: PATHS)("post")
    assert found.meta == "2  2/6  Add a card  api-plan.md:9"


def test_a_large_repository_offers_no_more_than_can_be_read() -> None:
    many = tuple(RepoPath(f"a{n}.py") for n in range(200))
    assert len(completions(WAIT, "@a", lambda: (), lambda: many)) == 50


@pytest.mark.parametrize(
    ("part", "whole", "rank"),
    [
        ("", "abc", (0, 0)),
        ("b", "abc", (0, 1)),
        ("ac", "abc", (2, 0)),
        ("ac", "a_b_c ac", (1, 6)),
        ("A C", "abc", (2, 0)),
        ("ca", "abc", None),
        ("x", "abc", None),
    ],
)
def test_the_nearest_letters_win(part: str, whole: str, rank: tuple[int, int] | None) -> None:
    assert fuzzy(part, whole) == rank
