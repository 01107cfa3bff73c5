"""What the requirements say for all features: of access, of errors, of speed; what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Document, Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import trimmed
from agent.drafters.builtin.planning.sentences.criteria import About, about_of
from agent.sources.gathering.features import passages

_OUT = deferred(
    r"out of scope|poza zakresem|not (?:included|in scope)|nie wchodz|non-goals",
    re.IGNORECASE,
)
_FOR_ALL = deferred(
    r"security|access|authenti|authori|non-?functional|performance|bezpiecze\u0144|dost\u0119p"
    r"|uwierzytel|autoryz|niefunkcjonaln|wydajno\u015b|technical|techniczn",
    re.IGNORECASE,
)
_ACCESS = deferred(
    r"\bsign(?:ing)?[- ](?:in|up)|\blog(?:ging)?[- ]?in|\bauth|\broles?\b|permission"
    r"|logowan|uwierzyt|autoryz|\brol[eia]\b|uprawnie|\bRLS\b|row-level|\bJWT\b|\bHTTPS\b",
    re.IGNORECASE,
)
_HEAD = deferred(r"^#+\s|^\*\*[^*]+\*\*:?\s*$")
_TELLING: tuple[About, ...] = ("security", "performance")
_FEWEST, _MOST = 20, 1


def general(brief: Brief, documents: Sequence[Document]) -> Iterator[tuple[About, Fact]]:
    """Lines outside of the features, each for the section that it is of; few of each."""
    found: dict[About, int] = {}
    for document in documents:
        taken = {at for one in passages(document.text) for at in range(one.line, one.last + 1)}
        for source, head, text in _lines(brief, document):
            about = _about(head, text)
            if source.line in taken or about is None or found.get(about, 0) >= _MOST:
                continue
            found[about] = found.get(about, 0) + 1
            said = brief.say("feature-out", text=text) if _OUT.search(head) else text
            yield about, Fact(text=said.rstrip("."), sources=(source,))


def _about(head: str, text: str) -> About | None:
    if _OUT.search(head):
        return "security" if _ACCESS.search(text) else None
    about = about_of(text)
    return about if _FOR_ALL.search(head) and about in _TELLING and len(text) > _FEWEST else None


def _lines(brief: Brief, document: Document) -> Iterator[tuple[Source, str, str]]:
    """Each line with the heading that it stands under."""
    whole = Source(path=document.path, line=1, last=document.text.count("\n") + 1)
    head = ""
    for source, line in brief.passages.prose(whole):
        if _HEAD.match(line):
            head = line
        elif not line.rstrip().endswith(":"):
            yield source, head, trimmed(line)
