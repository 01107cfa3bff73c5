"""The tables that an endpoint works on: by resource name, by what names them, by foreign key."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from agent.core.spec import Enumeration, Excerpt, Table, Target

_GENERAL = deferred(r"api|rest|v\d+", re.IGNORECASE)
_PARAMETER = deferred(r"[{:<\[]")
_IRREGULAR = {"people": "person", "children": "child", "statuses": "status", "data": "datum"}
_REFERENCE = deferred(
    r"(?:references|->|\u2192|klucz obcy\w*|foreign key (?:to|do))\s+([\w.\"`]+)", re.IGNORECASE
)

_ADDED = r"\bINSERT\s+(?:INTO|into)\s+(?:\w+\.)?[\"`]?{}\b"
_CHANGED = r"\bUPDATE\s+(?:\w+\.)?[\"`]?{}\b"
_READ = (
    r"\b(?:DELETE\s+FROM|FROM|JOIN|[Tt]abl[ae]s?|[Tt]abel\w*)\s+(?:\w+\.)?[\"`]?{0}\b"
    r"|\b{0}[\"`]?\s+(?:table|tabela)\b"
)
# What the patterns above that read begin or end with.
_READS = deferred(r"\b(?:FROM|JOIN)\b|tab(?:l[ae]|el)", re.IGNORECASE)
_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """The tables that a plan gives to its resources, by words in normal form.

    `named` by the resource's name, `told` by a word that its description alone has, `derived`
    those that what has no table is computed from.
    """

    named: Mapping[str, tuple[str, ...]]
    told: Mapping[str, tuple[str, ...]]
    derived: Mapping[str, tuple[str, ...]]


def related(
    endpoint: Target,
    names: Iterable[str],
    passage: str,
    tables: Sequence[Table],
    resources: Resources,
) -> tuple[Table, ...]:
    """Tables of the resource first, then those the passage names and those its ids point to.

    `names` are those of the endpoint's parameters and fields.
    """
    names = tuple(names)
    known = _known(tables)
    own = _of_path(endpoint, tables, resources.named) or _told(endpoint, resources.told)
    said = [name for name in known if name in passage and _stands(name, passage)]
    written = [
        name
        for begin, verb in (("INSERT", _ADDED), ("UPDATE", _CHANGED))
        for name in (said if begin in passage else ())
        if re.search(verb.format(re.escape(name)), passage)
    ]
    told = [name for name in said if f"`{name}`" in passage or "_" in name]
    read = said if _READS.search(passage) else ()
    told += [name for name in read if re.search(_READ.format(re.escape(name)), passage)]
    if not (own or written or told):
        # What holds its fields comes before what one of them points to.
        own = [one.name for one in alike(names, tables)]
    stems = {stem for one in names if (stem := _stem(one))}
    pointed = _pointed(stems, tables)
    targets = [
        target
        for name in own
        for column in known[name].columns
        if column.name in set(names)
        for target in _targets(column.constraints, known)
    ]
    made = _derived(endpoint, resources.derived) if endpoint.method == "GET" else []
    found = dict.fromkeys([*own, *written, *told, *pointed, *targets, *made])
    return tuple(known[name] for name in found)


def _stands(name: str, passage: str) -> bool:
    """Whether the passage has the name by itself: no part of a word or a path."""
    at = passage.find(name)
    while at >= 0:
        beside = passage[max(at - 1, 0) : at] + passage[at + len(name) : at + len(name) + 1]
        if not any(one.isalnum() or one in "_/" for one in beside):
            return True
        at = passage.find(name, at + 1)
    return False


def _pointed(stems: Iterable[str], tables: Sequence[Table]) -> list[str]:
    """The tables of these names in normal form, in their own order."""
    named, order = _by_name(tables), list(_known(tables))
    return sorted((name for stem in stems for name in named.get(stem, ())), key=order.index)


@lately
def _known(tables: Sequence[Table]) -> dict[str, Table]:
    return {one.name: one for one in tables}


def alike(names: Iterable[str], tables: Iterable[Table]) -> tuple[Table, ...]:
    """The one table whose columns most of these names are, where no other has as many."""
    wanted = {normal(name) for name in names} - {"id", "createdat", "updatedat"}
    held = sorted(
        ((len(wanted & {normal(one.name) for one in table.columns}), table) for table in tables),
        key=lambda one: -one[0],
    )
    most = held[0][0] if held else 0
    sure = most >= _FEWEST and most * 2 > len(wanted) and most > (held[1][0] if held[1:] else 0)
    return (held[0][1],) if sure else ()


def answering(fields: Iterable[str], tables: Sequence[Table]) -> tuple[Table, ...]:
    """Tables that fields of an answer point to or end with: `userId`, `total_expenses`."""
    names = [name for one in fields for name in re.findall(r"[A-Za-z_]\w*", one)]
    stems = {stem for one in names if (stem := _stem(one))}
    last = {normal(re.split(r"_|(?<=[a-z0-9])(?=[A-Z])", name)[-1]) for name in names}
    return tuple(
        table for table in tables if normal(table.name) in last or normal(table.name) in stems
    )


def beside(
    tables: Sequence[Table], every: Sequence[Table], refers: Mapping[str, Sequence[str]]
) -> tuple[Table, ...]:
    """The tables that these refer to, then those that refer to these; none of these."""
    known = _known(every)
    own = {one.name for one in tables}
    out = [name for table in tables for name in refers[table.name]]
    into = [name for name, others in refers.items() if others and own.intersection(others)]
    told = [name for table in tables for one in table.relations for name in _words(one, known)]
    return tuple(known[name] for name in dict.fromkeys((*out, *into, *told)) if name not in own)


def _words(relation: Excerpt, known: dict[str, Table]) -> list[str]:
    return [name for name in re.findall(r"[A-Za-z_]\w*", relation.text) if name in known]


def references(every: Sequence[Table]) -> dict[str, list[str]]:
    """For each table those that its columns refer to."""
    known = {one.name: one for one in every}
    return {
        table.name: [
            name for column in table.columns for name in _targets(column.constraints, known)
        ]
        for table in every
    }


def used(tables: Iterable[Table], enumerations: Iterable[Enumeration]) -> tuple[Enumeration, ...]:
    """The enumerations that columns of these tables hold, by their type's name."""
    types = {
        word.casefold()
        for table in tables
        for column in table.columns
        for word in re.findall(r"\w+", column.type)
    }
    return tuple(one for one in enumerations if one.name.casefold() in types)


