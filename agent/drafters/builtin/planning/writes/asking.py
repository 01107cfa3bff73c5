"""What an endpoint asks of a language model: the prompt, the call, what its answer is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import (
    lines_of,
    meaning_of,
    names_of,
    quoted,
    when_of,
)
from agent.drafters.builtin.planning.sentences.elsewhere import elsewhere
from agent.drafters.builtin.planning.sentences.telling import logic
from agent.drafters.builtin.planning.sentences.topical import TOPICAL, section_of
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.refusal import Refusal
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import MADE
from agent.drafters.builtin.planning.writes.calling import outside
from agent.drafters.builtin.project.naming import snake

_PROVIDER = deferred(
    r"\b(?:[Oo]pen[Rr]outer(?:\.ai)?|OpenA[Ii]|Anthropic|Gemini|Mistral|Ollama|Bedrock)\b"
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
_WHICH = re.compile(
    r"^(?:ai_?|llm_?)?model(?:_?(?:name|id|used))?$|^llm_?(?:model|used|model_used)$"
)
_TOOK = re.compile(r"duration|latency|(?:^|_)(?:elapsed|took)|_(?:time|time_ms|ms)$")
_USED = re.compile(r"tokens?(?:_used|_count)?$")
TALK = re.compile(r"(?:^|_)(?:history|messages|conversation|transcript)$")
_COUNT = re.compile(
    r"(?:^|_)(?:generated|suggested|proposed)(?:_\w+)?_count$|^generated(?:_count)?$"
)
# What people make of the answer later.
_LATER = re.compile(r"^(?:accepted|rejected|edited|unedited|approved)(?:_|$)")
# What an answer has without asking anybody.
_OWN = re.compile(
    r"(?:^|_)(?:id|uuid|at|count)$|^(?:role|status|source|token|success|message)$|^created|^updated"
)
# What else a model is called for than its answer to a prompt.
_OTHER = deferred(r"\bembedding|\btranscri|\bAPI key\b", re.IGNORECASE)
_NUMBERED = deferred(r"\s*\d+[.)]\s")
_VALIDATION = deferred(r"valid|walid", re.IGNORECASE)
_GOOD, _BAD = ("success", "completed", "succeeded"), ("failure", "failed", "error")
_SERVER = 500
_MOST, _SHOWN = 6, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who is asked, in the documents' word, and the line that says so."""

    name: str
    source: Source


@lately
def asked(brief: Brief) -> Asked | None:
    """Whom the endpoint's own passage, or a general sentence on it, has asked."""
    if brief.subject.act not in {"create", "action"} or brief.spec.streamed:
        return None
    doing = [one for one in told(brief) if _ASKS.search(one[1]) and not _OTHER.search(one[1])]
    for pattern in (_PROVIDER, _MODEL):
        for source, text in doing:
            hit = pattern.search(text)
            if hit is not None:
                plain = pattern is _MODEL
                name = brief.say("asked-model") if plain else hit[0]
                return Asked(name=name, source=source)
    return None


def place_to_call(brief: Brief, fact: Fact) -> int:
    """Where a step of a section on the deed stands to the call there: before (-1), behind (1).

    What a section on validation says comes before all that is done.
    """
    place = next(iter(fact.sources), None)
    title = section_of(brief, place) if place is not None else None
    if title is not None and _VALIDATION.search(title):
        return -1
    if place is None:
        return 0
    call = _call_in(brief, title) if title is not None else _own_call(brief, place)
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


def _call_in(brief: Brief, title: str) -> int:
    """The line of such a section that asks the model; 0 where none does."""
    return next((line for name, line in _calls(brief) if name == title), 0)


@lately
def _calls(brief: Brief) -> tuple[tuple[str, int], ...]:
    """The lines that ask the model, each with the section on the deed that it stands in."""
    lines = (one for note in brief.spec.notes for one in lines_of(brief, note.source))
    asks = (
        (section_of(brief, source) or "", source.line) for source, text in lines if _is_call(text)
    )
    return tuple(one for one in asks if one[0])


def _is_call(text: str) -> bool:
    asks = _MODEL.search(text) or _PROVIDER.search(text)
    return asks is not None and _ASKS.search(text) is not None


def told(brief: Brief) -> Iterator[tuple[Source, str]]:
    """The description, and what the documents tell of the flow and the failures."""
    said = brief.spec.description
    yield from lines_of(brief, said.source) if said is not None else ()
    own = (one for one in brief.remarks if one.own and one.passage in {"", TOPICAL})
    remarks = (one.fact for one in own if one.concern == "flow")
    for fact in (*remarks, *logic(brief), *elsewhere(brief)):
        yield fact.sources[0], fact.text


