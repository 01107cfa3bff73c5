"""The name of a table, as headings and list items give it."""

from __future__ import annotations

import re

from agent.sources.ddl import unquoted
from agent.sources.notation import bare, unnumbered

_IDENTIFIER = r"[A-Za-z_][\w$]*"
_QUALIFIED = re.compile(rf"(?:\"?{_IDENTIFIER}\"?\.)?\"?{_IDENTIFIER}\"?")
_CODE = re.compile(r"`([^`]+)`")
_PREFIX = re.compile(
    r"(?:db |database )?(?:tables?|tabel[aeę]|tabelle|tabla|entity|entities|encj[ai]|model"
    r"|collection|kolekcj[ai]|relation)\b\s*[:\-\u2013\u2014]*\s*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s+(?:table|tabela|collection|entity)$", re.IGNORECASE)
_PART = re.compile(
    r"(?:create table|foreign keys?|klucze?|kolumn\w*|columns?|fields?|pola|attributes?|atrybut\w*"
    r"|(?:key|kluczowe|inne) \w+"
    r"|constraints?|ogranicz\w*|struktura|structure|schema|definition|definicja|sql|ddl"
    r"|columns? .*|kolumny .*|ograniczenia .*|additional (?!notes).*|dodatkowe (?!uwagi).*)\b[^`]*",
    re.IGNORECASE,
)
# `books.yaml` is a file and no table of the schema "books".
_FILE = re.compile(r"\.(?:ya?ml|json|csv|tsv?|md|txt|xml|toml|sql|py|js)$", re.IGNORECASE)
_MAX_WORDS = 4


def table_name(text: str, *, strict: bool = False) -> str:
    """The table that a title or an item names, else empty.

    With `strict` only a name that is written as one: in code, as an identifier, or beside "Table".
    """
    title = unnumbered(bare(text))
    codes = [found for found in _CODE.findall(text) if _QUALIFIED.fullmatch(found)]
    code = next((found for found in codes if not _FILE.search(found)), "")
    if code and _before(title, code):
        return unquoted(code)
    said = _PREFIX.match(title)
    name = title[said.end() :] if said else title
    name = re.split(r"\s[\u2013\u2014-]\s|[:(]|\s_\(", name, maxsplit=1)[0].strip(" .\"'_")
    called, name = name, _SUFFIX.sub("", name)
    if _FILE.search(name):
        return ""
    if _QUALIFIED.fullmatch(name):
        camel = re.search(r"[a-z][A-Z]", name) is not None
        written = said is not None or name != called or "_" in name or name.islower() or camel
        if not written and strict:
            return ""
        return unquoted(name if name == called or camel else name.casefold())
    if strict or not 0 < len(name.split()) <= _MAX_WORDS or not re.fullmatch(r"[\w ]+", name):
        return ""
    return "_".join(name.casefold().split())


def is_file(text: str) -> bool:
    """Whether a title names a file: what stands below it is its content."""
    return _FILE.search(re.split(r"\s", unnumbered(bare(text)), maxsplit=1)[0]) is not None


def is_part_name(title: str) -> bool:
    """Whether a title names a part of a table, like "Columns", not a table."""
    return _PART.fullmatch(unnumbered(title).strip(" :*")) is not None


def _before(title: str, code: str) -> bool:
    """Whether at most two words stand before the code: it is the name, no remark."""
    return len(title.partition(bare(code))[0].split()) <= 2  # noqa: PLR2004 (see docstring)
