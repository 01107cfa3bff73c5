"""What the endpoint's lines say that columns are set to: `status = 'paid'`, "sets `paid_at`"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Excerpt, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import column_of, lines_of
from agent.drafters.builtin.planning.sentences.scope import is_named
from agent.drafters.builtin.planning.sentences.stepwise import Line
from agent.drafters.builtin.planning.sentences.topical import is_deed_of
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import MADE
from agent.drafters.builtin.planning.writes.transitions import state_of
from agent.drafters.builtin.project.naming import snake

# English and Polish.
WRITES = deferred(
    r"\bcreated(?=\s+(?:as|with|in)\b)"
    r"|\b(?:sets?|setting|updat(?:es?|ing)|chang(?:es?|ing)|marks?|marking|transitions?|moves?"
    r"|ustaw(?:ia|ienie|i\u0107)?|zmie(?:nia|ni\u0107|\u0144)|zmiana|oznacza?|aktualizuje|aktualizacja)\b",
    re.IGNORECASE,
)
# What holds only then, is not done, or is done by others.
_UNSURE = deferred(
    r"\b(?:if|when|whenever|unless|once|until|otherwise|either|only|must|may|might|can|could|cannot"
    r"|should|not|never|no|future|consider\w*|option\w*|default\w*|e\.g|trigger\w*|cascad\w*|validat\w*"
    r"|check\w*|verif\w*|ensur\w*|prevent\w*|reject\w*|allow\w*|cron|later|after|before|fail\w*"
    r"|errors?|depend\w*|based on|where|use|on success,|workers?"
    r"|je\u015bli|je\u017celi|gdy|kiedy|dopiero|tylko|musi|mo\u017ce|mo\u017cna|nie|lub|albo|po|gdzie"
    r"|wyzwalacz\w*|domy\u015bln\w*|opcjonaln\w*|sprawd\w*|walid\w*)\b|->|\u2192|\u2194|=>",
    re.IGNORECASE,
)
EQUALS = deferred(
    r"(?<![?&\w.])`?(?:(?P<thing>[A-Za-z_]\w*)\.)?(?P<name>[A-Za-z_]\w*)`?\s*(?<![=<>!])=(?![=>])\s*"
    r"(?P<value>`[^`]*`|'[^']*'|\"[^\"]*\"|[\w.]+(?:\(\))?)(?!\s*[-+*/]\s*\w)"
)
_TO = deferred(
    r"(?<![\w.])`?(?:(?P<thing>[A-Za-z_]\w*)\.)?(?P<name>[A-Za-z_]\w*)`?\s+(?:to|na|from|z)\s+(?:the\s+)?"
    r"(?P<value>`[^`]*`|'[^']*'|\"[^\"]*\"|(?:current|authenticated|bie\u017c\u0105c\w+|aktualn\w+"
    r"|zalogowan\w+)\s\w+|[\w.]+(?:\(\))?)"
)
_NOW = deferred(
    r"now(?:\(\))?|current[_ ](?:timestamp|time|date)"
    r"|(?:bie\u017c\u0105c|aktualn)\w+ (?:czas\w*|dat\w*)",
    re.IGNORECASE,
)
_CALLER = deferred(
    r"auth\.uid(?:\(\))?|(?:current|authenticated|zalogowan\w+|bie\u017c\u0105c\w+)[_ ](?:user\w*"
    r"|u\u017cytkownik\w*)",
    re.IGNORECASE,
)
_INSTEAD = deferred(
    r"\b(?:instead of|rather than) (?:being )?(?:physical\w* |hard )?(?:delet|remov)"
    r"|\bzamiast (?:fizyczn\w+ )?(?:usu|kasow)",
    re.IGNORECASE,
)
# "sets `paid_at`, `paid_by`": columns without a value.
_BARE = deferred(
    r"\b(?:sets?|setting|ustawi\w+) (?P<names>`\w+`(?:(?:,|,? (?:and|oraz|i)) `\w+`)*)"
    r"\s*(?:[.;)]|$)",
    re.IGNORECASE,
)
_DONE = deferred(r"(?:ed|sent|paid|read|done|begun)_(?:at|on)$", re.IGNORECASE)
_BY = deferred(r"_by(?:_\w+)?_id$|_by$", re.IGNORECASE)
_RULE = deferred(r"=|\b(?:calculat|comput|deriv|based|oblicz|wylicz|podstaw)", re.IGNORECASE)
_PLAIN = deferred(r"true|false|null|-?\d+(?:\.\d+)?", re.IGNORECASE)
# Before the state that a row is brought into.
_INTO = r"\b(?:status|state|as|to|na|jako)\s+[`'\"]?"
_ALONE = r"(?![\w-]|\s*(?:/|\||or\b|lub\b))"
_THING = deferred(
    r"\s*(?:(?:an?|the|its|this|that|all|new|each)\s+)*`?(?P<thing>[A-Za-z_]\w*)", re.IGNORECASE
)
_WORD = deferred(r"[A-Za-z_]\w*")
_CLAUSE = deferred(r"(?<=[.;])\s+|;\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """A column with the value that a line gives to it."""

    table: Table
    column: Column
    value: str
    source: Source


@lately
def assigned(brief: Brief) -> tuple[Set, ...]:
    """All of them, the first of each column; none that holds only in some case."""
    work, found = Work(brief), dict[tuple[str, str], Set]()
    if brief.subject.act in {"create", "update", "action"}:
        for one in _all(work):
            found.setdefault((one.table.name, one.column.name), one)
    return tuple(found.values())


def told_values(brief: Brief, table: Table) -> dict[str, str]:
    """The values that the columns of one table are said to get."""
    return {one.column.name: one.value for one in assigned(brief) if one.table is table}


@lately
def kept_as(brief: Brief) -> Set | None:
    """What is set of a row of the endpoint's own that is said to stay where others are removed."""
    work, thing = Work(brief), re.compile(rf"\b{brief.subject.thing}", re.IGNORECASE)
    own = brief.spec.excerpts[:1]
    for excerpt in (*own, *brief.spec.notes):
        for source, text in lines_of(brief, excerpt.source):
            if _INSTEAD.search(text) and (excerpt in own or thing.search(text)):
                found = (one for one in _sets(work, source, text, ()) if one.table is work.table)
                if (first := next(found, None)) is not None:
                    return first
    return None


