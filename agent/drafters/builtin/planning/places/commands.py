"""The project's own commands that can prove a step, from its files."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from agent.core.check import Check
from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafter import Code
from agent.drafters.builtin.planning.places.stacks import Stack

_PACKAGE = RepoPath("package.json")
_TEST = deferred(r"\b(?:pytest|test|vitest|jest|rspec|phpunit)\b")
_SCRIPTED = frozenset(("", ".ts", ".js"))
_PYTHON = deferred(
    r"pyproject\.toml|(?:[\w-]*/)?requirements[\w-]*(?:/\w+)?\.txt|Pipfile|setup\.cfg"
)
_PYTEST = deferred(r"(?:^|[\"'])\s*pytest\b(?!-)", re.MULTILINE)
# What a package begins with, and what says that there is nothing to run.
_NOTHING = deferred(r"no test specified|^\s*(?:echo\b[^&|;]*|exit \d|true)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """What is run after a step, and what runs the tests; empty where nothing is known."""

    step: str = ""
    tests: str = ""


def commands_of(code: Code, checks: Sequence[Check], stack: Stack) -> Commands:
    """The project's own checks, else what the build files of the stack offer."""
    if not checks:
        return _by_build(code, next((one.suffix for one in stack.layers), ""))
    runs = [(one.anywhere, one.when) for one in checks]
    return Commands(
        step=next((run for run, when in runs if when == "step"), ""),
        tests=next((run for run, _ in runs if _TEST.search(run)), ""),
    )


def _by_build(code: Code, suffix: str) -> Commands:
    """By files beside the code; scripts of a package prove nothing of code in another language."""
    names = {path.name for path in code.paths}
    scripts = _scripts(code.read(_PACKAGE)) if suffix in _SCRIPTED else set()
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
    return Commands(tests="pytest" if suffix == ".py" and _has_pytest(code) else "")


def _has_pytest(code: Code) -> bool:
    files = (code.read(path) for path in code.paths if _PYTHON.fullmatch(path.value))
    return any(_PYTEST.search(data.decode(errors="replace")) for data in files if data)


def _scripts(data: bytes | None) -> set[str]:
    try:
        found = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        return set()
    scripts = found.get("scripts") if isinstance(found, dict) else None
    if not isinstance(scripts, dict):
        return set()
    return {name for name, run in scripts.items() if not _NOTHING.search(str(run))}
