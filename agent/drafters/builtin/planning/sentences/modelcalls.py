"""Whether an endpoint asks a language model: where the documents say so, and whom it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.documents import RepoPath, Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.drafters.builtin.planning.sentences.telling import logic
from agent.drafters.builtin.planning.sentences.topical import TOPICAL, section_of
from agent.sources.text.roots import root

_PROVIDER = deferred(
    r"\b(?:[Oo]pen[Rr]outer(?:\.ai)?|OpenA[Ii]|Anthropic|Gemini|Mistral|Ollama|Bedrock|Groq"
    r"|(?:Chat)?GPT(?:-\w+)?|Claude)\b"
)
_MODEL = deferred(
    r"\b(?:LLM|AI)[ -](?:service|API|provider|model|agent|engine)|\bLLM\b|\blanguage model"
    r"|\b(?:using|by|with|via|przez|przy u\u017cyciu) AI\b|\bus\u0142ug\w+ AI\b|\bmodel\w* AI\b",
    re.IGNORECASE,
)
_ASKS = deferred(
    r"\b(?:call|request|quer|invok|send|sent|submit|generat|ask|integrat|us(?:es|ing)|communicat"
    r"|wywo\u0142|wysy\u0142|zapyt|generuj|wygeneruj|przesy\u0142)\w*",
    re.IGNORECASE,
)
# "Submits text for AI flashcard generation", "Initiates an AI analysis".
_STARTS = deferred(
    r"\b(?:initiat|trigger|start|submit|request|run|launch|begin|perform|inicju|rozpoczyna|uruch"
    r"|zleca)\w*\b[^.;`]{0,40}\bAI[ -](?:\w+[- ]){0,2}(?:generat\w+|analys[ie]s|proposals?"
    r"|suggestions?|evaluations?|pipeline)\b"
    r"|\b(?:analiz|generowani|ocen)\w* (?:przez )?AI\b",
    re.IGNORECASE,
)
# A path that has the word, and a deed that needs a model: `/ai/summarize`, `/meals/ai-generate`.
_AI_PATH = deferred(r"(?:^|[/_-])ai(?=[/_-]|$)", re.IGNORECASE)
_MAKES = deferred(
    r"^[\W_]*(?:ai[\W_]+)?(?:re)?(?:generat|suggest|propos|describ|analy[sz]|recommend|summar"
    r"|translat|classif|extract|complet|improv|rewrit|modif|gener|zapropon)",
    re.IGNORECASE,
)
_FAILED = deferred(
    r"\b(?:AI|LLM|(?i:language model)|(?i:open ?router)|OpenAI|Gemini|Anthropic|Ollama)\b"
)
# What else a model is called for than its answer to a prompt.
_OTHER = deferred(
    r"\bembedding|\btranscri(?:b|ption)|\bAPI key\b|\bwhen\b[^.]{0,30}\bfails?\b", re.IGNORECASE
)
_MAYBE = deferred(r"\boptional|\bif\b|\bopcjonaln|\bje\u015bli\b", re.IGNORECASE)
# What is done with an answer that is there.
_AFTER = deferred(
    r"^(?:accept|reject|save|commit|confirm|cancel|feedback|ratings?|review|export|hide|logs?"
    r"|approve|dismiss|preview_accept)(?:_|$)"
)
# "Send the pages and their titles to the model", "Send to the model: the pages; their titles".
_SENDS = deferred(
    r"\b(?:send|pass|wy\u015bl|wysy\u0142|przeka\u017c|przekaz)\w*\s+"
    r"(?:(?:to|do)\s[^:;]{1,30}:\s(?P<those>.+)|(?P<what>(?!to\b|do\b)[^:;]+?)\s(?:to|do)\b)",
    re.IGNORECASE,
)
_PROMPT = deferred(
    r"(?:prompt|request|quer|text|input|data|dan|messag|content|payload|wiadomo|zapytani|the|and"
    r"|with|its|tre\u015b\u0107|tekst)\w*",
    re.IGNORECASE,
)
_NUMBERED = deferred(r"\s*\d+[.)]\s")
_SERVER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who is asked, in the documents' word, and the lines that say so."""

    name: str
    sources: tuple[Source, ...]


@lately
def asked(brief: Brief) -> Asked | None:
    """Whom the endpoint asks: by its own passage, a general sentence on it, or how it may fail."""
    if brief.subject.act not in {"create", "action"} or brief.spec.streamed:
        return None
    if _AFTER.match(brief.subject.verb):
        return None
    found = next((one for one in _told(brief) if one is not None), None)
    if found is None or _PROVIDER.fullmatch(found.name):
        return found
    return provided(brief, found)


