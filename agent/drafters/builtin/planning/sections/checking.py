"""What the request is checked for before anything is done, each value with its bounds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Place
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, state_of
from agent.drafters.builtin.planning.facts.dotnet import validator_name
from agent.drafters.builtin.planning.facts.wording import meaning_of, names_of, quoted, when_of
from agent.drafters.builtin.planning.places.already import schemas
from agent.drafters.builtin.planning.sections.ranges import bounds_of
from agent.drafters.builtin.planning.sentences.guards import is_of_input, of_input
from agent.drafters.builtin.planning.tables.work import Work, work_of

_INVALID = (400, 422)
# What is wrong with the form of a request, or with a value.
_PARTS = deferred(
    r"malform|parse|syntax|json|schema|format|missing|field|limit|range|semantic|business"
    r"|brak|p[o\u00f3]l[ae]?\b|sk\u0142adni|zakres",
    re.IGNORECASE,
)
# What may be said of either status.
_HOLLOW = deferred(
    r"\W*(?:\b(?:invalid|validation|input|request|payload|data|errors?|failed|failures?|or|parameters"
    r"|nieprawid\u0142ow\w+|niepoprawn\w+|dan[ey]\w*|wej\u015bciow\w+|b\u0142\u0119d\w*|walidacj\w+)\b\W*)+",
    re.IGNORECASE,
)
# What is answered for one value: "The title has 5 letters at least".
_MESSAGE = deferred(r"[\"\u201e\u201c].*\d")
_PLACES: tuple[Place, ...] = ("path", "query", "header", "body")
_MOST = 9
_SHORT = 80
GIVEN = ("body", "query")


def inputs(work: Work, *, bare: bool = False) -> Iterator[Fact]:
    """The values with their bounds, bare without, and the status for what does not fit.

    Where a section of the plan tells them, only the places that they stand in.
    """
    brief = work.brief
    apart_told = brief.tells("request") and not bare
    told, columns = (names_of(brief.inputs), ()) if bare or apart_told else _told(work)
    apart = [one for one in brief.inputs if one.place != "path" and bounds_of(work, one)[0]]
    refused = [one for one in brief.statuses(*_INVALID) if is_of_input(one)]
    if not brief.inputs or not (refused or (apart and not bare)):
        return
    codes = refused_as(brief)
    if apart_told:
        told = checked_places(brief, {one.place for one in brief.inputs}) + _checked_by(brief)
    text = brief.say("flow-check" if refused else "flow-check-open", names=told, codes=codes)
    sources = [source for one in refused for source in brief.status(one).sources]
    if not sources and not apart_told:
        bounded = [one for one in brief.inputs if one.limits]
        sources += [
            source for one in bounded for source in brief.passages.holding([one.source], one.name)
        ]
    because = "" if sources else next((brief.status(one).because for one in refused), "")
    yield Fact(text=text, sources=tuple(dict.fromkeys((*columns, *sources))), because=because)


def schema_of(brief: Brief) -> str:
    """The name of what checks the request: the one there, else as it would be called."""
    if brief.checker is None or not brief.checker.apart:
        return ""
    there = next(schemas(brief.spec), None)
    if there is not None:
        return there.name
    place = brief.layout.place("validation")
    if place is not None and place.path.suffix == ".cs":
        return validator_name(brief)
    return f"{brief.function}Schema" if re.fullmatch(r"[a-z]\w*", brief.function) else ""


def checks_told(brief: Brief) -> str:
    """What checks the request in a step of its own, by the section that has the limits."""
    schema = schema_of(brief)
    by = ""
    if brief.checker is not None and schema:
        there = any(one.name == schema for one in brief.spec.types)
        state = state_of(brief, schema, there=there)
        by = brief.say("step-checks-by", checker=brief.checker.name, state=state)
    return brief.say("step-checks-told", function=schema or brief.function, state=by)


def _checked_by(brief: Brief) -> str:
    """With what the request is checked, after where that stands."""
    if brief.checker is None:
        return ""
    schema = schema_of(brief)
    key = "flow-checked-schema" if schema else "flow-checked-by"
    return brief.say(key, schema=schema, checker=brief.checker.name)


def checked_places(brief: Brief, given: Collection[Place]) -> str:
    """Where these values stand in the request, and the section that bounds them."""
    places = ", ".join(brief.say(f"checked-{one}") for one in _PLACES if one in given)
    return brief.say("flow-checked", places=places)


def refused_as(brief: Brief) -> str:
    """The status of what does not fit; of two, each with what it is for.

    Words of general sections that do not part the two give way to the usual ones.
    """
    refused = [one for one in brief.statuses(*_INVALID) if is_of_input(one)]
    codes = dict.fromkeys(one.code for one in refused)
    if len(codes) <= 1:
        return quoted(map(str, codes))
    meanings = {one.code: of_input(meaning_of(one, _SHORT)) for one in reversed(refused)}
    own = any(brief.is_own(one.source) for one in refused)
    said = meanings if own or any(map(_PARTS.search, meanings.values())) else {}
    hollow = {code for code, text in said.items() if _HOLLOW.fullmatch(text)}
    if all(code in hollow or _MESSAGE.match(text) for code, text in said.items()):
        said = {code: text for code, text in said.items() if code not in hollow}
    whens = {code: said.get(code) or brief.say(f"case-{code}") for code in codes}
    parts = (
        brief.say("step-case", code=code, when=when_of(brief.texts, when))
        for code, when in whens.items()
    )
    return ", ".join(parts)


def _told(work: Work) -> tuple[str, tuple[Source, ...]]:
    """The names, of many those with bounds first, and the columns that bound them."""
    known = [(one, *bounds_of(work, one)) for one in work.brief.inputs]
    if len(known) > _MOST:
        known.sort(key=lambda one: not one[1])
    shown = known[:_MOST]
    parts = [f"`{one.name}` ({said})" if said else f"`{one.name}`" for one, said, _ in shown]
    more = f" \u2026 ({len(known)})" if len(known) > _MOST else ""
    return ", ".join(parts) + more, tuple(source for _, _, found in shown for source in found)


def plain_inputs(brief: Brief) -> list[Fact]:
    """The same for a section that tells the bounds by themselves."""
    return list(inputs(work_of(brief), bare=True))


def refusing(brief: Brief, fields: str) -> str:
    """What is checked, and the status of what does not fit."""
    refused = refused_as(brief)
    key = "step-checks" if refused else "step-checks-open"
    return brief.say(key, fields=fields, code=refused, endpoint=brief.endpoint)


def taking(brief: Brief) -> list[str]:
    """The types of body and query."""
    known = [one.name for one in brief.spec.types if one.serves in GIVEN]
    every = (brief.names.body, brief.names.query, *known)
    return list(dict.fromkeys(one for one in every if one))


def annotated(brief: Brief, names: Sequence[str]) -> list[str]:
    """That the library's checks stand on these types."""
    checker = brief.checker
    if checker is None or checker.apart or not names or not brief.tells("request"):
        return []
    on = brief.say("step-checks-on", checker=checker.name, names=quoted(names))
    return [refusing(brief, on)]
