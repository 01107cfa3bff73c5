"""The types of the user's code that serve an endpoint, and the forms that a body may have."""

from __future__ import annotations

from typing import Literal

from agent.core.documents import Source
from agent.core.values import dataclass

# What of an endpoint a type is for: an `inner` one is held by a type that is for another of these,
# one of the `client` stands in code that is not the server's.
Serves = Literal["", "body", "query", "response", "inner", "client"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeField:
    """A member of a type, in the words of its language; `optional` is None where it cannot say.

    `code` is what it is declared with, decorators and default included, up to the line `last`.
    """

    name: str
    type: str
    source: Source
    optional: bool | None = None
    code: str = ""
    last: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeDefinition:
    """A type of the user's code; `serves` says what of the endpoint it is for, where it is known.

    `said` is the comment above it, `given` the types that a generic one in it is given. One that is
    not `whole` has more fields than its file knows.
    """

    name: str
    source: Source
    fields: tuple[TypeField, ...] = ()
    said: str = ""
    given: tuple[str, ...] = ()
    whole: bool = True
    serves: Serves = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field as one form shows it: the remark beside it, and the words that it may be there."""

    name: str
    note: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One of several forms of a body, with what the document says that it is for."""

    said: str
    source: Source
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Whose deed the titles above a passage speak of: the endpoint's `own`, or that of others.

    `within` is what leads the passage below such a title; `computes` is the field of the answer
    that a line without one is about.
    """

    own: bool
    within: str = ""
    computes: str = ""
