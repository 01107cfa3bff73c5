"""What code in a document says in words."""

from __future__ import annotations

import pytest

from agent.sources.values.codenotes import code_notes

CODE = """Rules:

```python
def stamp_only(text: str) -> bool:
    # No stamp may have:
    words = ["ink", "wax",
             "seal"]
    # Example of one
    print("a", "b", "c")
    # Letters only, in a row
    return text.isalpha()
```
"""
BOUND = """```ts
export const stampOnly = async (text: string) => {
  // Trim what was given
  // Letters only
```"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            CODE,
            "`stamp_only`: No stamp may have (`ink`, `wax`, `seal`); Letters only, in a row",
        ),
        (BOUND, "`stampOnly`: Trim what was given; Letters only"),
        (CODE.replace("```", ""), ""),
        ("```\ndef stamp():\n    # Letters only\n```", ""),
        ("```\n# Letters only\n# Trim what was given\n```", ""),
    ],
)
def test_the_comments_are_told_with_the_values_below_them(text: str, said: str) -> None:
    assert code_notes(text) == said
