"""The sections of a feature's plan: its demands, then what serves it, or the tables it is on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from agent.core.patterns import deferred
from agent.drafters.builtin.features.featured import Featured
from agent.drafters.builtin.features.rows import columns, said
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.outline import Heading, Kind
from agent.drafters.builtin.planning.facts.purpose import purpose
from agent.drafters.builtin.planning.facts.wording import members, trimmed
from agent.drafters.builtin.planning.sections.beside import beside
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.touched import works_on
from agent.drafters.builtin.planning.sections.writers import WRITERS
from agent.drafters.builtin.planning.sentences.criteria import About
from agent.drafters.builtin.together.sections import section as joint_section

_CONCERNS: tuple[About, ...] = ("request", "response", "flow", "security", "errors", "performance")
_PERSONA = deferred(
    r"\b(?:as (an? [^,.]{3,60}?)(?:,|\s(?=i\b))|jako ([^,.]{3,60}?)(?:,|\s(?=chc)))", re.IGNORECASE
)
_ANYBODY = deferred(r"(?:an? |the )?(?:user|system)|u\u017cytkownik", re.IGNORECASE)
_GUEST = deferred(
    r"\bvisitor|\bguest|\banonymous|not logged|go\u015b\u0107|odwiedzaj|niezalogow|anonimow",
    re.IGNORECASE,
)
_AMOUNT = deferred(r"(?<![\w-])\d+\b")
_MOST_NEAR = 6
# What the database does by itself is told where it does it.
_HELD: Mapping[Kind, str] = {
    "flow": "triggers",
    "security": "policies",
    "performance": "indexes",
}


def section(of: Featured, heading: Heading) -> list[str]:
    """The lines of one section but the steps."""
    if heading.kind == "overview":
        return _overview(of)
    served = _served(of, heading)
    if heading.kind not in {*_CONCERNS, "types"}:
        return served or beside(of.brief, heading)
    demanded = _demanded(of, heading.kind)
    lines = [*demanded, *served, *_stored(of, heading.kind)]
    if heading.kind == "flow" and served:
        lines = [*served, "", *demanded] if demanded else served
    elif not lines:
        lines = [f"- {fact}" for about, fact in of.general if about == heading.kind]
    return _told(lines) or [_unsaid(of, heading.kind)]


def _demanded(of: Featured, kind: Kind) -> list[str]:
    """The demands that the section is for; of access first by whom it is wanted."""
    facts = [one.fact for one in of.demands if one.about == kind]
    who = _who(of.brief) if kind == "security" else []
    guest = [of.brief.say("feature-guest")] if who and _is_shut_out(of, who[0]) else []
    return [f"- {one}" for one in (*who, *guest, *facts)]


def _is_shut_out(of: Featured, who: Fact) -> bool:
    """Whether it is wanted by somebody who is not signed in, where the flow asks for that."""
    briefs = of.joint.briefs if of.joint is not None else ()
    asked = any("`401`" in one.fact.text for each in briefs for one in way(each))
    return asked and _GUEST.search(who.text) is not None


def _who(brief: Brief) -> list[Fact]:
    """By whom it is wanted, in the words of the requirements, where that is not any user."""
    told = brief.spec.description
    hit = _PERSONA.search(told.text) if told is not None else None
    who = trimmed(hit[1] or hit[2]) if hit is not None else ""
    if told is None or not who or _ANYBODY.fullmatch(who):
        return []
    return [Fact(text=brief.say("feature-who", who=who), sources=(told.source,))]


def _told(lines: Sequence[str]) -> list[str]:
    """The lines without those that only say that there is nothing, where there is something."""
    listed = [one for one in lines if not one or one[0] in "- *`" or one[0].isdigit()]
    kept = listed if any(listed) else list(lines)
    return kept[next((at for at, one in enumerate(kept) if one), len(kept)) :]


def _unsaid(of: Featured, kind: Kind) -> str:
    """Where the demands are told, when none of them is for this section."""
    say = of.brief.say
    if kind == "types":
        return say("feature-no-types")
    if kind == "performance" and not any(map(_AMOUNT.search, _own_texts(of))):
        return say("feature-no-performance", places=_passages(of))
    own = {one.about for one in of.demands}
    told = [say("at-section", number=one.number) for one in of.brief.outline if one.kind in own]
    if told:
        return say("feature-told-in", places=_passages(of), sections=", ".join(told))
    return say("feature-told", places=_passages(of))


def _own_texts(of: Featured) -> Iterable[str]:
    return (one.fact.text for one in of.demands)


def _passages(of: Featured) -> str:
    own = (one.source for one in of.brief.spec.excerpts if not one.referred)
    return ", ".join(map(str, own)) or of.brief.endpoint


def _served(of: Featured, heading: Heading) -> list[str]:
    """What the plan of the endpoints that serve it has in this section."""
    joint = of.joint
    if joint is None:
        return []
    if len(joint.briefs) > 1:
        return joint_section(joint, heading)
    writer = WRITERS.get(heading.kind)
    return writer(joint.first) if writer else []


def _stored(of: Featured, kind: Kind) -> list[str]:
    """What is known of its tables, where no endpoint tells it."""
    brief, tables = of.brief, of.tables
    if of.joint is not None:
        return []
    lines = list(columns(brief, tables)) if kind == "types" else []
    if kind == "types":
        lines += [f"- {one}" for one in _declared(of)]
    held = _HELD.get(kind)
    facts = said(brief, tables, held) if held else []
    facts += [fact for about, fact in of.spoken if about == kind]
    facts += [*_formed(of), *_logs(of)] if kind == "errors" else []
    return lines + [f"- {fact}" for fact in facts]


def _declared(of: Featured) -> Iterable[Fact]:
    """The code that has its tables already."""
    for one in [one for one in of.used if one.declared and not one.test][:1]:
        yield Fact(text=of.brief.say("feature-declared", name=one.name), sources=(one.source,))


def _formed(of: Featured) -> Iterable[Fact]:
    """The fields of every error, where an endpoint may serve it."""
    if of.error is not None and not of.unserved:
        names = members(of.brief.texts, of.error)
        yield Fact(text=of.brief.say("error-form", names=names), sources=(of.error.source,))


def _logs(of: Featured) -> Iterable[Fact]:
    for table in of.brief.logs:
        if table.name not in {one.name for one in of.tables}:
            logged = of.brief.say("feature-logs", table=table.name)
            yield of.brief.found(logged, [table.source], bare_name(table))


def _overview(of: Featured) -> list[str]:
    brief = of.brief
    lines = [f"{one}." for one in _purpose(brief)]
    cited = [f"- {brief.say('feature-cites', requirement=one)}" for one in _cited(brief)]
    served = [f"- {one}" for one in _served_by(of)]
    there = [f"- {one}" for one in _there(of)]
    key = "feature-tables" if of.joint is not None or of.named else "feature-near-table"
    tables = [f"- {brief.say(key, tables=one)}" for one in _tables(of)]
    below = [*cited, *served, *tables, *there]
    lines += ["", *below] if lines and below else below
    return lines or [brief.say("feature-untold", feature=brief.endpoint)]


def _purpose(brief: Brief) -> list[Fact]:
    told = brief.spec.description
    text = trimmed(told.text, 320).rstrip(".") if told is not None else ""
    return [Fact(text=text, sources=(told.source,))] if told is not None and text else []


def _cited(brief: Brief) -> list[Fact]:
    """The requirements that it carries out."""
    found = [one for one in brief.spec.excerpts if one.referred]
    return [Fact(text=trimmed(one.about), sources=(one.source,)) for one in found]


def _served_by(of: Featured) -> Iterable[str]:
    """The endpoints that serve it; that none of those listed does is said."""
    brief = of.brief
    if of.joint is not None:
        for one in of.joint.briefs:
            yield brief.say("feature-served", endpoint=one.endpoint, purpose=purpose(one))
    elif of.listed and of.plans and not of.unserved:
        names = ", ".join(path.name for path in of.plans)
        near = [str(Fact(text=f"`{one.endpoint}`", sources=(one.source,))) for one in of.near]
        key = "feature-near" if near else "feature-unserved"
        shown = ", ".join(near[:_MOST_NEAR])
        yield brief.say(key, count=of.listed, plans=names, endpoints=shown)


def _tables(of: Featured) -> list[str]:
    found = [table for one in of.joint.briefs for table in works_on(one)[0]] if of.joint else []
    once = {one.name: one for one in found or of.tables}
    named = [of.brief.found(f"`{one.name}`", [one.source], bare_name(one)) for one in once.values()]
    return [", ".join(map(str, named))] if named else []


def _there(of: Featured) -> Iterable[str]:
    """What the repository has of it already."""
    shown = [f"`{one.name}` ({one.source.path}:{one.source.line})" for one in of.used]
    shown += [f"`{one}`" for one in of.slices]
    shown += [
        f"`{one.function}` ({one.there.path}:{one.there.line})"
        for one in (of.joint.briefs if of.joint is not None else ())
        if one.there is not None
    ]
    if shown:
        yield of.brief.say("feature-there", uses=", ".join(shown))
