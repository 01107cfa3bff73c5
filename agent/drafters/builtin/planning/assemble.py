"""The brief of a request: its facts, answers, wishes, names and places brought together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from agent.core.lately import lately
from agent.core.plan import Question
from agent.core.profile import KnownStatus, Profile
from agent.core.settings import Language
from agent.core.spec import Feature, Spec, Status
from agent.drafter import PlanRequest
from agent.drafters.builtin.phrases import texts_of
from agent.drafters.builtin.planning.callers.authservice import let_in
from agent.drafters.builtin.planning.callers.closing import closed_by_policies
from agent.drafters.builtin.planning.callers.forbidding import forbidding
from agent.drafters.builtin.planning.callers.policy import (
    asked_only,
    reason,
    unsettled,
    with_policy,
    with_refused,
)
from agent.drafters.builtin.planning.citations import Passages, passages_of
from agent.drafters.builtin.planning.facts.brief import Answer, Brief, bare_name, table_of
from agent.drafters.builtin.planning.facts.checked import with_checks
from agent.drafters.builtin.planning.facts.demands import demands_of
from agent.drafters.builtin.planning.facts.links import links_of
from agent.drafters.builtin.planning.facts.outline import Heading, outline_of, referring
from agent.drafters.builtin.planning.facts.questions import (
    ask,
    settle,
    told,
    with_fields,
    with_listed,
    with_row,
    with_statuses,
    worded,
)
from agent.drafters.builtin.planning.facts.rulebook import is_named_for
from agent.drafters.builtin.planning.facts.wishes import Wish, recoded
from agent.drafters.builtin.planning.facts.wording import meaning_of
from agent.drafters.builtin.planning.places.already import OF_ROWS, with_rows
from agent.drafters.builtin.planning.places.checkers import Checker, checker_of, in_service
from agent.drafters.builtin.planning.places.clients import clients_of
from agent.drafters.builtin.planning.places.coded import Coded, read_code
from agent.drafters.builtin.planning.places.commands import commands_of
from agent.drafters.builtin.planning.places.ground import Ground, Place, ground_of
from agent.drafters.builtin.planning.places.layout import PARTS, Layout
from agent.drafters.builtin.planning.places.spoken import spoken_of
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.drafters.builtin.planning.places.whichstack import which_stack
from agent.drafters.builtin.planning.places.working import parted, placed
from agent.drafters.builtin.planning.reads.viewing import viewed
from agent.drafters.builtin.planning.sections.limiting import limited
from agent.drafters.builtin.planning.sections.remarks import with_remarks
from agent.drafters.builtin.planning.sections.typenames import names_of, with_rows_of
from agent.drafters.builtin.planning.subject import Subject, fold, subject_of
from agent.drafters.builtin.planning.tables.kindred import with_kindred
from agent.drafters.builtin.planning.tables.maintable import with_main
from agent.drafters.builtin.planning.tables.ownshape import apart
from agent.drafters.builtin.planning.tables.stores import kept
from agent.drafters.builtin.planning.tables.typedanswer import with_sent, with_typed
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.project.naming import snake
from agent.drafters.builtin.project.reading import Project, read_project
from agent.phrases import Texts
from agent.sources.rules.held import rules_for
from agent.sources.text.tongue import tongue_of


def brief_of(request: PlanRequest, wishes: Sequence[Wish]) -> Brief:
    """Everything that the plan's sections are written from."""
    passages = passages_of(request.code.read)
    outline, texts = _outlined(request.profile, request.language)
    spec = closed_by_policies(asked_only(worded(request.spec, texts)))
    answers, still_open = settle(spec, request.answers)
    spec, answered, said = _restated(spec, answers, wishes)
    subject = _subject(spec)
    spec = with_main(spec, subject)
    spec = with_fields(spec, table_of(spec, subject), answers)
    spec, known = _by_convention(spec, subject, request, passages)
    stack = which_stack(replace(request, spec=spec), passages)
    ground = ground_of(replace(request, spec=spec), passages, stack)
    checker, spec, known = _checked(request, stack, _with_client(spec, stack, ground), known)
    layout, function, there = placed(spec, subject, stack, ground, request.code)
    brief = Brief(
        spec=spec,
        subject=subject,
        stack=stack,
        layout=layout,
        names=names_of(spec, subject, stack, apart(spec, subject, passages), layout),
        passages=passages,
        texts=texts,
        outline=outline,
        function=function,
        signature=function,
        there=there,
        commands=commands_of(request.code, request.checks, stack),
        links=links_of(spec.schema),
        wished=(*_because(texts.say("your-answer"), answered), *_by_profile(request, texts, known)),
        recoded=tuple((one.code, one.source) for one in said),
        policy=known,
        demands=demands_of(request.profile),
        logs=request.logs,
        checker=checker,
        siblings=request.siblings,
        profile=request.profile,
        open=told(spec, subject, unsettled(still_open, known)),
        answers=answers,
    )
    return limited(with_remarks(with_rows_of(_coded(brief, request, ground))))


