"""Steps that stand in a fence, as a list that was pasted as code: read as the list they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPEN = deferred(r"(?P<indent> {0,8})(?P<mark>`{3,}|~{3,}) *(?:te?xt|plaintext)? *")
_STEP = deferred(r"(?P<number>\d{1,2})[.)] +(?P<text>[^\W\d_]\S*(?: +\S+)+)")
# A flow of calls stays as it is shown.
_CALL = deferred(r"\b(?:GET|POST|PUT|PATCH|DELETE)\b[\s:`*]*/")
_DEEPER = deferred(r"\s+\S")
_FEWEST = 2


def unfenced(lines: Sequence[str]) -> list[str]:
    """The lines with the fences blank that hold nothing but steps numbered from one."""
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
            if first >= 0 and _is_list(_within(lines[first : at + 1])):
                out[first] = out[at] = ""
            opened = None
    return out


def _within(fence: Sequence[str]) -> list[str]:
    """What the fence holds, without the margin that it stands at."""
    margin = len(fence[0]) - len(fence[0].lstrip())
    return [line[margin:] if not line[:margin].strip() else line for line in fence[1:-1]]


def _is_list(lines: Sequence[str]) -> bool:
    """Whether its lines are steps in order, and what stands deeper below them."""
    said = [line for line in lines if line.strip()]
    steps = [_STEP.match(line) for line in said if not _DEEPER.match(line)]
    numbers = [int(one["number"]) for one in steps if one is not None]
    whole = len(numbers) == len(steps) and numbers == list(range(1, len(steps) + 1))
    return len(steps) >= _FEWEST and whole and not any(map(_CALL.search, said))
