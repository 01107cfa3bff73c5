"""The project's own commands that can prove a step, from its files."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from agent.core.check import Check
from agent.core.documents import RepoPath
from agent.core.values import dataclass
from agent.drafter import Code
from agent.drafters.builtin.planning.stacks import Stack

_PACKAGE = RepoPath("package.json")
_SCRIPT = re.compile(
    r"`((?:npm|pnpm|yarn|bun)(?: run)? (?:typecheck|type-check|check|lint|build|test)(?::\w+)?)`"
)
_BY_FILE = re.compile(r"\b(?:pytest|vitest run|jest|rspec|phpunit|rails test|artisan test)$")
# A tool that documents name, with how its tests are run.
_TOOLS = (
    ("pytest", ".py", "pytest"), ("vitest", ".ts", "npx vitest run"), ("jest", ".ts", "npx jest"),
    ("rspec", ".rb", "bundle exec rspec"), ("phpunit", ".php", "vendor/bin/phpunit"),
)  # fmt: skip
_TYPED = ".ts"
# How one of them is chosen by its name, as the tools' own help has it.
_ONLY = (
    (r"\bpytest$", "-k"), (r"\b(?:vitest run|jest)$", "-t"), (r"\brspec$", "-e"),
    (r"\bphpunit$|\bartisan test$", "--filter"), (r"\bdotnet test$", "--filter"),
)  # fmt: skip
_STEP = {"aspnet": "dotnet build"}
_RUN = {
    "aspnet": "dotnet test", "rails": "bin/rails test", "laravel": "php artisan test",
    "django": "python manage.py test",
}  # fmt: skip
_TEST = re.compile(r"\b(?:pytest|test|vitest|jest|rspec|phpunit)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """What is run after a step, and what runs the tests; empty where nothing is known."""

    step: str = ""
    tests: str = ""

    @property
    def by_file(self) -> bool:
        """Whether the tests of one file can be run by its path."""
        return _BY_FILE.search(self.tests) is not None

    def only(self, name: str) -> str:
        """The option with which only the tests of this name run."""
        found = (option for words, option in _ONLY if re.search(words, self.tests))
        return f" {option} {name}" if (option := next(found, "")) else ""


def commands_of(code: Code, checks: Sequence[Check], stack: Stack, said: str) -> Commands:
    """The project's own checks, else what the build files offer, else the stack's by `said`."""
    if not checks:
        found, usual = _by_build(code), _by_stack(stack, said)
        return Commands(step=found.step or usual.step, tests=found.tests or usual.tests)
    runs = [(one.anywhere, one.when) for one in checks]
    return Commands(
        step=next((run for run, when in runs if when == "step"), ""),
        tests=next((run for run, _ in runs if _TEST.search(run)), ""),
    )


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


def _by_stack(stack: Stack, said: str) -> Commands:
    """What documents name for the stack's language, and what a stack always has."""
    suffix = next((one.suffix for one in stack.layers), "")
    scripts = _SCRIPT.findall(said) if suffix == _TYPED else []
    step = next((one for one in scripts if not _TEST.search(one)), "")
    tests = next((one for one in scripts if _TEST.search(one)), "")
    tools = (
        run
        for word, of, run in _TOOLS
        if of == suffix and re.search(rf"\b{word}\b", said, re.IGNORECASE)
    )
    usual = "npx tsc --noEmit" if suffix == _TYPED else ""
    return Commands(
        step=step or _STEP.get(stack.name, usual),
        tests=tests or next(tools, "") or _RUN.get(stack.name, ""),
    )


def _scripts(data: bytes | None) -> set[str]:
    try:
        found = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        return set()
    scripts = found.get("scripts") if isinstance(found, dict) else None
    return set(scripts) if isinstance(scripts, dict) else set()
