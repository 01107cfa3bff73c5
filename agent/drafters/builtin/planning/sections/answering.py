"""What is answered: the status, its fields by columns, and the headers that come with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Status, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import Group, bound, entry, groups, lists_of
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.wording import column_of, meaning_of, quoted
from agent.drafters.builtin.planning.reads.viewing import viewed
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.keyed import stem
from agent.drafters.builtin.planning.tables.versions import headers
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.writes.making import made
from agent.drafters.builtin.planning.writes.modelanswer import computed
from agent.drafters.builtin.planning.writes.sidetables import made_beside
from agent.drafters.builtin.project.naming import snake

_ADDED = frozenset((200, 201))
_PARTLY, _CURRENT = 207, 304
# How many of the list became rows.
_ROWS = deferred(
    r"(?:total_)?(?:saved|created|inserted|added|imported)(?:_\w+)?(?:_count)?|count_(?:saved|created)"
)
# What only holds the answer, or says that it is one, and what signs a caller in; a key or a time
# may have its column by another name.
_AROUND = deferred(
    r"data|meta|links|items|results?|message|success|received|\w*token\w*|expires_in|\w*\[\]"
    r"|\w+_(?:at|id)",
    re.IGNORECASE,
)
# English and Polish.
_STORED = deferred(
    r"\b(?:stor|sav|persist|zapis)\w* (?:the |an? )?((?:\w+ )?\w+)(?=\s*(?:[;,.]|$))", re.IGNORECASE
)
_MOST = 5


def answering(work: Work, told: Sequence[Fact]) -> Iterator[Fact]:
    """The success, with fields spelled otherwise than their columns, and those without one."""
    brief = work.brief
    success = brief.spec.success()
    if success is None:
        return
    known = brief.status(success)
    key = "flow-answer" if known.sources else "flow-answers"
    text = brief.say(key, code=success.code, endpoint=brief.endpoint)
    steps = " ".join(one.text for one in told)
    renamed = [*_renamed(work), *_new(work, told), *_written(work, steps)]
    made_here, rows = unheld(work, told)
    renamed += [f"`{one}` = {brief.say('value-inserted')}" for one in rows]
    renamed += [one for one in computed(brief) if one.replace(_holder(one), "`") not in steps]
    by_key = dict(_by_keys(work, made_here))
    renamed += by_key.values()
    made_here = [one for one in made_here if one not in by_key]
    if renamed:
        text += brief.say("flow-answer-fields", names=", ".join(renamed))
    text += _no_column(brief, made_here, steps)
    found = headers(brief) if known.sources else {}
    if found:
        text += brief.say("flow-headers", names=quoted(found)) + _same(brief, found)
    other = _otherwise(brief, success)
    sources = dict.fromkeys((*known.sources, *found.values(), *other.sources))
    yield replace(known, text=text + other.text, sources=tuple(sources))


def _by_keys(work: Work, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Fields that say whether there is a row which a key of ours names."""
    links = work.links.of(work.table) if work.table is not None else ()
    keys = {stem(link.column): link for link in links}
    for name in names:
        link = keys.get(snake(name).partition("has_")[2])
        if link is not None:
            yield name, work.brief.say("flow-set", name=name, column=link.column.name)


def _same(brief: Brief, found: Mapping[str, Source]) -> str:
    """That a copy which is still current is not sent again, where a line asks how it is known."""
    asked = any("if-none-match" in brief.passages.says(one).casefold() for one in found.values())
    told = brief.spec.status(_CURRENT) is not None or brief.spec.endpoint.method != "GET"
    return brief.say("flow-same") if asked and not told else ""


def _no_column(brief: Brief, names: Sequence[str], steps: str) -> str:
    """That no column holds them: the service works them out, or has nowhere to store them."""
    nowhere = [one for one in names if _is_stored(one, steps)]
    lots = {"unheld": [one for one in names if one not in nowhere], "nowhere": nowhere}
    return "".join(
        brief.say(f"flow-answer-{key}", names=quoted(lot)) for key, lot in lots.items() if lot
    )


def _is_stored(name: str, steps: str) -> bool:
    """Whether a sentence stores it by its words, though no column has them."""
    words = " ".join(snake(name).split("_"))
    return words in (hit[1].casefold() for hit in _STORED.finditer(steps))


def _otherwise(brief: Brief, success: Status) -> Fact:
    """The other success of a write: `200` beside `201`, or `207` where only a part was written."""
    if not brief.subject.writes or success.code not in _ADDED:
        return Fact(text="")
    passage = next((one.source for one in brief.spec.excerpts), success.source)
    for one in brief.statuses(*_ADDED - {success.code}, _PARTLY):
        if one.source.path == passage.path and passage.line <= one.source.line <= passage.last:
            added = brief.say(f"flow-answer-added-{one.code}")
            text = brief.say("flow-answer-else", code=one.code, when=meaning_of(one) or added)
            return Fact(text=text, sources=(one.source,))
    return Fact(text="")