def asking(work: Work, who: Asked) -> Fact:
    """The prompt with what it is made of, the call with its failures, and what is read of it."""
    brief = work.brief
    names = list(_prompt(work))
    key = "flow-asks" if names else "flow-asks-bare"
    text = brief.say(key, names=", ".join(names), service=who.name)
    model = next((one for one in brief.body if _WHICH.match(snake(one.name))), None)
    text += brief.say("flow-asks-model", name=model.name) if model is not None else ""
    read = _answered(brief)
    named = 0 < len(read) <= _MOST
    text += brief.say("flow-asks-answer", names=quoted(read)) if named else ""
    bad = outside(brief)
    cases = [
        brief.say("step-case", code=one.code, when=when_of(brief.texts, meaning_of(one, 120)))
        for one in bad
    ]
    sources = (who.source, *(place for one in bad for place in brief.status(one).sources))
    fact = Fact(text="; ".join((text, *cases)), sources=tuple(dict.fromkeys(sources)))
    return fact if cases else _failing(work, fact)


def _failing(work: Work, fact: Fact) -> Fact:
    """With the status of the server's errors, where the documents have none for the service."""
    brief, refused = work.brief, work.refusal(_SERVER)
    if refused is None and any(one.code == _SERVER for one in brief.policy):
        refused = Refusal(code=_SERVER, because=brief.say("convention"))
    said = brief.say("flow-asks-fails", code=_SERVER)
    return fact if refused is None else refused.after(fact, said)


def _prompt(work: Work) -> Iterator[str]:
    """The values of the body, and what was said before."""
    fields = [one for one in work.brief.body if _is_told_to_it(work.brief, one)]
    if fields:
        yield names_of(fields, _SHOWN)
    row = work.own.table if work.own is not None else None
    for column in row.columns if row is not None else ():
        if row is not None and TALK.search(snake(column.name)):
            yield f"`{row.name}.{column.name}`"


def _is_told_to_it(brief: Brief, one: Parameter) -> bool:
    name = snake(leaf(one.name))
    inside = (f"{one.name}.", f"{one.name}[].")
    holds = any(other.name.startswith(inside) for other in brief.body)
    return not (holds or _WHICH.match(name) or name == "role" or name.endswith("_id"))


def _answered(brief: Brief) -> list[str]:
    """The fields of the response that only the model can give."""
    fields = [one for body in brief.spec.responses[:1] for one in body.fields]
    given = {one.name for one in brief.body if "." not in one.name}
    names = [one.name for one in fields]
    return [
        one
        for one in names
        if not any(other.startswith((f"{one}.", f"{one}[].")) for other in names)
        and not any(
            pattern.search(snake(leaf(one)))
            for pattern in (_OWN, _TOOK, _USED, _WHICH, _COUNT, _LATER, MADE)
        )
        and one not in given
    ]


def stored(work: Work, table: Table) -> Iterator[tuple[str, str]]:
    """The columns of a row that keep what the call was, and what came of it."""
    brief = work.brief
    if asked(brief) is None:
        return
    read = {snake(leaf(one)): one for one in _answered(brief) if "[]" not in one}
    for column in table.columns:
        name = snake(column.name)
        if name in read:
            yield column.name, f"`{leaf(read[name])}`"
        elif value := _value(work, table, column):
            yield column.name, value


def _value(work: Work, table: Table, column: Column) -> str:
    brief, name = work.brief, snake(column.name)
    said = {
        "value-model": _WHICH,
        "value-took": _TOOK,
        "value-tokens": _USED,
        "value-talk": TALK,
    }
    key = next((key for key, pattern in said.items() if pattern.search(name)), "")
    if key:
        return brief.say(key)
    if _COUNT.search(name):
        return _counted(brief)
    return _outcome(work, table, column) if name.endswith("status") else ""


def _counted(brief: Brief) -> str:
    """How many entries the one list of the answer has."""
    fields = [one.name for body in brief.spec.responses[:1] for one in body.fields]
    lists = list(dict.fromkeys(one.partition("[]")[0] for one in fields if "[]" in one))
    return brief.say("value-count", name=lists[0]) if len(lists) == 1 else ""


def _outcome(work: Work, table: Table, column: Column) -> str:
    """What a status says of a call that went well, and of one that failed."""
    values = values_of(work.brief.spec, table, column)
    good = next((one for one in values if one.casefold() in _GOOD), "")
    bad = next((one for one in values if one.casefold() in _BAD), "")
    return work.brief.say("value-outcome", good=good, bad=bad) if good and bad else ""


def is_replaced(brief: Brief, one: Fact, derived: Sequence[Fact]) -> bool:
    """Whether a sentence tells of the call no more than what is derived: its names are there."""
    text = re.sub(r"\s?\([\w.-]+\.\w+:[^()]*\)", "", one.text)
    if not (_MODEL.search(text) or _PROVIDER.search(text)) or not _ASKS.search(text):
        return False
    known = " ".join(fact.text for fact in derived)
    names = [one for one in re.findall(r"`([^`]+)`", text) if "/" not in one]
    return asked(brief) is not None and all(f"`{name}`" in known for name in names)
