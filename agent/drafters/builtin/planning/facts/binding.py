"""Which column a name of a request or an answer stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent.core.patterns import deferred
from agent.core.spec import Body, Column, Parameter, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.wording import column_of
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.project.naming import singular, snake

_PAGING = deferred(
    r"^(?:(?:meta|pagination|page_?info|links)\b.*|pages?|total(?:_?(?:pages|count|items|elements))?"
    r"|limit|offset|per_?page|page_?(?:size|number)|has_?(?:more|next|previous)|next_?cursor|count"
    r"|success|message|timestamp|first|last|size|number)$",
    re.IGNORECASE,
)
PAGE = re.compile(
    r"^(?:page|page_?size|per_?page|size|limit|offset|cursor|skip|take|page_?number)$",
    re.IGNORECASE,
)
_UNUSED = deferred(
    r"\W*(?:is )?(?:ignored|not used|unused|ignorowan|pomijan|nieu\u017cywan)", re.IGNORECASE
)
_KEY = ("_id", "_uuid")
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields of an answer that stand together: `at` is what holds them, empty for the answer."""

    at: str
    names: tuple[str, ...]

    @property
    def word(self) -> str:
        """The name of what holds them."""
        return self.at.removesuffix("[]").rpartition(".")[2]


def is_unused(one: Parameter) -> bool:
    """Whether the documents say of a value that nothing is done with it."""
    return _UNUSED.match(one.note) is not None


def leaf(name: str) -> str:
    """The name without what it stands in."""
    return name.removesuffix("[]").rpartition(".")[2]


def bound(table: Table, name: str) -> Column | None:
    """The column: of the same name, the table's own key or a part named with the table, a key."""
    own = leaf(name)
    column = column_of(table, own)
    if column is not None:
        return column
    word = snake(own)
    for thing in _things(table):
        rest = word.removeprefix(f"{thing}_")
        if rest != word and (found := column_of(table, rest)) is not None:
            return found
    return _secret(table, word) or _key(table, word)


def _secret(table: Table, word: str) -> Column | None:
    """The hash of a password: what is given is never what is stored."""
    if word != "password":
        return None
    hashed = (one for one in table.columns if re.fullmatch(r"password_?hash", snake(one.name)))
    return next(hashed, None)


def lists_of(fields: Iterable[Parameter]) -> dict[str, tuple[str, ...]]:
    """The lists of objects in a body, each with the fields that its entries themselves have."""
    found: dict[str, list[str]] = {}
    for one in fields:
        at, mark, own = one.name.partition("[].")
        if mark:
            found.setdefault(at, []).extend([own] if re.fullmatch(r"\w+", own) else [])
    return {at: tuple(names) for at, names in found.items()}


def holds_entries(table: Table, names: Iterable[str]) -> bool:
    """Whether the entries of a list are rows of the table: it has most of their fields."""
    known = list(names)
    held = sum(bound(table, one) is not None for one in known)
    return held >= _FEWEST and 2 * held > len(known)


def groups(body: Body | None) -> tuple[Group, ...]:
    """The fields of an answer by what holds them, paging and wrappers without names left out."""
    fields = body.fields if body is not None else ()
    holders = {part for one in fields for part in _holders(one.name)}
    found: dict[str, list[str]] = {}
    for one in fields:
        at, _, own = one.name.rpartition(".")
        if own.removesuffix("[]") and not _is_paging(one.name) and one.name not in holders:
            found.setdefault(at, []).append(own.removesuffix("[]"))
    apart = {name.removesuffix("[]") for name in found}
    return tuple(
        Group(at=at, names=tuple(name for name in names if _inside(at, name) not in apart))
        for at, names in found.items()
    )


def entry(found: Iterable[Group]) -> Group | None:
    """The group of what the answer is about: an entry of the list, or the answer itself."""
    known = list(found)
    lists = [one for one in known if one.at.endswith("[]") and one.at.count("[]") == 1]
    plain = [one for one in known if not one.at]
    wrapped = [one for one in known if one.at in {"data", "item", "result"}]
    entries = [one for one in lists if "." not in one.at]
    usual = [one for one in entries if one.word in {"data", "items", "results", ""}]
    if usual or wrapped:
        return (usual or wrapped)[0]
    if plain and plain[0].names:
        return plain[0]
    return next(iter((*entries, *known)), None)


def is_list(body: Body | None) -> bool:
    """Whether an answer is many entries: an array, or what it is about stands in one."""
    first = entry(groups(body))
    held = first is not None and first.at.endswith("[]")
    return held or (body is not None and body.example.lstrip().startswith("["))


def named(fields: Iterable[Parameter], *places: str) -> list[Parameter]:
    """Those that stand in one of these places."""
    return [one for one in fields if one.place in places]


def _inside(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _holders(name: str) -> Iterator[str]:
    at = name.rpartition(".")[0]
    while at:
        yield at
        yield at.removesuffix("[]")
        at = at.rpartition(".")[0]


def _is_paging(name: str) -> bool:
    return _PAGING.match(name) is not None


def _things(table: Table) -> Iterator[str]:
    """What a row is called: `routine_task`, `task`."""
    name = singular(snake(table.name.rpartition(".")[2]))
    yield name
    if "_" in name:
        yield name.rpartition("_")[2]


def _key(table: Table, word: str) -> Column | None:
    """The one key whose first word is the name's: `child_id` is `child_profile_id`."""
    if not word.endswith(_KEY):
        return None
    stem = fold(word.rpartition("_")[0])
    found = [
        one
        for one in table.columns
        if snake(one.name).endswith(_KEY) and stem in _stems(snake(one.name))
    ]
    return found[0] if len(found) == 1 else None


def _stems(name: str) -> set[str]:
    """The parts of a key's name that may stand for it alone."""
    words = name.split("_")[:-1]
    return {fold(words[0]), fold(words[-1])} if words else set()
