"""The implementation steps of an endpoint: one for each layer that needs something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.core.spec import Parameter
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.dotnet import service_rule, validator
from agent.drafters.builtin.planning.facts.modelled import new_model
from agent.drafters.builtin.planning.facts.recipe import of_layer, recipe
from agent.drafters.builtin.planning.facts.rulebook import globbed, service_class
from agent.drafters.builtin.planning.facts.stepdraft import StepDraft
from agent.drafters.builtin.planning.facts.testkit import testkit
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.places.ground import Place, repo_path
from agent.drafters.builtin.planning.places.stacks import Role
from agent.drafters.builtin.planning.sections.checking import (
    GIVEN,
    annotated,
    checks_told,
    refused_as,
    refusing,
    schema_of,
    taking,
)
from agent.drafters.builtin.planning.sections.everywhere import caught
from agent.drafters.builtin.planning.sections.proving import proof_of
from agent.drafters.builtin.planning.sections.ranges import described
from agent.drafters.builtin.planning.sections.reaching import client, fails, reached, unkept
from agent.drafters.builtin.planning.sections.refusedby import by_service
from agent.drafters.builtin.planning.sections.routing import called
from agent.drafters.builtin.planning.sections.rowtypes import row_type
from agent.drafters.builtin.planning.sections.serving import does, handed, keyed
from agent.drafters.builtin.planning.sections.testing import tested_files, tests
from agent.drafters.builtin.planning.sections.wiring import (
    bounded,
    fronted,
    included,
    injected,
    malformed,
    module,
    seen,
    wired,
)
from agent.drafters.builtin.planning.tables.work import work_of
from agent.sources.types.naming import is_envelope


def steps_of(brief: Brief) -> tuple[StepDraft, ...]:
    """The steps in the order in which they build on each other."""
    makers: tuple[Callable[[Brief], StepDraft | None], ...]
    makers = (_types, _validation, _client, _service, _route, _register, _tests)
    drafts = [draft for make in makers if (draft := make(brief)) is not None]
    items, roles = recipe(brief), [one.role for one in drafts]
    return tuple(_by_rule(brief, one, of_layer(items, one.role, roles)) for one in drafts)


def _by_rule(brief: Brief, draft: StepDraft, said: Fact | None) -> StepDraft:
    """The step with what the rule on how an endpoint is added has for its layer."""
    if said is None:
        return draft
    about = brief.function if draft.role == "service" else brief.endpoint
    told = replace(said, text=brief.say("step-recipe", about=about, items=said.text))
    return replace(draft, details=(*draft.details, str(told)))


def assumed(brief: Brief) -> list[str]:
    """What stands in the files' paths for something that nothing names."""
    package = brief.layout.assumed
    told = brief.say("step-package", name=package)
    return [str(Fact(text=told, because=brief.say("convention"))), ""] if package else []


def _draft(brief: Brief, role: Role, about: str, details: list[str], proof: str) -> StepDraft:
    return StepDraft(
        role=role,
        title=_title(brief, role, about),
        details=tuple(detail for detail in details if detail),
        proof=proof,
        places=brief.layout.all_of(role)[:1],
    )


def _title(brief: Brief, role: Role, about: str) -> str:
    """A title by which the templates know the step where they know the stack."""
    own = {"types": "schemas" if brief.stack.name == "fastapi" else "types"}
    own["register"] = "register" if brief.router else "entered"
    return brief.say(f"step-title-{own.get(role, role)}", about=about)


