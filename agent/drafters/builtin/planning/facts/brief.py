"""All that the sections of one plan are written from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Literal

from agent.core.documents import Source
from agent.core.findings import Gap, GapTopic
from agent.core.lately import lately
from agent.core.plan import Plan
from agent.core.profile import KnownStatus, Profile
from agent.core.spec import Parameter, Spec, Status, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact, Passages
from agent.drafters.builtin.planning.facts.demands import Demand
from agent.drafters.builtin.planning.facts.holders import others
from agent.drafters.builtin.planning.facts.links import Links
from agent.drafters.builtin.planning.facts.outline import Heading, Kind
from agent.drafters.builtin.planning.facts.pairing import pairing
from agent.drafters.builtin.planning.places.checkers import Checker
from agent.drafters.builtin.planning.places.clients import Clients
from agent.drafters.builtin.planning.places.coded import Types
from agent.drafters.builtin.planning.places.commands import Commands
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.places.layout import Layout
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.drafters.builtin.planning.places.typefiles import file_of
from agent.drafters.builtin.planning.subject import Subject, cased, fold
from agent.drafters.builtin.project.naming import singular, snake
from agent.phrases import Texts
from agent.sources.openapi.apidata import is_prose

_STEM = 5
# What a field has to be the request's details tell, everything else a section of its own.
Concern = Literal["flow", "security", "errors", "performance", "fields"]
CONCERNS: tuple[Concern, ...] = ("flow", "security", "errors", "performance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the user answered to a gap."""

    gap: Gap
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence of a document for one section; `own` when the endpoint's passage holds it.

    `passage` is the title of the general passages about its resource that hold it, `near` how much
    of it is of this endpoint.
    """

    concern: Concern
    fact: Fact
    own: bool
    passage: str = ""
    near: int = 0


def bare_name(table: Table) -> str:
    """A table's name without its schema."""
    return table.name.rpartition(".")[2]


@lately
def table_names(schema: tuple[Table, ...]) -> tuple[str, ...]:
    """The names of all tables."""
    return tuple(one.name for one in schema)


def table_of(spec: Spec, subject: Subject) -> Table | None:
    """The table whose rows the endpoint is about."""
    wanted = fold(subject.things)
    named = [one for one in spec.tables if fold(bare_name(one)) == wanted]
    near = [one for one in spec.tables if fold(one.name).endswith(wanted)]
    owned = [one for one in near if is_below(one, subject)]  # `order_items` below an order
    return next(iter((*named, *owned, *near, *spec.tables)), None)


def is_below(table: Table, subject: Subject) -> bool:
    """Whether a table is called by the resource above the endpoint's own, and by that."""
    called, own = fold(bare_name(table)), fold(subject.owner)
    return bool(own) and called.startswith(own) and called.endswith(fold(subject.things))


def is_kin(table: Table, subject: Subject) -> bool:
    """Whether it is called with a form of the resource, and below the one above: `memberships`."""
    stem, key = singular(subject.things), f"{singular(subject.owner)}_id"
    words = snake(bare_name(table)).split("_")
    has = any(snake(one.name) == key for one in table.columns)
    return has and len(stem) >= _STEM and any(word.startswith(stem) for word in words)


def table_in_path(spec: Spec) -> Table | None:
    """The table whose row the path's last parameter names, by the word before it."""
    words = re.findall(r"([^/]+)/[{:<\[][^/]*", spec.endpoint.path)
    wanted = fold(words[-1]) if words else ""
    named = [one for one in spec.tables if fold(bare_name(one)) == wanted]
    near = [one for one in spec.tables if wanted and fold(one.name).endswith(wanted)]
    return next(iter((*named, *near)), None)


