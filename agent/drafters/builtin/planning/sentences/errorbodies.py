"""The bodies that an endpoint's passage shows for an error: its code there, and what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Status
from agent.drafters.builtin.planning.citations import Fact, spans
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import meaning_of, phrases_of, quoted
from agent.sources.openapi.apidata import is_prose
from agent.sources.passages.statuses import entry

_ERRORS = 400
_PAIR = deferred(
    r"[\"'](?P<key>error|code|error_?code|type|title|message|reason|detail)[\"']\s*:\s*"
    r"(?P<mark>[\"'])(?P<value>[^\"'{}\n]{2,120}?)(?P=mark)",
    re.IGNORECASE,
)
_FENCE = deferred(r"^\s*```")
# A title, or what is of another status.
_ENDS = deferred(r"^\s*#|(?<![\d.,])[2-5]\d\d(?![\d.,])")
_SHOWN = deferred(r"`(\{.*?\})`")
_OBJECT = deferred(r"(?:\s*```\w*)?\s*\{\s*?\n(?P<indent>[ \t]*)\"")
_CODE = deferred(r"[\w.:/-]+")
# A placeholder says nothing.
_ANY = deferred(r"string|error[_ ]?(?:code|message)?|message|\.+|<.*>", re.IGNORECASE)
_MOST, _FAR = 4, 60


def shown_error(brief: Brief, status: Status) -> Fact | None:
    """What the bodies below a status say, each once; None where there are none."""
    known = {one.casefold() for one in (meaning_of(status), *phrases_of(status.code))}
    bodies: dict[str, Source] = {}
    for source, text in _bodies(brief).get(status.source, ()):
        found = (hit["value"].strip() for hit in _PAIR.finditer(text))
        said = [one for one in dict.fromkeys(found) if not _ANY.fullmatch(one)]
        shown = ", ".join(
            f"`{one}`" if _CODE.fullmatch(one) else f'"{one}"'
            for one in said
            if one.casefold() not in known and one not in status.meaning
        )
        if shown:
            bodies.setdefault(shown, source)
    kept = list(bodies)[:_MOST]
    if not kept:
        return _formed(brief, status)
    return Fact(text=" / ".join(kept), sources=spans((bodies[one] for one in kept), 1))


def _formed(brief: Brief, status: Status) -> Fact | None:
    """The members of the object that a general section shows right below this status."""
    for note in brief.spec.notes if brief.spec.error is None else ():
        first, _, rest = note.text.partition("\n")
        found, shown = entry(first), _OBJECT.match(rest)
        if found is not None and found[0] == status.code and shown is not None:
            names = re.findall(rf"^{shown['indent']}\"(\w+)\"\s*:", rest, re.MULTILINE)
            return Fact(text=quoted(names), sources=(note.source,))
    return None


def lines_shown(brief: Brief) -> Iterator[Source]:
    """The places of all that they show."""
    for found in _bodies(brief).values():
        yield from (source for source, _ in found)


@lately
def _bodies(brief: Brief) -> dict[Source, tuple[tuple[Source, str], ...]]:
    """The bodies by the line of the own status that they stand below, or in."""
    own = next((one.source for one in brief.spec.excerpts if not one.referred), None)
    if own is None or not is_prose(own.path):
        return {}
    inside = [one.source for one in brief.spec.statuses if brief.is_own(one.source)]
    places = [one for one in dict.fromkeys(inside) if inside.count(one) == 1]
    starts = sorted({one.line for one in inside if own.line <= one.line <= own.last})
    bad = {one.source for one in brief.spec.statuses if one.code >= _ERRORS}
    found: dict[Source, tuple[tuple[Source, str], ...]] = {}
    for place in places:
        if place in bad and place.line in starts and place.line == place.last:
            end = next((at for at in starts if at > place.line), own.last + 1)
            last = min(end - 1, place.line + _FAR)
            found[place] = tuple(_below(brief, place, last))
    return found


def _below(brief: Brief, place: Source, last: int) -> Iterator[tuple[Source, str]]:
    """The objects in code fences and in code marks from a line on, up to what others say."""
    lines = brief.passages.lines(place.path)[place.line - 1 : last]
    if lines and lines[0].lstrip().startswith("|"):  # what stands below is of the whole table
        return
    begun = 0
    for at, line in enumerate(lines, start=place.line):
        if _FENCE.match(line):
            if begun:
                text = "\n".join(lines[begun - place.line + 1 : at - place.line])
                yield Source(path=place.path, line=begun + 1, last=max(begun + 1, at - 1)), text
            begun = 0 if begun else at
        elif not begun and at > place.line and _ENDS.search(line):
            return
        elif not begun:
            here = Source(path=place.path, line=at, last=at)
            yield from ((here, one) for one in _SHOWN.findall(line))
