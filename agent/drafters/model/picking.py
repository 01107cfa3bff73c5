"""Which of the repository's files a batch is shown with, and why (design.md §6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from agent.core.documents import RepoPath
from agent.core.keys import keeps_keys
from agent.core.plan import Step
from agent.core.values import dataclass
from agent.drafter import Code, StepRequest
from agent.drafters.model.declaring import declaring
from agent.drafters.model.importing import Modules
from agent.drafters.model.naming import named_by, named_elsewhere, worked
from agent.drafters.model.outlining import outline
from agent.drafters.model.regions import regions, symbols
from agent.drafters.model.sending import Fence, lines_of, text_of

Why = Literal["step", "plan", "sibling", "test", "fixture", "import", "named"]

# Whole up to this; a longer file as what it declares, with what the steps name of it.
_WHOLE = 400
_HEAD = 30
_FAR = 6
_MOST_IMPORTS = 8
_MOST_SENT = 60_000
_LONGEST_SIBLING = 200
_LONGEST_OTHER = 120
_SHORT = 40
# How much of its head is sent, where it is shown by what the steps name.
_NAMED: dict[Why, int] = {"step": _HEAD, "plan": 0}
# What is said of it to the model, and to the user.
_SAID: dict[Why, tuple[str, str]] = {
    "step": ("", "a step names it"),
    "plan": (", of another step", "another step of the plan names it"),
    "sibling": (", as an example", "the nearest of its kind to a new file"),
    "test": (", as an example", "the nearest test, or that of the example"),
    "fixture": ("", "it holds for the step's tests"),
    "import": ("", "what is shown uses it"),
    "named": ("", "it declares what a step names"),
}
_TEST = re.compile(r"(?:^|[._/-])(?:tests?|spec)s?(?=[._/-]|$)|Tests?\.\w+$", re.IGNORECASE)

_TEST_NAME = re.compile(r"^test_|[._-](?:test|spec)\.|Tests?\.\w+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A file as it is sent: its numbered lines, and what it was chosen for."""

    path: RepoPath
    why: Why
    lines: tuple[tuple[int, str], ...]
    total: int

    @property
    def text(self) -> str:
        """What of it is sent, without numbers."""
        return "\n".join(line for _, line in self.lines)

    @property
    def whole(self) -> bool:
        """Whether every line of it is sent."""
        return len(self.lines) == self.total

    def said(self, fence: Fence) -> str:
        """The file as it stands in a message."""
        said, why = _SAID[self.why]
        part = "" if self.whole else f", {len(self.lines)} of {self.total} lines"
        fence.whys[f"file {self.path}{said}{part}"] = why
        return fence.file(self.path, self.lines, f"{said}{part}")


def pick(request: StepRequest, modules: Modules) -> tuple[Shown, ...]:
    """The files of the batch's steps, siblings of new ones, and what these import.

    Of what other steps made, that which one of them uses; the rest is one read away.
    """
    steps, code = worked(request), request.code
    wanted = named_by(steps, request)
    found: list[Shown] = []
    for path in (one for one in wanted if one in code.there):
        found += _shown(path, "step", code, steps)
    new = [path for path in wanted if path not in code.there]
    for path in dict.fromkeys(_siblings(new, code)):
        if path not in wanted:
            found += _shown(path, "test" if _is_test(path) else "sibling", code, steps)
    found += _used_of_others(found, request, modules)
    there = {one.path for one in found}
    fixtures = tuple(_fixtures(wanted, code))
    for path in dict.fromkeys((*fixtures, *_imports(found, modules))):
        if path not in there:
            found += signatures(path, code, "fixture" if path in fixtures else "import")
    return tuple(_bounded(found))


def _used_of_others(
    found: Sequence[Shown], request: StepRequest, modules: Modules
) -> Iterator[Shown]:
    """The files of the plan's other steps that the batch names the code of, or that is used."""
    steps, code = worked(request), request.code
    shown = {one.path for one in found}
    left = [one for one in named_elsewhere(request) if one not in shown]
    due = [*declaring(symbols(steps), left, code, len(left)), *_used(found, modules)]
    due += _supporting(named_by(steps, request), left)
    while due:
        path = due.pop(0)
        if path in left:
            left.remove(path)
            own = (one for one in request.plan.all_steps() if path in named_by((one,), request))
            made = tuple(_shown(path, "plan", code, (*steps, *own)))
            due += _used(made, modules)
            yield from made


def _bounded(found: Iterable[Shown]) -> Iterator[Shown]:
    left = _MOST_SENT
    for one in found:
        left -= sum(len(line) + 5 for _, line in one.lines)
        if left < 0:
            return
        yield one


def _lines(path: RepoPath, code: Code) -> list[str] | None:
    text = None if keeps_keys(path) else text_of(code.read(path))
    return None if text is None else lines_of(text)


