"""Columns of a table that is described by a pipe table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.sources.text.markdown import plain
from agent.sources.text.notation import bare
from agent.sources.values.columns import column, constraints, is_table_constraint, is_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agent.core.documents import Document
    from agent.sources.text.markdown import Grid, Row

_NAME = deferred(
    r"column|kolumn|name|nazwa|field|pole|attribut|atrybut|spalte|feld|colonne|champ\b|columna|coluna"
    r"|campo|nome\b|nombre|nom\b|столб|поле|物理名|カラム|列名|字段|欄位|컬럼|필드",
    re.IGNORECASE,
)
_TYPE = deferred(
    r"\btyp|\btype|datatype|datentyp|tipo|тип|データ型|^型$|类型|類型|型別|타입|자료형",
    re.IGNORECASE,
)
_SAID = deferred(
    r"constraint|ogranicz|key|klucz|modifier|rules?|atrybuty|flags|contrainte|einschränk|restri[cç]"
    r"|ограничен|制約|约束|約束|キー|键|鍵|제약",
    re.IGNORECASE,
)
_NULL = deferred(
    r"null|wymagan|required|pflicht|requis|requerid|obrigat|必須|必填|필수", re.IGNORECASE
)
_DEFAULT = deferred(
    r"default|domyśl|standardwert|par défaut|padrão|por defecto|デフォルト|默认|預設|기본값",
    re.IGNORECASE,
)
# A column of the pipe table for a constraint of its own, where a mark says yes.
_OWN = deferred(r"pk|fk|primary key|foreign key|not null|unique|uk", re.IGNORECASE)
_YES = deferred(
    r"[oxy\u25cb\u25ef\u2713\u2714\u2705\u2611]\ufe0f?|yes|true|tak|ja|oui|s[ií]|sim|да|是",
    re.IGNORECASE,
)
_NO = deferred(
    r"[xn\u2717\u2718\u274c-]|no|false|nie|nein|non|n[a\xe3]o|\u043d\u0435\u0442|\u5426",
    re.IGNORECASE,
)
_KEY = deferred(
    r"\b(?:foreign key|klucz obcy|fk)\s*(?:\u2192|->|to|do)\s*(?!(?:the|an?)\b)\w+(?:\.\w+)*",
    re.IGNORECASE,
)
# What a description begins with, up to its first own word: "Unique, indexed", "PK (generated)".
_SEGMENT = deferred(
    r"(?:(?P<key>primary key|pk|klucz główny|clave primaria|chave primária|clé primaire"
    r"|primärschlüssel|主键|主鍵|主キー|기본키?)|(?P<only>unique|not null|nullable)"
    r"|(?P<refers>(?:references|fk (?:to|do)|foreign key (?:to|do)?)\s+[\w.]+(?:\s*\([\w, ]+\))?"
    r"(?:\s+on (?:delete|update) (?:cascade|restrict|no action|set (?:null|default)))*)"
    r"|(?P<default>default\s+(?:'[^']*'|[\w.\-]+(?:\(\))?)))(?=\s*(?:[,;.(\uff08\u3002\u2013\u2014]|-\s|$))",
    re.IGNORECASE,
)
_BRACKETED = deferred(r"^\((.*)\)$")
_SHORT = {"PK": "primary key", "FK": "foreign key"}
_NEXT = deferred(r"\s*[,;]\s*")
_AND_SO_ON = ("etc.", "etc", "itd.", "...", "\u2026")
_SQL_NAME = deferred(r"[A-Za-z_][\w$]*")


def grid_columns(grid: Grid, document: Document) -> tuple[Column, ...]:
    """The columns that the rows describe; none when the pipe table is about something else."""
    header = [plain(cell) for cell in grid.header]
    typed = _type_column(grid, header)
    if typed is None:
        return ()
    named = next((at for at, cell in enumerate(header) if at != typed and _NAME.search(cell)), 0)
    return tuple(
        one for row in grid.rows for one in _columns(row, header, (named, typed), document)
    )


def unnamed(grid: Grid) -> Iterator[tuple[str, int]]:
    """What rows without a column's name state of the table, and on which line."""
    for row in grid.rows:
        first, *others = [plain(cell).strip(" -\u2013\u2014") for cell in row.cells] or [""]
        said = next(filter(is_table_constraint, others), "") if not first else ""
        if said:
            yield said, row.line


