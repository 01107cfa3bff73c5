"""The project's own commands that can prove a step, from its files."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from agent.core.documents import RepoPath
from agent.drafter import Code

_SETTINGS = RepoPath(".ai/waltz.toml")
_PACKAGE = RepoPath("package.json")
_TEST = re.compile(r"\b(?:pytest|test|vitest|jest|rspec|phpunit)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """What is run after a step, and what runs the tests; empty where nothing is known."""

    step: str = ""
    tests: str = ""


def commands_of(code: Code) -> Commands:
    """The checks of `.ai/waltz.toml`, else what the build files offer."""
    checks = list(_checks(code.read(_SETTINGS)))
    tests = next((run for run, _ in checks if _TEST.search(run)), "")
    step = next((run for run, when in checks if when == "step"), "")
    return Commands(step=step, tests=tests) if checks else _by_build(code)


def _checks(data: bytes | None) -> Iterator[tuple[str, str]]:
    try:
        found = tomllib.loads(data.decode()) if data else {}
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return
    checks = found.get("check")
    for one in checks if isinstance(checks, list) else ():
        run = one.get("run") if isinstance(one, dict) else None
        if isinstance(run, str):
            yield run.replace("{python}", "python"), str(one.get("when", "step"))


def _by_build(code: Code) -> Commands:
    names = {path.name for path in code.paths}
    scripts = _scripts(code.read(_PACKAGE))
    if scripts:
        step = next(
            (
                one
                for one in ("typecheck", "type-check", "check", "lint", "build")
                if one in scripts
            ),
            "",
        )
        return Commands(
            step=f"npm run {step}" if step else "", tests="npm test" if "test" in scripts else ""
        )
    if any(name.endswith((".csproj", ".sln")) for name in names):
        return Commands(step="dotnet build", tests="dotnet test")
    if "gradlew" in names:
        return Commands(step="./gradlew compileJava", tests="./gradlew test")
    if "pom.xml" in names:
        return Commands(step="mvn -q compile", tests="mvn -q test")
    if "manage.py" in names:
        return Commands(step="", tests="python manage.py test")
    return Commands()


def _scripts(data: bytes | None) -> set[str]:
    try:
        found = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        return set()
    scripts = found.get("scripts") if isinstance(found, dict) else None
    return set(scripts) if isinstance(scripts, dict) else set()
