"""Implementation plans, by what they say and not by their file's name; a file may hold several."""

from __future__ import annotations

from collections.abc import Sequence

from agent.core.documents import RepoPath
from agent.core.plan import Plan, Section
from agent.core.spec import Endpoint
from agent.sources.plans.mentions import distinct, made, named, routed, stated, without_shorter
from agent.sources.plans.plainheads import headed
from agent.sources.plans.seeds import Region, find_seeds
from agent.sources.plans.stepmarks import last_number, read_mark, title_text
from agent.sources.plans.steps import read_steps
from agent.sources.plans.stretches import Stretch, find_stretches
from agent.sources.plans.tasklists import read_tasks
from agent.sources.text.likeness import is_tasks
from agent.sources.text.markdown import Block, Heading, Item, Paragraph, blocks
from agent.sources.text.repair import mended
from agent.sources.text.words import (
    CORE,
    SectionKind,
    is_numbered,
    section_kind,
    steps_rank,
    unnumbered,
)

_SURE = 5
_SOME = 2
_MANY = 4


def read_plans(path: RepoPath, text: str) -> tuple[Plan, ...]:
    """The endpoint and feature plans that the file holds, in order; none for anything else."""
    if is_tasks(path.value) and (listed := read_tasks(path, text)):
        return listed
    text = headed(text)
    source = tuple(mended(text).split("\n"))
    stretches = find_stretches(Region(source=source, blocks=blocks(text), last=len(source)))
    plans = [
        (stretch, _plan(path, stretch))
        for stretch in stretches
        if stretch.title.subject != "template"
    ]
    if not any(_is_plan(stretch, plan) for stretch, plan in plans):
        return ()
    return _without_false_starts(
        [plan for stretch, plan in plans if _is_beside(stretch, plan) or _is_plan(stretch, plan)]
    )


def _is_beside(stretch: Stretch, plan: Plan) -> bool:
    """Whether it is a plan beside others, even without steps: by its title, or what it asks for."""
    title = stretch.title
    if title.endpoints or not (title.says_plan and title.subject == "endpoint"):
        return bool(title.endpoints)
    kinds = {section_kind(title_text(head.text)) for head in stretch.heads}
    return bool(plan.endpoints) and "request" in kinds


