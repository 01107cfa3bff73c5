"""The tables that the flow of a request reads and writes, and those that only hang at them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.access import is_public
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.links import is_people
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.planning.writes.sidetables import said_to_be_written
from agent.drafters.builtin.project.naming import singular, snake

_WORD = deferred(r"\w+")
_TICKED = deferred(r"`([\w.]+)`")
_MAKES = r"\b(?:creat\w*|insert\w*|add(?:s|ed|ing)?|utw\w+|tworz\w*|doda\w*|wstaw\w*)"
_ADDED, _CHANGED = ("flow-create", "flow-create-many"), ("flow-update", "flow-removed")
_ROWS = ("create", "update", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """Names of tables and views; what is written is not told as read again.

    Those of the written that surely get a row are `added`; of the `made` a sentence says it. Rows
    of the `kept` are changed.
    """

    read: tuple[str, ...]
    written: tuple[str, ...]
    added: tuple[str, ...]
    made: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def done(self) -> dict[str, str]:
        """What is done to each of the written, as SQL has it; empty where that is not sure."""
        known = dict.fromkeys(self.kept, "update")
        known |= dict.fromkeys((*self.added, *self.made), "insert")
        return {one: known.get(one, "") for one in self.written}


@lately
def touched(brief: Brief) -> Touched:
    """What the service does, without what the database does by itself."""
    items = [one for one in way(brief) if one.part not in {"route", "input", "base", "own"}]
    facts = [one.fact for one in items]
    written = _firsts(brief, [one.fact for one in items if one.part == "write"])
    said = [one for one in said_to_be_written(brief, facts) if one not in written]
    written += said
    read = [one for one in _tables(brief, facts) if one not in written]
    rows = [one.fact.text for one in items if one.part == "write"]
    added = tuple(one for one in written if _begins(brief, one, rows, _ADDED))
    kept = tuple(one for one in written if _begins(brief, one, rows, _CHANGED))
    made = tuple(one for one in said if _is_made(one, facts))
    return Touched(read=tuple(read), written=tuple(written), added=added, made=made, kept=kept)


def _begins(brief: Brief, table: str, rows: Iterable[str], keys: Iterable[str]) -> bool:
    """Whether one of the writes of it is of these: what is said of a column comes behind."""
    said = (brief.say(key, table=table, name="\0") for key in keys)
    begins = tuple(one.partition("\0")[0] for one in said)
    return any(one.startswith(begins) for one in rows)


def _is_made(table: str, facts: Iterable[Fact]) -> bool:
    """Whether a sentence says that such a row is made: "create new tag"."""
    word = singular(snake(table).rpartition("_")[2])
    made = re.compile(rf"{_MAKES}\W+(?:\w+\W+){{0,2}}?`?{re.escape(word)}", re.IGNORECASE)
    return any(made.search(one.text) for one in facts)


def works_on(brief: Brief) -> tuple[tuple[Table, ...], tuple[Table, ...]]:
    """The tables that the flow touches, then the others of the endpoint.

    Of those that are only tied to them the ones that its own passage names. Where the flow names
    none, those that the documents give to the endpoint; no such one is what a model makes.
    """
    spec = brief.spec
    names = {*touched(brief).read, *touched(brief).written}
    known = list({one.name: one for one in (*spec.tables, *spec.beside, *spec.schema)}.values())
    if not any(one.name in names for one in known):
        return (spec.tables if asked(brief) is None else ()), _tied(brief)
    names |= {one.name for one in spec.tables if _is_meant(brief, one)}
    own = tuple(one for one in known if one.name in names)
    return own, tuple(one for one in (*spec.tables, *_tied(brief)) if one.name not in names)


def _tied(brief: Brief) -> tuple[Table, ...]:
    """The tables that hang at those of the endpoint and that its own passage names."""
    said = {word.casefold() for one in brief.spec.excerpts[:1] for word in _WORD.findall(one.text)}
    parts = {singular(part) for word in said for part in snake(word).split("_")}

    def is_named(name: str) -> bool:
        own = [singular(one) for one in snake(name).split("_")]
        return name.casefold() in said or (len(own) > 1 and parts.issuperset(own))

    return tuple(one for one in brief.spec.beside if is_named(bare_name(one)))


def _is_meant(brief: Brief, table: Table) -> bool:
    """Whether a table counts though the flow only speaks of it in words.

    Those of a write that asks no model, the table that the path names, and those who sign in.
    """
    if asked(brief) is None:
        mine = table is brief.table and work_of(brief).sure
        if mine or brief.subject.act in _ROWS:
            return True
    return is_people(table.name) and is_public(brief.spec)


def _tables(brief: Brief, facts: Iterable[Fact]) -> list[str]:
    """The tables that these name, in their order."""
    known = {one.name for one in (*brief.spec.schema, *brief.spec.views)}
    hits = (hit for fact in facts for hit in _TICKED.findall(fact.text))
    names = (part for hit in hits for part in hit.split(".")[:2])
    return [one for one in dict.fromkeys(names) if one in known]


def _firsts(brief: Brief, facts: Iterable[Fact]) -> list[str]:
    """The tables that these write to: each names its own before anything else."""
    firsts = (_TICKED.findall(fact.text)[:1] for fact in facts)
    known = {one.name for one in brief.spec.schema}
    return [
        one for one in dict.fromkeys(name for names in firsts for name in names) if one in known
    ]
