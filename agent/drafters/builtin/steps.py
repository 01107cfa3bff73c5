"""The steps that the templates can do: one role a step, with its title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from agent.core.plan import Step

Role = Literal["schemas", "service", "route", "register", "tests"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStep:
    """A role, and the title of its step: a template with one `{}`."""

    role: Role
    title: str


STEPS: tuple[KnownStep, ...] = (
    KnownStep(role="schemas", title="Schemas: {}"),
    KnownStep(role="service", title="Service: {}()"),
    KnownStep(role="route", title="Route: {}"),
    KnownStep(role="register", title="Register the router of {}"),
    KnownStep(role="tests", title="Tests: {}"),
)

# What another tool's plan calls the same step; several that match leave it to the user.
_WORDS: tuple[tuple[Role, str], ...] = (
    ("register", r"\binclude_router\b|\bregister\w*\b.*\brout(?:er|es?)\b"),
    ("tests", r"\b(?:unit |integration |api )?tests?\b|\bpytest\b"),
    ("schemas", r"\b(?:schemas?|dtos?|pydantic (?:models?|types?))\b"),
    ("service", r"\b(?:service|crud|repository) (?:function|method|layer|logic)\b|\bservices?\b"),
    ("route", r"\b(?:route|endpoint|handler|path operation)\b"),
)


def role_of(step: Step) -> Role | None:
    """The role that a step's title says; None where it says none, or several."""
    title = step.title.replace("`", "").replace("*", "")
    for kind in STEPS:
        head = kind.title.partition("{}")[0]
        if title.casefold().startswith(head.casefold()):
            return kind.role
    said = [role for role, words in _WORDS if re.search(words, title, re.IGNORECASE)]
    if said[:1] in (["register"], ["tests"]):
        return said[0]
    return said[0] if len(said) == 1 else None


def subject_of(step: Step) -> str:
    """What stands in the title's place for a name: `create_book` of `Service: create_book()`."""
    title = step.title.replace("`", "").replace("*", "")
    for kind in STEPS:
        head, _, tail = kind.title.partition("{}")
        if title.casefold().startswith(head.casefold()):
            return title[len(head) :].strip().removesuffix(tail).strip()
    return ""
