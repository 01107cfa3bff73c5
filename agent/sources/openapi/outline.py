"""Where everything down to an operation stands in a document, and what was wrong there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.values import dataclass

if TYPE_CHECKING:
    from agent.sources.openapi.mending import Patch, Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A member: the line of its key, where its value stands, and what lies in it.

    `said` are the first words of some of its texts, so that a board needs no more; of a list,
    those of its first item; of a text at the top, itself.
    """

    key: str
    line: int
    start: int
    end: int
    said: tuple[tuple[str, str], ...] = ()
    inside: tuple[Entry, ...] = ()

    def says(self, key: str) -> str:
        """The text of this key, if it is kept."""
        return next((text for name, text in self.said if name == key), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The members of a document down to the third level, and its anchors' places.

    They are places of the text as it stands where it is `clean`, else of the mended one.
    """

    entries: tuple[Entry, ...] = ()
    anchors: tuple[tuple[str, int, int], ...] = ()
    patches: tuple[Patch, ...] = ()
    remarks: tuple[Remark, ...] = ()
    clean: bool = False
    tab: int = 2

    def entry(self, *keys: str) -> Entry | None:
        """What these keys lead to; where a key stands twice, the last that leads there."""
        return _found(self.entries, keys) if keys else None

    def referred(self, *keys: str) -> Entry | None:
        """What a pointer of these keys leads to, its slashes those of a path where they are."""
        return self.entry(*keys) or _path(self.entries, keys)


def _path(level: tuple[Entry, ...], keys: tuple[str, ...]) -> Entry | None:
    """A path whose slashes a pointer does not escape: `#/users/{id}` for `/users/{id}`."""
    while keys:
        path = "/".join(keys).strip("/")
        found = [one for one in level if one.key[:1] == "/" and one.key.strip("/") == path]
        if found:
            return found[-1]
        level = tuple(inner for one in level if one.key == keys[0] for inner in one.inside)
        keys = keys[1:]
    return None


def _found(level: tuple[Entry, ...], keys: tuple[str, ...]) -> Entry | None:
    for one in reversed(level):
        if one.key == keys[0]:
            found = one if len(keys) == 1 else _found(one.inside, keys[1:])
            if found is not None:
                return found
    return None