def _all(work: Work) -> Iterator[Set]:
    brief = work.brief
    own = [one for one in brief.spec.excerpts if not one.referred or _is_named(brief, one)]
    deeds = (one for one in brief.spec.notes if is_on(brief, one))
    for excerpt in (*own[:1], *deeds):
        lines = lines_of(brief, excerpt.source)
        for at, (source, text) in enumerate(lines):
            leads = _leads(lines[:at], text)
            if not any(_UNSURE.search(one) for one in leads):
                for clause in _CLAUSE.split(text):
                    yield from _sets(work, source, clause, leads)


def is_on(brief: Brief, note: Excerpt) -> bool:
    """Whether a general passage is on this endpoint alone: its steps are told in the flow."""
    if is_deed_of(note) or _is_named(brief, note):
        return True
    own = (place for one in brief.remarks if one.own for place in one.fact.sources)
    here = note.source
    return any(one.path == here.path and here.line <= one.line <= here.last for one in own)


def _is_named(brief: Brief, note: Excerpt) -> bool:
    return is_named(brief.spec.endpoint, note)


def _leads(above: Sequence[Line], text: str) -> list[str]:
    """The lines that a line stands below, the nearest first."""
    depth, found = len(text) - len(text.lstrip()), list[str]()
    for _, line in reversed(above):
        here = len(line) - len(line.lstrip())
        if here < depth:
            found.append(line)
            depth = here
    return found


