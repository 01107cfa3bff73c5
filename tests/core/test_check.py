from __future__ import annotations

from dataclasses import replace

import pytest
from story import PYTEST, RUFF, result

from agent.core.batch import StepState
from agent.core.check import Check, Formatter, digest
from agent.core.documents import RepoPath
from agent.core.summary import tally


@pytest.mark.parametrize(
    ("globs", "changed", "applies"),
    [
        ((), ("README.md",), True),
        ((), (), True),
        (("*.py",), ("app/a.py",), True),
        (("app/**",), ("app/x/a.py",), True),
        (("**/*.ts",), ("a.ts",), True),
        (("**/*.ts",), ("src/a.ts",), True),
        (("*.ts", "*.py"), ("a.md", "b.py"), True),
        (("*.PY",), ("a.py",), False),
        (("src/*",), ("app/src.py",), False),
        (("*.py",), (), False),
    ],
)
def test_a_check_applies_to_its_files(
    globs: tuple[str, ...], changed: tuple[str, ...], *, applies: bool
) -> None:
    check = Check(run=("x",), when="step", paths=globs)
    assert check.applies([RepoPath(one) for one in changed]) is applies


@pytest.mark.parametrize(
    ("code", "others", "passed", "verified"),
    [(0, 0, True, True), (0, 2, True, False), (1, 0, False, False), (None, 0, False, False)],
)
def test_verified_is_a_pass_on_exactly_the_committed_tree(
    code: int | None, others: int, *, passed: bool, verified: bool
) -> None:
    one = result(code=code, others=others)
    assert (one.passed, one.verified) == (passed, verified)


@pytest.mark.parametrize(
    "other",
    [
        replace(PYTEST, run=("python", "-m", "pytest", "-x")),
        replace(PYTEST, when="batch"),
        replace(PYTEST, paths=("*.py",)),
    ],
)
def test_T10_trust_binds_to_command_glob_and_moment(other: Check) -> None:
    assert digest((PYTEST, RUFF)) != digest((other, RUFF))
    assert digest((PYTEST, RUFF)) != digest((RUFF, PYTEST))
    assert digest((PYTEST,)) == digest((replace(PYTEST),))


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ((), ""),
        (("verified",), "1 verified"),
        (("skipped", "verified", "confirmed", "verified"), "2 verified, 1 skipped, 1 confirmed"),
    ],
)
def test_how_many_steps_ended_how(states: tuple[StepState, ...], words: str) -> None:
    assert tally(states, lambda state, count: f"{count} {state}") == words


@pytest.mark.parametrize(
    ("run", "short"),
    [
        (("/x/bin/python", "-m", "pytest", "-q"), "pytest -q"),
        (("bin/ruff", "check", "."), "ruff check ."),
        (("python", "-m"), "python -m"),
        (("make",), "make"),
    ],
)
def test_a_check_is_called_by_its_short_name(run: tuple[str, ...], short: str) -> None:
    assert Check(run=run, when="step").short == short


PATH = RepoPath("app/a.py")
FORMATTER = Formatter(
    run=("/x/bin/python", "-m", "ruff", "format", "--stdin-filename", "{path}", "-"),
    paths=("*.py",),
)


@pytest.mark.parametrize(
    ("run", "name"),
    [
        (("/x/bin/python", "-m", "pytest", "tests"), "pytest"),
        (("bin/ruff", "check", "."), "ruff check"),
        (("npm", "run", "lint"), "npm run lint"),
        (("npm", "test", "--", "-q"), "npm test"),
        (("go", "vet", "./..."), "go vet"),
        (("npx", "tsc", "--noEmit"), "npx tsc"),
        (("npm", "--prefix", "web", "run", "lint"), "npm run lint"),
        (("npm", "--prefix=web", "test"), "npm test"),
        (("./gradlew", "-q", "classes"), "gradlew classes"),
        (("tsc", "--noEmit"), "tsc"),
        (("sh", "-c", "cd api && uv run mypy ."), "uv run mypy"),
        (("sh", "-c"), "sh"),
        (("python", "-c", "print(1) and x"), "python"),
        (("make", "a", "b", "c"), "make a b"),
    ],
)
def test_a_check_is_known_by_its_command(run: tuple[str, ...], name: str) -> None:
    assert Check(run=run, when="step").name == name


@pytest.mark.parametrize(
    ("run", "anywhere"),
    [
        (("/x/bin/python3.12", "-m", "pytest"), "python -m pytest"),
        (("api/.venv/bin/mypy", "."), "mypy ."),
        (("./mvnw", "-q", "test"), "./mvnw -q test"),
        (("vendor/bin/phpunit",), "vendor/bin/phpunit"),
        (("sh", "-c", "cd api && pytest -q"), "cd api && pytest -q"),
        (("sh", "-c"), "sh -c"),
    ],
)
def test_a_check_is_told_for_any_machine(run: tuple[str, ...], anywhere: str) -> None:
    assert Check(run=run, when="step").anywhere == anywhere


@pytest.mark.parametrize(
    ("others", "beside", "named"),
    [(0, (), ""), (2, (), ""), (2, ("a", "b"), "a, b"), (3, ("a", "b"), "a, b, \u2026")],
)
def test_the_first_of_other_changed_files_are_named(
    others: int, beside: tuple[str, ...], named: str
) -> None:
    paths = tuple(map(RepoPath, beside))
    assert replace(result(others=others), beside=paths).named == named


@pytest.mark.parametrize(
    ("globs", "path", "formats"),
    [((), "a", True), (("*.py",), "app/a.py", True), (("*.ts", "*.js"), "app/a.py", False)],
)
def test_a_formatter_has_its_files(globs: tuple[str, ...], path: str, *, formats: bool) -> None:
    assert Formatter(run=("x",), paths=globs).formats(RepoPath(path)) is formats


@pytest.mark.parametrize(
    ("run", "short"),
    [
        (FORMATTER.run, "ruff format"),
        (("node_modules/.bin/prettier", "--stdin-filepath", "{path}"), "prettier"),
        (("black", "-q", "-"), "black"),
        (("dotnet", "csharpier", "--write-stdout"), "dotnet csharpier"),
        (("{path}", "-"), "{path} -"),
    ],
)
def test_a_formatter_is_called_by_its_short_name(run: tuple[str, ...], short: str) -> None:
    assert Formatter(run=run).short == short


@pytest.mark.parametrize(("path", "told"), [("app/a.py", "app/a.py"), ("-x.py", "./-x.py")])
def test_T29_a_path_is_never_an_option(path: str, told: str) -> None:
    command = Formatter(run=("x", "--stdin={path}", "{path}")).command_for(RepoPath(path))
    assert command == ("x", f"--stdin={told}", told)


@pytest.mark.parametrize(
    "other",
    [
        (),
        (replace(FORMATTER, run=("ruff", "format")),),
        (replace(FORMATTER, paths=()),),
        (FORMATTER, FORMATTER),
    ],
)
def test_T10_trust_binds_to_the_formatters_too(other: tuple[Formatter, ...]) -> None:
    assert digest((PYTEST,), (FORMATTER,)) != digest((PYTEST,), other)
    assert digest((), (FORMATTER,)) != digest((), other)
    assert digest((), (FORMATTER,)) == digest((), (replace(FORMATTER, why="ruff.toml"),))


def test_trust_given_before_there_were_formatters_holds() -> None:
    assert digest((PYTEST,), ()) == digest((PYTEST,))
