"""Documents as raw text: what stands where, looked up without any reader of Waltz's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_PARAMETER = re.compile(r"\{[^}]*\}|:\w+|<[^>]*>|\[[^\]]*\]")
_HEADING = re.compile(r"^\s*\\?(#{1,6})\s")
_ANY_PATH = re.compile(r"(?<![\w.])/[\w{}:<>\[\]./-]+")
_WORD = re.compile(r"[A-Za-z_]\w*")
_NEAR = 4


def canonical(path: str) -> str:
    """A path with its parameters bare, without last slash."""
    return _PARAMETER.sub("{}", path.partition("?")[0]).rstrip("/.`*,;:)") or "/"


@dataclass
class Text:
    """One file, by lines."""

    path: Path
    lines: list[str]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every identifier in it, folded."""
        return frozenset(word.casefold() for line in self.lines for word in _WORD.findall(line))


@dataclass
class Project:
    """A project of the corpus: its documents, and what a careful reader found in them."""

    root: Path
    expected: dict[str, Any] = field(init=False)
    texts: list[Text] = field(init=False)

    def __post_init__(self) -> None:
        self.expected = json.loads((self.root / "expected.json").read_text("utf-8"))
        plans = {one["path"] for one in self.expected["plans"]}
        self.texts = [
            Text(path, path.read_text("utf-8", "replace").splitlines())
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
            and path.name not in {"expected.json", "SOURCE"}
            and str(path.relative_to(self.root)) not in plans
        ]

    @property
    def endpoints(self) -> list[tuple[str, str]]:
        """Method and path of each."""
        return [(one["method"], one["path"]) for one in self.expected["endpoints"]]

    @property
    def tables(self) -> list[str]:
        """Their names."""
        return [str(one) for one in self.expected["tables"]]

    def role(self, role: str) -> list[Text]:
        """The files that the careful reader gave this role."""
        named = self.expected.get("documents", {}).get(role) or []
        names = {named} if isinstance(named, str) else set(named)
        return [one for one in self.texts if str(one.path.relative_to(self.root)) in names]

    def passage(self, method: str, path: str) -> list[str]:
        """The endpoint's own lines in the API plan; none where they cannot be told apart."""
        found = [
            lines
            for text in self.role("api_plan") or self.texts
            for lines in _passages(text, method, path, self.endpoints)
        ]
        return max(found, key=len, default=[])


def _passages(
    text: Text, method: str, path: str, endpoints: Sequence[tuple[str, str]]
) -> Iterator[list[str]]:
    starts = {number: one for one in endpoints for number in _starts(text, *one)}
    for at, one in sorted(starts.items()):
        if (one[0], canonical(one[1])) != (method, canonical(path)):
            continue
        first = _up(text.lines, at)
        later = [other for other in sorted(starts) if other > at and starts[other] != one]
        end = _end(text.lines, at, first, later[0] if later else len(text.lines))
        yield text.lines[first:end]


def _starts(text: Text, method: str, path: str) -> Iterator[int]:
    """Lines that name the path, with the method on it or right beside it."""
    wanted = canonical(path)
    tails = {wanted, re.sub(r"^/api(?=/)", "", wanted), re.sub(r"^(/api)?/v\d+(?=/)", "", wanted)}
    for number, line in enumerate(text.lines):
        plain = line.replace("\\", "")
        for hit in _ANY_PATH.findall(plain):
            near = " ".join(text.lines[max(0, number - 2) : number + 2])
            on_line = re.findall(r"\b(?:" + "|".join(METHODS) + r")\b", plain)
            said = on_line or re.findall(r"\b(?:" + "|".join(METHODS) + r")\b", near)
            if canonical(hit) in tails and method in said:
                yield number
                break


def _up(lines: Sequence[str], at: int) -> int:
    """The heading that the line stands right below."""
    for number in range(at, max(-1, at - _NEAR), -1):
        if _HEADING.match(lines[number]):
            return number
    return at


def _end(lines: Sequence[str], at: int, first: int, stop: int) -> int:
    head = _HEADING.match(lines[first])
    level = len(head[1]) if head else 0
    for number in range(at + 1, min(stop, len(lines))):
        found = _HEADING.match(lines[number])
        if found and (not level or len(found[1]) <= level):
            return number
    return _up(lines, stop) if stop < len(lines) else stop
