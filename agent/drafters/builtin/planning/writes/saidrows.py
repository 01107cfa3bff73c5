"""Which lines say that rows of a table are made: the endpoint's own, and those on its deed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.brief import bare_name
from agent.drafters.builtin.planning.facts.wording import lines_of, sentences
from agent.drafters.builtin.planning.sentences.scope import acts_in, is_named
from agent.drafters.builtin.planning.sentences.stepwise import Line
from agent.drafters.builtin.planning.sentences.topical import is_deed_of
from agent.drafters.builtin.planning.subject import Subject
from agent.drafters.builtin.planning.tables.choices import kind_of, values_of
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.writes.keeping import OF_ERRORS
from agent.drafters.builtin.project.naming import singular, snake

# English and Polish.
_MAKES = deferred(
    r"\b(?:creat|insert|add(?!ress|ition)|record|log(?!ic|in|out)|sav|stor(?!age)|persist|tworz|utw\u00f3rz|dodaj|dodaw|wstaw|zapis)\w*"
    r"\b[^`.;]{0,60}(?P<tables>`\w+`(?:\s*(?:,|\+|&|and|i|oraz)\s*`\w+`)*)",
    re.IGNORECASE,
)
_LOGS = deferred(
    r"\b(?:log(?!ic|in|out)|record|creat|insert|emit|writ|zapis|dodaj|utw\u00f3rz)\w*\b"
    r"|\b(?:sav|stor|persist)\w*\b(?=[^.;]{0,60}\b(?:row|record|entr)\w*\b)",
    re.IGNORECASE,
)
# The word behind is the table, ticked or not.
_INTO = deferred(r"\binsert\w*\s+into\s+(?:the\s+)?`?(?P<table>\w+)", re.IGNORECASE)
# What is kept, by its bare name at the end of a clause: "looks them up, saves entries".
_KEEPS = deferred(
    r"(?:^|[,;]|\band\b|\bi\b|\boraz\b)\s*(?:then\s+|finally\s+)?"
    r"(?:(?:sav|stor|persist|insert)(?:e|es|s|ing)?|zapisuje|zapisz|dodaje|wstawia)\s+"
    r"(?:the\s+|all\s+|its\s+|these\s+|new\s+)?(?P<table>\w+)\s*(?=[,.;(]|$|\band\b)",
    re.IGNORECASE,
)
# What is made only then, or never, or of what went wrong.
_UNLESS = re.compile(
    r"\b(?:lookup|upsert|exist\w*|already|prior|previous\w*|not|never|without|except|fail\w*"
    r"|errors?|accept\w*|nie|bez|b\u0142\u0119d\w*|b\u0142\u0105d)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|unless|je\u015bli|je\u017celi|gdy)\b", re.IGNORECASE)
_SUCCESS = re.compile(r"\b(?:on )?success\b\W*(?:`|$)", re.IGNORECASE)
_ACTS = frozenset(("create", "action", "update"))
_TICKED = deferred(r"`([^`]+)`")
_IS_KIND = deferred(r"[a-z]+(?:[_.][a-z]+)+")
# What a row is made in, of or for is not made: "a stub within a book series".
_BELOW = deferred(
    r"\b(?:within|inside|from|for|of|per|by|under|z|ze|dla|w ramach)\s+"
    r"(?:(?:an?|the|its|this|all|each|every|given|existing)\s+){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A table that a line says gets a row, with the lines that tell of it."""

    table: Table
    lines: tuple[Line, ...]


def said_rows(work: Work) -> tuple[Told, ...]:
    """The tables that get a row, each once with all the lines that say so."""
    found: dict[str, Told] = {}
    for one in _told(work):
        known = found.get(one.table.name)
        lines = (*known.lines, *one.lines) if known is not None else one.lines
        found[one.table.name] = Told(table=one.table, lines=lines)
    return tuple(found.values())


