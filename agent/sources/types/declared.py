"""What a file declares, before names in it are looked up: own fields and those of other types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from agent.core.documents import RepoPath, Source
from agent.core.shapes import TypeDefinition, TypeField
from agent.core.values import dataclass
from agent.sources.types.grammars import Node, comment_above, said, whole

_DEEPEST = 6
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One field as it is written."""

    name: str
    type: str
    line: int
    optional: bool | None = None
    code: str = ""
    last: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Fields of a type: its own, or those of the type `of`, as narrowed by `only` and `without`.

    `optional` says what all of them become; None leaves each as it is. `given` are the types that
    a generic `of` is given.
    """

    own: tuple[Member, ...] = ()
    of: str = ""
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    optional: bool | None = None
    given: tuple[str, ...] = ()

    def picks(self, name: str) -> bool:
        """Whether a field of this name is one of the part's."""
        return (self.only is None or name in self.only) and name not in self.without


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A type's name, lines, and what its fields come from; `bare`: it counts without fields.

    `said` is the comment above it.
    """

    name: str
    line: int
    last: int
    parts: tuple[Part, ...]
    bare: bool = False
    said: str = ""


def declared(node: Node, parts: Iterable[Part], *, bare: bool = False) -> Declared:
    """The declaration at this node."""
    name = said(node.child_by_field_name("name"))
    line, last = line_of(node), node.end_point[0] + 1
    return Declared(
        name=name, line=line, last=last, parts=tuple(parts), bare=bare, said=comment_above(node)
    )


def written(member: Member, node: Node, *parts: Node | None) -> Member:
    """The member with the code of these parts, and the last line of its node."""
    code = " ".join(filter(None, map(whole, parts)))
    return replace(member, code=code, last=node.end_point[0] + 1)


def line_of(node: Node) -> int:
    """The line where the node begins."""
    return node.start_point[0] + 1


def resolved(path: RepoPath, found: Iterable[Declared]) -> Iterator[TypeDefinition]:
    """The types, each with all its fields that this file knows; none of those that have none."""
    every = tuple(found)
    known = {one.name: one for one in reversed(every)}
    for one in every:
        fields = {member.name: member for member in _members(one, known, _DEEPEST)}
        if one.name and (fields or one.bare):
            rows = tuple(_field(path, member) for member in list(fields.values())[:_MOST])
            place = Source(path=path, line=one.line, last=max(one.line, one.last))
            given = tuple(name for part in one.parts for name in part.given)
            whole = all(not part.of or part.only or _is_known(part, known) for part in one.parts)
            yield TypeDefinition(
                name=one.name, source=place, fields=rows, said=one.said, given=given, whole=whole
            )


def _is_known(part: Part, known: Mapping[str, Declared]) -> bool:
    return part.of in known and any(_members(known[part.of], known, _DEEPEST))


def _members(one: Declared, known: Mapping[str, Declared], depth: int) -> Iterator[Member]:
    for part in one.parts:
        base = known.get(part.of)
        below = () if base is None or base is one or not depth else _members(base, known, depth - 1)
        inner = (*part.own, *below)
        if not inner and part.of and part.only is not None:
            inner = tuple(
                Member(name=name, type=f"{part.of}[{name!r}]", line=one.line)
                for name in sorted(part.only)
            )
        for member in inner:
            if part.picks(member.name):
                kept = member.optional if part.optional is None else part.optional
                yield replace(member, optional=kept)


def _field(path: RepoPath, member: Member) -> TypeField:
    place = Source(path=path, line=member.line, last=member.line)
    return TypeField(
        name=member.name,
        type=member.type,
        source=place,
        optional=member.optional,
        code=member.code,
        last=member.last,
    )
