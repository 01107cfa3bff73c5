"""What the pages are made from, looked up when a page asks for it."""

from __future__ import annotations

from collections.abc import Callable

from agent import lazy
from agent.core.check import Runs
from agent.core.documents import RepoPath
from agent.core.findings import Finding
from agent.core.plan import Plan
from agent.core.session import Session
from agent.pages.facts import Facts
from agent.ports import Ports
from agent.sources.plans.evidence import evidence
from agent.turns.settling import lacks_settings


def facts(session: Session, ports: Ports, runs: Callable[[], Runs]) -> Facts:
    """The facts of where the session stands; `runs` is what a commit does beside committing."""

    def exists(path: RepoPath) -> bool:
        return ports.worktree.read(path) is not None

    def findings(plan: Plan, text: str) -> tuple[Finding, ...]:
        with ports.repo.listing.still():
            found: tuple[Finding, ...] = lazy.load("agent.turns.linting").found(
                ports, plan, text, session.answers
            )
        return found

    return Facts(
        load=ports.repo.load,
        committed=ports.repo.committed,
        exists=exists,
        evidence=lambda plan: evidence(plan, exists=exists, touching=ports.history.touching),
        spec=lambda: ports.library.spec(session.endpoint) if session.endpoint else None,
        runs=runs,
        unset=lambda: lacks_settings(ports),
        findings=findings,
    )
