"""Where the screens of a project are: the folder that its files or its documents have for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Passages

_SHOWN = deferred(r"\.(?:tsx|jsx|vue|svelte|razor|cshtml|blade\.php|component\.ts|dart)$")
_TESTS = deferred(r"(?:^|/)(?:tests?|__tests__|e2e|ui|node_modules)/|\.(?:test|spec|stories)\.")
_FOLDER = deferred(
    r"(?<![\w/.@])(?:\./)?((?:[\w.@-]+/)*(?:components|views|screens|pages))(?![\w-])"
)
_KINDS = deferred(
    r"\b(React(?: Native)?|Vue|Angular|Svelte|Blazor|Flutter|Razor Pages|HTMX|SwiftUI"
    r"|Jetpack Compose|Streamlit)\b"
)
_SERVED = deferred(r"(?:^|/)(?:api|routes|endpoints)(?:/|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screens:
    """Where they are, what speaks for it, and what they are made with, where that is known."""

    folder: str = ""
    files: int = 0
    source: Source | None = None
    made: str = ""
    told: Source | None = None


def screens(
    paths: Sequence[RepoPath],
    documents: Sequence[RepoPath],
    passages: Passages,
) -> Screens | None:
    """The folder with the most of them, else the first that a document names, and the library."""
    made, told = _made(documents, passages)
    shown = [one for one in paths if _SHOWN.search(one.value) and not _TESTS.search(one.value)]
    if shown:
        folder, count = _most(shown)
        return Screens(folder=folder, files=count, made=made, told=told)
    for path in documents:
        for at, line in enumerate(passages.lines(path), start=1):
            hit = _FOLDER.search(line) if "/" in line else None
            if hit is not None and "/" in hit[1] and not _SERVED.search(hit[1]):
                source = Source(path=path, line=at, last=at)
                return Screens(folder=hit[1], source=source, made=made, told=told)
    return Screens(made=made, told=told) if made else None


def _made(documents: Sequence[RepoPath], passages: Passages) -> tuple[str, Source | None]:
    """The library that they are made with, and the line that names it."""
    for path in documents:
        for at, line in enumerate(passages.lines(path), start=1):
            hit = _KINDS.search(line)
            if hit is not None:
                return hit[1], Source(path=path, line=at, last=at)
    return "", None


def _most(shown: Sequence[RepoPath]) -> tuple[str, int]:
    """The folder above which most of them are: `components`, not one below it."""
    counted: Counter[str] = Counter()
    for one in shown:
        parts = one.folder.split("/")
        at = next((at for at, part in enumerate(parts) if _NAMED.fullmatch(part)), len(parts) - 1)
        counted["/".join(parts[: at + 1])] += 1
    return counted.most_common(1)[0]


_NAMED = deferred(r"components|views|screens|pages|features|app")
