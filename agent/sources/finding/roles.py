"""Which of the repository's files are documents, and of what role: by name, then by content."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.core.documents import RepoPath, Role
from agent.core.patterns import deferred
from agent.sources.plans.plantitles import read_title
from agent.sources.tables.dbfiles import is_schema
from agent.sources.text.likeness import is_tasks, resembles
from agent.sources.text.words import fold

_SKIPPED = frozenset(
    [
        "node_modules",
        "vendor",
        "vendored",
        "third_party",
        "bower_components",
        "site-packages",
        "__pycache__",
        "dist",
        "build",
        "target",
        "out",
        "coverage",
        ".git",
        ".history",
        ".venv",
        "venv",
        ".next",
        ".nuxt",
        ".astro",
        ".svelte-kit",
        ".tox",
        ".mypy_cache",
        "bin",
        "obj",
    ]
)
_FOLDERS = frozenset(
    ["ai", "doc", "docs", "documentation", "design", "planning", "plans", "specs", "specification"]
)
# Where tools put the plans that they make.
_TOOL_PLANS = deferred(r"(?:^|/)\.[a-z]\w*/(?:[^/]+/)*(?:plans?|specs?|docs?)/")
# A description of an API by any name, in its folder or beside its kind's name.
_DESCRIBED = deferred(r"openapi|swagger", re.IGNORECASE)
_PROSE = (".md", ".markdown", ".mdx", ".mdc")
_DATA = (".yaml", ".yml", ".json")
_DRAWN = ".dbml"
_HEAD = 4096

_RULE_NAMES = frozenset(
    [
        "agents.md",
        "agents.override.md",
        "claude.md",
        "claude.local.md",
        "gemini.md",
        "conventions.md",
        ".cursorrules",
        ".windsurfrules",
        ".clinerules",
    ]
)
_RULE_PATH = deferred(
    r"(?:^|/)(?:\.(?:cursor|claude|windsurf)/rules/(?:.*/)?[^/]+\.mdc?|\.clinerules/(?:.*/)?[^/]+\.md"
    r"|\.kiro/steering/(?:.*/)?[^/]+\.md|\.junie/guidelines\.md"
    r"|\.github/copilot-instructions\.md|\.github/instructions/(?:.*/)?[^/]+\.instructions\.md)$"
)
# A folder of rules of any other tool, or of the project's own.
_RULES_FOLDER = deferred(r"(?:^|/)\.[\w-]+/rules/(?:.*/)?[^/]+\.mdc?$")
_PART = r"(?:(?:backend|server|app|project|mvp|supabase|postgres\w*)-)?"
# What people set aside, and what they asked a model. An archive of plans is none: those are done.
_GIVEN_UP = deferred(
    r"(?:^|/)_?(?:old|outdated|obsolete|deprecated|backups?|prompts?)/"
    r"|[-_. ](?:old|obsolete|deprecated|backup|bak)\.\w+$",
    re.IGNORECASE,
)
# Names are compared in lower case, without a leading number, `_` and blanks as `-`.
_NAMES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "api-plan",
        deferred(
            rf"{_PART}(?:rest-)?api-(?:plan|design|spec|specification|contract)(?:-.*)?|openapi|swagger"
        ),
    ),
    (
        "db-plan",
        deferred(
            rf"{_PART}(?:db|database|schema|data|baza-danych)-(?:plan|design|schema|model)(?:-.*)?"
            r"|models?-schema|modelo-(?:de-)?da(?:dos|tos)|modele-de-donnees|datenbank-?(?:schema|modell)"
        ),
    ),
    ("tech-stack", deferred(r"tech(?:nology)?-?stack(?:-.*)?")),
    ("prd", deferred(r"prd(?:-.*)?|product-requirements(?:-.*)?")),
    ("data-management", deferred(r"data-management(?:-.*)?")),
    ("decisions", deferred(r"decisions")),
)
TALK = deferred(
    r"summary|session|prompt|conversation|podsumowanie|review|implementation|plann?ing"
    # What stands at the end of a name: how far it is, or who is asked to write it.
    r"|[-_ ](?:status|progress|checklist|creation|generation|generator|assistant)(?=$|\.)"
)
_OF_API = deferred(r"\b(?:api|endpoints?)\b|\b(?:get|post|put|patch|delete) /")
_NOTES = deferred(r"\b(?:verification|weryfikacj\w*|audit|checklist\w*|report|raport|status)\b")
# Where types stand, by language; a folder of models may hold those of the database alone.
_TYPES = deferred(
    r"(?:^|/)(?:(?:[\w.-]+[.-])?(?:types?|dtos?|schemas?)\.(?:ts|mts|tsx)"
    r"|(?:types?|dtos?|schemas?|validations?|validators?|contracts?|interfaces?)/(?:[^/]+/)*[^/]+\.ts"
    r"|(?:types?|dtos?|schemas?)\.py|(?:schemas?|dtos?|types)/(?:[^/]+/)*(?!__)[^/]+\.py"
    r"|(?:dtos?|contracts?|requests?|responses?|commands?|queries|viewmodels)/(?:[^/]+/)*[^/]+\.cs"
    r"|(?:dtos?|requests?|responses?|commands?|queries|query|payloads?)/(?:[^/]+/)*[^/]+\.java"
    r"|\w*(?:dto|request|response|command|query|payload|viewmodel)s?\.(?:cs|java))$",
    re.IGNORECASE,
)
_MODELS = deferred(r"(?:^|/)models?(?:/[^/]+)*(?:/(?!__)[^/]+)?\.py$")
_NO_TYPES = deferred(
    r"(?:^|/)(?:__tests__|tests?|e2e|[\w.]*Tests|migrations?|node_modules)/"
    r"|(?:Handler|Validator|Mapper|Tests?|[.-](?:test|spec))\.\w+$|database[.-]types\.ts$|(?:^|/)I[A-Z]\w*\.cs$"
)
_SHAPES = deferred(
    r"^\s*(?:from pydantic|import pydantic|from sqlmodel|class \w+\(.*TypedDict)", re.MULTILINE
)
_TITLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("prd", deferred(r"product requirements|dokument\w* wymagan|\bprd\b")),
    (
        "db-plan",
        deferred(
            r"(?:database|postgres\w*|db) (?:schema|plan)|(?:schemat|plan) bazy danych"
            r"|(?:data|domain|django|orm) models?(?: schema| design)?$|schemat\w* modeli"
            r"|(?:data|models?) schema\b"
        ),
    ),
    (
        "api-plan",
        deferred(r"\b(?:api|routes|endpoints) plan\b|plan (?:rest )?api\b|api specification"),
    ),
    ("tech-stack", deferred(r"tech(?:nology)?[ -]?stack|stos technolog")),
)
_OPENAPI = deferred(
    r"^\s*[{\"']*\s*[\"']?(?:openapi|swagger)[\"']?\s*:\s*[\"']?[23]\.", re.MULTILINE
)
_TABLES = deferred(
    r"^\s*create table\b|^(?:#+|\d+\.)[\s\d.]*(?:list of |lista )?(?:tables|tabele|tabel)\b",
    re.MULTILINE,
)

# One table may be an example; what makes several is about the database.
_CREATED = deferred(r"^\s*create table\b", re.MULTILINE | re.IGNORECASE)
_SEVERAL = 2


def candidates(
    paths: Iterable[RepoPath], *, without: tuple[RepoPath, ...] = ()
) -> tuple[RepoPath, ...]:
    """The paths worth opening, in their order; nothing in a folder of `without`."""
    closed = tuple(f"{folder}/" for folder in without)
    return tuple(
        path for path in paths if _is_candidate(path) and not path.value.startswith(closed)
    )


def classify(path: RepoPath, head: str) -> Role | None:
    """The role of a file, by its name, else by its first 4 KB; None when it has none."""
    by_name = _by_name(path)
    if is_set_aside(path) and by_name not in {"rules", "types"}:
        return None
    if by_name is not None:
        return by_name
    head = head[:_HEAD].removeprefix("\ufeff")
    if path.suffix.casefold() in _DATA:
        return "api-plan" if _OPENAPI.search(head) else None
    if _MODELS.search(path.value):
        return "types" if _SHAPES.search(head) else None
    return _by_content(path, head) if path.suffix.casefold() in _PROSE else None


def is_set_aside(path: RepoPath) -> bool:
    """Whether its place or name says that it holds no more, or that it is a prompt."""
    return _GIVEN_UP.search(path.value) is not None


def is_rules(path: RepoPath) -> bool:
    """Whether the file is one of those that tell tools how to write code."""
    if path.name.casefold() in _RULE_NAMES or _RULE_PATH.search(path.value) is not None:
        return True
    return _RULES_FOLDER.search(path.value) is not None and _named(path) is None


def _is_candidate(path: RepoPath) -> bool:
    parts = path.value.split("/")
    if in_closed_folder(path):
        return False
    if is_rules(path) or _is_types(path) or _MODELS.search(path.value) or is_schema(path):
        return True
    suffix = path.suffix.casefold()
    if suffix == _DRAWN:
        return True
    if ".ai" in parts or (_is_folder(parts[0]) and len(parts) > 1):
        return suffix in _PROSE or suffix in _DATA
    if suffix in _DATA:
        return _by_name(path) == "api-plan" or _DESCRIBED.search(path.value) is not None
    named = (
        len(parts) == 1 or is_tasks(path.value) or _TOOL_PLANS.search(path.value) or _by_name(path)
    )
    return suffix in _PROSE and bool(named or resembles(path.value) == "plan")


def _by_name(path: RepoPath) -> Role | None:
    if is_rules(path):
        return "rules"
    found = _named(path)
    if found is not None:
        return found
    if path.suffix.casefold() == _DRAWN:
        return "db-plan"
    if is_schema(path):
        return "db-schema"
    return "types" if _is_types(path) else None


def _named(path: RepoPath) -> Role | None:
    """The role that the name of a document says, wherever it lies."""
    suffix = path.suffix.casefold()
    if suffix not in _PROSE and suffix not in _DATA:
        return None
    stem = re.sub(r"[_ ]", "-", path.name.casefold().removesuffix(suffix))
    stem = re.sub(r"^[\d.]+-?(?=\D)", "", stem)
    found = next((role for role, name in _NAMES if name.fullmatch(stem)), None)
    return None if TALK.search(stem) else found


def _is_types(path: RepoPath) -> bool:
    return _TYPES.search(path.value) is not None and _NO_TYPES.search(path.value) is None


def _by_content(path: RepoPath, head: str) -> Role | None:
    found = titles(head)
    if _is_plan(path, found):
        return "plan"
    first = fold(found[0]) if found else ""
    if not (TALK.search(fold(path.value)) or _NOTES.search(first)):
        for role, pattern in _TITLES:
            if pattern.search(first):
                return role
    in_ai = ".ai" in path.value.split("/") and not TALK.search(fold(path.value))
    if _OF_API.search(first):
        return None
    if in_ai and _TABLES.search(fold(head)):
        return "db-plan"
    made = len(_CREATED.findall(head))
    return "db-plan" if made >= _SEVERAL and _in_documents(path) else None


def _is_plan(path: RepoPath, found: list[str]) -> bool:
    """Whether a title says so, or the name, and a title which endpoint it is for."""
    if is_tasks(path.value) or any(_says_plan(title) for title in found):
        return True
    return resembles(path.value) == "plan" and any(read_title(one).endpoints for one in found)


def _in_documents(path: RepoPath) -> bool:
    top, _, rest = path.value.partition("/")
    return bool(rest) and _is_folder(top) and not TALK.search(fold(path.value))


def _is_folder(top: str) -> bool:
    """Whether a folder at the top is one for documents, hidden or not."""
    return top.casefold().removeprefix(".") in _FOLDERS


def in_closed_folder(path: RepoPath) -> str:
    """The folder above it that is never looked into, if any."""
    return next((part for part in path.value.split("/")[:-1] if part in _SKIPPED), "")


def titles(head: str) -> list[str]:
    """The headings that may title the file: those of the first level, else the first of all."""
    # Up to three blanks may stand before a heading's mark, says CommonMark.
    found = [line.strip() for line in head.split("\n") if re.match(r" {0,3}#{1,3} ", line)]
    first = [line for line in found if line.startswith("# ")]
    return [line.lstrip("# ") for line in first or found[:1]]


def _says_plan(text: str) -> bool:
    title = read_title(text)
    return title.says_plan and not title.bare and title.subject in {"endpoint", "none"}
