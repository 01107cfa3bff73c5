"""The steps that the templates can do: by their titles, one role a step or several at once."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, get_args

from agent.core.patterns import deferred
from agent.core.plan import Step
from agent.drafters.builtin.phrases import every_text

Role = Literal["schemas", "service", "route", "register", "tests"]
_ROLES: tuple[Role, ...] = get_args(Role)

# What stands between the titles of steps that became one.
JOINT = " + "
_AND = deferred(r"\s(?:and|with|i|oraz|z|&)\s", re.IGNORECASE)

# What another tool's plan calls the same step; several that match leave it to the user.
_WORDS: tuple[tuple[Role, str], ...] = (
    ("register", r"\binclude_router\b|\bregister\w*\b.*\brout(?:er|es?)\b"),
    ("tests", r"\b(?:unit |integration |api )?tests?\b|\bpytest\b"),
    ("schemas", r"\b(?:schemas?|dtos?|pydantic (?:models?|types?))\b"),
    ("service", r"\b(?:service|crud|repository) (?:function|method|layer|logic)\b|\bservices?\b"),
    ("route", r"\b(?:route|endpoint|handler|path operation)\b"),
)


@cache
def known_titles() -> tuple[tuple[Role, str, str], ...]:
    """Each role with what stands before and after the subject in its title, in every language."""
    forms = (
        (role, texts.say(f"step-title-{role}", about="\0").partition("\0"))
        for texts in every_text()
        for role in _ROLES
    )
    return tuple((role, head, tail) for role, (head, _, tail) in forms)


def roles_of(step: Step) -> tuple[Role, ...]:
    """Each role that a step's title says, as they build on each other; none where it is unclear."""
    roles = [role for role, _ in subjects_of(step)]
    return tuple(role for role in _ROLES if role in roles)


def subjects_of(step: Step) -> tuple[tuple[Role, str], ...]:
    """Each part of the title: its role, and its name, `create_book` of `Service: create_book()`.

    Merged steps have several parts; none where one says no role, or several.
    """
    title = step.title.replace("`", "").replace("*", "")
    found = [part for one in title.split(JOINT) if (part := _part(one.strip())) is not None]
    return tuple(found) if len(found) == len(title.split(JOINT)) else ()


def _part(title: str) -> tuple[Role, str] | None:
    for role, head, tail in known_titles():
        if title.casefold().startswith(head.casefold()):
            return role, title[len(head) :].strip().removesuffix(tail).strip()
    said = _said(title)
    if said[:1] in (["register"], ["tests"]):
        # Before them another thing is to be made: of "the service and its tests" they are half.
        return (said[0], "") if _said(_AND.split(title)[0])[:1] in ([], said[:1]) else None
    return (said[0], "") if len(said) == 1 else None


def _said(title: str) -> list[Role]:
    return [role for role, words in _WORDS if re.search(words, title, re.IGNORECASE)]
