"""Text that no plan should hold: blanks of a template, and what was thought before the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent.core.lint.values import Mark
from agent.core.patterns import deferred
from agent.sources.lint.lines import CITED, Line
from agent.sources.text.words import fold, unnumbered

_CODE = deferred(r"`[^`]*`")
_LETTER = r"[A-Za-z\u00c0-\u017f]"
_PLACEHOLDER = deferred(
    r"\{\{[^{}]*\}\}"
    r"|\b(?:TBD|FIXME)\b|\b(?-i:TODO)\b(?=\s*(?:[:(]|$))|\btodo:|\blorem ipsum\b"
    # `[Brief description]`, as the sample of a prompt has it; no link, no box, no attribute.
    rf"|(?<![\w\]!])\[{_LETTER}+(?:[ /-]{_LETTER}+)+\](?![(\[:])",
    re.IGNORECASE,
)
# What each of them has; most lines have none of it.
_CLUES = ("{{", "[", "tbd", "fixme", "todo", "lorem ipsum")
_TAG = deferred(
    r"</?(?:analysis|analiza|thinking|thoughts?|scratchpad|reasoning|planning"
    r"|(?:\w+_)?(?:breakdown|analysis|planning))>",
    re.IGNORECASE,
)
_HEADING = deferred(r"^\s*#{1,6}\s+(.+?)[\s#]*$")
_THOUGHT = deferred(
    r"(?:preliminary |initial |wstepna |my )?(?:analysis|analiza|chain of thought|thought process"
    r"|implementation breakdown|rozumowanie|przemyslenia)"
    r"(?: (?:of|for) (?:the )?(?:endpoint|task)| (?:endpointu|punktu koncowego|zadania))?"
)


def marks(lines: Iterable[Line]) -> Iterator[Mark]:
    """Each blank and each sign of analysis, outside of code."""
    for line in lines:
        if line.fenced:
            continue
        prose = _CODE.sub(" ", line.text) if "`" in line.text else line.text
        folded = prose.casefold()
        for found in _PLACEHOLDER.finditer(prose) if any(map(folded.__contains__, _CLUES)) else ():
            cited = CITED.search(prose) is not None
            yield Mark(kind="placeholder", text=found[0], line=line.number, cited=cited)
        for tag in _TAG.finditer(prose) if "<" in prose else ():
            yield Mark(kind="analysis", text=tag[0], line=line.number)
        heading = _HEADING.match(prose) if "#" in prose else None
        if heading and _THOUGHT.fullmatch(fold(unnumbered(heading[1])).strip(" :.")):
            yield Mark(kind="analysis", text=heading[1], line=line.number)
