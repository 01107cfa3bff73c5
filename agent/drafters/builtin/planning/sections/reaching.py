"""The step on the client of a service outside: its key, its time, its answer, its failures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import meaning_of, quoted, when_of
from agent.drafters.builtin.planning.places.clients import (
    ANY_MODEL,
    client_for,
    key_words,
    provider_of,
)
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.touched import touched
from agent.drafters.builtin.planning.sentences.modelcalls import Asked, asked
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.planning.writes.asking import grouped
from agent.drafters.builtin.planning.writes.calling import called, outside
from agent.drafters.builtin.planning.writes.keeping import failed
from agent.drafters.builtin.planning.writes.modelanswer import WHICH, answered
from agent.drafters.builtin.project.naming import snake
from agent.sources.openapi.apidata import is_prose

_TIMED = deferred(
    r"time-?out|limit czasu|czas\w* oczekiwania|przekrocz\w* czas|\bwithin\b", re.IGNORECASE
)
_TIME = deferred(r"\b\d+ ?(?:ms|s|sec(?:ond)?s?|sekund\w*|min(?:ute?s?)?)\b", re.IGNORECASE)
_RETRIED = deferred(
    r"\b(?P<some>(?:up to|max(?:imum)?|do|maks\w*)?\s?\d+)x? (?:retr|attempt|pr\u00f3b|ponow)\w*"
    r"|\b(?:retr(?:y|ies)|attempts|pr\u00f3b|ponow\w*)\W{1,3}(?P<count>\d+)\b",
    re.IGNORECASE,
)
_OF_MODEL = deferred(r"\b(?:AI|LLM)\b|(?i:open ?router|openai|\bgroq|gemini|anthropic|generat)")
_MODEL = deferred(
    r"\b(?:openai|anthropic|google|meta-llama|mistralai|x-ai|deepseek|qwen)/[a-z][\w.:-]*\d[\w.:-]*"
    r"|\b(?:gpt|claude|gemini|llama|mistral|grok)-[\w.-]*\d(?:[\w.-]*\w)?",
    re.IGNORECASE,
)
# A value of a body that is shown is of some other call.
_SAMPLE = deferred(r"\s*[{\[]?\s*\"\w+\"\s*:")
_NAMED_MODEL = deferred(r"\b[A-Z][A-Z0-9]*_MODEL(?:_NAME|_ID)?\b")
_KEY = r"\b{}[A-Z0-9_]*(?:API_KEY|_KEY|_TOKEN|_SECRET)\b"
# By what a call is given up, in the language's own client.
_MEANS = {
    ".ts": "AbortSignal.timeout()",
    ".py": "timeout=",
    ".cs": "HttpClient.Timeout",
    ".java": "readTimeout",
    ".go": "context.WithTimeout",
}
_SERVER = 500

Line = tuple[Source, str]


def reached(brief: Brief) -> tuple[Asked, Place | None] | None:
    """The service outside that the endpoint calls, with the file that talks to it."""
    who = called(brief)
    if who is None:
        return None
    key, service = provider_of(who.name), brief.layout.place("service")
    place = client_for(brief.clients(), key, service)
    own = service is not None and place is not None and place.path == service.path
    return None if own else (who, place)


def client(brief: Brief, who: Asked, place: Place | None) -> list[str]:
    """What the client does: its call and answer, its settings, its time, how it fails."""
    key = "client-does" if asked(brief) else "client-calls"
    by = f"`{stem_of(place)}`" if place is not None else f"`{brief.function}`"
    does = brief.say(key, client=by, name=who.name)
    read = grouped(answered(brief)) if asked(brief) is not None else []
    if read:
        by = f" ({brief.checker.name})" if brief.checker is not None else ""
        does += brief.say("client-reads", names=quoted(read), checker=by)
    lines = [*_lines(brief)]
    settings = _settings(brief, provider_of(who.name), place, lines)
    return [does, f"{settings}; {_time(brief, lines)}", *fails(brief)]


def unkept(brief: Brief) -> list[str]:
    """What is answered where rows whose key the answer gives cannot be written after the call."""
    who, rows = asked(brief), touched(brief).written
    fields = [one.name.casefold() for body in brief.spec.responses[:1] for one in body.fields]
    keyed = any(one.endswith("id") and "[" not in one for one in fields)
    if who is None or not rows or not keyed or not brief.by_convention(_SERVER):
        return []
    text = brief.say("step-service-unkept", name=who.name, tables=quoted(rows), code=_SERVER)
    return [str(Fact(text=text, because=brief.say("convention")))]


def stem_of(place: Place) -> str:
    """A file's name without its ending."""
    return place.path.name.removesuffix(place.path.suffix)


