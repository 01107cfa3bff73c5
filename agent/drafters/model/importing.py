"""Which of the repository's own files a text refers to: by path, module name or name of a class."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from agent.core.documents import RepoPath

_QUOTED = re.compile(
    r"\bfrom\s+[\"']([^\"']+)[\"']|\b(?:require|import)\(\s*[\"']([^\"']+)[\"']\s*\)"
    r"|\bimport\s+[\"']([^\"']+)[\"']"
)
_PYTHON = re.compile(
    r"^\s*(?:from\s+([\w.]+)\s+import\s+(\([^)]*\)|.+)|import\s+([\w.]+))", re.MULTILINE
)
_CLASS = re.compile(r"\b[A-Z]\w*")
_COMMENT = re.compile(r"^\s*(?://|/?\*|#).*$", re.MULTILINE)
_ALIAS = re.compile(r"(?:[@~][\w-]*|src|app)/(.+)")
_SCRIPTS = frozenset((".ts", ".tsx", ".js", ".jsx", ".mjs", ".vue", ".svelte", ".astro"))
# Here a class stands in a file of its name, and what lies in the same package is not imported.
_TYPED = frozenset((".java", ".kt", ".cs", ".php"))
_KNOWN = _SCRIPTS | _TYPED | {".py"}
_MOST = 100_000
_MOST_NAMESAKES = 8


class Modules:
    """The repository's code by the names that it is imported by; made once for a batch."""

    def __init__(self, paths: Iterable[RepoPath]) -> None:
        self._named: dict[str, list[RepoPath]] = defaultdict(list)
        for path in paths:
            if path.suffix in _KNOWN:
                self._named[_bare(path).rpartition("/")[2]].append(path)

    def used(self, path: RepoPath, text: str) -> tuple[RepoPath, ...]:
        """The files that `text`, which stands in `path`, refers to, in this order."""
        text = text[:_MOST]
        if path.suffix in _TYPED:
            found = self._classes(path, text)
        elif path.suffix == ".py":
            found = self._python(path, text)
        else:
            names = (next(one for one in groups if one) for groups in _QUOTED.findall(text))
            found = (target for name in names for target in self._script(path, name))
        return tuple(one for one in dict.fromkeys(found) if one != path)

    def _classes(self, path: RepoPath, text: str) -> Iterator[RepoPath]:
        for name in dict.fromkeys(_CLASS.findall(_COMMENT.sub("", text))):
            same = [one for one in self._named.get(name, ()) if one.suffix == path.suffix]
            if same and len(same) <= _MOST_NAMESAKES:
                yield min(same, key=lambda one: (-_shared(path, one), one))

    def _script(self, path: RepoPath, name: str) -> Iterator[RepoPath]:
        name = re.sub(r"\.[cm]?[jt]sx?$", "", name)
        if name.startswith("."):
            yield from self._at(_joined(path.folder, name), path)
        elif alias := _ALIAS.fullmatch(name):
            # `@/lib/a`, `~/lib/a`, `src/lib/a`, and `@scope/package/lib/a` of a monorepo.
            yield from self._below(alias[1], path)

    def _python(self, path: RepoPath, text: str) -> Iterator[RepoPath]:
        for module, names, plain in _PYTHON.findall(text):
            name = module or plain
            inner = name.lstrip(".")
            up = len(name) - len(inner)
            folders = path.folder.split("/") if up and path.folder else []
            parts = [*folders[: len(folders) - up + 1], *inner.split(".")]
            whole = "/".join(one for one in parts if one)
            members = (one.split()[0] for one in names.strip("()").split(",") if one.split())
            find = self._at if up else self._below
            for one in (*(f"{whole}/{member}" for member in members), whole):
                yield from find(one, path)

    def _at(self, bare: str, path: RepoPath) -> Iterator[RepoPath]:
        name = bare.rpartition("/")[2]
        same = [one for one in self._named.get(name, ()) if _bare(one) == bare]
        yield from sorted(same, key=lambda one: one.suffix != path.suffix)[:1]

    def _below(self, bare: str, path: RepoPath) -> Iterator[RepoPath]:
        """The nearest file whose path ends like this."""
        same = [
            one
            for one in self._named.get(bare.rpartition("/")[2], ())
            if f"/{_bare(one)}".endswith(f"/{bare}")
        ]
        if same and ("/" in bare or len(same) == 1):
            yield min(same, key=lambda one: (-_shared(path, one), one))


def _joined(folder: str, name: str) -> str:
    """The path that a relative name means, seen from a folder."""
    parts = folder.split("/") if folder else []
    for part in name.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts = [*parts, part]
    return "/".join(parts)


def _bare(path: RepoPath) -> str:
    """Without suffix, and without the name that stands for its folder."""
    bare = path.value.removesuffix(path.suffix)
    folder, _, name = bare.rpartition("/")
    return folder if folder and name in {"index", "__init__"} else bare


def _shared(path: RepoPath, other: RepoPath) -> int:
    """How many folders both lie in."""
    pairs = zip(path.folder.split("/"), other.folder.split("/"), strict=False)
    count = 0
    for mine, theirs in pairs:
        if mine != theirs:
            break
        count += 1
    return count


def shared(path: RepoPath, others: Sequence[RepoPath]) -> int:
    """How many folders it lies in together with the nearest of the others."""
    return max((_shared(path, one) for one in others), default=0)
