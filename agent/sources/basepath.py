"""The base path that a plan states in words, and the paths with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources import notation
from agent.sources.vocabulary import is_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.sources.units import Unit

_NAMED = deferred(
    r"\bbase[- ]?(?:url|uri|path|route)|\b(?:api|url|path|route|global) (?:root|prefix|base)\b"
    r"|\bbazow\w+\s+(?:url|adres|ścieżk\w*)|\b(?:url|ścieżka|adres)\s+bazow\w+|\bprefi(?:x|ks)\s*:"
    r"|\bbasepath\b|\broot (?:path|url)\b"
    # The same where nobody needs to know the language: the word, then or before it "URL".
    r"|\b(?:url|uri) (?:de )?(?:base|basis|raiz|raíz)\b|\bbas(?:e|is)[- ](?:url|uri|pfad|adres\w*)"
    r"|(?:基础|基本|根|基|統一|统一)\s*(?:url|uri|路径|路徑|地址|パス)|(?:路径|接口|api)\s*前缀"
    r"|(?:기본|베이스)\s*(?:url|uri|경로|주소)|базов\w+\s+(?:url|uri|путь|адрес)",
    re.IGNORECASE,
)
_ALL = deferred(
    r"\b(all|every|each|entire|whole|paths|endpoints|routes|wszystkie|każd\w+|całe)\b",
    re.IGNORECASE,
)
_UNDER = deferred(
    r"prefi(?:x|ks)|\bunder\b|\brelative to\b|\bstart(?:s|ing)? with\b|\bbegin(?:s)? with\b"
    r"|\bmounted\b|\bserved (?:from|at)\b|\bpod\b|względem|poprzedzon|zaczyna|rozpoczyna",
    re.IGNORECASE,
)
_PATH = deferred(r"(?<![\w/<])(?:https?://[^\s/`]+)?(/[\w\-.]+(?:/[\w\-.]+)*)/?(?![\w{:*<\[])")
_ONLY = deferred(r"(?:https?://[^\s/`]+)?(/[\w\-.]+(?:/[\w\-.]+)*)/?")
# Where files lie that serve the paths: `under /src/pages/api/*`.
_FILES = deferred(r"/(?:src|pages)(?:/|$)")
_ENOUGH = 0.3


def base_path(units: Sequence[Unit]) -> str:
    """The base path of all endpoints, as the first sentence that states one has it; else empty."""
    apart = {at for at, unit in enumerate(units) if unit.kind == "heading" and is_apart(unit.text)}
    for at, unit in enumerate(units):
        if unit.kind in {"heading", "grid"} or apart.intersection(unit.above):
            continue
        if unit.fence is None and "/" not in unit.text:
            continue
        found = _alone(units, at) or (unit.fence is None and _stated(notation.bare(unit.text)))
        if found:
            return found
    return ""


def _alone(units: Sequence[Unit], at: int) -> str:
    """The path that is all a fence or line says, where its title or lead calls it the base."""
    unit = units[at]
    text = unit.fence.text if unit.fence is not None else notation.bare(unit.text)
    path = _ONLY.fullmatch(text.strip())
    if path is None:
        return ""
    leads = [units[one].text for one in unit.above[-1:]]
    leads += [one.text for one in units[max(at - 1, 0) : at] if one.text.rstrip("* ").endswith(":")]
    return path[1].rstrip("/") if any(map(_NAMED.search, leads)) else ""


def _stated(text: str) -> str:
    if notation.call(text) is not None:
        return ""
    for sentence in re.split(r"[.;]\s+(?=\S)", text):
        paths = {found[1].rstrip("./") for found in _PATH.finditer(sentence)}
        paths = {path for path in paths if not _FILES.match(path)}
        # What it is called is the dearer question.
        if len(paths) == 1 and _calls_base(sentence):
            return paths.pop()
    return ""


def _calls_base(sentence: str) -> bool:
    return bool(_NAMED.search(sentence) or (_ALL.search(sentence) and _UNDER.search(sentence)))


def with_base(paths: Sequence[str], base: str) -> tuple[str, ...]:
    """The paths with the base before those that omit it, when the plan as a whole omits it."""
    have = sum(is_below(path, base) for path in paths)
    if not base or have > _ENOUGH * len(paths):
        return tuple(paths)
    return tuple(path if is_below(path, base) else _joined(base, path) for path in paths)


def is_below(path: str, base: str) -> bool:
    """Whether a path begins with this base."""
    return path == base or path.startswith(base + "/")


def _joined(base: str, path: str) -> str:
    parts = base.strip("/").split("/")
    for at in range(1, len(parts)):
        tail = "/" + "/".join(parts[at:])
        if is_below(path, tail):
            return "/" + "/".join(parts[:at]) + path
    return base + path if path != "/" else base
