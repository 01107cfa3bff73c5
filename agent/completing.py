"""What Tab offers: endpoints at the first question, /commands and @paths everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from agent.board import BoardRow
from agent.commands import COMMANDS
from agent.core.documents import RepoPath
from agent.core.gates import AskEndpoint, Gate
from agent.dialogue import Completion

_MOST = 50

Complete = Callable[[str], tuple[Completion, ...]]


def completions(
    gate: Gate,
    text: str,
    rows: Callable[[], Sequence[BoardRow]],
    paths: Callable[[], Sequence[RepoPath]],
) -> tuple[Completion, ...]:
    """The offers for the text before the cursor, best first."""
    word = text.rpartition(" ")[2]
    if text.startswith("/") and " " not in text:
        return tuple(_commands(text))
    if word.startswith("@"):
        return tuple(_paths(word[1:], paths()))
    if isinstance(gate, AskEndpoint) or text.startswith("/endpoint "):
        wanted = text.removeprefix("/endpoint ")
        return tuple(_endpoints(wanted, rows()))
    return ()


def completer(
    gate: Gate, *, rows: Callable[[], Sequence[BoardRow]], paths: Callable[[], Sequence[RepoPath]]
) -> Complete:
    """What completes the answer to one question: all is looked up once for it."""
    once, there = cache(rows), cache(paths)
    return lambda text: completions(gate, text, once, there)


def first_completer(
    *, rows: Callable[[], Sequence[BoardRow]], paths: Callable[[], Sequence[RepoPath]]
) -> Complete:
    """What completes the answer to the first question, before there is a session."""
    return completer(AskEndpoint(), rows=rows, paths=paths)


def _commands(text: str) -> Iterator[Completion]:
    for one in COMMANDS:
        if f"/{one.name}".startswith(text):
            yield Completion(text=f"/{one.name}", meta=one.help)


def _paths(part: str, paths: Sequence[RepoPath]) -> Iterator[Completion]:
    values = sorted(path.value for path in paths)
    for at in _best(part, values):
        yield Completion(text=f"@{values[at]}")


def _endpoints(part: str, rows: Sequence[BoardRow]) -> Iterator[Completion]:
    for at in _best(part, [f"{one.endpoint} {one.title}" for one in rows]):
        one = rows[at]
        # What is wanted most stands first: a narrow terminal cuts the rest off.
        words = (str(at + 1), one.brief, one.title, f"{one.path.name}:{one.line}")
        yield Completion(text=str(one.endpoint), meta="  ".join(filter(None, words)))


def _best(part: str, texts: Iterable[str]) -> list[int]:
    """Places of the texts that fit best; among equals the first."""
    ranked = sorted(
        (rank, at) for at, text in enumerate(texts) if (rank := fuzzy(part, text)) is not None
    )
    return [at for _, at in ranked[:_MOST]]


def fuzzy(part: str, whole: str) -> tuple[int, int] | None:
    """How well the letters of `part` stand in order in `whole`: (spread, start); None if not."""
    letters = part.casefold().replace(" ", "")
    text = whole.casefold()
    if not letters:
        return (0, 0)
    best: tuple[int, int] | None = None
    start = text.find(letters[0])
    while start >= 0:
        end = _reach(letters, text, start)
        if end is None:
            break
        if best is None or end - start < best[0]:
            best = (end - start, start)
        start = text.find(letters[0], start + 1)
    return best


def _reach(letters: str, text: str, start: int) -> int | None:
    place = start
    for letter in letters[1:]:
        place = text.find(letter, place + 1)
        if place < 0:
            return None
    return place
