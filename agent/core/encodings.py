"""Bytes of documents as text: UTF-8 first, then what editors of old wrote.

In this order: UTF-8; UTF-16 where its mark begins the file; UTF-8 with some damaged bytes, where
most of the others make characters; else that code page of Windows or ISO whose reading puts the
fewest signs between letters, of equals the first of `_PAGES`.
"""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.core.values import dataclass

_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_PAGES = {"CP1252": "cp1252", "CP1250": "cp1250", "ISO-8859-2": "iso8859_2"}
# What no text holds: but for tab, line feed, form feed and carriage return.
KNOWN = "UTF-8, UTF-16 or a Latin code page"
_CONTROL = deferred(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SIGN = deferred(
    r"(?<=[^\W\d_])(?:[^\w\s\x00-\x7f\xad\xb7\u2013-\u2026]|[\xb2\xb3\xb9\xbc-\xbe])+(?=[^\W\d_])"
    r"|[\x80-\x9f]"
)
# Characters of UTF-8 that somebody put into such a file tell nothing of its page.
_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]")
# Six in a row that are not one line drawn: so writes who has two bytes a character.
_ROW = deferred(r"([^\x00-\x7f])(?!\1{5})[^\x00-\x7f]{5}")
_FOREIGN = deferred(r"[^\W\d_\x00-\x7f]")
# A word without a letter of ASCII; most words in Latin letters have one, and few have signs.
_STRANGE = deferred(r"(?<![^\W\d_])[^\W\d_\x00-\x7f]{3,}(?![^\W\d_])")
_MOST_STRANGE, _MOST_SIGNS = 2, 4


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the name of its encoding where that is not UTF-8."""

    text: str
    encoding: str = ""


def decoded(data: bytes) -> Decoded | None:
    """The text of a file; None where these bytes are none that can be told."""
    try:
        return Decoded(data.decode()) if b"\0" not in data else _marked(data)
    except UnicodeDecodeError:
        return _marked(data) or _damaged(data) or _paged(data)


def readable(data: bytes) -> str:
    """Their text to show, with signs for what cannot be read."""
    found = decoded(data)
    return data.decode("utf-8", "replace") if found is None else found.text


def _marked(data: bytes) -> Decoded | None:
    name = _MARKS.get(data[:2])
    text = _in("utf-16", data) if name else None
    return None if name is None or text is None else Decoded(text, name)


def _damaged(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    bad, whole = text.count("\ufffd"), len(_FOREIGN.findall(text))
    return Decoded(text, "damaged UTF-8") if whole > bad and not _CONTROL.search(text) else None


def _paged(data: bytes) -> Decoded | None:
    texts = {name: text for name, codec in _PAGES.items() if (text := _in(codec, data)) is not None}
    if not texts:
        return None
    bare = _PAIR.sub(b"", data)
    signs = {name: len("".join(_SIGN.findall(_in(_PAGES[name], bare) or ""))) for name in texts}
    name = min(signs, key=lambda one: signs[one])
    return Decoded(texts[name], name) if _is_latin(texts[name], signs[name]) else None


def _in(codec: str, data: bytes) -> str | None:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _is_latin(text: str, signs: int) -> bool:
    foreign, strange = (len("".join(one.findall(text))) for one in (_FOREIGN, _STRANGE))
    few = strange * _MOST_STRANGE <= foreign and signs * _MOST_SIGNS <= foreign
    return few and not _ROW.search(text)
