"""What Tab offers: endpoints at the first question, /commands and @paths everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from agent.commands import COMMANDS
from agent.core.documents import RepoPath
from agent.core.gates import AskEndpoint, Gate
from agent.core.spec import Listed
from agent.dialogue import Completion

_MOST = 50


def completions(
    gate: Gate,
    text: str,
    endpoints: Callable[[], Sequence[Listed]],
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
        return tuple(_endpoints(wanted, endpoints()))
    return ()


def first_completions(
    text: str,
    endpoints: Callable[[], Sequence[Listed]],
    paths: Callable[[], Sequence[RepoPath]],
) -> tuple[Completion, ...]:
    """The offers at the first question, before there is a session."""
    return completions(AskEndpoint(), text, endpoints, paths)


def _commands(text: str) -> Iterator[Completion]:
    for one in COMMANDS:
        if f"/{one.name}".startswith(text):
            yield Completion(text=f"/{one.name}", meta=one.help)


def _paths(part: str, paths: Sequence[RepoPath]) -> Iterator[Completion]:
    values = sorted(path.value for path in paths)
    for at in _best(part, values):
        yield Completion(text=f"@{values[at]}")


def _endpoints(part: str, endpoints: Sequence[Listed]) -> Iterator[Completion]:
    for at in _best(part, [f"{one.endpoint} {one.title}" for one in endpoints]):
        one = endpoints[at]
        words = (str(at + 1), one.title, str(one.source))
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
