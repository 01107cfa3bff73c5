"""Lines of several plans as lines of one: what some of them say alike is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.together.labels import Labels

# What differs though it is said alike, as marks that no document's line holds.
ENDPOINT = "\x00"
_SIGNATURE, _FUNCTION = "\x01", "\x02"
_PLACE = r"[^(),:]+:\d+(?:-\d+)?"
_CITED = deferred(rf" \(({_PLACE}(?:, {_PLACE})*)\)$")
_POINT = "- "

Part = tuple[Brief, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a list, with the lines below it; both have marks in place of its own names."""

    text: str
    places: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What is the same where endpoints say the same, whichever line of theirs says it."""
        return self.text, tuple(_CITED.sub("", one) for one in self.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mingled:
    """An entry with whose it is; `named` says that its text names them already."""

    who: tuple[Brief, ...]
    text: str
    below: tuple[str, ...]
    named: bool


def mingled(parts: Sequence[Part], labels: Labels) -> list[str]:
    """The lines of a section of all: entries of all without a name, others with whose they are."""
    found = [_put(who, known, labels) for who, known in _alike(parts)]
    everyone = len(parts)
    return [
        line
        for own, group in groupby(found, key=lambda one: _owners(one, everyone))
        for line in _lines(own, list(group), labels)
    ]


def bare(text: str) -> str:
    """Text without the places that it ends in."""
    return _CITED.sub("", text)


def cited(texts: Iterable[str]) -> str:
    """Texts that differ in their places alone, as one with all of them."""
    known = list(texts)
    found = (hit[1].split(", ") for one in known if (hit := _CITED.search(one)))
    places = dict.fromkeys(place for one in found for place in one)
    return bare(known[0]) + (f" ({', '.join(places)})" if places else "")


def _entries(brief: Brief, lines: Iterable[str]) -> Iterator[Entry]:
    """The entries of a section's lines; a paragraph is one, too."""
    text, below = "", list[str]()
    for line in lines:
        if text and (line.startswith(" ") or not line):
            below.append(line)
            continue
        if text:
            yield _entry(brief, text, below)
        text, below = line.removeprefix(_POINT), []
    if text:
        yield _entry(brief, text, below)


def _entry(brief: Brief, text: str, below: Sequence[str]) -> Entry:
    hit = _CITED.search(text)
    marked = _marked(brief, bare(text)).removeprefix(f"{ENDPOINT}: ")
    return Entry(
        text=marked,
        places=tuple(hit[1].split(", ")) if hit is not None else (),
        below=tuple(_marked(brief, one) for one in below if one),
    )


def _marked(brief: Brief, text: str) -> str:
    text = text.replace(f"`{brief.spec.endpoint}`", ENDPOINT)
    text = text.replace(f"`{brief.signature}`", _SIGNATURE)
    return text.replace(f"`{brief.function}`", _FUNCTION)


def _alike(parts: Sequence[Part]) -> Iterator[tuple[tuple[Brief, ...], tuple[Entry, ...]]]:
    """Entries that say the same, with whose they are: those of all first, else in their order."""
    known: dict[object, list[tuple[Brief, Entry]]] = {}
    for brief, lines in parts:
        for one in _entries(brief, lines):
            known.setdefault(one.key, []).append((brief, one))
    for pairs in sorted(known.values(), key=lambda pairs: len(pairs) < len(parts)):
        yield tuple(brief for brief, _ in pairs), tuple(one for _, one in pairs)


def _put(who: tuple[Brief, ...], known: tuple[Entry, ...], labels: Labels) -> Mingled:
    """The entry with the names of all that say it, and each of their places."""
    first = known[0]
    values = {
        ENDPOINT: quoted(labels.of(one.spec.endpoint) for one in who),
        _SIGNATURE: quoted(one.signature for one in who),
        _FUNCTION: quoted(one.function for one in who),
    }
    places = dict.fromkeys(place for one in known for place in one.places)
    told = f" ({', '.join(places)})" if places else ""
    return Mingled(
        who=who,
        text=_named(first.text, values) + told,
        below=tuple(_named(one, values) for one in first.below),
        named=any(mark in first.text for mark in values),
    )


def _named(text: str, values: dict[str, str]) -> str:
    for mark, name in values.items():
        text = text.replace(mark, name)
    return text


def _owners(one: Mingled, everyone: int) -> tuple[Brief, ...]:
    """Whose name has to stand before it: nobody's where it is of all, or names them."""
    return () if one.named or len(one.who) == everyone else one.who


def _lines(own: tuple[Brief, ...], group: Sequence[Mingled], labels: Labels) -> Iterator[str]:
    """Entries without an owner as they are; of the same owners the first with the rest below."""
    if not own:
        for one in group:
            yield f"{_POINT}{one.text}"
            yield from one.below
        return
    first, *rest = group
    yield f"{_POINT}{quoted(labels.of(one.spec.endpoint) for one in own)}: {first.text}"
    yield from first.below
    for one in rest:
        yield f"  {_POINT}{one.text}"
        yield from (f"  {line}" for line in one.below)
