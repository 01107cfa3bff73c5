"""Names that a plan states: statuses, tables, columns, files, citations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus

from agent.core.lint.values import Named
from agent.core.patterns import deferred
from agent.core.plan import Plan
from agent.core.schema import name_key
from agent.sources.lint.lines import CITED, Line
from agent.sources.tables.relatedtables import normal
from agent.sources.text.languages import SUFFIXES
from agent.sources.text.words import fold, section_kind

_KNOWN = {one.value: one.phrase for one in HTTPStatus if one.value >= HTTPStatus.OK}
_NUMBER = re.compile(r"(?:(?<![\w.,/:#-])|(?<=[2-5]\d\d/))([2-5]\d\d)(?![\w%]|[.,]\d)")
# What makes of a number a status: a word before it, its own phrase after it, or marks around it.
_BEFORE = re.compile(
    r"(?:\b(?:http(?:/1\.1)?|status(?:[_ ]?code)?|kod(?:em)?|error|blad|zwraca\w*|returns?|response"
    r"|odpowied\w+)[ :=(\"'*]*|(?:->|=>|\u2192|\u21d2)\s*[*`]*"
    r"|^\s*(?:[-*+]|\d+[.)]|#+|\|)\s*[*`]*)$"
)
_AFTER = re.compile(r"[*`]*\s*(?:[-\u2013\u2014:(|]\s*)?(\w+)")
_UNIT = deferred(
    r"[*`]*\s*(?:chars?|characters?|znak\w*|ms|kb|mb|s|sek\w*|items?|per|req\w*|px|tokens?|rows?"
    r"|records?|rekord\w*|wierszy|dni|days|min\w*|users?)\b",
    re.IGNORECASE,
)
_NAME = r"[A-Za-z][\w]*"
_QUOTE = r"[\"`'\[]?"
_FULL = rf"{_QUOTE}(?:(?P<schema>{_NAME}){_QUOTE}\.{_QUOTE})?(?P<name>{_NAME})"
_TABLES = (
    # SQL in capitals; a function is no table.
    re.compile(rf"\b(?:FROM|INSERT INTO)\s+{_FULL}\b(?!\s*\(|\w|\.)"),
    # A sentence speaks of joins too: "a JOIN instead of two queries".
    re.compile(rf"\bJOIN\s+(?!FETCH\b){_FULL}{_QUOTE}\s+(?:AS\s+)?(?:\w+\s+)?(?:ON|USING)\b"),
    re.compile(rf"\bUPDATE\s+{_FULL}{_QUOTE}\s+SET\b"),
    re.compile(
        rf"(?<!Buffer)(?<!Array)(?<!Object)\.from\(\s*[\"'](?:(?P<schema>{_NAME})\.)?(?P<name>{_NAME})[\"']\s*\)"
    ),
    re.compile(
        rf"\b(?:[Tt]ables?|[Tt]abel[aięy]|[Tt]abelach)\s+[`\"](?:(?P<schema>{_NAME})\.)?(?P<name>{_NAME})[`\"]"
    ),
    re.compile(rf"`(?:(?P<schema>{_NAME})\.)?(?P<name>{_NAME})`\s+(?:table|tabel[aięy])\b"),
    re.compile(rf"@Table\(\s*name\s*=\s*\"(?:(?P<schema>{_NAME})\.)?(?P<name>{_NAME})\""),
)
# What each of these has; most lines have none of it.
_OF_TABLES = deferred(r"FROM|JOIN|INSERT INTO|UPDATE|\.from\(|[Tt]abl|[Tt]abel")
_WITH = deferred(rf"(?:\bWITH|,)\s+(?:RECURSIVE\s+)?({_NAME})\s+AS\s*\(", re.IGNORECASE)
_CREATED = re.compile(
    rf"\bCREATE\s+(?:TEMP\w*\s+)?(?:TABLE|VIEW|MATERIALIZED VIEW)\s+(?:IF NOT EXISTS\s+)?{_FULL}",
    re.IGNORECASE,
)
_AT = deferred(r":\d")
# What each of these two has, in lower case.
_CREATES = (deferred(r"create\s+(?:temp|table|view|mat)"), deferred(r"as\s*\("))
# What a plan sets itself, and says so: by a profile, or since it is usual.
_SET_HERE = deferred(r"[(,] ?(?:profile? [\w-]+|by convention|zgodnie z konwencj\u0105)\)")
_COLUMN = re.compile(rf"`(?:public\.)?({_NAME})\.({_NAME})`")
# A field as an item or a row begins with it, and as an example has it.
_FIELD = re.compile(r"\s*(?:[-*+]|\|)\s+(?:\*\*)?`([a-z_]\w*)`(?:\*\*)?\s*(?:[:(|\u2014\u2013-]|$)")
_MEMBER = re.compile(r'\s*[{,]?\s*"([a-z_]\w*)"\s*:')
# Those of the database itself, and of the services around it.
_OTHERS = frozenset(("auth", "storage", "information_schema", "pg_catalog", "cron", "extensions"))
_SET = frozenset(("set", "select", "where", "values", "the", "a", "an", "only", "now", "public"))
_NO_NAME = frozenset(("table_name", "your_table", "nazwa_tabeli"))
# A line that leads others, and those of a request's section that lead to other than its fields.
_LEADING = deferred(
    r"^\s*(?:#{1,6}\s+(?P<heading>.+)|(?:[-*+]\s+)?(?P<label>\*\*[^*]+\*\*:?|[^|`]+:))\s*$"
)
_NO_FIELDS = deferred(r"\b(?:respon[sd]|odpowied|headers?|naglow|types?\b|typy\b|errors?|bled)")


def codes(text: str) -> Iterator[int]:
    """Every number of the text that can be a status."""
    for found in _NUMBER.finditer(text):
        if int(found[1]) in _KNOWN and CITED.match(text, found.start()) is None:
            yield int(found[1])


def names(plan: Plan, lines: Sequence[Line], said: str, own: frozenset[str]) -> Iterator[Named]:
    """Every name, in the order of its lines; `own` are tables that it makes."""
    request = frozenset(_request(plan, lines))
    found = {line.number: tuple(_statuses(line)) for line in lines}
    # Statuses that the plan says itself that no document is the source of.
    here = [line for line in lines if _SET_HERE.search(line.text)] if _SET_HERE.search(said) else ()
    told = {one.name for line in here for one in found[line.number]}
    for line in lines:
        if not line.fenced:
            yield from (one for one in found[line.number] if one.name not in told)
            yield from _columns(line)
        if line.number in request:
            yield from _fields(line)
        yield from _tables(line, own)
        yield from _citations(line)
    for step in plan.all_steps():
        for file in step.files:
            if file.new is False:
                name = file.path.value
                yield Named(kind="file", name=name, key=name, line=step.line)


def created(lines: Iterable[Line], said: str) -> Iterator[str]:
    """Keys of the tables that the plan makes, or names in a query of its own.

    `said` are its lines, case-folded.
    """
    for line in lines if any(one.search(said) for one in _CREATES) else ():
        for found in _CREATED.finditer(line.text):
            yield normal(found["name"])
        for name in _WITH.findall(line.text):
            yield normal(name)


def _statuses(line: Line) -> Iterator[Named]:
    text = line.text
    if _NUMBER.search(text) is None:
        return
    if _AT.search(text):
        text = CITED.sub(lambda found: " " * len(found[0]), text)
    for found in _NUMBER.finditer(text):
        code = int(found[1])
        before, after = fold(text[: found.start()]), text[found.end() :]
        if code not in _KNOWN or _UNIT.match(after):
            continue
        word = _AFTER.match(after)
        phrase = _KNOWN[code].split()[0].casefold()
        said = word is not None and word[1].casefold() == phrase
        if (
            said
            or _BEFORE.search(before)
            or text[found.start() - 1 : found.end() + 1] == f"`{code}`"
        ):
            yield Named(kind="status", name=found[1], key=found[1], line=line.number)


def _tables(line: Line, own: frozenset[str]) -> Iterator[Named]:
    for pattern in _TABLES if _OF_TABLES.search(line.text) else ():
        for found in pattern.finditer(line.text):
            name, schema = found["name"], (found["schema"] or "").casefold()
            no_name = name.casefold() in _SET | _NO_NAME
            inner = schema in _OTHERS or no_name or name.startswith("pg_")
            if not inner and normal(name) not in own:
                yield Named(kind="table", name=name, key=normal(name), line=line.number)


def _columns(line: Line) -> Iterator[Named]:
    for table, name in _COLUMN.findall(line.text) if "`" in line.text else ():
        if name.casefold() not in SUFFIXES:
            yield Named(
                kind="column",
                name=name,
                key=name_key(name),
                line=line.number,
                table=normal(table),
            )


def _request(plan: Plan, lines: Iterable[Line]) -> Iterator[int]:
    """The lines of the sections on the request that can name its fields."""
    titled = {one.line: section_kind(one.title) for one in plan.sections}
    within = fields = False
    for line in lines:
        if line.number in titled:
            within = fields = titled[line.number] == "request"
        elif within and not line.fenced and (led := _LEADING.match(line.text)):
            fields = _NO_FIELDS.search(fold(led["heading"] or led["label"])) is None
        if within and fields:
            yield line.number


def _fields(line: Line) -> Iterator[Named]:
    found = (_MEMBER if line.fenced else _FIELD).match(line.text)
    if found is not None:
        yield Named(kind="field", name=found[1], key=name_key(found[1]), line=line.number)


def _citations(line: Line) -> Iterator[Named]:
    for name, first, last in CITED.findall(line.text) if _AT.search(line.text) else ():
        end = last or first
        yield Named(
            kind="citation", name=name, key=f"{name}:{end}", line=line.number, last=int(end)
        )
