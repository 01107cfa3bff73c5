"""`.ai/waltz.toml`: the repository's settings for Waltz, read strictly.

A repository says how it is worked, never where a model is or with which key (T11); what it wants
run is asked about before the first time (T09).
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from agent.core.check import Check, Formatter, When
from agent.core.documents import RepoPath, Role
from agent.core.errors import RefusedError, SetupError
from agent.core.settings import SETTINGS, Language, Settings
from agent.core.subjects import Naming, branch_fault, commit_fault

_MOST = 64 * 1024
# Each dot of a name nests its table deeper, and tomllib takes quadratic time and room for that.
_DEEPEST = 100
_OURS_ALONE = re.compile(
    r"(?:.*[_-])?(?:url|uri|key|token|secret|password|proxy|model|provider|server|host|ca)",
    re.IGNORECASE,
)
_PYTHON = "{python}"


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _command(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a command is one text, as it is typed")  # noqa: TRY004 - for pydantic
    parts = shlex.split(value)
    if not parts:
        raise ValueError("the command is empty")
    return parts


def _repo_path(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a path is a text")  # noqa: TRY004 - for pydantic
    try:
        return RepoPath(value)
    except RefusedError as error:
        raise ValueError(error.refusal.reason) from error


def _template(fault: Callable[[str], str]) -> Callable[[object], object]:
    def check(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError("a template is a text")  # noqa: TRY004 - for pydantic
        if wrong := fault(value):
            raise ValueError(wrong)
        return value

    return check


def _profile(value: object) -> object:
    """A name is a path too; one that leaves the repository is read by nobody's settings (T11)."""
    return str(_repo_path(value))


_Commit = Annotated[str, BeforeValidator(_template(commit_fault))]
_Branch = Annotated[str, BeforeValidator(_template(branch_fault))]
_Profile = Annotated[str, BeforeValidator(_profile)]
_Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]
_Command = Annotated[tuple[str, ...], BeforeValidator(_command)]
_Path = Annotated[RepoPath, BeforeValidator(_repo_path)]
_Paths = Annotated[tuple[_Path, ...], BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class _CheckTable(_Strict):
    run: _Command
    when: When
    paths: _Texts = ()


class _FormatTable(_Strict):
    run: _Command
    paths: _Texts = ()


class _File(_Strict):
    documents: dict[Role, _Paths] = {}
    check: tuple[_CheckTable, ...] = ()
    format: tuple[_FormatTable, ...] | None = None
    commit: _Commit = ""
    branch: _Branch = ""
    profile: _Profile = ""
    language: Language | None = None


def read_settings(data: bytes, *, python: str) -> Settings:
    """The settings that the file's bytes hold; SetupError names file and line."""
    if len(data) > _MOST:
        raise _wrong(1, "it is larger than 64 KB")
    return _settings(data, python)


@lru_cache(maxsize=2)
def _settings(data: bytes, python: str) -> Settings:
    text, values = _toml(data)
    try:
        file = _File.model_validate(values)
    except ValidationError as error:
        raise _first(error, text) from error
    return Settings(
        documents=tuple(file.documents.items()),
        checks=tuple(
            Check(run=_expanded(one.run, python), when=one.when, paths=one.paths)
            for one in file.check
        ),
        formats=_formats(file, python),
        naming=Naming(commit=file.commit, branch=file.branch),
        profile=file.profile,
        language=file.language,
    )


def _formats(file: _File, python: str) -> tuple[Formatter, ...] | None:
    if file.format is None:
        return None
    return tuple(Formatter(run=_expanded(one.run, python), paths=one.paths) for one in file.format)


def _expanded(run: Sequence[str], python: str) -> tuple[str, ...]:
    return tuple(part.replace(_PYTHON, python) for part in run)


def _toml(data: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = data.decode("utf-8-sig")
        deep = next(
            (n for n, one in enumerate(text.split("\n"), 1) if one.count(".") > _DEEPEST), 0
        )
        if deep:
            raise _wrong(deep, f"more than {_DEEPEST} dots in a line")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise _wrong(data[: error.start].count(b"\n") + 1, "it is not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        last = data.count(b"\n") + 1
        said = re.sub(r" \(at .*\)", "", str(error))
        raise _wrong(int(line[1]) if line else last, said) from error
    except RecursionError as error:
        raise _wrong(1, "it is nested too deeply") from error
    except ValueError as error:
        raise _wrong(1, "a number in it is too long") from error


def _wrong(line: int, what: str) -> SetupError:
    return SetupError(f"{SETTINGS}:{line}: {what}")


def _first(error: ValidationError, text: str) -> SetupError:
    fault: Any = error.errors(include_url=False)[0]
    place = fault["loc"]
    name = ".".join(str(part) for part in place if not _is_inner(part))
    return _wrong(_line(text, place), f"`{name}`: {_said(fault, str(place[-1]))}")


def _is_inner(part: object) -> bool:
    return part == "[key]"


def _said(fault: Any, key: str) -> str:  # noqa: ANN401 - pydantic's own dict
    if fault["type"] != "extra_forbidden":
        return str(fault["msg"]).removeprefix("Value error, ")
    if _OURS_ALONE.fullmatch(key):
        return "endpoints, models and keys are never read from a repository; remove it"
    return "Waltz does not know this setting"


def _line(text: str, place: Sequence[object]) -> int:
    """The line of a setting: each of its names is looked for after the one before."""
    lines = text.split("\n")
    at = 0
    for number, part in enumerate(place):
        if isinstance(part, int):
            table = re.compile(rf"\s*\[\[\s*{re.escape(str(place[number - 1]))}\b")
            tables = [n for n, one in enumerate(lines) if table.match(one)]
            at = tables[part] if part < len(tables) else at
            continue
        named = re.compile(rf"""(?:^|[\s\[{{,.])["']?{re.escape(str(part))}["']?\s*[\].=]""")
        at = next((n for n in range(at, len(lines)) if named.search(lines[n])), at)
    return at + 1
