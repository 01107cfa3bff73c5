"""Which document a part of a prompt speaks of: by its file, its tag, its words."""

from __future__ import annotations

import re

from agent.core.documents import Role
from agent.sources.text.words import fold

# The first that fits counts: `types from db-plan` speaks of types, `api-plan.md` of the api plan.
_FILES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "rules",
        re.compile(r"\.mdc$|(?:^|/)(?:claude|agents|gemini)\.md$|rules|copilot-instructions"),
    ),
    (
        "api-plan",
        re.compile(r"\bapi\b.*(?:plan|spec|design|docs?)|openapi|swagger|endpoints?\.md$"),
    ),
    ("db-plan", re.compile(r"\bdb\b|database|schema(?!s)|baz[aey]? danych|\.sql$|prisma")),
    ("data-management", re.compile(r"data management")),
    ("tech-stack", re.compile(r"tech\w* ?stack|\bstack\b|package\.json$|\.csproj$")),
    ("prd", re.compile(r"\bprd\b|product requirements|wymagan")),
    ("types", re.compile(r"\btypes?\b|\bdtos?\b|\bmodels?\b|contracts?|\.ts$|\.cs$")),
    ("decisions", re.compile(r"decisions|decyzj")),
)
_TAGS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("data-management", re.compile(r"data management")),
    ("db-plan", re.compile(r"\bdb\b|database|schema|baz[aey]? danych|tabel")),
    ("types", re.compile(r"\btypes?\b|\btyp(?:y|ow)\b|\bdtos?\b|models?\b|contracts?")),
    ("tech-stack", re.compile(r"\bstack\b|technolog")),
    (
        "rules",
        re.compile(r"\brules?\b|guideline|convention|standards|regul|zasad|wytyczn|constraints"),
    ),
    ("prd", re.compile(r"\bprd\b|requirements|wymagan|user stor|histori")),
    ("decisions", re.compile(r"decisions|decyzj")),
    ("plan", re.compile(r"(?:implementation|existing|other) plans?\b|plany? (?:implement|wdroz)")),
    ("api-plan", re.compile(r"\bapi\b|endpoint|\broutes?\b|specification|specyfikacj|\bspec\b")),
)


def role_of_file(name: str) -> Role | None:
    """The role that a file's name speaks for, if any."""
    return _first(_FILES, re.sub(r"^[\d.]+[-_ ]", "", _spaced(name)))


def role_of_words(text: str) -> Role | None:
    """The role that a tag, a label or a placeholder speaks for, if any."""
    return _first(_TAGS, _spaced(text))


def _spaced(text: str) -> str:
    return re.sub(r"[-_]+", " ", fold(text)).strip()


def _first(table: tuple[tuple[Role, re.Pattern[str]], ...], text: str) -> Role | None:
    return next((role for role, pattern in table if pattern.search(text)), None)
