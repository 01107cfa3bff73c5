"""Lines of a db plan that say one thing together: a labelled block, a lead and its list."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.tables.dbconstraints import TITLE, is_group
from agent.sources.tables.ddl import unquoted
from agent.sources.text.notation import bare, call, labelled, unnumbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Topic = Literal["index", "trigger", "policy", "relation", "enum", "view", "constraint"]

_TOPICS: tuple[tuple[Topic, re.Pattern[str]], ...] = (
    ("policy", re.compile(r"polic(?:y|ies)\b|polityk|\brls\b|row[- ]level", re.IGNORECASE)),
    ("trigger", re.compile(r"trigger|wyzwalacz", re.IGNORECASE)),
    ("index", re.compile(r"\bindex|\bindeks", re.IGNORECASE)),
    ("relation", re.compile(r"\brelation(?!al)|\brelacj(?!yjn)|\bpowiązania", re.IGNORECASE)),
    (
        "enum",
        re.compile(r"enum|wylicz|(?:custom|defined|helper) types?|typy (?:pom|wła)", re.IGNORECASE),
    ),
    ("view", re.compile(r"\bviews?\b|\bwidok", re.IGNORECASE)),
    ("constraint", TITLE),
)
_FUNCTION = deferred(r"(?<=\w)\(.*")
_TABLE = deferred(r"(?:tables?|tabel\w*|tablas?|таблиц\w*)", re.IGNORECASE)
_NAME = r"(?:`[^`\s]+`|\"[^\"\s]+\"|[A-Za-z_]\w*(?:\.\w+)*)"
_JOIN = r"(?:\s*,\s*(?:and\s|oraz\s|i\s)?|\s+(?:&|and|or|oraz|i|lub|und|y|e|et)\s+)"
_LIST = rf"{_NAME}(?:{_JOIN}{_NAME})*"
_TABLES = r"(?:tables?|tabel\w*|tabell\w*|tablas?|таблиц\w*)"
# "on a, b and c", "in the a and b tables", "w tabelach a oraz b".
_NAMED = (
    deferred(
        rf"\b(?:on|na|for|dla|für)\s+(?:the\s+|all\s+)?(?:{_TABLES}\s+)?({_LIST})", re.IGNORECASE
    ),
    deferred(
        rf"\b{_TABLES}(?:\s+only)?\s*\(?(?:(?:tj|np|e\.g|i\.e)\.\s*|:\s*)?({_LIST})", re.IGNORECASE
    ),
    deferred(rf"\b(?:in|on|of)\s+the\s+({_LIST})\s+tables?\b", re.IGNORECASE),
    deferred(rf"\((?:tj|np|e\.g|i\.e)\.,?\s*({_LIST})", re.IGNORECASE),
)
_EVERY = deferred(
    rf"\b(?:on|na)\s+(?:all|each|every|ka\u017cd\w+|wszystkich)\s+(?:\w+\s+)?{_TABLES}\b",
    re.IGNORECASE,
)
_ONE = deferred(_NAME)
_SEVERAL = deferred(rf"{_NAME}(?:{_JOIN}{_NAME})+", re.IGNORECASE)
_BARE = deferred(r"[^:]{1,40}:")
_TRIGGER = deferred(r"\btrigger\b|\bwyzwalacz\b", re.IGNORECASE)
# What is left to choose, or is not there.
_OPEN = deferred(
    r"\b(?:no|not|without|instead|rather|avoid|never|may|might|could|can be|optional\w*|consider"
    r"|if needed|future|later|recommend\w*|suggest\w*|example|alternativ\w*|bez|nie"
    r"|brak|zamiast|mog\w*|można|moż[en]\w*"
    r"|zalec\w*|rekomend\w*|przykład\w*|opcjonaln\w*|ewentualn\w*|rozważ\w*|przyszło\w*)\b",
    re.IGNORECASE,
)
_SECURITY = r"(?:\brls\b|row[- ]level security|\b(?:rls )?policies|\bpolityk\w*|poziomie wiersz\w*)"
_MADE = r"(?:implement|enabl|used|creat|wdra[żz]|wdroż|włącz|używ|stosow|tworz)\w*\b"
# "Not created for the service role" is about that role.
_FOR_SOME = r"(?!\s+(?:for|on|dla|na)\s+(?!(?:the |this |tym |etapie )?(?:mvp|now|stage|etap)))"
_UNMADE = deferred(
    rf"{_SECURITY}[^.:]{{0,60}}\b(?:not|nie)\b[^.:]{{0,20}}\b{_MADE}{_FOR_SOME}"
    rf"|\bnie\b[^.:]{{0,25}}{_MADE}[^.:]{{0,30}}{_SECURITY}"
    r"|\b(?:no|brak|bez)\s+(?:rls|row[- ]level security)\b"
    r"(?!\s+(?:polic|polit|for|on|dla|na|rule))",
    re.IGNORECASE,
)
_LONGEST = 1_500
# A title is shorter.
_SENTENCE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that says something, and the titles that it stands under, innermost last.

    `owners` are the tables that it names by a label, `own` is one whose titles are of other things,
    and `lead` is the title of the lines that go on with it.
    """

    topic: Topic
    line: int
    last: int
    text: str
    titles: tuple[str, ...]
    listed: bool
    owners: tuple[str, ...] = ()
    own: bool = False
    lead: str = ""


