"""Implementation plans, by what they say and not by their file's name; a file may hold several."""

from __future__ import annotations

from agent.core.documents import RepoPath
from agent.core.plan import Plan, Section
from agent.core.spec import Endpoint
from agent.sources.markdown import Block, Heading, Item, Paragraph, blocks
from agent.sources.mentions import distinct, named, stated
from agent.sources.repair import mended
from agent.sources.seeds import Region, find_seeds
from agent.sources.stepmarks import last_number, read_mark, title_text
from agent.sources.steps import read_steps
from agent.sources.stretches import Stretch, find_stretches
from agent.sources.words import SectionKind, is_numbered, section_kind, steps_rank, unnumbered

_CORE = frozenset({"request", "types", "response", "flow", "security", "errors", "performance"})
_SURE = 5
_SOME = 2
_MANY = 4


def read_plans(path: RepoPath, text: str) -> tuple[Plan, ...]:
    """The endpoint and feature plans that the file holds, in order; none for anything else."""
    source = tuple(mended(text).split("\n"))
    stretches = find_stretches(Region(source=source, blocks=blocks(text), last=len(source)))
    plans = [
        (stretch, _plan(path, stretch))
        for stretch in stretches
        if stretch.title.subject != "template"
    ]
    if not any(_is_plan(stretch, plan) for stretch, plan in plans):
        return ()
    # Beside a plan, what is titled with an endpoint is one too, even without steps.
    return tuple(
        plan for stretch, plan in plans if stretch.title.endpoints or _is_plan(stretch, plan)
    )


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
    core = len(_CORE.intersection(kinds))
    subject = stretch.title.subject
    if subject in {"view", "about"} or (subject != "endpoint" and kinds.count("view") >= _SOME):
        return False
    if not stretch.heads:
        return stretch.title.says_plan and subject == "endpoint" and bool(plan.endpoints)
    working = bool(plan.steps) or "flow" in kinds
    if not stretch.title.says_plan:
        return len(plan.steps) >= _SOME and core >= _SOME and bool(plan.endpoints)
    if subject == "endpoint":
        return (working and core + bool(plan.steps) >= _SOME) or bool(stretch.title.endpoints)
    if plan.endpoints and "request" in kinds:
        return working
    return "request" in kinds and bool(plan.steps) and core >= _MANY


def _endpoints(stretch: Stretch) -> tuple[Endpoint, ...]:
    """Of which endpoints the plan is: by its title, else its request section, else its overview."""
    if stretch.title.endpoints:
        return stretch.title.endpoints
    if not stretch.heads:
        return stated(stretch.region.blocks)
    overview = _parts(stretch, "overview")
    prose = named(
        "\n".join(block.text for block in overview if isinstance(block, Item | Paragraph))
    )
    asked = stated(_parts(stretch, "request"))
    if asked:
        return distinct(_first_spelling(one, prose) for one in asked)
    return stated(overview) or prose[:1] or stated(_parts(stretch, None))


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


def _steps_region(stretch: Stretch) -> Region | None:
    """The part that holds the steps: by its heading, else the sections that are steps."""
    ranked = [(steps_rank(title_text(head.text)), head) for head in stretch.heads]
    best = max((rank for rank, _ in ranked), default=0)
    inner = [] if best > _SOME else _inner_steps(stretch)
    if inner:
        return stretch.cut(inner[0].last + 1, stretch.inner_end(inner[0]))
    if best:
        head = next(head for rank, head in ranked if rank == best)
        return stretch.cut(head.last + 1, _with_strays(stretch, head))
    marked = [head for head in stretch.heads if read_mark(head.text).worded]
    return stretch.cut(marked[0].line, stretch.end(marked[-1])) if len(marked) >= _SOME else None


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
