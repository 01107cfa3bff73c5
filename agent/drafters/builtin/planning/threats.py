"""The threats that follow from what the documents say of one endpoint, each with its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.spec import Column, Parameter, Status, Table
from agent.drafters.builtin.planning.brief import Brief, table_in_path
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.wording import names_of

_MOST = 3
_OWNER = re.compile(
    r"^(?:user|owner|author|account|profile|tenant|organi[sz]ation|family|household)_?id$"
    r"|^created_?by$",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^(?:user|owner|author|account|profile)_?id$|^created_?by$", re.IGNORECASE)
_WHOSE = re.compile(
    r"\bown(?:s|er\w*|ed)?\b|\btheir\b|\bbelong|\busers?\b|\b403\b|w\u0142a\u015bcic|u\u017cytkown|swoj",
    re.IGNORECASE,
)
_MADE_UP = re.compile(r"^(?:sort\w*|order\w*|direction)$", re.IGNORECASE)
_SEARCH = re.compile(r"^(?:q|query|search\w*|filter|term|phrase)$", re.IGNORECASE)
_SIZE = re.compile(r"^(?:page_?size|per_?page|size|limit|take)$", re.IGNORECASE)
_SECRET = re.compile(r"password|secret|token|api_?key", re.IGNORECASE)
_ROWS = ("get", "update", "delete", "action")


def threats(brief: Brief) -> list[Fact]:
    """The few that this endpoint's own parameters, fields and columns give rise to."""
    if "threats" not in brief.demands:
        return []
    return [*_secrets(brief), *_others(brief), *_beyond(brief), *_queries(brief)][:_MOST]


def _cited(brief: Brief, key: str, *found: Parameter | Column, **values: str) -> Fact:
    sources = [
        source for one in found for source in brief.passages.holding([one.source], _leaf(one.name))
    ]
    return Fact(
        text=brief.say(f"threat-{key}", endpoint=brief.endpoint, **values),
        sources=tuple(dict.fromkeys(sources)),
    )


def _leaf(name: str) -> str:
    return name.removesuffix("[]").rpartition(".")[2]


def _secrets(brief: Brief) -> Iterator[Fact]:
    found = [one for one in brief.body if _SECRET.search(one.name)]
    if found:
        yield _cited(brief, "secret", *found, names=names_of(found))


def _others(brief: Brief) -> Iterator[Fact]:
    """Rows of somebody else, named by their key: of the table that the path itself names."""
    path = [one for one in brief.spec.parameters if one.place == "path"]
    table = table_in_path(brief.spec)
    if not path or table is None or brief.subject.act not in _ROWS:
        return
    refused = next(iter(brief.statuses(403)), None)
    owner = (_meant(table, refused) if refused is not None else None) or _user(table)
    if owner is None or (brief.subject.act == "get" and not _is_owned(brief)):
        return
    key = "others" if refused is None else "others-refused"
    fact = _cited(brief, key, owner, names=names_of(path[-1:]), owner=owner.name, table=table.name)
    more = brief.status(refused).sources if refused is not None else ()
    yield replace(fact, sources=(*fact.sources, *more))


def _meant(table: Table, refused: Status) -> Column | None:
    """The column whose words the refusal names: "not the invited user" is `invited_user_id`."""
    said = set(re.findall(r"[a-z]+", refused.meaning.casefold()))
    return next(
        (
            one
            for one in table.columns
            if one.name.endswith("_user_id") and said.issuperset(one.name.split("_")[:-1])
        ),
        None,
    )


def _user(table: Table) -> Column | None:
    return next((one for one in table.columns if _PERSON.match(one.name)), None)


def _is_owned(brief: Brief) -> bool:
    """Whether the endpoint's own passage speaks of whose the row is: others may be read by all."""
    return any(_WHOSE.search(one.text) for one in brief.spec.excerpts[:1])


def _owner(brief: Brief) -> Column | None:
    table = brief.table
    return next((one for one in table.columns if _OWNER.match(one.name)), None) if table else None


def _beyond(brief: Brief) -> Iterator[Fact]:
    """Columns that a body could set though it is not asked to."""
    owner = _owner(brief)
    if brief.body and owner is not None and all(one.name != owner.name for one in brief.body):
        yield _cited(brief, "beyond", owner, owner=owner.name)


def _queries(brief: Brief) -> Iterator[Fact]:
    """Values that become part of a query, and pages without a bound."""
    query = [one for one in brief.spec.parameters if one.place == "query"]
    for key, words in (("sort", _MADE_UP), ("search", _SEARCH)):
        found = [one for one in query if words.match(one.name)]
        if found:
            yield _cited(brief, key, *found, names=names_of(found))
    sizes = [one for one in query if _SIZE.match(one.name) and one.limit("max") is None]
    if sizes:
        yield _cited(brief, "size", *sizes, names=names_of(sizes))
