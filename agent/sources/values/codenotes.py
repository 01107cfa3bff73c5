"""What code that a document shows says in words: the name of what it defines, and its comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCE = deferred(r"^\s*(?:```|~~~)")
_COMMENT = deferred(r"^\s*(?:#(?!!)|//+|--+)\s*(?P<said>[^\W\d_].{6,160}?)[\s.:]*$")
_DEFINES = deferred(
    r"^\s*(?:export\s+)?(?:public\s+|private\s+|static\s+|async\s+|create\s+(?:or\s+replace\s+)?)*"
    r"(?:def|function|func|fn|fun)\s+(?P<name>[\w.]+)\s*\("
    r"|^\s*(?:export\s+)?(?:const|let|var)\s+(?P<bound>\w+)\s*=\s*(?:async\s*)?\(",
    re.IGNORECASE,
)
_LITERAL = deferred(r"'([^'\n]{1,40})'|\"([^\"\n]{1,40})\"")
# What a comment says that names a file or a case of an example, and not a step.
_ASIDE = deferred(
    r"(?:example|usage|e\.g|todo|fixme|eslint|ts-|noqa|type:|przyk\u0142ad)|\S+\.\w{1,4}$",
    re.IGNORECASE,
)
_FEWEST, _SEVERAL = 2, 3


def code_notes(text: str) -> str:
    """The comments in a passage's code fence, each with the values listed below it.

    Empty where there are fewer than two, or nothing that it defines.
    """
    code = list(_inside(text.split("\n")))
    name = next((hit["name"] or hit["bound"] for one in code if (hit := _DEFINES.match(one))), "")
    notes = [
        f"{said} ({', '.join(f'`{one}`' for one in values)})" if values else said
        for said, values in _noted(code)
    ]
    return f"`{name}`: {'; '.join(notes)}" if name and len(notes) >= _FEWEST else ""


def _inside(lines: Sequence[str]) -> Iterator[str]:
    inside = False
    for line in lines:
        fence = _FENCE.match(line) is not None
        inside = inside != fence
        if inside and not fence:
            yield line


def _noted(code: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each comment with a list of literals between it and the next one."""
    said, values = "", list[str]()
    for line in (*code, "# end of it"):
        hit = _COMMENT.match(line)
        if hit is None:
            begun = "[" in line or "{" in line or bool(values)
            values += ["".join(one) for one in _LITERAL.findall(line) if begun]
            continue
        if said and not _ASIDE.match(said):
            yield said, values if len(values) >= _SEVERAL else []
        said, values = hit["said"], []
