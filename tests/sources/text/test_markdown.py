from __future__ import annotations

import time

import pytest

from agent.sources.text import markdown as md

PAGE = """# Title

Text
---
- [x] done
  more

  - inner
    ```json
    {}
    ```
1. one

   | a | b |
   |---|---|
   | 1 | `x|y` |

## Second
"""


def test_blocks_with_lines_and_depth() -> None:
    assert md.blocks(PAGE) == (
        md.Heading(line=1, last=1, level=1, text="Title"),
        md.Paragraph(line=3, last=3, text="Text"),
        md.Item(line=5, last=6, text="done\nmore", end=11, ticked=True),
        md.Item(line=8, last=8, depth=1, text="inner", end=11),
        md.Fence(line=9, last=11, depth=2, info="json", text="{}\n"),
        md.Item(line=12, last=12, text="one", end=17, number=1),
        md.Grid(
            line=14,
            last=16,
            depth=1,
            header=("a", "b"),
            rows=(md.Row(cells=("1", "`x|y`"), line=16),),
        ),
        md.Heading(line=18, last=18, level=2, text="Second"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\ufeff# A\r\n\r\ntext\r\n", [1, 3]),
        ("---\nname: x\n---\n# A\n", [4]),
        ("\\# A\n\n\\## B\n\n\\- c&nbsp;\n", [1, 3, 5]),
        ("```markdown\n# A\n\n## B\n```\n", [2, 4]),
        ("# A\n\n```json\n{}\n\n## B\n\ntext\n", [1, 4, 6, 8]),
        ("### Step 1\n\n```\n\n### Step 2\n\n```sh\na\n```\n", [1, 5, 7]),
        ("### Step 1\n\n```\n### Step 3\n### Part 2\n```\n", [1, 3]),
        ("### Step 1\n\n```md\n### Step 2\n```\n", [1, 3]),
        ("<!-- # A -->\n\n# B\n", [3]),
        ("- ", [1]),
        ("| a | b |\n| 1 | 2 |\n", [1]),
    ],
)
def test_pasting_faults_keep_lines(text: str, expected: list[int]) -> None:
    assert [block.line for block in md.blocks(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. - > quoted\n", ["Item", "Item", "Paragraph"]),
        ("a\n* ~~~\n  x\n  ~~~\n", ["Paragraph", "Item", "Fence"]),
        ("a\n- - ***\n", ["Paragraph", "Item", "Item"]),
        ("a\n_ _ _\nb\n", ["Paragraph", "Paragraph"]),
        ("> a\n> ==\n", ["Heading"]),
        ("- <pre>\n  - b\n\n  </pre>\n", ["Item", "Paragraph"]),
    ],
)
def test_a_kind_of_block_is_looked_for_where_it_can_be(text: str, expected: list[str]) -> None:
    assert [type(block).__name__ for block in md.blocks(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**`GET /x`** - list", "GET /x - list"),
        ("[link](http://x) and `user_id`", "link and user_id"),
        ("_soft_ snake_case __init__", "soft snake_case init"),
        ("a \\* b", "a * b"),
        ("", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert md.plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a\0b\n" * 1000,
        ">" * 50_000,
        "- " * 20_000,
        "*" * 100_000 + "a",
        "[" * 100_000,
        "```\n" * 30_000,
        "<!--" * 30_000,
        "\\## x\n" * 20_000,
    ],
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    start = time.process_time()
    md.blocks(text)
    assert time.process_time() - start < 20  # quadratic takes minutes
