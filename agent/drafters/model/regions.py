"""Of a long file the lines that a batch needs: what it declares, and around what steps name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from agent.core.plan import Step
from agent.drafters.model.outlining import outline

_AROUND = 12
# `create_card`, `create_card(title) -> Card`, create_card()
_CODE = re.compile(r"`([A-Za-z_]\w{3,})(?=`|\()|\b([A-Za-z_]\w+)\(\)")
_SPAN = re.compile(r"`([^`\n/]+)`")
# `Card` and `make_card` in `Promise<Card>`; no word of a language, no constant.
_SYMBOL = re.compile(r"\b(?=\w*(?:[a-z][A-Z_]|_[a-z])|[A-Z]\w*[a-z])[A-Za-z_]\w{3,}")


def names(steps: Sequence[Step]) -> frozenset[str]:
    """What of the code the steps name."""
    said = "\n".join(f"{step.title}\n{step.body}" for step in steps)
    return frozenset(one or other for one, other in _CODE.findall(said))


def symbols(steps: Sequence[Step]) -> frozenset[str]:
    """The same, and what stands within larger pieces of code."""
    said = "\n".join(f"{step.title}\n{step.body}" for step in steps)
    spans = "\n".join(_SPAN.findall(said))
    return names(steps) | frozenset(_SYMBOL.findall(spans))


def regions(
    lines: Sequence[str], steps: Sequence[Step], head: int, most: int
) -> Iterator[tuple[int, str]]:
    """The head, what is declared, and the lines around names, a rare one before a common one."""
    wanted = {number for number, _ in outline(lines)} | set(range(1, head + 1))
    for at in _places(lines, names(steps)):
        near = set(range(at - _AROUND, at + _AROUND + 1))
        if len(wanted | near) > most:
            break
        wanted |= near
    for number in sorted(wanted)[:most]:
        if 1 <= number <= len(lines):
            yield number, lines[number - 1]


def _places(lines: Sequence[str], named: frozenset[str]) -> Iterator[int]:
    """The lines that hold a name, those of the rarest name first."""
    if not named:
        return
    found: dict[str, list[int]] = defaultdict(list)
    word = re.compile(rf"\b(?:{'|'.join(sorted(named))})\b")
    for number, line in enumerate(lines, 1):
        for name in word.findall(line):
            found[name].append(number)
    for name in sorted(found, key=lambda one: (len(found[one]), one)):
        yield from found[name]
