"""How the subject of each commit is worded in this repository."""

from __future__ import annotations

from agent.core.subjects import Words, fill, guess, ticket_in, told, undecided
from agent.ports import Ports

_LAST = 50


def worded(ports: Ports, kind: str, text: str, *, scope: str = "") -> str:
    """The words as a subject by the repository's template, else as most of its last ones are."""
    naming, template = ports.library.naming(), template_of(ports)
    branch = ports.repo.head().branch or ""
    ticket = ticket_in(branch, naming.branch) if "{ticket}" in template else ""
    return fill(template, Words(type=kind, scope=scope, subject=text, ticket=ticket))


def template_of(ports: Ports) -> str:
    """The user's; else as the last subjects are worded, or where they are too few, as rules say."""
    if ports.library.naming().commit:
        return ports.library.naming().commit
    subjects = ports.history.subjects(_LAST)
    rules = (rule.text for rule in ports.library.rules()) if undecided(subjects) else ()
    return told(rules) or guess(subjects)
