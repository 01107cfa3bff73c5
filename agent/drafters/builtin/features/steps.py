"""The steps of a feature's plan: those of its endpoints, the screens, and a test a demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.core.documents import RepoPath
from agent.drafters.builtin.features.featured import Featured
from agent.drafters.builtin.planning.citations import Fact, spans
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.stepdraft import StepDraft, render_steps
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.places.stacks import Role
from agent.drafters.builtin.planning.sections.ruling import rules_in, rules_of, told_rules
from agent.drafters.builtin.planning.sections.steps import steps_of
from agent.drafters.builtin.planning.sentences.criteria import Criterion
from agent.drafters.builtin.together.layers import layers, rules
from agent.sources.gathering.wordings import terms


def steps(of: Featured) -> tuple[StepDraft, ...]:
    """The work behind it, then its screens, then the tests."""
    made = _served(of) if of.joint is not None else _alone(of)
    behind = [one for one in made if one.role != "tests"]
    tests = [one for one in made if one.role == "tests"]
    return (*behind, *_screens(of), *tests)


def written(of: Featured, drafts: tuple[StepDraft, ...]) -> list[str]:
    """The section of the steps, after the rules for them."""
    several = of.joint is not None and len(of.joint.briefs) > 1
    if of.joint is not None and several:
        told = rules(of.joint)
    else:
        told = rules_of(of.joint.first, drafts) if of.joint is not None else _rules(of, drafts)
    return [*told, *render_steps(of.brief, drafts)]


def _rules(of: Featured, drafts: tuple[StepDraft, ...]) -> list[str]:
    """The rules of a feature that has no function of a known name."""
    written = [one for one in drafts if one.role == "tests" or not of.used]
    return told_rules(of.brief, of.brief.say("joint-rules"), rules_in(of.brief, written))


def _served(of: Featured) -> list[StepDraft]:
    """The steps of the endpoints; what is there already is only compared, a test a demand."""
    joint = of.joint
    if joint is None:
        return []
    found = steps_of(joint.first) if len(joint.briefs) == 1 else layers(joint)
    first = joint.first
    return [_tested(of, one) if one.role == "tests" else _compared(first, one) for one in found]


def _compared(brief: Brief, draft: StepDraft) -> StepDraft:
    """The step with what holds where its files are there already."""
    there = bool(draft.places) and not any(place.new for place in draft.places)
    if not there or draft.role == "register":
        return draft
    known = brief.say("step-service-there", function=brief.function)
    details = tuple(one for one in draft.details if not one.startswith(known))
    return replace(draft, details=(*details, brief.say("feature-compare")))


def _tested(of: Featured, draft: StepDraft) -> StepDraft:
    behind = [one for one in of.demands if not one.screen]
    return replace(draft, details=(*draft.details, *_checked(of, behind, "feature-tests")))


def _checked(of: Featured, demands: Sequence[Criterion], key: str) -> list[str]:
    """The lines of the demands that a step meets."""
    sources = [source for one in demands for source in one.fact.sources]
    if not sources:
        return []
    places = ", ".join(map(str, spans(sources, 1)))
    return [of.brief.say(key, places=places)]


def _screens(of: Featured) -> list[StepDraft]:
    """A step for what a screen shows, in the project's own terms; none without such a demand."""
    shown = [one for one in of.demands if one.screen]
    if not shown:
        return []
    brief, where = of.brief, of.screens
    details = _checked(of, shown, "feature-screen-demands")
    if where is None:
        details.append(brief.say("feature-screen-apart"))
    elif where.made:
        sources = (where.told,) if where.told is not None else ()
        details.append(
            str(Fact(text=brief.say("feature-screen-made", made=where.made), sources=sources))
        )
    title = brief.say("feature-step-screen", name=of.name)
    proof = brief.say("feature-proof-screen")
    places = _folder(where.folder, new=not where.files) if where is not None else ()
    return [
        StepDraft(role="mapper", title=title, details=tuple(details), proof=proof, places=places)
    ]


def _folder(path: str, *, new: bool) -> tuple[Place, ...]:
    """A folder for files whose names nothing says."""
    return (Place(path=RepoPath(path), new=new, shared=True),) if path else ()


def _homes(of: Featured, place: Place | None) -> list[Place]:
    """The file that is there for its table, else the folder: nothing names a new one.

    A folder that would be called by the feature is left out, too.
    """
    if place is None:
        return []
    brief = of.brief
    tables = terms(" ".join(bare_name(one) for one in of.tables))
    if not place.new and terms(place.path.name.partition(".")[0]) & tables:
        return [place]
    number = terms(of.name)
    own = terms(brief.spec.title) - tables
    parts = place.path.folder.split("/")
    while place.new and parts and (terms(parts[-1]) or number) <= own | number:
        parts = parts[:-1]
    return list(_folder("/".join(parts), new=True))


def _alone(of: Featured) -> list[StepDraft]:
    """Without an endpoint: what there is is compared, or the logic is written; then tests."""
    brief = of.brief
    behind = [one for one in of.demands if not one.screen]
    code = [Place(path=one.source.path, new=False) for one in of.used if not one.test]
    steps = []
    if code:
        details = [brief.say("feature-compare"), *_checked(of, behind, "feature-meets")]
        title = brief.say("feature-step-there", name=of.name)
        steps.append(_step(of, "service", title, details, code))
    elif behind or not of.demands:
        details = _checked(of, behind, "feature-meets") or [brief.say("feature-purpose")]
        stored = quoted(one.name for one in of.tables[:1]) if of.named else ""
        details += [brief.say("feature-stores", tables=stored)] if stored else []
        place = brief.layout.place("service")
        title = brief.say("feature-step-service", name=of.name)
        steps.append(_step(of, "service", title, details, _homes(of, place)))
    if of.demands and not behind and not code:
        return steps  # the screens have all of it
    tests = [Place(path=one.source.path, new=False) for one in of.used if one.test]
    place = brief.layout.place("tests")
    details = _checked(of, behind, "feature-tests") or [brief.say("feature-test")]
    details += [brief.say("feature-compare")] if tests else []
    title = brief.say("feature-step-tests", name=of.name)
    proof = brief.commands.tests or brief.say("step-proof-tests", endpoint=of.name)
    made = _step(of, "tests", title, details, tests or _homes(of, place))
    return [*steps, replace(made, proof=f"`{proof}`" if brief.commands.tests else proof)]


def _step(
    of: Featured, role: Role, title: str, details: Sequence[str], places: Sequence[Place]
) -> StepDraft:
    return StepDraft(
        role=role,
        title=title,
        details=tuple(details),
        proof=_proof(of, places),
        places=tuple(places),
    )


def _proof(of: Featured, places: Sequence[Place]) -> str:
    """The demands themselves, else that what is there builds."""
    behind = [one for one in of.demands if not one.screen]
    told = _checked(of, behind, "feature-proof-demands")
    run = of.brief.commands.step or of.brief.commands.tests
    if told or run:
        return "; ".join([*told, *([f"`{run}`"] if run else [])])
    files = quoted(str(one.path) for one in places[:1])
    return of.brief.say("feature-proof-open" if files else "feature-proof", files=files)
