"""From which states an action goes on, and to which: as the documents draw the way of a row.

`scheduled → in_progress → completed|skipped` is read where all words are values of the column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import lines_with
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.records import thing_of
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import default_of
from agent.drafters.builtin.project.naming import snake

STATES = ("status", "state")
# What is decided once: who accepted cannot decline.
DECIDES = frozenset(("accept", "decline", "reject", "approve", "confirm", "deny"))
_ARROWS = ("\u2192", "->")
_ARROW = r"\s*(?:\u2192|-+>)\s*"
_ANY_OF = r"[`'\"]?\w+[`'\"]?(?:\s*(?:[|/]|\bor\b|\blub\b)\s*[`'\"]?\w+[`'\"]?)*"
_CHAIN = deferred(rf"{_ANY_OF}(?:{_ARROW}{_ANY_OF})+")
_SPLIT = deferred(_ARROW)
_WORD = deferred(r"\w+")
_OR = frozenset(("or", "lub"))
# "Status: `open` -> ...", the first word of a way.
_ARROWED = deferred(r"[^\w`'\"]*(?:\w[\w ]{0,30}:\W*)?[`'\"]?\w+[`'\"]?\s*(?:\u2192|-+>)")
_SHORTEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The states that a row may have before the action, by the column that holds them."""

    table: Table
    column: Column
    values: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def name(self) -> str:
        """The column with its table."""
        return f"{self.table.name}.{self.column.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One arrow: a row may go from the first state to the second."""

    one: str
    other: str
    source: Source


def before(work: Work) -> Before | None:
    """The states from which the action goes on, where the documents tell them."""
    if work.brief.subject.act != "action" or not work.rows:
        return None
    row = work.rows[-1].table
    column = state_of(row)
    if column is None:
        return None
    return leading(work, row, targets(work, row, column)) or _described(work, row, column)


def leading(work: Work, table: Table, wanted: tuple[str, ...]) -> Before | None:
    """The other states from which arrows lead to these."""
    column = state_of(table)
    found = [one for one in _steps(work, table, column) if one.other in wanted] if column else []
    told = tuple(dict.fromkeys(one.one for one in found if one.one not in wanted))
    if column is None or not told:
        return None
    places = tuple(dict.fromkeys(one.source for one in found))
    return Before(table=table, column=column, values=told, sources=places)


def undecided(work: Work) -> Iterator[Before]:
    """The first state, where the action decides what is decided once."""
    row, brief = work.rows[-1].table if work.rows else None, work.brief
    column = state_of(row) if row is not None and brief.subject.verb in DECIDES else None
    first = default_of(column) if column is not None else ""
    if row is not None and column is not None and first in values_of(brief.spec, row, column):
        yield Before(table=row, column=column, values=(first,), sources=cited(brief, column))


def drawn(work: Work, table: Table, column: Column) -> tuple[Step, ...]:
    """The arrows between states of a row in the lines that the documents give to this endpoint."""
    values = set(values_of(work.brief.spec, table, column))
    lines = ((one.source, one.text) for one in work.brief.spec.fitting if values)
    return tuple(step for source, text in lines for step in _chains(text, values, source))


def first_state(work: Work, table: Table, column: Column) -> str:
    """The one state that lines with arrows begin with and none of them leads to."""
    values = values_of(work.brief.spec, table, column)
    begins, led = set[str](), set[str]()
    for line in _drawing(work) if values else ():
        told = [one for one in _WORD.findall(line) if one in values]
        begins |= {*told[:1]} if _ARROWED.match(line) and len({*told}) > 1 else set()
        led |= {*told[1:]} - {*told[:1]}
    found = begins - led
    return found.pop() if len(found) == 1 else ""


def _drawing(work: Work) -> Iterator[str]:
    """The lines with arrows of the endpoint's own document."""
    first = next(iter(work.brief.spec.excerpts), None)
    lines = work.brief.passages.lines(first.source.path) if first is not None else ()
    places = {at for arrow in _ARROWS for at in lines_with(arrow, lines)}
    return (lines[at] for at in sorted(places))


def state_of(table: Table) -> Column | None:
    """The column that holds the state of a row."""
    return next((one for one in table.columns if snake(one.name).endswith(STATES)), None)


def targets(work: Work, table: Table, column: Column) -> tuple[str, ...]:
    """The states that an action leads to: that of its name, with those told beside it."""
    values = values_of(work.brief.spec, table, column)
    stem = stem_of(work.brief.subject.verb)
    own = [one for one in values if stem and fold(one).startswith(stem)][:1]
    text = _description(work)
    named = [one for one in values if _says(text, one) and not _says(text, one, of=thing_of(table))]
    return tuple(named) if own and set(own) < set(named) else tuple(own)


def stem_of(verb: str) -> str:
    """What a verb and its participle begin with: `completed`, `skipped`."""
    word = verb.split("_", maxsplit=1)[0]
    return word.rstrip("e") if len(word) > _SHORTEST else ""  # no "do", "set"


def draws(work: Work, text: str) -> bool:
    """Whether a sentence only draws the way that `before` has read."""
    known = before(work)
    if known is None or not any(arrow in text for arrow in _ARROWS):
        return False
    values = set(values_of(work.brief.spec, known.table, known.column))
    return any(set(_words(hit[0])) <= values for hit in _CHAIN.finditer(text))


def _described(work: Work, table: Table, column: Column) -> Before | None:
    """The state that the description gives the row: "a planned workout"."""
    for source, line in _lines(work):
        for value in values_of(work.brief.spec, table, column):
            if _says(line, value, of=thing_of(table)):
                told = (source, *cited(work.brief, column))
                return Before(table=table, column=column, values=(value,), sources=told)
    return None


def _steps(work: Work, table: Table, column: Column) -> Iterator[Step]:
    values = set(values_of(work.brief.spec, table, column))
    first = next(iter(work.brief.spec.excerpts), None)
    lines = work.brief.passages.lines(first.source.path) if first is not None and values else ()
    places = {at for arrow in _ARROWS for at in lines_with(arrow, lines)}
    for at in sorted(places):
        assert first is not None  # noqa: S101 (there are lines)
        source = Source(path=first.source.path, line=at + 1, last=at + 1)
        yield from _chains(lines[at], values, source)


def _chains(line: str, values: set[str], source: Source) -> Iterator[Step]:
    for hit in _CHAIN.finditer(line):
        if set(_words(hit[0])) <= values:
            yield from _arrows(hit[0], source)


def _arrows(chain: str, source: Source) -> Iterator[Step]:
    groups = [tuple(_words(one)) for one in _SPLIT.split(chain)]
    for here, there in pairwise(groups):
        yield from (Step(one=a, other=b, source=source) for a in here for b in there)


def _words(text: str) -> Iterator[str]:
    return (one for one in _WORD.findall(text) if one not in _OR)


def _lines(work: Work) -> Iterator[tuple[Source, str]]:
    said = work.brief.spec.description
    yield from lines_of(work.brief, said.source) if said is not None else ()


def _description(work: Work) -> str:
    return " ".join(text for _, text in _lines(work))


def _says(text: str, value: str, *, of: str = "") -> bool:
    """Whether a value stands in a text; `of` a thing, as what that is before: "a planned run"."""
    word = re.escape(value.replace("_", " "))
    said = rf"\b{word}\b" if not of else rf"\b(?:an?|the|their) {word} {re.escape(of)}"
    return re.search(said, text.replace("_", " "), re.IGNORECASE) is not None