def _type_column(grid: Grid, header: list[str]) -> int | None:
    said = next((at for at, cell in enumerate(header) if _TYPE.search(cell)), None)
    counts = [
        sum(is_type(row.cells[at]) for row in grid.rows if at < len(row.cells))
        for at in range(len(header))
    ]
    best = max(range(len(header)), key=lambda at: (counts[at], at == said), default=None)
    if best is None or counts[best] * 3 < len(grid.rows) or not counts[best]:
        return None
    return said if said is not None and counts[said] else best


def _columns(
    row: Row, header: list[str], places: tuple[int, int], document: Document
) -> Iterator[Column]:
    """The column of a row, or all that it names: `created_at, updated_at`."""
    named, typed = places
    if len(row.cells) <= max(places):
        return
    names = [one.strip(' "') for one in bare(row.cells[named]).split(",")]
    names = names[:-1] if len(names) > 1 and names[-1] in _AND_SO_ON else names
    if not all(map(_SQL_NAME.fullmatch, names)):
        return
    said: list[str] = []
    for at, cell in enumerate(row.cells[: len(header)]):
        if at not in places:
            said.extend(_said(header[at], bare(cell)))
    type_, keys = _typed(bare(row.cells[typed]))
    for name in names:
        yield Column(
            name=name,
            type=type_,
            source=document.source(row.line),
            constraints=_once((*keys, *said)),
        )


def _said(header: str, cell: str) -> tuple[str, ...]:
    if not cell.strip(" -\u2013\u2014"):
        return ()
    if _OWN.fullmatch(header.strip()):
        return (header.strip().upper(),) if _YES.fullmatch(cell.strip()) else (cell,)
    if _SAID.search(header):
        return constraints(" " + cell) or (cell,)
    if _DEFAULT.search(header):
        return (f"DEFAULT {cell}",)
    if _NULL.search(header):
        return (_emptiness(header, cell.strip()),)
    key = _KEY.search(cell)  # in a description
    return (key[0],) if key is not None else tuple(_leading(cell))


def _leading(cell: str) -> Iterator[str]:
    """The constraints that a description begins with."""
    found = _SEGMENT.match(cell.strip())
    while found is not None:
        yield "PRIMARY KEY" if found["key"] else (found["only"] or "").upper() or found[0]
        after = _NEXT.match(found.string, found.end())
        found = _SEGMENT.match(found.string, after.end()) if after is not None else None


def _typed(cell: str) -> tuple[str, tuple[str, ...]]:
    """A cell's type, and the constraints behind it: `UUID PK`, `INT (FK)`."""
    found = column(f"x {cell}")
    if found is None or not found.constraints:
        return cell, ()
    return found.type, tuple(_BRACKETED.sub(r"\1", one) for one in found.constraints)


def _once(said: Iterable[str]) -> tuple[str, ...]:
    """Each constraint once, a key in short as in full."""
    found: dict[str, str] = {}
    for one in said:
        found.setdefault(_SHORT.get(one.upper(), one.casefold()), one)
    return tuple(found.values())


def _emptiness(header: str, cell: str) -> str:
    """In SQL whether a value may be missing: of "Nullable" a no, of "Required" a yes forbids it."""
    yes, no = _YES.fullmatch(cell) is not None, _NO.fullmatch(cell) is not None
    if yes == no:
        return f"{header}: {cell}"
    return "NULL" if yes == ("null" in header.casefold()) else "NOT NULL"
