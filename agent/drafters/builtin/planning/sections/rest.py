"""What the documents say of the endpoint and no section has told: quoted, each where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.citations import CITED, Fact, citations
from agent.drafters.builtin.planning.facts.brief import Brief, Concern
from agent.drafters.builtin.planning.facts.outline import Kind
from agent.drafters.builtin.planning.facts.wording import trimmed
from agent.drafters.builtin.planning.sections.columnrules import column_rules, kept
from agent.drafters.builtin.planning.sections.functions import functions
from agent.drafters.builtin.planning.sections.required import required
from agent.drafters.builtin.planning.sentences.announcing import announces
from agent.drafters.builtin.planning.sentences.concerns import concern_of
from agent.drafters.builtin.planning.sentences.leading import CALLED, bounds_another, calls
from agent.drafters.builtin.planning.sentences.relevance import is_relevant
from agent.drafters.builtin.planning.sentences.scope import is_of_another_act
from agent.drafters.builtin.planning.sentences.strange import is_strange
from agent.drafters.builtin.planning.sentences.topical import is_work
from agent.sources.text.notation import unnumbered
from agent.sources.text.roots import root

_WORD = deferred(r"[^\W_]{2,}")
_TICKED = deferred(r"`([^`]+)`")
_NAME = deferred(r"[A-Za-z_]\w+")
# "Timed out (timeout)": the state that the lines below a title are about.
_STATE = deferred(r"\(([a-z_]+)\)$")
# A list of codes is told by those that this endpoint has.
_CODED = deferred(r"[`*\s]*[2-5]\d\d\b")
_CHANGE = deferred(r"\u2192|[-=]>")
_Of = Concern | Kind
_MOST, _LONGEST, _MOST_WORDS = 6, 180, 120
# Of its words one line has so many: of those with names, where it has all of these.
_KNOWN, _HALF = 0.75, 0.5


def with_rest(brief: Brief, bodies: Sequence[list[str]]) -> list[list[str]]:
    """The sections, each with what else is of its concern."""
    said = [line for body in bodies for line in body]
    wanted = brief.spec.fitting or brief.spec.required
    found = (_rest(brief, said), _required(brief, said)) if wanted else ()
    more = [entry for one in found for entry in _entries(one)]
    said += [str(fact) for _, fact in more]
    cited = frozenset(citations(said))
    beside = (column_rules(brief, said, cited), kept(brief, cited), functions(brief, said))
    more += [("flow", fact) for one in beside for fact in one]
    return [
        _closed(body, [f"- {fact}" for concern, fact in more if concern == heading.kind])
        for heading, body in zip(brief.outline, bodies, strict=True)
    ]


def _closed(body: list[str], more: list[str]) -> list[str]:
    """A section with more entries: below its own, or as a list of their own."""
    parted = [""] if more and body and not body[-1].lstrip().startswith("-") else []
    return [*body, *parted, *more]


def _entries(found: Mapping[tuple[_Of, str], Sequence[Fact]]) -> Iterator[tuple[_Of, Fact]]:
    """Those of one concern below one title as one entry, which the title leads."""
    for (concern, title), facts in found.items():
        told = sorted(facts, key=lambda one: one.sources[0].line)
        text = "; ".join((*map(str, told[:-1]), told[-1].text))
        yield concern, replace(told[-1], text=f"{title}: {text}" if title else text)


def _rest(brief: Brief, said: Sequence[str]) -> dict[tuple[_Of, str], list[Fact]]:
    """The nearest of what is neither cited nor said in other words."""
    cited, known = set(citations(said)), [_words(line) for line in said]
    out: dict[tuple[_Of, str], list[Fact]] = {}
    size = 0
    for one in brief.spec.fitting:
        place, text = one.source, trimmed(one.text, _LONGEST).rstrip(".")
        words = _words(text)
        if (place.path.name, place.line) in cited or not _is_told_here(brief, one, text):
            continue
        if any(_covers(line, words, _names(text)) for line in known):
            continue
        key = concern_of(text), unnumbered(trimmed(one.about))
        size += len(text.split())
        if size > _MOST_WORDS or (len(out) == _MOST and key not in out):
            break
        known.append(words)
        out.setdefault(key, []).append(Fact(text=text, sources=(place,)))
    return out


def _required(brief: Brief, said: Sequence[str]) -> dict[tuple[_Of, str], list[Fact]]:
    """What the requirements demand, as far as no line says it."""
    cited, known = set(citations(said)), [_words(line) for line in said]
    kinds = {heading.kind for heading in brief.outline}
    out: dict[tuple[_Of, str], list[Fact]] = {}
    size = 0
    for one in required(brief):
        place, text = one.fact.sources[0], CALLED.sub("", one.fact.text)
        words, names = _words(text), _names(text)
        told = (place.path.name, place.line) in cited
        if told or any(_covers(line, words, names) for line in known):
            continue
        size += len(one.fact.text.split())
        if size > _MOST_WORDS:
            break
        known.append(words)
        about: _Of = one.about if one.about in kinds else "flow"
        out.setdefault((about, one.title), []).append(one.fact)
    return out


def _is_told_here(brief: Brief, one: Excerpt, text: str) -> bool:
    """Whether it is a rule of this endpoint, by its words and by the title that it stands under."""
    title = unnumbered(one.about)
    if _CODED.match(text):
        return False
    led = f"{title}: {text}"
    other = " " not in title and is_of_another_act(brief.subject, led)
    other = other or bounds_another(brief, text)
    if other or announces(text) or is_strange(brief, led) or not is_work(brief, text):
        return False
    state = _STATE.search(one.about)
    if not is_relevant(brief, text, ()) or (state is not None and not _is_own(brief, state[1])):
        return False
    return CALLED.search(text) is None or calls(brief.spec.endpoint, text)


def _is_own(brief: Brief, name: str) -> bool:
    """Whether the endpoint's own passage has this name."""
    return any(name in one.text for one in brief.spec.excerpts[:1])


def _covers(line: frozenset[str], words: frozenset[str], names: frozenset[str]) -> bool:
    """Whether a line of the plan says the same, by its words or by the names in code marks."""
    part = len(words & line) / max(len(words), 1)
    return part >= _KNOWN or (part >= _HALF and len(names) > 1 and names <= line)


def _names(text: str) -> frozenset[str]:
    """Those in code marks; a list of all values says nothing of a change from one to another."""
    if _CHANGE.search(text):
        return frozenset()
    return _words(" ".join(name for hit in _TICKED.findall(text) for name in _NAME.findall(hit)))


def _words(text: str) -> frozenset[str]:
    return frozenset(map(root, _WORD.findall(CITED.sub("", text))))
