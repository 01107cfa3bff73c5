"""The stack: what the documents say of it, and what the project's manifests show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from agent.core.documents import Source
from agent.core.findings import Finding
from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.core.values import dataclass
from agent.sources.stack.manifests import Manifest
from agent.sources.stack.technologies import TECHNOLOGIES, Kind, Technology
from agent.sources.text.units import units
from agent.sources.text.vocabulary import is_apart

if TYPE_CHECKING:
    from agent.core.documents import Document

_MOST_NAMED = 3
_CLIENT = deferred(
    r"(?:^|[/_-])(?:front[_-]?end|client|web(?:app)?|ui|mobile|e2e)(?:[/_-]|$)", re.IGNORECASE
)
_WORDS = deferred(
    r"\b(python|typescript|javascript|node(?:\.?js)?|java|kotlin|c#|\.net|go(?:lang)?|rust|ruby|php"
    r"|elixir|scala|fastapi|django|flask|litestar|starlette|express|nest(?:js)?|fastify|hono|koa"
    r"|next(?:\.?js)?|nuxt|astro|remix|sveltekit|spring(?: boot)?|quarkus|asp\.net|rails|sinatra"
    r"|laravel|symfony|gin|echo|fiber|actix|axum|sqlalchemy|sqlmodel|alembic|prisma|drizzle|typeorm"
    r"|sequelize|mongoose|hibernate|jpa|entity framework|ef core|dapper|gorm|activerecord|eloquent"
    r"|doctrine|postgres(?:ql)?|mysql|mariadb|sqlite|sql server|mongo(?:db)?|redis|supabase"
    r"|firebase|dynamodb|pytest|unittest|vitest|(?-i:Jest)|mocha|playwright|junit|xunit|nunit|rspec|phpunit"
    r"|testcontainers|pydantic|zod|marshmallow|fluentvalidation|joi|yup|ruff|mypy|eslint|prettier"
    r"|jwt|oauth\d?|keycloak|identity)\b|\.NET\b|\bC#|`jest`",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StackFact:
    """A technology: where a document says it, and where a manifest names it."""

    kind: Kind
    name: str
    said: Source | None = None
    shown: Source | None = None
    beside: str = ""

    @property
    def state(self) -> str:
        """How sure it is, in words."""
        if self.shown is None:
            return f"not in {self.beside}" if self.beside else "no manifest to confirm it"
        place = f"{self.shown.path}:{self.shown.line}"
        return f"confirmed by {place}" if self.said else f"only in {place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """What the project is built with, and where documents and manifests contradict each other."""

    facts: tuple[StackFact, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_stack(documents: Iterable[Document], manifests: Sequence[Manifest]) -> Stack:
    """Each technology that a document or a manifest names, in the order of their kinds."""
    lines = [one for document in documents for one in stack(document)]
    names = (one.path.name for one in manifests if one.path.name != "tsconfig.json")
    beside = ", ".join(list(dict.fromkeys(names))[:_MOST_NAMED])
    told: set[Source | None] = set()
    facts: list[StackFact] = []
    for one in TECHNOLOGIES:
        said, shown = _said(one, lines), _shown(one, manifests)
        fact = StackFact(kind=one.kind, name=one.name, said=said, shown=shown, beside=beside)
        # One package may stand for two things, as a client of Supabase for PostgreSQL.
        if said or (shown and shown not in told):
            facts.append(fact)
            told.add(shown)
    return Stack(facts=tuple(facts), findings=tuple(_contradictions(facts)))


def _said(one: Technology, lines: Sequence[Excerpt]) -> Source | None:
    return next((line.source for line in lines if one.said.search(line.text)), None)


def _shown(one: Technology, manifests: Sequence[Manifest]) -> Source | None:
    for manifest in manifests:
        for name, line in manifest.packages:
            if one.packages.fullmatch(name):
                return Source(path=manifest.path, line=line, last=line)
    return None


def _contradictions(facts: Sequence[StackFact]) -> Iterator[Finding]:
    """Of a kind that a project has one of: what is said is not shown, and another one is."""
    for kind in ("language", "framework", "orm"):
        said = [one for one in facts if one.kind == kind and one.said]
        shown = [one for one in facts if one.kind == kind and not _is_clients(one.shown)]
        if said and shown and not any(one.shown for one in said):
            names = ", ".join(one.name for one in said)
            others = ", ".join(one.name for one in shown)
            yield Finding(
                rule="stack",
                severity="warning",
                message=f"the documents say {names}, the manifests show {others}",
                source=said[0].said,
                evidence=tuple(one.shown for one in shown if one.shown),
            )


def _is_clients(shown: Source | None) -> bool:
    """Whether it is shown by nobody, or for a client beside the API: that denies nothing."""
    return shown is None or _CLIENT.search(shown.path.folder) is not None


def stack(document: Document) -> tuple[Excerpt, ...]:
    """Each line that names a language, framework, database, ORM, validation or test library."""
    found: list[Excerpt] = []
    apart = False
    for unit in units(document.text):
        if unit.kind == "heading" or unit.number is not None:
            apart = is_apart(unit.text)
        if apart:
            continue
        if unit.grid is not None:
            rows = ((row.line, " | ".join(row.cells)) for row in unit.grid.rows)
            found.extend(_line(document, line, text) for line, text in rows if _WORDS.search(text))
        elif unit.kind in {"item", "text"} and _WORDS.search(unit.text):
            found.append(_line(document, unit.line, unit.text))
    return tuple(found)


def _line(document: Document, line: int, text: str) -> Excerpt:
    return Excerpt(source=document.source(line), text=text)