def _types(brief: Brief) -> StepDraft | None:
    names = brief.names
    given = brief.body
    shown = [field for one in brief.spec.responses[:1] for field in one.fields]
    if names.needed():
        missing = names.missing()
        if not missing:
            return None
        about = ", ".join(missing)
        asked = [one for one in brief.spec.parameters if one.place == "query"]
        named = (
            (names.body, "body", given),
            (names.answer, "row" if names.page else "answer", shown),
            (names.query, "query", asked),
            (names.page, "page", shown),
        )
        details = [_type(brief, *one) for one in named if one[0] in missing]
        if brief.tells("request") and brief.tells("response"):
            listed = ", ".join(details)
            details = [brief.say("step-types-of", endpoint=brief.endpoint, types=listed)]
        details += annotated(brief, [one for one in taking(brief) if one in missing])
        details += [str(one) for one, _ in globbed(brief)]
    elif brief.stack.untyped or not (given or shown) or not _is_unnamed(brief):
        return None
    else:
        about = brief.endpoint
        sides = [_side(brief, "body", given), _side(brief, "answer", shown)]
        details = ["; ".join(one for one in sides if one)]
    draft = _draft(brief, "types", about, details, proof_of(brief, "types", about))
    own = [*filter(None, map(brief.place_of, names.missing())), *(at for _, at in globbed(brief))]
    return replace(draft, places=tuple(dict.fromkeys(own))) if names.needed() else draft


def _is_unnamed(brief: Brief) -> bool:
    """Whether the code has no type of the endpoint's own."""
    return all(is_envelope(one.name) or one.serves == "client" for one in brief.spec.types)


def _type(brief: Brief, name: str, key: str, fields: Sequence[Parameter]) -> str:
    told = brief.tells("request" if key in {"body", "query"} else "response") or not fields
    if told:
        return f"`{name}` ({brief.say(f'step-types-{key}')})"
    listed = described(work_of(brief), fields, bounded=not _checks_apart(brief))
    return brief.say("step-types-named", name=name, fields=listed)


def _side(brief: Brief, key: str, fields: Sequence[Parameter]) -> str:
    """What is given or answered, by the section that has its fields, else with them."""
    if not fields:
        return ""
    told = brief.say(f"step-types-{key}-of", endpoint=brief.endpoint)
    if brief.tells("request" if key == "body" else "response"):
        return told
    listed = described(work_of(brief), fields, bounded=not _checks_apart(brief))
    return f"{told}: {listed}"


def _checks_apart(brief: Brief) -> bool:
    """Whether a step of its own checks what is given."""
    sure = brief.checker is not None or validator(brief) or brief.stack.name == "laravel"
    usual = "validation" in brief.layout.usual and not sure
    # A key alone, which no status refuses, is looked up as it is.
    keyed = all(one.place == "path" for one in brief.inputs) and not refused_as(brief)
    return not (usual or keyed or brief.layout.place("validation") is None)


def _validation(brief: Brief) -> StepDraft | None:
    """A step of its own where the project has a place for checks."""
    taken, named = brief.inputs, validator(brief)
    if not _checks_apart(brief):
        return _annotations(brief)
    schema = "" if named else schema_of(brief)
    fields = checks_told(brief) if brief.tells("request") else described(work_of(brief), taken)
    checked = refusing(brief, fields)
    if named:
        bounds = brief.say("flow-checked", places=brief.say("checked-body"))
        checked = bounds if brief.tells("request") and brief.body else checked
        checked = f"{brief.say('dotnet-validator', checks=checked)} ({brief.profile.cited})"
    about = named or schema or brief.endpoint
    draft = _draft(brief, "validation", about, [checked], proof_of(brief, "validation", about))
    place = next((one for one in draft.places if named and one.new), None)
    path = repo_path(f"{place.path.folder}/{named}.cs") if place is not None else None
    return draft if path is None else draft.at(path, new=True)


def _annotations(brief: Brief) -> StepDraft | None:
    """A step for a type that is there, where the library's checks stand on types."""
    there = {one.name: one.source.path for one in brief.spec.types if one.serves in GIVEN}
    names = [one for one in taking(brief) if one in there]
    details = annotated(brief, names)
    if not details:
        return None
    about = ", ".join(names)
    draft = _draft(brief, "validation", about, details, proof_of(brief, "validation", about))
    paths = dict.fromkeys(there[one] for one in names)
    return replace(draft, places=tuple(Place(path=one, new=False) for one in paths))


def _client(brief: Brief) -> StepDraft | None:
    """A step of its own for a client that is not there yet."""
    who, place = reached(brief) or (None, None)
    if who is None or place is None or not place.new:
        return None
    details = client(brief, who, place)
    draft = _draft(brief, "client", who.name, details, proof_of(brief, "client", who.name))
    return replace(draft, places=(place,))


