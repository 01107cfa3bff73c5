"""The steps that the templates can do: one role a step, with its title."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, get_args

from agent.core.plan import Step
from agent.drafters.builtin.phrases import every_text

Role = Literal["schemas", "service", "route", "register", "tests"]
_ROLES: tuple[Role, ...] = get_args(Role)

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


def role_of(step: Step) -> Role | None:
    """The role that a step's title says; None where it says none, or several."""
    title = step.title.replace("`", "").replace("*", "")
    for role, head, _ in known_titles():
        if title.casefold().startswith(head.casefold()):
            return role
    said = [role for role, words in _WORDS if re.search(words, title, re.IGNORECASE)]
    if said[:1] in (["register"], ["tests"]):
        return said[0]
    return said[0] if len(said) == 1 else None


def subject_of(step: Step) -> str:
    """What stands in the title's place for a name: `create_book` of `Service: create_book()`."""
    title = step.title.replace("`", "").replace("*", "")
    for _, head, tail in known_titles():
        if title.casefold().startswith(head.casefold()):
            return title[len(head) :].strip().removesuffix(tail).strip()
    return ""
