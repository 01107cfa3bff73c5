"""The report of an endpoint: what its session, git and the documents tell."""

from __future__ import annotations

from agent.core.session import Session
from agent.core.trailers import CommitRecord, read_trailers, target_of
from agent.pages.report import Known, report_text
from agent.ports import Ports


def report(session: Session, ports: Ports) -> str:
    """Markdown for a pull request, facts only."""
    endpoint = session.endpoint
    steps = [one.commit for one in session.closings.values() if one.commit]
    results = ports.archive.results(steps)
    known = Known(
        spec=ports.library.spec(endpoint) if endpoint else None,
        sizes=ports.history.sizes(steps),
        results={one.commit: one for one in results if one.commit},
        others=_others(session, ports),
    )
    return report_text(session, known)


def _others(session: Session, ports: Ports) -> tuple[CommitRecord, ...]:
    """The endpoint's commits that are no step's own, oldest first."""
    endpoint = session.endpoint
    if endpoint is None:
        return ()
    steps = {one.commit for one in session.closings.values()}
    found: list[CommitRecord] = []
    for record in ports.history.records():
        worked = target_of(read_trailers(record.message) or {})
        if worked is not None and worked.key == endpoint.key and record.id not in steps:
            found.append(record)
    return tuple(reversed(found))
