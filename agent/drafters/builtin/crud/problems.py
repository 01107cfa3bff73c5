"""What the documents ask for that no template can do; it stays with the user."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Status
from agent.core.values import dataclass
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.habits import WRITES
from agent.drafters.builtin.crud.values import Value, unsupported
from agent.drafters.builtin.project.models import Model
from agent.drafters.builtin.project.reading import Project
from agent.drafters.builtin.steps import Role

ALL: frozenset[Role] = frozenset(("schemas", "service", "route", "register", "tests"))
_CODE: frozenset[Role] = frozenset(("service", "tests"))
_ACCESS: frozenset[Role] = frozenset(("service", "route", "tests"))
_NO_MATTER = {405, 500}
_KNOWN = {404, 409}
_ERRORS = range(400, 600)
_TAKEN = deferred(
    r"\b(?:exists?|taken|already|duplicated?|in use|unique|conflicts?)\b", re.IGNORECASE
)
_MISSING = re.compile(
    r"\bexist|\bmissing\b|\bunknown\b|\bnot found\b|\bno such\b|^no \w+ has\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is left to the user, and the roles whose code it concerns."""

    roles: frozenset[Role]
    text: str


def problem(made: Design, role: Role) -> str | None:
    """Why the code of this role cannot be written, if so."""
    return next((one.text for one in problems_of(made) if role in one.roles), None)


def problems_of(made: Design) -> tuple[Problem, ...]:
    """Every reason against writing some of the endpoint's code."""
    return (*_of_values(made), *_of_response(made), *_of_statuses(made), *_of_list(made))


def children(model: Model, project: Project) -> tuple[Model, ...]:
    """The models that refer to this one."""
    return tuple(one for one in project.models if one.reference(model) is not None)


def references(values: Sequence[Value], project: Project) -> Iterator[tuple[Value, Model]]:
    """The values that name a row of another model."""
    for one in values:
        model = project.model_of_table(one.column.refers_to) if one.column else None
        if model is not None:
            yield one, model


def unique_names(model: Model) -> tuple[tuple[str, ...], ...]:
    """The columns that no two rows may share, alone or together."""
    return (*((one.name,) for one in model.fields if one.unique), *model.together)


def _of_values(made: Design) -> Iterator[Problem]:
    why = unsupported((*made.target.values, *made.body, *made.query))
    if why is not None:
        yield Problem(roles=ALL, text=why)
    if made.operation in WRITES:
        if not made.body:
            yield Problem(roles=ALL, text="the fields of the request body are not documented")
        for one in made.body:
            if one.column is None:
                text = f"`{one.name}` is no column of {made.model.table}; what it does is not known"
                yield Problem(roles=_CODE, text=text)
    if made.operation == "create":
        yield from _of_columns(made)


def _of_columns(made: Design) -> Iterator[Problem]:
    given = {one.name for one in made.body}
    given |= {made.target.parent.column.name} if made.target.parent else set()
    for column in made.model.fields:
        if column.needed and column.name not in given:
            text = f"where `{column.name}` comes from is not known: the body does not hold it"
            yield Problem(roles=_CODE, text=text)


def _of_response(made: Design) -> Iterator[Problem]:
    if made.shape.unclear:
        yield Problem(roles=ALL, text=f"not known: {made.shape.unclear}")
    for name, _ in made.shape.fields:
        if made.model.field(name) is None and made.operation != "delete":
            text = f"`{name}` in the response is no column of {made.model.table}"
            yield Problem(roles=ALL, text=text)
    if made.operation == "delete" and made.shape.fields:
        yield Problem(roles=ALL, text="deleting answers a body; what it is made from is not known")


def _of_statuses(made: Design) -> Iterator[Problem]:
    for status in made.spec.statuses:
        if status.code not in _ERRORS or status.code in _NO_MATTER:
            continue
        if status.code in {401, 403}:
            text = f"{status.code}, who may call it, is not part of the templates"
            yield Problem(roles=_ACCESS, text=text)
        elif status.code == made.project.errors.invalid:
            continue
        elif status.code in {400, 422}:
            invalid = made.project.errors.invalid
            text = f"{status.code} is documented, the project answers {invalid} when a limit breaks"
            yield Problem(roles=frozenset(("tests",)), text=text)
        elif status.code not in _KNOWN or not _understood(status, made):
            text = f"when to answer {status.code} ({status.meaning}) is not known"
            yield Problem(roles=_CODE, text=text)


def _understood(status: Status, made: Design) -> bool:
    if status.code == 404:  # noqa: PLR2004 (the status itself)
        named = made.target.values or list(references(made.body, made.project))
        return bool(named) and bool(_MISSING.search(status.meaning) or not status.meaning)
    if made.operation == "delete":
        return bool(blockers(status.meaning, made.model, made.project))
    return made.operation in WRITES and _is_unique(status.meaning, made)


def blockers(meaning: str, model: Model, project: Project) -> tuple[Model, ...]:
    """The models whose rows keep one of this model from being deleted, as the meaning says."""
    words = meaning.casefold().replace("_", " ")
    found = children(model, project)
    named = [one for one in found if _mentions(words, one, project)]
    return tuple(named)


def _mentions(words: str, model: Model, project: Project) -> bool:
    noun = project.noun(model)
    forms = (noun.several, noun.words, model.table.replace("_", " "))
    return any(re.search(rf"\b{re.escape(form)}\b", words) for form in forms)


def _is_unique(meaning: str, made: Design) -> bool:
    """Whether each clause of the meaning speaks of a unique column that the body sets."""
    given = {one.name for one in made.body}
    sets = [names for names in unique_names(made.model) if given.intersection(names)]
    if not sets:
        return False
    clauses = [part for part in re.split(r",|;|\bor\b", meaning) if part.strip()]
    named = [
        any(re.search(rf"\b{name}\b", clause, re.IGNORECASE) for names in sets for name in names)
        for clause in clauses
    ]
    return all(named) or (len(clauses) == 1 and len(sets) == 1 and bool(_TAKEN.search(meaning)))


def _of_list(made: Design) -> Iterator[Problem]:
    for text in made.listing.unclear:
        yield Problem(roles=_CODE, text=f"not known: {text}")
    parts = made.shape.envelope.parts if made.shape.envelope else ()
    for name, part in parts:
        if part in {"page", "size", "pages", "more"} and made.listing.size is None:
            yield Problem(roles=ALL, text=f"not known: what `{name}` is without a page")
