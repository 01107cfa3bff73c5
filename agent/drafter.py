"""The drafter's port: what it is given, what it may answer, and who fits it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol

from agent.core.values import dataclass

if TYPE_CHECKING:
    from agent.core.batch import StepState
    from agent.core.check import Check, CheckResult
    from agent.core.documents import Document, RepoPath
    from agent.core.plan import Plan, Question, Step
    from agent.core.profile import Profile
    from agent.core.settings import Language, Settings
    from agent.core.spec import Listed, ListedFeature, Rule, Spec, Table, Target


@dataclass(frozen=True, kw_only=True)
class Code:
    """The repository's files, for a drafter: paths, and bytes by path.

    They are listed when first asked for: most steps of a batch are drafted without.
    """

    listed: Callable[[], tuple[RepoPath, ...]]
    read: Callable[[RepoPath], bytes | None]

    @cached_property
    def paths(self) -> tuple[RepoPath, ...]:
        """What is listed, once."""
        return self.listed()

    @cached_property
    def there(self) -> frozenset[RepoPath]:
        """The same, to be asked whether a path is there."""
        return frozenset(self.paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What is wrong with a text as a plan, in lines; where it is `void`, it is no such plan."""

    lines: tuple[str, ...] = ()
    void: bool = False

    def outweigh(self, other: Faults) -> bool:
        """Whether more is wrong than there."""
        return (self.void, len(self.lines)) > (other.void, len(other.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What a plan is drafted from; `notes` are the reasons given against earlier drafts of it.

    `edited` is the last draft where the user's hands went over it; `checks` prove its steps, and
    `rules` are all of the repository's.
    `documents` are all that are read, and `listed` what they list of the other kind: the endpoints
    for a feature, else the requirements.
    `language` is the one that the plan is written in; `logs` are tables for errors. `judge` says
    what is wrong with a text as this plan. `recite` shows a line of the plan's text while the rest
    of it is still to come; None where nobody looks on.
    """

    spec: Spec
    profile: Profile
    path: RepoPath
    answers: tuple[tuple[str, str], ...]
    siblings: tuple[Plan, ...]
    code: Code
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    edited: str = ""
    rules: tuple[Rule, ...] = ()
    language: Language = "en"
    logs: tuple[Table, ...] = ()
    documents: tuple[Document, ...] = ()
    listed: Callable[[], tuple[Listed | ListedFeature, ...]] = tuple
    judge: Callable[[str], Faults] = lambda _: Faults()
    recite: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """A plan as text, with the short decisions behind it, each ending in its source.

    `recited` is the text that was shown as it came, where that is not the plan any more.
    """

    text: str
    decisions: tuple[str, ...] = ()
    recited: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The profile's own rules, and all documents."""

    rules: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the documents and the user say for an endpoint's steps; `rules` are all there are.

    `standing` was said for the next steps, for the whole plan, or for every endpoint: what of it
    cannot be used is no obstacle.
    """

    spec: Spec
    rules: tuple[Rule, ...] = ()
    standing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepRequest:
    """One agreed step of the endpoint's plan to draft, from what is `known`.

    That is looked up when first asked for: a step which a model answered already needs none of it.
    `notes` are the reasons given against earlier drafts of the step.

    `settled` are reasons that an earlier step's diff was changed by, and what was said when one
    was confirmed, each with that step's id: they hold here too, as far as they concern it.

    `batch` are the agreed steps that are drafted yet, this one first. `red` failed on the files as
    they are, `before` is the first run, `repairs` counts how often a repair was asked for.
    `told` is what the profile demands of the code beside the rules.
    `written` is the plan as its file holds it, and `decided` what was decided when it was drafted.
    `closed` are the steps that ended before, each with how.
    """

    step: Step
    plan: Plan
    endpoint: Target
    look_up: Callable[[], Known]
    code: Code
    notes: tuple[str, ...] = ()
    settled: tuple[tuple[str, str], ...] = ()
    batch: tuple[Step, ...] = ()
    red: tuple[CheckResult, ...] = ()
    before: tuple[CheckResult, ...] = ()
    repairs: int = 0
    told: Callable[[], Told] = Told
    written: str = ""
    decided: tuple[str, ...] = ()
    closed: tuple[tuple[Step, StepState], ...] = ()

    @cached_property
    def known(self) -> Known:
        """What is known, once."""
        return self.look_up()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """New bytes by path, None deletes. `how` says in a line how each came about.

    `unused` are the standing words that it could not use. `said` is a model's sentence on it, and
    `worded` are its words for steps to come, by their ids.
    """

    files: tuple[tuple[RepoPath, bytes | None], ...]
    subject: str
    how: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    said: str = ""
    worded: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unable:
    """The drafter leaves it to the user: why, and the facts that help."""

    reason: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """The step needs no change, or an earlier one did it (`covered`)."""

    how: Literal["unneeded", "covered"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The user's question, which changes nothing; there may be no plan yet.

    `written` is the plan as its file holds it.
    """

    words: str
    spec: Spec
    code: Code
    plan: Plan | None = None
    rules: tuple[Rule, ...] = ()
    written: str = ""


class Profiles(Protocol):
    """The prompt files that plans can be drafted by."""

    @property
    def own(self) -> tuple[Profile, ...]:
        """Those that come with Waltz, the usual one first."""
        ...

    def here(self) -> tuple[Profile, ...]:
        """The prompts of this repository that ask for such a plan."""
        ...

    def named(self, name: str) -> Profile:
        """The profile of this name or file; UsageError for none, ProfileError for no prompt."""
        ...

    def documented(self, told: str) -> Settings:
        """The settings, with the documents that the profile told, else theirs, names."""
        ...

    def kept(self) -> Profile | None:
        """The one that the repository's settings name, if any: never a file outside of it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A part of what a model was told, about how many tokens it is, and why it was sent."""

    what: str
    tokens: int
    why: str = ""


class Drafter(Protocol):
    """Who writes plans and proposals. It reads only through the request."""

    def questions(self, request: PlanRequest) -> tuple[Question, ...]:
        """At most three, each with options, only where the answer changes the plan."""
        ...

    def plan(self, request: PlanRequest) -> PlanDraft | Unable:
        """A plan; Unable when the note cannot be used."""
        ...

    def propose(self, request: StepRequest) -> Draft | Unable | Nothing:
        """The step's new bytes; Unable leaves it to the user's hands."""
        ...

    def reply(self, asked: Asked) -> str | Unable:
        """What there is to say to the question, as Markdown."""
        ...

    def context(self) -> tuple[Sent, ...]:
        """What was sent to a model in the open batch, in its order."""
        ...

    def rest(self) -> None:
        """The batch is over: what was said in it is dropped."""
        ...
