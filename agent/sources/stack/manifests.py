"""Manifests: which packages a project names as its dependencies, each with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.values import dataclass

_NAMES = deferred(
    r"(?:package\.json|tsconfig\.json|pyproject\.toml|Pipfile|requirements[\w.-]*\.txt|[\w.-]+\.csproj"
    r"|Directory\.Packages\.props|pom\.xml|build\.gradle(?:\.kts)?|go\.mod|composer\.json|Gemfile)$"
)
_FOLDERS = deferred(r"(?:^|/)(?:node_modules|vendor|\.venv|venv|bin|obj|dist|build|target)/")
_MOST = 400_000
_DEEPEST = 5

_QUOTED = deferred(r"[\"']([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*(?:[<>=!~;@ ][^\"']*)?[\"']")
_PLAIN = deferred(r"^\s*([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*(?:[<>=!~;@].*)?(?:#.*)?$")
_KEY = deferred(r"^\s*[\"']?([A-Za-z][\w.-]*)[\"']?\s*=")
_SECTION = deferred(r"^\s*\[+([^\[\]]+)\]+")
_APART = deferred(r"^\s*(?:authors|maintainers|keywords|classifiers|dynamic|license-files)\b")
_TOOL = deferred(r"tool\.(ruff|mypy|pytest)\b")
_LISTS = deferred(r"^\s*(?:dependencies|[\w-]+)\s*=\s*\[")
_BY_LINE: Mapping[str, re.Pattern[str]] = {
    ".csproj": re.compile(r"<PackageReference\s[^>]*?Include=\"([\w.-]+)\""),
    ".props": re.compile(r"<PackageVersion\s[^>]*?Include=\"([\w.-]+)\""),
    "pom.xml": re.compile(r"<artifactId>\s*([\w.-]+)\s*</artifactId>"),
    ".gradle": re.compile(
        r"(?:id\s*\(?|mplementation\s*\(?|ompileOnly\s*\(?|untimeOnly\s*\(?|(?:ksp|kapt|api)\s*\(?)"
        r"\s*(?:platform\()?[\"']([\w.:-]+?)(?::[\d$][^\"']*)?[\"']"
    ),
    "go.mod": re.compile(r"^\s*(?:require\s+)?([\w.-]+\.[\w.-]+/[\w./-]+)\s+v"),
    "Gemfile": re.compile(r"^\s*gem\s+[\"']([\w-]+)[\"']"),
}
# An alias of a catalog, which is written with dots for the hyphens: `libs.spring.boot.starter`.
_ALIAS = deferred(r"\blibs\.(?:plugins\.)?([\w.]+)")
_SIGNS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (".csproj", re.compile(r"Sdk=\"Microsoft\.NET\.Sdk\.Web\""), "sdk:web"),
    (".csproj", re.compile(r"<Project\b"), "lang:csharp"),
    ("pom.xml", re.compile(r"<project\b"), "lang:java"),
    (
        ".gradle",
        re.compile(r"id\s*\(?\s*['\"]java|apply plugin: ['\"]java|springframework"),
        "lang:java",
    ),
    (".gradle", re.compile(r"kotlin\(|org\.jetbrains\.kotlin"), "lang:kotlin"),
    ("go.mod", re.compile(r"^go \d"), "lang:go"),
    ("tsconfig.json", re.compile(r"."), "lang:typescript"),
    ("composer.json", re.compile(r"\"php\"\s*:"), "lang:php"),
    ("Gemfile", re.compile(r"^\s*source\b"), "lang:ruby"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One of them: each package and the line that names it; the scripts of a package.json."""

    path: RepoPath
    packages: tuple[tuple[str, int], ...] = ()
    scripts: Mapping[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether it names exactly this package."""
        return any(one.casefold() == name for one, _ in self.packages)


def is_manifest(path: RepoPath) -> bool:
    """Whether the file names a project's dependencies, and none of somebody else's."""
    return (
        _NAMES.match(path.name) is not None
        and _FOLDERS.search(path.value) is None
        and path.value.count("/") < _DEEPEST
    )


def read_manifest(path: RepoPath, text: str) -> Manifest:
    """What the manifest names; never raises, and takes what can be read of a broken one."""
    text = text[:_MOST].removeprefix("\ufeff")
    lines = text.splitlines()
    found = dict(reversed([*_packages(path, text, lines), *_signs(path, lines)]))
    ordered = tuple(sorted(found.items(), key=lambda row: (row[1], row[0])))
    return Manifest(path=path, packages=ordered, scripts=_scripts(path, text))


def _packages(path: RepoPath, text: str, lines: list[str]) -> Iterator[tuple[str, int]]:
    name = path.name
    if name.endswith(".json"):
        yield from _ofjson_object(text, lines)
    elif name in {"pyproject.toml", "Pipfile"}:
        yield "lang:python", 1
        yield from _of_toml(lines)
    elif name.startswith("requirements"):
        yield "lang:python", 1
        for number, line in enumerate(lines, 1):
            if one := _PLAIN.match(line):
                yield one[1].casefold(), number
    else:
        pattern = _BY_LINE[name if name in _BY_LINE else _ending(name)]
        for number, line in enumerate(lines, 1):
            said = _ALIAS.sub(lambda one: f"'{one[1].replace('.', '-')}'", line[:500])
            for one in pattern.finditer(said):
                yield one[1], number


def _ending(name: str) -> str:
    return ".gradle" if name.startswith("build.gradle") else f".{name.rsplit('.', 1)[-1]}"


def _signs(path: RepoPath, lines: list[str]) -> Iterator[tuple[str, int]]:
    for ending, pattern, sign in _SIGNS:
        if path.name.removesuffix(".kts").endswith(ending):
            found = (number for number, line in enumerate(lines, 1) if pattern.search(line[:500]))
            first = next(found, None)
            if first is not None:
                yield sign, first


def _ofjson_object(text: str, lines: list[str]) -> Iterator[tuple[str, int]]:
    values = json_object(text)
    for key in ("dependencies", "devDependencies", "peerDependencies", "require", "require-dev"):
        rows = values.get(key)
        begin = _line_of(lines, key, 0)
        for name in rows if isinstance(rows, dict) else ():
            yield name, _line_of(lines, name, begin - 1)


def _line_of(lines: list[str], key: str, begin: int) -> int:
    """The line of this key at or after that one; the first line where it is not to be seen."""
    quoted = json.dumps(key, ensure_ascii=False)
    wanted = re.compile(rf"{re.escape(quoted)}\s*:")
    return next((at for at in range(begin, len(lines)) if wanted.search(lines[at])), 0) + 1


def _of_toml(lines: list[str]) -> Iterator[tuple[str, int]]:
    """The names in dependency lists, and the keys of tables of dependencies."""
    section, inside = "", False
    for number, line in enumerate(lines, 1):
        if head := _SECTION.match(line):
            section, inside = head[1].strip(), False
            if tool := _TOOL.match(section):
                yield tool[1], number
            continue
        if section.startswith(("project", "dependency-groups")) and _LISTS.match(line):
            inside = _APART.match(line) is None
        if inside:
            for one in _QUOTED.finditer(line.partition("= [")[2] or line):
                yield one[1].casefold(), number
            inside = "]" not in re.sub(r"[\"'][^\"']*[\"']", "", line)
        elif section.endswith(("dependencies", "packages")) and (key := _KEY.match(line)):
            yield key[1].casefold(), number


def _scripts(path: RepoPath, text: str) -> dict[str, str]:
    rows = json_object(text).get("scripts") if path.name == "package.json" else None
    if not isinstance(rows, dict):
        return {}
    return {name: run for name, run in rows.items() if isinstance(run, str)}


def json_object(text: str | None) -> dict[str, Any]:
    """What a JSON text has by names; nothing where it is no such text."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
