"""The role that everyone needs who calls, as the endpoint's own words or its path ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import is_people
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.reach import Way
from agent.drafters.builtin.project.naming import snake

_FORBIDDEN = 403
# Those who look after the rows of others.
STAFF = deferred(
    r"(?:super|sys(?:tem)?)?[_ -]?admin\w*|moderator|(?:\w+[_ -])?staff|supervisor|hr|root",
    re.IGNORECASE,
)
# Roles in the documents' own words where no column says which there are.
_WORDS = ("admin", "moderator", "staff", "supervisor")
# Who is one of these is anybody.
_ANYBODY = deferred(r"users?|members?|customers?|clients?|everyone|any\w*|all", re.IGNORECASE)
# "Access: authenticated users": whoever is signed in may, whosever the row is.
_SIGNED_IN = deferred(
    r"\W*(?:(?:access|permissions?|dost\u0119p|uprawnienia)\W*:\W*)?"
    r"(?:(?:all|any|every|each|wszyscy|ka\u017cdy|dowolny)\s+)?"
    r"(?:authenticated|(?:logged|signed)[- ]in|zalogowan\w+|uwierzytelnion\w+)"
    r"\s+(?:users?|u\u017cytkowni\w+)\W*",
    re.IGNORECASE,
)
_NO_ROLE = deferred(r"the|an?|its?|only|or|and|lub|i|roles?|can|may|is|for|by|tylko", re.IGNORECASE)
_ADMIN = ("admin", "administrator")
# A row's own admins stand behind it; those of all before anything.
_PATH = deferred(r"^(?:/[\w.-]+)*?/(admin)/", re.IGNORECASE)
# "Security note: ...", "- **Auth**: ...": what stands behind it is asked of the caller.
_LABEL = deferred(
    r"^[^\w\"'{]*(?:security(?: note)?|auth\w*|access|permissions?|roles?"
    r"|(?:required|allowed) roles?|uprawnienia|dost\u0119p|autoryzacja|acesso|acceso)\b"
    r"[^:]{0,20}:\W*",
    re.IGNORECASE,
)
# "The profile (parent or child)" asks for neither.
_DEMANDS = deferred(r"\bonly\b|\brequir|\btylko\b|\bwymaga", re.IGNORECASE)
_HERE = deferred(r"(?<!\w)`?/[\w{}/:.<>\[\]*-]+`?")
# "Admin-only parameter": it is asked of who gives that.
_VALUE = r"(?:param|field|flag|filter|option)"
_AND = r"(?:/|,|\+|&|\||or|and|lub|i)"
_ONE = r"['\"`]?[A-Za-z_]+['\"`]?"
_LIST = deferred(rf"{_ONE}(?:\s*(?:{_AND})\s*{_ONE})+")
_WORD = deferred(r"[A-Za-z_]+")
_LATIN = str.maketrans(
    "\u0430\u0431\u0432\u0433\u0434\u0435\u0437\u0438\u0456\u0439\u043a\u043b\u043c\u043d\u043e\u043f\u0440\u0441\u0442\u0443\u0444\u0445\u0446",
    "abvgdeziijklmnoprstufhc",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The roles of which one is needed, where that is said, and the column that holds them.

    `above` is true for all that lies below `/admin`: no row there is the caller's own.
    """

    values: tuple[str, ...]
    sources: tuple[Source, ...]
    table: Table | None = None
    column: Column | None = None
    above: bool = False


def asked_of_all(brief: Brief) -> Asked | None:
    """The roles that the passage asks of whoever calls; else that of a path below `/admin`."""
    table, column = _held(brief.spec.schema)
    values = values_of(brief.spec, table, column) if table is not None and column else ()
    for source, line, labelled in _lines(brief):
        named = tuple(one for one in values or _WORDS if is_asked(one, line, labelled=labelled))
        named = named if values else _listed(named, line)
        told = labelled or _DEMANDS.search(line) or all(map(STAFF.fullmatch, named))
        if named and told and set(named) != set(values):
            return Asked(values=named, sources=(source,), table=table, column=column)
    hit = _PATH.search(brief.spec.endpoint.path)
    places = tuple(one.source for one in brief.spec.excerpts[:1])
    if hit is None or not places:
        return None
    admins = tuple(one for one in values if snake(one) in _ADMIN)
    sources = brief.passages.holding(places, f"/{hit[1]}/") or places
    if not admins:
        return Asked(values=(hit[1].casefold(),), sources=sources, above=True)
    return Asked(values=admins, sources=sources, table=table, column=column, above=True)


def _listed(named: Sequence[str], line: str) -> tuple[str, ...]:
    """The roles with those that stand in a list with them; none where anybody is among them."""
    for hit in _LIST.finditer(line) if named else ():
        words = [one for one in _WORD.findall(hit[0]) if not _NO_ROLE.fullmatch(one)]
        if any(re.fullmatch(_spelled(one), word, re.IGNORECASE) for one in named for word in words):
            return () if any(map(_ANYBODY.fullmatch, words)) else tuple(map(str.lower, words))
    return tuple(named)


