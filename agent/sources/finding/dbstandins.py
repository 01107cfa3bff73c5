"""Documents that hold tables without being called a db plan: what is read where no other does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent import lazy
from agent.core.documents import Document, RepoPath, Role
from agent.core.patterns import deferred
from agent.sources.finding.roles import TALK
from agent.sources.finding.standins import PROSE, open_paths, stem
from agent.sources.tables.dbfiles import is_code, is_no_schema, is_script, may_map

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.core.spec import Table

_CALLED = deferred(
    r"(?:.*-)?(?:databases?|db|datenbank\w*|baz[aey]-danych|bases?-de-d(?:onnees|atos)|bdd|mongodb"
    r"|banco-de-dados|bancos?-de-datos|firestore|postgres\w*|mysql|sqlite|sql)(?:-.*)?"
    r"|(?:.*-)?(?:eer|er|erd|entity-relationships?)(?:-(?:diagrams?|models?))?"
    r"|(?:.*-)?(?:model[oe]-)?entid(?:ade|ad)-rela(?:cionamentos?|cion(?:al)?|cao)(?:-.*)?"
    r"|(?:.*-)?(?:schemas?|tables?|tabellen|tabelas|tablas|entit(?:y|ies)|entidade?s|collections)"
    r"(?:-(?:definitions?|structures?|designs?|lists?|overview))?"
    r"|(?:.*-)?(?:data|domain|datenbank)-?models?|datenmodell|modele?-de-donnees|modelo-de-dad?t?os"
    r"|(?:data|daten)-?(?:dictionary|structures?|woerterbuch)|di[ck]cionario-de-dad?t?os"
    r"|.*(?:数据库|数据表|表结构|資料庫|データベース|テーブル|er図|데이터베이스|테이블|база-данных|бд).*"
)
# A file a table, named as that is: `docs/entities/users.md`.
_FOLDER = deferred(
    r"(?:^|/)(?:db|database|entit(?:y|ies)|tables?|schemas?|(?:data-?)?models?|collections)/(?!readme)[^/]+$",
    re.IGNORECASE,
)
# Where it is told what a system is made of, a diagram of its entities may stand, too.
_AROUND = deferred(
    r"readme|(?:.*-)?(?:architecture|architektur\w*|arquitectura|arquitetura|system-design|design"
    r"|technical-(?:spec\w*|design)|spec|specification)"
)
_DIAGRAM = "erDiagram"
# A copy of what a query finds says nothing of its columns.
_CREATES = deferred(
    r"^\s*create\s+table\b(?![^(;]*\bas\s+select\b)|\bSchema::create\(|\bcreate_table\b|<createTable\b"
    r"|-\s*createTable\s*:|[\"']CREATE TABLE |\bcreate\s*\.\s*table\(|\.CreateTable\(",
    re.IGNORECASE | re.MULTILINE,
)
# What is plainly a column needs no reading of all tables: `- id UUID PRIMARY KEY`, `| id | UUID |`.
_TYPE = (
    r"[`*]*(?:uuid|(?:var)?char|text|(?:big|small)?(?:int|serial)|integer|bool|timestamp|jsonb?"
    r"|numeric|decimal)\w*\b"
)
_COLUMN = deferred(
    rf"^[ \t]*(?:\|[ \t]*[`*]*\w+[`*]*[ \t]*\|[ \t]*{_TYPE}[^|\n]*\|"
    rf"|[-*+][ \t]*[`*\"]*\w+[`*\"]*(?:[ \t]*[:(][ \t]*|[ \t]+){_TYPE}.*"
    r"\b(?:not null|primary key|references|default|unique|pk|fk)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_SURE = 3
_MODELS = deferred(r"^\s*(?:model|table)\s+[\"\w.]+.*\{", re.IGNORECASE | re.MULTILINE)
_ENOUGH = 2
_MOST_MAPPED = 300


def groups(
    paths: Iterable[RepoPath], *, without: tuple[RepoPath, ...] = ()
) -> tuple[tuple[RepoPath, ...], ...]:
    """What may be one, the likelier first; a group counts where none before it does.

    SQL may stand beside prose, which tells what is to change; then comes code that maps classes
    to tables, then what migrates them in code.
    """
    free = tuple(open_paths(paths, without=without))
    code = sql(paths, without=without)
    prose = [(path, stem(path)) for path in free if path.suffix.casefold() in PROSE]
    named = tuple(path for path, name in prose if _is_called(path) and not TALK.search(name))
    around = tuple(path for path, name in prose if _AROUND.fullmatch(name))
    mapped = code_of(paths, without=without)
    scripts = tuple(one for one in free if is_script(one) and not is_no_schema(one))
    return (*named, *code), around, mapped, scripts


def code_of(
    paths: Iterable[RepoPath], *, without: tuple[RepoPath, ...] = ()
) -> tuple[RepoPath, ...]:
    """The files of code that may map classes to tables."""
    return tuple(filter(may_map, open_paths(paths, without=without)))[:_MOST_MAPPED]


def sql(paths: Iterable[RepoPath], *, without: tuple[RepoPath, ...] = ()) -> tuple[RepoPath, ...]:
    """The files of SQL that may make tables, whatever they are called."""
    free = open_paths(paths, without=without)
    return tuple(
        path for path in free if path.suffix.casefold() == ".sql" and not is_no_schema(path)
    )


def defines(role: Role, path: RepoPath, text: str) -> bool:
    """Whether a document of the database defines tables: with types, where it does so in prose."""
    if role == "db-plan" and path.suffix.casefold() in PROSE:
        if len(_COLUMN.findall(text)) >= _SURE:
            return True
        tables = _planned(path, text)
        return not tables or any(each.type for one in tables for each in one.columns)
    return role == "db-plan" or bool(_CREATES.search(text) or _MODELS.search(text))


def standing_in(path: RepoPath, text: str) -> Role | None:
    """The role that a file may take by the tables it defines, if any."""
    if is_script(path):
        made: bool = lazy.load("agent.sources.tables.migrations").makes_tables(path, text)
        return "db-schema" if made else None
    if is_code(path):
        maps: bool = lazy.load("agent.sources.tables.entities").maps(path.suffix, text)
        return "db-schema" if maps else None
    if path.suffix.casefold() not in PROSE:
        return "db-schema" if _CREATES.search(text) else None
    if not _is_called(path) and _DIAGRAM not in text:
        return None
    told = sum(bool(one.columns) for one in _planned(path, text))
    return "db-plan" if told >= (1 if _FOLDER.search(path.value) else _ENOUGH) else None


def _is_called(path: RepoPath) -> bool:
    return _CALLED.fullmatch(stem(path)) is not None or _FOLDER.search(path.value) is not None


def _planned(path: RepoPath, text: str) -> tuple[Table, ...]:
    document = Document(path=path, role="db-plan", text=text, why="")
    found: tuple[Table, ...] = lazy.load("agent.sources.tables.dbplan").find_schema(document).tables
    return found
