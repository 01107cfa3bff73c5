"""What no table holds: a queue, a cache, which the documents keep in a store of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import names_of
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.refusal import Refusal
from agent.drafters.builtin.planning.tables.work import Work

_STORE = deferred(r"\b(?:Redis|Valkey|Memcached|RabbitMQ|Kafka|BullMQ|Amazon SQS)\b")
# What is kept so, in English and Polish.
_KINDS = {"queue": r"\bqueue|\bkolej", "cache": r"\bcache|pami\u0119\u0107 podr\u0119czn"}
_LABEL = deferred(r"^#|:\W*$")
_ITEM = deferred(r"\s*[-*+]\s")
_MISSING = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A store by its name, what is kept in it, and the line that says so."""

    name: str
    thing: str
    source: Source


def store_of(brief: Brief) -> Store | None:
    """Where the thing that the path ends in is kept, when it has no table."""
    thing = fold(brief.spec.endpoint.path.rstrip("/").rpartition("/")[2])
    if brief.table is not None or thing not in _KINDS:
        return None
    spec = brief.spec
    paths = [one.source.path for one in (*spec.excerpts[:1], *spec.stack)]
    for path in dict.fromkeys((*paths, *(one.path for one in spec.rules))):
        hit = _kept_in(brief.passages.lines(path), re.compile(_KINDS[thing], re.IGNORECASE))
        if hit is not None:
            name, first, last = hit
            return Store(name=name, thing=thing, source=Source(path=path, line=first, last=last))
    return None


def _kept_in(lines: Sequence[str], kind: re.Pattern[str]) -> tuple[str, int, int] | None:
    """The store that a line, or the label of its list, names for such a thing; where they stand."""
    label, start = "", 0
    for at, line in enumerate(lines, start=1):
        hit = _STORE.search(line)
        name = hit[0] if hit is not None else ""
        if name and kind.search(line):
            return name, at, at
        if label and _ITEM.match(line) and kind.search(line):
            return label, start, at
        if line.strip() and not _ITEM.match(line):
            label, start = (name if _LABEL.search(line) else ""), at
    return None


def kept_apart(work: Work) -> Iterator[Fact]:
    """The caller's entry that is added to the store, or taken out of it."""
    brief, store = work.brief, store_of(work.brief)
    if store is None or not work.closed:
        return
    said = {"store": store.name, "thing": store.thing}
    if brief.subject.act == "delete":
        fact = Fact(text=brief.say("flow-store-remove", **said), sources=(store.source,))
        yield _refusal(work).after(fact, brief.say("flow-store-missing", code=_MISSING))
        return
    with_them = brief.say("flow-store-with", names=names_of(brief.body)) if brief.body else ""
    text = brief.say("flow-store-add", **said) + with_them
    yield Fact(text=text, sources=(store.source,))


def absent(work: Work) -> Iterator[tuple[Refusal, str]]:
    """The refusal where the caller has no entry, which the endpoint's passage does not name."""
    store = store_of(work.brief) if work.closed and work.brief.subject.act == "delete" else None
    own = [one for one in work.brief.statuses(_MISSING) if work.brief.is_own(one.source)]
    if store is not None and not own:
        yield _refusal(work), work.brief.say("case-no-entry", thing=store.thing)


def _refusal(work: Work) -> Refusal:
    by_convention = Refusal(code=_MISSING, because=work.brief.say("convention"))
    return work.refusal(_MISSING) or by_convention
