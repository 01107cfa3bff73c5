"""What the user must have seen before a file is approved: it takes a word, not a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from agent.core.documents import RepoPath
from agent.core.effects import effect
from agent.core.keys import clues, keeps_keys, key_in
from agent.core.lookalikes import odd_characters
from agent.core.values import dataclass

_MOST = 5
_PADDING = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One thing said of one file in the header of its diff; some only inform and ask nothing."""

    path: RepoPath
    text: str
    asks: Literal["word", "nothing"] = "word"


def named(path: RepoPath) -> tuple[Flag, ...]:
    """What the file's name alone says."""
    what = effect(path)
    return () if what is None else (Flag(path=path, text=what),)


def found(path: RepoPath, before: bytes | None, after: bytes | None) -> tuple[Flag, ...]:
    """What its new bytes say; of the old ones only what is not there yet counts."""
    if after is None:
        return ()
    texts = [*_of_the_file(path, before), *_of_the_text(before or b"", after)]
    cut = [*texts[:_MOST], f"and {len(texts) - _MOST} more like these"]
    return tuple(Flag(path=path, text=text) for text in (texts if len(texts) <= _MOST else cut))


def _of_the_file(path: RepoPath, before: bytes | None) -> Iterator[str]:
    if before is None and keeps_keys(path):
        yield "files of this name hold keys; in a commit they are out"


def _of_the_text(before: bytes, after: bytes) -> Iterator[str]:
    try:
        text = after.decode()
    except UnicodeDecodeError:
        yield "its bytes are no UTF-8 text and cannot be shown"
        return
    old = before.decode("utf-8", "replace").split("\n")
    there = set(old)
    lines = text.removeprefix("\ufeff").split("\n")
    added = [(n, line) for n, line in enumerate(lines, 1) if line not in there]
    known = clues(text)
    for number, line in added:
        key = key_in(line, known) if known else None
        if key is not None:
            yield f"line {number} holds what looks like {key}"
        odd = odd_characters(line)
        if odd:
            yield f"line {number} is not what it looks like: {', '.join(odd[:_MOST])}"
    blank = _blank(lines) - _blank(old)
    # Blank lines push the rest out of sight (T31).
    if blank >= _PADDING and blank > len(added):
        yield f"{blank} of its new lines are blank: look at what stands between them"


def _blank(lines: list[str]) -> int:
    return sum(not line.strip() for line in lines)
