"""Where two descriptions of one table say different things of a column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from agent.core.findings import Contradiction, ContradictionTopic, Statement
from agent.core.patterns import deferred
from agent.core.schema import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.schema import Schema
    from agent.core.spec import Column, Table

_ALIASES = {
    "smallint": "int2 smallserial serial2 tinyint",
    "integer": "int int4 serial serial4 mediumint autoincrement identity",
    "bigint": "int8 bigserial serial8 long",
    "varchar": "nvarchar character-varying varchar2",
    "char": "nchar character bpchar",
    "text": "longtext mediumtext tinytext clob ntext citext",
    "boolean": "bool bit",
    "timestamp": "timestamp-without-time-zone datetime datetime2",
    "timestamptz": "timestamp-with-time-zone datetimeoffset",
    "time": "time-without-time-zone",
    "timetz": "time-with-time-zone",
    "numeric": "decimal dec number money",
    "real": "float4",
    "double": "float float8 double-precision",
    "uuid": "uniqueidentifier guid",
    "json": "jsonb",
    "bytea": "blob varbinary binary longblob",
    "date": "",
    "interval": "",
    "inet": "",
    "string": "",
}
_NAMES = {alias: name for name, said in _ALIASES.items() for alias in (name, *said.split())}
# What the types of Prisma, and of plans that name none of a database's, may be in it.
_WIDE = {
    "string": {"varchar", "char", "text", "uuid", "string", "inet"},
    "Int": {"integer", "smallint"},
    "DateTime": {"timestamp", "timestamptz", "date", "time", "timetz"},
    "Float": {"double", "real", "numeric"},
    "Decimal": {"numeric"},
    "Json": {"json"},
    "Boolean": {"boolean"},
    "BigInt": {"bigint"},
    "Bytes": {"bytea"},
}
_TYPE = deferred(
    r"(?P<name>[A-Za-z_]\w*(?:\s+(?:varying|precision))?)\s*(?:\((?P<size>[\d\s,]+)\))?"
    r"(?P<zone>\s+with(?:out)?\s+time\s+zone)?\s*(?P<many>(?:\[\d*\])*)",
    re.IGNORECASE,
)
_SIZED = {"varchar", "char", "numeric"}
_FILLED = deferred(r"(?:not\s+null|primary\s+key|pk|serial|identity|generated)\b", re.IGNORECASE)
_EMPTY = deferred(r"(?:null|nullable)(?:\s*:\s*(?:yes|true))?", re.IGNORECASE)

_Nulls = Literal["allowed", "refused", "unsaid"]


def contradictions(planned: Schema, built: Schema) -> tuple[Contradiction, ...]:
    """What the plan says of a column's type or nullability that what is built denies."""
    known = {name_key(table.name): table for table in built.tables}
    return tuple(
        found
        for table in planned.tables
        if (other := known.get(name_key(table.name))) is not None
        for found in _of_table(table, other)
    )


def _of_table(table: Table, other: Table) -> Iterator[Contradiction]:
    known = {name_key(column.name): column for column in other.columns}
    for column in table.columns:
        same = known.get(name_key(column.name))
        if same is None:
            continue
        for topic, here, there in _of_column(column, same, other):
            yield Contradiction(
                topic=topic,
                subject=f"{table.name}.{column.name}",
                kept=Statement(text=here, source=column.source),
                other=Statement(text=there, source=same.source),
                by="row",
            )


def _of_column(
    column: Column, same: Column, other: Table
) -> Iterator[tuple[ContradictionTopic, str, str]]:
    if same.name.casefold() != column.name.casefold():
        yield "name", column.name, same.name
    if not column.drawn and _differ(column.type, same.type):
        yield "type", column.type, same.type
    said, real = _nulls(column), _nulls(same)
    if said == "refused" and real == "unsaid" and not _in_key(other, same):
        real = "allowed"
    if {said, real} == {"allowed", "refused"}:
        words = {"allowed": "NULL", "refused": "NOT NULL"}
        yield "nulls", words[said], words[real]


def _differ(one: str, two: str) -> bool:
    """Whether both are types that are known, and not two spellings of one."""
    first, second = _type(one), _type(two)
    if first is None or second is None:
        return False
    (name, size, many), (other, length, several) = first, second
    if many != several:
        return True
    if name in _WIDE or other in _WIDE:
        wide, narrow = (name, other) if name in _WIDE else (other, name)
        return narrow not in _WIDE and narrow not in _WIDE[wide]
    sized = name in _SIZED and size and length
    return name != other or (bool(sized) and size != length)


def _type(text: str) -> tuple[str, str, bool] | None:
    found = _TYPE.fullmatch(text.strip(" `\"'"))
    if found is None:
        return None
    said = " ".join((found["name"] + (found["zone"] or "")).split())
    name = said if said in _WIDE else _NAMES.get(said.casefold().replace(" ", "-"), "")
    size = re.sub(r"\s", "", found["size"] or "")
    return (name, size, bool(found["many"])) if name else None


def _nulls(column: Column) -> _Nulls:
    if "serial" in column.type.casefold() or any(map(_FILLED.match, column.constraints)):
        return "refused"
    return "allowed" if any(map(_EMPTY.fullmatch, column.constraints)) else "unsaid"


def _in_key(table: Table, column: Column) -> bool:
    """Whether a key of the table holds the column, which cannot be null then."""
    keys = (one for one in table.constraints if re.search(r"primary\s+key", one, re.IGNORECASE))
    return any(re.search(rf"\b{re.escape(column.name)}\b", one, re.IGNORECASE) for one in keys)
