"""The project's own commands that can prove a step, from its files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from agent.core.check import Check
from agent.core.documents import RepoPath
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafter import Code
from agent.drafters.builtin.planning.places.shown import as_text, manifests
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.sources.stack.commands import guess_checks, script
from agent.sources.stack.manifests import Manifest

_TEST = deferred(r"\b(?:pytest|test|vitest|jest|rspec|phpunit)\b")
# What runs tests, as manifests name it; Go itself does.
_RUNNER = deferred(
    r"\"(?:vitest|jest|mocha|ava|tap|jasmine|supertest|@playwright/test)\"|(?:^|[\"'])\s*pytest\b(?!-)"
    r"|xunit|nunit|mstest|tunit|Microsoft\.NET\.Test\.Sdk|junit|testng|starter-test"
    r"|phpunit/phpunit|pestphp/pest|test-pack|phpunit-bridge|rspec|minitest|^go \d",
    re.IGNORECASE | re.MULTILINE,
)
_MANIFESTS = {
    ".ts": deferred(r"package\.json$"),
    ".py": deferred(r"pyproject\.toml|Pipfile|requirements[\w.-]*\.txt$"),
    ".cs": deferred(r".*\.csproj|Directory\.Packages\.props$"),
    ".java": deferred(r"pom\.xml|build\.gradle(?:\.kts)?$"),
    ".php": deferred(r"composer\.json$"),
    ".go": deferred(r"go\.mod$"),
    ".rb": deferred(r"Gemfile$"),
}
# What looks at the form of each file alone, and proves less than what a call answers.
_STYLE = frozenset(("ruff", "rubocop"))
_SPEC = deferred(r"(?:^|/)(?:test_[^/]+|conftest|[^/]+[._-](?:test|spec)|\w+Tests?)\.\w+$")
_INSIDE = deferred(r"cd (\S+) && ")
# Whose build has a command for tests, also where there are none.
_BUILT = frozenset((".cs", ".java", ".php"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """What is run after a step, and what runs the tests; empty where nothing is known.

    `called` runs those that call the whole application, where they have a command of their own;
    `untested` is the manifest of a project that has nothing to run tests with.
    """

    step: str = ""
    tests: str = ""
    called: str = ""
    untested: str = ""

    def running(self, path: RepoPath | None) -> str:
        """What runs the tests of this file."""
        if path is None:
            return self.tests
        run = self.called if self.called and "e2e" in path.name else self.tests
        inside = _INSIDE.match(run)
        file = path.value.removeprefix(f"{inside[1]}/" if inside else "")
        return f"{run} {file}" if "pytest" in run else run


def commands_of(code: Code, checks: Sequence[Check], stack: Stack) -> Commands:
    """The project's own checks, else those that its manifests speak for."""
    return _chosen(checks) if checks else _by_build(code)(stack)


def _chosen(checks: Sequence[Check]) -> Commands:
    tests = next((one.anywhere for one in checks if _TEST.search(one.anywhere)), "")
    steps = (one.anywhere for one in checks if one.when == "step")
    return Commands(step=next(steps, ""), tests=tests)


@lately
def _by_build(code: Code) -> Callable[[Stack], Commands]:
    """By files beside the code, once for each stack."""
    return lru_cache(maxsize=4)(partial(_built, code))


def _built(code: Code, stack: Stack) -> Commands:
    """What builds another language proves nothing of this one."""
    suffix = ".ts" if stack.suffix in {"", ".js"} else stack.suffix
    held = _held(code, suffix)
    made = _near(code, held, stack)
    running = any(_RUNNER.search(_text(code, one.path)) for one in held)
    if held and not running and suffix in _BUILT:
        made = replace(made, tests="")
    near = [one.path for one in held if _is_near(one.path, stack)]
    tested = made.tests or running or _has_specs(code, suffix)
    shown = bool(near) and bool(stack.layers) and not tested
    return replace(made, untested=near[0].value) if shown else made


def _held(code: Code, suffix: str) -> list[Manifest]:
    """The manifests of a language that can be read."""
    named = _MANIFESTS.get(suffix)
    return [one for one in manifests(code) if named is not None and named.fullmatch(one.path.name)]


def _near(code: Code, held: Sequence[Manifest], stack: Stack) -> Commands:
    """By the server's own, else by those of the whole repository."""
    files = frozenset(as_text(code.paths))
    for folder in dict.fromkeys((stack.root.rstrip("/"), "")):
        beside = [one for one in held if one.path.folder == folder]
        guesses = guess_checks(beside, files, files.__contains__)
        if guesses:
            calling = (one for one in beside if "test:e2e" in one.scripts)
            called = (script(one, files, "test:e2e") for one in calling)
            made = _chosen([one.check for one in guesses if one.why.split()[-1] not in _STYLE])
            return replace(made, called=next(map(" ".join, called), ""))
    return Commands()


def _is_near(path: RepoPath, stack: Stack) -> bool:
    """Whether it is of the server, or of the whole repository."""
    return not path.folder or (bool(stack.root) and path.value.startswith(stack.root))


def _text(code: Code, path: RepoPath) -> str:
    return (code.read(path) or b"").decode(errors="replace")


def _has_specs(code: Code, suffix: str) -> bool:
    return any(one.suffix == suffix and _SPEC.search(one.value) for one in code.paths)