def _holder(said: str) -> str:
    """What a field stands in, with the mark before it: a step says its value by the column."""
    name = said[1:].partition("`")[0]
    return f"`{name[: name.rfind('.') + 1]}"


def _new(work: Work, told: Sequence[Fact]) -> Iterator[str]:
    """Fields that are keys of the rows which an action adds."""
    tables = {one.table.name for one in made(work)}
    tables |= made_beside(work, told) if work.brief.subject.act == "action" else set()
    first = entry(groups(next(iter(work.brief.spec.responses), None)))
    for name in first.names if first is not None else ():
        stem, mark, _ = snake(name).rpartition("_id")
        table = work.links.exactly(stem) if mark else None
        if table is not None and table.name in tables:
            yield f"`{name}` = {work.brief.say('value-new', table=table.name)}"


def _written(work: Work, steps: str) -> Iterator[str]:
    """Fields that end the name of the one column which a step writes: `count` of `final_count`."""
    first = entry(groups(next(iter(work.brief.spec.responses), None)))
    if work.table is None or first is None or not work.brief.subject.writes:
        return
    for name in first.names:
        ends = [
            one.name
            for one in work.table.columns
            if snake(one.name).endswith(f"_{snake(name)}") and f"`{one.name}` = " in steps
        ]
        if bound(work.table, name) is None and len(ends) == 1:
            yield f"`{name}` = `{ends[0]}`"


def _renamed(work: Work) -> Iterator[str]:
    """Fields whose column has another name than theirs in snake case."""
    known, table = groups(next(iter(work.brief.spec.responses), None)), viewed(work) or work.table
    first = entry(known)
    if first is None or table is None:
        return
    for name in first.names:
        column = bound(table, name) or _in_view(work, table, name)
        if column is not None and snake(column.name) != snake(name):
            # A key is one of many that are called so.
            of = f"{bare_name(table)}." if column.name == "id" else ""
            yield f"`{name}` = `{of}{column.name}`"
    for group in known:
        if group.at and group.at.removesuffix(group.word).rstrip(".") == first.at:
            column = column_of(table, group.word)
            if column is not None and "json" in column.type.casefold() and work.sure:
                yield f"`{group.at}` = {work.brief.say('value-json', name=column.name)}"
                continue
            yield from _within(table, group)


def _in_view(work: Work, view: Table, name: str) -> Column | None:
    """What a view has of the table's column for it, by the same name."""
    column = bound(work.table, name) if work.table is not None and view is not work.table else None
    return view.column(column.name) if column is not None else None


def _within(table: Table, group: Group) -> Iterator[str]:
    """Fields of an object whose columns are named with it: `pinLock.expiresAt`."""
    for name in group.names:
        words, leaf = snake(f"{group.word}_{name}").split("_"), snake(name).split("_")
        found = [one for one in table.columns if _is_of(snake(one.name).split("_"), words, leaf)]
        if len(found) == 1:
            yield f"`{group.at}.{name}` = `{found[0].name}`"


def _is_of(column: Sequence[str], words: Sequence[str], leaf: Sequence[str]) -> bool:
    """Whether a column has all of a field's words, before them some of its object's, in order."""
    left = iter(words)
    inside = all(word in left for word in column)
    return inside and len(column) > len(leaf) and column[-len(leaf) :] == list(leaf)


def unheld(work: Work, told: Iterable[Fact]) -> tuple[list[str], list[str]]:
    """The fields that no column holds, and those of them that count the rows which are added.

    None where it is not known what the endpoint writes, or where a model gives the answer.
    """
    brief = work.brief
    first = entry(groups(next(iter(brief.spec.responses), None)))
    success = brief.spec.success()
    known = success is not None and brief.status(success).sources and asked(brief) is None
    if first is None or work.table is None or not (brief.subject.writes and known):
        return [], []
    text = " ".join(one.text for one in told).casefold()
    given = {fold(one.name) for one in brief.inputs}
    found = [
        one
        for one in first.names
        if not _AROUND.fullmatch(snake(one))
        and fold(one) not in given
        and one.casefold() not in text
        and snake(one) not in text
        and all(bound(table, one) is None for table in brief.spec.schema)
    ]
    found = found if len(found) <= _MOST else []
    rows = [one for one in found if lists_of(brief.body) and _ROWS.fullmatch(snake(one))]
    return [one for one in found if one not in rows], rows