def by_ways(brief: Brief, found: Sequence[Way]) -> Asked | None:
    """The roles that the policies let in, where they let in nobody else."""
    if not found or any(one.tie is not None for one in found):
        return None
    named = {role.casefold() for one in found for role in one.roles}
    sources = tuple(dict.fromkeys(one.source for one in found))
    table, column = _held(brief.spec.schema)
    known = values_of(brief.spec, table, column) if table is not None and column else ()
    values = tuple(one for one in known if one.casefold() in named)
    if len(values) < len(named):
        every = dict.fromkeys(role for one in found for role in one.roles)
        return Asked(values=tuple(every), sources=sources)
    return Asked(values=values, sources=sources, table=table, column=column)


def is_staff(asked: Asked) -> bool:
    """Whether these look after the rows of others, so that none need be their own."""
    return all(STAFF.fullmatch(one) for one in asked.values)


def lets_all(brief: Brief, asked: Asked | None) -> bool:
    """Whether it is for staff, or the passage says for everyone signed in: no row is one's own."""
    auth = brief.spec.auth
    if auth is not None and brief.is_own(auth.source) and _SIGNED_IN.fullmatch(auth.text):
        return True
    return asked is not None and is_staff(asked)


def is_asked(value: str, line: str, *, labelled: bool = False) -> bool:
    """Whether a line asks for this role: `X only`, `requires X role`, `not X`, or in brackets.

    In other letters a role may be the same word.
    """
    read = line.strip() if line.isascii() else line.strip().casefold().translate(_LATIN)
    return _asking(value, labelled).search(read) is not None


@lru_cache(maxsize=64)
def _asking(value: str, labelled: bool) -> re.Pattern[str]:  # noqa: FBT001 - told by the cache
    role = rf"['\"`]?{_spelled(value)}s?['\"`]?"
    others = rf"(?:{_ONE}\s*{_AND}\s*)*"
    more = rf"(?:\s*{_AND}\s*{_ONE})*"
    labels = (rf"\brol[aei]s?\W{{0,4}}{others}{role}(?!\w)", rf"^\W*{others}{role}{more}\W*$")
    forms = (
        rf"(?:only|tylko)(?: (?:for|by|dla|an?|the))* {others}{role}(?!\w)",
        rf"(?<!\w){role}{more}[ -](?:role[ -])?(?:only|token)(?!\w)(?! {_VALUE})",
        rf"\b(?:requires?|lacks?|without|needs?|wymaga)\b[^.]{{0,20}}?{others}{role}{more} role",
        rf"\b(?:authenticated|(?:signed|logged)[- ]in|zalogowan\w+) {others}{role}(?!\w)",
        rf"\bnot (?:an? |the )?{others}{role}(?!\w)",
        rf"\((?:{others}){role}{more}(?: (?:only|action|endpoint|role))?\)",
        rf"\ballows? (?:the |an? )?{others}{role}{more} to\b",
        rf"[\u2013\u2014-] {others}{role}{more}\.?$",
    )
    asking = (*forms, *labels) if labelled else forms
    return re.compile("|".join(asking), re.IGNORECASE)


def _spelled(value: str) -> str:
    """The value however its words are joined; an admin's in short or at length."""
    if value.casefold() in _ADMIN:
        return r"(?<!\w)admin(?:istrator)?"
    return r"[_ -]".join(map(re.escape, re.split(r"[_ -]", value)))


@lately
def _held(schema: tuple[Table, ...]) -> tuple[Table, Column] | tuple[None, None]:
    """Where the role of a person stands."""
    for table in schema:
        for column in table.columns if is_people(table.name) else ():
            if snake(column.name).endswith("role"):
                return table, column
    return None, None


def _lines(brief: Brief) -> Iterator[tuple[Source, str, bool]]:
    """The lines of the endpoint's own that may ask for a role; whether a label says they do."""
    spec = brief.spec
    if spec.auth is not None and brief.is_own(spec.auth.source):
        yield from ((place, line, True) for place, line in lines_of(brief, spec.auth.source))
    for one in spec.excerpts[:1]:
        yield from _head(brief, one.source)
    if spec.description is not None:
        yield from (
            (place, line, False) for place, line in lines_of(brief, spec.description.source)
        )
    for status in brief.statuses(_FORBIDDEN):
        if brief.is_own(status.source):
            yield from ((place, status.meaning, False) for place in brief.status(status).sources)


def _head(brief: Brief, passage: Source) -> Iterator[tuple[Source, str, bool]]:
    """The title, each cell of a row for itself, and what stands behind a label."""
    for at, (place, line) in enumerate(lines_of(brief, passage)):
        hit = _LABEL.match(line)
        if hit is not None:
            yield place, line[hit.end() :], True
        elif not at:
            bare = _HERE.sub("", line)
            yield place, bare, False
            cells = bare.split("|") if bare.lstrip().startswith("|") else ()
            yield from ((place, cell, True) for cell in cells)