@dataclass(frozen=True, kw_only=True)
class Brief:
    """The spec with everything looked up that a section may need.

    `wished` are the statuses that an answer or the profile set, each with how; `recoded` are those
    that the user's words gave another code; `policy` are those of the profile. `demands` is what
    the prompt asks for beside its sections, `apart` are items of the flow that the plan tells
    elsewhere, `logs` are the tables for errors, `checker` is the library of validators that is in
    use, `siblings` the plans that are there, `there` is where the function stands already,
    `clients` what the project has to reach services outside, `limit` how often one may call,
    `spoken` whether others name a file or a type.
    """

    spec: Spec
    subject: Subject
    stack: Stack
    layout: Layout
    names: Types
    passages: Passages
    profile: Profile
    texts: Texts
    outline: tuple[Heading, ...]
    function: str
    signature: str
    commands: Commands
    clients: Callable[[], Clients] = Clients
    router: str = ""
    there: Source | None = None
    links: Links = Links()
    demands: frozenset[Demand] = frozenset()
    apart: frozenset[str] = frozenset()
    logs: tuple[Table, ...] = ()
    siblings: tuple[Plan, ...] = ()
    policy: tuple[KnownStatus, ...] = ()
    checker: Checker | None = None
    wished: tuple[tuple[int, str], ...] = ()
    recoded: tuple[tuple[int, Source], ...] = ()
    remarks: tuple[Remark, ...] = ()
    open: tuple[Gap, ...] = ()
    answers: tuple[Answer, ...] = ()
    limit: Fact | None = None
    spoken: Callable[[str], bool] = lambda _: False

    def say(self, key: str, /, **values: object) -> str:
        """The phrase in the plan's language."""
        return self.texts.say(key, **values)

    @cached_property
    def endpoint(self) -> str:
        """The endpoint as text."""
        return str(self.spec.endpoint)

    @cached_property
    def table(self) -> Table | None:
        """The table whose rows the endpoint is about."""
        joint = pairing(self.spec, self.subject, self.links)
        return joint if joint is not None else table_of(self.spec, self.subject)

    @property
    def row_answered(self) -> bool:
        """Whether the answer is known by its table alone."""
        answer, table = next(iter(self.spec.responses), None), self.table
        return answer is not None and table is not None and answer.source == table.source

    @property
    def body(self) -> tuple[Parameter, ...]:
        """The fields of the request's body."""
        return self.spec.request.fields if self.spec.request else ()

    @cached_property
    def inputs(self) -> tuple[Parameter, ...]:
        """All that the request gives: parameters, then the body's fields."""
        return (*self.spec.parameters, *self.body)

    def statuses(self, *codes: int) -> list[Status]:
        """The documented statuses of these codes."""
        return [one for one in self.spec.statuses if one.code in codes]

    def tells(self, kind: Kind) -> bool:
        """Whether a section of this plan tells it, so that others refer there."""
        return any(one.kind == kind for one in self.outline)

    def by_convention(self, code: int) -> bool:
        """Whether no document names a status and the profile alone knows it."""
        return any(one.code == code for one in self.policy)

    def is_own(self, source: Source) -> bool:
        """Whether the endpoint's own passage says it, not one that it shares or refers to."""
        for at, one in enumerate(self.spec.excerpts):
            holds = one.source.line <= source.line <= one.source.last
            if one.source.path == source.path and holds and not one.referred:
                return at == 0 or not is_prose(source.path) or not self._is_shared(source)
        return False

    def _is_shared(self, source: Source) -> bool:
        text = "\n".join(self.passages.lines(source.path))
        return any(others(text, self.spec.endpoint, source.line))

    def found(self, text: str, sources: Iterable[Source], *words: str) -> Fact:
        """A fact with its sources narrowed to the lines that hold the first of these words."""
        return Fact(text=text, sources=self.passages.holding(sources, *words))

    def status(self, status: Status) -> Fact:
        """The code of a status with its source: a document, or what the user said of it."""
        by_words = (status.code, status.source) in self.recoded
        because = self.say("your-words") if by_words else dict(self.wished).get(status.code, "")
        sources = () if because else self.passages.holding([status.source], str(status.code))
        return Fact(text=f"`{status.code}`", sources=sources, because=because)

    def points(self, *topics: GapTopic) -> list[str]:
        """What was answered, and what is open still, of these topics, as list entries."""
        lines = [
            f"- {Fact(text=self._answered(one), because=self.say('your-answer'))}"
            for one in self.answers
            if one.gap.topic in topics
        ]
        return lines + [
            f"- {self.say('open', question=gap.question)}"
            for gap in self.open
            if gap.topic in topics
        ]

    def _answered(self, one: Answer) -> str:
        return self.say("answered", question=one.gap.question, answer=one.text)

    def place_of(self, type_: str) -> Place | None:
        """The file of a type of this plan."""
        return file_of(type_, self.names, self.layout, self.stack)

    def code(self, words: str) -> str:
        """Words in snake case as the stack writes a function's name."""
        return cased(words, self.stack.case)


def state_of(brief: Brief, name: str, *, there: bool) -> str:
    """Whether a file or type exists, is made here, or may be there: others name it too."""
    return brief.say("exists" if there else "new-once" if brief.spoken(name) else "new")