def _without_false_starts(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Of those under one title again, such as over thoughts before the plan, that with steps."""
    kept: list[Plan] = []
    for one in sorted(plans, key=_worth, reverse=True):
        if one.steps or all(_subject(one) != _subject(each) for each in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.line))


def _subject(plan: Plan) -> object:
    return frozenset(one.key for one in plan.endpoints) or plan.title.casefold()


def _worth(plan: Plan) -> tuple[bool, int]:
    return bool(plan.steps), len(plan.sections)


def _plan(path: RepoPath, stretch: Stretch) -> Plan:
    sections = tuple(
        Section(
            title=unnumbered(title_text(head.text)),
            body=stretch.text(head),
            line=head.line,
        )
        for head in stretch.heads
    )
    steps = _steps_region(stretch)
    return Plan(
        path=path,
        title=stretch.title.text or path.name.rpartition(".")[0],
        endpoints=_endpoints(stretch),
        sections=sections,
        steps=read_steps(steps) if steps else (),
        line=stretch.line,
        last=stretch.region.last,
    )


def _is_plan(stretch: Stretch, plan: Plan) -> bool:
    """Whether a stretch is a plan for an endpoint or a feature of the API."""
    kinds = [section_kind(title_text(head.text)) for head in stretch.heads]
    core = len(CORE.intersection(kind for kind in kinds if kind))
    subject = stretch.title.subject
    if subject in {"view", "about"} or (subject != "endpoint" and kinds.count("view") >= _SOME):
        return False
    if not stretch.heads:
        return stretch.title.says_plan and subject == "endpoint" and bool(plan.endpoints)
    working = bool(plan.steps) or "flow" in kinds
    if not stretch.title.says_plan:
        # A document of an API has parts of this kind, too: a weak sign of steps needs a title.
        weak = {1, 2} if not stretch.title.endpoints else {1}
        told = bool(plan.endpoints) and _best_rank(stretch) not in weak
        return told and len(plan.steps) >= _SOME and core >= _SOME
    if subject == "endpoint":
        return (working and core + bool(plan.steps) >= _SOME) or bool(stretch.title.endpoints)
    if plan.endpoints and "request" in kinds:
        return working
    if subject == "none" and plan.steps and made(stretch.region.blocks):
        return True
    return "request" in kinds and bool(plan.steps) and core >= _MANY


def _endpoints(stretch: Stretch) -> tuple[Endpoint, ...]:
    """Of which endpoints the plan is: by its title, else its request section, else its overview.

    That of a feature is of none, though it says which serve it.
    """
    if stretch.title.endpoints or stretch.title.feature:
        return stretch.title.endpoints
    if not stretch.heads:
        return stated(stretch.region.blocks)
    overview = _parts(stretch, "overview")
    prose = named(
        "\n".join(block.text for block in overview if isinstance(block, Item | Paragraph))
    )
    request = _parts(stretch, "request")
    asked = stated(request)
    listed = stated(overview)
    if asked and not {one.key for one in asked} < {one.key for one in listed}:
        heads = named("\n".join(block.text for block in request if isinstance(block, Heading)))
        return distinct(_first_spelling(one, (*prose, *heads)) for one in without_shorter(asked))
    every = stretch.region.blocks
    some = listed or prose[:1] or stated(_listing(stretch)) or made(every) or routed(every)
    return without_shorter(some)


def _first_spelling(endpoint: Endpoint, before: tuple[Endpoint, ...]) -> Endpoint:
    """The endpoint as the plan named it first, where only a prefix of the path differs."""
    same = (one for one in before if one.method == endpoint.method)
    return next((one for one in same if endpoint.path.endswith(one.path)), endpoint)


def _parts(stretch: Stretch, kind: SectionKind | None) -> tuple[Block, ...]:
    return tuple(
        block
        for head in stretch.heads
        if section_kind(title_text(head.text)) == kind
        for block in stretch.part(head)
    )


def _listing(stretch: Stretch) -> tuple[Block, ...]:
    """The sections of no kind; of the others the headings: `Authentication endpoints` has some."""
    return tuple(
        block
        for head in stretch.heads
        for block in (head, *stretch.part(head))
        if isinstance(block, Heading) or section_kind(title_text(head.text)) is None
    )


def _steps_region(stretch: Stretch) -> Region | None:
    """The part that holds the steps: by its heading, else the sections that are steps."""
    best = _best_rank(stretch)
    inner = [] if best > _SOME else _inner_steps(stretch)
    marked = [head for head in stretch.heads if read_mark(head.text).worded]
    if inner:
        return stretch.cut(inner[0].last + 1, stretch.inner_end(inner[0]))
    if len(marked) >= _SOME and best < _SURE:
        # What only puts them in an order does not replace them.
        return stretch.cut(marked[0].line, stretch.end(marked[-1]))
    if best:
        head = next(one for one in stretch.heads if steps_rank(title_text(one.text)) == best)
        return stretch.cut(head.last + 1, _with_strays(stretch, head))
    return None


def _best_rank(stretch: Stretch) -> int:
    return max((steps_rank(title_text(head.text)) for head in stretch.heads), default=0)


def _inner_steps(stretch: Stretch) -> list[Heading]:
    return [
        block
        for block in stretch.region.blocks
        if isinstance(block, Heading) and steps_rank(title_text(block.text)) == _SURE
    ]


def _with_strays(stretch: Stretch, head: Heading) -> int:
    """The last line of the steps, past a stray heading after which their numbers go on."""
    end = stretch.end(head)
    for later in stretch.heads[stretch.place(head) + 1 :]:
        seeds = find_seeds(stretch.cut(head.last + 1, end))
        number = last_number(seeds[-1].mark.number) if seeds else None
        if number is None or is_numbered(later.text) or section_kind(later.text) is not None:
            break
        after = [
            mark
            for one in stretch.part(later)
            if isinstance(one, Heading) and (mark := read_mark(one.text)).worded
        ]
        if not after or last_number(after[0].number) != number + 1:
            break
        end = stretch.end(later)
    return end
