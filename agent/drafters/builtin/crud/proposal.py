"""A step's roles, the spec and the project's files to a draft."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.plan import Plan
from agent.drafter import Code, Draft, Nothing, StepRequest, Unable
from agent.drafters.builtin.crud.awaited import awaited, unfit, unlaid
from agent.drafters.builtin.crud.design import Design, design
from agent.drafters.builtin.crud.facts import facts
from agent.drafters.builtin.crud.names import Wishes
from agent.drafters.builtin.crud.piece import Done, Piece, placed
from agent.drafters.builtin.crud.problems import problem
from agent.drafters.builtin.crud.registration import Registered, write_registration
from agent.drafters.builtin.crud.route import write_route
from agent.drafters.builtin.crud.schemas import write_schemas
from agent.drafters.builtin.crud.service import getter_of, write_service
from agent.drafters.builtin.crud.tests import write_tests
from agent.drafters.builtin.crud.unheard import unheard
from agent.drafters.builtin.crud.words import Asked, heard
from agent.drafters.builtin.phrases import spoken
from agent.drafters.builtin.project.reading import Project, read_project
from agent.drafters.builtin.steps import Role, roles_of, subjects_of

NO_WORDS = (
    "I cannot use these words, but such as “title max 120”, “404 instead of 409”, "
    "“call it add_book”; or edit, /take, skip"
)
_FUNCTION = deferred(r"[a-z_]\w*")


def propose_roles(request: StepRequest, roles: tuple[Role, ...]) -> Draft | Unable | Nothing:
    """The code of these roles, if the templates can write all and the notes could be used."""
    project = read_project(request.code)
    if isinstance(project, str):
        reason = spoken(request.plan).say(project)
        return Unable(reason=reason, facts=facts(request, None))
    asked, idle = _standing(request, project, roles)
    found = _proposed(request, roles, project, asked)
    unused: list[str] = []
    for note in request.notes:
        made = design(asked.spec, project, asked.wishes)
        after = _hear(made, roles, asked, note)
        changed = _proposed(request, roles, project, after)
        if after == asked or not isinstance(changed, Draft) or changed == found:
            return _no_words(request, asked, project, _why(made, roles, after))
        unused.extend(unheard(note, partial(_hear, made, roles, asked)))
        asked, found = after, changed
    if not isinstance(found, Draft):
        return found
    how = (*found.how, *(f"not done: “{one}”" for one in unused))
    return replace(found, how=how, unused=idle)


def _hear(made: Design | str, roles: Sequence[Role], asked: Asked, note: str) -> Asked:
    """What was asked for, with the note; of several roles it is for the first that it means."""
    heard_by = () if isinstance(made, str) else (heard(note, made, one, asked) for one in roles)
    return next((after for after in heard_by if after != asked), asked)


def _standing(
    request: StepRequest, project: Project, roles: Sequence[Role]
) -> tuple[Asked, tuple[str, ...]]:
    """What holds here by what was said before, and the words in which nothing was understood."""
    asked = _settled(request, project)
    idle: list[str] = []
    for note in request.known.standing:
        after = _hear(design(asked.spec, project, asked.wishes), roles, asked, note)
        if after == asked:
            idle.append(note)
        asked = after
    return asked, tuple(idle)


def _settled(request: StepRequest, project: Project) -> Asked:
    """The documents and the plan's names, as the reasons taken at earlier steps have them."""
    asked = Asked(spec=request.known.spec, wishes=wishes_of(request.plan))
    for step_id, note in request.settled:
        step = request.plan.step(step_id)
        roles = roles_of(step) if step else ()
        asked = _hear(design(asked.spec, project, asked.wishes), roles, asked, note)
    return asked


def _why(made: Design | str, roles: Sequence[Role], after: Asked) -> str:
    """Why what was asked for changes no code: another status for a row that others look up."""
    if isinstance(made, str):
        return NO_WORDS
    new = [old for old, _ in after.wishes.statuses[len(made.statuses) :] if old != made.success]
    if not new:
        return NO_WORDS
    getter = getter_of(made)
    if "service" in roles and getter is not None:
        return f"`{getter}` raises {new[0]} for every endpoint: edit, /take, or skip"
    return f"the service raises {new[0]}: say it at the service step, edit, or /take"


def _no_words(request: StepRequest, asked: Asked, project: Project, reason: str) -> Unable:
    made = design(asked.spec, project, asked.wishes)
    known = made if isinstance(made, Design) else None
    return Unable(reason=reason, facts=facts(request, known))


