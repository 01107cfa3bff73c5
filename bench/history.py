"""A commit of a public history: its parent's files, and which of them it changed or newly uses."""

from __future__ import annotations

import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_CODE = re.compile(r"\.(?:ts|tsx|js|mjs|cs|java|kt|py|php|astro|sql|prisma)$")
_TYPED = re.compile(r"\.(?:cs|java|kt|php)$")
# The user interface is another step's, in a plan of its own.
_SCREENS = re.compile(
    r"\.(?:tsx|astro|vue)$|(?:^|/)(?:frontend|client|ui-ngx|ui|components|composables|hooks|views?)/"
    r"|^(?:resources|lang)/|component\.ts$|\.Blazor/"
)
# What tools write: nobody reads it to implement a step.
_MADE = re.compile(r"\.d\.ts$|(?:^|/)(?:database\.types|routeTree\.gen|openapi|api)\.ts$|Snapshot")
_SPECIFIERS = re.compile(
    r"\bfrom\s+[\"']([^\"']+)[\"']|\brequire\(\s*[\"']([^\"']+)[\"']\)|\bimport\s+[\"']([^\"']+)[\"']"
    r"|\bimport\(\s*[\"']([^\"']+)[\"']\)"
)
_PYTHON = re.compile(
    r"^\s*from\s+([\w.]+)\s+import\s+(\([^)]*\)|[^\n]+)|^\s*import\s+([\w.]+)", re.MULTILINE
)
_NAME = re.compile(r"\b[A-Z]\w+\b")
_ROUTE = re.compile(
    r"@\w*\.?(?:get|post|put|patch|delete)(?:mapping)?\b|\[Http(?:get|post|put|patch|delete)"
    r"|Route::|\.map(?:get|post|put|patch|delete)\(|(?:re_)?path\("
    r"|export (?:async )?(?:const|function) (?:GET|POST|PUT|PATCH|DELETE)\b"
    r"|\b(?:app|router)\.(?:get|post|put|patch|delete)\(",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Commit:
    """`git` is the repository's git directory."""

    git: Path
    hash: str

    def _run(self, *command: str, index: Path | None = None, whole: bool = True) -> bytes:
        environ = os.environ | ({"GIT_INDEX_FILE": str(index)} if index else {})
        return subprocess.run(
            ["git", "--git-dir", str(self.git), *command],
            env=environ,
            capture_output=True,
            check=whole,
        ).stdout

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The parent's files."""
        out = self._run("ls-tree", "-r", "-z", "--name-only", f"{self.hash}^")
        return tuple(os.fsdecode(one) for one in out.split(b"\0") if one)

    @cached_property
    def _changes(self) -> tuple[tuple[str, str], ...]:
        out = self._run("diff", "--no-renames", "--name-status", "-z", f"{self.hash}^", self.hash)
        fields = os.fsdecode(out).split("\0")
        return tuple(zip(fields[::2], fields[1::2], strict=False))

    def checkout(self, folder: Path) -> None:
        """The parent's files, and the plans and documents that the commit brings."""
        index = folder.with_suffix(".index")
        tree = ("--work-tree", str(folder))
        folder.mkdir()
        self._run(*tree, "read-tree", f"{self.hash}^", index=index)
        # A copy of a history may lack its largest files.
        self._run(*tree, "checkout-index", "-a", "-q", index=index, whole=False)
        for kind, path in self._changes:
            if kind == "A" and path.endswith(".md"):
                file = folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(self._run("show", f"{self.hash}:{path}"))

    @property
    def documents(self) -> tuple[str, ...]:
        """The Markdown that it adds: a plan stands in it, not the work."""
        return tuple(path for kind, path in self._changes if kind == "A" and path.endswith(".md"))

    @property
    def _code(self) -> tuple[tuple[str, str], ...]:
        return tuple((kind, path) for kind, path in self._changes if _is_code(path))

    @property
    def named(self) -> tuple[str, ...]:
        """What any plan of it names: the files it makes, and those that get the route."""
        return tuple(
            path for kind, path in self._code if kind == "A" or (kind == "M" and self._routes(path))
        )

    def _routes(self, path: str) -> bool:
        diff = self._run("diff", "-U0", f"{self.hash}^", self.hash, "--", path)
        lines = diff.decode(errors="replace").split("\n")
        return any(line.startswith("+") and _ROUTE.search(line) for line in lines)

    @property
    def made(self) -> tuple[str, ...]:
        """The files that it adds."""
        return tuple(path for kind, path in self._code if kind == "A")

    @cached_property
    def changed(self) -> frozenset[str]:
        """Code that was there, and that it changes."""
        return frozenset(path for kind, path in self._code if kind in "MD")

    @cached_property
    def used(self) -> frozenset[str]:
        """Code that was there, and that the commit's files newly import or name."""
        found: set[str] = set()
        for kind, path in self._code:
            if kind in "AM":
                before = self._refers(path, f"{self.hash}^") if kind == "M" else set()
                found |= self._refers(path, self.hash) - before
        return frozenset(one for one in found if _is_code(one)) - self.changed

    def _text(self, tree: str, path: str) -> str:
        return self._run("show", f"{tree}:{path}").decode(errors="replace")

    def _refers(self, path: str, tree: str) -> set[str]:
        return set(self.references.of(path, self._text(tree, path)))

    @cached_property
    def references(self) -> References:
        """How the parent's files are referred to."""
        return References(self.paths)


def _is_code(path: str) -> bool:
    views = path.endswith(".py")  # Django calls its handlers so
    screens = not views and _SCREENS.search(path)
    return bool(_CODE.search(path)) and not _MADE.search(path) and not screens


class References:
    """Which files a text refers to: by import, in typed languages by the name of a class.

    Not Waltz's own reader of imports, so that what that one misses counts as missed.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._stems: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            if _CODE.search(path):
                bare = _bare(path)
                self._stems[bare.rpartition("/")[2]].append(path)

    def of(self, path: str, text: str) -> Iterator[str]:
        """The files that this text refers to."""
        if _TYPED.search(path):
            for name in dict.fromkeys(_NAME.findall(_uncommented(text))):
                found = [one for one in self._stems.get(name, ()) if _TYPED.search(one)]
                yield from found if len(found) == 1 and found[0] != path else ()
        elif path.endswith(".py"):
            yield from self._python(path, text)
        else:
            for groups in _SPECIFIERS.findall(text):
                yield from self._module(path, next(one for one in groups if one))

    def _module(self, path: str, name: str) -> Iterator[str]:
        if name.startswith("."):
            joined = os.path.normpath(f"{path.rpartition('/')[0]}/{name}").lstrip("/")
            yield from self._at(re.sub(r"\.(?:jsx?|tsx?|mjs)$", "", joined), exact=True)
            return
        alias = re.match(r"(?:[@~]\w*|src|app)/(.+)", name)
        if alias:
            yield from self._at(alias[1], exact=False)

    def _python(self, path: str, text: str) -> Iterator[str]:
        for module, names, plain in _PYTHON.findall(text):
            base = module or plain
            dots = len(base) - len(base.lstrip("."))
            parts = path.split("/")[:-dots] if dots else []
            whole = "/".join([*parts, *(one for one in base.lstrip(".").split(".") if one)])
            members = (one.split()[0] for one in names.strip("()").split(",") if one.split())
            inner = [
                one for name in members for one in self._at(f"{whole}/{name}", exact=bool(dots))
            ]
            yield from inner
            yield from self._at(whole, exact=bool(dots))

    def _at(self, bare: str, *, exact: bool) -> Iterator[str]:
        if "/" not in bare and not exact:
            return
        for path in self._stems.get(bare.rpartition("/")[2], ()):
            own = _bare(path)
            if own == bare or (not exact and own.endswith(f"/{bare}")):
                yield path


def _bare(path: str) -> str:
    """Without suffix, and without the name that stands for its folder."""
    return re.sub(r"/(?:index|__init__)$", "", re.sub(r"\.\w+$", "", path))


def _uncommented(text: str) -> str:
    return re.sub(r"^\s*(?://|\*|/\*|#).*$", "", text, flags=re.MULTILINE)
