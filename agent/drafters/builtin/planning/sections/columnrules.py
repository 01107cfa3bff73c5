"""What the documents say of the columns that a flow is about, where no line of the plan has it.

When a value is null, what it is copied or worked out from, in which state alone it is there: such
a rule stands behind a column, in the db plan's prose, or in a general section of the API plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import islice

from agent.core.documents import RepoPath, Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact, lines_with
from agent.drafters.builtin.planning.facts.binding import bound, entry, groups
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.wording import lines_of, trimmed
from agent.drafters.builtin.planning.reads.figured import figures
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.touched import touched
from agent.drafters.builtin.planning.sentences.scope import is_of_another_act
from agent.drafters.builtin.planning.sentences.stepwise import Line
from agent.drafters.builtin.planning.sentences.strange import is_strange
from agent.drafters.builtin.planning.tables.work import Work, work_of
from agent.drafters.builtin.planning.tables.written import MADE, may_be_null
from agent.drafters.builtin.project.naming import singular, snake

# When a value is there, and what it is made of. English and Polish.
_RULE = deferred(
    r"(?<!not )\bnull`?\s*(?:=|when|if|for|until|unless|dla|gdy|je\u015bli|do)\s"
    r"|(?<![!<>=])=\s*null\b|\bis (?:not )?null\b.*\band\b|\band\b.*\bis (?:not )?null\b"
    r"|\b(?:only|required) (?:for|when|if|after)\b"
    r"|\b(?:tylko|dopiero|wy\u0142\u0105cznie|wymagan\w+) (?:dla|gdy|przy|po|przez)\b"
    r"|\b(?:calculated|computed|copied|derived|incremented|decremented|snapshot of|obliczan\w+"
    r"|kopiowan\w+|wyliczan\w+|pochodna|zwi\u0119kszan\w+|skopiowan\w+|zapisywan\w+ z|z momentu)\b"
    r"|\b(?:is|are|be|automatically|auto-?) (?:automatically )?set\b|\bustawian\w+\b"
    r"|(?<![\w.,)])\d ?= ?[^\W\d_]{2}",
    re.IGNORECASE,
)
_CODES = deferred(r"(?<![\w.,)])\d ?= ?[^\W\d_]{2}")
_READS = ("get", "list")
# What the database keeps up to date in the row above a row that is added or taken away.
_KEPT = deferred(
    r"(?=.*\b(?:trigger|wyzwalacz))(?=.*\b(?:auto-?)?(?:updat|calculat|comput|maintain|count|increment"
    r"|aktualiz|oblicz|wylicz|zwi\u0119ksz))",
    re.IGNORECASE,
)
# What another column is made of has no rule by that.
_MADE_OF = r"\b(?:copied|derived|calculated|computed|skopiowan\w+|wyliczan\w+) (?:from|z)\b.*\b"
# What is of queries, of other deeds, or told by other lines of a plan.
_OTHER = deferred(
    r"\bind(?:ex|eks)|\bidx_|\bunique\b|\bunikal|\bset null\b|\bcascad|\bkaskad|\bdelet|\busuni"
    r"|\bRLS\b|\bpolic|\bpolity|\bwith check\b|\bauth\.|\bmigra|\btrigger|\bwyzwalacz|\bview\b"
    r"|\bwidok|\bselect\b|\bjoin\b|\bsort|\bfilt(?:er|r)|\bquer(?:y|ies)\b|\bzapyta",
    re.IGNORECASE,
)
_BARE = deferred(
    r"(?:if|when|gdy|je\u015bli|je\u017celi)\s(?:null|empty|missing|omitted|not\s|brak|pust|pomini|nie\s)",
    re.IGNORECASE,
)
_KEY = deferred(r"\b(?:foreign key|fk|references)\b[^,;)]*[,;]?\s*", re.IGNORECASE)
_CHECK = deferred(r"\bcheck\s*\((?:(?!\s\|\s).)*", re.IGNORECASE)
# What stands behind a definition: a cell, a comment, a remark.
_BEHIND = deferred(r"\s\|\s|--|//|\s[\u2013\u2014]\s|\s-\s")
_ASIDE = deferred(r"\(([^()]*)\)|,([^,()]*)")
_HUMP = deferred(r"_|(?<=[a-z])(?=[A-Z])")
_NAME = deferred(r"[A-Za-z]\w+")
_WORD = deferred(r"\w+")
_TICKED = deferred(r"`(\w+)`")
_NEXT = deferred(r",\s*`\w+`")
_MOST, _LONGEST, _FEWEST = 5, 160, 3
# The lines of documents that the plan cites.
Cited = Collection[tuple[str, int]]


def column_rules(brief: Brief, said: Sequence[str], cited: Cited) -> Iterator[Fact]:
    """Of each table one entry: the rules of its columns that no line of the plan says."""
    whole = "\n".join(said)
    for table, columns in _columns(brief):
        names, found = _changed(brief, table), dict[str, Fact]()
        for one in columns:
            own = [fact for fact in _own(brief, one) if fact.text.partition(": ")[2] not in whole]
            for fact in (*own, *_said(brief, table, one, cited), *_ruled(brief, table, one, cited)):
                if names is None or names.intersection(_WORD.findall(fact.text)):
                    found.setdefault(fact.text, fact)
        if found:
            told = sorted(found.values(), key=lambda one: one.sources[0].line)[:_MOST]
            text = "; ".join((*map(str, told[:-1]), told[-1].text))
            text = brief.say("flow-columns", table=table.name, said=text)
            yield Fact(text=text, sources=told[-1].sources)


def kept(brief: Brief, cited: Cited) -> Iterator[Fact]:
    """What the database itself keeps in the rows above, or in those that are answered.

    Only where no line of the plan says it.
    """
    for table, columns in _kept_in(work_of(brief)):
        for one in columns:
            lines = () if MADE.match(one.name) else _lines(brief, one)
            own = ((one.source, brief.passages.says(one.source)), *lines)
            for source, line in own:
                text = trimmed(line, _LONGEST).rstrip(".")
                known = (source.path.name, source.line) in cited or not _KEPT.search(text)
                if not known and _is_meant(brief, table, one, text):
                    shown = brief.say("flow-columns", table=table.name, said=text)
                    yield Fact(text=shown, sources=(source,))
                    break


def _kept_in(work: Work) -> Iterator[tuple[Table, Sequence[Column]]]:
    """The rows above one that is added or taken away; of a row that is read what is answered."""
    brief, table, act = work.brief, work.table, work.brief.subject.act
    if table is not None and act in {"create", "delete"}:
        held = [one.target for one in work.links.of(table)]
        names = touched(brief).written
        above = (one.table for one in work.above if one.table in held)
        yield from ((one, one.columns) for one in above if one.name not in names)
    yield from _answered(work)


def _answered(work: Work) -> Iterator[tuple[Table, Sequence[Column]]]:
    """The columns of its own table that a read shows."""
    brief, table = work.brief, work.table
    first = entry(groups(next(iter(brief.spec.responses), None)))
    if table is not None and first is not None and brief.subject.act in _READS and work.sure:
        shown = [bound(table, name) for name in first.names]
        yield table, [one for one in table.columns if one in shown]


def _columns(brief: Brief) -> Iterator[tuple[Table, Sequence[Column]]]:
    """The columns of what is written, but keys and times, and those that an answer is made of.

    Of what is only shown, or looked for, those whose numbers stand for something: `1 = Start`.
    """
    yield from figures(work_of(brief))
    named = {name for one in way(brief) for name in _TICKED.findall(one.fact.text)}
    for table, answered in _answered(work_of(brief)):
        shown = [one for one in table.columns if one in answered or one.name in named]
        coded = [one for one in shown if _CODES.search(brief.passages.says(one.source))]
        yield from [(table, coded)] if coded else ()
    yield from _joined(brief)
    names = touched(brief).written
    for table in brief.spec.schema if brief.subject.writes else ():
        if table.name in names:
            yield table, [one for one in table.columns if not MADE.match(one.name)]


def _joined(brief: Brief) -> Iterator[tuple[Table, Sequence[Column]]]:
    """The columns that a read takes from other tables and that are there in some case only."""
    facts = (one.fact.text for one in way(brief) if one.part == "read")
    named = [set(_TICKED.findall(text)) for text in facts] if not brief.subject.writes else []
    for table in brief.spec.schema:
        mine = {name for names in named if table.name in names for name in names}
        if not mine or table is brief.table:
            continue
        ruled = (one for one in table.columns if _RULE.search(brief.passages.says(one.source)))
        found = [one for one in ruled if one.name in mine and may_be_null(table, one)]
        if found:
            yield table, found


def _changed(brief: Brief, table: Table) -> set[str] | None:
    """The columns and states that a change of a row names; None where all of a row counts."""
    if table.name in touched(brief).added or not brief.subject.writes:
        return None
    names = [_TICKED.findall(one.fact.text) for one in way(brief) if one.part == "write"]
    return {name for first, *rest in filter(None, names) if first == table.name for name in rest}


def _own(brief: Brief, column: Column) -> Iterator[Fact]:
    """What stands behind it where it is defined."""
    line = brief.passages.says(column.source).partition("\n")[0]
    begins = line.find(column.name)
    if begins >= 0 and column.source.last == column.source.line:
        rest = line[begins + len(column.name) :]
        after = _NEXT.search(rest)
        rest = _CHECK.sub("", rest[: after.start()] if after is not None else rest)
        *first, last = _BEHIND.split(rest.strip(" |"))
        parts = [_KEY.sub("", last)] if first else map("".join, _ASIDE.findall(rest))
        found = (trimmed(one, _LONGEST) for one in parts if _RULE.search(one))
        for said in islice(found, 1):
            yield Fact(text=f"`{column.name}`: {said.rstrip('.')}", sources=(column.source,))


def _said(brief: Brief, table: Table, column: Column, cited: Cited) -> Iterator[Fact]:
    """The lines elsewhere that name it, where no other table has one of its name."""
    coded = _CODES.search(brief.passages.says(column.source)) is not None
    for source, line in _lines(brief, column):
        text = trimmed(line, _LONGEST).rstrip(".")
        known = (source.path.name, source.line) in cited or not _RULE.search(text)
        known |= coded and _CODES.search(text) is not None
        if known or _OTHER.search(text) or not _is_meant(brief, table, column, text):
            continue
        if not (is_strange(brief, text) or is_of_another_act(brief.subject, text)):
            yield Fact(text=_led(brief, source, text), sources=(source,))


def _led(brief: Brief, source: Source, text: str) -> str:
    """The rule after what it stands below, where it does not say what it is of: "If null, …"."""
    lines = brief.passages.lines(source.path)[: source.line]
    deep = [len(one) - len(one.lstrip()) for one in lines]
    above = next(
        (one for one, at in zip(lines[::-1], deep[::-1], strict=True) if at < deep[-1]), ""
    )
    label, mark, _ = trimmed(above).partition(": ")
    return f"{label}: {text}" if mark and _BARE.match(text) else text


def _ruled(brief: Brief, table: Table, column: Column, cited: Cited) -> Iterator[Fact]:
    """The rule of a value that nobody gives, in a section on the table's rows."""
    if any(bound(table, one.name) is column for one in brief.inputs):
        return
    parts = {singular(one) for one in snake(bare_name(table)).split("_")}
    for note in brief.spec.notes:
        about = {singular(one.casefold()) for one in _WORD.findall(note.about)}
        for source, line in lines_of(brief, note.source) if parts <= about else ():
            text = trimmed(line, _LONGEST).rstrip(".")
            named = text.replace("`", "").startswith(f"{column.name}:")
            if (
                named
                and len(text.split()) > _FEWEST
                and (source.path.name, source.line) not in cited
            ):
                yield Fact(text=text, sources=(source,))


