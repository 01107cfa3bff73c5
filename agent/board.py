"""The board: what the documents list, with the plans and the progress that belong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, assert_never

from agent.core.documents import RepoPath
from agent.core.plan import Plan
from agent.core.recorded import recorded
from agent.core.settings import SETTINGS
from agent.core.spec import Listed, ListedFeature, Target
from agent.core.standing import Standing
from agent.core.trailers import CommitRecord, read_trailers, target_of
from agent.core.values import dataclass

if TYPE_CHECKING:
    from agent.memory import History
    from agent.ports import Library

_REVERTS = "This reverts commit "


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One endpoint of the documents, where it stands, and how far it is."""

    endpoint: Target
    title: str
    path: RepoPath
    line: int
    standing: Standing
    plan: RepoPath | None

    @property
    def brief(self) -> str:
        """`no plan`, `no steps`, `planned`, `2/6`, `done`: how far it is, in a word or two."""
        standing = self.standing
        match standing.state:
            case "none":
                return "no steps" if self.plan else "no plan"
            case "started":
                return f"{standing.done}/{'?' if standing.total is None else standing.total}"
            case "planned" | "done":
                return standing.state
            case _:
                assert_never(standing.state)


def of_endpoints(library: Library, history: History) -> tuple[BoardRow, ...]:
    """The endpoints alone: for them no product requirements are read."""
    return board(library.endpoints(), library.plans(), history.records())


def of_all(library: Library, history: History) -> tuple[BoardRow, ...]:
    """The endpoints, then the features."""
    listed: Iterable[Listed | ListedFeature] = chain(library.endpoints(), library.features())
    return board(listed, library.plans(), history.records())


def board(
    listed: Iterable[Listed | ListedFeature], plans: Sequence[Plan], records: Iterable[CommitRecord]
) -> tuple[BoardRow, ...]:
    """A row for each endpoint, in the documents' order; `records` are newest first."""
    told = tuple((record, _key(record)) for record in records)
    return tuple(_row(one, plans, told) for one in listed)


def counts(rows: Iterable[BoardRow]) -> dict[str, int]:
    """How many endpoints are in which state; how many `features` where there is no endpoint."""
    every = tuple(rows)
    states = (str(row.standing.state) for row in every if row.endpoint.method)
    return dict(Counter(states)) or ({"features": len(every)} if every else {})


def files_of(library: Library) -> frozenset[RepoPath]:
    """The documents and plans that it is made from, and the settings, which may name them."""
    documents = (one.path for one in library.documents())
    return frozenset((SETTINGS, *documents, *(one.path for one in library.plans())))


def _row(
    one: Listed | ListedFeature,
    plans: Sequence[Plan],
    told: Sequence[tuple[CommitRecord, str | None]],
) -> BoardRow:
    own = (record for record, key in told if key in {None, one.endpoint.key})
    found = recorded(one.endpoint, plans, own)
    return BoardRow(
        endpoint=one.endpoint,
        title=one.title,
        path=one.source.path,
        line=one.source.line,
        standing=found.standing,
        plan=found.plan.path if found.plan else None,
    )


def _key(record: CommitRecord) -> str | None:
    """Whose commit it is; None when it may concern any endpoint."""
    trailers = read_trailers(record.message)
    if trailers is None or _REVERTS in record.message:
        return None
    endpoint = target_of(trailers)
    return endpoint.key if endpoint else None
