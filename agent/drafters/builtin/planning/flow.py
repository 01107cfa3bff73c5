"""The section on the data flow: what is done with a request, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.documents import Source
from agent.core.spec import Column, Parameter, Status, Table
from agent.drafters.builtin.planning.brief import Brief, bare_name, table_in_path
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.remarks import remarks
from agent.drafters.builtin.planning.storage import removal, unique_together
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.telling import described, logic, nested
from agent.drafters.builtin.planning.wording import (
    column_of,
    column_text,
    meaning_of,
    names_of,
    primary_key,
    quoted,
    trimmed,
)

_INVALID = (422, 400)
_UNPROCESSABLE = 422
# So many steps of a documented logic are all of the work.
_WHOLE = 3
_OF_INPUT = re.compile(
    r"valid|malform|missing|format|payload|wrong|param|body|input|field|request|json|schema|bad"
    r"|prawid|walid|brak|b\u0142\u0119dn|dane|limit|empty|exceed|required|too (?:long|short|large)",
    re.IGNORECASE,
)
_REFERS = (
    re.compile(r"\breferences\s+[`\"]?([\w.]+)", re.IGNORECASE),
    re.compile(r"(?:\u2192|->)\s*[`\"]?([\w.]+)"),
    re.compile(
        r"\b(?:foreign key|fk|klucz obcy)\b(?:\s+(?:to|do|na))?[\s:(`\"]*([\w.]+)", re.IGNORECASE
    ),
)
_UNIQUE = re.compile(r"\bunique\b|unikal", re.IGNORECASE)
_SORT = re.compile(r"^(?:sort\w*|order\w*|direction|dir)$", re.IGNORECASE)
_PAGE = re.compile(
    r"^(?:page|page_?size|per_?page|size|limit|offset|cursor|skip|take|page_?number)$",
    re.IGNORECASE,
)


def flow(brief: Brief) -> list[str]:
    """The way of a request, numbered."""
    steps, said = logic(brief), remarks(brief, "flow")
    told = steps if len(steps) >= _WHOLE else [*described(brief), *steps]
    facts = [*checks(brief), *_refers(brief)]
    if brief.subject.act == "action" and (told or said):
        facts += _found(brief)
    elif brief.subject.act != "create" or told is not steps:
        facts += [*_work(brief), *nested(brief)]
    facts += [*told, *said]
    facts += [*_clashes(brief), *_answers(brief)]
    return [f"{number}. {fact}" for number, fact in enumerate(facts, start=1)]


def _status_sources(brief: Brief, found: Sequence[Status]) -> tuple[Source, ...]:
    return tuple(
        source for one in found for source in brief.passages.holding([one.source], str(one.code))
    )


def checks(brief: Brief) -> Iterator[Fact]:
    """What the request must fit before anything is done."""
    taken = brief.inputs
    refused = [one for one in brief.statuses(*_INVALID) if _is_of_input(one)]
    if taken and refused:
        codes = quoted(dict.fromkeys(str(one.code) for one in refused))
        text = brief.say("flow-check", names=names_of(taken), codes=codes)
        yield Fact(text=text, sources=_status_sources(brief, refused))


def _is_of_input(status: Status) -> bool:
    """Whether a refusal is of the input itself, not of the state that things are in."""
    said = meaning_of(status)
    return status.code == _UNPROCESSABLE or not said or _OF_INPUT.search(said) is not None


def _refers(brief: Brief) -> Iterator[Fact]:
    """Fields of the body that name rows of other tables."""
    missing = brief.statuses(404)
    for field in brief.body:
        column = column_of(brief.table, field.name)
        target = _target(column) if column else ""
        if column is not None and target:
            text = brief.say("flow-refers", name=field.name, target=f"`{target}`")
            tail = brief.say("flow-missing", code=404) if missing else ""
            sources = brief.passages.holding([column.source], column.name)
            yield Fact(text=text + tail, sources=sources + _status_sources(brief, missing[:1]))


def _target(column: Column) -> str:
    said = ", ".join(column.constraints)
    hits = (pattern.search(said) for pattern in _REFERS)
    return next((hit[1].rstrip(".") for hit in hits if hit), "")


def _work(brief: Brief) -> Iterator[Fact]:
    """What is done with the table, by the kind of endpoint."""
    table = brief.table
    if table is None:
        yield Fact(text=brief.say("flow-no-table", endpoint=brief.endpoint))
        return
    path = [one for one in brief.spec.parameters if one.place == "path"]
    gone = brief.statuses(404)[:1] if path else []
    owner = _owner(brief, table) if gone and brief.subject.act in {"list", "create"} else None
    missing = _missing(brief, owner) if gone else ""
    sources = brief.passages.holding([table.source], bare_name(table))
    key = primary_key(table) if brief.subject.act == "get" and len(path) == 1 else None
    sources += brief.passages.holding([key.source], key.name) if key else ()
    deed = _deed(brief, table, path)
    told = _status_sources(brief, gone) if missing and "\0" in deed else ()
    if owner is not None:
        told = brief.passages.holding([owner.source], bare_name(owner)) + told
    yield Fact(text=deed.replace("\0", missing), sources=sources + told)
    if brief.subject.act == "list":
        yield from _order(brief)


def _found(brief: Brief) -> Iterator[Fact]:
    """The row that an action begins with: the one that the path names."""
    table = table_in_path(brief.spec)
    path = [one for one in brief.spec.parameters if one.place == "path"]
    if table is not None and path:
        gone = brief.statuses(404)[:1]
        tail = brief.say("flow-missing", code=404) if gone else ""
        text = brief.say("flow-get", table=table.name, names=names_of(path[-1:]), missing=tail)
        sources = brief.passages.holding([table.source], bare_name(table))
        yield Fact(text=text, sources=sources + _status_sources(brief, gone))


def _owner(brief: Brief, table: Table) -> Table | None:
    """The table of the resource that this one is nested in."""
    wanted = fold(brief.subject.owner)
    others = [one for one in brief.spec.tables if one is not table]
    named = [one for one in others if fold(bare_name(one)) == wanted]
    near = [one for one in others if wanted and fold(one.name).endswith(wanted)]
    return next(iter((*named, *near)), None)


def _missing(brief: Brief, owner: Table | None) -> str:
    """What it answers without the row: of a list or a new row it is that of the owner."""
    if owner is not None:
        return brief.say("flow-missing-owner", table=owner.name, code=404)
    several = brief.subject.act in {"list", "create"}
    return "" if several else brief.say("flow-missing", code=404)


def _deed(brief: Brief, table: Table, path: list[Parameter]) -> str:
    """The sentence on the table; where a missing row may be told stands a NUL."""
    subject = brief.subject
    named = brief.say("flow-named", names=names_of(path)) if path else ""
    columns, filters = _columns(brief, table), ""
    key = f"flow-{subject.act}"
    if subject.act == "list":
        other = _filters(brief)
        filters = brief.say("flow-filters", names=names_of(other)) if other else ""
    elif subject.act == "get":
        unique = primary_key(table)
        key = "flow-get-by" if unique and len(path) == 1 else key if path else "flow-get-none"
        named, columns = names_of(path), unique.name if unique else ""
    elif subject.act == "create":
        columns = brief.say("flow-columns", names=columns) if columns else ""
    elif subject.act == "update" and not columns:
        key = "flow-update-none"
    return brief.say(
        key,
        table=table.name,
        names=named,
        verb=subject.verb,
        filters=filters,
        columns=columns,
        missing="\0",
    )


def _columns(brief: Brief, table: Table) -> str:
    """What is written: the body's fields, and of a new row also the path's."""
    path = [one for one in brief.spec.parameters if one.place == "path"]
    given = (*(path if brief.subject.act == "create" else ()), *brief.body)
    key = primary_key(table)
    written = [one for one in given if (found := column_of(table, one.name)) and found != key]
    return names_of(written)


def _filters(brief: Brief) -> list[Parameter]:
    """The query's values that are neither order nor page, and the path's."""
    query = [one for one in brief.spec.parameters if one.place == "query"]
    other = [one for one in query if not (_SORT.match(one.name) or _PAGE.match(one.name))]
    return other + [_tied(brief, one) for one in brief.spec.parameters if one.place == "path"]


def _tied(brief: Brief, one: Parameter) -> Parameter:
    """The column that holds a path's `id` of the resource above, as the parameter's name."""
    table, owner = brief.table, table_in_path(brief.spec)
    if one.name.casefold() != "id" or table is None or owner is None or owner is table:
        return one
    target = fold(bare_name(owner))
    columns = (
        column.name
        for column in table.columns
        if fold(column.name) == f"{target}id" or fold(_target(column)) == target
    )
    return replace(one, name=next(columns, one.name))


def _order(brief: Brief) -> Iterator[Fact]:
    query = [one for one in brief.spec.parameters if one.place == "query"]
    for key, pattern in (("flow-sorts", _SORT), ("flow-paged", _PAGE)):
        found = [one for one in query if pattern.match(one.name)]
        sources = [
            source for one in found for source in brief.passages.holding([one.source], one.name)
        ]
        if found:
            yield Fact(text=brief.say(key, names=names_of(found)), sources=tuple(sources))


def _clashes(brief: Brief) -> Iterator[Fact]:
    """What the tables refuse: a second one of something unique, a row that others refer to."""
    table = brief.table
    conflict = brief.statuses(409)
    tail = brief.say("flow-conflict", code=409) if conflict else ""
    if table is None:
        return
    if brief.subject.act in {"create", "update"}:
        for field in brief.body:
            column = column_of(table, field.name)
            said = _unique(column) if column is not None else ""
            if column is not None and said:
                key = "flow-unique" if said.casefold() == "unique" else "flow-unique-as"
                text = brief.say(key, name=column.name, table=table.name, text=said) + tail
                sources = brief.passages.holding([column.source], column.name)
                yield Fact(text=text, sources=sources + _status_sources(brief, conflict[:1]))
    if brief.subject.writes:
        yield from (
            replace(one, sources=one.sources + _status_sources(brief, conflict[:1]))
            for one in unique_together(brief)
        )
    if brief.subject.act == "delete":
        yield from _blocked(brief, table, conflict)
        yield from removal(brief)


def _unique(column: Column) -> str:
    return next((trimmed(one) for one in column.constraints if _UNIQUE.search(one)), "")


def _blocked(brief: Brief, table: Table, conflict: Sequence[Status]) -> Iterator[Fact]:
    name = bare_name(table)
    for other in brief.spec.tables:
        for column in other.columns:
            target = _target(column)
            if other is not table and target.rpartition(".")[2].casefold() == name.casefold():
                text = brief.say(
                    "flow-blocked", other=f"{other.name}.{column.name}", text=column_text(column)
                )
                restricts = "restrict" in text.casefold() or "no action" in text.casefold()
                tail = brief.say("flow-conflict", code=409) if conflict and restricts else ""
                sources = brief.passages.holding([column.source], column.name)
                more = _status_sources(brief, conflict[:1]) if tail else ()
                yield Fact(text=text + tail, sources=sources + more)


def _answers(brief: Brief) -> Iterator[Fact]:
    success = brief.spec.success()
    if success is not None:
        known = brief.status(success)
        yield replace(known, text=brief.say("flow-answer", code=success.code))
