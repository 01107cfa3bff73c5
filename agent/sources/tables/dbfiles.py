"""Which files hold the schema of a database: migrations, whole schemas, Prisma's, mapped code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred

if TYPE_CHECKING:
    from agent.core.documents import RepoPath

LOGS = (".xml", ".yaml", ".yml")
_SUFFIXES = (".sql", ".prisma", ".php", ".rb", ".cs", *LOGS)
# What Entity Framework makes beside its migrations is the model as it was.
_SHARP = r"(?<!\.Designer)(?<!Snapshot)\.cs"
_MIGRATION = deferred(
    r"(?P<root>(?:.*/)?(?:migrations?|migrate|drizzle|changelogs?|liquibase))/.+(?:\.(?:sql|php)"
    rf"|{_SHARP})"
    r"|(?P<folder>(?:.*/)?)(?:V\d[\w.]*__[^/]*|migrat(?:e|ion)[^/]*)\.sql",
    re.IGNORECASE,
)
_WHOLE = deferred(
    r"(?:.*/)?db/schema\.rb|(?:.*/)?supabase/schemas/.+\.sql|(?:.*/)?(?:schema|structure|ddl|create[_-]tables)\.sql"
    # In a folder for such files, what one calls after what it makes.
    r"|(?:.*/)?(?:(?:my)?sql|db|database|ddl|postgres(?:ql)?|mariadb|[\w-]*initdb(?:\.d)?)/(?:[^/]*[-_.])?(?:schema|design|structure|ddl|tables?|init)"
    r"(?:[-_.][^/]*)?\.sql"
    r"|(?:(?P<root>(?:.*/)?prisma)/.+|(?:.*/)?[\w-]*schema)\.prisma",
    re.IGNORECASE,
)
# What takes a migration back, and what only fills tables.
_NONE = deferred(
    r"(?:^|[/._-])(?:down|undo|rollback|revert|seeds?|fixtures?|tests?)(?=[/._-])"
    r"|(?:^|/)U\d[\w.]*__",
    re.IGNORECASE,
)


# Migrations in code, which say nothing of their kind by their names.
_SCRIPT = deferred(
    r"(?P<root>(?:.*/)?(?:migrations?|migrate|alembic/versions))/.+"
    rf"(?:\.(?:[cm]?js|ts|py|rb)|{_SHARP})",
    re.IGNORECASE,
)
# Liquibase's change logs.
_LOG = deferred(
    r"(?P<root>(?:.*/)?(?:liquibase|(?:db|database|resources)/(?:[^/]+/)*[\w-]*changelogs?))/.+"
    r"\.(?:xml|ya?ml)|(?:.*/)?db[.-]changelog[^/]*\.(?:xml|ya?ml)",
    re.IGNORECASE,
)
_ENDS_AS_SCRIPT = (".php", ".rb")
# Where code that maps classes to tables stands, by language.
_MAPPED = deferred(
    r"(?:.*/)?(?:(?:models?|entit(?:y|ies)|db(?:[-_]\w+)?|database|domain|data|persistence|orm|sql)"
    r"(?:/[^/]+){0,4}/(?!__)[^/]+\.(?:py|cs|java|go)|\w*models?\.(?:py|go)|models?/[^/]+\.[cm]?js|\w*(?:Entity\.java|Context\.cs)"
    r"|(?:entit(?:y|ies)|db|database|drizzle|schemas?)/(?:[^/]+/)*[^/]+\.ts|[\w-]+\.entity\.ts"
    r"|schema\.ts)",
    re.IGNORECASE,
)
_CODE = frozenset((".py", ".ts", ".java", ".cs", ".go", ".js", ".mjs", ".cjs"))
_NO_CODE = deferred(
    r"(?:^|/)(?:__tests__|tests?|e2e|[\w.]*Tests|[\w.]*[mM]igrations?|alembic|versions)/"
    r"|(?:[.-](?:test|spec)|\.d|_test|Tests?)\.\w+$|(?:^|/)test_"
)


_MIGRATIONS = (_MIGRATION, _SCRIPT, _LOG)
_BY_NAME = (_MIGRATION, _LOG, _WHOLE)


def may_map(path: RepoPath) -> bool:
    """Whether it is a file of code that, by its name and place, may map classes to tables."""
    found = is_code(path) and _MAPPED.fullmatch(path.value) is not None
    return found and not is_no_schema(path) and _NO_CODE.search(path.value) is None


def is_code(path: RepoPath) -> bool:
    """Whether it is in a language whose classes may be mapped."""
    return path.suffix.casefold() in _CODE


def is_script(path: RepoPath) -> bool:
    """Whether it is a migration in code, or a schema that migrations leave."""
    by_place = any(one.fullmatch(path.value) is not None for one in (_SCRIPT, _LOG))
    return by_place or path.value.endswith(_ENDS_AS_SCRIPT)


def is_schema(path: RepoPath) -> bool:
    """Whether the file's name and place say so."""
    if not path.value.endswith(_SUFFIXES) or is_no_schema(path):
        return False
    return any(one.fullmatch(path.value) is not None for one in _BY_NAME)


def is_no_schema(path: RepoPath) -> bool:
    """Whether the name or place of SQL says that it takes back, fills or tests."""
    # What a migration in code is called says which table it makes.
    said = f"{path.folder}/" if is_script(path) else path.value
    return _NONE.search(said) is not None


def is_migration(path: RepoPath) -> bool:
    """Whether it is one of several, each a change to what those before it left."""
    return any(one.fullmatch(path.value) is not None for one in _MIGRATIONS)


def root(path: RepoPath) -> str:
    """The folder whose files tell of one database together."""
    patterns = (*_MIGRATIONS, _WHOLE)
    found = next((hit for one in patterns if (hit := one.fullmatch(path.value))), None)
    return (found["root"] if found else None) or path.folder
