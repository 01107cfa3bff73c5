"""A document that was pasted as a chat's answer: inside a fence, with a word before and after."""

from __future__ import annotations

import re
from bisect import bisect
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCE = deferred(r"[ \t]{0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^`\n]*)")
_HEADING = deferred(r"#{1,6} \S")
_MARKDOWN = frozenset({"markdown", "md", "mdx"})
_PLAIN = frozenset({"", "text", "txt"})
_FEWEST = 2
# A title of the paste itself.
_ABOVE = 1
_NEAR = 4
# Nobody answers with more documents at once.
_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrap:
    """The lines of the fences around a document; `last` is behind the text that is not closed."""

    first: int
    last: int


def unwrapped(lines: list[str]) -> list[str]:
    """The lines with the fences blank that hold whole documents, where these are most of it."""
    wraps = tuple(_wraps(lines))
    inside = {at for one in wraps for at in range(one.first, one.last + 1)}
    outside = [line for at, line in enumerate(lines) if at not in inside and line.strip()]
    within = sum(bool(lines[at].strip()) for at in inside if at < len(lines))
    titles = sum(map(bool, map(_HEADING.match, outside)))
    if not wraps or within < len(outside) or titles > _ABOVE:
        return lines
    out = list(lines)
    for at in (at for one in wraps for at in (one.first, one.last) if at < len(lines)):
        out[at] = ""
    return out


def _wraps(lines: Sequence[str]) -> Iterator[_Wrap]:
    at, tries, plain = 0, _MOST, True
    while at < len(lines) and tries:
        found = _fence(lines[at])
        wrap = None
        if found is not None and _may_open(lines, at, found, plain=plain):
            tries -= 1
            wrap = _Wrap(first=at, last=_closing(lines, at, found["mark"]))
        if found is not None and wrap is not None and _is_document(lines, wrap, _info(found)):
            yield wrap
            at = wrap.last + 1
        else:
            at = _past(lines, at, found)
        plain = plain and found is None


def _may_open(lines: Sequence[str], at: int, found: re.Match[str], *, plain: bool) -> bool:
    """Whether it says that it holds Markdown, or is the first fence and begins with a title."""
    if _info(found) in _MARKDOWN:
        return True
    below = next((line for line in lines[at + 1 : at + _NEAR] if line.strip()), "")
    return plain and _info(found) in _PLAIN and below.startswith("# ")


def _is_document(lines: Sequence[str], wrap: _Wrap, info: str) -> bool:
    """Whether it holds sections, those that comments in code are not taken for."""
    titles = [line for line in lines[wrap.first + 1 : wrap.last] if _HEADING.match(line)]
    if info not in _MARKDOWN:
        titles = [line for line in titles if line.startswith("## ")]
    return len(titles) >= _FEWEST


def _closing(lines: Sequence[str], first: int, mark: str) -> int:
    """Where a fence ends that holds others: the bare mark that none of them needs."""
    inner, candidate = "", len(lines)
    signs = _signs(lines, first)
    for at in range(first + 1, len(lines)):
        found = _fence(lines[at])
        if found is None:
            continue
        bare = not _info(found)
        if inner:
            inner = "" if bare and found["mark"].startswith(inner) else inner
        elif bare and found["mark"].startswith(mark):
            candidate = at
            after = bisect(signs, (at, True))
            # Sections further down, before another document is wrapped, are inside.
            if after == len(signs) or not signs[after][1]:
                return at
            inner = found["mark"]
        elif _info(found) in _MARKDOWN and candidate < len(lines):
            return candidate
        else:
            inner = found["mark"]
    return candidate if inner else len(lines)


def _signs(lines: Sequence[str], first: int) -> list[tuple[int, bool]]:
    """The lines that begin a section, or open Markdown, which is told by False."""
    found = []
    for at in range(first + 1, len(lines)):
        fence = _fence(lines[at])
        if fence is not None and _info(fence) in _MARKDOWN:
            found.append((at, False))
        elif _HEADING.match(lines[at]):
            found.append((at, True))
    return found


def _past(lines: Sequence[str], at: int, found: re.Match[str] | None) -> int:
    """The next line; behind the fence where one begins here."""
    if found is None:
        return at + 1
    for end in range(at + 1, len(lines)):
        other = _fence(lines[end])
        if other is not None and not _info(other) and other["mark"].startswith(found["mark"]):
            return end + 1
    return len(lines)


def _info(fence: re.Match[str]) -> str:
    return fence["info"].strip().casefold()


def _fence(line: str) -> re.Match[str] | None:
    return _FENCE.fullmatch(line) if "```" in line or "~~~" in line else None
