"""What an endpoint asks of a language model: the prompt, the call, what its answer is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import meaning_of, names_of, quoted, when_of
from agent.drafters.builtin.planning.sentences.modelcalls import Asked, asked, told
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.refusal import Refusal
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import default_of, is_needed
from agent.drafters.builtin.planning.writes.calling import outside
from agent.drafters.builtin.planning.writes.modelanswer import (
    LATER,
    TALK,
    WHICH,
    answered,
    kept_talk,
    told_of_call,
)
from agent.drafters.builtin.project.naming import snake

_GOOD, _BAD = ("success", "completed", "succeeded"), ("failure", "failed", "error")
_WAITS = re.compile(
    r"pending|processing|queued|running|in_?progress|started|generating|success\w*|fail\w*|error",
    re.IGNORECASE,
)
# When the answer was there.
_ANSWERED = re.compile(r"(?:generated|answered|responded)_at(?:_utc)?")
_FILLED = re.compile(r"\bdefault\b", re.IGNORECASE)
_WHOLE = ("int", "serial", "number")
# What kind of row it is.
_KIND = re.compile(r"(?:^|_)(?:type|kind|action|event)$")
_SERVER = 500
_MOST, _SHOWN = 6, 8


def asking(work: Work, who: Asked) -> Fact:
    """The prompt with what it is made of, the call with its failures, and what is read of it."""
    brief = work.brief
    names = list(_prompt(work))
    key = "flow-asks" if names else "flow-asks-bare"
    text = brief.say(key, names=", ".join(names), service=who.name)
    model = next((one for one in brief.body if WHICH.match(snake(one.name))), None)
    text += brief.say("flow-asks-model", name=model.name) if model is not None else ""
    read = grouped(answered(brief))
    text += brief.say("flow-asks-answer", names=quoted(read)) if read else ""
    bad = outside(brief)
    cases = [
        brief.say("step-case", code=one.code, when=when_of(brief.texts, meaning_of(one, 120)))
        for one in bad
    ]
    sources = (*who.sources, *(place for one in bad for place in brief.status(one).sources))
    fact = Fact(text="; ".join((text, *cases)), sources=tuple(dict.fromkeys(sources)))
    return fact if cases else _failing(work, fact)


def grouped(names: list[str]) -> list[str]:
    """The names; of very many what holds them."""
    if len(names) > _MOST:
        held = list(dict.fromkeys(one.rpartition(".")[0] or one for one in names))
        names = [one for one in held if not any(one.startswith(f"{other}.") for other in held)]
    return [one.removesuffix("[]") for one in names] if len(names) <= _MOST else []


def _failing(work: Work, fact: Fact) -> Fact:
    """With the status of the server's errors, where the documents have none for the service."""
    brief, refused = work.brief, work.refusal(_SERVER)
    if refused is None and any(one.code == _SERVER for one in brief.policy):
        refused = Refusal(code=_SERVER, because=brief.say("convention"))
    said = brief.say("flow-asks-fails", code=_SERVER)
    return fact if refused is None else refused.after(fact, said)


def told_to_it(brief: Brief) -> list[Parameter]:
    """The values of the body that a prompt is made of."""
    return [one for one in brief.body if _is_told_to_it(brief, one)]


def _prompt(work: Work) -> Iterator[str]:
    """The values of the body, of many what holds them, and what was said before."""
    fields = told_to_it(work.brief)
    if len(fields) > _SHOWN:
        held = dict.fromkeys(one.name.partition(".")[0].removesuffix("[]") for one in fields)
        yield quoted(held) if len(held) <= _SHOWN else names_of(fields, _SHOWN)
    elif fields:
        yield names_of(fields, _SHOWN)
    row = work.own.table if work.own is not None else None
    for column in row.columns if row is not None else ():
        if row is not None and TALK.search(snake(column.name)):
            yield f"`{row.name}.{column.name}`"


def _is_told_to_it(brief: Brief, one: Parameter) -> bool:
    name = snake(leaf(one.name))
    inside = (f"{one.name}.", f"{one.name}[].")
    holds = any(other.name.startswith(inside) for other in brief.body)
    header = "-" in one.name
    return not (holds or header or WHICH.match(name) or name == "role" or name.endswith("_id"))


def stored(work: Work, table: Table) -> Iterator[tuple[str, str]]:
    """The columns of a row that keep what the call was, and what came of it."""
    brief = work.brief
    if asked(brief) is None:
        return
    read = _by_name(brief)
    for column in table.columns:
        name = snake(column.name)
        if name in read:
            yield column.name, f"`{leaf(read[name])}`"
        elif value := _value(work, table, column):
            yield column.name, value


def _by_name(brief: Brief) -> dict[str, str]:
    """The single values of the model's answer, each by what its column is called."""
    return {snake(leaf(one)): one for one in answered(brief) if "[]" not in one}


def _value(work: Work, table: Table, column: Column) -> str:
    brief, name = work.brief, snake(column.name)
    if TALK.search(name):
        return kept_talk(brief, column, "value-talk")
    if value := told_of_call(brief, name):
        return value
    if _ANSWERED.fullmatch(name) and not _FILLED.search(", ".join(column.constraints)):
        return brief.say("value-now")
    # What people make of it comes later: none so far.
    if (
        LATER.match(name)
        and is_needed(column)
        and any(one in column.type.casefold() for one in _WHOLE)
    ):
        return "`0`"
    if _KIND.search(name):
        said = " ".join(text for _, text in told(brief))
        kinds = [one for one in values_of(brief.spec, table, column) if f"`{one}`" in said]
        return f"`{kinds[0]}`" if len(kinds) == 1 else ""
    return _outcome(work, table, column) if name.endswith("status") else ""


def _outcome(work: Work, table: Table, column: Column) -> str:
    """What a status says of a call that went well, and of one that failed."""
    values = values_of(work.brief.spec, table, column)
    if default_of(column) in values and not _WAITS.match(default_of(column)):
        return ""  # a state of the row's own, not of the call
    good = next((one for one in values if one.casefold() in _GOOD), "")
    bad = next((one for one in values if one.casefold() in _BAD), "")
    return work.brief.say("value-outcome", good=good, bad=bad) if good and bad else ""
