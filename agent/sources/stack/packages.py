"""The packages that a manifest names, and those that a change of it adds (T41)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator

from agent.core.documents import RepoPath
from agent.core.patterns import deferred

# Longer lines name no package; the patterns are not linear in a line's length.
_LONGEST = 2000
_REQUIREMENT = deferred(r"\s*([A-Za-z0-9][\w.-]*)")
_POM_BLOCKS = deferred(r"<(?:dependency|plugin|extension|parent)>")
_POM_GROUP = deferred(r"<groupId>\s*([^<>\s]+)\s*</groupId>")
_POM_NAME = deferred(r"<artifactId>\s*([^<>\s]+)\s*</artifactId>")
_NUGET_TAG = deferred(r"<(?:Package(?:Reference|Version)|GlobalPackageReference)\b", re.IGNORECASE)
_NUGET = deferred(r"[^<>]*?\b(?:Include|Update)\s*=\s*[\"']([^\"'<>]+)", re.IGNORECASE)
_GO = re.compile(r"\s*(?:(?:require|replace|tool)\s+)?(?:\S+\s+=>\s+)?([\w.-]+\.[\w.-]+/\S+)")
_GEM = re.compile(r"\s*gem[\s(]+[\"']([^\"']+)")
_GRADLE = re.compile(
    r"\s*(?:\w*(?:[iI]mplementation|[aA]pi|Only|classpath|[pP]rocessor|ksp|kapt)\b[^\"']*"
    r"|id[\s(]+)[\"']([\w.-]+(?::[\w.-]+)?)"
)
_PIP_OPTIONS = ("-e", "--editable", "-r", "--requirement", "--index-url", "--extra-index-url", "-i")

Read = Callable[[str], Iterator[str]]


class _UnreadableError(Exception):
    """The manifest cannot be read, or not all of it."""


def added_packages(path: RepoPath, before: bytes | None, after: bytes) -> tuple[str, ...] | None:
    """What the manifest names now and did not before; empty for any other file.

    None where it cannot be read now: nobody knows what it names.
    """
    read = _reader(path)
    if read is None:
        return ()
    now = _names(read, after)
    there = frozenset(_names(read, before or b"") or ())
    return None if now is None else tuple(one for one in now if one not in there)


def _names(read: Read, data: bytes) -> tuple[str, ...] | None:
    try:
        text = data.decode()
        return tuple(dict.fromkeys(read(text))) if text.strip() else ()
    except (UnicodeDecodeError, _UnreadableError):
        return None


def _reader(path: RepoPath) -> Read | None:
    name = path.name.casefold()
    folder = path.value.casefold().rpartition("/")[0].rpartition("/")[2]
    listed = folder == "requirements" or re.search(r"requirements[\w.-]*$", name)
    if listed and name.endswith((".txt", ".in")):
        return _requirements
    if re.fullmatch(r".+\.(?:cs|fs|vb)proj|directory\.(?:packages|build)\.(?:props|targets)", name):
        return _nuget
    return _BY_NAME.get(name)


def _package_json(text: str) -> Iterator[str]:
    found = _json(text)
    for key in ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies"):
        yield from _table(found.get(key))


def _composer(text: str) -> Iterator[str]:
    found = _json(text)
    for key in ("require", "require-dev"):
        yield from (one for one in _table(found.get(key)) if "/" in one)


def _json(text: str) -> dict[str, object]:
    try:
        return _table(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise _UnreadableError from error


def _toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _UnreadableError from error


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _pyproject(text: str) -> Iterator[str]:
    found = _toml(text)
    project, tool = _table(found.get("project")), _table(found.get("tool"))
    yield from _listed(project.get("dependencies"))
    yield from _grouped(project.get("optional-dependencies"))
    yield from _grouped(found.get("dependency-groups"))
    yield from _listed(_table(found.get("build-system")).get("requires"))
    yield from _listed(_table(tool.get("uv")).get("dev-dependencies"))
    yield from _grouped(_table(tool.get("pdm")).get("dev-dependencies"))
    yield from _poetry(_table(tool.get("poetry")))


def _poetry(found: dict[str, object]) -> Iterator[str]:
    groups = (_table(one) for one in _table(found.get("group")).values())
    for table in (found, {"dependencies": found.get("dev-dependencies")}, *groups):
        names = _table(table.get("dependencies"))
        yield from (_normal(name) for name in names if name != "python")


def _grouped(value: object) -> Iterator[str]:
    for group in _table(value).values():
        yield from _listed(group)


def _listed(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else ():
        if isinstance(one, str) and (match := _REQUIREMENT.match(one)):
            yield _normal(match[1])


def _cargo(text: str) -> Iterator[str]:
    found = _toml(text)
    targets = (_table(one) for one in _table(found.get("target")).values())
    for table in (found, _table(found.get("workspace")), *targets):
        for key in ("dependencies", "dev-dependencies", "build-dependencies"):
            yield from _table(table.get(key))


def _requirements(text: str) -> Iterator[str]:
    for line in text.splitlines():
        said = re.split(r"(?:^|\s)#", line[:_LONGEST], maxsplit=1)[0].strip()
        match = _REQUIREMENT.match(said)
        if said.startswith(_PIP_OPTIONS) or "://" in said.partition("@")[0]:
            yield said
        elif match is not None:
            yield _normal(match[1])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def _nuget(text: str) -> Iterator[str]:
    for tag in _NUGET_TAG.split(text)[1:]:
        match = _NUGET.match(tag[:_LONGEST])
        if match is not None:
            yield match[1]


def _pom(text: str) -> Iterator[str]:
    for block in _POM_BLOCKS.split(text)[1:]:
        # What it excludes is named after its own name.
        group, name = _POM_GROUP.search(block), _POM_NAME.search(block)
        if name is not None:
            yield f"{group[1]}:{name[1]}" if group else name[1]


def _by_line(pattern: re.Pattern[str]) -> Read:
    def read(text: str) -> Iterator[str]:
        for line in text.splitlines():
            match = pattern.match(line[:_LONGEST])
            if match is not None:
                yield match[1]

    return read


_BY_NAME: dict[str, Read] = {
    "package.json": _package_json,
    "composer.json": _composer,
    "pyproject.toml": _pyproject,
    "cargo.toml": _cargo,
    "pom.xml": _pom,
    "go.mod": _by_line(_GO),
    "gemfile": _by_line(_GEM),
    "build.gradle": _by_line(_GRADLE),
    "build.gradle.kts": _by_line(_GRADLE),
}
