"""What a plan is asked for with: the spec, the profile in force, the language, the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from agent import lazy
from agent.core.documents import RepoPath
from agent.core.events import Event, ProfileTaken
from agent.core.patterns import deferred
from agent.core.plan import Question
from agent.core.session import Adopting, PlanDrafting, PlanReviewing, Session
from agent.core.settings import Language
from agent.core.spec import Feature, Listed, ListedFeature, Table, Target
from agent.drafter import Code, PlanRequest
from agent.pages.profiles import profile_page
from agent.pages.tongue import spoken
from agent.phrases import Texts, phrases
from agent.ports import Library, Ports
from agent.sources.profiles.resolving import resolve
from agent.turns.profiling import Choice, choose, known_documents

if TYPE_CHECKING:
    from agent.drafters.builtin.planning.places.saving import Saving

_ERRORS = deferred(r"errors?|exceptions?|failures?", re.IGNORECASE)
_LINTING = "agent.turns.linting"
_SAVING = "agent.drafters.builtin.planning.places.saving"


def target(session: Session) -> Target:
    """The endpoint of a session that has one."""
    if session.endpoint is None:
        raise ValueError("this stage has an endpoint")
    return session.endpoint


def code(ports: Ports) -> Code:
    """The repository's files, as a drafter sees them."""
    return Code(listed=ports.repo.paths, read=ports.worktree.read)


def chosen(session: Session, ports: Ports) -> Choice:
    """The profile in force: what the session or this run was told, else what fits."""
    found = choose(session.profile or ports.told, ports.profiles, ports.library, ports.repo.paths)
    if isinstance(session.endpoint, Feature) and found.profile.subject != "feature":
        why = f"{session.endpoint.id or session.endpoint} has no endpoint"
        return Choice(profile=ports.profiles.named("feature"), why=why, how="project")
    return found


def profile_events(session: Session, choice: Choice) -> Iterator[Event]:
    """The profile as the journal keeps it, where that has it otherwise."""
    name = str(choice.profile) if choice.how == "told" else ""
    if (name, choice.profile.steps) != (session.profile, session.at_once):
        yield ProfileTaken(name=name, steps=choice.profile.steps)


def told_events(session: Session, ports: Ports) -> Iterator[Event]:
    """The profile that this run was told, for a session which may have another."""
    if ports.told:
        yield from profile_events(
            session, choose(ports.told, ports.profiles, ports.library, ports.repo.paths)
        )


def show_profile(session: Session, ports: Ports) -> None:
    """The profile in force, and all that was understood of it."""
    choice = chosen(session, ports)
    resolved = resolve(choice.profile, known_documents(ports.library), ports.repo.paths())
    ports.screen.say(f"profile {choice.profile}: {choice.why}")
    ports.screen.show(profile_page(choice.profile, resolved))


def turn_to(session: Session, ports: Ports, name: str) -> tuple[Event, ...]:
    """The profile that the user turns to, with what it holds for. UsageError for none."""
    choice = choose(name, ports.profiles, ports.library, ports.repo.paths)
    events = tuple(profile_events(session, choice))
    stage = session.stage
    anew = bool(events) and isinstance(stage, PlanReviewing) and not stage.edited
    holds = "this plan is drafted anew" if anew else "it holds from the next plan on"
    ports.screen.say(f"profile {choice.profile}: {choice.why}; {holds}")
    for remark in choice.profile.remarks:
        ports.screen.say(remark, "warn")
    return events


def say_profile(ports: Ports, choice: Choice) -> None:
    """Which profile it is and why, with what of it was not taken as it stands."""
    ports.screen.once(f"profile {choice.profile}: {choice.why}", "dim")
    for remark in choice.profile.remarks:
        ports.screen.once(remark, "warn")


def plan_request(session: Session, ports: Ports, stage: PlanDrafting | None = None) -> PlanRequest:
    """What the drafter gets for this endpoint's plan."""
    choice = chosen(session, ports)
    saving = _saving(session, ports, choice)
    return PlanRequest(
        spec=ports.library.spec(target(session)),
        profile=choice.profile,
        path=lazy.load(_SAVING).place_of(saving, session.answers),
        answers=session.answers,
        siblings=tuple(saving.siblings),
        code=code(ports),
        checks=ports.library.checks(),
        notes=stage.notes if stage else (),
        edited=_edited(ports, stage.last) if stage and stage.last else "",
        rules=ports.library.rules(),
        language=language(ports.library),
        logs=error_tables(ports),
        documents=ports.library.documents(),
        listed=partial(_listed, session, ports),
        judge=lambda text: lazy.load(_LINTING).faults(
            ports, target(session), text, session.answers
        ),
    )


def _listed(session: Session, ports: Ports) -> tuple[Listed | ListedFeature, ...]:
    """What the documents list, but of the target's own kind."""
    library = ports.library
    return library.endpoints() if isinstance(session.endpoint, Feature) else library.features()


def error_tables(ports: Ports) -> tuple[Table, ...]:
    """The tables whose names say that they are for errors."""
    return tuple(one for one in ports.library.schema().tables if _ERRORS.search(one.name))


def where_question(session: Session, ports: Ports, choice: Choice) -> tuple[Question, ...]:
    """Where the plan is saved, asked where another endpoint's plan has the profile's place."""
    found = lazy.load(_SAVING).place_question(
        _saving(session, ports, choice), language(ports.library)
    )
    return () if found is None else (found,)


def usual_place(session: Session, ports: Ports, choice: Choice) -> RepoPath:
    """Where the plan would be saved if no file were in the way."""
    saving = replace(_saving(session, ports, choice), taken=())
    path: RepoPath = lazy.load(_SAVING).place_of(saving)
    return path


def _saving(session: Session, ports: Ports, choice: Choice) -> Saving:
    siblings = ports.library.plans()
    saving: Saving = lazy.load(_SAVING).Saving(
        endpoint=target(session),
        profile=choice.profile,
        siblings=siblings,
        taken=frozenset((*ports.repo.paths(), *(plan.path for plan in siblings))),
        told=choice.how != "project",
    )
    return saving


def language(library: Library) -> Language:
    """That of the settings, else of what is written here."""
    told = library.language()
    if told is not None:
        return told
    found: Language = lazy.load("agent.sources.text.tongue").language_of(
        library.plans(), library.documents()
    )
    return found


def heard(session: Session, ports: Ports) -> Texts:
    """The words of a conversation: of its plan, and before it has one of what is written here."""
    if session.plan is not None or isinstance(session.stage, (PlanReviewing, Adopting)):
        return spoken(session)
    return phrases("pages/texts", language(ports.library))


def _edited(ports: Ports, last: PlanReviewing) -> str:
    """The last draft, where the user edited it."""
    blob = last.proposal.edits[0].after
    return ports.repo.load(blob).decode() if last.edited and blob is not None else ""
