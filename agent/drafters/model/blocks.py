"""The blocks of an answer: from the marker or fence that opens one to what closes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.drafters.model.answer import Create, Replace

_OPEN = re.compile(r"(<{7,}) ?(SEARCH|NEW)(?:\s+(?:line\s+)?(\d{1,7}))?\s*", re.IGNORECASE)
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})[^`]*")


@dataclass(slots=True)
class Block:
    """A block that is open: the marker that opened it, and its lines so far.

    `began` is its line of the answer, `split` where its search text ends.
    """

    mark: str
    kind: str
    near: int | None
    began: int
    lines: list[str] = field(default_factory=list)
    split: int | None = None
    doubled: bool = False

    def ends(self, line: str) -> bool:
        """Whether this line closes it; any other becomes a line of it."""
        bare = line.strip() if self.kind == "fence" else line.rstrip()
        if self._closes(bare):
            return True
        if self.kind == "search" and bare == "=" * len(self.mark):
            self.doubled = self.split is not None
            self.split = len(self.lines)
        else:
            self.lines.append(line)
        return False

    def _closes(self, bare: str) -> bool:
        if self.kind == "fence":
            return bare.startswith(self.mark) and not bare.strip(self.mark[0])
        return re.fullmatch(rf">{{{len(self.mark)}}}(?: ?[A-Za-z]+)?", bare) is not None

    def edit(self, path: str) -> Create | Replace | str:
        """What it does to this file, or what is wrong with it."""
        where = f"the block at line {self.began} of the answer"
        if not path:
            return f"{where} stands under no file"
        if self.kind != "search":
            return Create(path=path, text=_text(self._unfenced(path)))
        if self.split is None or self.doubled:
            return f"{where} has no single line of {len(self.mark)} ="
        return Replace(
            path=path,
            search=_text(self.lines[: self.split]),
            replace=_text(self.lines[self.split :]),
            near=self.near,
        )

    def _unfenced(self, path: str) -> Sequence[str]:
        """The file's lines without a fence that stands around all of them."""
        lines = self.lines
        fenced = len(lines) > 1 and is_fence(lines[0]) and lines[-1].strip() in {"```", "~~~"}
        return lines[1:-1] if fenced and not is_markdown(path) else lines


def opened(line: str, count: int) -> Block | None:
    """The block that this line opens, if any."""
    found = _OPEN.fullmatch(line)
    if found is None:
        return None
    return Block(found[1], found[2].casefold(), int(found[3]) if found[3] else None, count)


def fenced(line: str, count: int) -> Block:
    """The block that a fence opens."""
    found = _FENCE.fullmatch(line)
    return Block(found[1] if found else "```", "fence", None, count)


def is_fence(line: str) -> bool:
    """Whether the line is a fence of Markdown."""
    return _FENCE.fullmatch(line) is not None


def is_markdown(path: str) -> bool:
    """Whether a file of this name may hold fences of its own."""
    return path.casefold().endswith((".md", ".mdx", ".mdc", ".markdown"))


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