def _told(work: Work) -> Iterator[Told]:
    brief, call = work.brief, work.brief.spec.endpoint
    if brief.subject.act not in _ACTS:
        return
    own = (one for one in brief.spec.excerpts if not one.referred or is_named(call, one))
    for excerpt in (*own, *filter(is_deed_of, brief.spec.notes)):
        lines = lines_of(brief, excerpt.source)
        for at, (source, text) in enumerate(lines):
            depth = len(text) - len(text.lstrip())
            below = _below(lines[at + 1 :], depth)
            for table in _tables(work, text) if not _is_case(lines[:at], depth) else ():
                yield Told(table=table, lines=((source, text), *below))


def _below(lines: Sequence[Line], depth: int) -> tuple[Line, ...]:
    """The lines that stand deeper, up to one that does not."""
    return tuple(takewhile(lambda one: _depth(one) > depth, lines))


def _is_case(above: Sequence[Line], depth: int) -> bool:
    """Whether a line stands below one that says in which case it holds."""
    for line in reversed(above):
        if _depth(line) < depth:
            if any(one.search(line[1]) for one in (_UNLESS, _IF, _SUCCESS)):
                return True
            depth = _depth(line)
    return False


def _tables(work: Work, text: str) -> Iterator[Table]:
    """Those that a line says get a row, whatever happens; none for errors."""
    if _IF.search(text) or _is_of_others(work.brief.subject, text):
        return
    hits = [hit for hit in _MAKES.finditer(text) if not _UNLESS.search(text[: hit.end()])]
    named = (name for hit in hits for name in _TICKED.findall(hit["tables"]))
    found = [*map(work.links.exactly, named), *_in_words(work, text)]
    for table in {one.name: one for one in found if one is not None}.values():
        if not OF_ERRORS.search(snake(table.name)):
            yield table


def _in_words(work: Work, text: str) -> Iterator[Table]:
    """Tables behind the word for it, and those of several words: "logs an audit event"."""
    for one in sentences(text):
        if _UNLESS.search(one):
            continue
        hits = (*_INTO.finditer(one), *_KEEPS.finditer(one))
        into = (work.links.exactly(hit["table"]) for hit in hits)
        yield from (table for table in into if table is not None)
        verb = _LOGS.search(one)
        if verb is not None:
            said = one[verb.end() :]
            yield from (
                table for table, named in _worded(work.links.tables) if _is_made(named, said)
            )
            yield from _of_kind(work, said)


def _of_kind(work: Work, said: str) -> Iterator[Table]:
    """The one table that has a kind of rows by a ticked name: "creates a `lamp_lit` event"."""
    names = {one for one in _TICKED.findall(said) if _IS_KIND.fullmatch(one)}
    every = work.links.tables if names else ()
    kinds = [(one, kind) for one in every if (kind := kind_of(one)) is not None]
    found = [one for one, kind in kinds if names <= {*values_of(work.brief.spec, one, kind)}]
    yield from found if len(found) == 1 else ()


@lately
def _worded(tables: tuple[Table, ...]) -> list[tuple[Table, re.Pattern[str]]]:
    """The tables with a name of several words, and what finds it."""
    names = [(one, snake(bare_name(one)).rpartition("_")) for one in tables]
    words = [(one, [*first.split("_"), singular(last)]) for one, (first, _, last) in names if first]
    return [
        (one, deferred(rf"\b{'[ _]'.join(map(re.escape, each))}s?\b", re.IGNORECASE))
        for one, each in words
    ]


def _is_made(named: re.Pattern[str], said: str) -> bool:
    """Whether the name stands there as what is made."""
    return any(not _BELOW.search(said[: one.start()]) for one in named.finditer(said))


def _is_of_others(subject: Subject, text: str) -> bool:
    """Whether a line is of rows that are changed or removed, which is not done here."""
    acts = {one for one in acts_in(text) if one != "create"}
    return bool(acts) and subject.act not in {*acts, "action"}


def _depth(line: Line) -> int:
    return len(line[1]) - len(line[1].lstrip())