def _reaching(brief: Brief, ground: Ground) -> Brief:
    """The brief with what the project has to reach services outside, in the server's language."""
    suffix = next((one.suffix for one in brief.stack.layers), "")
    brief = replace(brief, clients=partial(clients_of, ground, suffix))
    if not any(let_in(work_of(brief))) and not kept(brief)[0]:
        return brief
    # The service has the table of those who sign in, and a store a queue.
    return replace(brief, open=tuple(one for one in brief.open if one.topic != "table"))


def _with_client(spec: Spec, stack: Stack, ground: Ground) -> Spec:
    """The spec with the types that are not the server's as those of its client."""
    types = (
        one if ground.serves(one.source.path, stack.suffix) else replace(one, serves="client")
        for one in spec.types
    )
    spec = replace(spec, types=tuple(types))
    # What the framework answers itself has no form of the project's own.
    return replace(spec, envelope=None, error=None) if stack.configured else spec


def _by_convention(
    spec: Spec, subject: Subject, request: PlanRequest, passages: Passages
) -> tuple[Spec, tuple[KnownStatus, ...]]:
    """The spec with what holds where its own passage does not speak, and the statuses of it."""
    spec, known = with_policy(
        with_listed(with_sent(spec, subject), subject), subject, request.profile
    )
    spec = with_kindred(with_checks(spec, table_of(spec, subject)), subject, passages)
    return with_row(with_typed(spec, subject), subject), known


def _restated(
    spec: Spec, answers: Sequence[Answer], wishes: Sequence[Wish]
) -> tuple[Spec, tuple[int, ...], tuple[Status, ...]]:
    """The spec with the statuses of answers and of the user's words, each once, and which."""
    spec, answered = with_statuses(spec, answers)
    spec, said = recoded(spec, wishes)
    return replace(spec, statuses=tuple(_distinct(spec.statuses))), answered, said


def _checked(
    request: PlanRequest, stack: Stack, spec: Spec, known: tuple[KnownStatus, ...]
) -> tuple[Checker | None, Spec, tuple[KnownStatus, ...]]:
    """The library that checks what comes in, and what is refused then."""
    checker = checker_of(request, stack)
    return checker, *(with_refused(spec, request.profile, known) if checker else (spec, known))


@lru_cache(maxsize=4)
def _outlined(profile: Profile, language: Language) -> tuple[tuple[Heading, ...], Texts]:
    texts = texts_of(language)
    outline = outline_of(profile, texts)
    return outline, referring(texts, outline)


def _by_profile(
    request: PlanRequest, texts: Texts, known: Iterable[KnownStatus]
) -> Iterator[tuple[int, str]]:
    return ((one.code, reason(request.profile, texts, one)) for one in known)


def _because(why: str, codes: Iterable[int]) -> Iterator[tuple[int, str]]:
    return ((code, why) for code in codes)


def _stored(brief: Brief, ground: Ground) -> Brief:
    """The brief with queries and rows in files named for what is read: the view, else the table."""
    if brief.table is None:
        return brief
    held = brief.spec.views and any(map(brief.layout.place, OF_ROWS))
    view = viewed(work_of(brief)) if held else None
    rows = bare_name(view or brief.table)
    return replace(brief, layout=with_rows(brief.layout, brief.subject.filed, rows, ground))


