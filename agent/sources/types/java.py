"""Java: classes with fields, and records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent.core.patterns import deferred
from agent.sources.types.declared import Declared, Member, Part, declared, line_of, written
from agent.sources.types.grammars import Node, named, part, said

KINDS = ("class_declaration", "record_declaration")
_NEEDED = re.compile(r"@(?:\w+\.)*(?:NotNull|NonNull|NotBlank|NotEmpty)\b")
_LOOSE = deferred(r"@(?:\w+\.)*Nullable\b")


def declarations(found: Iterable[Node]) -> Iterator[Declared]:
    """What these nodes declare."""
    for node in found:
        superclass = part(node, "superclass")
        bases = [Part(of=said(one)) for one in named(superclass)]
        given = named(part(node, "parameters"), "formal_parameter")
        own = (*(_member(one, one) for one in given), *_fields(part(node, "body")))
        yield declared(node, (*bases, Part(own=own)))


def _fields(body: Node | None) -> Iterator[Member]:
    for one in named(body, "field_declaration"):
        words = " ".join(map(said, named(one, "modifiers")))
        if not re.search(r"\bstatic\b", words):
            for variable in named(one, "variable_declarator"):
                yield _member(one, variable)


def _member(declaration: Node, variable: Node) -> Member:
    type_ = said(part(declaration, "type"))
    marks = " ".join(map(said, named(declaration, "modifiers")))
    optional: bool | None = None
    if _NEEDED.search(marks):
        optional = False
    elif _LOOSE.search(marks) or type_.startswith("Optional<"):
        optional = True
    name = said(part(variable, "name"))
    member = Member(name=name, type=type_, line=line_of(declaration), optional=optional)
    return written(member, declaration, declaration)
