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
_OF_FOLDER = deferred(r"\b(?:vitest|jest)(?: run)? [\w.-]+/")
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
# The words that run each, and the option for its folder.
_RUNNERS = {"vitest": ("vitest", "run", "root"), "jest": ("jest", "rootDir")}
_TEST_SCRIPTS = ("test:unit", "test:run", "test:ci", "test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A check that the project seems to have, and what it was guessed by."""

    check: Check
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Project:
    """The manifests of one kind in a folder, and what lies in the repository."""

    manifests: Sequence[Manifest]
    files: Collection[str]
    has: Has

    @property
    def manifest(self) -> Manifest:
        return self.manifests[0]

    def names(self, package: str) -> bool:
        return any(one.has(package) for one in self.manifests)

    @property
    def folder(self) -> str:
        return self.manifest.path.folder

    def beside(self, name: str) -> bool:
        """Whether such a file lies beside the manifest."""
        return (f"{self.folder}/{name}" if self.folder else name) in self.files

    def guess(self, run: Sequence[str], when: When, why: str = "") -> Guess:
        paths = (f"{self.folder}/*",) if self.folder else ()
        path = next((one.path for one in self.manifests if one.has(why)), self.manifest.path)
        said = f"{path}: {why}" if why else path.value
        return Guess(check=Check(run=tuple(run), when=when, paths=paths), why=said)

    def script(self, name: str, when: When) -> Guess:
        return self.guess(script(self.manifest, self.files, name), when, name)

    def inside(self, *run: str) -> tuple[str, ...]:
        """The command as it runs in the manifest's folder."""
        if not self.folder:
            return run
        return ("sh", "-c", f"cd {shlex.quote(self.folder)} && {shlex.join(run)}")


_Reader = Callable[[_Project], Iterator[Guess]]


def guess_checks(
    manifests: Sequence[Manifest], files: Collection[str], has: Has
) -> tuple[Guess, ...]:
    """The checks of each project in the repository, the quick ones of each first.

    `has` knows programs and paths below the top.
    """
    found: dict[tuple[str, ...], Guess] = {}
    kinds: list[tuple[_Reader, str]] = []
    beside: dict[tuple[_Reader, str], list[Manifest]] = {}
    for manifest in sorted(manifests, key=lambda one: one.path.value.count("/")):
        beside.setdefault((_reader(manifest), manifest.path.folder), []).append(manifest)
    for (reader, folder), together in beside.items():
        # A module of a project that was seen is checked with it.
        if any(kind is reader and f"{folder}/".startswith(top) for kind, top in kinds):
            continue
        made = tuple(reader(_Project(manifests=together, files=files, has=has)))
        if made:
            kinds.append((reader, f"{folder}/" if folder else ""))
        for one in made:
            found.setdefault(one.check.run, one)
    return tuple(found.values())


def _nothing(project: _Project) -> Iterator[Guess]:  # noqa: ARG001 - as the other readers
    yield from ()


def _reader(manifest: Manifest) -> _Reader:
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
    checks = [one for one in (*_TYPE_SCRIPTS, "lint") if _is_check(scripts.get(one, ""))]
    types = next((one for one in checks if one != "lint"), None)
    if types is not None:
        yield project.script(types, "step")
    elif project.names("typescript") and project.beside("tsconfig.json"):
        place = ("-p", project.folder) if project.folder else ()
        yield project.guess(("npx", "tsc", "--noEmit", *place), "step", "typescript")
    elif not checks and "build" in scripts:
        yield project.script("build", "step")
    if "lint" in checks:
        yield project.script("lint", "step")
    yield from _node_tests(project)


def _node_tests(project: _Project) -> Iterator[Guess]:
    """The script that ends, else the runner itself."""
    scripts = project.manifest.scripts
    named = [one for one in _TEST_SCRIPTS if one in scripts and not _NO_TESTS.search(scripts[one])]
    tests = [one for one in named if one == "test" or not _OF_FOLDER.search(scripts[one])]
    once = next((one for one in tests if not _WATCHES.search(scripts[one])), None)
    if once is not None:
        yield project.script(once, "batch")
    elif tests or "test" not in scripts:
        for runner, words in _RUNNERS.items():
            if project.names(runner):
                root = (f"--{words[-1]}", project.folder) if project.folder else ()
                yield project.guess(("npx", *words[:-1], *root), "batch", runner)
                return


def script(manifest: Manifest, files: Collection[str], name: str) -> tuple[str, ...]:
    """How a script of a package is run from the top of the repository."""
    folder = manifest.path.folder
    before = f"{folder}/" if folder else ""
    found = (tool for lock, tool in _LOCKS if f"{before}{lock}" in files or lock in files)
    tool = next(found, "npm")
    return (tool, *((_FOLDER[tool], folder) if folder else ()), "run", name)


def _is_check(run: str) -> bool:
    return bool(run) and not (_FIXES.search(run) or _WATCHES.search(run) or _NO_TESTS.search(run))


def _python(project: _Project) -> Iterator[Guess]:
    if project.names("ruff") or project.beside("ruff.toml"):
        yield project.guess(_python_tool(project, "ruff", "check", "."), "step", "ruff")
    if project.names("mypy"):
        yield project.guess(_python_tool(project, "mypy", "."), "step", "mypy")
    if project.beside("manage.py"):
        yield project.guess(_python_tool(project, "python", "manage.py", "check"), "step", "django")
    if project.names("pytest") or project.beside("pytest.ini"):
        yield project.guess(_python_tool(project, "pytest", "-q"), "batch", "pytest")
    elif project.beside("manage.py"):
        yield project.guess(_python_tool(project, "python", "manage.py", "test"), "batch", "django")


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
    if not place.endswith(("proj", "sln", "slnx")):
        return
    why = place if solutions else ""
    yield _everywhere(project.guess(("dotnet", "build", place), "step", why))
    tests = sorted(filter(_DOTNET_TESTS.search, project.files))
    if tests:
        run = place if solutions else tests[0]
        yield _everywhere(project.guess(("dotnet", "test", run), "batch", why))


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
    if project.names("phpstan/phpstan") or project.names("larastan/larastan"):
        yield project.guess(project.inside("vendor/bin/phpstan", "analyse"), "step", "phpstan")
    if project.names("laravel/framework"):
        yield project.guess(project.inside("php", "artisan", "test"), "batch", "laravel")
    elif project.beside("bin/phpunit"):
        yield project.guess(project.inside("php", "bin/phpunit"), "batch", "symfony")
    elif project.names("phpunit/phpunit"):
        yield project.guess(project.inside("vendor/bin/phpunit"), "batch", "phpunit")


def _ruby(project: _Project) -> Iterator[Guess]:
    if project.names("rubocop"):
        yield project.guess(project.inside("bundle", "exec", "rubocop"), "step", "rubocop")
    if project.names("rspec") or project.names("rspec-rails"):
        yield project.guess(project.inside("bundle", "exec", "rspec"), "batch", "rspec")
    elif project.names("rails"):
        yield project.guess(project.inside("bin/rails", "test"), "batch", "rails")
