"""What Waltz says, in the language of the conversation: its own English sentence is the key.

A key may hold `{}` where a value stands, as the sentence is written in code; its translation says
by number where each comes again. A value is translated too, where it is a sentence of ours and is
not in quotes, as the user's words are; one that begins a sentence is one word. Plain text of a
page may be the user's own: of it only what is word for word a sentence of ours is translated.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import assert_never

from agent.core.page import (
    DIFF_WORDS,
    Block,
    FileDiff,
    Line,
    Markdown,
    Page,
    Pairs,
    Span,
    Table,
    Verbatim,
)
from agent.core.settings import Language
from agent.phrases import Texts, phrases

_FOLDER = "pages/messages"
_HOLE = "{}"


def said_in(text: str, texts: Texts) -> str:
    """The sentence in this language; as it is where that is the core's, or has no words for it."""
    return text if texts.language == "en" else _said(text, texts.language)


def page_in(page: Page, texts: Texts) -> Page:
    """The page with each of our own sentences in this language; what is the user's stays."""
    if texts.language == "en":
        return page
    return tuple(_block(one, texts.language) for one in page)


def _block(block: Block, language: Language) -> Block:
    match block:
        case Line():
            return replace(block, spans=tuple(_span(one, language) for one in block.spans))
        case Table():
            rows = (tuple(_span(one, language) for one in row) for row in block.rows)
            return replace(block, rows=tuple(rows))
        case Pairs():
            pairs = ((_span(a, language), _span(b, language)) for a, b in block.rows)
            return replace(block, rows=tuple(pairs))
        case FileDiff():
            flags = tuple(_said(one, language) for one in block.flags)
            remarks = tuple(_said(one, language) for one in block.remarks)
            words = {one: _said(one, language) for one in DIFF_WORDS}
            return replace(block, flags=flags, remarks=remarks, words=words)
        case Markdown() | Verbatim():
            return block
        case _:
            assert_never(block)


def _span(span: Span, language: Language) -> Span:
    """Its words alone: what stands around them holds the columns of a page."""
    words = span.text.strip()
    match span.style:
        case "path":
            return span
        case "plain":
            known = phrases(_FOLDER, language).phrases
            said = known.get(words, words) if " " in words else words
        case _:
            said = _said(words, language)
    return span if said == words else replace(span, text=span.text.replace(words, said, 1))


@lru_cache(maxsize=1024)
def _said(text: str, language: Language) -> str:
    known = phrases(_FOLDER, language).phrases
    if text in known:
        return known[text]
    for parts, said in _templates(language):
        if text.startswith(parts[0]) and all(part in text for part in parts):
            found = _pattern(parts).fullmatch(text)
            if found is not None:
                values = zip(parts, found.groups(), strict=False)
                quoted = (
                    one if before.endswith("“") else _said(one, language) for before, one in values
                )
                return said.format(*quoted)
    return text


@cache
def _templates(language: Language) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Each key with values, as what stands around them, and what is said for it."""
    known = phrases(_FOLDER, language).phrases.items()
    return tuple((tuple(key.split(_HOLE)), said) for key, said in known if _HOLE in key)


@cache
def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    start, *rest = map(re.escape, parts)
    first = "(.+?)" if start else r"(\S+?)"
    return re.compile(start + first + "(.+?)".join(rest), re.DOTALL)