def _told(brief: Brief) -> Iterator[Asked | None]:
    doing = [one for one in told(brief) if not _OTHER.search(one[1])]
    for pattern in (_PROVIDER, _MODEL):
        for source, text in doing:
            hit = pattern.search(text) if _ASKS.search(text) else None
            if hit is not None:
                name = brief.say("asked-model") if pattern is _MODEL else hit[0]
                yield Asked(name=name, sources=(source,))
    if any(_OTHER.search(text) for _, text in told(brief)):
        return
    sure = [one for one in doing if not _MAYBE.search(one[1])]
    yield from (_model(brief, source) for source, text in sure if _STARTS.search(text))
    yield from (_model(brief, source) for source in (*_failing(brief), *_by_path(brief)))


def _model(brief: Brief, *sources: Source) -> Asked:
    return Asked(name=brief.say("asked-model"), sources=sources)


def _failing(brief: Brief) -> Iterator[Source]:
    """The endpoint's own failure of the server that a model is to blame for."""
    for one in brief.spec.statuses:
        if one.code >= _SERVER and brief.is_own(one.source) and _FAILED.search(one.meaning):
            yield from brief.status(one).sources[:1]


def _by_path(brief: Brief) -> Iterator[Source]:
    """The passage of a path that says so by its words, and is to make something."""
    path, said = brief.spec.endpoint.path, brief.spec.description
    last = path.rstrip("/").rpartition("/")[2]
    makes = any(_MAKES.match(one) for one in (last, said.text if said is not None else ""))
    if makes and _AI_PATH.search(path):
        yield from (one.source for one in brief.spec.excerpts[:1])


def provided(brief: Brief, found: Asked) -> Asked:
    """With the provider that the tech stack, or a general sentence, names for all such calls."""
    paths = dict.fromkeys(one.source.path for one in brief.spec.stack)
    lines = [one for own in brief.spec.excerpts[:1] for one in lines_of(brief, own.source)]
    lines += [one for path in paths for one in _lines(brief, path)]
    lines += [one for note in brief.spec.notes for one in lines_of(brief, note.source)]
    hits = [(hit[0], place) for place, text in lines if (hit := _PROVIDER.search(text)) is not None]
    # One that leads to the models of others is named beside these.
    hits.sort(key=lambda one: not one[0].casefold().startswith(("openrouter", "ollama")))
    if not hits:
        return found
    return Asked(name=hits[0][0], sources=(*found.sources, hits[0][1]))


def _lines(brief: Brief, path: RepoPath) -> Iterator[tuple[Source, str]]:
    for number, text in enumerate(brief.passages.lines(path), start=1):
        yield Source(path=path, line=number, last=number), text


def place_to_call(brief: Brief, fact: Fact) -> int:
    """Where a step of a section on the deed stands to the call there: before (-1), behind (1)."""
    place = next(iter(fact.sources), None)
    if place is None or section_of(brief, place) is not None:
        return 0
    call = _own_call(brief, place)
    return 0 if not call else -1 if place.line < call else 1


def _own_call(brief: Brief, place: Source) -> int:
    """The numbered step of the endpoint's own passage that asks, where the line is such a step."""
    says = brief.passages.says
    if not (brief.is_own(place) and _NUMBERED.match(says(replace(place, last=place.line)))):
        return 0
    for excerpt in brief.spec.excerpts[:1]:
        for source, text in lines_of(brief, excerpt.source):
            if _NUMBERED.match(text) and _is_call(text):
                return source.line
    return 0


def _is_call(text: str) -> bool:
    asks = _MODEL.search(text) or _PROVIDER.search(text)
    return asks is not None and _ASKS.search(text) is not None


def told(brief: Brief) -> Iterator[tuple[Source, str]]:
    """The description, and what the documents tell of the flow and the failures."""
    said = brief.spec.description
    yield from lines_of(brief, said.source) if said is not None else ()
    own = (one for one in brief.remarks if one.own and one.passage in {"", TOPICAL})
    remarks = (one.fact for one in own if one.concern == "flow")
    for fact in (*remarks, *logic(brief)):
        yield fact.sources[0], fact.text


def is_replaced(brief: Brief, one: Fact, derived: Sequence[Fact]) -> bool:
    """Whether a sentence tells of the call no more than what is derived: its names are there."""
    text = re.sub(r"\s?\([\w.-]+\.\w+:[^()]*\)", "", one.text)
    if not _is_call(text):
        return False
    known = " ".join(fact.text for fact in derived)
    names = [one for one in re.findall(r"`([^`]+)`", text) if "/" not in one]
    if not _is_known(text, known):
        return False
    return asked(brief) is not None and all(f"`{name}`" in known for name in names)


def is_prompt(text: str) -> bool:
    """Whether a sentence says what the model is sent."""
    return _is_call(text) and _SENDS.search(text) is not None


def _is_known(text: str, known: str) -> bool:
    """Whether all that the model is sent is told, or called no more than a prompt."""
    hit = _SENDS.search(text)
    said = {root(one) for one in re.findall(r"\w{3,}", known)}
    what = re.findall(r"\w{3,}", (hit["what"] or hit["those"]) if hit is not None else "")
    return all(_PROMPT.fullmatch(one) or root(one) in said for one in what)
