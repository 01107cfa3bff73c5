"""What stands in one step: body, items, files, code, proof and kind."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from agent.core.patterns import deferred
from agent.core.plan import CodeBlock, StepFile, StepKind
from agent.core.values import dataclass
from agent.sources.plans.seeds import Region, Seed
from agent.sources.plans.stepfiles import comment_path, named_files
from agent.sources.plans.stepkind import kind_of
from agent.sources.plans.stepmarks import Mark
from agent.sources.text.languages import SUFFIXES, fits
from agent.sources.text.markdown import Block, Fence, Grid, Heading, Item, Paragraph, lines, plain
from agent.sources.text.words import fold

_LABEL = deferred(r"^[^\w:]*([^:\n]{2,24}):\s*(.*)$", re.DOTALL)
_PROOF = deferred(
    r"^(?:proof|verify|verification|checks?|checked by|done when|weryfikacja|sprawdzenie|dowod"
    r"|gotowe,? gdy)$"
)
_KIND = deferred(r"^(?:kind|rodzaj)$")
_FILES = deferred(r"^(?:files?|pliki?|lokalizacja|location|path|sciezka)$")
_EVERY = deferred(r"(?:files|pliki)\W")
_COMMAND = deferred(
    r"`(?:pytest|python3?|npm|npx|pnpm|yarn|bun|uv|pip|ruff|mypy|make|curl|git|dotnet|mvn|docker|go"
    r"|cargo|bundle|rails|php|composer|supabase|alembic|\./)[\w.]*\s[^`\n]*`"
)
_END = r"[^\s`'\"<>()\[\],;|]*[\w*]"
_LEAVES = deferred(
    rf"(?<![\w/.:@~*{{}}<>\\-])(?:(?:[\w.-]+/)*\.\./{_END}|~/{_END}|[A-Za-z]:[\\/]{_END}|\\\\{_END}"
    rf"|/(?:bin|boot|dev|etc|home|opt|proc|root|sbin|tmp|usr|var|Users|Library|Windows)/{_END})"
)
# What a step makes or changes is said so; other paths in its prose only lead somewhere.
_WORKS = deferred(
    r"\b(?:creat|add|writ|updat|modif|extend|edit|append|utw[oó]rz|stw[oó]rz|tworz|dopis|zmodyf)\w*"
    r"\b[^.]*$",
    re.IGNORECASE,
)
_LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class StepParts:
    """A step taken apart."""

    body: str
    kind: StepKind
    files: tuple[StepFile, ...]
    outside: tuple[str, ...]
    code: tuple[CodeBlock, ...]
    proof: str
    ticked: bool


class _Labelled(NamedTuple):
    """A line with one of a step's own labels, and what it says behind it."""

    line: str
    name: str
    said: str


def read_parts(seed: Seed, region: Region) -> StepParts:
    """What the step's own text says; nothing is guessed about the repository."""
    labelled, prose = tuple(_labelled(seed.blocks)), tuple(_prose(seed))
    labels = {one.name: one.said for one in reversed(labelled) if one.said}
    listed = [one.line for one in labelled if one.name == "files"]
    files = _stated(named_files(_COMMAND.sub(" ", "\n".join(prose))), listed)
    code = _with_paths(_fences(seed.blocks), seed.blocks, files)
    files = _joined(files, code)
    body = _body(seed, region)
    written = labels.get("kind", "")
    kind = kind_of(seed.mark.title, written=written, touches=bool(files), body=body)
    return StepParts(
        body=body,
        kind=kind,
        files=() if written and kind == "confirm" else files,
        outside=leaving(listed, prose),
        code=code,
        proof=labels.get("proof", ""),
        ticked=seed.mark.ticked or _all_ticked(seed.blocks),
    )


def _stated(files: tuple[StepFile, ...], listed: Iterable[str]) -> tuple[StepFile, ...]:
    """Of the files that its text names those that `Files:` lists, where it lists some.

    A file that the text beside it names is one to follow, or to cite.
    """
    rows = (row for row in listed if _EVERY.match(fold(plain(row)).lstrip(" -*")))
    stated = {one.path for one in named_files("\n".join(rows))}
    return tuple(one for one in files if one.path in stated) if stated else files


