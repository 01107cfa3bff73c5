"""The members of an example object, tolerant of comments, `...`, and values that are no JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEXEME = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|[{}\[\],:\n]|[^\s{}\[\],:\"/]+|/", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member as written, the comment beside it, and its line, from 0."""

    name: str
    value: str
    remark: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexeme:
    """A piece of the text; a bracket has the depth of what it stands in."""

    text: str
    line: int
    depth: int


def members(text: str) -> tuple[Member, ...]:
    """The members of the first object in the text, at whatever depth that is."""
    found = tuple(_lexemes(text))
    remarks = {one.line: one.text.strip("/* ") for one in found if _is_comment(one)}
    pieces = [one for one in found if not _is_comment(one)]
    start = next((at for at, one in enumerate(pieces) if one.text == "{"), None)
    if start is None:
        return ()
    level = pieces[start].depth + 1
    out: list[Member] = []
    group: list[_Lexeme] = []
    for one in pieces[start + 1 :]:
        if one.depth < level or (one.text == "," and one.depth == level):
            out.extend(_member(group, level, remarks))
            group = []
            if one.depth < level:
                return tuple(out)
        else:
            group.append(one)
    return (*out, *_member(group, level, remarks))


def _is_comment(one: _Lexeme) -> bool:
    return one.text.startswith(("//", "/*"))


def _lexemes(text: str) -> Iterator[_Lexeme]:
    depth, line = 0, 0
    for piece in _LEXEME.findall(text):
        depth -= piece in {"}", "]"}
        if piece != "\n":
            yield _Lexeme(text=piece, line=line, depth=depth)
        depth += piece in {"{", "["}
        line += piece.count("\n")


def _member(group: list[_Lexeme], level: int, remarks: dict[int, str]) -> Iterator[Member]:
    colon = next(
        (at for at, one in enumerate(group) if one.text == ":" and one.depth == level), None
    )
    if not colon:
        return
    key = group[colon - 1]
    name = key.text.strip("\"'").rstrip("?")
    value = " ".join(one.text for one in group[colon + 1 :])
    yield Member(name=name, value=value, remark=remarks.get(key.line, ""), line=key.line)
