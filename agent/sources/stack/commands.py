"""Which commands check a project, by its own manifests: types and lint a step, tests a batch."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterator, Sequence

from agent.core.check import Check, When
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.stack.manifests import Manifest

Has = Callable[[str], bool]

_WATCHES = deferred(r"--watch(?!All=false|=false)|\bwatch\b|--ui\b|\bvitest\s*$")
_NO_TESTS = deferred(r"no test|\becho\b|playwright|cypress|\bexit\b")
_DOTNET_TESTS = deferred(r"(?:(?:^|/)tests?/(?:.*/)?[^/]+|(?:^|[\w./])Tests?)\.csproj$")
_FIXES = deferred(r"--fix|--write")
_LOCKS = (
    ("pnpm-lock.yaml", "pnpm"),
    ("yarn.lock", "yarn"),
    ("bun.lockb", "bun"),
    ("bun.lock", "bun"),
)
_FOLDER = {"npm": "--prefix", "pnpm": "--dir", "yarn": "--cwd", "bun": "--cwd"}
_TYPE_SCRIPTS = ("typecheck", "type-check", "check-types", "types", "tsc", "check")
_TEST_SCRIPTS = ("test:unit", "test:run", "test:ci", "test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A check that the project seems to have, and what it was guessed by."""

    check: Check
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Project:
    """One manifest, where it lies, and what lies in the repository."""

    manifest: Manifest
    files: Collection[str]
    has: Has

    @property
    def folder(self) -> str:
        return self.manifest.path.folder

    def beside(self, name: str) -> bool:
        """Whether such a file lies beside the manifest."""
        return (f"{self.folder}/{name}" if self.folder else name) in self.files

    def guess(self, run: Sequence[str], when: When, why: str = "") -> Guess:
        paths = (f"{self.folder}/*",) if self.folder else ()
        said = f"{self.manifest.path}: {why}" if why else self.manifest.path.value
        return Guess(check=Check(run=tuple(run), when=when, paths=paths), why=said)

    def inside(self, *run: str) -> tuple[str, ...]:
        """The command as it runs in the manifest's folder."""
        if not self.folder:
            return run
        return ("sh", "-c", f"cd {shlex.quote(self.folder)} && {shlex.join(run)}")


def guess_checks(
    manifests: Sequence[Manifest], files: Collection[str], has: Has
) -> tuple[Guess, ...]:
    """The checks of each project in the repository, the quick ones of each first.

    `has` knows programs and paths below the top.
    """
    found: dict[tuple[str, ...], Guess] = {}
    kinds: set[tuple[str, str]] = set()
    for manifest in sorted(manifests, key=lambda one: one.path.value.count("/")):
        reader = _reader(manifest)
        # A module of a project that was seen is checked with it.
        if any(kind == reader.__name__ and _is_below(manifest, top) for kind, top in kinds):
            continue
        made = tuple(reader(_Project(manifest=manifest, files=files, has=has)))
        kinds |= {(reader.__name__, manifest.path.folder)} if made else set()
        for one in made:
            found.setdefault(one.check.run, one)
    return tuple(found.values())


def _nothing(project: _Project) -> Iterator[Guess]:  # noqa: ARG001 - as the other readers
    yield from ()


def _is_below(manifest: Manifest, top: str) -> bool:
    return not top or f"{manifest.path.folder}/".startswith(f"{top}/")


def _reader(manifest: Manifest) -> Callable[[_Project], Iterator[Guess]]:
    match manifest.path.name:
        case "package.json":
            return _node
        case "tsconfig.json":
            return _nothing
        case "pom.xml":
            return _maven
        case "build.gradle" | "build.gradle.kts":
            return _gradle
        case "go.mod":
            return _go
        case "composer.json":
            return _php
        case "Gemfile":
            return _ruby
        case name:
            return _dotnet if name.endswith((".csproj", ".props")) else _python


def _node(project: _Project) -> Iterator[Guess]:
    scripts = project.manifest.scripts
    tool = next(
        (tool for lock, tool in _LOCKS if project.beside(lock) or lock in project.files), "npm"
    )
    inside = (_FOLDER[tool], project.folder) if project.folder else ()

    def script(name: str) -> tuple[str, ...]:
        return (tool, *inside, "run", name)

    types = next((one for one in _TYPE_SCRIPTS if _is_check(scripts.get(one, ""))), None)
    if types is not None:
        yield project.guess(script(types), "step", types)
    elif project.manifest.has("typescript") and project.beside("tsconfig.json"):
        place = ("-p", project.folder) if project.folder else ()
        yield project.guess(("npx", "tsc", "--noEmit", *place), "step", "typescript")
    if _is_check(scripts.get("lint", "")):
        yield project.guess(script("lint"), "step", "lint")
    tests = [one for one in _TEST_SCRIPTS if one in scripts and not _NO_TESTS.search(scripts[one])]
    once = next((one for one in tests if not _WATCHES.search(scripts[one])), None)
    if once is not None:
        yield project.guess(script(once), "batch", once)
    elif project.manifest.has("vitest") and tests:
        root = ("--root", project.folder) if project.folder else ()
        yield project.guess(("npx", "vitest", "run", *root), "batch", "vitest")


