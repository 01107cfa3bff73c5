"""Plans against the documents: what is found before a draft is shown, and by `waltz lint`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from agent.core.documents import RepoPath
from agent.core.findings import Finding
from agent.core.lint.rules import lint
from agent.core.plan import Plan
from agent.core.profile import Profile
from agent.core.sharing import is_of
from agent.core.spec import Spec, Target
from agent.drafter import Faults
from agent.ports import Library, Ports
from agent.sources.lint.ground import Surroundings, ground, matches, surroundings, words
from agent.sources.lint.names import codes
from agent.sources.lint.reading import read
from agent.sources.plans.reading import read_plans
from agent.turns.profiling import choose

Answers = tuple[tuple[str, str], ...]
_DRAFT = RepoPath(".ai/draft.md")


class Linter:
    """Looks at plans; what is known around them is read once, when the first one comes."""

    def __init__(
        self,
        library: Library,
        paths: Iterable[RepoPath],
        profile: Profile | None = None,
        answers: Answers = (),
    ) -> None:
        self._library = library
        known = surroundings(
            library.documents(), library.endpoints(), library.schema(), profile, paths
        )
        said = " ".join(words for _, words in answers)
        self._around: Surroundings = replace(
            known,
            general=known.general | frozenset(codes(said)),
            words=known.words | frozenset(words(said)),
        )

    def findings(
        self, plan: Plan, text: str, spec: Callable[[Target], Spec] | None = None
    ) -> tuple[Finding, ...]:
        """What is wrong with the plan of this file's text, errors first; never raises."""
        found = matches(plan.endpoints, self._around.listed)
        gather = spec or self._library.spec
        specs = [gather(one.listed) for one in found if one.listed is not None]
        return lint(read(plan, text), ground(self._around, found, specs))


def found(ports: Ports, plan: Plan, text: str, answers: Answers) -> tuple[Finding, ...]:
    """What is wrong with one plan; the statuses of the owner's answers are known."""
    return _linter(ports, answers).findings(plan, text)


def _linter(ports: Ports, answers: Answers) -> Linter:
    chosen = choose(ports.told, ports.profiles, ports.library, ports.repo.paths)
    return Linter(ports.library, ports.repo.paths(), chosen.profile, answers)


def faults(ports: Ports, endpoint: Target, text: str, answers: Answers) -> Faults:
    """What is wrong with a draft as the plan of this endpoint; errors only."""
    return judged(lambda plan: _linter(ports, answers).findings(plan, text), endpoint, text)


def judged(findings: Callable[[Plan], Iterable[Finding]], endpoint: Target, text: str) -> Faults:
    """The same, by what is found in the plan once it can be read."""
    plans = read_plans(_DRAFT, text)
    if len(plans) != 1 or not plans[0].steps:
        return Faults(lines=("no plan with numbered steps can be read in it",), void=True)
    if not is_of(plans[0], endpoint):
        return Faults(lines=(f"its title names another one than {endpoint}",), void=True)
    errors = (one for one in findings(plans[0]) if one.severity == "error")
    return Faults(lines=tuple(map(_told, errors)))


def _told(error: Finding) -> str:
    return f"line {error.source.line}: {error.message}" if error.source else error.message
