"""Tables as code maps them to classes, in the fences of a document or in files of their own.

SQLAlchemy, SQLModel and Django, TypeORM, JPA, and Entity Framework; of files also what Drizzle,
Mongoose and Sequelize declare, and Go's structs. A class without a sign that it
is mapped is no table; what it inherits from one that is none itself are columns of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column, Enumeration
from agent.sources.tables import drizzle, entityrules, gostructs, objectschemas
from agent.sources.tables.classes import Class, classes
from agent.sources.tables.entitycolumns import READERS
from agent.sources.tables.tabledraft import Drafts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from agent.core.documents import Document
    from agent.core.schema import Schema
    from agent.sources.tables.tabledraft import Draft
    from agent.sources.text.units import Unit

_LANGUAGES = {
    **dict.fromkeys(("python", "py"), "python"),
    **dict.fromkeys(("ts", "typescript"), "typescript"),
    "java": "java",
    **dict.fromkeys(("csharp", "cs", "c#"), "csharp"),
}
_ENUM = deferred(r"\benum\s+(?:class\s+)?(?P<name>\w+)[^{;\n]{0,80}\{(?P<values>[^{}]*)\}")
_ENUM_BASE = deferred(r"\b(?:\w*Enum|\w+Choices)\b")
# Those of Django stand in the class that they are of, or in a list of pairs.
_INNER = deferred(
    r"^(?P<indent>[ \t]+)class\s+(?P<name>\w+)\([^\n]*(?:Enum|Choices)\)\s*:[^\n]*\n"
    r"(?P<values>(?:(?P=indent)[ \t]+[^\n]*\n|[ \t]*\n)*)",
    re.MULTILINE,
)
_PAIRS = deferred(
    r"^[ \t]*(?P<name>[A-Z][A-Z_]*)\s*=\s*[\[(]"
    r"(?P<values>(?:\s*\(\s*[\"'][^\"'\n]*[\"']\s*,[^\n]*\n?)+)\s*[\])]",
    re.MULTILINE,
)
_FIRST = deferred(r"\(\s*[\"']([^\"'\n]*)[\"']\s*,")
_VALUE = deferred(
    r"\s*(?P<key>[A-Za-z_]\w*)\s*(?:=\s*\d+|\(?\s*=?\s*\(?['\"](?P<value>[^'\"]*)['\"].*)?",
    re.DOTALL,
)
# A row of a table between two others may have no key of its own.
_REFERRING = deferred(r"\bpublic\s+[\w?]+\s+\w+Id\s*\{\s*get")
_SET = deferred(r"\bDbSet<(?P<class>\w+)>\s+(?P<name>\w+)")
# What configures a class of Entity Framework says the name of its table.
_CALLED = deferred(
    r"\b(?:Entity|EntityTypeBuilder|IEntityTypeConfiguration)<(?P<class>\w+)>"
    r"|\.ToTable\(\s*\"(?P<name>\w+)\""
)
_NAMED = deferred(
    r"(?:__tablename__|db_table)\s*=\s*[\"'](?P<python>\w+)[\"']"
    r"|@Entity\(\s*(?:\{[^{}]*?name:\s*)?[\"'`](?P<typescript>[\w.]+)[\"'`]"
    r"|@Table\([^()]*?name\s*=\s*\"(?P<java>[\w.]+)\"|\[Table\(\"(?P<csharp>[\w.]+)\""
)
_MAPPED = {
    "python": deferred(
        r"__tablename__|\bdb\.Model\b|\bmapped_column\(|\bmodels\.\w+Field\(|\btable\s*=\s*True"
    ),
    "typescript": deferred(r"@Entity\("),
    "java": deferred(r"@Entity\b"),
    "csharp": deferred(r"\[(?:Table|Key)\b|\bpublic\s+\w+\s+Id\s*\{\s*get"),
}
_OTHER = deferred(r"\bpublic\s+(?:virtual\s+)?(?P<type>\w+)\??\s+(?P<name>\w+)\s*\{\s*get")
_PARTED = deferred(r"\bdb\.Model\b")
_REFERS = deferred(r"(?<=^REFERENCES )(?:(?!settings\b)[a-z]\w*\.)?(?P<name>[A-Z]\w*)")
_KEYED = deferred(r"\[(?:Table|Key)\b")
_SMALL = deferred(r"\btable\s*=\s*True\s*\)\s*:\s*$")
_ABSTRACT = deferred(r"__abstract__\s*=\s*True|\babstract\s*=\s*True|\babstract\s+class\b")
# What only a table has.
_NAMES_ITSELF = deferred(r"__tablename__|\bmodels\.\w+Field\(|\bdb\.Model\b|\btable\s*=\s*True")
_CARRIES = deferred(r"(?:Dto|DTO|Request|Response|Command|Query|ViewModel|Model|Context|Result)$")
# Nobody puts more code than this into one fence or file of classes.
_LONGEST = 200_000
_SUFFIXES = {".py": "python", ".ts": "typescript", ".java": "java", ".cs": "csharp"}
_DEEPEST = 6


def fold(drafts: Drafts, document: Document, units: Sequence[Unit]) -> None:
    """Adds the mapped classes of all the document's fences; never raises."""
    texts = [
        (language, document, unit.fence.text[:_LONGEST], unit.line + 1)
        for unit in units
        if unit.fence is not None
        and (language := _LANGUAGES.get(unit.fence.info.casefold().split(" ")[0], ""))
    ]
    _fold(drafts, texts)


