"""What of a response a language model gives, and what the service adds to it by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.tables.written import MADE
from agent.drafters.builtin.project.naming import singular, snake

WHICH = re.compile(
    r"^(?:ai_?|llm_?)?model(?:_?(?:name|id|used))?$|^llm_?(?:model|used|model_used)$"
    r"|^(?:actual|used|generation)_(?:ai_)?model$"
)
TALK = deferred(r"(?:^|_)(?:history|messages|conversation|transcript)$")
# How long the call took; the time of what it makes is another one: `preparation_time`.
_TOOK = re.compile(
    r"^(?:generat\w*|response|processing|execution|request|ai|llm|call)_(?:\w+_)?"
    r"(?:duration|time|latency)(?:_(?:ms|sec\w*))?$|^(?:generation|response|processing|ai|llm)_ms$"
    r"|^(?:duration|latency|elapsed|took)(?:_(?:ms|sec\w*))?$"
)
_USED = re.compile(r"tokens?(?:_(?:used|count|in|out|total))?$")
_COST = re.compile(r"(?:^|_)cost(?:_(?:usd|eur|cents))?$")
_LEFT = re.compile(r"(?:^|_)remaining(?:_|$)|_left(?:_today)?$")
_SPENT = re.compile(r"(?:^|_)used_?(?:today|this_month|count)$|_today$")
_COUNTED = deferred(r"^(?:count|total)_(?P<what>\w+)$|^(?P<of>\w+?)_(?:count|generated)$")
_OF = re.compile(r"^(?P<of>\w+?)_(?P<what>hash|checksum|length|size)$")
_PLACE = re.compile(r"^(?:index|idx)$")
_TEMPORARY = re.compile(r"^te?mp_?(?:id|uuid)$|^temporary_?(?:id|uuid)$")
_COUNT = re.compile(
    r"(?:^|_)(?:generated|suggested|proposed)(?:_\w+)?_count$|^generated(?:_count)?$"
)
# Who speaks in it.
_SPEAKS = deferred(r"\"role\"\s*:\s*\"(assistant|model|ai|bot)\"", re.IGNORECASE)
_WHO = re.compile(r"(?:^|\.)role$")
# What people make of the answer later.
LATER = re.compile(r"^(?:count_)?(?:accepted|rejected|edited|unedited|approved)(?:_|$)")
# What an answer has without asking anybody.
_OWN = re.compile(
    r"(?:^|_)(?:id|uuid|at|count|limit|used|snapshot|hash|version)$|^created|^updated|^is_(?!valid)"
    r"|^(?:role|status|source|origin|token|success|message|disclaimer|display_order|data|errors?"
    r"|feedback|\w*cache\w*)$|^estimated_(?:duration|completion|time|seconds|wait)"
)
# What the service tells of the call, or has found before it.
_BESIDE = deferred(
    r"^(?:usage|quota|limits?|rate_?limits?|meta|metadata|warnings?|errors?|pagination|log"
    r"|original_\w+)(?:\[\])?$"
)
# What of a request a prompt is made of.
_TEXT = deferred(r"(?:^|_)(?:text|prompt|content|input|notes?|topic|query)$")
_TYPES = deferred(r"string|text|str", re.IGNORECASE)


def fields_of(brief: Brief) -> list[Parameter]:
    """The fields of the response that hold no others."""
    fields = [one for body in brief.spec.responses[:1] for one in body.fields]
    names = [one.name for one in fields]
    return [
        one
        for one in fields
        if not any(other.startswith((f"{one.name}.", f"{one.name}[].")) for other in names)
    ]


def answered(brief: Brief) -> list[str]:
    """The fields that only the model can give."""
    return [one.name for one in fields_of(brief) if _is_models(brief, one)]


def _is_models(brief: Brief, one: Parameter) -> bool:
    name = snake(leaf(one.name))
    own = (_OWN, WHICH, _COUNT, LATER, MADE, _PLACE, _TEMPORARY, _USED, _COST, _LEFT, _SPENT, _OF)
    return not (
        _is_sent(brief, one)
        or any(pattern.search(name) for pattern in own)
        or _TOOK.search(name)
        or any(_BESIDE.match(snake(part)) for part in one.name.split(".")[:-1])
        or counted(brief, name)
    )


def _is_sent(brief: Brief, one: Parameter) -> bool:
    """Whether it only repeats the request: no ingredients of what is made of some, no speech."""
    holder = one.name.rpartition(".")[0]
    if any(each.name == f"{holder}.role" for each in fields_of(brief)):
        return False
    same = [each for each in brief.body if leaf(each.name) == leaf(one.name)]
    plain = (one.type or "string").casefold() not in {"array", "object"} and "[]" not in one.name
    return any(plain or each.name == one.name for each in same)


def kept_talk(brief: Brief, column: Column, key: str) -> str:
    """What a column of a conversation keeps; as a list where an entry's form is known."""
    names = {one.name for one in (*fields_of(brief), *brief.body)}
    spoken = any(f"{one.removesuffix('role')}content" in names for one in names if _WHO.search(one))
    form = brief.say("value-talk-form") if spoken and "json" in column.type.casefold() else ""
    return brief.say(key) + form