def _proposed(
    request: StepRequest, roles: Sequence[Role], project: Project, asked: Asked
) -> Draft | Unable | Nothing:
    """All of them, each on the files of those before it; what one of them lacks, all do."""
    drafts: list[Draft] = []
    nothing: list[Nothing] = []
    for role in roles:
        match made := _one(request, role, project, asked):
            case Unable():
                return made
            case Nothing():
                nothing.append(made)
            case Draft():
                drafts.append(made)
                project = _with(project, made)
    return _together(drafts, nothing) if drafts else nothing[0]


def _with(project: Project, draft: Draft) -> Project:
    """The project once the draft is in its files."""
    code, new = project.code, dict(draft.files)
    paths = tuple(dict.fromkeys((*code.paths, *new)))
    known = read_project(
        Code(listed=lambda: paths, read=lambda path: new[path] if path in new else code.read(path))
    )
    return project if isinstance(known, str) else known


def _together(drafts: Sequence[Draft], nothing: Sequence[Nothing]) -> Draft:
    """One draft of several, a file as the last of them has it; the subject names them all."""
    first, *more = drafts
    verb = first.subject.partition(" ")[0]
    said = [first.subject, *(one.subject.removeprefix(f"{verb} ") for one in more)]
    return replace(
        first,
        files=tuple({path: data for one in drafts for path, data in one.files}.items()),
        subject=" and ".join([", ".join(said[:-1]), said[-1]]) if more else first.subject,
        how=(*(how for one in drafts for how in one.how), *(one.reason for one in nothing)),
    )


def _one(
    request: StepRequest, role: Role, project: Project, asked: Asked
) -> Draft | Unable | Nothing:
    made = design(asked.spec, project, asked.wishes)
    if isinstance(made, str):
        return Unable(reason=made, facts=facts(request, None))
    written = problem(made, role) or _written(made, role)
    found: Draft | str
    match written:
        case Done(reason=reason):
            return Nothing(how="unneeded", reason=reason)
        case Registered(path=path, text=text):
            found = _draft(made, role, ((path, text.encode()),))
        case Piece():
            files = placed(written, made)
            found = files if isinstance(files, str) else _draft(made, role, files)
        case str():
            found = written
    if isinstance(found, str):
        return Unable(reason=found, facts=facts(request, made))
    return found


def wishes_of(plan: Plan) -> Wishes:
    """The names and files that the plan's own steps set."""
    function = None
    listed: tuple[str, ...] = ()
    files: list[tuple[Role, RepoPath]] = []
    for step in plan.steps:
        parts = subjects_of(step)
        for role, subject in parts:
            name = subject.removesuffix("()")
            if role == "service" and _FUNCTION.fullmatch(name):
                function = name
            if role == "schemas":
                listed = tuple(re.findall(r"[A-Za-z]\w+", subject))
        paths = [one.path for one in step.files if one.path.suffix == ".py"]
        each = paths * len(parts) if len(paths) == 1 else paths
        if len(each) == len(parts):
            files += [(role, path) for (role, _), path in zip(parts, each, strict=True)]
    return Wishes(function=function, listed=listed, files=tuple(files))


def _written(made: Design, role: Role) -> Piece | Registered | Done | str:
    """The role's code, awaited where the project's session is async."""
    if not made.project.session.awaits or role in {"schemas", "register"}:
        return _write(made, role)
    written = unfit(made, role) or _write(unlaid(made), role)
    return awaited(written, made, role) if isinstance(written, Piece) else written


def _write(made: Design, role: Role) -> Piece | Registered | Done | str:
    match role:
        case "schemas":
            return write_schemas(made)
        case "service":
            return write_service(made)
        case "route":
            return write_route(made)
        case "register":
            return write_registration(made)
        case "tests":
            return write_tests(made)


def _draft(
    made: Design, role: Role, files: tuple[tuple[RepoPath, bytes | None], ...]
) -> Draft | str:
    """The draft, unless a file would no longer parse."""
    for path, data in files:
        if data is not None and path.suffix == ".py":
            try:
                ast.parse(data)
            except SyntaxError as error:
                return f"the template's code for {path} does not parse: {error.msg}"
    how = tuple(f"{path}: from the template for {made.operation}" for path, _ in files)
    how += made.coded if role == "tests" else ()
    return Draft(files=files, subject=_subject(made, role), how=how)


def _subject(made: Design, role: Role) -> str:
    """What the commit says: the thing that is added, by its name."""
    match role:
        case "schemas":
            return f"add the schemas of {made.spec.endpoint}"
        case "service":
            return f"add {made.names.function}()"
        case "route":
            return f"add the route {made.spec.endpoint}"
        case "register":
            return f"register the {made.target.owner.several} router"
        case "tests":
            return f"test {made.spec.endpoint}"
