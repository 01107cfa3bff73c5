"""A fence that shows request and answers below each other, each with a word that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text.labels import label

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

_COMMENT = deferred(r"(?://|#)\s*(?P<said>\S.{0,80})")
# `Body: { "title": ... }`: a label of its own before what it says.
_VALUE = deferred(r"(?P<said>[A-Z][\w ]{2,30}?):\s*(?P<value>[{\[].*)")
_CODE = deferred(r"(?<!\d)(?P<code>[1-5]\d\d)(?!\d)")
_WORDS = {"input": "request", "output": "response"}
_ERRORS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A label, the place of its comment among the fence's lines, and the lines below it."""

    label: str
    at: int
    lines: tuple[str, ...]


def commented(lines: Sequence[str]) -> tuple[Piece, ...]:
    """The pieces of a fence that begins with such a comment or label; none of any other."""
    values = [_VALUE.fullmatch(line) for line in lines]
    marks = [(at, said) for at, line in enumerate(lines) if (said := _label(line, values[at]))]
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if not marks or marks[0][0] != first:
        return ()
    ends = [*(at for at, _ in marks[1:]), len(lines)]
    return tuple(
        Piece(label=said, at=at, lines=(value["value"], *lines[at + 1 : end]))
        if (value := values[at]) is not None
        else Piece(label=said, at=at + 1, lines=tuple(lines[at + 1 : end]))
        for (at, said), end in zip(marks, ends, strict=True)
    )


def _label(line: str, value: re.Match[str] | None) -> str:
    """What a comment or label at the margin says that comes; empty for any other line."""
    hit = value or _COMMENT.match(line)
    if hit is None:
        return ""
    said = hit["said"]
    code = _CODE.search(said)
    word = said.split()[0].casefold().strip(":")
    known = label(f"{said.split('(')[0].rstrip(' :')}:")
    topic = _WORDS.get(word) or (known[0] if known is not None else "")
    if topic == "request":
        return "Request body:"
    if code is None:
        return "Response:" if topic in {"response", "success"} else ""
    failed = int(code["code"]) >= _ERRORS
    alone = said.startswith(code["code"]) or topic in {"response", "success", "errors"}
    return f"{'Error' if failed else 'Response'} {code['code']}:" if alone else ""
