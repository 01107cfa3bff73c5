"""Rows that no caller may read or change by the table's policies, though the endpoint has to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.tables.rowpolicies import BY_USER, is_shut, lets_none
from agent.drafters.builtin.planning.tables.work import Work

_TICKED = deferred(r"`([^`]+)`")
# Why a write goes with the server's own key, and that nobody else may hold it.
_OF_KEY = deferred(
    r"\binserts?\b.*\bservice[ _-]role\b|\b(?:never|nigdy)\b.*\bservice[ _-]role\b.*\b(?:key|klucz)"
    r"|\b(?:only|tylko) SELECT\b|\binsert.*\b(?:reserved|zastrze\u017con\w*)\b",
    re.IGNORECASE,
)
_MAKING = ("flow-create", "flow-create-many")


def bypassing(work: Work) -> Iterator[Fact]:
    """How a row is reached that the policies shut: its key is made first, or they are passed by."""
    table = work.table
    if table is None or not is_shut(table, "select"):
        return
    if makes_key(work):
        yield _told(work, table, "flow-shut-made", "select")
    elif work.own is not None:
        yield _told(work, table, "flow-shut", "select")


def makes_key(work: Work) -> bool:
    """Whether a new row's key is made before it, as it is answered and the row cannot be read."""
    table, act = work.table, work.brief.subject.act
    if table is None or act != "create" or not is_shut(table, "select"):
        return False
    return _shows_key(work, table)


def with_server(work: Work, fact: Fact) -> Fact:
    """A write that makes rows, with whose client it needs where the policies let no user do it."""
    named = _TICKED.search(fact.text)
    made = (
        one
        for one in work.brief.spec.schema
        if named is not None and one.name == named[1]
        if any(fact.text.startswith(work.brief.say(key, table=one.name)) for key in _MAKING)
    )
    table, shut = next(made, None), work.brief.say("flow-shut-insert")
    if table is None or shut in fact.text or not _is_servers(table):
        return fact
    return replace(fact, text=fact.text + shut)


def is_of_key(work: Work, said: str) -> bool:
    """Whether a sentence only says of the new row what `with_server` adds to its insert."""
    table, adds = work.table, work.brief.subject.writes
    return adds and table is not None and _is_servers(table) and _OF_KEY.search(said) is not None


def _is_servers(table: Table) -> bool:
    """Whether its rows have policies by the user, and none lets one insert a row."""
    return lets_none(table, "insert") and any(BY_USER.search(one.text) for one in table.policies)


def _shows_key(work: Work, table: Table) -> bool:
    fields = (one.name for body in work.brief.spec.responses[:1] for one in body.fields)
    columns = (bound(table, one) for one in fields if "." not in one)
    return any(one is not None and one.name.casefold() == "id" for one in columns)


def _told(work: Work, table: Table, key: str, event: str) -> Fact:
    sources = tuple(one.source for one in table.policies if event in one.text.casefold())
    return Fact(text=work.brief.say(key, table=table.name), sources=sources)
