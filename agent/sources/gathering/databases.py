"""What all db documents hold together: db plans first, then whole schemas, then migrations."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from agent.core.schema import Schema, joined
from agent.sources.openapi.apidata import is_prose
from agent.sources.tables import dbml, dbplan, entities, migrations, prisma
from agent.sources.tables.classnames import stem, united
from agent.sources.tables.contradictions import contradictions
from agent.sources.tables.dbfiles import is_code, is_migration, is_script, root
from agent.sources.tables.relatedtables import alike, answering, beside, references, related, used
from agent.sources.tables.resources import resources
from agent.sources.tables.viewtables import view_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document
    from agent.core.findings import Finding
    from agent.core.spec import Spec

_ROLES = frozenset(("db-plan", "db-schema"))
_FLAT = "supabase/migrations"


def schema_of(documents: Iterable[Document]) -> Schema:
    """The schema that the db documents among these define; never raises."""
    planned, built = _both(documents)
    return united((planned, built))


def with_tables(spec: Spec, documents: Iterable[Document]) -> Spec:
    """The spec with the tables that its endpoint works on, and the enumerations these hold."""
    given = tuple(documents)
    planned, built, schema, refers = _known(tuple(one for one in given if one.role in _ROLES))
    plans = [one for one in given if one.role == "api-plan" and is_prose(one.path)]
    listed = resources(plans, schema.tables)
    names = [one.name for one in spec.parameters]
    names += [one.name for one in spec.request.fields] if spec.request else spec.endpoint.parameters
    passage = "\n".join(one.text for one in spec.excerpts)
    tables = related(spec.endpoint, names, passage, schema.tables, listed)
    if not tables:
        answered = [one.name for body in spec.responses for one in body.fields]
        tables = alike((*names, *answered), schema.tables)
        if not tables and spec.endpoint.method == "GET":
            # What is only answered may be read; that it is written, nobody says.
            tables = answering(answered, schema.tables)
    mine = {table.name for table in tables}
    narrowed = replace(planned, tables=tuple(one for one in planned.tables if one.name in mine))
    return replace(
        spec,
        tables=tables,
        beside=beside(tables, schema.tables, refers),
        schema=schema.tables,
        views=view_tables(schema, given),
        values=schema.enumerations,
        enumerations=used(tables, schema.enumerations),
        contradictions=(*spec.contradictions, *contradictions(narrowed, built)),
    )


def findings_of(documents: Iterable[Document]) -> tuple[Finding, ...]:
    """Where a db plan says another thing than the migrations, or the schema in code."""
    planned, built = _both(documents)
    return tuple(one.finding for one in contradictions(planned, built))


@lru_cache(maxsize=4)
def _known(
    documents: tuple[Document, ...],
) -> tuple[Schema, Schema, Schema, dict[str, list[str]]]:
    """What is planned, what is built, and both together, with what refers to what.

    It is asked for with every endpoint.
    """
    planned, built = _both(documents)
    both = united((planned, built))
    return planned, built, both, references(both.tables)


def _both(documents: Iterable[Document]) -> tuple[Schema, Schema]:
    """What is planned, and what is built."""
    said = [_unix(one) for one in documents if one.role in _ROLES]
    plans = [one for one in said if one.role == "db-plan" and _kind(one) == "prose"]
    drawn = [one for one in said if _kind(one) == "dbml"]
    code = [one for one in said if _kind(one) in {"sql", "prisma", "script"}]
    mapped = tuple(one for one in said if is_code(one.path) and _kind(one) != "script")
    planned = (*map(dbplan.find_schema, plans), *map(dbml.find_schema, drawn))
    built = joined(_built(code))
    return joined(planned), joined((built, _besides(built, mapped)) if mapped else (built,))


def _unix(document: Document) -> Document:
    """The document with line breaks of one kind, as its lines are told apart."""
    text = document.text.replace("\r\n", "\n").replace("\r", "\n")
    return replace(document, text=text) if "\r" in document.text else document


def _besides(built: Schema, mapped: tuple[Document, ...]) -> Schema:
    """What code maps; of tables that SQL makes only what is called otherwise, in any number."""
    schema = entities.schema_of(mapped)
    known = {stem(one.name) for one in built.tables}
    return replace(
        schema, tables=tuple(one for one in schema.tables if stem(one.name) not in known)
    )


def _built(documents: Iterable[Document]) -> Iterator[Schema]:
    """The schema of each folder, whole ones before what only changes."""

    def key(one: Document) -> tuple[bool, str, str]:
        return is_migration(one.path), root(one.path), _kind(one)

    for (_, _, kind), group in groupby(sorted(_run(tuple(documents)), key=key), key):
        if kind == "prisma":
            yield prisma.schema_of(tuple(group))
        else:
            yield migrations.schema_of(tuple(group))


def _run(documents: Sequence[Document]) -> Iterator[Document]:
    """All but what is put away: Supabase runs the files of its folder, none of those in it."""
    used = {one.path.folder for one in documents}
    for one in documents:
        above = root(one.path)
        away = above.endswith(_FLAT) and above in used and one.path.folder != above
        if not away:
            yield one


def _kind(document: Document) -> str:
    if is_script(document.path):
        return "script"
    kinds = {".sql": "sql", ".prisma": "prisma", ".dbml": "dbml"}
    return kinds.get(document.path.suffix.casefold(), "prose")
