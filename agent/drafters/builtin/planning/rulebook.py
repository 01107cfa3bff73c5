"""The line of the rules that says how a layer is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.drafters.builtin.planning.brief import Brief
from agent.drafters.builtin.planning.cite import Fact
from agent.drafters.builtin.planning.stacks import Role
from agent.drafters.builtin.planning.wording import trimmed

_ABOUT: dict[Role, str] = {
    "types": r"\bdtos?\b|\bschemas?\b|\btypes\b|serializers?|pydantic|\brecords?\b",
    "validation": r"\bzod\b|\bvalidat|\bwalidac|\blimit of\b|annotations",
    "service": r"\bservices?\b|\bserwis|\bsession\b|\bsupabase\b|\brepositor|\bcommits?\b",
    "route": r"\broutes?\b|\bendpoints?\b|\bcontrollers?\b|\bhandlers?\b|prerender|\brouters?\b|status codes",
    "tests": r"\btests?\b|\btesty\b|\bclient\b.*\bfixture",
}
_APART = re.compile(
    r"\b(?:react|vue|angular|component|tailwind|css|frontend|ui|view transitions|accessib|aria|docker"
    r"|git|deploy|workflow|migration|playwright|e2e|page objects?|astro pages|layouts?|markdown|mermaid"
    r"|image|animation|browser|node_modules|project structure|readme|diagram|hooks?)\b",
    re.IGNORECASE,
)
_NAMES_CODE = re.compile(r"`[^`]+`|\b(?:[A-Z][a-z]+[A-Z]\w*|[A-Z]{3,}|Zod|zod|Supabase|Pydantic|Django|Spring)\b")
_BULLET = re.compile(r"^\s*[-*]\s+\S")
_LONGEST = 240


def rule_for(brief: Brief, role: Role) -> Fact | None:
    """The first rule of the layer that names something concrete."""
    words = _ABOUT.get(role)
    if words is None:
        return None
    for source, line in _bullets(brief):
        if re.search(words, line, re.IGNORECASE) and _NAMES_CODE.search(line):
            return Fact(text=trimmed(line).rstrip("."), sources=(source,))
    return None


def _bullets(brief: Brief) -> Iterator[tuple[Source, str]]:
    """Bulleted lines of the rules on server code."""
    for rule in brief.spec.rules:
        if _APART.search(rule.path.name.replace("-", " ").replace(".", " ")):
            continue
        section = ""
        for number, line in enumerate(brief.passages.lines(rule.path), start=1):
            if line.lstrip().startswith("#"):
                section = line
            elif _BULLET.match(line) and len(line) <= _LONGEST:
                if not _APART.search(line) and not _APART.search(section):
                    yield Source(path=rule.path, line=number, last=number), line
