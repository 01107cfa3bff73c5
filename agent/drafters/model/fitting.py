"""A part's edits on known bytes: all of them, or what of them does not fit, and why."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

from agent.core.documents import RepoPath
from agent.core.values import dataclass
from agent.drafters.model.answer import Create, Delete, Edit, Part, Rename, Replace
from agent.drafters.model.matching import Miss, Place, place

Read = Callable[[RepoPath], bytes | None]

_BOM = "\ufeff"
_SAID = {
    "empty": "its SEARCH is empty",
    "same": "it changes nothing",
    "not-found": "its SEARCH stands nowhere in the file",
    "indent": "its new lines are less deep than those they replace",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """New bytes by path, None deletes; `how` says where more than the exact text was taken."""

    files: tuple[tuple[RepoPath, bytes | None], ...]
    how: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """An edit that has no place, and why."""

    edit: Edit
    path: RepoPath
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A file's text as lines, without their ends, which are kept beside them."""

    lines: tuple[str, ...]
    ends: tuple[str, ...]
    mark: str = ""


def fit(part: Part, read: Read) -> Fitted | tuple[Unfit, ...]:
    """The files with the edits made; all that does not fit where anything does not.

    RefusedError for a path that leaves the repository, or lies behind a link (T01 to T06).
    """
    by_path: dict[RepoPath, list[Edit]] = {}
    moved = {RepoPath(one.to): RepoPath(one.path) for one in part.edits if isinstance(one, Rename)}
    names = {old: new for new, old in moved.items()}
    for edit in part.edits:
        path = RepoPath(edit.to if isinstance(edit, Rename) else edit.path)
        by_path.setdefault(names.get(path, path), []).append(edit)
    files: dict[RepoPath, bytes | None] = dict.fromkeys(names)
    how: list[str] = []
    unfit: list[Unfit] = []
    for path, edits in by_path.items():
        made = _file(path, edits, read(moved.get(path, path)), taken=_taken(path, moved, read))
        if isinstance(made, list):
            unfit += made
        else:
            files[path], said = made
            how += said
    return tuple(unfit) if unfit else Fitted(files=tuple(files.items()), how=tuple(how))


def _taken(path: RepoPath, moved: dict[RepoPath, RepoPath], read: Read) -> bool:
    return path in moved and read(path) is not None


def _file(
    path: RepoPath, edits: Sequence[Edit], data: bytes | None, *, taken: bool
) -> tuple[bytes | None, list[str]] | list[Unfit]:
    rest = [one for one in edits if not isinstance(one, Rename)]
    if taken:
        return [Unfit(edit=edits[0], path=path, reason="a file of this name is there already")]
    kinds = Counter(type(one) for one in rest)
    if len(kinds) > 1 or kinds[Create] > 1 or kinds[Delete] > 1:
        return [
            Unfit(edit=one, path=path, reason="its edits contradict each other") for one in rest
        ]
    if not rest:
        return _moved(path, edits[0], data)
    match rest[0]:
        case Create() as made if data is not None:
            return [Unfit(edit=made, path=path, reason="the file is there already: edit it")]
        case Create() as made:
            return made.text.encode(), []
        case _ if data is None:
            return [Unfit(edit=one, path=path, reason="there is no such file") for one in rest]
        case Delete():
            return None, []
        case _:
            return _replaced(path, [one for one in rest if isinstance(one, Replace)], data)


def _moved(
    path: RepoPath, edit: Edit, data: bytes | None
) -> tuple[bytes | None, list[str]] | list[Unfit]:
    if data is None:
        return [Unfit(edit=edit, path=path, reason="there is no such file")]
    return data, []


def _replaced(
    path: RepoPath, edits: Sequence[Replace], data: bytes
) -> tuple[bytes | None, list[str]] | list[Unfit]:
    """All replacements computed on one base (F37)."""
    text = _read(data)
    if text is None:
        return [Unfit(edit=one, path=path, reason="the file is no UTF-8 text") for one in edits]
    places = [(one, place(text.lines, one.search, one.replace, one.near)) for one in edits]
    unfit = [
        Unfit(edit=one, path=path, reason=_why(found))
        for one, found in places
        if isinstance(found, Miss)
    ]
    good = [(one, found) for one, found in places if isinstance(found, Place)]
    good.sort(key=lambda pair: pair[1].start)
    unfit += [
        Unfit(edit=one, path=path, reason="two blocks change the same lines")
        for (_, before), (one, found) in itertools.pairwise(good)
        if found.start < before.stop
    ]
    if unfit:
        return unfit
    how = dict.fromkeys(f"{path.name}: {one.how}" for _, one in good if one.how)
    return _written(text, [one for _, one in good]), list(how)


def _why(miss: Miss) -> str:
    lines = ", ".join(map(str, miss.lines[:8]))
    if miss.reason == "ambiguous":
        return f"its SEARCH stands at lines {lines}: say which, as in SEARCH {miss.lines[0]}"
    return _SAID[miss.reason] + (f" (line {lines})" if lines else "")


def _read(data: bytes) -> _Text | None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    mark = _BOM if text.startswith(_BOM) else ""
    rows = text.removeprefix(_BOM).split("\n")
    lines = [row.removesuffix("\r") for row in rows]
    ends = ["\r\n" if row.endswith("\r") else "\n" for row in rows]
    if rows[-1] == "":
        return _Text(lines=tuple(lines[:-1]), ends=tuple(ends[:-1]), mark=mark)
    ends[-1] = "" if not rows[-1].endswith("\r") else "\r"
    return _Text(lines=tuple(lines), ends=tuple(ends), mark=mark)


def _written(text: _Text, places: Sequence[Place]) -> bytes:
    return (text.mark + "".join(_pieces(text, places))).encode()


def _pieces(text: _Text, places: Sequence[Place]) -> Iterator[str]:
    """The lines with the new ones, whose ends are those of the lines they replace (F22)."""
    at = 0
    usual = "\r\n" if text.ends.count("\r\n") * 2 > len(text.ends) else "\n"
    for one in places:
        yield from _joined(text.lines[at : one.start], text.ends[at : one.start])
        old = text.ends[one.start : one.stop]
        ends = [*old[: len(one.lines)], *[usual] * (len(one.lines) - len(old))]
        if one.stop == len(text.lines) and ends:
            # Only the file's last line may have no end.
            ends = [end or usual for end in ends[:-1]] + [old[-1]]
        yield from _joined(one.lines, ends)
        at = one.stop
    yield from _joined(text.lines[at:], text.ends[at:])


def _joined(lines: Sequence[str], ends: Sequence[str]) -> Iterator[str]:
    return (line + end for line, end in zip(lines, ends, strict=True))


def edited(edit: Edit) -> str:
    """What an edit is called, where it is asked for again."""
    match edit:
        case Replace():
            return f"edit {edit.path}" + (f" SEARCH {edit.near}" if edit.near else "")
        case Create():
            return f"new {edit.path}"
        case Delete():
            return f"delete {edit.path}"
        case Rename():
            return f"rename {edit.path} => {edit.to}"
        case _:
            assert_never(edit)
