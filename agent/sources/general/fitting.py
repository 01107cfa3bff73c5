"""Which endpoint a line of the general sections is about, by all its words.

A rule far from the endpoints may share no name with the one that it rules: "Full board: a draw".
But its words stand in that one's passage, and in few others; so do those of the lines beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.core.values import dataclass
from agent.sources.endpoints.apiplan import entries
from agent.sources.general.chunks import CALLED, chunks
from agent.sources.general.statements import Statement, statements
from agent.sources.general.topics import owners, told_by
from agent.sources.text import notation
from agent.sources.text.roots import root
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Endpoint

_WORD = deferred(r"[^\W\d_]{3,}")
_HUMP = deferred(r"(?<=[a-z])(?=[A-Z])")
_LOGIC = deferred(
    r"logi[ck]|business|biznes|rule|regu|zasad|workflow|przep\u0142yw|transition|przej\u015bci|algor"
    r"|calculat|oblicz|comput|process|proces|detect|wykryw|validat|walid|lifecycle|cykl|scor|punkt"
    r"|behavio|generat|generow",
    re.IGNORECASE,
)
# What is told of all endpoints, or of the work around them.
_AROUND = deferred(
    r"\btest|checklist|\bphase\b|\betap|frontend|\bclient|klient|\bUI\b|example|przyk\u0142ad|roadmap"
    r"|monitor|changelog|migra|deploy|\btypes\b|\bDTO|resources?$|zasoby$|websocket|enum|summary"
    r"|podsumow|scheduled|cron|harmonogram|background|queue|\berror codes|\bkody|status codes"
    r"|\bauth|uwierzyt|autoryz|permission|uprawn|optimi[sz]|optymali|rate.?limit|cach|log+ing\b"
    r"|secur|bezpiecz|paginat|paginac|mapping|index",
    re.IGNORECASE,
)
# What goes on without a call.
_BESIDE = deferred(
    r"\bcron\b|\bbackground (?:job|service|task|process|worker)|\bscheduled (?:job|task)"
    r"|\bevery \d+ (?:min|hour)|\bpolls\b|w tle\b|\bzaplanowan",
    re.IGNORECASE,
)
# "`open` → `closed`: when it is paid" is of the endpoint that changes what the title names.
_CHANGE = deferred(r"^\W*\w+\W*(?:\u2192|[-=]>)\W*\w+")
# How many times more speaks for a section's endpoint than for any other, or where much of it does.
_SURE, _CLEAR, _MUCH = 1.4, 1.25, 0.3
_LONGEST = 16
# A line alone has to have more of an endpoint's words.
_OWN, _LEAST, _FEWEST, _ENOUGH, _NEAR = 1.1, 1.2, 3, 0.5, 0.7
_UNKNOWN = 0.6
# What stands below the title of a deed is of that, whatever its words.
_TITLED = 9.0
# A word in the passages of a fifth of all endpoints says half as much as one in a single passage.
_RARE = 3


def fitting(endpoint: Endpoint, plan: Document) -> Iterator[Excerpt]:
    """The lines of a plan's general sections that are about this endpoint, the nearest first."""
    for one in _fitting(plan.text).get(endpoint.key, ()):
        source = plan.source(one.line, one.last)
        yield Excerpt(source=source, text=one.text, about=one.under[-1] if one.under else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passages:
    """The words of each endpoint's passage, who has a word, and how much that tells of it."""

    known: Mapping[str, frozenset[str]]
    holders: Mapping[str, Sequence[str]]
    weights: Mapping[str, float]

    def points(self, words: frozenset[str]) -> Mapping[str, float]:
        """How much of these speaks for each endpoint that has any of them."""
        found: dict[str, float] = defaultdict(float)
        for word in sorted(words):  # sums of floats hang on their order
            for key in self.holders.get(word, ()):
                found[key] += self.weights[word]
        return found

    def total(self, words: frozenset[str]) -> float:
        """What would speak for one that has all of them."""
        return sum(self.weights.get(word, _UNKNOWN) for word in sorted(words))


@lru_cache(maxsize=8)
def _fitting(plan: str) -> Mapping[str, Sequence[Statement]]:
    """The lines of each endpoint, by its key."""
    passages = _passages(plan)
    titled, above = _titled(plan), _above(plan)
    out: dict[str, list[tuple[float, Statement]]] = defaultdict(list)
    sections: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for one in statements(plan):
        for key in sorted({*titled.get(one.line, ()), *_changed(one, plan)}):
            out[key].append((_TITLED, one))
        if one.titles and one.line not in titled and one.titles not in above and _is_logic(one):
            sections[one.titles].append(one)
    for titles, lines in sections.items():
        words = frozenset().union(*(_words(one.text) for one in lines), _words(titles[-1]))
        over = passages.points(words)
        short = bool(told_by(titles[-1])) and len(lines) <= _LONGEST
        whose = _of_section(words, passages) if short else ""
        for one in lines:
            key = whose or _of_line(_words(one.text), over, passages)
            if key:
                out[key].append((passages.points(_words(one.text))[key], one))
    return {
        key: [one for _, one in sorted(rows, key=_order)]
        for key, rows in out.items()
        if not key.startswith("GET ")
    }


def _of_section(words: frozenset[str], passages: _Passages) -> str:
    """The endpoint that all lines below a title together are about; empty where none is."""
    return _first(words, passages, sure=_SURE) or _first(words, passages, least=_MUCH)


def _of_line(words: frozenset[str], over: Mapping[str, float], passages: _Passages) -> str:
    """The endpoint that a line is about, where its section may be."""
    key = _first(words, passages, sure=_OWN, least=_ENOUGH)
    enough = key != "" and over[key] >= max(over.values()) * _NEAR
    enough = enough and passages.points(words)[key] >= _LEAST
    return key if enough and len(words & passages.known[key]) >= _FEWEST else ""


def _first(
    words: frozenset[str], passages: _Passages, *, sure: float = _CLEAR, least: float = 0.0
) -> str:
    """The endpoint that surely more speaks for than for others, and at least so much of all."""
    best = sorted(((n, key) for key, n in passages.points(words).items()), reverse=True)[:2]
    if not best or best[0][0] < least * passages.total(words):
        return ""
    return best[0][1] if len(best) == 1 or best[0][0] >= best[1][0] * sure else ""


def _is_logic(one: Statement) -> bool:
    """Whether it stands below a title on the work, and none on what is around it."""
    if _BESIDE.search(one.text) or any(_AROUND.search(t) or CALLED.search(t) for t in one.under):
        return False
    return any(map(_LOGIC.search, one.under))


def _order(row: tuple[float, Statement]) -> tuple[float, int]:
    return -row[0], row[1].line


def _titled(text: str) -> Mapping[int, frozenset[str]]:
    """The endpoints of the lines below titles that speak of a deed: these are told as its steps."""
    return {
        line: keys
        for one in chunks(text)
        if (keys := owners(one, text))
        for line in range(one.line, one.last + 1)
    }


def _changed(one: Statement, plan: str) -> Iterator[str]:
    """The endpoints that a change of state is of: their paths end in what its title names."""
    if one.under and _CHANGE.match(one.text):
        named = [word.casefold() for word in _WORD.findall(one.under[-1])]
        for each in entries(plan):
            last = each.endpoint.path.rpartition("/")[2].casefold()
            # Words of titles are inflected.
            if last.isalpha() and any(word.startswith(last) for word in named):
                yield each.endpoint.key


def _above(plan: str) -> frozenset[tuple[str, ...]]:
    """The titles right above endpoints: what stands there besides is of all of them."""
    found = units(plan)
    return frozenset(
        tuple(notation.bare(found[at].text) for at in found[one.at].above) for one in entries(plan)
    )


@lru_cache(maxsize=8)
def _passages(plan: str) -> _Passages:
    found, lines = units(plan), plan.split("\n")
    known: dict[str, frozenset[str]] = {}
    holders: dict[str, list[str]] = defaultdict(list)
    for one in entries(plan):
        above = " ".join(notation.bare(found[at].text) for at in found[one.at].above[-1:])
        own = "\n".join(lines[found[one.at].line - 1 : found[one.end - 1].last])
        known[one.endpoint.key] = _words(f"{above} {one.title} {own}")
        for word in known[one.endpoint.key]:
            holders[word].append(one.endpoint.key)
    many = len(known) + 1
    weights = {word: (1 - len(keys) / many) ** _RARE for word, keys in holders.items()}
    return _Passages(known=known, holders=holders, weights=weights)


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> frozenset[str]:
    return frozenset(map(root, _WORD.findall(_HUMP.sub(" ", text.replace("_", " ")))))
