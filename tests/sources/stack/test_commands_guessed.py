from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.stack.commands import guess_checks
from agent.sources.stack.manifests import Manifest, read_manifest

NODE = '{"scripts": {%s}, "devDependencies": {"typescript": "5", "vitest": "3"}}'
CSPROJ = "<Project Sdk='x'/>"


def manifest(path: str, text: str = "") -> Manifest:
    return read_manifest(RepoPath(path), text)


def guessed(manifests: list[Manifest], *files: str) -> list[str]:
    found = guess_checks(
        manifests, {*files, *(one.path.value for one in manifests)}, files.__contains__
    )
    return [f"{one.check.when}: {one.check.command}" for one in found]


@pytest.mark.parametrize(
    ("manifests", "files", "expected"),
    [
        (
            [
                manifest(
                    "package.json",
                    NODE % '"lint": "eslint .", "test": "vitest", "check": "astro check"',
                )
            ],
            [],
            ["step: npm run check", "step: npm run lint", "batch: npx vitest run"],
        ),
        (
            [manifest("package.json", NODE % '"test": "jest --watch", "test:unit": "vitest run"')],
            ["pnpm-lock.yaml", "tsconfig.json"],
            ["step: npx tsc --noEmit", "batch: pnpm run test:unit"],
        ),
        (
            [
                manifest(
                    "package.json",
                    NODE % '"test": "echo no test && exit 1", "lint": "eslint --fix"',
                )
            ],
            [],
            [],
        ),
        (
            [manifest("web/package.json", NODE % '"lint": "eslint ."')],
            ["web/yarn.lock"],
            ["step: yarn --cwd web run lint", "batch: npx vitest run --root web"],
        ),
        (
            [manifest("pyproject.toml", '[project]\ndependencies = ["ruff", "mypy", "pytest"]')],
            ["uv.lock"],
            ["step: uv run ruff check .", "step: uv run mypy .", "batch: uv run pytest -q"],
        ),
        (
            [manifest("api/requirements.txt", "pytest\n")],
            ["api/.venv/bin/pytest"],
            ['batch: sh -c "cd api && .venv/bin/pytest -q"'],
        ),
        (
            [manifest("src/A/A.csproj", CSPROJ), manifest("tests/A.Tests/A.Tests.csproj", CSPROJ)],
            ["Shop.sln"],
            ["step: dotnet build Shop.sln", "batch: dotnet test Shop.sln"],
        ),
        (
            [manifest("src/A/A.csproj", CSPROJ), manifest("src/ATests/ATests.csproj", CSPROJ)],
            [],
            [
                "step: dotnet build src/A/A.csproj",
                "batch: dotnet test src/ATests/ATests.csproj",
                "step: dotnet build src/ATests/ATests.csproj",
            ],
        ),
        (
            [manifest("src/Contest.Api/Contest.Api.csproj", CSPROJ)],
            [],
            ["step: dotnet build src/Contest.Api/Contest.Api.csproj"],
        ),
        ([manifest("Directory.Packages.props", "<Project>")], [], []),
        (
            [
                manifest(
                    "package.json",
                    NODE % '"build": "vite build", "test": "vitest", "test:unit": "vitest run a/b"',
                )
            ],
            [],
            ["step: npm run build", "batch: npx vitest run"],
        ),
        (
            [manifest("pyproject.toml", "[tool.ruff]"), manifest("requirements.txt", "pytest")],
            ["manage.py"],
            [
                "step: ruff check .",
                "step: python manage.py check",
                "batch: pytest -q",
            ],
        ),
        (
            [manifest("composer.json", '{"require": {"phpunit/phpunit": "11"}}')],
            ["bin/phpunit"],
            ["batch: php bin/phpunit"],
        ),
        (
            [manifest("pom.xml", "<project>")],
            ["mvnw"],
            ["step: ./mvnw -q compile", "batch: ./mvnw -q test"],
        ),
        (
            [manifest("pom.xml", "<project>"), manifest("shop/pom.xml", "<project>")],
            [],
            ["step: mvn -q compile", "batch: mvn -q test"],
        ),
        (
            [manifest("api/build.gradle")],
            ["api/gradlew"],
            ["step: ./api/gradlew -q -p api classes", "batch: ./api/gradlew -q -p api test"],
        ),
        ([manifest("go.mod", "go 1.22")], [], ["step: go vet ./...", "batch: go test ./..."]),
        (
            [
                manifest(
                    "composer.json",
                    '{"require": {"laravel/framework": "11", "phpstan/phpstan": "2"}}',
                )
            ],
            [],
            ["step: vendor/bin/phpstan analyse", "batch: php artisan test"],
        ),
        (
            [manifest("composer.json", '{"require": {"phpunit/phpunit": "11"}}')],
            [],
            ["batch: vendor/bin/phpunit"],
        ),
        (
            [manifest("Gemfile", 'gem "rails"\ngem "rubocop"')],
            [],
            ["step: bundle exec rubocop", "batch: bin/rails test"],
        ),
        ([manifest("Gemfile", 'gem "rspec-rails"')], [], ["batch: bundle exec rspec"]),
        ([manifest("tsconfig.json", "{}")], [], []),
    ],
)
def test_checks(manifests: list[Manifest], files: list[str], expected: list[str]) -> None:
    assert guessed(manifests, *files) == expected


def test_a_project_in_a_folder_is_checked_for_its_files() -> None:
    (one,) = guess_checks([manifest("api/go.mod", "go 1")], set(), lambda _: False)[:1]
    assert (one.check.paths, one.why) == (("api/*",), "api/go.mod")
