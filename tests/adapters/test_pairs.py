from __future__ import annotations

import pytest

from agent.adapters.terminal.pairs import pair_rows
from agent.core.page import Pairs, Span

STEPS = Pairs(
    rows=(
        (Span("  1 Schema"), Span("~ src/validation/goals.ts", "path")),
        (Span("      proof: tsc"), Span("")),
        (Span("  2 Service: update()"), Span("+ src/services/goals.ts", "path")),
        (Span(""), Span("~ src/app.ts", "path")),
        (Span("  3 A title that is longer than the others"), Span("(no file: you confirm)", "dim")),
    )
)


# Of the files of a step the last has no room: all of them stand below it.
MOVES = Pairs(
    rows=(
        (Span("  1 Types"), Span("~ src/types.ts", "path")),
        (Span("  2 Service: save()"), Span("+ src/service.ts", "path")),
        (Span(""), Span("+ src/a/much/longer/path.ts", "path")),
    )
)


def shown(width: int, pairs: Pairs = STEPS) -> list[str]:
    return ["".join(span.text for span in row) for row in pair_rows(pairs, width)]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (
            80,
            [
                "  1 Schema                                  ~ src/validation/goals.ts",
                "      proof: tsc",
                "  2 Service: update()                       + src/services/goals.ts",
                "                                            ~ src/app.ts",
                "  3 A title that is longer than the others  (no file: you confirm)",
            ],
        ),
        (
            60,
            [
                "  1 Schema             ~ src/validation/goals.ts",
                "      proof: tsc",
                "  2 Service: update()  + src/services/goals.ts",
                "                       ~ src/app.ts",
                "  3 A title that is longer than the others",
                "      (no file: you confirm)",
            ],
        ),
        (
            20,
            [
                "  1 Schema",
                "      ~ src/",
                "        validation/",
                "        goals.ts",
                "      proof: tsc",
                "  2 Service:",
                "      update()",
                "      + src/",
                "        services/",
                "        goals.ts",
                "      ~ src/app.ts",
                "  3 A title that is",
                "      longer than",
                "      the others",
                "      (no file: you",
                "        confirm)",
            ],
        ),
    ],
)
def test_the_right_text_stands_beside_or_below(width: int, expected: list[str]) -> None:
    assert shown(width) == expected
    assert all(len(row) <= width for row in expected)


def test_further_right_texts_stand_as_the_first_one() -> None:
    files = (Span("+ app/a.php", "path"), Span("+ app/b.php", "path"))
    long = Span("  1 Types: CreateOrderRequest")
    rows = ((long, files[0]), (Span(""), files[1]), (Span("  2 Route"), files[0]))
    wide = "  1 Types: CreateOrderRequest  + app/a.php"
    further = f"{'':31}+ app/b.php"
    assert shown(60, Pairs(rows=rows)) == [wide, further, f"{'  2 Route':31}+ app/a.php"]
    below = ["  1 Types: CreateOrderRequest", "      + app/a.php", "      + app/b.php"]
    assert shown(41, Pairs(rows=rows)) == [*below, "  2 Route  + app/a.php"]


def test_rows_of_one_text_need_no_column() -> None:
    assert shown(20, Pairs(rows=((Span("  4 Deploy"), Span("")),))) == ["  4 Deploy"]
    assert shown(20, Pairs(rows=())) == []


def test_the_files_of_a_step_stand_beside_it_or_all_below() -> None:
    assert shown(44, MOVES) == [
        "  1 Types  ~ src/types.ts",
        "  2 Service: save()",
        "      + src/service.ts",
        "      + src/a/much/longer/path.ts",
    ]
