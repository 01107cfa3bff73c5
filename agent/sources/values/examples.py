"""The members of example objects, tolerant of comments, `...`, and values that are no JSON."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEXEME = deferred(
    r"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'[^'\"\\\n]*'|[{}\[\],;:\n]|[^\s{}\[\],;:\"/]+|/",
    re.DOTALL,
)
_NAME = deferred(r"\"?[A-Za-z_$][\w$.\-]*\??\"?\??")
_MARKS = deferred(r"^/[/*]+\s*|\s*\*+/$|\s+$")
_EMPHASIS = deferred(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])")
_VALUES = {"true", "false", "null", "string", "number", "integer", "boolean", "uuid", "object"}
# What JSON ends a member with, and what a type does.
_ENDS = {",", ";"}
_BEFORE = {*_ENDS, "{", "["}
_DEEPEST = 4
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member as written, the comment beside it, and its line, from 0.

    Those of objects in it follow as `author.name` and `items[].id`; its own `value` has no more
    of them than the bracket.
    """

    name: str
    value: str
    remark: str
    line: int
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A piece of the text; `close` is the place of the bracket that closes this one."""

    text: str
    line: int
    close: int = 0

    @property
    def opens(self) -> bool:
        return self.text in {"{", "["}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """Pieces, with the comments by the place of the key that each is beside."""

    pieces: tuple[_Piece, ...]
    remarks: dict[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    """What may be a member's key, in how many brackets it stands, and its place."""

    name: str
    depth: int
    at: int


def members(text: str) -> tuple[Member, ...]:
    """The members of the objects in the text, those of a list being those of its items."""
    found = _read(text)
    return tuple(islice(_inside(found, range(len(found.pieces)), "", _DEEPEST), _MOST))


def _read(text: str) -> _Text:
    pieces: list[_Piece] = []
    remarks: dict[int, str] = {}
    opened: list[int] = []
    keys: dict[int, list[_Key]] = {}
    line = 0
    for piece in _LEXEME.findall(text):
        if piece.startswith(("//", "/*")):
            said = _EMPHASIS.sub(r"\1", _MARKS.sub("", piece))
            known = keys.get(line, [])
            # Right behind a value it is of that one, behind an object of what it names.
            last = known[-1:] if pieces and pieces[-1].text not in {"}", "]"} else ()
            own = _beside(known, len(opened), said) or last
            remarks |= {one.at: said for one in own}
        elif piece != "\n":
            if not pieces or pieces[-1].line < line or pieces[-1].text in _BEFORE:
                key = _Key(name=piece.strip("\"'?"), depth=len(opened), at=len(pieces))
                keys.setdefault(line, []).append(key)
            pieces.append(_Piece(text=_doubled(piece), line=line))
        if piece in {"{", "["}:
            opened.append(len(pieces) - 1)
        elif piece in {"}", "]"} and opened:
            at = opened.pop()
            pieces[at] = replace(pieces[at], close=len(pieces) - 1)
        line += piece.count("\n")
    for at in opened:
        pieces[at] = replace(pieces[at], close=len(pieces))
    return _Text(pieces=tuple(pieces), remarks=remarks)


def _beside(keys: Sequence[_Key], depth: int, said: str) -> Sequence[_Key]:
    """The key of its line that a comment is of: that it names, or the only one where it stands."""
    known = [one for one in keys if _NAME.fullmatch(one.name)]
    named = [one for one in known if said.startswith(f"{one.name}:")]
    outer = min((one.depth for one in known), default=0)
    own = named or [one for one in known if one.depth == depth]
    own = own or [one for one in known if one.depth == outer]
    return own if len(own) == 1 else ()


def _doubled(piece: str) -> str:
    """A sample in the quotes of JSON."""
    return f'"{piece[1:-1]}"' if piece[0] == piece[-1] == "'" and len(piece) > 1 else piece


def _inside(text: _Text, span: range, prefix: str, depth: int) -> Iterator[Member]:
    """The members of the objects in a stretch of pieces, also where they stand in a list."""
    at = span.start
    while at < span.stop:
        piece = text.pieces[at]
        if piece.text == "{":
            stop = min(piece.close, span.stop)
            for group in _groups(text, range(at + 1, stop)):
                yield from _member(text, group, prefix, depth)
            at = stop
        at += 1


def _groups(text: _Text, span: range) -> Iterator[range]:
    """The stretches between commas or semicolons, or between lines where they are missing."""
    start = at = span.start
    while at < span.stop:
        piece = text.pieces[at]
        if piece.text in _ENDS or (at > start + 2 and _begins(text, at, span.stop)):
            if at > start:  # a comma too many parts nothing
                yield range(start, at)
            start = at + (piece.text in _ENDS)
        at = max(at, min(piece.close, span.stop)) + 1
    if start < span.stop:
        yield range(start, span.stop)


def _begins(text: _Text, at: int, stop: int) -> bool:
    """Whether a member begins on a line of its own."""
    pieces = text.pieces
    named = at + 1 < stop and pieces[at + 1].text == ":" and _NAME.fullmatch(pieces[at].text)
    return bool(named) and pieces[at].line > pieces[at - 1].line


def _member(text: _Text, span: range, prefix: str, depth: int) -> Iterator[Member]:
    pieces = text.pieces[span.start : span.stop]
    colon = next((at for at, one in enumerate(pieces[:3]) if one.text == ":"), None)
    key = pieces[0]
    # A name alone may have a remark in brackets: `{ title, note (optional) }`.
    told = " ".join(one.text for one in pieces[1:]) if colon is None else ""
    if _NAME.fullmatch(key.text) is None or (told and not told.startswith("(")):
        return
    name = key.text.strip("\"'?")
    if colon is None and key.text in _VALUES:
        return
    values = range(span.start + (len(pieces) if colon is None else colon + 1), span.stop)
    yield Member(
        name=prefix + name,
        value=_value(text, values),
        remark=text.remarks.get(span.start, told.strip("()")),
        line=key.line,
        optional=key.text.rstrip('"').endswith("?") or (colon or 0) > 1,
    )
    first = text.pieces[values.start] if values else key
    if first.opens and depth > 1:
        end = "[]." if first.text == "[" else "."
        yield from _inside(text, values, f"{prefix}{name}{end}", depth - 1)


def _value(text: _Text, span: range) -> str:
    """What stands after the colon; of an object or list only the bracket, `string[]` whole."""
    out = ""
    at = span.start
    while at < span.stop:
        piece = text.pieces[at]
        if piece.text == "[" and out and piece.close == at + 1:
            out += "[]"
            at += 1
        elif piece.opens:
            after = text.pieces[min(piece.close + 1, span.stop) : span.stop]
            null = " | null" if [one.text for one in after] == ["|", "null"] else ""
            return f"{out} {piece.text}{null}".strip()
        else:
            out = f"{out} {piece.text}" if out else piece.text
        at += 1
    return out
