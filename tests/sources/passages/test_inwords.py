"""Which lines tell an answer in words."""

from __future__ import annotations

import pytest

from agent.sources.passages.inwords import answer


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- **Response:** success message.", "success message"),
        ("  - Response JSON: The book with its pages", "The book with its pages"),
        ("Odpowied\u017a: lista ksi\u0105\u017cek", "lista ksi\u0105\u017cek"),
        ("- Response (200 OK): Updated book", "Updated book"),
        ("- Response: 204 No Content", ""),
        ("- Response: No content at all", ""),
        ("- Response: like GET /books", ""),
        ("- Response: book (201 Created)", ""),
        ("- Response: Book", ""),
        ("- Response: list of `{ id }`", ""),
        ("The response: a book with pages", ""),
    ],
)
def test_answer(line: str, said: str) -> None:
    assert answer(line) == said
