"""The project's own commands that can prove a step, from its files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from agent.core.check import Check
from agent.core.documents import RepoPath
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafter import Code
from agent.drafters.builtin.planning.places.projects import projects, test_project
from agent.drafters.builtin.planning.places.shown import manifests
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.sources.stack.manifests import Manifest

_TEST = deferred(r"\b(?:pytest|test|vitest|jest|rspec|phpunit)\b")
# What proves that code still holds together, the surest first.
_PROVING = ("typecheck", "type-check", "check", "lint", "build")
_WATCHING = deferred(r"vitest(?: watch)?\s*")
_ENDING = deferred(r"vitest (?:run|--run)\s*")
# What a package begins with, and what says that there is nothing to run.
_NOTHING = deferred(r"no test specified|^\s*(?:echo\b[^&|;]*|exit \d|true)\s*$")
_LOCKS = (("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"))
# What runs tests, as manifests of the language name it.
_RUNNERS = {
    ".ts": deferred(r"\"(?:vitest|jest|mocha|ava|tap|jasmine|supertest|@playwright/test)\""),
    ".py": deferred(r"(?:^|[\"'])\s*pytest\b(?!-)", re.MULTILINE),
    ".cs": deferred(r"xunit|nunit|mstest|tunit|Microsoft\.NET\.Test\.Sdk", re.IGNORECASE),
    ".java": deferred(r"junit|testng|starter-test", re.IGNORECASE),
    ".php": deferred(r"phpunit/phpunit|pestphp/pest|test-pack|phpunit-bridge"),
}
_MANIFESTS = {
    ".ts": deferred(r"package\.json$"),
    ".py": deferred(r"pyproject\.toml|Pipfile|requirements[\w.-]*\.txt$"),
    ".cs": deferred(r".*\.csproj|Directory\.Packages\.props$"),
    ".java": deferred(r"pom\.xml|build\.gradle(?:\.kts)?$"),
    ".php": deferred(r"composer\.json$"),
}
_SPEC = deferred(r"(?:^|/)(?:test_[^/]+|conftest|[^/]+[._-](?:test|spec)|\w+Tests?)\.\w+$")
_JAVA = (
    ("gradlew", "./gradlew compileJava", "./gradlew test"),
    ("mvnw", "./mvnw -q compile", "./mvnw -q test"),
    ("pom.xml", "mvn -q compile", "mvn -q test"),
    ("build.gradle", "gradle compileJava", "gradle test"),
    ("build.gradle.kts", "gradle compileJava", "gradle test"),
)
# Whose build has a command for tests, also where there are none.
_BUILT = frozenset((".cs", ".java", ".php"))
_PHP = {"laravel": "php artisan test", "symfony": "php bin/phpunit"}


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
        return f"{run} {path}" if "pytest" in run else run


def commands_of(code: Code, checks: Sequence[Check], stack: Stack) -> Commands:
    """The project's own checks, else what the build files of the stack offer."""
    if not checks:
        return _by_build(code)(stack)
    runs = [(one.anywhere, one.when) for one in checks]
    return Commands(
        step=next((run for run, when in runs if when == "step"), ""),
        tests=next((run for run, _ in runs if _TEST.search(run)), ""),
    )


@lately
def _by_build(code: Code) -> Callable[[Stack], Commands]:
    """By files beside the code, once for each stack."""
    return lru_cache(maxsize=4)(partial(_built, code))


def _built(code: Code, stack: Stack) -> Commands:
    """What builds another language proves nothing of this one."""
    suffix = ".ts" if stack.suffix in {"", ".js"} else stack.suffix
    made = _MAKERS.get(suffix, _none)(code, stack)
    held = [one for one in _held(code, suffix) if _is_near(one, stack)]
    running = any(_RUNNERS[suffix].search(_text(code, one)) for one in _held(code, suffix))
    if held and not running and made.tests and suffix in _BUILT:
        made = replace(made, tests="")
    tested = made.tests or running or _has_specs(code, suffix)
    shown = bool(held) and bool(stack.layers) and not tested
    return replace(made, untested=held[0].value) if shown else made


def _held(code: Code, suffix: str) -> list[RepoPath]:
    """The manifests of a language that can be read."""
    named = _MANIFESTS.get(suffix)
    paths = (one.path for one in manifests(code))
    return [one for one in paths if named is not None and named.fullmatch(one.name)]


def _is_near(path: RepoPath, stack: Stack) -> bool:
    """Whether it is of the server, or of the whole repository."""
    return not path.folder or (bool(stack.root) and path.value.startswith(stack.root))