def computed(brief: Brief) -> Iterator[str]:
    """The fields that the service works out beside a model's answer, each with how."""
    for one in fields_of(brief) if asked(brief) is not None else ():
        name = snake(leaf(one.name))
        value = _of_answer(brief, one, name)
        if value and not _is_sent(brief, one):
            yield f"`{one.name}` = {value}"


def _of_answer(brief: Brief, one: Parameter, name: str) -> str:
    """What only an answer has: what is left of a limit, an entry's place, a name for a while."""
    if "[]" in one.name:
        keys = {"value-place": _PLACE, "value-temporary": _TEMPORARY, "value-model": WHICH}
    else:
        keys = {"value-left": _LEFT, "value-spent": _SPENT}
    key = next((key for key, pattern in keys.items() if pattern.search(name)), "")
    if key:
        return brief.say(key)
    if name == "role":
        said = (_SPEAKS.search(body.example) for body in brief.spec.responses[:1])
        return "".join(f"`{hit[1]}`" for hit in said if hit is not None)
    return "" if "[]" in one.name else told_of_call(brief, name)


def told_of_call(brief: Brief, name: str) -> str:
    """What a call to a model is told by, whether a column or a field has it; empty for others."""
    said = {"value-model": WHICH, "value-took": _TOOK, "value-tokens": _USED, "value-cost": _COST}
    key = next((key for key, pattern in said.items() if pattern.search(name)), "")
    return brief.say(key) if key else _taken(brief, name) or counted(brief, name)


def _taken(brief: Brief, name: str) -> str:
    """The hash or the length of what is sent: `source_text_hash`, `input_length`."""
    hit = _OF.match(name)
    if hit is None:
        return ""
    what = {"checksum": "hash", "size": "length"}.get(hit["what"], hit["what"])
    fields = [one for one in brief.body if "[]" not in one.name]
    same = [one for one in fields if snake(leaf(one.name)) == hit["of"]]
    texts = [one for one in fields if _is_text(one)]
    found = same or (texts if len(texts) == 1 and _TEXT.search(hit["of"]) else [])
    return brief.say(f"value-{what}", name=found[0].name) if found else ""


def _is_text(one: Parameter) -> bool:
    return _TYPES.search(one.type or "string") is not None and bool(_TEXT.search(snake(one.name)))


def counted(brief: Brief, name: str) -> str:
    """How many entries the one list of the answer has, where the name is of these."""
    fields = [one.name for body in brief.spec.responses[:1] for one in body.fields]
    lists = list(dict.fromkeys(one.partition("[]")[0] for one in fields if "[]" in one))
    lists = [one for one in lists if not _BESIDE.match(snake(leaf(one)))]
    if len(lists) != 1 or LATER.match(name):
        return ""
    hit = _COUNTED.match(name)
    said = hit["of"] or hit["what"] if hit is not None else ""
    thing = singular(snake(leaf(lists[0])))
    same = singular(said) in {thing, "generated", thing.rpartition("_")[2]} if said else False
    return brief.say("value-count", name=lists[0]) if same or _COUNT.search(name) else ""
