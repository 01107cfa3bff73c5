"""Steps that stand in a fence, as a list that was pasted as code: read as the list they are.

So are cases in words, each with what is done then below it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.text.words import section_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPEN = deferred(
    r"(?P<indent> {0,8})(?P<mark>`{3,}|~{3,}) *(?:te?xt|plaintext|(?P<markdown>markdown|md))? *"
)
_STEP = deferred(r"(?P<number>\d{1,2})[.)] +(?P<text>[^\W\d_]\S*(?: +\S+)+)")
# In Markdown, bold and as headings, too.
_MARKED = deferred(
    r"(?:#{2,6} +[*_]{0,2}(?=[a-z])|[*_]{0,2})(?:(?:Step|Krok|Phase|Faza|Etap) +)?"
    r"(?P<number>\d{1,2})[.):] +\S.*",
    re.IGNORECASE,
)
_TITLE = deferred(r"#{1,6} +(?P<text>\S.*)")
# "IF grade = 0:", what is done then deeper below it: an algorithm in words.
_CASE = deferred(
    r"(?:IF|ELSE(?: ?IF)?|ELIF|FOR(?: EACH)?|WHILE|WHEN|RETURN)\b.*(?<![;{])"
    r"|(?:If|When|Je\u015bli|Gdy) .*:"
)
# A flow of calls stays as it is shown.
_CALL = deferred(r"\b(?:GET|POST|PUT|PATCH|DELETE)\b[\s:`*]*/")
_DEEPER = deferred(r"\s+\S")
_TEXT = deferred(r"^( *)(?=\S)")
_FEWEST = 2


def unfenced(lines: Sequence[str]) -> list[str]:
    """The lines with the fences blank that hold nothing but steps numbered from one, or cases."""
    out = list(lines)
    opened: tuple[int, str] | None = None
    for at, line in enumerate(lines):
        if "```" not in line and "~~~" not in line:
            continue
        if opened is None:
            found = _OPEN.fullmatch(line)
            bare = line.strip().lstrip("-*+ ")
            mark = found["mark"] if found is not None else bare[:3]
            opened = (at if found is not None else -1, mark)
        elif line.strip() == opened[1]:
            first = opened[0]
            if first >= 0 and _is_steps(lines, first, at):
                out[first : at + 1] = ["", *_listed(lines[first + 1 : at]), ""]
            opened = None
    return out


def _is_steps(lines: Sequence[str], first: int, last: int) -> bool:
    """Whether the fence holds steps; one of Markdown, where a heading over it says so."""
    opened, within = _OPEN.fullmatch(lines[first]), _within(lines[first : last + 1])
    if opened is None or opened["markdown"] is None:
        return _is_list(within)
    said = [line for line in within if line.strip()]
    above = next((line for line in reversed(lines[:first]) if line.strip()), "")
    inside = bool(said) and _ranked(said[0])
    begins = said[1:] if inside else said
    if not (inside or _ranked(above)) or not begins or not _MARKED.fullmatch(begins[0]):
        return False
    found = [one for line in begins if (one := _MARKED.fullmatch(line)) is not None]
    numbers = [int(one["number"]) for one in found]
    return len(numbers) >= _FEWEST and numbers == list(range(1, len(numbers) + 1))


def _ranked(line: str) -> bool:
    """Whether a line is a heading that says that steps follow."""
    title = _TITLE.fullmatch(line.strip())
    return title is not None and section_kind(title["text"]) == "steps"


def _within(fence: Sequence[str]) -> list[str]:
    """What the fence holds, without the margin that it stands at."""
    margin = len(fence[0]) - len(fence[0].lstrip())
    return [line[margin:] if not line[:margin].strip() else line for line in fence[1:-1]]


def _is_list(lines: Sequence[str]) -> bool:
    """Whether its lines are steps in order or cases, and what stands deeper below them.

    A first line may lead the steps: "On submission:".
    """
    said = [line for line in lines if line.strip()]
    if any(map(_CALL.search, said)):
        return False
    if _are_cases(lines):
        return True
    tops = [line for line in said if not _DEEPER.match(line)]
    led = said[:1] == tops[:1] and len(tops) > _FEWEST and tops[0].rstrip().endswith(":")
    steps = [_STEP.match(line) for line in (tops[1:] if led else tops)]
    numbers = [int(one["number"]) for one in steps if one is not None]
    whole = len(numbers) == len(steps) and numbers == list(range(1, len(steps) + 1))
    return len(steps) >= _FEWEST and whole


def _are_cases(lines: Sequence[str]) -> bool:
    """Whether they are cases in words, at any margin, with what is done below."""
    said = [line.rstrip() for line in lines if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in said), default=0)
    tops = [line[margin:] for line in said if not _DEEPER.match(line[margin:])]
    return len(said) > len(tops) and all(map(_CASE.fullmatch, tops))


def _listed(lines: Sequence[str]) -> list[str]:
    """Steps as they stand; cases, and what is done then, as the items of a list."""
    if not _are_cases(lines):
        return list(lines)
    return [_TEXT.sub(r"\1- ", line, count=1) for line in lines]
