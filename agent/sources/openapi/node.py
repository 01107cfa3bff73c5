"""Values with the lines they stand on; every scalar is text, so that nothing is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from agent.core.documents import Source
from agent.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import RepoPath

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "yes", "on"})
_FALSE = frozenset({"false", "no", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value; a member of a mapping has the line of its key as `line`, and the key as `name`.

    A text itself begins on line `begins`.
    """

    path: RepoPath
    line: int
    last: int
    begins: int = 0
    kind: Literal["map", "list", "text"] = "text"
    name: str = ""
    value: str = ""
    plain: bool = False
    members: tuple[Node, ...] = ()

    @property
    def source(self) -> Source:
        """All of its lines."""
        return Source(path=self.path, line=self.line, last=max(self.line, self.last))

    @property
    def words(self) -> Source:
        """The lines of a text, without that of its key where it begins below."""
        begins = max(self.line, self.begins)
        return Source(path=self.path, line=begins, last=max(begins, self.last))

    @property
    def key(self) -> Source:
        """The line that names it."""
        return Source(path=self.path, line=self.line, last=self.line)

    @property
    def is_null(self) -> bool:
        """Whether nothing stands there."""
        return self.kind == "text" and self.plain and self.value in _NULL

    @property
    def text(self) -> str:
        """The scalar; empty for anything else."""
        return "" if self.is_null else self.value

    @property
    def truth(self) -> bool | None:
        """What a scalar says as yes or no; None where it says something else."""
        said = self.value.casefold() if self.kind == "text" else ""
        if said in _TRUE:
            return True
        return False if said in _FALSE else None

    def member(self, name: str) -> Node | None:
        """The member of this name; of two, the last."""
        if self.kind != "map":
            return None
        return next((one for one in reversed(self.members) if one.name == name), None)

    def says(self, name: str) -> str:
        """What it has under this name, as text."""
        found = self.member(name)
        return "" if found is None else found.text

    def items(self) -> Iterator[Node]:
        """What a list holds; a single value is a list of one."""
        if self.kind == "list":
            yield from self.members
        elif not self.is_null:
            yield self