def _shown(path: RepoPath, why: Why, code: Code, steps: Sequence[Step]) -> Iterator[Shown]:
    lines = _lines(path, code)
    if lines is None:
        return
    most = {"step": _WHOLE, "plan": _LONGEST_OTHER}.get(why, _LONGEST_SIBLING)
    rows = tuple(enumerate(lines, 1))
    if len(rows) > most and why in _NAMED:
        rows = tuple(regions(lines, steps, _NAMED[why], most))
    elif len(rows) > most:
        rows = rows[:most]
    yield Shown(path=path, why=why, lines=rows, total=len(lines))


def _siblings(new: Sequence[RepoPath], code: Code) -> Iterator[RepoPath]:
    """For the new files, the nearest of the same kind, and the test of the first one of these."""
    tested = False
    for path in new[:3]:
        near = _nearest(path, code)
        if near is None:
            continue
        yield near
        if _is_test(path):
            yield from _fixtures((path,), code)
            continue
        stem = _stem(near)
        if stem and not tested:
            own = (one for one in code.paths if stem in one.value and _is_test(one))
            test = next(own, None)
            tested = test is not None
            yield from (test,) if test else ()


def _fixtures(paths: Iterable[RepoPath], code: Code) -> Iterator[RepoPath]:
    """What holds for tests in these places."""
    folders = [f"{one.folder}/" for one in paths if one.suffix == ".py" and _is_test(one)]
    for one in code.paths if folders else ():
        if one.name == "conftest.py" and any(_is_below(each, one.folder) for each in folders):
            yield one


def _supporting(tests: Sequence[RepoPath], paths: Sequence[RepoPath]) -> Iterator[RepoPath]:
    """Of the paths what lies beside these tests and is none itself: `DatabaseFixture.cs`."""
    beside = {(one.folder, one.suffix) for one in tests if _TEST_NAME.search(one.name)}
    for one in paths:
        if (one.folder, one.suffix) in beside and not _TEST_NAME.search(one.name):
            yield one


def _is_below(folder: str, other: str) -> bool:
    return not other or folder.startswith(f"{other}/")


def _nearest(path: RepoPath, code: Code) -> RepoPath | None:
    is_test, suffix = _is_test(path), path.suffix
    alike = (one for one in code.paths if one.value.endswith(suffix) and is_test == _is_test(one))
    near = min(
        (
            (_distance(path, one), one)
            for one in alike
            if one.suffix == suffix and not _is_bare(one)
        ),
        default=(_FAR + 1, path),
    )
    return near[1] if near[0] <= _FAR else None


@lru_cache(maxsize=1 << 15)
def _is_test(path: RepoPath) -> bool:
    return bool(_TEST.search(path.value))


def _is_bare(path: RepoPath) -> bool:
    """Whether it only says that a folder is a package."""
    return path.name in {"__init__.py", "package-info.java", "GlobalUsings.cs", "index.ts"}


def _stem(path: RepoPath) -> str:
    stem = path.name.partition(".")[0]
    return stem if len(stem) > 3 and stem not in {"index", "route", "page"} else ""  # noqa: PLR2004 - too short to tell


def _distance(path: RepoPath, other: RepoPath) -> int:
    """How far a file is from being its sibling: other folders, and another kind of name."""
    mine, theirs = path.folder.split("/"), other.folder.split("/")
    shared = sum(1 for a, b in zip(mine, theirs, strict=False) if a == b)
    apart = len(mine) + len(theirs) - 2 * shared
    return apart + 3 * (_kind(path) != _kind(other))


@lru_cache(maxsize=1 << 15)
def _kind(path: RepoPath) -> str:
    """`service` for `goal.service.ts` and `GoalService.java`."""
    dotted = path.name.split(".")
    if len(dotted) > 2:  # noqa: PLR2004 - name, kind, suffix
        return dotted[-2].casefold()
    if dotted[0].startswith("test_"):
        return "test"
    camel = re.findall(r"[A-Z][a-z]+", dotted[0])
    snake = re.split(r"[_-]", dotted[0])
    return (camel[-1] if len(camel) > 1 else snake[-1] if len(snake) > 1 else "").casefold()


def _imports(found: Sequence[Shown], modules: Modules) -> list[RepoPath]:
    return list(dict.fromkeys(_used(found, modules)))[:_MOST_IMPORTS]


def _used(found: Sequence[Shown], modules: Modules) -> Iterator[RepoPath]:
    return (target for one in found for target in modules.used(one.path, one.text))


def signatures(path: RepoPath, code: Code, why: Why) -> Iterator[Shown]:
    """The file by what it declares, whole where it is short."""
    lines = _lines(path, code)
    short = lines is not None and len(lines) <= _SHORT
    rows = tuple(enumerate(lines, 1) if short else outline(lines)) if lines else ()
    if lines and rows:
        yield Shown(path=path, why=why, lines=rows, total=len(lines))
