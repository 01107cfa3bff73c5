"""Whether a general passage is about an endpoint: by its resource, and by what is done with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.core.documents import Source
from agent.core.spec import Endpoint, Excerpt
from agent.drafters.builtin.planning.subject import Act, Subject, fold

# English and Polish; what begins a sentence says what it is about.
_ACTS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    ("create", re.compile(r"\b(?:creat|add|insert|tworz|utworz|doda)", re.IGNORECASE)),
    ("update", re.compile(r"\b(?:edit|updat|modif|edycj|aktualiz|modyfik)", re.IGNORECASE)),
    ("delete", re.compile(r"\b(?:delet|remov|usuw|usun)", re.IGNORECASE)),
)
_LEAD = re.compile(
    r"(?P<lead>[^:`]{2,30}):\s|(?:on|before|after|when|przy|przed|po)\s(?P<on>\w+)", re.IGNORECASE
)
_POINT = re.compile(r"(?P<indent>\s*)(?:[-*+\u2022]|\d+[.)])\s")
_WORD = re.compile(r"[^\W\d_]+")
# Words of a title that say nothing of what it is about.
_GENERAL = re.compile(
    r"(?:rules?|validat|constraints?|limits?|resources?|logic|business|requirements?|input|field"
    r"|of|for|the|and|data|general|common|reguł|walidac|zasad|ogranicze|limit|zas[oó]b|logik|biznes"
    r"|dla|i|wymaga|pola|pól|creation|tworzeni)\w*$",
    re.IGNORECASE,
)
_READS = re.compile(
    r"\b(?:list|filter|sort|search|pagin|respon|order|visib|view|read|show|includ"
    r"|filtr|wyszuk|stron|zwrac|odpowied|widocz|odczyt|lista|listy)",
    re.IGNORECASE,
)


def is_about(subject: Subject, table: str, excerpt: Excerpt) -> bool:
    """Whether a passage stands under the name of the resource whose rows the endpoint writes.

    "Book rules" is about books; "Book lending" is about something that is done with them.
    """
    if subject.act not in {"create", "update", "action"}:
        return False
    first = excerpt.text.split("\n", 1)[0].strip(" *")
    titles = (excerpt.about, first if first.endswith(":") else "")
    return any(_names_resource(subject, table, title) for title in titles)


def _names_resource(subject: Subject, table: str, title: str) -> bool:
    """Whether a title is the resource's name and nothing else that counts."""
    words = _WORD.findall(title)
    own = _WORD.findall(f"{subject.thing} {table}")
    mine, known = {fold(one) for one in own}, {fold(one) for one in words}
    other = [one for one in words if fold(one) not in mine and not _GENERAL.match(one)]
    named = {fold(one) for one in _WORD.findall(subject.thing)} <= known
    done = [one for one in other if subject.verb and one.casefold().startswith(subject.verb)]
    # Of what is done with a resource only the passage on that deed is about it.
    return named and done == other and bool(done) == (subject.act == "action")


def is_named(endpoint: Endpoint, excerpt: Excerpt) -> bool:
    """Whether a passage of several lines is led by this very endpoint: its logic, in steps."""
    first, _, rest = excerpt.text.partition("\n")
    called = re.compile(
        rf"\b{endpoint.method}\b\W{{1,3}}[^\s`]*{re.escape(endpoint.path)}(?![\w/{{])"
    )
    return bool(rest.strip()) and called.search(first) is not None


def is_of_another_act(subject: Subject, text: str) -> bool:
    """Whether a sentence begins with what another endpoint does: `Deletion: ...`."""
    lead = _LEAD.match(text)
    said = (lead["lead"] or lead["on"]) if lead is not None else ""
    acts = [act for act, words in _ACTS if words.search(said)]
    return bool(acts) and subject.act not in (*acts, "action")


def is_of_reading(text: str) -> bool:
    """Whether a sentence speaks of what is read: a list, a filter, an answer."""
    return _READS.search(text) is not None


def unled(lines: Sequence[tuple[Source, str]]) -> Iterator[tuple[Source, str]]:
    """The lines but those that only lead what stands below them."""
    for (source, text), (_, after) in pairwise((*lines, *lines[-1:])):
        here, below = _POINT.match(text), _POINT.match(after)
        deeper = here and below and len(below["indent"]) > len(here["indent"])
        said = text.rstrip(" *")
        if not (said.endswith(":") or (deeper and not said.endswith("."))):
            yield source, text
