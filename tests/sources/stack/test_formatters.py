from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from agent.core.documents import RepoPath
from agent.sources.stack.formatters import guess_formatters

RUFF = "ruff format --force-exclude --stdin-filename {path} -"
BLACK = "black -q --stdin-filename {path} -"
PRETTIER = "node_modules/.bin/prettier --stdin-filepath {path}"
BIN = "node_modules/.bin/prettier"
NEEDS = json.dumps({"devDependencies": {"prettier": "^3"}})


def staged(rows: object) -> str:
    return json.dumps({"lint-staged": rows})


def tools(version: object) -> dict[str, str]:
    text = json.dumps({"tools": {"csharpier": {"version": version}}})
    return {".config/dotnet-tools.json": text}


def guessed(files: Mapping[str, str], *programs: str) -> list[tuple[str, str]]:
    found = guess_formatters(lambda path: files.get(path.value), lambda name: name in programs)
    return [(one.command, one.why) for one in found]


@pytest.mark.parametrize(
    ("files", "programs", "command", "why"),
    [
        ({"pyproject.toml": "[tool.ruff]\n"}, "ruff", RUFF, "pyproject.toml"),
        ({"pyproject.toml": "[tool.ruff.lint]\n"}, "ruff", RUFF, "pyproject.toml"),
        ({"pyproject.toml": 'dev = ["pytest", "ruff>=0.4"]\n'}, "ruff", RUFF, "pyproject.toml"),
        ({"pyproject.toml": 'ruff = "^0.4"\n'}, "ruff", RUFF, "pyproject.toml"),
        ({"ruff.toml": ""}, "ruff", RUFF, "ruff.toml"),
        ({".ruff.toml": ""}, "ruff", RUFF, ".ruff.toml"),
        (
            {"pyproject.toml": "[tool.ruff]\n"},
            ".venv/bin/ruff ruff",
            f".venv/bin/{RUFF}",
            "pyproject.toml",
        ),
        ({"pyproject.toml": "[tool.black]\n"}, "venv/bin/black", f"venv/bin/{BLACK}", None),
        ({"pyproject.toml": "x = ['black[jupyter]']\n"}, "black", BLACK, "pyproject.toml"),
        ({"pyproject.toml": "[tool.ruff]\n[tool.black]\n"}, "ruff black", BLACK, None),
        ({"pyproject.toml": "[tool.ruff.format]\n[tool.black]\n"}, "ruff black", RUFF, None),
        (
            {".pre-commit-config.yaml": "- id: ruff-format", "pyproject.toml": "[tool.black]"},
            "ruff black",
            RUFF,
            ".pre-commit-config.yaml",
        ),
        (
            {".pre-commit-config.yaml": "- id: black", "ruff.toml": ""},
            "ruff black",
            BLACK,
            ".pre-commit-config.yaml",
        ),
        ({"package.json": NEEDS}, BIN, PRETTIER, "package.json"),
        ({"package.json": staged({"*.ts": "prettier --write"})}, BIN, PRETTIER, "package.json"),
        ({"package.json": "{}", ".lintstagedrc": '{"*": ["prettier"]}'}, BIN, PRETTIER, None),
        (tools("0.30.6"), "dotnet", "dotnet csharpier --write-stdout", ".config/dotnet-tools.json"),
        (tools("1.2.0"), "dotnet", "dotnet csharpier format --write-stdout", None),
    ],
)
def test_a_formatter_is_guessed_by_the_projects_own_files(
    files: dict[str, str], programs: str, command: str, why: str | None
) -> None:
    assert guessed(files, *programs.split()) == [(command, why or next(iter(files)))]


@pytest.mark.parametrize(
    ("files", "programs"),
    [
        ({}, "ruff black dotnet " + BIN),
        ({"pyproject.toml": "[tool.ruff]\n"}, "black"),
        ({"pyproject.toml": "[tool.ruffle]\nname = 'ruffle'\n[tool.blackbird]"}, "ruff black"),
        ({"package.json": NEEDS}, "prettier"),
        ({"package.json": '{"devDependencies": {"eslint": "9"}}'}, BIN),
        ({"package.json": staged({"*.ts": "eslint --fix"})}, BIN),
        ({"package.json": staged("prettier")[:-3]}, BIN),
        ({"package.json": '["prettier"]'}, BIN),
        ({"package.json": '{"dependencies": ["prettier"]}'}, BIN),
        ({"package.json": "[" * 100_000}, BIN),
        (tools("1.0"), "ruff"),
        ({".config/dotnet-tools.json": '{"tools": {"dotnet-format": {}}}'}, "dotnet"),
        ({".config/dotnet-tools.json": '{"tools": {"csharpier": "1"}}'}, "dotnet"),
        ({".config/dotnet-tools.json": '{"tools": []}'}, "dotnet"),
    ],
)
def test_what_cannot_filter_or_is_not_there_is_not_proposed(
    files: dict[str, str], programs: str
) -> None:
    assert guessed(files, *programs.split()) == []


def test_a_project_of_two_languages_has_both() -> None:
    files = {"ruff.toml": "", "package.json": NEEDS, **tools("0.1")}
    assert len(guessed(files, "ruff", BIN, "dotnet")) == 3


@pytest.mark.parametrize(
    ("rows", "matched", "others"),
    [
        ({"*.{ts,tsx}": "prettier --write"}, ["src/a.ts", "a.tsx"], ["a.md", "a.js"]),
        ({"*.ts": "eslint", "*.md": ["x", "prettier -w"]}, ["docs/a.md"], ["a.ts"]),
        ({"src/**/*.css": "prettier"}, ["src/a.css", "src/x/a.css"], ["a.css"]),
        ({"./src/*.css": "prettier"}, ["src/a.css"], ["a.css"]),
        ({"!(*.min).js": "prettier"}, ["a.js", "a.ts", "a.vue", "a.scss"], ["a.md", "a.json"]),
        ("prettier", ["a.ts"], ["a.md"]),
    ],
)
def test_its_files_are_those_of_lint_staged(
    rows: object, matched: list[str], others: list[str]
) -> None:
    files = {"package.json": staged(rows)}
    (one,) = guess_formatters(lambda path: files.get(path.value), lambda _name: True)
    assert [path for path in (*matched, *others) if one.formats(RepoPath(path))] == matched


def test_T38_globs_of_a_stranger_are_bounded() -> None:
    files = {"package.json": staged({"{a,b}" * 60: "prettier"})}
    (one,) = guess_formatters(lambda path: files.get(path.value), lambda _name: True)
    assert len(one.paths) == 50