@lru_cache(maxsize=4)
def schema_of(documents: tuple[Document, ...]) -> Schema:
    """What files of code map, all of them together; never raises."""
    drafts = Drafts()
    texts = []
    gostructs.fold(drafts, (one for one in documents if one.path.suffix == ".go"))
    for one in documents:
        text = one.text[:_LONGEST]
        if drizzle.is_drizzle("ts", text):
            drizzle.fold(drafts, one, text, first=1)
        elif objectschemas.declares(text):
            objectschemas.fold(drafts, one)
        elif one.path.suffix.casefold() in _SUFFIXES:
            texts.append((_SUFFIXES[one.path.suffix.casefold()], one, text, 1))
    _fold(drafts, texts)
    return drafts.schema()


def maps(suffix: str, text: str) -> bool:
    """Whether a file of code maps a class to a table, or tells which classes are."""
    if suffix == ".go":
        return gostructs.maps(text)
    language = _SUFFIXES.get(suffix.casefold())
    if language is None or objectschemas.declares(text):
        return objectschemas.declares(text) or drizzle.is_drizzle("js", text)
    if language == "csharp" and _REFERRING.search(text):
        return True
    found = _MAPPED[language].search(text) or entityrules.JOINING.search(text) or _SET.search(text)
    found = found or (_CALLED.search(text) if language == "csharp" else None)
    return found is not None or drizzle.is_drizzle("ts", text)


def _fold(drafts: Drafts, texts: Iterable[tuple[str, Document, str, int]]) -> None:
    given = tuple(texts)
    found = [one for each in given for one in classes(*each)]
    sets = {hit["class"]: hit["name"] for one in found for hit in _SET.finditer(one.body)}
    listed = bool(sets)
    sets.update(each for one in found for each in _configured(one))
    known = {one.name: one for one in reversed(found)}
    values = {one.name: one for one in _enumerations(given, found)}
    above = {name for one in found for name in one.bases}
    mapped = [
        one
        for one in found
        if one.name in sets or (_is_mapped(one, listed=listed) and not _is_mixed_in(one, above))
    ]
    tables = {one.name: _name(one, sets.get(one.name, "")) for one in mapped}
    _list(drafts, found, known)
    for one in mapped:
        if draft := _table(drafts, one, tables, known):
            for column in draft.columns.values():
                for name in re.findall(r"\w+", " ".join((column.type, *column.constraints))):
                    if name in values:
                        drafts.enumerations.setdefault(name.casefold(), values[name])
    for language, document, text, first in given:
        if language == "python":
            entityrules.fold_joining(drafts, document, text, first)


def _list(drafts: Drafts, found: Iterable[Class], known: Collection[str]) -> None:
    """The tables that a context lists of classes that are not here: no more is known of them."""
    for one in found:
        for hit in _SET.finditer(one.body):
            if hit["class"] not in known:
                line = one.line + one.body.count("\n", 0, hit.start())
                drafts.table(hit["name"], one.document.source(line)).sure = True


def _configured(one: Class) -> Iterator[tuple[str, str]]:
    """The tables that a class of C# says others are, by their names."""
    of = ""
    for hit in _CALLED.finditer(one.head + one.body) if one.language == "csharp" else ():
        of = hit["class"] or of
        if hit["name"] and of:
            yield of, hit["name"]


def _is_mapped(one: Class, *, listed: bool = False) -> bool:
    """Whether it says so itself; where a context lists its tables, an `Id` says nothing."""
    said = one.head + one.body
    pattern = _KEYED if listed and one.language == "csharp" else _MAPPED[one.language]
    carries = one.language == "csharp" and _CARRIES.search(one.name) is not None
    return pattern.search(said) is not None and not carries and not _ABSTRACT.search(said)