def _is_check(run: str) -> bool:
    return bool(run) and not (_FIXES.search(run) or _WATCHES.search(run) or _NO_TESTS.search(run))


def _python(project: _Project) -> Iterator[Guess]:
    if project.manifest.has("ruff") or project.beside("ruff.toml"):
        yield project.guess(_python_tool(project, "ruff", "check", "."), "step", "ruff")
    if project.manifest.has("mypy"):
        yield project.guess(_python_tool(project, "mypy", "."), "step", "mypy")
    if project.manifest.has("pytest"):
        yield project.guess(_python_tool(project, "pytest", "-q"), "batch", "pytest")


def _python_tool(project: _Project, *words: str) -> tuple[str, ...]:
    """The tool as the project runs it: by uv or poetry, or out of its own environment."""
    for lock, runner in (("uv.lock", "uv"), ("poetry.lock", "poetry")):
        if project.beside(lock):
            return project.inside(runner, "run", *words)
    for folder in (".venv/bin", "venv/bin"):
        place = f"{project.folder}/{folder}" if project.folder else folder
        if project.has(f"{place}/{words[0]}"):
            return project.inside(f"{folder}/{words[0]}", *words[1:])
    return project.inside(*words)


def _dotnet(project: _Project) -> Iterator[Guess]:
    solutions = sorted(
        (one for one in project.files if one.endswith((".sln", ".slnx"))),
        key=lambda one: (one.count("/"), one),
    )
    place = solutions[0] if solutions else project.manifest.path.value
    why = place if solutions else ""
    build = project.guess(("dotnet", "build", place, "--nologo", "-v", "q"), "step", why)
    yield _everywhere(build)
    tests = sorted(filter(_DOTNET_TESTS.search, project.files))
    if tests:
        run = place if solutions else tests[0]
        yield _everywhere(project.guess(("dotnet", "test", run, "--nologo"), "batch", why))


def _everywhere(guess: Guess) -> Guess:
    """The solution is built whole, whichever of its projects was seen first."""
    check = guess.check
    paths = ("*.cs", "*.csproj", "*.cshtml", "*.razor")
    return Guess(check=Check(run=check.run, when=check.when, paths=paths), why=guess.why)


def _maven(project: _Project) -> Iterator[Guess]:
    wrapper = f"{project.folder}/mvnw" if project.folder else "mvnw"
    program = f"./{wrapper}" if wrapper in project.files else "mvn"
    place = ("--file", project.manifest.path.value) if project.folder else ()
    yield project.guess((program, "-q", *place, "compile"), "step")
    yield project.guess((program, "-q", *place, "test"), "batch")


def _gradle(project: _Project) -> Iterator[Guess]:
    own = f"{project.folder}/gradlew" if project.folder else "gradlew"
    wrapper = next((one for one in (own, "gradlew") if one in project.files), None)
    program = f"./{wrapper}" if wrapper else "gradle"
    place = ("-p", project.folder) if project.folder else ()
    yield project.guess((program, "-q", *place, "classes"), "step")
    yield project.guess((program, "-q", *place, "test"), "batch")


def _go(project: _Project) -> Iterator[Guess]:
    place = ("-C", project.folder) if project.folder else ()
    yield project.guess(("go", *place, "vet", "./..."), "step")
    yield project.guess(("go", *place, "test", "./..."), "batch")


def _php(project: _Project) -> Iterator[Guess]:
    if project.manifest.has("phpstan/phpstan") or project.manifest.has("larastan/larastan"):
        yield project.guess(project.inside("vendor/bin/phpstan", "analyse"), "step", "phpstan")
    if project.manifest.has("laravel/framework"):
        yield project.guess(project.inside("php", "artisan", "test"), "batch", "laravel")
    elif project.manifest.has("phpunit/phpunit"):
        yield project.guess(project.inside("vendor/bin/phpunit"), "batch", "phpunit")


def _ruby(project: _Project) -> Iterator[Guess]:
    if project.manifest.has("rubocop"):
        yield project.guess(project.inside("bundle", "exec", "rubocop"), "step", "rubocop")
    if project.manifest.has("rspec") or project.manifest.has("rspec-rails"):
        yield project.guess(project.inside("bundle", "exec", "rspec"), "batch", "rspec")
    elif project.manifest.has("rails"):
        yield project.guess(project.inside("bin/rails", "test"), "batch", "rails")
