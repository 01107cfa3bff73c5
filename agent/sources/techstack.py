"""Lines of a tech stack document that decide how an endpoint is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.spec import Excerpt
from agent.sources.units import units
from agent.sources.vocabulary import is_apart

if TYPE_CHECKING:
    from agent.core.documents import Document

_WORDS = re.compile(
    r"\b(python|typescript|javascript|node(?:\.?js)?|java|kotlin|c#|\.net|go(?:lang)?|rust|ruby|php"
    r"|elixir|scala|fastapi|django|flask|litestar|starlette|express|nest(?:js)?|fastify|hono|koa"
    r"|next(?:\.?js)?|nuxt|astro|remix|sveltekit|spring(?: boot)?|quarkus|asp\.net|rails|sinatra"
    r"|laravel|symfony|gin|echo|fiber|actix|axum|sqlalchemy|sqlmodel|alembic|prisma|drizzle|typeorm"
    r"|sequelize|mongoose|hibernate|jpa|entity framework|ef core|dapper|gorm|activerecord|eloquent"
    r"|doctrine|postgres(?:ql)?|mysql|mariadb|sqlite|sql server|mongo(?:db)?|redis|supabase"
    r"|firebase|dynamodb|pytest|unittest|vitest|jest|mocha|playwright|junit|xunit|nunit|rspec|phpunit"
    r"|testcontainers|pydantic|zod|marshmallow|fluentvalidation|joi|yup|ruff|mypy|eslint|prettier"
    r"|jwt|oauth\d?|keycloak|identity)\b|\.NET\b|\bC#",
    re.IGNORECASE,
)


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
