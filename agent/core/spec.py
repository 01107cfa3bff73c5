"""What the documents say about one endpoint, each fact with its source."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar, Literal

from agent.core.documents import RepoPath, Source
from agent.core.findings import Contradiction, Finding, Gap
from agent.core.shapes import Form, Topic, TypeDefinition
from agent.core.values import dataclass

Place = Literal["path", "query", "header", "body", "response"]
# `above` and `below` are bounds that the value itself may not reach (`> 0`).
LimitKind = Literal[
    "min", "max", "above", "below", "min_length", "max_length", "choices", "pattern", "format"
]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_PARAMETER = re.compile(r"\{([^}:]*)[^}]*\}|:([A-Za-z_]\w*)|<(?:\w*:)?([^>]*)>|\[([^\]]*)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A method and a path as the caller writes it, without query string."""

    method: str
    path: str

    def __post_init__(self) -> None:
        if self.method not in METHODS or not self.path.startswith("/"):
            message = f"{self.method} {self.path} is no endpoint"
            raise ValueError(message)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def key(self) -> str:
        """Equal for all spellings of one endpoint: `{id}`, `:id`, `<id>`, `[id]`, last slash."""
        return _key(self.method, self.path)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the path's parameters in order, without types: `{id:guid}`, `<int:id>`."""
        return tuple("".join(found) for found in _PARAMETER.findall(self.path))


@lru_cache(maxsize=1 << 14)
def _key(method: str, path: str) -> str:
    """Asked for of every endpoint, whenever one is looked for."""
    bare = _PARAMETER.sub("{}", path).rstrip("/") or "/"
    return f"{method} {bare}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A target without an endpoint: its number in the requirements, where it has one, and name.

    It has neither method nor path, and so no parameters.
    """

    method: ClassVar[str] = ""
    path: ClassVar[str] = ""
    parameters: ClassVar[tuple[str, ...]] = ()
    name: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.id} {self.name}".strip()

    @property
    def key(self) -> str:
        """Equal for all spellings of one feature: its number, else its name, in small letters."""
        return (self.id or self.name).casefold()

    def is_named(self, text: str) -> bool:
        """Whether a title or a line names it, by its number or its name."""
        folded = text.casefold()
        number = rf"(?<![\w-]){re.escape(self.id.casefold())}(?![\w-])"
        return bool(self.id and re.search(number, folded)) or self.name.casefold() in folded


Target = Endpoint | Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A passage of a document: where a fact comes from.

    `referred` is true for one that the endpoint's own passage points to; `about` is the title that
    one stands under which is not the endpoint's own, `under` the heading above that title; `topic`
    is set for one that tells of a deed.
    """

    source: Source
    text: str
    referred: bool = False
    topic: Topic | None = None
    about: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One documented bound of a value; `choices` holds the values separated by `|`."""

    kind: LimitKind
    value: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A named value of a request or response; `rules` are other places that speak of it."""

    name: str
    place: Place
    source: Source
    type: str | None = None
    required: bool | None = None
    default: str | None = None
    limits: tuple[Limit, ...] = ()
    note: str = ""
    rules: tuple[Source, ...] = ()

    def limit(self, kind: LimitKind) -> Limit | None:
        """The documented bound of this kind, if any."""
        return next((one for one in self.limits if one.kind == kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body's fields, example as it stands, shape's name, forms, and who else alone shows it."""

    source: Source
    fields: tuple[Parameter, ...] = ()
    example: str = ""
    name: str = ""
    forms: tuple[Form, ...] = ()
    shown_by: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Streamed:
    """An event that a stream sends: its name, what is said of it, and the fields of its payload."""

    name: str
    source: Source
    note: str = ""
    fields: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A documented status code and what it means there."""

    code: int
    meaning: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its type and constraints in the document's own words.

    `note` is what a comment says of it; `drawn` is true where a diagram gives its type, roughly.
    """

    name: str
    type: str
    source: Source
    constraints: tuple[str, ...] = ()
    note: str = ""
    drawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the db plan; `stated` are the constraints that stand outside its columns.

    What is said of these, of its indexes, triggers, row policies and relations to other tables
    stands in the document's own words. `unguarded` says that its row security was turned off.
    """

    name: str
    source: Source
    columns: tuple[Column, ...] = ()
    stated: tuple[Excerpt, ...] = ()
    indexes: tuple[Excerpt, ...] = ()
    triggers: tuple[Excerpt, ...] = ()
    policies: tuple[Excerpt, ...] = ()
    relations: tuple[Excerpt, ...] = ()
    unguarded: tuple[Excerpt, ...] = ()
    note: str = ""

    @property
    def constraints(self) -> tuple[str, ...]:
        """The words of those that are stated outside the columns."""
        return tuple(one.text for one in self.stated)

    def column(self, name: str) -> Column | None:
        """The column of this name, if any."""
        return next((one for one in self.columns if one.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """A named set of values that columns may hold."""

    name: str
    source: Source
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rules document: always on, for files that match its globs, or by hand."""

    path: RepoPath
    text: str
    always: bool
    globs: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An endpoint as the documents list it; one of `later` or `removed` is kept apart.

    `base` is the beginning of its path that its document states for all paths, if it does.
    """

    endpoint: Endpoint
    title: str
    source: Source
    standing: Literal["now", "later", "removed"] = "now"
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeature:
    """A feature as the requirements list it."""

    endpoint: Feature
    title: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """All that the documents say about one endpoint, or one feature.

    `beside` are the tables that those it works on refer to, or are referred to by; `schema`,
    `values` and `views` are all that the documents define; `error` is the body of every error,
    `envelope` what every success is wrapped in.
    `spelled` are shapes that its passages leave out as dots. `served` are the endpoints that
    serve a feature, `fitting` are lines elsewhere whose words fit an endpoint's passage best,
    `required` is what the product requirements have for it: each feature, or a line that calls it.
    """

    endpoint: Target
    title: str
    description: Excerpt | None = None
    excerpts: tuple[Excerpt, ...] = ()
    spelled: tuple[Excerpt, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    request: Body | None = None
    responses: tuple[Body, ...] = ()
    streamed: tuple[Streamed, ...] = ()
    error: Body | None = None
    envelope: Body | None = None
    statuses: tuple[Status, ...] = ()
    auth: Excerpt | None = None
    notes: tuple[Excerpt, ...] = ()
    fitting: tuple[Excerpt, ...] = ()
    required: tuple[Excerpt, ...] = ()
    tables: tuple[Table, ...] = ()
    beside: tuple[Table, ...] = ()
    schema: tuple[Table, ...] = ()
    views: tuple[Table, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()
    values: tuple[Enumeration, ...] = ()
    types: tuple[TypeDefinition, ...] = ()
    rules: tuple[Rule, ...] = ()
    stack: tuple[Excerpt, ...] = ()
    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    served: tuple[Spec, ...] = ()

    def status(self, code: int) -> Status | None:
        """The documented status of this code, if any."""
        return next((one for one in self.statuses if one.code == code), None)

    def success(self) -> Status | None:
        """The first documented status below 300."""
        return next((one for one in self.statuses if one.code in range(200, 300)), None)