def _sets(work: Work, source: Source, clause: str, leads: Sequence[str]) -> Iterator[Set]:
    """What one clause sets, after its verb or below a line that has it."""
    verb = WRITES.search(clause)
    below = bool(leads) and leads[0].rstrip().endswith(":") and WRITES.search(leads[0]) is not None
    if (verb is None and not below) or _UNSURE.search(clause):
        return
    said = clause[verb.end() :] if verb is not None else clause
    lead = leads[0] if below else ""
    hits = [*EQUALS.finditer(said), *(_TO.finditer(said) if verb is not None else ())]
    for hit in hits:
        table = _table(work, hit["thing"] or "", f"{lead} {clause}", hit["name"])
        column = _column(table, hit["name"])
        value = _value(work, table, column, hit["value"]) if table and column else ""
        if table is not None and column is not None and value:
            yield Set(table=table, column=column, value=value, source=source)
    bare = _BARE.search(clause) if work.brief.is_own(source) else None
    for name in _WORD.findall(bare["names"]) if bare is not None else ():
        table = _table(work, "", clause, name)
        column = _column(table, name)
        value = _unsaid(work, column) if column is not None else ""
        if table is not None and column is not None and value:
            yield Set(table=table, column=column, value=value, source=source)
    if verb is not None and not hits:
        yield from _state(work, source, said)


def _unsaid(work: Work, column: Column) -> str:
    """The value that only a column's name tells, or that no line does; none where a body may."""
    brief = work.brief
    if _DONE.search(column.name):
        return brief.say("value-now")
    if _BY.search(column.name) and work.closed:
        return brief.say("value-caller")
    told = (one.source for one in (*brief.spec.excerpts, *brief.spec.notes))
    paths = {one.path for one in (column.source, *told)}
    lines = (line for path in paths for line in brief.passages.lines(path))
    said = (one for line in lines if column.name in snake(line) for one in _CLAUSE.split(line))
    known = any(column.name in snake(one) and _RULE.search(one) for one in said)
    return brief.say("value-worked-out" if known else "value-open") if brief.body else ""


def _state(work: Work, source: Source, said: str) -> Iterator[Set]:
    """The one state that a row is brought into: "marks the invitation as accepted"."""
    thing = _THING.match(said)
    meant = work.links.named(thing["thing"]) if thing is not None else None
    for table in (meant,) if meant is not None else _mine(work):
        column = state_of(table)
        values = values_of(work.brief.spec, table, column) if column is not None else ()
        found = [one for one in values if re.search(rf"{_INTO}{re.escape(one)}{_ALONE}", said)]
        if column is not None and found:
            value = max(found, key=len)
            yield Set(table=table, column=column, value=f"`{value}`", source=source)
            return


def _mine(work: Work) -> Iterator[Table]:
    """The tables of what is written: the endpoint's own, and the last row of the path."""
    rows = [one.table for one in reversed(work.rows)]
    first = rows if work.brief.subject.act == "action" else []
    own = [work.table] if work.table is not None else []
    yield from {one.name: one for one in (*first, *own, *rows)}.values()


def _column(table: Table | None, name: str) -> Column | None:
    """The column; none that the table fills by itself."""
    column = column_of(table, name)
    return None if column is not None and MADE.match(column.name) else column


def _table(work: Work, thing: str, said: str, name: str) -> Table | None:
    """The table that has the column: as it is called there, by a word of the line, or the own."""
    if thing:
        table = work.links.exactly(thing) or work.links.named(thing)
        return table if column_of(table, name) is not None else None
    words = [one for one in _WORD.findall(said) if one != name]
    named = [one for word in words if (one := work.links.exactly(word)) is not None]
    has = [one for one in (*named, *_mine(work)) if column_of(one, name) is not None]
    return next(iter(has), None)


def _value(work: Work, table: Table, column: Column, said: str) -> str:
    """The value in a plan's words; empty where nobody knows what it is."""
    bare, brief = said.strip("`'\""), work.brief
    if _NOW.fullmatch(bare):
        return brief.say("value-now")
    if _CALLER.fullmatch(bare):
        return brief.say("value-caller")
    thing, _, part = bare.partition(".")
    other = (work.links.exactly(thing) or work.links.named(thing)) if part.isidentifier() else None
    if other is not None and (held := column_of(other, part)) is not None:
        return f"`{other.name}.{held.name}`"
    field = next((one for one in brief.inputs if snake(leaf(one.name)) == snake(bare)), None)
    if field is not None:
        return f"`{field.name}`"
    marked = said != bare and " " not in bare
    known = marked or bare in values_of(brief.spec, table, column) or _PLAIN.fullmatch(bare)
    return f"`{bare}`" if known and bare else ""
