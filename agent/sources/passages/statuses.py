"""Status codes with what they mean at one endpoint."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from itertools import takewhile
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Status
from agent.sources.passages.spokencodes import KNOWN, OLD, spoken
from agent.sources.text.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.endpoints.passage import Part
    from agent.sources.text.units import Unit

# A code stands first, or after a separator or a word that announces it; "500 characters" does not.
_CODE = deferred(
    r"(?:^|(?:[,;:|(\[\u2192\u2013\u2014-]|(?<!\w)/|(?<=\d)/)\s*|\b(?:http|status(?:em)?|codes?|kod(?:em|y)?|success|and|or"
    r"|lub|i|oraz|returns?|response|odpowied\u017a|errors?|zwraca|zwr\u00f3\u0107|with)\s+(?:code\s+)?)"
    r"(?:HTTP[ /])?(?P<code>[2-5]\d\d)"
    r"(?![\w%]|[.,]\d|\s*(?:chars?|characters?|znak\w*|ms|kb|mb|s|items?|per|req\w*"
    r"|rows?|records?|results|entries|words|lines|wierszy|rekord\w+|wynik\w+|s\u0142\u00f3w)\b)",
    re.IGNORECASE,
)
# What limits the requests of a caller: those beyond it are answered 429 (RFC 6585).
RATED = deferred(
    r"\brate[- ]?limit|\bthrottl|limit\w* (?:\u017c\u0105da\u0144|zapyta\u0144)"
    r"|ograniczen\w+ (?:szybko|cz\u0119stotliwo|liczby \u017c\u0105da)",
    re.IGNORECASE,
)
# What an API calls an error in its answer, beside the number.
_OWN_CODE = deferred(r"[A-Za-z]\w*[_.]\w+")
_COUNTED = deferred(r"([2-5]\d\d)\b(.*)")
_DIGIT = deferred(r"\d")
_ENTRY = deferred(r"\W*(?:HTTP[ /])?(?P<code>[2-5]\d\d)(?!\w|[.,]\d)(?P<rest>.*)")
_QUOTES = " \"'"
_EDGE = " \t:;,.|/\u2013\u2014\u2192-="
_FEWEST = 2
# What an error says, in a line of its own below its status.
MESSAGE = deferred(r"\W*(?:message|komunikat)\W*:\s*(?P<said>.*)", re.IGNORECASE)
# When there is one, likewise.
_WHEN = deferred(
    r"\W*(?:when|if|reason|cause|condition|kiedy|gdy|je\u017celi|pow\u00f3d|przyczyna|warunek)\W*:\W*"
    r"(?P<said>\w.*)",
    re.IGNORECASE,
)
# An example, or that there is none.
_SHOWN = deferred(r"[{\[]|\b(?:no|empty) (?:content|body)\b|\bbrak\b", re.IGNORECASE)
_TOPICS = {"errors", "success", "statuses", "response"}


def statuses(parts: Sequence[Part], document: Document) -> tuple[Status, ...]:
    """The documented statuses in order, each code with each of its meanings once."""
    found: dict[tuple[int, str], Status] = {}
    for at, part in enumerate(parts):
        beyond = parts[at + 1].units if parts[at + 1 :] and not parts[at + 1].label else ()
        for one in _of_part(part, beyond, document):
            found.setdefault((one.code, one.meaning), one)
    said = {code for code, meaning in found if meaning}
    return tuple(one for one in found.values() if one.meaning or one.code not in said)


def spoken_of(units: Iterable[Unit], document: Document) -> Iterator[Status]:
    """Those that sentences speak of: "Response: the new book with status 201"."""
    for unit in units:
        for one in spoken(plain(unit.text)) if unit.text else ():
            said = _meaning(one.code, one.after)
            bare = said in {"", HTTPStatus(one.code).phrase, *OLD.get(one.code, ())}
            meaning = (_trimmed(one.before) if bare else said) or said
            yield Status(code=one.code, meaning=meaning, source=document.source(unit.line))


def entry(text: str) -> tuple[int, str] | None:
    """The status that a line, or a row of a table, begins with, and what it is for."""
    first, *rest = [plain(one) for one in text.strip().strip("|").split("|")]
    found = _ENTRY.match(first)
    if found is None or int(found["code"]) not in KNOWN:
        return None
    code = int(found["code"])
    said = next((one for one in reversed(rest) if one), "")
    said = said.strip(_QUOTES) if rest else _meaning(code, found["rest"])
    for known in (HTTPStatus(code).phrase, *OLD.get(code, ())):
        said = said.removeprefix(f"{known} for ")
    return code, said.removeprefix("for ")


def _of_part(part: Part, beyond: Sequence[Unit], document: Document) -> Iterator[Status]:
    if part.topic in _TOPICS:
        yield from _labelled(part, document)
    for at, unit in enumerate(part.units):
        if unit.grid is not None:
            yield from _rows(unit, document)
        elif unit.fence is None and (part.topic in _TOPICS or _begins(unit.text)):
            at_label = part.topic in _TOPICS and part.topic != "response"
            if at_label or _begins(unit.text):
                found = tuple(_in_text(unit.text, unit.line, document))
                yield from _told(found, (*part.units[at + 1 :], *beyond))


def _told(found: tuple[Status, ...], after: Sequence[Unit]) -> tuple[Status, ...]:
    """A bare status with the message below it, and what stands inside of that."""
    if len(found) != 1 or not after:
        return found
    code = found[0].code
    if found[0].meaning not in {"", HTTPStatus(code).phrase, *OLD.get(code, ())}:
        return found
    hit = next((one for say in (MESSAGE, _WHEN) if (one := say.match(plain(after[0].text)))), None)
    if hit is None or after[0].fence is not None or hit["said"][:1] in {"{", "["}:
        return found
    deeper = takewhile(lambda one: one.depth > after[0].depth and one.fence is None, after[1:])
    said = [hit["said"], *(plain(one.text) for one in deeper)]
    meaning = "; ".join(text for one in said if (text := one.strip(_QUOTES)))
    return (replace(found[0], meaning=meaning),)


def _labelled(part: Part, document: Document) -> Iterator[Status]:
    """What a label has with what stands beside it: `Response (201): the new book`."""
    found = list(_in_text(part.label, part.line, document))
    beside = [one.text for one in part.units[:1] if one.line == part.line]
    bare = len(found) == 1
    if bare and found[0].meaning in {"", HTTPStatus(found[0].code).phrase}:
        said = next((plain(text) for text in beside if not _SHOWN.search(text)), "")
        said = said or next((hit["said"] for one in part.units if (hit := _when(one))), "")
        if len(said.split()) >= _FEWEST and not _begins(said):
            found = [replace(found[0], meaning=_trimmed(said))]
    yield from found


def _when(unit: Unit) -> re.Match[str] | None:
    """What a line says of when a status is answered."""
    return _WHEN.match(plain(unit.text)) if unit.kind in {"item", "text"} else None


def _begins(text: str) -> bool:
    """Whether a line starts with a status, as in `404 Not Found: no such book`."""
    return re.match(r"\W*(?:HTTP[ /])?[2-5]\d\d(?!\w|[.,]\d)(?:\W|$)", plain(text)) is not None


def _in_text(text: str, line: int, document: Document) -> Iterator[Status]:
    text = plain(text)
    hits = [hit for hit in _CODE.finditer(text) if int(hit["code"]) in KNOWN]
    hits = [hit for hit in hits if not _inside_brackets(text, hit.start("code"))] or hits
    if not hits:
        return
    ends = [*(hit.start() for hit in hits[1:]), len(text)]
    for hit, end in zip(hits, ends, strict=True):
        code = int(hit["code"])
        yield Status(
            code=code, meaning=_meaning(code, text[hit.end() : end]), source=document.source(line)
        )


def _inside_brackets(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)


def _meaning(code: int, text: str) -> str:
    """The words after a code, without its standard phrase where they say more than that."""
    # The bracket that the code itself stands in: "Response (200 OK) - when it grew".
    first, closing, rest = _trimmed(text).partition(")")
    text = f"{first}{rest}" if closing and "(" not in first else _trimmed(text)
    text = re.sub(r"\s*\b(?:or|and|lub|oraz|i)$", "", text)
    text = _trimmed(text)
    # A name in capitals with underscores is the caller's own code, and no phrase of HTTP's.
    phrase = re.match(
        r"(?![A-Z\d]+_)(?:[A-Z][\w'-]*|\b(?:of|for|the)\b)(?:\s+(?:[A-Z][\w'-]*|of|for|the)\b)*",
        text,
    )
    standard = HTTPStatus(code).phrase
    for known in (standard, *OLD.get(code, ()), phrase[0] if phrase else ""):
        rest = text[len(known) :]
        own = rest[:1] in {"", "s"} or rest.startswith("(s)")
        if known and text.casefold().startswith(known.casefold()) and not own:
            said = _trimmed(rest)
            separated = rest.lstrip()[:1] in set(":(-\u2013\u2014\u2192,;.")
            if said and separated:
                return said
    return text


def _trimmed(text: str) -> str:
    """Text without marks at its ends; brackets go when they close around all or have no other."""
    text = text.strip(_EDGE)
    if text.startswith("(") and text.endswith(")") and ")" not in text[1:-1]:
        text = text[1:-1].strip(_EDGE)
    while text.endswith((")", "]")) and text.count(")") + text.count("]") > text.count(
        "("
    ) + text.count("["):
        text = text[:-1].rstrip(_EDGE)
    if text.startswith("(") and ")" not in text:
        text = text[1:]
    return text.strip(_EDGE)


def _rows(unit: Unit, document: Document) -> Iterator[Status]:
    if unit.grid is None:
        return
    for row in unit.grid.rows:
        for at, cell in enumerate(row.cells):
            found = _DIGIT.search(cell) and _COUNTED.match(plain(cell))
            if found and int(found[1]) in KNOWN:
                rest = [plain(other) for other in row.cells[at + 1 :] if other.strip()]
                said = found[2].strip(_EDGE) if len(found[2].split()) > 2 else ""  # noqa: PLR2004 (a label)
                own = f"{rest[0]}: " if len(rest) > 1 and _OWN_CODE.fullmatch(rest[0]) else ""
                meaning = said or (own + rest[-1] if rest else found[2].strip(_EDGE))
                yield Status(code=int(found[1]), meaning=meaning, source=document.source(row.line))
                break
