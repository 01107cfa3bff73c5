"""What is found around the documents: the stack, near misses, and settings to propose."""

from __future__ import annotations

import json
import shlex
from collections.abc import Collection, Iterable, Iterator, Sequence

from agent.core.check import Formatter
from agent.core.documents import Document, Role
from agent.core.values import dataclass
from agent.sources.finding.near import Near
from agent.sources.stack.commands import Guess
from agent.sources.stack.techstack import Stack

_NAMED: tuple[Role, ...] = ("api-plan", "db-plan", "tech-stack", "prd", "data-management")
_MOST_CHECKS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All of it; `proposal` is the text of `.ai/waltz.toml`, empty where nothing speaks for one."""

    stack: Stack
    near: tuple[Near, ...] = ()
    proposal: str = ""


def proposed(
    documents: Iterable[Document], guesses: Sequence[Guess], formats: Sequence[Formatter]
) -> str:
    """The settings file for these documents, checks and formatters; empty without any check."""
    if not guesses and not formats:
        return ""
    rows = [
        "# How Waltz works here, proposed from what it found.",
        "# Each command is asked about before it first runs.",
        *_documents(tuple(documents)),
        *(row for one in guesses[:_MOST_CHECKS] for row in _check(one)),
        *(row for one in formats for row in _format(one)),
    ]
    return "\n".join(rows) + "\n"


def _documents(documents: Collection[Document]) -> Iterator[str]:
    found = {role: _paths([one for one in documents if one.role == role]) for role in _NAMED}
    if any(found.values()):
        yield from ("", "[documents]")
    for role, paths in found.items():
        if paths:
            yield f"{role} = {_text(paths[0]) if len(paths) == 1 else _list(paths)}"


def _paths(documents: Sequence[Document]) -> list[str]:
    """Those that are called so, where some are: the others only begin like one."""
    called = [one for one in documents if one.why == "its name"]
    return [one.path.value for one in called or documents]


def _check(guess: Guess) -> Iterator[str]:
    check = guess.check
    yield from ("", f"# {guess.why}", "[[check]]", f"run = {_text(shlex.join(check.run))}")
    yield f"when = {_text(check.when)}"
    if check.paths:
        yield f"paths = {_list(check.paths)}"


def _format(one: Formatter) -> Iterator[str]:
    yield from ("", f"# {one.why}", "[[format]]", f"run = {_text(shlex.join(one.run))}")
    if one.paths:
        yield f"paths = {_list(one.paths)}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"