def is_label(mark: Mark) -> bool:
    """Whether an entry is one of a step's own labels (`Files: ...`) and no work item."""
    return _label(f"{mark.title}: {mark.rest}" if mark.rest else mark.title) is not None


def _all_ticked(blocks: Iterable[Block]) -> bool:
    boxes = [one.ticked for one in blocks if isinstance(one, Item) and one.ticked is not None]
    return bool(boxes) and all(boxes)


def _body(seed: Seed, region: Region) -> str:
    below = "\n".join(region.source[seed.body_line - 1 : seed.last])
    below = textwrap.dedent(below).strip("\n").rstrip()
    return "\n".join(part for part in (seed.mark.rest, below) if part)


@lru_cache(maxsize=1024)
def _label(text: str) -> tuple[str, str] | None:
    """Which of a step's own labels a line starts with, and what it says."""
    found = _LABEL.match(plain(text)) if ":" in text else None
    if found is None:
        return None
    word = fold(found[1].strip())
    for name, pattern in (("proof", _PROOF), ("kind", _KIND), ("files", _FILES)):
        if pattern.match(word):
            return name, found[2].strip()
    return None


def _labelled(blocks: Iterable[Block]) -> Iterator[_Labelled]:
    for block in blocks:
        if isinstance(block, Item | Paragraph):
            for _, line in lines(block):
                if (found := _label(line)) is not None:
                    yield _Labelled(line, *found)


def _prose(seed: Seed) -> Iterator[str]:
    """The step's running text, without code and without what only proves it."""
    yield seed.mark.title
    yield seed.mark.rest
    for block in seed.blocks:
        match block:
            case Heading() | Item() | Paragraph():
                rows = block.text.split("\n")
                yield "\n".join(row for row in rows if (_label(row) or ("",))[0] != "proof")
            case Grid():
                yield "\n".join(" ".join(row.cells) for row in block.rows)
            case Fence():
                pass


def _fences(blocks: Iterable[Block]) -> tuple[CodeBlock, ...]:
    return tuple(
        CodeBlock(language=(one.info.split() or [""])[0].strip("{}"), text=one.text, line=one.line)
        for one in blocks
        if isinstance(one, Fence)
    )


def _with_paths(
    code: tuple[CodeBlock, ...], blocks: tuple[Block, ...], files: tuple[StepFile, ...]
) -> tuple[CodeBlock, ...]:
    """Each block with the file that is named in it or right before it, or the step's only one."""
    before: dict[int, str] = {}
    for earlier, block in pairwise(blocks):
        if isinstance(earlier, Heading | Item | Paragraph):
            before[block.line] = earlier.text
    named = tuple(_named(one, before.get(one.line, "")) for one in code)
    fitting = [one for one in named if len(files) == 1 and fits(one.language, files[0].path)]
    if len(fitting) == 1 and fitting[0].path is None:
        return tuple(
            replace(one, path=files[0].path) if one is fitting[0] else one for one in named
        )
    return named


def _named(block: CodeBlock, near: str) -> CodeBlock:
    own = comment_path(block.text)
    paths = [own] if own else [one.path for one in named_files(near)]
    fitting = [path for path in paths if fits(block.language, path)]
    return replace(block, path=fitting[0]) if len(fitting) == 1 else block


def _joined(files: tuple[StepFile, ...], code: Iterable[CodeBlock]) -> tuple[StepFile, ...]:
    """The files named, and those that only a code block names."""
    known = {one.path: one for one in files}
    for block in code:
        if block.path is not None:
            known.setdefault(block.path, StepFile(path=block.path))
    return tuple(known.values())


def leaving(label: Iterable[str], prose: Iterable[str]) -> tuple[str, ...]:
    """The paths out of the repository that a files label lists or the prose makes, each once."""
    listed = (one[0] for text in label for one in _LEAVES.finditer(text[:_LONGEST]))
    return tuple(dict.fromkeys((*listed, *_made(prose))))


def _made(prose: Iterable[str]) -> Iterator[str]:
    for text in prose:
        for line in text.split("\n") if "/" in text or "\\" in text else ():
            for one in _LEAVES.finditer(line[:_LONGEST]):
                suffix = one[0].rpartition(".")[2].casefold()
                if suffix in SUFFIXES and _WORKS.search(line[: one.start()]):
                    yield one[0]
