"""What a profile wants and nothing here stands for: asked once, and kept in the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from agent.core.documents import RepoPath, Role
from agent.core.edits import FileEdit, Proposal
from agent.core.events import ErrandStarted, Event
from agent.core.job import ForSetup
from agent.core.plan import Question
from agent.core.session import Session
from agent.core.settings import SETTINGS
from agent.drafters.builtin.phrases import every_text, texts_of
from agent.ports import Ports
from agent.sources.profiles.remembering import with_documents
from agent.sources.profiles.resolving import Resolved, located, resolve
from agent.turns.briefing import language
from agent.turns.filebytes import stored
from agent.turns.profiling import Choice, known_documents
from agent.turns.subjects import worded

_ID = "input-"
_ROLES: tuple[Role, ...] = get_args(Role)
_NEAR = 3


def input_questions(ports: Ports, choice: Choice) -> tuple[Question, ...]:
    """Which file each is that the prompt leaves a blank for, or names and is not here."""
    known, paths = known_documents(ports.library), ports.repo.paths()
    wanted = (one for one in resolve(choice.profile, known, paths) if _is_open(ports, one))
    texts = texts_of(language(ports.library))
    none = texts.say("input-none")
    return tuple(
        Question(
            id=f"{_ID}{one.input.role}",
            text=texts.say("input-missing", profile=choice.profile, role=one.input.role),
            options=(*_near(one, paths), none),
        )
        for one in wanted
    )


def say_missing(ports: Ports, choice: Choice) -> None:
    """What the profile requires and nothing here stands for, unless the settings say so."""
    for one in resolve(choice.profile, known_documents(ports.library), ports.repo.paths()):
        role = one.input.role
        if one.missing and one.input.required and role not in ports.library.named():
            wanted = ", ".join(one.absent) or f"a document named as {role}.md is, or that is one"
            ports.screen.once(
                f"profile {choice.profile} requires `{role}` ({one.input.what}), and none is here:"
                f' looked for {wanted}; name it in {SETTINGS}, [documents] {role} = ["PATH"]',
                "warn",
            )


def _is_open(ports: Ports, one: Resolved) -> bool:
    asked = "{{" in one.input.mark or bool(one.absent) or one.input.required
    return one.missing and asked and one.input.role not in ports.library.named()


def _near(one: Resolved, paths: tuple[RepoPath, ...]) -> tuple[str, ...]:
    """Documents whose names have a word of the role."""
    words = set(one.input.role.split("-")) - {"plan"}
    found = [
        path.value
        for path in paths
        if path.suffix in {".md", ".mdc"} and any(word in path.name.casefold() for word in words)
    ]
    return tuple(found[:_NEAR])


def remember(session: Session, ports: Ports) -> Iterator[Event]:
    """The answers as a change of the settings, for the user to look at."""
    found = dict(_answered(session, ports))
    data = ports.worktree.read(SETTINGS)
    text = (data or b"").decode("utf-8", "replace")
    after = with_documents(text, found) if found else text
    if after == text:
        return
    new = ports.repo.store(after.encode())
    edit = FileEdit(path=SETTINGS, before=stored(ports, data), after=new)
    subject = worded(ports, "chore", "say which documents plans are made from")
    yield ErrandStarted(purpose=ForSetup(), proposal=Proposal(edits=(edit,), subject=subject))


def _answered(session: Session, ports: Ports) -> Iterator[tuple[Role, tuple[RepoPath, ...]]]:
    roles: Mapping[str, Role] = {f"{_ID}{role}": role for role in _ROLES}
    none = {texts.say("input-none") for texts in every_text()}
    for name, said in session.answers:
        role = roles.get(name)
        if role is None or not said or role in ports.library.named():
            continue
        paths = () if said in none else located(said.strip("`@"), ports.repo.paths())
        if paths or said in none:
            yield role, paths
        else:
            ports.screen.say(f"there is no file {said}: it stays open", "warn")
