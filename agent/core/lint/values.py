"""A plan as lint reads it, and what is known around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from agent.core.documents import RepoPath, Source
from agent.core.plan import Plan
from agent.core.spec import Endpoint, Spec
from agent.core.values import dataclass

NameKind = Literal["status", "table", "column", "field", "file", "citation"]
MarkKind = Literal["placeholder", "analysis"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section: what it is about, empty where its title does not say."""

    kind: str
    title: str
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Text that no plan should hold; `cited` where its line names the document it is from."""

    kind: MarkKind
    text: str
    line: int
    cited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name that the plan states; `key` is equal for all its spellings.

    `table` is the key of a column's table, `last` the last line of a citation.
    """

    kind: NameKind
    name: str
    key: str
    line: int
    table: str = ""
    last: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A plan's text, read.

    `inside` are the kinds of section that stand as a part of another one; `words` are all its
    identifiers as keys, `codes` all statuses that it treats in any way; `vague` are the steps,
    by id, that name nothing to work on; `created` are tables that it makes itself.
    """

    plan: Plan
    parts: tuple[Part, ...]
    inside: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    names: tuple[Named, ...] = ()
    words: frozenset[str] = frozenset()
    codes: frozenset[int] = frozenset()
    vague: frozenset[str] = frozenset()
    created: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An endpoint of the plan, and how the documents list it; None where they do not."""

    endpoint: Endpoint
    listed: Endpoint | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What documents, profile and repository know.

    `statuses` hold for this plan; `elsewhere` are those that the API plan names for something
    else, each with the first place. `tables` have the keys of their columns, by key of the table;
    `names` is how a table's key is written, and where it stands; `words` are the keys of all
    identifiers in the documents. `placing` is what the rules say, of places too; `lengths` are the
    documents' lines by file name.
    """

    sections: tuple[Part, ...]
    specs: tuple[Spec, ...] = ()
    endpoints: tuple[Match, ...] = ()
    statuses: frozenset[int] = frozenset()
    elsewhere: Mapping[int, Source]
    tables: Mapping[str, frozenset[str]]
    names: Mapping[str, tuple[str, Source]]
    words: frozenset[str] = frozenset()
    files: frozenset[RepoPath] = frozenset()
    placing: str = ""
    lengths: Mapping[str, int]