def _through(brief: Brief) -> list[str]:
    """By which client that is there the service calls; all of the call where none is its own."""
    who, place = reached(brief) or (None, None)
    if who is None or (place is not None and place.new):
        return []
    if place is None:
        return client(brief, who, None)
    return [brief.say("client-through", name=who.name, path=f"`{place.path}`"), *fails(brief)]


def _service(brief: Brief) -> StepDraft | None:
    if brief.stack.configured:
        return None
    parts = _parts(brief)
    told = [brief.say(f"step-service-{role}", name=_stem(one)) for role, one in parts]
    own = [*brief.layout.all_of("interface"), *brief.layout.all_of("message")]
    beside = () if "message" in brief.layout.usual else map(_stem, own)
    names = quoted(beside)
    told += [brief.say("step-service-own", names=names)] if names else []
    row = row_type(brief)
    own += [row[1]] if row else []
    told += [brief.say("step-service-row", table=row[0], name=_stem(row[1]))] if row else []
    details = [*does(brief, by_service(brief)), *_through(brief), *unkept(brief), *handed(brief)]
    held = service_class(brief)
    details += ["; ".join(told), *map(str, held), *service_rule(brief)]
    model, homes = new_model(brief)
    proof = proof_of(brief, "service", brief.function)
    parted = (*own, *(one for _, one in parts), *homes, *keyed(brief))
    draft = _draft(brief, "service", brief.function, [*details, *model], proof)
    known = [replace(one, shared=one.shared or bool(held)) for one in draft.places]
    return replace(draft, places=(*known, *parted))


def _parts(brief: Brief) -> list[tuple[str, Place]]:
    """What the service leaves to others here: the queries of a table, the answer made of rows."""
    shown = any(one.fields for one in brief.spec.responses[:1])
    wanted = {"repository": brief.table is not None, "mapper": shown}
    found = ((role, brief.layout.place(role)) for role, needed in wanted.items() if needed)
    service = brief.layout.place("service")
    return [(role, one) for role, one in found if one is not None and one != service]


def _stem(place: Place) -> str:
    return place.path.name.removesuffix(place.path.suffix)


def _route(brief: Brief) -> StepDraft | None:
    if not brief.stack.has_routes:
        return None
    front, places = fronted(brief)
    closed = work_of(brief).closed
    details = [*called(brief), *seen(brief), *injected(brief, closed=closed), *bounded(brief)]
    details += [*malformed(brief), *wired(brief, closed=closed), *front]
    made, about = caught(brief), brief.endpoint
    places += (made,) if made is not None and made.new else ()
    return _draft(brief, "route", about, details, proof_of(brief, "route", about)).beside(places)


def _register(brief: Brief) -> StepDraft | None:
    place, route = brief.layout.place("register"), brief.layout.place("route")
    # A module of Nest has its controller already; files of routes name each of them.
    held = brief.stack.name == "nest" and not any(one and one.new for one in (place, route))
    if place is None or held:
        return None
    proof = brief.say("step-proof-registered", path=brief.spec.endpoint.path)
    if not brief.router:
        within, places = module(brief)
        entered = brief.say("step-register-entered", endpoint=brief.endpoint)
        details = [within or entered, included(brief)]
        return _draft(brief, "register", brief.subject.things, details, proof).beside(places)
    call, run = f"include_router({brief.router}.router)", brief.commands.tests
    details = [brief.say("step-register-does", call=call, place=f"`{place.path}`")]
    proof = f"`{run}`; {proof}" if run else proof
    return _draft(brief, "register", brief.router, details, proof)


def _tests(brief: Brief) -> StepDraft:
    details = tests(brief) or [brief.say("step-tests-open", endpoint=brief.endpoint)]
    details += testkit(brief)
    place = brief.layout.place("tests")
    run = brief.commands.running(place.path if place is not None else None)
    bare = brief.commands.untested
    key = "step-proof-untested" if bare else "step-proof-tests"
    open_ = brief.say(key, path=bare, endpoint=brief.endpoint)
    draft = _draft(brief, "tests", brief.endpoint, details, f"`{run}`" if run else open_)
    guessed = place is not None and place.new and place.source is None
    return replace(draft, places=() if bare and guessed else tested_files(brief))
