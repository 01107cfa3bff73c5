"""Names that one system takes for another file's, or for no file's at all (T43)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from agent.core.documents import RepoPath
from agent.core.errors import Refusal

_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)


def doubled(paths: Sequence[RepoPath]) -> Refusal | None:
    """The refusal for a file that is named twice, or in two spellings of one name."""
    seen: set[str] = set()
    for path in paths:
        if _folded(path.value) in seen:
            reason = "it is changed twice, or two names differ in case or accents only"
            return Refusal(code="ambiguous", subject=path.value, reason=reason)
        seen.add(_folded(path.value))
    return None


def collision(paths: Sequence[RepoPath], there: Sequence[RepoPath]) -> Refusal | None:
    """The refusal for a new file that elsewhere would be a device, or a file or folder there is."""
    known = frozenset(there)
    for path in paths:
        if path in known:
            continue
        if any(_is_no_name(part) for part in path.value.split("/")):
            reason = "on Windows no file can have this name"
            return Refusal(code="ambiguous", subject=path.value, reason=reason)
        twin = _twin(path, there)
        if twin is not None:
            reason = f"where case or accents do not count it would be at {twin}"
            return Refusal(code="ambiguous", subject=path.value, reason=reason)
    return None


def _is_no_name(part: str) -> bool:
    device = part.partition(".")[0].rstrip().casefold()
    return device in _DEVICES or part.endswith((".", " "))


def _twin(path: RepoPath, there: Sequence[RepoPath]) -> RepoPath | None:
    mine = path.value.split("/")
    folded = [_folded(part) for part in mine]
    for one in there:
        for part, like, other in zip(mine, folded, one.value.split("/"), strict=False):
            if part == other:
                continue
            if like == _folded(other):
                return one
            break
    return None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())
