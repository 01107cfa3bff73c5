"""The plan of a feature: what its passage demands, section by section, then who does the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.outline import Heading, Kind
from agent.drafters.builtin.planning.facts.stepdraft import StepDraft, render_steps
from agent.drafters.builtin.planning.facts.wording import quoted, trimmed
from agent.drafters.builtin.planning.places.stacks import Role
from agent.drafters.builtin.planning.sections.beside import beside
from agent.drafters.builtin.planning.sections.decisions import decided_facts
from agent.drafters.builtin.planning.sections.steps import rules_of
from agent.drafters.builtin.planning.sentences.criteria import About, Criterion, criteria

_ERRORS = 400
_MOST_DECISIONS = 10


def section(brief: Brief, heading: Heading, drafts: tuple[StepDraft, ...]) -> list[str]:
    """The lines of one section of it."""
    if heading.kind == "steps":
        return [*rules_of(brief, drafts), *render_steps(brief.texts, drafts)]
    writer = _WRITERS.get(heading.kind)
    return writer(brief) if writer else beside(brief, heading)


def decisions(brief: Brief, notes: Sequence[str]) -> tuple[str, ...]:
    """What was decided, each with its source."""
    found = [*decided_facts(brief)]
    found += [
        Fact(
            text=brief.say("decide-asked", text=trimmed(note, 120)), because=brief.say("your-words")
        )
        for note in notes
    ]
    found += [
        brief.found(brief.say("feature-table", table=one.name), [one.source], bare_name(one))
        for one in brief.spec.tables
    ]
    found += [one.fact for one in _all(brief) if one.about in {"security", "errors"}]
    return tuple(map(str, found))[:_MOST_DECISIONS]


def steps(brief: Brief) -> tuple[StepDraft, ...]:
    """Types, the work itself, what reaches it, and a test for each demand."""
    name = f"`{brief.function}`"
    proof = (
        brief.say("step-proof-run", command=brief.commands.step, about=brief.function)
        if brief.commands.step
        else brief.say("feature-proof-open", name=name)
    )
    taken, given = _said(brief, "request"), _said(brief, "response")
    work = [*_purpose(brief), *_said(brief, "flow"), *_cited(brief), *_said(brief, "security")]
    refused = _said(brief, "errors")
    stored = ", ".join(f"`{one.name}`" for one in brief.spec.tables)
    return (
        _step(brief, "types", brief.say("feature-step-types", name=name), [
            _told(brief, "feature-takes", taken, of="request"),
            _told(brief, "feature-gives", given, of="response"),
        ], proof),
        _step(brief, "service", brief.say("feature-step-service", name=name), [
            _told(brief, "feature-does", work, of="flow"),
            brief.say("feature-stores", tables=stored) if stored else "",
            _told(brief, "feature-refuses", refused, of="errors"),
        ], proof),
        _step(brief, "route", brief.say("feature-step-entry", name=name), [
            brief.say("feature-reached", name=name),
        ], brief.say("feature-proof-entry", name=name)),
        _step(brief, "tests", brief.say("feature-step-tests", name=name), [
            brief.say(
                "feature-test" if len(_all(brief)) == 1 else "feature-tests",
                count=len(_all(brief)),
                feature=brief.endpoint,
            ),
        ], brief.commands.tests or brief.say("step-proof-tests", endpoint=brief.endpoint)),
    )  # fmt: skip


def _step(brief: Brief, role: Role, title: str, details: list[str], proof: str) -> StepDraft:
    place = brief.layout.place(role)
    return StepDraft(
        role=role,
        title=title,
        details=tuple(detail for detail in details if detail),
        proof=proof,
        places=(place,) if place is not None and role != "route" else (),
    )


def _told(brief: Brief, key: str, said: Sequence[Fact], *, of: Kind) -> str:
    """What a section tells, by its number; without it the sentences themselves."""
    if not said:
        return ""
    told = brief.say(f"told-in-{of}") if brief.tells(of) else "; ".join(map(str, said))
    return brief.say(key, text=told)


def _all(brief: Brief) -> tuple[Criterion, ...]:
    own = [one for one in brief.spec.excerpts if not one.referred]
    return tuple(criterion for one in own for criterion in criteria(one))


def _said(brief: Brief, about: About) -> list[Fact]:
    return [one.fact for one in _all(brief) if one.about == about]


def _section_of(about: About) -> Callable[[Brief], list[str]]:
    def write(brief: Brief) -> list[str]:
        found = [f"- {fact}" for fact in _said(brief, about)]
        return found or [brief.say("feature-not-told", endpoint=brief.endpoint)]

    return write


def _purpose(brief: Brief) -> list[Fact]:
    said = brief.spec.description
    return [Fact(text=trimmed(said.text, 320).rstrip("."), sources=(said.source,))] if said else []


def _overview(brief: Brief) -> list[str]:
    lines = [f"{one}." for one in _purpose(brief)]
    cited = "; ".join(map(str, _cited(brief)))
    lines += ["", brief.say("feature-cites", requirements=cited)] if cited else []
    return lines or [brief.say("feature-not-told", endpoint=brief.endpoint)]


def _cited(brief: Brief) -> list[Fact]:
    """The requirements that it carries out."""
    found = [one for one in brief.spec.excerpts if one.referred]
    return [Fact(text=trimmed(one.about), sources=(one.source,)) for one in found]


def _types(brief: Brief) -> list[str]:
    lines = []
    for one in brief.spec.tables:
        text = brief.say(
            "feature-rows", table=one.name, columns=quoted(column.name for column in one.columns)
        )
        lines.append(f"- {brief.found(text, [one.source], bare_name(one))}")
    for each in brief.spec.types:
        named = brief.say("type-known", name=each.name)
        lines.append(f"- {brief.found(named, [each.source], each.name)}")
    return lines or [brief.say("feature-not-told", endpoint=brief.endpoint)]


def _flow(brief: Brief) -> list[str]:
    said = [*_said(brief, "flow"), *_cited(brief)]
    numbered = [f"{at}. {fact}" for at, fact in enumerate(said, start=1)]
    return numbered or [brief.say("feature-flow-elsewhere", feature=brief.endpoint)]


def _errors(brief: Brief) -> list[str]:
    found = [*(f"- {fact}" for fact in _said(brief, "errors")), *_codes(brief)]
    return found or [brief.say("feature-not-told", endpoint=brief.endpoint)]


def _codes(brief: Brief) -> Iterator[str]:
    """The profile's codes, for a feature that is reached over an API."""
    codes = [f"`{one.code}`" for one in brief.profile.statuses]
    if codes:
        told = Fact(
            text=brief.say("feature-codes", codes=", ".join(codes)), because=brief.profile.cited
        )
        yield f"- {told}"
    for table in brief.logs:
        logged = brief.say("feature-logs", table=table.name)
        yield f"- {brief.found(logged, [table.source], bare_name(table))}"


_WRITERS: Mapping[Kind, Callable[[Brief], list[str]]] = {
    "overview": _overview,
    "request": _section_of("request"),
    "types": _types,
    "response": _section_of("response"),
    "flow": _flow,
    "security": _section_of("security"),
    "errors": _errors,
    "performance": _section_of("performance"),
}