@lru_cache(maxsize=1 << 14)
def normal(name: str) -> str:
    """A name without case, separators and plural, so that `/error-logs` is `ErrorLog`."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).casefold()
    words = [word for word in re.split(r"[\W_]+", text) if word]
    return "".join([*words[:-1], _singular(words[-1])]) if words else ""


def segments(endpoint: Target) -> tuple[str, ...]:
    """The path's words that name something: no parameters, no `api`; the last one first."""
    parts = [part for part in endpoint.path.split("/") if part and not _PARAMETER.search(part)]
    return tuple(part for part in reversed(parts) if not _GENERAL.fullmatch(part))


def _of_path(
    endpoint: Target, tables: Sequence[Table], resources: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """Tables whose name a segment is, or ends: `/weeks/{id}/meals` is `meals`, then `weeks`."""
    exact: list[str] = []
    named = _by_name(tables)
    for segment in segments(endpoint):
        same = named.get(normal(segment), ())
        tail = () if same else [one.name for one in tables if _ends(one.name, segment)]
        exact.extend(same or tail or resources.get(normal(segment), ()))
    return exact


@lately
def _by_name(tables: Sequence[Table]) -> dict[str, list[str]]:
    """The tables' names by their normal form."""
    found: dict[str, list[str]] = {}
    for one in tables:
        found.setdefault(normal(one.name), []).append(one.name)
    return found


def _derived(endpoint: Target, derived: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Tables that what a word of the path names is computed from."""
    return [name for one in segments(endpoint) for name in derived.get(normal(one), ())]


def _told(endpoint: Target, told: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Tables of the resource whose description has the word of the path that names none."""
    found = (told.get(normal(segment), ()) for segment in segments(endpoint))
    return list(next(filter(None, found), ()))


def _ends(table: str, segment: str) -> bool:
    """Whether a prefixed table is meant, as `catalog_brickset` for `bricksets`."""
    name, short = normal(table), normal(segment)
    return len(short) > 2 and "_" in table and name.endswith(short)  # noqa: PLR2004 (no "id", "v1")


def _stem(name: str) -> str:
    """What a field like `book_id` or `bookId` points to, in normal form; empty for any other."""
    stem = re.sub(r"(?:_id|Id|ID|_uuid|_code)s?$", "", name)
    return normal(stem) if stem != name else ""


def _targets(constraints: Iterable[str], known: dict[str, Table]) -> list[str]:
    hits = [hit[1] for one in constraints for hit in _REFERENCE.finditer(one)]
    names = [re.sub(r"[\"`]", "", hit).rsplit(".", 1)[-1] for hit in hits]
    return [name for name in names if name in known]


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 (not "ties")
        return word[:-3] + "y"
    # `classes`, `statuses`, but `expenses`, `sizes`.
    if re.search(r"(?:ss|[^ao]us|lias|x|zz|tz|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
