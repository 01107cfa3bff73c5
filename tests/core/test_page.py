from __future__ import annotations

from agent.core.page import Line, Span, line, text_page
from agent.core.settings import Settings


def test_a_line_is_plain_where_no_style_is_given() -> None:
    made = line("a ", Span("b", "warn"), "", hang=4)
    assert made == Line((Span("a "), Span("b", "warn"), Span("")), 4)
    assert made.text == "a b"


def test_text_is_shown_a_line_each() -> None:
    assert [one.text for one in text_page("a\n\n b\n") if isinstance(one, Line)] == ["a", "", " b"]


def test_a_repository_that_sets_nothing_leaves_all_to_waltz() -> None:
    assert not any(getattr(Settings(), name) for name in Settings.__slots__)
