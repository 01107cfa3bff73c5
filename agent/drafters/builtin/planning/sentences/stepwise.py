"""The lines of a passage as steps: what stands deeper belongs to the line above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.wording import trimmed

# A label that stands before what is done says nothing of it.
_LABEL = deferred(r"^(?:logic|logika|business logic|steps?|kroki)\s*:\s*(?=\S)", re.IGNORECASE)
# What is done, by the word that a sentence begins with.
_DOES = deferred(
    r"(?:(?:the )?(?:back-?end|server|system|service|API|endpoint|serwer|us\u0142uga)\s+)?"
    r"(?:generat|creat|invalidat|revok|return|updat|set|delet|remov|sav|stor|insert|call|send|mark"
    r"|calculat|appli|writ|issu|rotat|hash|replac|generuj|tworz|zwrac|aktualizuj|ustawi|usuw|zapisuj|wysy\u0142|uniewa\u017cni)"
    r"(?:e?s|e|a)?\b",
    re.IGNORECASE,
)
# A note on what is not done is no step.
_WARNS = deferred(
    r"(?:important|note|warning|caution|attention|uwaga|wa\u017cne)\s*:"
    r".*?\b(?:not|never|nie|nigdy)\b",
    re.IGNORECASE,
)
# What is done in one case of several: "ELSE IF grade = 5: …", "Grade 3-4: …".
# Or a formula: "EF' = EF + 0.1".
_CASE = deferred(
    r"(?:ELSE )?(?:IF|ELIF|FOR|WHILE|WHEN)\b|(?:ELSE|Else|Otherwise)\b|[^\W\d_]+ \d[\d\u2013-]*:\s"
    r"|[\w' .`-]{1,40}(?::[\w' .`-]{1,30})? = [^=;]*? [-+*/] ?[\w(]"
)
Line = tuple[Source, str]

# A rule is told whole: what is cut off is what it was written for.
LONGEST = 400


def stepped(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines in groups, each with a line that stands as deep as none above it."""
    depths = [len(text) - len(text.lstrip()) for _, text in lines]
    starts = [at for at, depth in enumerate(depths) if depth <= min(depths)]
    for at, after in pairwise((*starts, len(lines))):
        yield list(lines[at:after])


def below_lead(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines without the first one where that only leads the rest: `**Rules**`, `Rules:`."""
    first = lines[0][1].rstrip()
    leads = first.endswith((":", "**")) and len(lines) > 1
    return lines[1:] if leads else lines


def joined(step: Sequence[Line]) -> Fact:
    """A step with its points in one sentence, its source all of its lines."""
    text, mark = "", ""
    for _, line in step:
        said = _LABEL.sub("", trimmed(line, LONGEST)).rstrip(".")
        leads = line.rstrip(" *").endswith(":") or not text
        text += mark + said
        mark = ": " if leads else "; "
    first, last = step[0][0], step[-1][0]
    return Fact(text=text, sources=(replace(first, last=last.last),))


def is_deed(text: str) -> bool:
    """Whether a sentence begins with what is done: `Creates …`, `Sets …`."""
    return _DOES.match(text) is not None


def is_case(text: str) -> bool:
    """Whether a sentence says what is done in one case of several, or how a value is computed."""
    return _CASE.match(text) is not None


def is_warning(text: str) -> bool:
    """Whether a sentence only warns of what must not be done, or is not."""
    return _WARNS.match(text) is not None
