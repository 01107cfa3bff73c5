"""Rows of other tables that the body names, each of which has to be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Status, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import is_people, refers_to
from agent.drafters.builtin.planning.facts.wording import column_of
from agent.drafters.builtin.planning.sentences.guards import is_of_input
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.sentences.overall import is_inherited
from agent.drafters.builtin.planning.tables.owning import is_shut
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work, alive, cited, status_sources
from agent.drafters.builtin.planning.tables.written import is_required
from agent.drafters.builtin.project.naming import singular, snake

_MISSING, _FORBIDDEN, _CLASHES = 404, 403, (400, 409, 422)
_INVALID = (400, 422)
_KEY = deferred(r"_(?:id|uuid)s?$")
_GONE = re.compile(
    r"\b(?:not found|does not exist|no such|nie znaleziono|nie istnieje)\b", re.IGNORECASE
)
_THEIRS = re.compile(
    r"\b(?:own(?:s|ed|er\w*)?|belong\w*|access to (?:the|this)|nale\u017c\w*"
    r"|w\u0142a\u015bcic\w*)\b",
    re.IGNORECASE,
)
_SEVERAL = deferred(r"\b(?:or|and|lub|albo|i|oraz)\b|[/,;]", re.IGNORECASE)
_TICKED = deferred(r"`[^`]+`")
_PAIR, _NULL = 2, "` IS NULL"


def refers(work: Work) -> Iterator[Fact]:
    """Fields of the body that name rows of other tables, in one item; then whose they are not."""
    brief = work.brief
    found = [one for field in brief.body for one in _row(work, field)]
    if found:
        missing = [one for one in _refused(brief, _MISSING, _GONE) if _is_of(work, one)]
        none = [one.code for one in missing[:1]] or _as_input(brief)
        tail = brief.say("flow-missing", code=none[0]) if none else ""
        whose = _refused(brief, _FORBIDDEN, _THEIRS) if _is_owned_row(found) else []
        tail += brief.say("refers-theirs", code=_FORBIDDEN) if whose else ""
        text = ", ".join(one.text for one in found) + tail
        places = tuple(source for one in found for source in one.sources)
        told = status_sources(brief, *missing[:1], *whose[:1])
        because = brief.say("convention") if none and not missing else ""
        yield Fact(text=text[:1].upper() + text[1:], sources=places + told, because=because)


def _as_input(brief: Brief) -> list[int]:
    """As what the input is refused, where that is one status: a key of no row does not fit.

    A row that is missing may be one of several: "Group or user not found".
    """
    bad = {one.code for one in brief.statuses(*_INVALID) if is_of_input(one)}
    several = any(_SEVERAL.search(one.meaning) for one in brief.statuses(_MISSING))
    return [*bad] if len(bad) == 1 and not several else []


def _is_of(work: Work, missing: Status) -> bool:
    """Whether a refusal may be of the body's rows: one with no word of them is of the path's."""
    said = missing.meaning.casefold()
    names = (_KEY.sub("", snake(leaf(one.name))).split("_")[-1] for one in work.brief.body)
    return not work.rows or any(one in said for one in names if len(one) > _PAIR)


def _refused(brief: Brief, code: int, words: re.Pattern[str]) -> list[Status]:
    """The documented refusal: of this code, else the endpoint's own one that has the words."""
    told = [] if brief.by_convention(code) else brief.statuses(code)
    if code == _FORBIDDEN:
        told = [one for one in told if words.search(one.meaning)]
    found = [one for one in told if not is_inherited(brief.spec, one)]
    own = (one for one in brief.spec.statuses if one.code in _CLASHES and brief.is_own(one.source))
    return found or [one for one in own if code == _MISSING and words.search(one.meaning)]


def _is_owned_row(found: Sequence[Fact]) -> bool:
    return any(len(_TICKED.findall(one.text)) > _PAIR + one.text.count(_NULL) for one in found)


def _row(work: Work, field: Parameter) -> Iterator[Fact]:
    """The row that a field names: by its column, or by its own name where that is none."""
    brief = work.brief
    column = column_of(_table_of(work, field), leaf(field.name))
    target = refers_to(column) if column else ""
    if column is not None and target:
        there = _target(work, column)
        fact = _wanted(work, there)
        name = target.removesuffix(".id")
        key = "flow-refers-given" if _may_be_left(field, column) else "flow-refers"
        text = brief.say(key, name=field.name, target=f"`{name}`") + fact.text
        sources = brief.passages.holding([column.source], column.name)
        yield Fact(text=text, sources=(*sources, *fact.sources))
    elif asked(brief) is not None or (column is None and brief.subject.act == "action"):
        yield from _by_name(work, field)