def _settings(brief: Brief, key: str, place: Place | None, lines: Sequence[Line]) -> str:
    """The key and the model, by the names that documents or the project's settings have."""
    pattern = re.compile(_KEY.format(f"(?:{'|'.join(key_words(key))})"))
    hit = _first(_settled(brief, place), pattern)
    told = Fact(text=brief.say("client-key-open"))
    if hit is not None:
        told = replace(hit, text=brief.say("client-key", name=hit.text))
    elif asked(brief) is not None and key != ANY_MODEL:
        usual = brief.say("client-key", name=f"{key.upper()}_API_KEY")
        told = Fact(text=usual, because=brief.say("convention"))
    parts = [str(told)]
    model = _model(brief, lines) if asked(brief) is not None else None
    return "; ".join([*parts, *([str(model)] if model is not None else [])])


def _model(brief: Brief, lines: Sequence[Line]) -> Fact | None:
    """The model that is called: the request's, a setting's, or the one that documents name."""
    if any(WHICH.match(snake(one.name)) for one in brief.body):
        return None  # told with the call
    hit = _first(lines, _NAMED_MODEL)
    said = [one for one in lines if not _SAMPLE.match(one[1])]
    names = {one[0].casefold() for _, text in said for one in _MODEL.finditer(text)}
    hit = hit or (_first(said, _MODEL) if len(names) == 1 else None)
    if hit is None:
        return None
    return Fact(text=brief.say("client-model", name=hit.text), sources=hit.sources)


def _time(brief: Brief, lines: Sequence[Line]) -> str:
    """How long a call may take and how often it is made again, in the documents' numbers."""
    timed = [one for one in lines if _TIMED.search(one[1]) and _OF_MODEL.search(one[1])]
    hit = _first(timed, _TIME)
    if hit is not None:
        told = str(Fact(text=brief.say("client-time", time=hit.text), sources=hit.sources))
    else:
        suffix = next((one.suffix for one in brief.stack.layers), "")
        means = f" (`{_MEANS[suffix]}`)" if suffix in _MEANS else ""
        told = brief.say("client-time-open", means=means)
    for source, text in lines:
        again = _RETRIED.search(text) if _OF_MODEL.search(text) else None
        if again is not None:
            count = (again["some"] or again["count"]).strip().casefold()
            said = brief.say("client-again", count=count)
            return f"{told}; {Fact(text=said, sources=(source,))}"
    return told


def fails(brief: Brief) -> Iterator[str]:
    """Which status each failure is, and the row that is written before."""
    bad = outside(brief)
    cases = [
        brief.say("step-case", code=one.code, when=when_of(brief.texts, meaning_of(one, 120)))
        for one in bad
    ]
    usual = work_of(brief).refusal(_SERVER) is not None or brief.by_convention(_SERVER)
    if not cases and usual:
        any_ = when_of(brief.texts, brief.say("client-any"))
        cases = [brief.say("step-case", code=_SERVER, when=any_)]
    if not cases:
        return
    told = brief.say("client-fails", cases="; ".join(cases))
    rows = {one.text for one in failed(work_of(brief))}
    at = [number for number, one in enumerate(way(brief), start=1) if one.fact.text in rows]
    yield told + (brief.say("client-logged", number=at[0]) if at else "")


def _lines(brief: Brief) -> Iterator[Line]:
    """The lines that may speak of the call: the endpoint's own, the general ones, the stack's."""
    spec = brief.spec
    for one in (*spec.excerpts[:1], *spec.notes):
        yield from _file(brief, one.source.path, one.source.line, one.source.last)
    for path in dict.fromkeys((*(one.source.path for one in spec.stack), *_ruled(brief))):
        yield from _file(brief, path)


def _settled(brief: Brief, place: Place | None) -> Iterator[Line]:
    """The lines that may name a setting: of the documents, then of the project's own files."""
    papers = (one.source.path for one in (*brief.spec.excerpts[:1], *brief.spec.stack))
    own = [place.path] if place is not None and not place.new else []
    for path in dict.fromkeys((*papers, *_ruled(brief), *brief.clients().settings, *own)):
        yield from _file(brief, path)


def _ruled(brief: Brief) -> Iterator[RepoPath]:
    return (one.path for one in brief.spec.rules)


def _file(brief: Brief, path: RepoPath, first: int = 1, last: int = 0) -> Iterator[Line]:
    lines = brief.passages.lines(path) if is_prose(path) else ()
    for number, text in enumerate(lines[first - 1 : last or len(lines)], start=first):
        yield Source(path=path, line=number, last=number), text


def _first(lines: Iterable[Line], pattern: re.Pattern[str]) -> Fact | None:
    for source, text in lines:
        if (hit := pattern.search(text)) is not None:
            return Fact(text=hit[0], sources=(source,))
    return None
