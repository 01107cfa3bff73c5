"""What the route of an endpoint calls, with what, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.dotnet import answered
from agent.drafters.builtin.planning.facts.handing import message, outcome, sender
from agent.drafters.builtin.planning.facts.recipe import recipe
from agent.drafters.builtin.planning.facts.rulebook import maps_errors
from agent.drafters.builtin.planning.facts.wording import names_of
from agent.drafters.builtin.planning.sections.checking import checked_places, schema_of
from agent.drafters.builtin.planning.sections.everywhere import caught
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.refusedby import by_route, by_service
from agent.drafters.builtin.planning.sections.serving import refusals

_FEW = 3
_PAGES = ("astro", "next")
_MADE = deferred(r"`(to_\w+\(\))`")
_CALLER = deferred(r"\bcaller\b|\bthe claim\b|\bwywo\u0142uj\u0105c|` tokenu\b", re.IGNORECASE)


def called(brief: Brief) -> Iterator[str]:
    """The service's function with what it is given, and the success; then the errors."""
    if brief.stack.configured:
        yield _configured(brief)
        return
    yield _call(brief)
    refused = refusals(brief, "step-route-refuses", by_route(brief))
    passes = bool(refused) and _passes(brief)
    passed = _mapped(brief, passes=passes) if passes or refused else None
    # What a line cites holds for all of it.
    cited = passed is not None and bool(passed.sources)
    bad = "; ".join([*refused, *(() if passed is None or cited else [str(passed)])])
    for one in filter(None, (bad, str(passed) if cited else "")):
        yield one[:1].upper() + one[1:]


def _configured(brief: Brief) -> str:
    """What makes the framework serve the call itself."""
    words = (one for one in brief.endpoint.split("/")[2:] if one[:1].isalpha())
    said = brief.say(f"step-configured-{brief.stack.name}", name=next(words, "*"))
    told = brief.say("step-configured", endpoint=brief.endpoint)
    return str(Fact(text=f"{told}; {said}", because=brief.say("convention")))


def _mapped(brief: Brief, *, passes: bool) -> Fact | None:
    """What makes answers of errors: one file for all routes, the route itself, or nothing."""
    made, mapped = caught(brief), maps_errors(brief)
    if made is not None:
        name = f"`{made.path.name}`"
        said = brief.say("step-route-caught", endpoint=brief.endpoint, path=name)
        return Fact(text=said, sources=(made.source,) if made.source else ())
    key = "step-route-maps" if mapped else "step-route-passes"
    told = brief.say(key, function=brief.function)
    return Fact(text=told, sources=mapped) if passes else None


def _passes(brief: Brief) -> bool:
    """Whether the service has errors of its own, which nothing that it gives back holds."""
    held = answered(brief) or (message(brief) and outcome(brief, ""))
    return brief.tells("errors") and bool(by_service(brief)) and not held


def _call(brief: Brief) -> str:
    """What the route calls, with what, and what it answers."""
    success = brief.spec.success()
    taken = [one for one in brief.spec.parameters if one.place != "body"]
    checks = brief.layout.place("validation") is None and not brief.names.body
    given = [_taken(brief, taken)] if taken else []
    given += [_body(brief)] if brief.names.body else []
    handed = message(brief)
    if handed:
        # A type that the code has for the body already is given no name here.
        given += [brief.say("checked-body")] if brief.body and not brief.names.body else []
        made = brief.say("step-route-made", names=", ".join(given)) if given else ""
        given = [f"`{handed}`{made}"]
    by = sender(brief) if handed and handed in brief.function else None
    exported = brief.say("step-route-exported", method=brief.spec.endpoint.method)
    text = brief.say(
        "step-route-does" if success else "step-route-does-open",
        endpoint=brief.endpoint,
        function=brief.function,
        exported=exported if brief.stack.name in _PAGES else "",
        caller=brief.say("step-route-caller") if _asks_who(brief) else "",
        given=brief.say("step-route-given", names=", ".join(given)) if given else "",
        by=brief.say("step-route-by", sender=by) if by is not None else "",
        checked=brief.say("step-route-checks") if checks and brief.spec.request else _let(brief),
        code=success.code if success else "",
    )
    return text + answered(brief)


def _body(brief: Brief) -> str:
    """The body as the service gets it: of a serializer its data, or what the rules make of it."""
    if not brief.names.body.endswith("Serializer"):
        return f"`{brief.names.body}`"
    made = (hit[1] for one in recipe(brief) if (hit := _MADE.search(one.said)) is not None)
    return f"`{brief.names.body}.{next(made, 'validated_data')}`"


def _let(brief: Brief) -> str:
    """The schema that the route runs itself, where the flow has it; a pipeline runs others."""
    schema = schema_of(brief) if brief.stack.suffix == ".ts" else ""
    runs = schema and any(f"`{schema}`" in one.fact.text for one in way(brief))
    return brief.say("step-route-schema", schema=schema) if runs else ""


def _asks_who(brief: Brief) -> bool:
    """Whether what the service does depends on who calls."""
    facts = (one.fact.text for one in way(brief) if one.part in {"read", "guard", "write"})
    return any(_CALLER.search(one) for one in facts)


def _taken(brief: Brief, taken: Sequence[Parameter]) -> str:
    """What the route takes beside the body: few by their names, many by where they stand."""
    if len(taken) <= _FEW or not brief.tells("request"):
        return names_of(taken)
    return checked_places(brief, {one.place for one in taken})