def _may_be_left(field: Parameter, column: Column) -> bool:
    """Whether it may be left out, or be null; of an entry of a list, by its column alone too."""
    if field.required is False or "null" in re.split(r"\W+", (field.type or "").casefold()):
        return True
    return field.required is None and "[]" in field.name and not is_required(column)


def _table_of(work: Work, field: Parameter) -> Table | None:
    """The table whose row a value is of: that of the list that it stands in, else the own."""
    at, mark, _ = field.name.rpartition("[].")
    named = work.links.named(leaf(at)) if mark else None
    return named if named is not None else work.table


def _by_name(work: Work, field: Parameter) -> Iterator[Fact]:
    """The row of the table that a key is called by, with whose it has to be; of many each."""
    brief, word = work.brief, snake(leaf(field.name))
    hit = _KEY.search(word)
    stem = word[: hit.start()] if hit is not None else ""
    table = work.links.exactly(stem) or work.links.exactly(stem.rpartition("_")[2])
    table = table or _beside(work, stem)
    if table is None or hit is None or is_people(table.name):
        return
    fact = _wanted(work, table, field.note)
    each = hit[0].endswith("s") or "[]" in field.name
    key = "flow-refers-each" if each else "flow-refers"
    text = brief.say(key, name=field.name, target=f"`{table.name}`") + fact.text
    yield Fact(text=text, sources=(*cited(brief, table), *fact.sources))


def _beside(work: Work, word: str) -> Table | None:
    """The one table that ends in a word of those that hang at the same rows as the path's."""
    own, end = work.own.table if work.own is not None else None, f"_{word}"
    known = (one for one in work.links.tables if own is not None and word)
    found = [one for one in known if singular(snake(one.name)).endswith(end)]
    found = [one for one in found if own is not None and work.links.shared(one, own)]
    return found[0] if len(found) == 1 else None


def _wanted(work: Work, target: Table | None, note: str = "") -> Fact:
    """What the row has to have: keys of the path's row or in common with it, no mark, an owner."""
    if target is None:
        return Fact(text="")
    keys, gone = dict(_below(work, target)), alive(target)
    gone = gone if gone is not None and "archiv" not in gone.name.casefold() else None
    said = [f"`{one.name}` = `{value}`" for one, value in keys.items()]
    said += [f"`{gone.name}` IS NULL"] if gone is not None else []
    text = work.brief.say("refers-below", conditions=", ".join(said)) if said else ""
    owned = _owned(work, target, note)
    columns = (*keys, *([gone] if gone is not None else []))
    return Fact(text=text + owned.text, sources=(*cited(work.brief, *columns), *owned.sources))


def _below(work: Work, target: Table) -> Iterator[tuple[Column, str]]:
    """The keys by which the row hangs at the path's row as well, or at what both hang at."""
    for row in work.rows[-1:]:
        keys = [one.column for one in work.links.of(target) if one.target is row.table]
        keys = [one for one in keys if is_required(one)]
        if target is not row.table and len(keys) == 1:
            yield keys[0], row.parameter.name
        for key in work.links.shared(target, row.table) if target is not row.table else ():
            yield key, f"{row.table.name}.{key.name}"


def _owned(work: Work, target: Table | None, note: str = "") -> Fact:
    """That the row has to be the caller's, where nobody else may see such rows, or a note says."""
    owner = owner_of(work.links, target) if target is not None and work.closed else None
    shut = target is not None and (is_shut(work.brief, target) or _THEIRS.search(note) is not None)
    if target is None or owner is None or is_people(target.name) or not shut:
        return Fact(text="", sources=())
    said = work.brief.say("refers-owned", column=f"{target.name}.{owner.name}")
    return Fact(text=said, sources=cited(work.brief, owner))


def _target(work: Work, column: Column) -> Table | None:
    """The table that the key refers to, whichever table has it."""
    links = (one for table in work.links.tables for one in work.links.of(table))
    return next((one.target for one in links if one.column is column), None)
