"""How many rows one caller, or one thing above, may have: counted before one more is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact, lines_with
from agent.drafters.builtin.planning.facts.brief import bare_name
from agent.drafters.builtin.planning.facts.wording import lines_of, meaning_of
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import snake

_WHOM = (
    r"(?P<{0}>users?|u\u017cytkownik\w*|accounts?|kont\w*|profiles?|projects?|projekt\w*|teams?"
    r"|famil(?:y|ies)(?: members?)?|households?|sets?|decks?|groups?|boards?|lists?)\b"
)
_COUNT = r"(?P<{0}>\d+(?:[ ,]\d{{3}})*)"
_THINGS = r"(?:\W{{0,3}}(?P<{0}>(?:[^\W\d_]+ ){{0,3}}?[^\W\d_]+))?"
_UP_TO = (
    r"(?:max(?:imum|ymalnie)?\.?|up to|at most|no more than|limit(?: of| do)?:?|limited to"
    r"|nie wi\u0119cej ni\u017c|maks\.?)"
)
# "Max 20 habits per user", "maksymalnie 5 talii na u\u017cytkownika".
_PER = deferred(
    rf"\b{_UP_TO}\s+(?:of\s+)?{_COUNT.format('count')}{_THINGS.format('things')}"
    rf"\s+(?:per|for each|na|dla ka\u017cdego)\s+(?:\w+ )?{_WHOM.format('whom')}",
    re.IGNORECASE,
)
# "Each user is limited to 50 characters", "a user can have at most 3 boards".
_EACH = deferred(
    rf"\b(?:each|every|one|an?|ka\u017cd[ye]|jeden)\s+{_WHOM.format('whom')}\s+"
    r"(?:(?:is|are|jest) limited to|(?:can|may) (?:have|own|create|store|save)"
    r"|mo\u017ce mie\u0107)\s+"
    rf"(?:{_UP_TO}\s+)?(?:of\s+)?{_COUNT.format('count')}{_THINGS.format('things')}",
    re.IGNORECASE,
)
# What is counted in a time, or in a value, is another limit.
_OTHER = deferred(
    r"\b(?:req\w*|calls?|minut\w*|hours?|days?|dni|dzie\u0144|dziennie|daily|months?|monthly"
    r"|rate|seconds?|attempts?|pr\u00f3b\w*|godzin\w*|zapyta\w*|\u017c\u0105da\w*)\b"
    r"|per (?:page|request)|/(?:h|min|s|day)",
    re.IGNORECASE,
)
_FULL = deferred(
    r"\b(?:limit|cap|maximum|quota|capacity|too many)\b|\bexceed|\breached\b|przekrocz"
    r"|osi\u0105gni",
    re.IGNORECASE,
)
# One more takes the place of another.
_ROLLS = deferred(
    r"evict|\boldest\b|\bprun\w+|\brotat\w+|\bFIFO\b|\breplac\w+|najstarsz|wypiera|zast\u0119p",
    re.IGNORECASE,
)
_COUNTED = deferred(r"\bcount\b|\blimit|\bmax", re.IGNORECASE)
_WHOLE = deferred(r"\btransac|\btransakcj", re.IGNORECASE)
_USER = deferred(r"(?:user|u\u017cytk|account|kont|profile)", re.IGNORECASE)
_CODES = (409, 422, 403, 400, 402)
_ASIDE = deferred(r"\([^()]*\)")
_CLAUSE = deferred(r"[;.]\s")
_WORD = deferred(r"[^\W\d_]{2,}")
_REST = 4
_FAR = 3
_MOST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """At most `count` rows of the table with the same value in `column`."""

    count: str
    column: Column
    table: Table
    of_caller: bool
    source: Source


def capped(work: Work, refused: Sequence[Fact]) -> list[Fact]:
    """The refusals, that of a full count with what is counted."""
    known = capacities(work)
    if not known:
        return list(refused)
    whole = [place for one in known for place in _whole(work, one)]
    text = _said(work, known) + (work.brief.say("full-whole") if whole else "")
    sources = (*(one.source for one in known), *cited(work.brief, *(one.column for one in known)))
    sources += tuple(whole[:1])
    for at, one in enumerate(refused):
        if any(f"`{code}`" in one.text for code in _CODES) and _FULL.search(one.text):
            both = Fact(text=f"{one}: {text}", sources=sources)
            return [*refused[:at], both, *refused[at + 1 :]]
    return list(refused)


def is_capacity(work: Work, text: str) -> bool:
    """Whether a sentence only says how many rows there may be, or what answers one too many.

    The flow counts them; where nothing is made there is nothing to count.
    """
    hit = _hit(text)
    if hit is None:
        return _FULL.search(text) is not None and _is_beside(work, text)
    rest = _CLAUSE.split(_ASIDE.sub("", text.replace(hit[0], "")))
    if any(len(_WORD.findall(one)) > _REST and not _FULL.search(one) for one in rest):
        return False
    return _is_counted(work, hit["things"])


def _is_counted(work: Work, things: str | None) -> bool:
    makes = work.brief.subject.act == "create"
    return bool(capacities(work)) if makes else _is_own(work, things)


def _is_beside(work: Work, text: str) -> bool:
    """Whether it stands below a limit: "Returns 422 if the limit is exceeded"."""
    notes = work.brief.spec.notes
    places = [one.source for one in notes if text in one.text]
    for note in notes:
        hit = _hit(note.text) if any(_is_near(note.source, one) for one in places) else None
        if hit is not None and _is_counted(work, hit["things"]):
            return True
    return False


def _is_near(above: Source, place: Source) -> bool:
    return above.path == place.path and 0 <= place.last - above.line <= _FAR


@lately
def capacities(work: Work) -> tuple[Capacity, ...]:
    """Those that the passage or a general section states for the rows made here, one a column.

    None where no status refuses one more: the sentence stays as it is.
    """
    table = work.table
    makes = work.brief.subject.act == "create" and work.sure and _is_refused(work)
    if table is None or not makes:
        return ()
    found: dict[str, Capacity] = {}
    for own, source, text in _lines(work):
        hit = _hit(text)
        mine = own and hit is not None and not hit["things"]
        if hit is None or _ROLLS.search(text) or not (mine or _is_own(work, hit["things"])):
            continue
        person = _USER.match(hit["whom"]) is not None
        column = owner_of(work.links, table) if person else _above(table, hit["whom"])
        count = re.sub(r"[ ,]", "", hit["count"])
        if column is not None:
            one = Capacity(count=count, column=column, table=table, of_caller=person, source=source)
            found.setdefault(column.name, one)
    return tuple(found.values())[:_MOST]


def _lines(work: Work) -> Iterator[tuple[bool, Source, str]]:
    """The lines of the endpoint's own passage, then those of the general sections."""
    spec = work.brief.spec
    for own, found in ((True, spec.excerpts[:1]), (False, spec.notes)):
        for one in found:
            if own or _hit(one.text) is not None:
                yield from ((own, place, text) for place, text in lines_of(work.brief, one.source))