def _ruled(brief: Brief, request: PlanRequest) -> Brief:
    """The brief with the rules that hold for the files that it plans, or are called after it."""
    brief = forbidding(brief)
    files = [place.path for _, place in brief.layout.places]
    known = {one.path for one in brief.spec.rules}
    held = [one.rule for one in rules_for(request.rules, files) if one.rule.path not in known]
    known |= {one.path for one in held}
    held += [
        one for one in request.rules if one.path not in known and is_named_for(one, brief.stack)
    ]
    rules = (*brief.spec.rules, *held)
    layout = parted(in_service(brief.layout, rules, brief.passages), rules, brief.subject)
    spec = replace(brief.spec, rules=rules)
    return replace(brief, spec=spec, layout=layout, spoken=spoken_of(request))


def _coded(brief: Brief, request: PlanRequest, ground: Ground) -> Brief:
    """The brief with the names and files that the project's own code speaks for."""
    brief = _reaching(_ruled(_stored(brief, ground), request), ground)
    project = _project(request.code) if brief.stack.name == "fastapi" else ""
    if not isinstance(project, Project):
        return brief
    # What only the columns or the code show has no type to be told by.
    of_code = any(one.source.path.suffix == ".py" for one in brief.spec.responses)
    spec = brief.spec if not (brief.row_answered or of_code) else replace(brief.spec, responses=())
    coded = read_code(spec, project, brief.subject, ground)
    return brief if coded is None else _with_code(brief, coded)


def _subject(spec: Spec) -> Subject:
    """Its words; a feature that is told in Polish and names no table is filed by its number."""
    tables = [one.name for one in spec.tables]
    found, told = subject_of(spec.endpoint, tables), spec.description
    if not isinstance(spec.endpoint, Feature) or not spec.endpoint.id:
        return found
    if tongue_of(f"{spec.title} {told.text if told is not None else ''}") != "pl":
        return found
    known = {fold(name.rpartition(".")[2]) for name in tables}
    number = snake(spec.endpoint.id)
    return found if fold(found.things) in known else replace(found, of=number)


_project = lately(read_project)


def asked(request: PlanRequest) -> tuple[Question, ...]:
    """What is asked before the plan: nothing that the profile knows."""
    spec = closed_by_policies(worded(request.spec, texts_of(request.language)))
    subject = _subject(spec)
    spec, known = _by_convention(spec, subject, request, passages_of(request.code.read))
    return ask(spec, told(spec, subject, unsettled(spec.gaps, known)))


def _distinct(statuses: Sequence[Status]) -> Iterator[Status]:
    """Each status once for each meaning; one that a document only names again is the same."""
    for at, one in enumerate(statuses):
        same = [other for other in statuses if other.code == one.code]
        told = next((other for other in same if meaning_of(other)), one)
        if meaning_of(one):
            if any(one.code == other.code for other in statuses[:at] if not meaning_of(other)):
                continue
            yield one
        elif one is same[0]:
            yield told


def _with_code(brief: Brief, coded: Coded) -> Brief:
    layout = _joined(brief.layout, coded)
    there = brief.there if coded.function == brief.function else None
    return replace(
        brief,
        layout=layout,
        names=coded.types,
        function=coded.function,
        # One that is there has a signature of its own.
        signature=coded.function if there is not None else coded.signature,
        there=there,
        router=_router(layout.place("route"), coded),
    )


def _router(route: Place | None, coded: Coded) -> str:
    """What is registered of the file that the route goes to."""
    if route is None or route == coded.layout.place("route"):
        return coded.router
    return route.path.name.removesuffix(route.path.suffix) if route.new else ""


def _joined(layout: Layout, coded: Coded) -> Layout:
    """The places that the code speaks for; what no template writes goes where neighbours are."""
    parts = tuple(one for one in layout.places if one[0] in PARTS)
    made = replace(coded.layout, there=layout.there)
    if coded.written:
        return replace(made, places=(*made.places, *parts))
    near = {role: one for role, one in layout.places if role not in layout.usual}
    own = {role: near.get(role, one) for role, one in coded.layout.places}
    if _router(own.get("route"), coded) and coded.registrar is not None:
        own["register"] = coded.registrar
    else:
        own.pop("register", None)
    return replace(made, places=(*own.items(), *parts))
