"""What a file declares, as a few of its lines: for files that are too long, or only imported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import RepoPath

_DECLARES = re.compile(
    r"\s{0,8}(?:@\w[\w.]*(?:\(.*\))?\s*)?"
    r"(?:export\s+(?:default\s+)?|public\s+|protected\s+|internal\s+"
    r"|(?:static|abstract|async|final|sealed|partial|override|virtual|readonly)\s+)*"
    r"(?:(?:class|interface|type|enum|struct|record|namespace|def|function|fn|func|const)\s+[\w$]+"
    r".*"
    r"|[\w<>\[\],.? ]+\s+\w+\s*\([^;]*\)\s*(?:\{|=>|throws\b.*)?"
    r"|constructor\s*\(.*|model\s+\w+\s*\{)\s*"
)
# A field of a class in Python, of an interface in TypeScript.
_FIELD = re.compile(r"(?: {2}| {4}|\t)(?:readonly )?\w+\??: [\w\[\]<>|\"'. ,{}]+(?:[;,]| = .*)?")
_NO_DECLARATION = re.compile(
    r"\s*(?:return|if|else|for|while|switch|catch|throw|await|new|yield|raise|assert|const\s+\w+\s*=\s*"
    r"(?!.*=>|.*function|.*defineMiddleware|z\.))\b"
)
_MOST = 60
_LONGEST = 200
_MOST_TEXT = 40_000
_IMPORTS = re.compile(
    r"\bfrom\s+[\"']([^\"']+)[\"']|\brequire\(\s*[\"']([^\"']+)[\"']\)|\bimport\s+[\"']([^\"']+)[\"']"
    r"|^\s*from\s+([\w.]+)\s+import\s+\(?([\w, ]*)"
    r"|^\s*import\s+(?:static\s+)?([\w.]+)\s*;?\s*$|^\s*using\s+([\w.]+)\s*;",
    re.MULTILINE,
)
_SUFFIXES = (
    ".ts",
    ".tsx",
    ".js",
    ".mjs",
    ".py",
    ".java",
    ".kt",
    ".cs",
    ".vue",
    ".svelte",
    ".astro",
)


def outline(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that declare something, with their numbers; at most sixty."""
    count = 0
    for number, line in enumerate(lines, 1):
        if len(line) <= _LONGEST and _declares(line):
            yield number, line
            count += 1
        if count >= _MOST:
            return


def _declares(line: str) -> bool:
    if _NO_DECLARATION.match(line):
        return False
    return bool(_DECLARES.fullmatch(line) or _FIELD.fullmatch(line))


def imported(path: RepoPath, text: str, paths: Sequence[RepoPath]) -> tuple[RepoPath, ...]:
    """The repository's own files that this one imports, by relative path, alias or module name."""
    known = {one.value: one for one in paths}
    found: list[RepoPath] = []
    for groups in _IMPORTS.finditer(text[:_MOST_TEXT]):
        for name in _modules(groups):
            target = _local(path, name, known)
            if target is not None and target != path and target not in found:
                found.append(target)
    return tuple(found)


def _modules(found: re.Match[str]) -> Iterator[str]:
    """The module that a line names, and in Python those that it names in it."""
    if found[4]:
        inner = (one.split(" as ")[0].strip() for one in found[5].split(","))
        join = "" if found[4].endswith(".") else "."
        yield from (f"{found[4]}{join}{one}" for one in inner if one)
    yield next(one for one in found.groups() if one)


def _local(path: RepoPath, name: str, known: dict[str, RepoPath]) -> RepoPath | None:
    for base in _bases(path, name):
        for one in (base, *(f"{base}{suffix}" for suffix in _SUFFIXES)):
            if one in known:
                return known[one]
        for inner in ("index.ts", "index.js", "__init__.py"):
            if f"{base}/{inner}" in known:
                return known[f"{base}/{inner}"]
    return None


def _bases(path: RepoPath, name: str) -> Iterator[str]:
    """Where a module of this name may lie, without its suffix."""
    if name.startswith("."):
        yield from _relative(path, name)
        return
    alias = re.fullmatch(r"(?:[@~]|src)/(.+)", name)
    if alias is not None:
        yield f"src/{alias[1]}"
        yield alias[1]
        return
    if re.fullmatch(r"[\w.]+", name) and "." in name:
        inner = name.replace(".", "/")
        yield inner
        yield f"src/{inner}"
        yield f"src/main/java/{inner}"
        yield inner.rpartition("/")[0]


def _relative(path: RepoPath, name: str) -> Iterator[str]:
    parts = path.folder.split("/") if path.folder else []
    if "/" not in name.strip("./") and re.fullmatch(r"\.+[\w.]*", name):
        up = len(name) - len(name.lstrip("."))
        rest = name.lstrip(".").split(".")
        python = [*parts[: len(parts) - up + 1], *rest]
        yield "/".join(one for one in python if one)
    for part in name.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {".", ""}:
            parts = [*parts, part]
    joined = "/".join(parts)
    yield joined
    yield re.sub(r"\.[cm]?jsx?$", "", joined)
