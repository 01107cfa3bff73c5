from __future__ import annotations

import pytest
from rich.cells import cell_len

from agent.adapters.terminal.listing import listing_rows
from agent.core.page import Span, Table

ROWS = Table(
    yields=(3, 4, 1),
    rows=(
        (Span("books", "title"),),
        (
            Span("  GET"),
            Span("/api/books/{id}/notes", "key"),
            Span("2/6"),
            Span("Notes of a book, newest first"),
            Span("api-plan.md:41", "path"),
        ),
        (
            Span("  DELETE"),
            Span("/api/books", "key"),
            Span("none"),
            Span(""),
            Span("api-plan.md:7", "path"),
        ),
    ),
)


def shown(width: int, table: Table = ROWS) -> list[str]:
    return ["".join(span.text for span in row) for row in listing_rows(table, width)]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (
            84,
            [
                "books",
                (
                    "  GET     /api/books/{id}/notes  2/6   Notes of a book, newest first  "
                    "api-plan.md:41"
                ),
                f"  DELETE  /api/books             none{'':33}api-plan.md:7",
            ],
        ),
        (
            80,
            [
                "books",
                "  GET     /api/books/{id}/notes  2/6   Notes of a book, newest…   api-plan.md:41",
                "  DELETE  /api/books             none                             api-plan.md:7",
            ],
        ),
        (
            66,
            [
                "books",
                "  GET     /api/books/{id}/notes  2/6   api-plan.md:41",
                "  DELETE  /api/books             none  api-plan.md:7",
            ],
        ),
        (
            60,
            [
                "books",
                "  GET     /api/books/{id}/notes  2/6   api-plan.md:41",
                "  DELETE  /api/books             none  api-plan.md:7",
            ],
        ),
        (
            50,
            [
                "books",
                "  GET     /api/books/{id}/notes  2/6   …plan.md:41",
                "  DELETE  /api/books             none  …-plan.md:7",
            ],
        ),
        (
            30,
            ["books", "  GET     …ks/{id}/notes  2/6", "  DELETE  /api/books      none"],
        ),
        (16, ["books", "  GET     …  2/6", "  DELETE  …  none"]),
    ],
)
def test_each_row_keeps_to_one_line(width: int, expected: list[str]) -> None:
    assert shown(width) == expected


@pytest.mark.parametrize("width", range(18, 100))
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    wide = Table(yields=(1,), rows=((Span("1"), Span("日本語 " * 20)), (Span("a heading " * 20),)))
    assert max(map(cell_len, (*shown(width), *shown(width, wide)))) <= width


def test_foreign_text_is_harmless() -> None:
    assert shown(40, Table(yields=(0,), rows=((Span("a\x1b[31m\nb"), Span("c")),))) != []
    assert "\x1b" not in shown(40, Table(yields=(0,), rows=((Span("a\x1b[31m"), Span("c")),)))[0]


def test_nothing_to_list() -> None:
    assert shown(40, Table(yields=(0,), rows=())) == []


def test_names_of_files_that_end_alike_keep_their_beginning() -> None:
    places = ("books-implementation-plan.md:1", "shelves-implementation-plan.md:12")
    rows = tuple((Span(name[:4]), Span(f".ai/{name}", "path")) for name in places)
    assert shown(30, Table(yields=(1,), rows=rows)) == [
        "book  books-implementation-\u2026:1",
        "shel  shelves-implementati\u2026:12",
    ]
    assert shown(15, Table(yields=(1,), rows=rows)) == [
        "book  \u2026lan.md:1",
        "shel  \u2026an.md:12",
    ]
