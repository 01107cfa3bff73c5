from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.clean import harmless, one_line, typed

# Format characters that are drawn: signs put before Arabic, Syriac and Kaithi numbers.
DRAWN = set(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("Zażółć 日本語 → ✓", "Zażółć 日本語 → ✓"),
        ("\x1b[2J", "<0x1B>[2J"),
        ("\x1b]52;c;ZXZpbA==\x07", "<0x1B>]52;c;ZXZpbA==<0x07>"),
        ("\x1b]8;;http://x\x1b\\t", "<0x1B>]8;;http://x<0x1B>\\t"),
        ("\x9b31m", "<0x9B>31m"),
        ("\x90q\x9c", "<0x90>q<0x9C>"),
        ("a\rb", "a<0x0D>b"),
        ("a\x08b\x7f", "a<0x08>b<0x7F>"),
        ("a\x85b\u2028c", "a<0x85>b<U+2028>c"),
        ("ok \u202eevil", "ok <U+202E>evil"),
        ("a\u2066b\u2069", "a<U+2066>b<U+2069>"),
        ("a\u200bb\ufeff", "a<U+200B>b<U+FEFF>"),
        ("\U000e0069", "<U+E0069>"),
        ("x\ufe0f \u26a0\ufe0f", "x<U+FE0F> \u26a0\ufe0f"),
        ("a\U000e0101", "a<U+E0101>"),
        ("name\udc9b\udcff", "name<0x9B><0xFF>"),
        ("\ud83d", "<U+D83D>"),
        ("", ""),
    ],
)
def test_T22_what_would_act_is_shown(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.text(), st.text())
def test_T22_splitting_cannot_bypass_it(left: str, right: str) -> None:
    pieces = harmless(left) + harmless(right)
    assert harmless(pieces) == pieces
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in pieces)


def test_T22_every_format_character_is_shown() -> None:
    everything = map(chr, range(0x110000))
    format_characters = {c for c in everything if unicodedata.category(c) in {"Cf", "Zl", "Zp"}}
    assert {c for c in format_characters if harmless(c) == c} == DRAWN


@pytest.mark.parametrize(
    "text", ["[/]", "app/[id].py", "[link=http://x]a", "<b>", "&amp;", "%s{x}"]
)
def test_T23_markup_is_text(text: str) -> None:
    assert harmless(text) == text


def test_a_newline_on_one_line_is_shown() -> None:
    assert one_line("a\nREFUSED b") == "a<0x0A>REFUSED b"


def test_F45_what_is_typed_can_be_encoded() -> None:
    assert typed("a\x00b\x1b[1m\r\nc\udcff\ud800") == "ab[1m\nc\ufffd\ufffd"
    assert typed("a\r\n\tb").encode() == b"a\n\tb"
