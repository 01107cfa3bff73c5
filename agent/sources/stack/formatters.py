"""Which formatters a project uses, by its own files: those that can filter one file's bytes."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator

from agent.core.check import Formatter
from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.sources.stack.manifests import json_object

Read = Callable[[RepoPath], str | None]
Has = Callable[[str], bool]

_PYPROJECT = RepoPath("pyproject.toml")
_HOOKS = RepoPath(".pre-commit-config.yaml")
_RUFF_FILES = (RepoPath("ruff.toml"), RepoPath(".ruff.toml"))
_PACKAGE = RepoPath("package.json")
_STAGED_FILES = (RepoPath(".lintstagedrc.json"), RepoPath(".lintstagedrc"))
_DOTNET = RepoPath(".config/dotnet-tools.json")
_VENVS = (".venv/bin/", "venv/bin/", "")
_PRETTIER = "node_modules/.bin/prettier"
_SCRIPTS = ("*.js", "*.jsx", "*.mjs", "*.cjs", "*.ts", "*.tsx", "*.mts", "*.cts", "*.vue")
_STYLES = ("*.css", "*.scss", "*.less")
_GROUP = deferred(r"\{([^{}]*)\}")
_PLAIN = deferred(r"[\w./*?-]+")
_NAMED = r"(?m)^[ \t]*\[tool\.{0}\b|^[ \t]*{0}[ \t]*=|[\"']{0}(?:\[[^][]*\])?[ \t]*[\"'<>=~!;@]"
_MOST = 50


def guess_formatters(read: Read, has: Has) -> tuple[Formatter, ...]:
    """The formatters that these files name and that are there; `has` knows programs and paths.

    What only formats files in place (`dotnet format`, `eslint --fix`) is none of them.
    """
    found = (_python(read, has), _prettier(read, has), _csharpier(read, has))
    return tuple(one for one in found if one is not None)


def _python(read: Read, has: Has) -> Formatter | None:
    """Where both are named, ruff is it only if it says so: many have it as their linter."""
    project, hooks = read(_PYPROJECT) or "", read(_HOOKS) or ""
    own = next((one for one in _RUFF_FILES if read(one) is not None), None)
    signs = (
        ("ruff", _HOOKS, "id: ruff-format" in hooks),
        ("ruff", _PYPROJECT, "[tool.ruff.format]" in project),
        ("black", _HOOKS, re.search(r"\bid: black\b", hooks) is not None),
        ("black", _PYPROJECT, _names(project, "black")),
        ("ruff", own or _PYPROJECT, own is not None or _names(project, "ruff")),
    )
    tool, why = next(((tool, why.value) for tool, why, holds in signs if holds), ("", ""))
    program = next((f"{one}{tool}" for one in _VENVS if tool and has(f"{one}{tool}")), None)
    if program is None:
        return None
    options = ("format", "--force-exclude") if tool == "ruff" else ("-q",)
    run = (program, *options, "--stdin-filename", "{path}", "-")
    return Formatter(run=run, paths=("*.py", "*.pyi"), why=why)


def _names(config: str, tool: str) -> bool:
    return re.search(_NAMED.format(tool), config) is not None


def _prettier(read: Read, has: Has) -> Formatter | None:
    package = json_object(read(_PACKAGE))
    own = (found for one in _STAGED_FILES if (found := json_object(read(one))))
    staged = package.get("lint-staged") or next(own, {})
    needs = (package.get("dependencies"), package.get("devDependencies"))
    named = any("prettier" in one for one in needs if isinstance(one, dict))
    if not (named or "prettier" in json.dumps(staged)) or not has(_PRETTIER):
        return None
    globs = tuple(dict.fromkeys(itertools.islice(_staged(staged), _MOST)))
    run = (_PRETTIER, "--stdin-filepath", "{path}")
    return Formatter(run=run, paths=globs or (*_SCRIPTS, *_STYLES), why=_PACKAGE.value)


def _staged(staged: object) -> Iterator[str]:
    """The globs that lint-staged has prettier for, written as those of a check."""
    rows = staged.items() if isinstance(staged, dict) else ()
    globs = (
        one for pattern, run in rows if "prettier" in json.dumps(run) for one in _expanded(pattern)
    )
    for one in itertools.takewhile(_PLAIN.fullmatch, globs):
        yield one.removeprefix("./")
        # There `**` may stand for no folder at all.
        if "/**/" in one:
            yield one.removeprefix("./").replace("/**/", "/")


def _expanded(pattern: str) -> Iterator[str]:
    """`*.{js,ts}` as `*.js` and `*.ts`."""
    parts = _GROUP.split(pattern)
    choices = (part.split(",") if number % 2 else (part,) for number, part in enumerate(parts))
    return ("".join(chosen) for chosen in itertools.product(*choices))


def _csharpier(read: Read, has: Has) -> Formatter | None:
    tools = json_object(read(_DOTNET)).get("tools")
    tool = tools.get("csharpier") if isinstance(tools, dict) else None
    if not isinstance(tool, dict) or not has("dotnet"):
        return None
    old = str(tool.get("version", "")).startswith("0.")
    run = ("dotnet", "csharpier", *(() if old else ("format",)), "--write-stdout")
    return Formatter(run=run, paths=("*.cs",), why=_DOTNET.value)