def wholes(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, those joined that are about one thing."""
    blocks = [
        one
        for _, group in groupby(lines, key=lambda one: (one.topic, one.titles))
        for block in _parted(tuple(group))
        for one in _block(block)
    ]
    at = 0
    while at < len(blocks):
        lead, end = blocks[at].lead, at + 1
        while lead and end < len(blocks) and lead in blocks[end].titles:
            end += 1
        alone = end == len(blocks) or blocks[at].text not in blocks[end].titles
        yield _joined(blocks[at], blocks[at + 1 : end], alone=alone)
        at = end


def named(text: str) -> tuple[tuple[str, ...], ...]:
    """What a sentence says to be the tables that it is about, without schemas, list by list."""
    said = bare(text)
    found = sorted((hit.start(1), hit[1]) for pattern in _NAMED for hit in pattern.finditer(said))
    return tuple(_names(one) for _, one in found)


def of_every(text: str) -> bool:
    """Whether a sentence says that it is about all tables."""
    return _EVERY.search(bare(text)) is not None


def lists_only(text: str) -> bool:
    """Whether a title lists tables and says nothing else."""
    return _SEVERAL.fullmatch(unnumbered(bare(text)).rstrip(": ")) is not None


def _names(text: str) -> tuple[str, ...]:
    return tuple(map(unquoted, _ONE.findall(text)))


def topic_of(titles: Sequence[str]) -> Topic | None:
    """What a passage under these titles is about, by the innermost of them that says it."""
    return next((found for one in reversed(titles) if (found := topic_named(bare(one)))), None)


def topic_named(title: str) -> Topic | None:
    """What a title says that it is about, of what stands beside tables; none for an endpoint."""
    if call(title) is not None:
        return None
    title = _FUNCTION.sub("", title)
    return next((topic for topic, pattern in _TOPICS if pattern.search(title)), None)


def is_open(text: str) -> bool:
    """Whether a sentence leaves it to choice, to later, or says that there is none."""
    return _OPEN.search(text) is not None


def unmade(text: str) -> bool:
    """Whether a sentence says that there are no row policies at all."""
    return _UNMADE.search(bare(text)) is not None


def _parted(group: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Several blocks under one title: each begins where a label comes again."""
    block: list[Line] = []
    seen: set[str] = set()
    for one in group:
        label = _label(one)
        if label and label in seen:
            yield tuple(block)
            block, seen = [], set()
        block.append(one)
        seen.add(label)
    yield tuple(block)


def _label(one: Line) -> str:
    found = labelled(one.text) if one.topic in {"trigger", "policy"} else None
    return found[0].casefold() if found is not None else ""


def _block(block: Sequence[Line]) -> Iterable[Line]:
    """One line of a block that labels its table; the lines of any other."""
    tables = [one for one in block if _TABLE.fullmatch(_label(one))]
    rest = [one for one in block if one not in tables and not _BARE.fullmatch(bare(one.text))]
    if len(tables) != 1 or not rest:
        return (replace(one, lead=one.text if _leads(one) else "") for one in block)
    owner = (labelled(tables[0].text) or ("", ""))[1]
    title = block[0].titles[-1] if block[0].titles else ""
    name = f"{unnumbered(bare(title))} \u2013 " if "`" in title or "_" in title else ""
    whole = replace(
        block[0],
        text=name + _listed(rest),
        last=max(one.last for one in block),
        owners=_names(owner),
        lead=block[-1].text if block[-1].text.endswith(":") else "",
    )
    return (whole,)


def _leads(one: Line) -> bool:
    """Whether it is one trigger, or one constraint, and what it does follows."""
    if not one.text.endswith(":"):
        return False
    if one.topic == "constraint":
        return not is_group(one.text)
    return one.topic == "trigger" and _TRIGGER.search(one.text) is not None


def _joined(one: Line, rest: Sequence[Line], *, alone: bool) -> Line:
    """A lead with the list that it leads to; a sentence that leads to code says enough itself."""
    if rest:
        text = f"{one.text.rstrip()} {_listed(rest)}"
        return replace(one, text=text[:_LONGEST], last=rest[-1].last)
    several = one.topic == "policy" and any(len(each) > 1 for each in named(one.text))
    if alone and several and len(one.text) > _SENTENCE:
        return replace(one, text=one.text.rstrip().removesuffix(":"))
    return one


def _listed(lines: Sequence[Line]) -> str:
    """Their texts in a row; what leads on is parted from nothing."""
    said = "; ".join(one.text.strip().rstrip(".;") for one in lines)
    return said.replace(":; ", ": ")[:_LONGEST]
