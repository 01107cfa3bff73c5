"""Accounts that are made for rows without one, as a rule of the documents has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import MADE, row_of

# A rule on rows that get an account, with what is set in it.
_FOR = deferred(
    r"\b(?:creat|insert|provision|tworz|utw\u00f3rz)\w*\s+`(?P<table>\w+)`\s+(?:\w+\s+)?(?:for|dla)\s+"
    r"(?:(?:the|each|all|every)\s+)?`?(?P<each>\w+)`?(?P<rest>[^.;]*)",
    re.IGNORECASE,
)
_PLAIN = deferred(r"provision\w* [\w ]{3,30}$", re.IGNORECASE)
_SET = deferred(r"`?(\w+)\s*=\s*'?(\w+)'?`?")


def provisioned(work: Work) -> Iterator[Fact]:
    """A row for each row that refers to none yet, with what that row and the rule give it."""
    for remark in work.brief.remarks:
        hit = _FOR.search(remark.fact.text) if remark.own else None
        table = work.links.exactly(hit["table"]) if hit is not None else None
        each = work.links.named(hit["each"]) if hit is not None else None
        if hit is None or table is None or each is None:
            continue
        for link in work.links.of(each):
            if link.target is table:
                values = _values(work, table, each, hit)
                yield _row(work, link, values, remark.fact.sources)


def _values(work: Work, table: Table, each: Table, hit: re.Match[str]) -> dict[str, str]:
    """What the row has by its name, its role, and what the rule sets."""
    kind = fold(hit["each"])
    given = dict(_SET.findall(hit["rest"]))
    values: dict[str, str] = {}
    for column in table.columns:
        allowed = values_of(work.brief.spec, table, column)
        meant = next((one for one in allowed if fold(one) == kind), "")
        if column.name in given:
            value = given[column.name]
            values[column.name] = "NULL" if value.casefold() == "null" else f"`{value}`"
        elif meant:
            values[column.name] = f"`{meant}`"
        elif each.column(column.name) is not None and not MADE.match(column.name):
            values[column.name] = f"`{each.name}.{column.name}`"
    return values


def without_provisioned(work: Work, said: Sequence[Fact]) -> list[Fact]:
    """The sentences but those that the rows of accounts tell already."""
    rows = list(provisioned(work))
    return [one for one in said if not (rows and _is_told(one, rows))]


def _is_told(fact: Fact, rows: Sequence[Fact]) -> bool:
    cites = any(fact.sources and set(fact.sources) <= set(one.sources) for one in rows)
    return cites or _PLAIN.match(fact.text) is not None


def _row(work: Work, link: Link, values: dict[str, str], told: tuple[Source, ...]) -> Fact:
    target = link.target or link.table
    fact = row_of(work.brief, "flow-create", target, values)
    alone = (one for one in target.columns if one.name in values and _is_unique(one))
    unique = next((one.name for one in alone), "")
    taken = work.brief.say("flow-taken", table=target.name, name=unique) if unique else ""
    each = work.brief.say(
        "flow-for-each",
        table=link.table.name,
        condition=f"{_within(work, link.table)}`{link.column.name}` IS NULL",
        key=f"{link.table.name}.{link.column.name}",
    )
    sources = (*fact.sources, *cited(work.brief, link.column), *told)
    return Fact(text=f"{fact.text}; {each}{taken}", sources=sources)


def _within(work: Work, table: Table) -> str:
    """The rows of a table that hang at one of the path's."""
    for link in work.links.of(table):
        for row in work.rows:
            if link.target is row.table:
                return f"`{link.column.name}` = `{row.parameter.name}`, "
    return ""


def _is_unique(column: Column) -> bool:
    return any("unique" in one.casefold() for one in column.constraints)
