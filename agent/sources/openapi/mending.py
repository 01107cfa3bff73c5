"""What real files do wrong, made readable without moving a line (T35)."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.openapi.events import is_json

# Line breaks to YAML alone, and what its reader refuses.
_STRAY = deferred("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\x85\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_TAB = deferred(r"^( *)(\t[ \t]*)", re.MULTILINE)
_FENCE = deferred(r"^ {0,3}(`{3,}|~{3,})")
_DESCRIBES = deferred(r"\s*(?:---\s*)?[{\s]*[\"']?(?:openapi|swagger)[\"']?\s*:", re.IGNORECASE)
_PAIR = deferred(r"(?P<head>\s*(?:- +)*(?:[\w$./{}@-]+|\"[^\"]*\"|'[^']*')\s*:)\s+(?P<value>\S.*)")
_ITEM = deferred(r"(?P<head>\s*(?:- *)*-) +(?P<value>\S.*)")
_BLOCK = deferred(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is wrong on a line; the file is the reader's to name."""

    rule: str
    message: str
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Lines that are read as something else."""

    line: int
    last: int
    text: str = ""


def mended(text: str, tab: int = 2) -> tuple[str, tuple[Remark, ...]]:
    """The text as it can be read, every line in its place, and what was wrong.

    A tab before a line's first word counts for `tab` blanks.
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii() or _STRAY.search(text):
        text = _STRAY.sub(" ", text)
    if "```" in text or "~~~" in text:
        text = _unfenced(text)
    found = None if is_json(text) or "\t" not in text else _TAB.search(text)
    if found is None:
        return text, ()
    line = text.count("\n", 0, found.start()) + 1
    message = f"tabs indent lines; each is read as {tab} blanks"
    text = _TAB.sub(lambda hit: hit[1] + " " * tab * hit[2].count("\t"), text)
    return text, (Remark(rule="tabs", message=message, line=line),)


def _unfenced(text: str) -> str:
    """What a Markdown fence around a description holds; the lines around it are left empty."""
    lines = text.split("\n")
    if _DESCRIBES.match(text):
        return text
    for at, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence is None:
            continue
        ends = (
            n
            for n in range(at + 1, len(lines))
            if lines[n].strip().startswith(fence[1]) and not lines[n].strip().strip(fence[1][0])
        )
        end = next(ends, len(lines))
        inside = "\n".join(lines[at + 1 : end])
        if _DESCRIBES.match(inside) or at == _first(lines):
            return "\n" * (at + 1) + inside
    return text


def _first(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines) if line.strip()), 0)


def quoted(line: str) -> str | None:
    """The line with its value in quotation marks; None where that changes nothing."""
    found = _PAIR.fullmatch(line) or _ITEM.fullmatch(line)
    if found is None or _BLOCK.fullmatch(found["value"]):
        return None
    value = found["value"].rstrip()
    inner = value.strip("\"'") if value[0] in "\"'" else value
    escaped = inner.replace("\\", "\\\\").replace('"', '\\"')
    return f'{found["head"]} "{escaped}"'


def patched(text: str, patches: tuple[Patch, ...]) -> str:
    """The text with its patches; the number of lines stays."""
    if not patches:
        return text
    lines = text.split("\n")
    for one in patches:
        empty = [""] * (one.last - one.line)
        lines[one.line - 1 : one.last] = [one.text, *empty]
    return "\n".join(lines)


def block(text: str, line: int, columns: int) -> int:
    """The last line of the block that begins on a line and is indented by more than `columns`."""
    lines = text.split("\n")
    last = line
    for at in range(line, len(lines)):
        bare = lines[at].lstrip()
        if bare and len(lines[at]) - len(bare) <= columns:
            break
        last = at + 1
    return last
