"""The board: what the documents list, with the plans and the progress that belong to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.core.commits import Progress, progress
from agent.core.documents import RepoPath
from agent.core.plan import Plan
from agent.core.spec import Endpoint, Listed
from agent.core.standing import Standing, standing
from agent.core.trailers import CommitRecord, read_trailers

_REVERTS = "This reverts commit "


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One endpoint of the documents, where it stands, and how far it is."""

    endpoint: Endpoint
    title: str
    path: RepoPath
    line: int
    standing: Standing
    plan: RepoPath | None


def board(
    listed: Iterable[Listed], plans: Sequence[Plan], records: Iterable[CommitRecord]
) -> tuple[BoardRow, ...]:
    """A row for each endpoint, in the documents' order; `records` are newest first."""
    told = tuple((record, _key(record)) for record in records)
    return tuple(_row(one, plans, told) for one in listed)


def counts(
    listed: Iterable[Listed], plans: Sequence[Plan], records: Iterable[CommitRecord]
) -> dict[str, int]:
    """How many endpoints are in which state."""
    return dict(Counter(row.standing.state for row in board(listed, plans, records)))


def plan_of(endpoint: Endpoint, plans: Iterable[Plan], known: Progress) -> Plan | None:
    """The endpoint's plan: the one git names, else that which is of the fewest others too."""
    own = [plan for plan in plans if any(one.key == endpoint.key for one in plan.endpoints)]
    path = (known.plan or "").partition("@")[0]
    named = next((plan for plan in own if plan.path.value == path), None)
    return named or min(own, key=lambda plan: len(plan.endpoints), default=None)


def last_worked(records: Iterable[CommitRecord]) -> Endpoint | None:
    """The endpoint of the newest commit that names one."""
    for record in records:
        endpoint = _endpoint(read_trailers(record.message) or {})
        if endpoint is not None:
            return endpoint
    return None


def _row(
    one: Listed, plans: Sequence[Plan], told: Sequence[tuple[CommitRecord, str | None]]
) -> BoardRow:
    own = (record for record, key in told if key in {None, one.endpoint.key})
    known = progress(own, one.endpoint)
    plan = plan_of(one.endpoint, plans, known)
    states = {closing.step_id: closing.state for closing in known.closings}
    return BoardRow(
        endpoint=one.endpoint,
        title=one.title,
        path=one.source.path,
        line=one.source.line,
        standing=standing(plan, states),
        plan=plan.path if plan else None,
    )


def _key(record: CommitRecord) -> str | None:
    """Whose commit it is; None when it may concern any endpoint."""
    trailers = read_trailers(record.message)
    if trailers is None or _REVERTS in record.message:
        return None
    endpoint = _endpoint(trailers)
    return endpoint.key if endpoint else None


def _endpoint(trailers: dict[str, str]) -> Endpoint | None:
    found = re.fullmatch(r"([A-Z]+) (/.*)", trailers.get("Waltz-Endpoint", ""))
    try:
        return Endpoint(method=found[1], path=found[2]) if found else None
    except ValueError:
        return None
