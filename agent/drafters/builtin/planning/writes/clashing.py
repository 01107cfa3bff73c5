"""What a write may clash with: rows that have the same of what is unique, and the refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.callers.signing import signs_up
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound, named
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import is_legend, lines_of, quoted
from agent.drafters.builtin.planning.sentences.scope import is_named
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.inherited import known
from agent.drafters.builtin.planning.tables.refusal import Refusal
from agent.drafters.builtin.planning.tables.uniques import Unique, uniques
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.writes.standing import standing
from agent.drafters.builtin.project.naming import snake

_CLASH = 409
_CODES = (409, 400, 422)
# A refusal of a second one: "already exists", "name taken".
_TAKEN = deferred(
    r"\balready\b|\bexist(?:s|ing)\b|duplicat|conflict|constraint|\btaken\b|_TAKEN\b|\buniqu|\bsame\b"
    r"|\bju\u017c\b|zaj\u0119t|istniej|unikaln|duplik|konflikt",
    re.IGNORECASE,
)
# A row that is there is changed: nothing clashes.
_UPSERT = deferred(
    r"upsert|idempotent|\bcreat\w* or [a-z-]+|(?:retriev|get|find)\w* or creat\w+"
    r"|updates? the existing|tworzy lub \w+|on conflict",
    re.IGNORECASE,
)
_CHANGED = deferred(
    r"\bupsert|\bcreat\w* or (?:updat|replac|start|resum)\w*|\bupdates? the existing"
    r"|\btworzy lub (?:aktualiz|zmieni|zast\u0119p|rozpocz|wznawia)\w*",
    re.IGNORECASE,
)
_RULE = deferred(r"\buniqu\w*|\bunikaln\w*|\bone \w+ per\b|\bat most one\b", re.IGNORECASE)
_TICKED = deferred(r"`([^`]+)`")
_WORD = deferred(r"[^\W\d_]\w+")
_SHORT = 9
_MOST = 3
_ANY = deferred(
    r"name|must|be|is|are|per|for|the|and|or|each|every|dla|musi|by\u0107|jest|na|w|user"
    r"|u\u017cytkownik\w*|unique\w*|unikaln\w*|enforce\w*|ensures?|combination",
    re.IGNORECASE,
)


def refused(work: Work) -> list[Fact]:
    """The states that are refused; what is unique stands with the refusal of a second one."""
    found = list(standing(work))
    same = list(clashes(work))
    at = _place(found) if same else None
    if at is None:
        return [*found, *(_alone(work, one) for one in same)]
    text = "; ".join([*map(str, same[:-1]), same[-1].text])
    both = Fact(text=f"{found[at]}: {text}", sources=same[-1].sources)
    return [*found[:at], both, *found[at + 1 :]]


def clashes(work: Work) -> Iterator[Fact]:
    """What is unique of what is written, at most three."""
    for one in broken(work)[:_MOST]:
        yield _said(work, one)


@latest(4)
def broken(work: Work) -> tuple[Unique, ...]:
    """What of the endpoint's table a second row, or a change, may have the same of."""
    return tuple(_broken(work))


def _broken(work: Work) -> Iterator[Unique]:
    acts = work.brief.subject.act in {"create", "update"} or signs_up(work)
    if acts and not _is_said(work.brief, _UPSERT):
        yield from _same(work)


def replaced(work: Work) -> tuple[Unique, ...]:
    """What a new row may have the same of as one that is changed then, where that is said."""
    return tuple(_same(work, fewest=0)) if _is_said(work.brief, _CHANGED) else ()


def _same(work: Work, fewest: int = 1) -> Iterator[Unique]:
    """What the rows of one request may have the same of, so many of its columns being given."""
    table, brief = work.table, work.brief
    if table is None:
        return
    makes = brief.subject.act != "update"
    fields = (*brief.body, *(named(brief.spec.parameters, "path") if makes else ()))
    given = {column.name for one in fields if (column := bound(table, one.name)) is not None}
    beside = {name for name, _ in known(work, table)}
    for unique in uniques(brief, table):
        rest = set(unique.columns) - given
        # A row that is changed has the rest already.
        enough = len(unique.columns) - len(rest) >= fewest
        if enough and (rest <= beside or not makes):
            yield unique


def unnamed(work: Work) -> Iterator[tuple[Refusal, str]]:
    """The refusal of a second one that the endpoint's own passage does not name, and when."""
    same = broken(work) if _place(standing(work)) is None else ()
    if same and work.brief.spec.status(_CLASH) is None:
        shown = dict.fromkeys(name for one in same[:_MOST] for name in one.shown)
        yield _refusal(work), work.brief.say("case-taken", names=quoted(shown))


def is_told(work: Work, text: str) -> bool:
    """Whether a sentence says no more than what is unique: it names just that, or is short."""
    table = work.table
    if table is None or not _RULE.search(text):
        return False
    words = {one for one in _WORD.findall(text.casefold()) if not _ANY.fullmatch(one)}
    about = {fold(table.name), fold(work.brief.subject.thing)}
    ticked = _TICKED.findall(text)
    for one in broken(work):
        if len(ticked) == 1 and set(_WORD.findall(ticked[0])) == set(one.columns):
            return True
        columns = {word for name in one.columns for word in (name, *snake(name).split("_"))}
        if len(text.split()) <= _SHORT and all(
            word in columns or fold(word) in about for word in words
        ):
            return True
    return False


def _is_said(brief: Brief, words: re.Pattern[str]) -> bool:
    """Whether the endpoint's own lines have such words."""
    spec = brief.spec
    notes = (one for one in spec.notes if is_named(spec.endpoint, one))
    own = (spec.description, *spec.excerpts[:1], *notes)
    return any(words.search(one.text) for one in own if one is not None)


def _place(found: Sequence[Fact]) -> int | None:
    """Which of the refusals is that of a second one."""
    for code in _CODES:
        for at, one in enumerate(found):
            if f"`{code}`" in one.text and _TAKEN.search(one.text):
                return at
    return None


def _said(work: Work, one: Unique) -> Fact:
    brief = work.brief
    name = work.table.name if work.table is not None else ""
    where = brief.say("where", condition=one.where) if one.where else ""
    key = "flow-unique" if len(one.shown) == 1 else "unique-together"
    text = brief.say(key, name=one.shown[0], columns=quoted(one.shown), table=name, where=where)
    text += brief.say("unique-other") if brief.subject.act == "update" else ""
    return Fact(text=text, sources=one.sources)


def _alone(work: Work, fact: Fact) -> Fact:
    """What is unique with the refusal of the general sections, or by convention."""
    return _refusal(work).after(fact, work.brief.say("flow-conflict", code=_CLASH))


def _refusal(work: Work) -> Refusal:
    """The endpoint's own, else that of a general line: the only one, or one about such rows."""
    if work.brief.spec.status(_CLASH) is not None and (own := work.refusal(_CLASH)) is not None:
        return own
    lines = {
        source: text
        for note in work.brief.spec.notes
        for source, text in lines_of(work.brief, note.source)
        if re.search(rf"\b{_CLASH}\b", text) and _TAKEN.search(text) and not is_legend(text)
    }
    thing = fold(work.brief.subject.thing)
    about = [one for one, text in lines.items() if thing in map(fold, _WORD.findall(text))]
    found = about[:1] or (list(lines) if len(lines) == 1 else [])
    if found:
        return Refusal(code=_CLASH, sources=tuple(found))
    return Refusal(code=_CLASH, because=work.brief.say("convention"))