def _lines(brief: Brief, column: Column) -> Iterator[Line]:
    """Those of the db plan's prose, and of the API plan's sections that may be on the endpoint."""
    db = column.source.path
    lines = brief.passages.lines(db) if db.suffix == ".md" else ()
    defining = _defining(brief.spec.schema).get(db, frozenset())
    for at in sorted(_naming(lines)(column.name) - defining):
        yield Source(path=db, line=at + 1, last=at + 1), lines[at]
    for note in brief.spec.notes:
        if note.topic is None or note.topic.own:
            yield from (one for one in lines_of(brief, note.source) if column.name in one[1])


@lately
def _defining(schema: tuple[Table, ...]) -> Mapping[RepoPath, AbstractSet[int]]:
    """The places of the lines of each document that define one column, of any table."""
    found: dict[RepoPath, set[int]] = {}
    for one in (column.source for table in schema for column in table.columns):
        if one.line == one.last:
            found.setdefault(one.path, set()).add(one.line - 1)
    return found


@lately
def _naming(lines: tuple[str, ...]) -> Callable[[str], frozenset[int]]:
    """The places of the lines of prose that have a text."""
    prose = _prose(lines)
    return cache(lambda text: prose.intersection(lines_with(text, lines)))


def _prose(lines: tuple[str, ...]) -> frozenset[int]:
    """The places of the lines outside of fences that are neither a title nor a table's row."""
    found, fenced = set(), False
    for at, line in enumerate(lines):
        bare = line.lstrip()
        fenced = fenced != bare.startswith("```")
        if not fenced and not bare.startswith(("#", "|")):
            found.add(at)
    return frozenset(found)


def _is_meant(brief: Brief, table: Table, column: Column, text: str) -> bool:
    """Whether a line names this column: with its table, or by a name of its own."""
    if re.search(rf"{_MADE_OF}{re.escape(column.name)}\b", text, re.IGNORECASE):
        return False
    if re.search(rf"\b{re.escape(bare_name(table))}\.{re.escape(column.name)}\b", text):
        return True
    known = {one for one in _NAME.findall(text) if len(_HUMP.split(one)) > 1}
    others = {one.name for each in brief.spec.schema if each is not table for one in each.columns}
    return column.name in known - others and not known & (others - {c.name for c in table.columns})