def _text(code: Code, path: RepoPath) -> str:
    return (code.read(path) or b"").decode(errors="replace")


def _has_specs(code: Code, suffix: str) -> bool:
    return any(one.suffix == suffix and _SPEC.search(one.value) for one in code.paths)


def _none(_code: Code, _stack: Stack) -> Commands:
    return Commands()


def _of_scripts(code: Code, stack: Stack) -> Commands:
    read = {one.path.value: one for one in manifests(code)}
    found = (read.get(f"{root}package.json") for root in (stack.root, ""))
    package = next(filter(None, found), None)
    if package is None:
        return Commands()
    scripts = {name for name, run in package.scripts.items() if not _NOTHING.search(run)}
    step = next((one for one in _PROVING if one in scripts), "")
    typed = "npx tsc --noEmit" if package.has("typescript") else ""
    runner = next((one for one in ("vitest", "jest") if package.has(one)), "")
    tests = f"npx {runner}{' run' if runner == 'vitest' else ''}" if runner else ""
    run = _manager(code, package)
    proved = f"{run} run {step}" if step else typed
    script = _testing(package, scripts)
    tests = f"{run} {script}" if script else tests
    called = f"{run} run test:e2e" if "test:e2e" in scripts else ""
    return _within(package.path.folder, Commands(step=proved, tests=tests, called=called))


def _testing(package: Manifest, scripts: Collection[str]) -> str:
    """The script for tests; one that goes on watching gives way to one that ends."""
    if "test" not in scripts or not _WATCHING.fullmatch(package.scripts["test"]):
        return "test" if "test" in scripts else ""
    ending = (one for one in scripts if _ENDING.fullmatch(package.scripts[one]))
    return next((f"run {one}" for one in sorted(ending, key=len)), "test -- --run")


def _manager(code: Code, package: Manifest) -> str:
    there = {one.value for one in code.paths}
    folder = f"{package.path.folder}/" if package.path.folder else ""
    found = (name for lock, name in _LOCKS if {lock, f"{folder}{lock}"} & there)
    return next(found, "npm")


def _of_dotnet(code: Code, stack: Stack) -> Commands:
    """Of a solution, else of the server's project and the one of its tests."""
    solved = [one for one in code.paths if one.suffix in {".sln", ".slnx"}]
    built = solved or sorted(projects(code.paths), key=lambda one: not _is_near(one, stack))
    if not built:
        return Commands()
    first = min(built, key=lambda one: one.value.count("/")) if solved else built[0]
    tested = first if solved else test_project(code.paths)
    run = "" if tested is None else f"dotnet test {tested if tested.folder else ''}".rstrip()
    return Commands(step=f"dotnet build {first if first.folder else ''}".rstrip(), tests=run)


def _of_java(code: Code, stack: Stack) -> Commands:
    there = {one.value for one in code.paths}
    for root in dict.fromkeys((stack.root, "")):
        for name, step, tests in _JAVA:
            if f"{root}{name}" in there:
                return _within(root.rstrip("/"), Commands(step=step, tests=tests))
    return Commands()


def _of_python(code: Code, stack: Stack) -> Commands:
    there = {one.value for one in code.paths}
    named = any(_RUNNERS[".py"].search(_text(code, one)) for one in _held(code, ".py"))
    if named or "pytest.ini" in there:
        return Commands(tests="pytest")
    roots = [root for root in (stack.root, "") if f"{root}manage.py" in there]
    django = Commands(step="python manage.py check", tests="python manage.py test")
    return _within(roots[0].rstrip("/"), django) if roots else Commands()


def _of_php(_code: Code, stack: Stack) -> Commands:
    return _within(stack.root.rstrip("/"), Commands(tests=_PHP.get(stack.name, "")))


def _of_go(_code: Code, stack: Stack) -> Commands:
    made = Commands(step="go build ./...", tests="go test ./...")
    return _within(stack.root.rstrip("/"), made)


def _within(folder: str, made: Commands) -> Commands:
    """The commands as they are run from the top of the repository."""
    before = f"cd {folder} && " if folder else ""
    step, tests, called = (one and before + one for one in (made.step, made.tests, made.called))
    return Commands(step=step, tests=tests, called=called)


_MAKERS: Mapping[str, Callable[[Code, Stack], Commands]] = {
    ".ts": _of_scripts,
    ".cs": _of_dotnet,
    ".java": _of_java,
    ".py": _of_python,
    ".php": _of_php,
    ".go": _of_go,
}
