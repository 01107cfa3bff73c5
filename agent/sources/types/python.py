"""Python: pydantic's models and SQLModel's, dataclasses, typed dictionaries, named tuples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent.core.patterns import deferred
from agent.sources.types.declared import Declared, Member, Part, declared, line_of, written
from agent.sources.types.grammars import Node, named, part, said

KINDS = ("class_definition",)
_BASES = frozenset(
    ["BaseModel", "SQLModel", "TypedDict", "NamedTuple", "Schema", "Struct", "RootModel"]
)
# What a base from another file is called that has fields of its own.
_LIKE_ONE = deferred(
    r".*(?:Base|Model|Schema|Create|Read|Public|Update|In|Out|Dto|DTO|Request|Response)"
)
_DATACLASS = deferred(r"@(?:[\w.]*\.)?(?:dataclass|define|frozen|mutable)\b")
_MAKERS = deferred(r"(?:\w+\.)?(?:Field|field|Form|Body|Query|attrib|ib)")
_OTHER = re.compile(r"ClassVar\b|(?:\w+\.)?ClassVar\b")


def declarations(found: Iterable[Node]) -> Iterator[Declared]:
    """What these nodes declare."""
    known: set[str] = set()
    for node in found:
        bases = [said(one) for one in named(part(node, "superclasses")) if one.type != "comment"]
        names = [re.split(r"[\[(]", one)[0].rsplit(".", 1)[-1] for one in bases if "=" not in one]
        if _is_type(node, names, known):
            known.add(said(part(node, "name")))
            own = _members(part(node, "body"), total="total=False" not in _tight(bases))
            yield declared(node, (*(Part(of=name) for name in names), Part(own=tuple(own))))


def _tight(bases: Iterable[str]) -> str:
    return " ".join(bases).replace(" ", "")


def _is_type(node: Node, bases: Iterable[str], known: set[str]) -> bool:
    if any(base in _BASES or base in known or _LIKE_ONE.fullmatch(base) for base in bases):
        return True
    around = node.parent
    return (
        around is not None
        and around.type == "decorated_definition"
        and any(_DATACLASS.match(said(one)) for one in named(around, "decorator"))
    )


def _members(body: Node | None, *, total: bool) -> Iterator[Member]:
    for statement in named(body, "expression_statement"):
        for one in named(statement, "assignment"):
            name, type_ = said(part(one, "left")), said(part(one, "type"))
            if not type_ or not name.isidentifier() or name.startswith("_"):
                continue
            if _OTHER.match(type_) or name == "model_config":
                continue
            optional = not total or _optional(type_, part(one, "right"))
            member = Member(name=name, type=type_, line=line_of(one), optional=optional)
            yield written(member, one, one)


def _optional(type_: str, value: Node | None) -> bool:
    """Whether the field may be left out: it has a default."""
    if type_.startswith("NotRequired["):
        return True
    if value is None or said(value) == "...":
        return False
    if value.type != "call" or not _MAKERS.fullmatch(said(part(value, "function"))):
        return True
    given = named(part(value, "arguments"))
    plain = [one for one in given if one.type not in {"keyword_argument", "comment"}]
    if plain:
        return said(plain[0]) != "..."
    words = {said(part(one, "name")) for one in given}
    return bool(words & {"default", "default_factory", "factory"})
