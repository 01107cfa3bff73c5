"""How one becomes known: a sign-up adds a row, a sign-in looks for it and writes none."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.facts.links import is_people
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import row_of, stored
from agent.drafters.builtin.project.naming import snake

_UNKNOWN = 401
# Of a password only the hash is kept, whatever its column is called.
_PASSWORD = deferred(r"hash$|^password$")
_SIGN_UP = deferred(r"/(?:register|sign-?up)/?$")
_SIGN_IN = deferred(r"/(?:log-?in|sign-?in|token)/?$")


def signs_up(work: Work) -> bool:
    """Whether a person's row is added by who becomes known with it."""
    path, table = work.brief.spec.endpoint.path, work.table
    return table is not None and is_people(table.name) and _SIGN_UP.search(path) is not None


def signed_up(work: Work) -> Iterator[Fact]:
    """The row of a new person, with the password's hash."""
    table, brief, pairs = work.table, work.brief, _pairs(work)
    if table is None or not pairs or not signs_up(work):
        return
    columns = {
        column.name: brief.say("value-hash", name=one.name)
        if _is_secret(column)
        else stored(brief, column, one)
        for one, column in pairs
    }
    yield row_of(brief, "flow-create", table, columns)


def signed_in(work: Work) -> Iterator[Fact]:
    """The row that is found by what names a person, and the password compared with its hash."""
    table, brief, pairs = work.table, work.brief, _pairs(work)
    if table is None or not pairs or not _SIGN_IN.search(brief.spec.endpoint.path):
        return
    keys = [(one, column) for one, column in pairs if not _is_secret(column)]
    conditions = ", ".join(f"`{column.name}` = `{one.name}`" for one, column in keys)
    secret = next(column for _, column in pairs if _is_secret(column))
    text = brief.say("flow-signs", table=table.name, conditions=conditions, hash=secret.name)
    found = Fact(text=text, sources=cited(brief, table, *(column for _, column in pairs)))
    refused = work.refusal(_UNKNOWN)
    said = brief.say("flow-else", code=_UNKNOWN)
    yield found if refused is None else refused.after(found, said)


def _pairs(work: Work) -> list[tuple[Parameter, Column]]:
    """The body's fields with their columns, where these are a person's and one is a secret."""
    table = work.table
    if table is None or not is_people(table.name):
        return []
    found = [
        (one, column) for one in work.brief.body if (column := bound(table, one.name)) is not None
    ]
    return found if any(_is_secret(column) for _, column in found) else []


def _is_secret(column: Column) -> bool:
    return _PASSWORD.search(snake(column.name)) is not None
