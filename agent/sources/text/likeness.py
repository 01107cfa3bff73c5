"""Which names are like those of documents."""

from __future__ import annotations

import re

from agent.core.documents import Role
from agent.core.patterns import deferred
from agent.sources.text.words import fold

_LIKE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "plan",
        deferred(
            r"(?:implementation|impl|wdrozeni\w*)-plan|plan-(?:implement|wdrozen)\w*"
            r"|(?:implementierungs|umsetzungs)plan|plan[eo]?-d[ei]-implement\w*|plan-d-implement\w*"
        ),
    ),
    (
        "api-plan",
        deferred(r"\bapi-(?:\w+-)*(?:plan|spec|design|docs?)\b|\bplan-api\b|openapi|swagger"),
    ),
    (
        "db-plan",
        deferred(
            r"\b(?:db|database|baz\w*)-(?:\w+-)*(?:plan|schema|design|model|sche\w+)\b|schemat-baz"
        ),
    ),
    ("tech-stack", deferred(r"tech(?:nology)?-?stack|stos-tech")),
    ("prd", deferred(r"\bprd\b|product-req")),
)
DATA = (".yaml", ".yml", ".json")
READ = (".md", ".markdown", ".mdx", ".mdc", *DATA)
_TEXTS = (".txt", ".pdf", ".docx", ".doc", ".bak", ".old", ".orig", ".rst", ".adoc", ".html", "")
# What tools are told about an API's description, or make of it.
_SETTINGS = deferred(r"^openapitools$|(?:config|conf|settings|tools|ignore|rc)$")
# Where Kiro, spec-kit and OpenSpec keep the tasks of a feature.
_TASKS = deferred(r"(?:^|/)(?:specs?|changes)/(?:[^/]+/)+tasks\.md$")
IGNORED = "git ignores it; .ai/waltz.toml can name it"


def resembles(path: str) -> Role | None:
    """The role that a file's name is like; None for a program's."""
    name = path.rstrip("/").rsplit("/", 1)[-1]
    stem, dot, ending = name.rpartition(".")
    suffix = f".{ending.casefold()}" if dot and stem else ""
    if suffix not in READ and suffix not in _TEXTS:
        return None
    text = re.sub(r"[_ .]+", "-", fold(stem or name))
    if suffix in DATA and _SETTINGS.search(text):
        return None
    return next((role for role, pattern in _LIKE if pattern.search(text)), None)


def is_tasks(path: str) -> bool:
    """Whether a file is called and placed as a tool's list of tasks is."""
    return _TASKS.search(path) is not None
