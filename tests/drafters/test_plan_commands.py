"""A step is proved by what the project's own stack offers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from agent.core.documents import RepoPath
from agent.drafter import Code
from agent.drafters.builtin.planning.places.commands import Commands, commands_of
from agent.drafters.builtin.planning.places.stacks import UNKNOWN, Stack, stacks

BUILT = '{"scripts": {"build": "vite build", "test": "vitest run"}}'
HOLLOW = (
    '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1", "lint": "eslint ."}}'
)


def stack(name: str) -> Stack:
    return next((one for one in stacks() if one.name == name), UNKNOWN)


@pytest.mark.parametrize(
    ("name", "files", "known"),
    [
        ("astro", {"package.json": BUILT}, Commands(step="npm run build", tests="npm test")),
        ("", {"package.json": BUILT}, Commands(step="npm run build", tests="npm test")),
        ("express", {"package.json": HOLLOW}, Commands(step="npm run lint")),
        ("express", {"package.json": '{"scripts": []}'}, Commands()),
        ("fastapi", {"package.json": BUILT}, Commands()),
        (
            "fastapi",
            {"package.json": BUILT, "requirements.txt": "fastapi\npytest>=7\n"},
            Commands(tests="pytest"),
        ),
        ("fastapi", {"pyproject.toml": 'dev = ["pytest>=8"]'}, Commands(tests="pytest")),
        ("fastapi", {"requirements.txt": "pytest-cov\n"}, Commands()),
        (
            "aspnet",
            {"package.json": BUILT, "App.sln": ""},
            Commands(step="dotnet build", tests="dotnet test"),
        ),
        ("django", {"manage.py": ""}, Commands(tests="python manage.py test")),
    ],
)
def test_the_stack_says_what_proves_a_step(
    name: str, files: Mapping[str, str], known: Commands
) -> None:
    code = Code(
        paths=tuple(map(RepoPath, files)),
        read=lambda path: files[path.value].encode() if path.value in files else None,
    )

    assert commands_of(code, (), stack(name)) == known
