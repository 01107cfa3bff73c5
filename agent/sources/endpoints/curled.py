"""The calls of a document that shows its endpoints by `curl`, and what they send."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text import notation
from agent.sources.text.markdown import Fence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.spec import Endpoint
    from agent.sources.text.units import Unit

_SHELL = frozenset(["", "bash", "sh", "shell", "console", "zsh", "curl", "text"])
_COMMAND = deferred(r"^[\s$>]*curl\s(?P<said>(?:[^\n\\]|\\.|\\\n)*)", re.MULTILINE)
_METHOD = deferred(r"(?:^|\s)(?:-X|--request)[\s=]*[\"']?(?P<method>[A-Z]+)\b")
_URL = deferred(
    r"(?:^|[\s\"'])(?P<host>https?://[^\s/\"']+|localhost(?::\d+)?|\$\w+|\$\{\w+\}|\{\{?\w+\}?\}|<\w+>)"
    r"(?P<path>/[^\s\"'?#]*)"
)
_SENDS = deferred(r"(?:^|\s)(?:-d|--data(?:-\w+)*|--json|-F|--form)\b")
_BODY = deferred(
    r"(?:^|\s)(?:-d|--data(?:-\w+)*|--json)[\s=]*(?P<quote>[\"'])(?P<body>\s*[{\[].*?[}\]]\s*)(?P=quote)",
    re.DOTALL,
)
_GETS = deferred(r"(?:^|\s)(?:-G|--get)\b")
# What is fetched to be kept or run is no call of an API.
_FETCHES = deferred(r"\s(?:-o|-O|--output|--remote-name)\b|\|\s*(?:sudo\s+)?(?:ba|z)?sh\b")
# A sample in place of a parameter: a number, or what stands for one object among many.
_SAMPLE = deferred(
    r"\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{24}|\$\w+|\$\{\w+\}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curled:
    """A call, in the fence or line of unit `at`."""

    at: int
    line: int
    host: str
    call: notation.Call


def curled(units: Sequence[Unit]) -> tuple[Curled, ...]:
    """The calls to the server that most of them go to."""
    found = [one for at in range(len(units)) for one in _of(at, _fence(units, at))]
    host = Counter(one.host for one in found).most_common(1)
    return tuple(one for one in found if one.host == host[0][0])


def _fence(units: Sequence[Unit], at: int) -> Unit:
    """The unit, as a fence where it begins a command."""
    lines = tuple(_lines(units, at))
    return _as_fence(units[at], lines) if lines else units[at]


def sent(unit: Unit, endpoint: Endpoint) -> Unit | None:
    """The body that a call of this endpoint sends, as a fence of its own."""
    own = (one for one in _of(0, unit) if one.call.names(endpoint))
    call = next(own, None)
    if call is None or unit.fence is None:
        return None
    before = sum(map(len, unit.fence.text.splitlines(keepends=True)[: call.line - unit.line - 1]))
    command = _COMMAND.search(unit.fence.text, before)
    body = _BODY.search(command["said"]) if command else None
    if command is None or body is None:
        return None
    line = unit.line + unit.fence.text.count("\n", 0, command.start("said") + body.start("body"))
    fence = replace(unit.fence, info="json", text=body["body"])
    return replace(unit, line=line, fence=fence)


def _of(at: int, unit: Unit) -> Iterator[Curled]:
    fence = unit.fence
    if fence is None or "curl" not in fence.text:
        return
    if fence.info.split(" ")[0].casefold() not in _SHELL:
        return
    for found in _COMMAND.finditer(fence.text):
        line = unit.line + 1 + fence.text.count("\n", 0, found.start("said"))
        yield from _call(found["said"].replace("\\\n", " "), at, line)


def folded(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units, a command that stands in lines of text as a fence of its own."""
    at = 0
    while at < len(units):
        lines = tuple(_lines(units, at))
        yield _fence(units, at)
        at += len(lines) or 1


def _lines(units: Sequence[Unit], at: int) -> Iterator[str]:
    """The lines of a command that begins in this line of text."""
    if units[at].kind not in {"item", "text"} or not _COMMAND.match(units[at].text.strip("`")):
        return
    for unit in units[at:]:
        if unit.kind not in {"item", "text"}:
            return
        yield unit.text.strip("`")
        if not unit.text.endswith("\\"):
            return


def _as_fence(unit: Unit, lines: Sequence[str]) -> Unit:
    line, last = unit.line - 1, unit.line - 1 + len(lines)
    fence = Fence(line=line, last=last, depth=unit.depth, info="sh", text="\n".join(lines))
    return replace(unit, kind="fence", line=line, last=last, text="", fence=fence)


def _call(said: str, at: int, line: int) -> Iterator[Curled]:
    """What a command calls, unless it fetches what is no answer of an API."""
    url = None if _FETCHES.search(said) else _URL.search(said)
    method = _method(said)
    if url is not None and notation.methods(method):
        call = notation.Call(methods=(method,), path=_path(url["path"]))
        yield Curled(at=at, line=line, host=url["host"], call=call)


def _method(said: str) -> str:
    told = _METHOD.search(said)
    if told is not None:
        return str(told["method"])
    return "POST" if _SENDS.search(said) and not _GETS.search(said) else "GET"


def _path(shown: str) -> str:
    """The path with a parameter for each sample in it."""
    parts = shown.rstrip("/").split("/")
    named = ["{id}" if _SAMPLE.fullmatch(one) else one for one in parts]
    return "/".join(named) or "/"
