"""The base paths that a plan states: by a label or heading in any language, or in a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text import notation
from agent.sources.text.vocabulary import is_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.text.units import Unit

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
_ORIGIN = r"(?:https?://[^\s/`]+)?"
_PATH = deferred(rf"(?<![\w/<.}}]){_ORIGIN}(/[\w\-.]+(?:/[\w\-.]+)*)/?(?![\w{{:*<\[])")
_ONLY = deferred(rf"{_ORIGIN}(/[\w\-.]+(?:/[\w\-.]+)*)/?")
_LOCAL = deferred(r"//(?:localhost|127\.0\.0\.1)\b")
# "Production: https://shop.example/api", one of several such lines.
_SERVER = deferred(r"^[-*\s]*[^:\uff1a/`]{1,30}(?::\s+|\uff1a\s*)")
_IN_TITLE = deferred(
    r"(?<=[`(\[\s])(/[\w\-.]+(?:/(?:[\w\-.]+|\{\w+\}|:\w+))*)/?\*{0,2}(?=[`)\]\s]|$)"
)
# What a path ends with that many others begin with.
_ROOT = deferred(r".*/(?:api|rest|v\d+(?:alpha|beta)?\d*)", re.IGNORECASE)
# Such a one is known for a base without knowing the language, where no path begins so.
_PLAIN_ROOT = deferred(r"/(?:[\w\-]+/)?api(?:/v\d+\w*)?|/v\d+\w*", re.IGNORECASE)
_ROOTED = deferred(r"/(?:api|v\d+\w*)(?:/|$)", re.IGNORECASE)
# Where the description of an API is served, or files lie, not the API.
_ABOUT = deferred(
    r"swagger|openapi|redoc|\bdocs?\b|postman|playground|prox(?:y|ies|ied)|folder|director|katalog|ordner"
    r"|carpeta|\bpasta\b|dossier|папк|目录|フォルダ",
    re.IGNORECASE,
)
# A base that is not there yet is none of what the document lists.
_TO_COME = deferred(
    r"\b(?:future|later|planned|deferred|post[- ]?mvp)\b|przyszł|później|planowan|odłożon|geplant"
    r"|künftig|später|futur[oaes]*\b|más adelante|mais tarde|plus tard|будущ|позже|майбутн"
    r"|пізніше|gelecek|masa depan|今後|将来|将來|未来|以后|향후|추후",
    re.IGNORECASE,
)
# Where files lie that serve the paths: `under /src/pages/api/*`.
_FILES = deferred(r"/(?:src|pages)(?:/|$)")
_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A base path as unit `at` states it."""

    at: int
    path: str


def headed(text: str) -> str:
    """The path that a heading names beside what it is called: "Auth (`/auth`)"."""
    found = _IN_TITLE.findall(text) if notation.call(text) is None else []
    return found[0] if len(found) == 1 else ""


def stated(units: Sequence[Unit], first: int) -> Iterator[Stated]:
    """The base paths stated, in document order.

    From unit `first` on only what is called a base path is one, whatever it looks like.
    """
    apart = {at for at, unit in enumerate(units) if unit.kind == "heading" and is_apart(unit.text)}
    for at, unit in enumerate(units):
        if unit.kind == "heading" or apart.intersection(unit.above):
            continue
        if unit.kind in {"item", "text"} and "/" not in unit.text:
            continue
        found = _of_unit(units, at, early=at < first)
        if found:
            yield Stated(at=at, path=found)


def _of_unit(units: Sequence[Unit], at: int, *, early: bool) -> str:
    unit = units[at]
    if unit.grid is not None:
        rows = [unit.grid.header, *(row.cells for row in unit.grid.rows)]
        pairs = [cells for cells in rows if len(cells) == _PAIR]
        return next((path for cells in pairs if (path := _row(cells, early=early))), "")
    return _alone(units, at, early=early) or (
        _sentence(notation.bare(unit.text), early=early) if unit.fence is None else ""
    )


def _row(cells: Sequence[str], *, early: bool) -> str:
    """The path that is all the second cell says, where the first one calls it the base."""
    label, value = map(notation.bare, cells)
    path = _ONLY.fullmatch(value.strip())
    said = path is not None and (_NAMED.search(label) or (early and _is_root(path[1], label)))
    return path[1].rstrip("/") if path and said else ""


def _alone(units: Sequence[Unit], at: int, *, early: bool) -> str:
    """The path that a fence or line says, but for a label, where its title or lead calls it so."""
    unit = units[at]
    text = unit.fence.text if unit.fence is not None else notation.bare(unit.text)
    path = _path_alone(text)
    if not path:
        return ""
    leads = [units[one].text for one in unit.above[-1:]]
    leads += [one.text for one in units[max(at - 1, 0) : at] if one.text.rstrip("* ").endswith(":")]
    said = any(map(_NAMED.search, leads)) or (early and _is_root(path, " ".join((*leads, text))))
    return path if said else ""


def _path_alone(text: str) -> str:
    """The path of a line, or of several that say where each server is.

    Where these differ, what is developed serves that of the local one; else the first counts.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    only = _ONLY.fullmatch(lines[0]) if len(lines) == 1 else None
    if only is not None:
        return only[1].rstrip("/")
    lines.sort(key=lambda line: _LOCAL.search(line) is None)
    found = [_ONLY.fullmatch(_SERVER.sub("", line)) for line in lines]
    paths = [one[1].rstrip("/") if one is not None else "" for one in found]
    same = len(lines) > 1 and len(set(paths)) == 1
    return paths[0] if paths and (same or all(map(_PLAIN_ROOT.fullmatch, paths))) else ""


def _sentence(text: str, *, early: bool) -> str:
    if notation.call(text) is not None:
        return ""
    for sentence in re.split(r"[.;]\s+(?=\S)|[\u3002\uff1b]", text):
        paths = {found[1].rstrip("./") for found in _PATH.finditer(sentence)}
        paths = {path for path in paths if not _FILES.match(path)}
        # What it is called is the dearer question.
        if len(paths) == 1 and _calls_base(sentence, *paths, early=early):
            return paths.pop()
    return ""


def _calls_base(sentence: str, path: str, *, early: bool) -> bool:
    said = _NAMED.search(sentence) or (_ALL.search(sentence) and _UNDER.search(sentence))
    if said is not None:
        return True
    return early and _is_root(path, sentence) and not _TO_COME.search(sentence)


def _is_root(path: str, said: str) -> bool:
    """Whether a path is a base whatever the words around it mean."""
    return _PLAIN_ROOT.fullmatch(path.rstrip("/")) is not None and not _ABOUT.search(said)


def is_rooted(path: str) -> bool:
    """Whether a path begins as whole ones do."""
    return _ROOTED.match(path) is not None


def is_root(path: str) -> bool:
    """Whether a path ends as those do that all paths of an API begin with."""
    return _ROOT.fullmatch(path) is not None