def _is_mixed_in(one: Class, above: Collection[str]) -> bool:
    """Whether others are made of a class that gives itself no table: it has columns for them."""
    python = one.language == "python" and one.name in above
    return python and _NAMES_ITSELF.search(one.head + one.body) is None


def _name(one: Class, called: str) -> str:
    """What the table of a class is called: as it says, else as what maps it would."""
    said = _NAMED.search(one.head + one.body)
    own = next((group for group in said.groups() if group), "") if said is not None else ""
    name = own.rpartition(".")[2] or called
    if name:
        return name
    # Flask's SQLAlchemy parts the words of the class; SQLModel makes it small.
    if _PARTED.search(one.head):
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", one.name).lower()
    return one.name.lower() if _SMALL.search(one.head) else one.name


def _table(
    drafts: Drafts, one: Class, tables: Mapping[str, str], known: Mapping[str, Class]
) -> Draft | None:
    names = frozenset(known)
    if not any(READERS[one.language](text, names) for _, text in one.statements):
        return None
    draft = drafts.table(tables[one.name], one.document.source(one.line))
    draft.whole = True
    for each in _lineage(one, known, tables):
        _add_columns(draft, each, names, tables)
    if one.language == "python":
        entityrules.add(drafts, draft, one.document, one.body, one.line)
    return draft


def _lineage(
    one: Class, known: Mapping[str, Class], tables: Mapping[str, str], depth: int = 0
) -> Iterator[Class]:
    """The class, then those above it that are no tables themselves."""
    yield one
    for name in one.bases if depth < _DEEPEST else ():
        above = known.get(name)
        if above is not None and name not in tables and above.language == one.language:
            yield from _lineage(above, known, tables, depth + 1)


def _add_columns(
    draft: Draft, one: Class, known: frozenset[str], tables: Mapping[str, str]
) -> None:
    rows = {hit["name"]: hit["type"] for hit in _OTHER.finditer(one.body) if hit["type"] in known}
    for line, text in one.statements:
        mapped = READERS[one.language](text, known)
        if mapped is not None:
            at = 0 if one.language == "python" else max(0, text.rfind(mapped.member))
            below = text.count("\n", 0, at)
            told = (*mapped.constraints, *_refers(mapped.name, rows))
            column = Column(
                name=mapped.name,
                type=mapped.type,
                constraints=tuple(_by_table(one, tables) for one in told),
                source=one.document.source(line + below),
            )
            draft.columns.setdefault(column.name, column)


def _by_table(said: str, tables: Mapping[str, str]) -> str:
    """A reference to a class as one to its table."""
    return _REFERS.sub(lambda hit: tables.get(hit["name"], hit["name"]), said)


def _refers(name: str, rows: Mapping[str, str]) -> tuple[str, ...]:
    """What a key of Entity Framework is one of: `ShelfId` beside `Shelf`, another table's row."""
    other = rows.get(name.removesuffix("Id"), "") if name.endswith("Id") else ""
    return (f"REFERENCES {other}",) if other else ()


def _enumerations(
    texts: Iterable[tuple[str, Document, str, int]], classes: Iterable[Class]
) -> Iterator[Enumeration]:
    """The sets of values that code names."""
    for one in classes:
        if one.language == "python" and _ENUM_BASE.search(one.head.rpartition("class ")[2]):
            yield _enumeration(
                one.name, [text for _, text in one.statements], one.document, one.line
            )
    for language, document, text, first in texts:
        for hit in (_INNER if language == "python" else _ENUM).finditer(text):
            line = first + text.count("\n", 0, hit.start())
            parted = "\n" if language == "python" else ","
            parts = hit["values"].partition(";")[0].split(parted)
            yield _enumeration(hit["name"], parts, document, line)
        for hit in _PAIRS.finditer(text) if language == "python" else ():
            line = first + text.count("\n", 0, hit.start("name"))
            source = document.source(line)
            values = tuple(_FIRST.findall(hit["values"]))
            yield Enumeration(name=hit["name"], values=values, source=source)


def _enumeration(name: str, parts: Iterable[str], document: Document, line: int) -> Enumeration:
    hits = [_VALUE.fullmatch(one.rstrip()) for one in parts]
    values = tuple(hit["value"] or hit["key"] for hit in hits if hit is not None)
    return Enumeration(name=name, values=values, source=document.source(line))
