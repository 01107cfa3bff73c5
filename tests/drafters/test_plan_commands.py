"""A step is proved by what the project's own stack offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from agent.core.documents import RepoPath
from agent.drafter import Code
from agent.drafters.builtin.planning.places.commands import Commands, commands_of
from agent.drafters.builtin.planning.places.shown import shown_in
from agent.drafters.builtin.planning.places.stacks import UNKNOWN, Stack, stacks

BUILT = '{"scripts": {"build": "vite build", "test": "vitest run"}}'
HOLLOW = (
    '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1", "lint": "eslint ."}}'
)

PINNED = '{"scripts": {"check": "tsc"}, "dependencies": {"express": "5", "vitest": "3"}}'
SDK = '<Project Sdk="Microsoft.NET.Sdk.Web">'


def stack(name: str) -> Stack:
    return next((one for one in stacks() if one.name == name), UNKNOWN)


@pytest.mark.parametrize(
    ("name", "files", "known"),
    [
        ("astro", {"package.json": BUILT}, Commands(step="npm run build", tests="npm run test")),
        ("", {"package.json": BUILT}, Commands(step="npm run build", tests="npm run test")),
        (
            "express",
            {"package.json": HOLLOW},
            Commands(step="npm run lint", untested="package.json"),
        ),
        ("express", {"package.json": '{"scripts": []}'}, Commands(untested="package.json")),
        ("fastapi", {"package.json": BUILT}, Commands()),
        (
            "fastapi",
            {"package.json": BUILT, "requirements.txt": "fastapi\npytest>=7\n"},
            Commands(tests="pytest -q"),
        ),
        (
            "fastapi",
            {"pyproject.toml": '[project]\ndev = ["pytest>=8"]'},
            Commands(tests="pytest -q"),
        ),
        (
            "fastapi",
            {"api/requirements.txt": "fastapi\nruff\n", "api/dev/x.py": ""},
            Commands(untested="api/requirements.txt"),
        ),
        (
            "fastapi",
            {
                "api/requirements.txt": "fastapi\nruff\nmypy",
                "api/requirements-dev.txt": "pytest",
                "api/uv.lock": "",
            },
            Commands(
                step="cd api && uv run mypy .",
                tests="cd api && uv run pytest -q",
            ),
        ),
        ("fastapi", {"requirements.txt": "pytest-cov\n"}, Commands(untested="requirements.txt")),
        (
            "aspnet",
            {
                "package.json": BUILT,
                "App.sln": "",
                "A/A.csproj": SDK,
                "A.Tests/A.Tests.csproj": "xunit",
            },
            Commands(step="dotnet build App.sln", tests="dotnet test App.sln"),
        ),
        (
            "django",
            {"manage.py": "", "requirements.txt": "django\n"},
            Commands(step="python manage.py check", tests="python manage.py test"),
        ),
        (
            "django",
            {"api/manage.py": "", "api/requirements.txt": "django\n"},
            Commands(
                step="cd api && python manage.py check",
                tests="cd api && python manage.py test",
            ),
        ),
        ("fastapi", {"tests/test_a.py": "", "requirements.txt": "fastapi\n"}, Commands()),
        (
            "fastapi",
            {"pytest.ini": "", "requirements.txt": "fastapi\n"},
            Commands(tests="pytest -q"),
        ),
        ("fastapi", {"pom.xml": "<project>"}, Commands()),
        ("express", {"gradlew": "", "api/package.json": '{"scripts": {}}'}, Commands()),
        (
            "express",
            {"api/package.json": PINNED, "pnpm-lock.yaml": "", "api/src/routes/a.ts": ""},
            Commands(step="pnpm --dir api run check", tests="npx vitest run --root api"),
        ),
        (
            "nest",
            {"package.json": '{"devDependencies": {"jest": "1"}}'},
            Commands(tests="npx jest"),
        ),
        (
            "nest",
            {"package.json": '{"scripts": {"test": "jest", "test:e2e": "jest -c e2e.json"}}'},
            Commands(tests="npm run test", called="npm run test:e2e"),
        ),
        (
            "astro",
            {"package.json": '{"scripts": {"test": "vitest"}, "devDependencies": {"vitest": "3"}}'},
            Commands(tests="npx vitest run"),
        ),
        ("", {"package.json": '{"scripts": {}}'}, Commands()),
        (
            "nest",
            {
                "package.json": '{"devDependencies": {"typescript": "5", "jest": "1"}}',
                "tsconfig.json": "{}",
            },
            Commands(step="npx tsc --noEmit", tests="npx jest"),
        ),
        (
            "aspnet",
            {"src/A.sln": "", "src/A/A.csproj": SDK, "src/B.Tests/B.Tests.csproj": "xunit"},
            Commands(step="dotnet build src/A.sln", tests="dotnet test src/A.sln"),
        ),
        (
            "aspnet",
            {"src/A/A.csproj": SDK, "src/A.Tests/A.Tests.csproj": "xunit"},
            Commands(
                step="dotnet build src/A/A.csproj", tests="dotnet test src/A.Tests/A.Tests.csproj"
            ),
        ),
        ("aspnet", {"A.csproj": SDK}, Commands(step="dotnet build A.csproj", untested="A.csproj")),
        ("aspnet", {"a.txt": ""}, Commands()),
        ("spring", {"pom.xml": "<x>junit"}, Commands(step="mvn -q compile", tests="mvn -q test")),
        (
            "spring",
            {"api/gradlew": "", "api/build.gradle": "plugins { id 'org.springframework.boot' }"},
            Commands(step="./api/gradlew -q -p api classes", untested="api/build.gradle"),
        ),
        ("spring", {"x/A.java": ""}, Commands()),
        (
            "laravel",
            {"composer.json": '{"require": {"laravel/framework": "11", "phpunit/phpunit": "1"}}'},
            Commands(tests="php artisan test"),
        ),
        ("go", {"go.mod": "go 1.22"}, Commands(step="go vet ./...", tests="go test ./...")),
        (
            "go",
            {"be/go.mod": "go 1.22", "be/main.go": ""},
            Commands(step="go -C be vet ./...", tests="go -C be test ./..."),
        ),
        ("rails", {"Gemfile": "gem 'rails'"}, Commands(tests="bin/rails test")),
    ],
)
def test_the_stack_says_what_proves_a_step(
    name: str, files: Mapping[str, str], known: Commands
) -> None:
    code = Code(
        listed=lambda: tuple(map(RepoPath, files)),
        read=lambda path: files[path.value].encode() if path.value in files else None,
    )

    root = next((one.root for one in shown_in(code) if one.stack.name == name), "")
    assert commands_of(code, (), replace(stack(name), root=root)) == known