def _hit(text: str) -> re.Match[str] | None:
    found = _PER.search(text) or _EACH.search(text)
    return None if found is None or _OTHER.search(found[0]) else found


def _is_own(work: Work, things: str | None) -> bool:
    """Whether what is counted are the rows that the endpoint is about."""
    table = work.table
    words = {fold(one) for one in (things or "").split()}
    return table is not None and bool(
        words & {fold(bare_name(table)), fold(work.brief.subject.thing)}
    )


def _above(table: Table, whom: str) -> Column | None:
    """The column that says which of these a row is of."""
    wanted = fold("_".join(whom.split()))
    names = (one for one in table.columns if snake(one.name).endswith("_id"))
    return next((one for one in names if fold(snake(one.name).removesuffix("_id")) == wanted), None)


def _said(work: Work, known: Sequence[Capacity]) -> str:
    keys = {True: "full-of-caller", False: "full-of-same"}
    parts = (
        work.brief.say(
            keys[one.of_caller], count=one.count, table=bare_name(one.table), column=one.column.name
        )
        for one in known
    )
    return work.brief.say("or").join(parts)


def _whole(work: Work, one: Capacity) -> Iterator[Source]:
    """The lines of the db plan that have it counted in the transaction of the new row."""
    path = one.table.source.path
    lines = work.brief.passages.lines(path)
    for at in lines_with(one.count, lines):
        if _COUNTED.search(lines[at]) and _WHOLE.search(lines[at]):
            yield Source(path=path, line=at + 1, last=at + 1)


def _is_refused(work: Work) -> bool:
    """Whether a documented status is of a full count."""
    return any(_FULL.search(meaning_of(one)) for one in work.brief.statuses(*_CODES))
