"""The name of a table, as headings and list items give it."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.sources.tables.ddl import unquoted
from agent.sources.text.notation import bare, unnumbered

_IDENTIFIER = r"[A-Za-z_][\w$]*"
_QUALIFIED = deferred(rf"(?:\"?{_IDENTIFIER}\"?\.)?\"?{_IDENTIFIER}\"?")
_CODE = deferred(r"`([^`]+)`")
# What a title says before or after a table's name: "Structure of the `x` table", "X schema".
_FORM = r"(?:schema|schemat|structure|struktura|definition|definicja)"
_FORMED = deferred(
    rf"{_FORM}\W+(?:(?:of|for|dla) )?(?:the )?(?=(?:table|tabel[aię])\W+\w|\w+ table\b)"
    rf"|(?=(?:table|tabela) {_FORM}\s*[:\u2013\u2014-]\s*\w)",
    re.IGNORECASE,
)
_FORM_LAST = deferred(rf"(?<=\w) {_FORM}$", re.IGNORECASE)
_PREFIX = deferred(
    r"(?:db |database )?(?:tables?|tabel[aeęi]|tabell[ae]n?|tablas?|tablo|bảng|таблиц[аы]"
    r"|entity|entities|encj[ai]|entité|entidade?|entität|entità|сущность|model|collection|kolekcj[ai]|colección"
    rf"|relation)\b(?: {_FORM}\b)?\s*[:\-\u2013\u2014]*\s*",
    re.IGNORECASE,
)
_SUFFIX = deferred(
    rf"[\s-]+(?:table|tabelle|tablo|tabela|collection|entity|entität)(?: {_FORM})?$",
    re.IGNORECASE,
)
# Chinese, Japanese and Korean: a name of a table stands there in Latin letters.
_EAST = deferred("[\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_LATIN = deferred(rf"(?<![\w.]){_IDENTIFIER}(?![\w.])", re.ASCII)
_ABBREVIATED = frozenset(["id", "pk", "fk", "sql", "er", "erd", "db", "api", "json", "mvp", "rls"])
# No name has these words, what asks or compares has: "Why integers", "Users vs Employees".
_SPOKEN = frozenset(
    [
        *("why", "how", "what", "when", "where", "which", "vs", "versus", "is", "are", "not"),
        *("with", "without", "dlaczego", "jak", "warum", "wie", "pourquoi", "schemat", "payload"),
        *("database", "baza"),
    ]
)
_PART = deferred(
    r"(?:create table|foreign keys?|klucze?|kolumn\w*|columns?|fields?|pola|attributes?|atrybut\w*"
    r"|(?:key|kluczowe|inne) \w+"
    rf"|constraints?|ogranicz\w*|(?:table |tabel[ai] )?{_FORM}|sql|ddl"
    r"|columns? .*|kolumny .*|ograniczenia .*|additional (?!notes).*|dodatkowe (?!uwagi).*"
    # The same in German, the Romance languages, Russian, Ukrainian, Czech and Turkish.
    r"|spalten|felder|attribute|einschränkungen|fremdschlüssel|columnas|campos|atributos|restricciones"
    r"|claves?|colunas|chaves?|restrições|colonnes|champs|attributs|contraintes|clés?|colonne|campi"
    r"|attributi|vincoli|chiavi|поля|столбцы|колонки|атрибуты|ограничения|ключи|стовпці|атрибути"
    r"|обмеження|ключі|sloupce|atributy|omezení|klíče|sütunlar|alanlar|anahtarlar)\b[^`]*",
    re.IGNORECASE,
)
# `books.yaml` is a file and no table of the schema "books".
_FILE = deferred(r"\.(?:ya?ml|json|csv|tsv?|md|txt|xml|toml|sql|py|js)$", re.IGNORECASE)
# A column and what it holds: "Keys of `options` (JSONB)"; and a class that no table is made of.
_COLUMN = deferred(r"`\s*\((?:jsonb?|hstore|map|object)\)", re.IGNORECASE)
_ABSTRACT = deferred(r"[(\[](?:abstra[ck]t\w*|абстрактн\w*|抽象)[)\]]", re.IGNORECASE)
_MAX_WORDS = 4


def table_name(text: str, *, strict: bool = False) -> str:
    """The table that a title or an item names, else empty.

    With `strict` only a name that is written as one: in code, as an identifier, or beside "Table".
    """
    if _COLUMN.search(text) or _ABSTRACT.search(text):
        return ""
    title = _FORMED.sub("", unnumbered(bare(text)), count=1)
    if _EAST.search(title):
        return _only_latin(title)
    codes = [found for found in _CODE.findall(text) if _QUALIFIED.fullmatch(found)]
    code = next((found for found in codes if not _FILE.search(found)), "")
    if code and _before(title, code):
        return unquoted(code)
    said = _PREFIX.match(title)
    name = title[said.end() :] if said else title
    name = re.split(r"\s(?:--|[\u2013\u2014-])\s|[:(]|\s_\(", name, maxsplit=1)[0].strip(" .\"'_")
    name = name if strict else _FORM_LAST.sub("", name)
    called, name = name, _SUFFIX.sub("", name)
    if _FILE.search(name):
        return ""
    if _QUALIFIED.fullmatch(name):
        camel = re.search(r"[a-z][A-Z]", name) is not None
        written = said is not None or name != called or "_" in name or name.islower() or camel
        if not written and strict:
            return ""
        return unquoted(name if name == called or camel else name.casefold())
    words = name.casefold().split()
    if strict or not 0 < len(words) <= _MAX_WORDS or not re.fullmatch(r"[\w ]+", name):
        return ""
    return "" if _SPOKEN.intersection(words) else "_".join(words)


def is_file(text: str) -> bool:
    """Whether a title names a file: what stands below it is its content."""
    return _FILE.search(re.split(r"\s", unnumbered(bare(text)), maxsplit=1)[0]) is not None


def is_one_word(text: str) -> bool:
    """Whether a title is a name and nothing else: that of a whole document may be a table's."""
    return bool(table_name(text, strict=True)) or len(unnumbered(bare(text)).split()) == 1


def is_part_name(title: str) -> bool:
    """Whether a title names a part of a table, like "Columns", not a table."""
    text = unnumbered(title).strip(" :*")
    if _EAST.search(text):
        return not _only_latin(text)
    return _PART.fullmatch(text) is not None and _FORMED.match(text) is None


def _only_latin(title: str) -> str:
    """The one identifier among other letters; empty for none, or where there are several."""
    found = {one for one in _LATIN.findall(title) if one.casefold() not in _ABBREVIATED}
    return found.pop() if len(found) == 1 else ""


def _before(title: str, code: str) -> bool:
    """Whether at most two words stand before the code: it is the name, no remark."""
    return len(title.partition(bare(code))[0].split()) <= 2  # noqa: PLR2004 (see docstring)
