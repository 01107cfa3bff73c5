"""The sections on security and performance: who may call, and what bounds the work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.callers.hiding import forbidden
from agent.drafters.builtin.planning.callers.threats import SIZE, threats
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.access import is_public
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief, Concern, bare_name
from agent.drafters.builtin.planning.facts.purpose import purpose
from agent.drafters.builtin.planning.facts.storage import indexes
from agent.drafters.builtin.planning.facts.wording import (
    closed,
    lines_of,
    meaning_of,
    primary_key,
    quoted,
    sentences,
    trimmed,
    unlabelled,
)
from agent.drafters.builtin.planning.sections.adding import adding
from agent.drafters.builtin.planning.sections.bounds import bounds
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.general import for_all
from agent.drafters.builtin.planning.sections.prompting import prompted
from agent.drafters.builtin.planning.sections.remarks import remarks
from agent.drafters.builtin.planning.sections.rowsecurity import hidden_rows, row_security
from agent.drafters.builtin.planning.sections.touched import touched
from agent.drafters.builtin.planning.sections.values import value_of
from agent.drafters.builtin.planning.sentences.concerns import concern_of
from agent.drafters.builtin.planning.tables.rowpolicies import row_policies
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.project.naming import snake

_MOST_AUTH = 3
_STRANGER = 401
_KEPT = deferred(r"^(?:password|pin|secret|token)(?:_hash)?$|^(?:security|concurrency)_stamp$")
_FIELD = deferred(r"`[^`]+`: ")
_TICKED = deferred(r"`([\w.]+)`")
# A row of a table tells all of the endpoint at once.
_CELLS = deferred(r"\s*\|.*\|")


def security(brief: Brief) -> list[str]:
    """Who may call, and what the documents say that protects the data."""
    overview = purpose(brief).text if brief.tells("overview") else ""
    facts = [*_auth(brief, brief.spec.auth), *_described(brief, "security", overview)]
    facts += [*_remarked(brief), *_kept(brief)]
    on = touched(brief)
    work = work_of(brief)
    found = row_policies(work, on.read, on.done, forbidden(work))
    policies = [f"- {fact}" for fact in (*found, *hidden_rows(brief))]
    told = [f"- {fact}" for fact in facts]
    guarded = [*policies, *(f"- {fact}" for fact in row_security(brief, [*told, *policies]))]
    known = [*told, *guarded, *map(str, (one.fact for one in way(brief)))]
    told += [*for_all(brief, "security", known), *guarded]
    minded = [f"- {fact}" for fact in threats(brief, on.written, _flow(brief))]
    refused = list(_refusals(brief))
    told = told or ([] if minded else [f"- {fact}" for fact in refused])
    open_ = not told and not (minded and refused)
    lines = [_unsaid(brief)] if open_ else told
    minded += [f"- {fact}" for fact in prompted(brief)]
    parted = [""] if minded and open_ and not lines[0].startswith("-") else []
    return closed([*lines, *parted, *minded], brief.points("auth"))


def _remarked(brief: Brief) -> list[Fact]:
    """The remarks; those of other passages than its own only where they say more than the flow."""
    found = remarks(brief, "security")
    kept = [adding(brief, [one]) if not _is_own(brief, one) else [one] for one in found]
    return [one for each in kept for one in each]


def _is_own(brief: Brief, fact: Fact) -> bool:
    return any(map(brief.is_own, fact.sources))


def _flow(brief: Brief) -> str:
    return "\n".join(one.fact.text for one in way(brief))


def _unsaid(brief: Brief) -> str:
    """That nothing is said of who may call; of a call by which one becomes known, by its kind."""
    if not is_public(brief.spec):
        return brief.say("no-security", endpoint=brief.endpoint)
    text = brief.say("security-entry", endpoint=brief.endpoint)
    return f"- {Fact(text=text, because=brief.say('convention'))}"


def _auth(brief: Brief, auth: Excerpt | None) -> Iterator[Fact]:
    """What the endpoint's own passage says of access."""
    if auth is None or not brief.is_own(auth.source):
        return
    if auth.source.line == auth.source.last and _CELLS.match(brief.passages.says(auth.source)):
        text = brief.say("security-who", endpoint=brief.endpoint, who=auth.text)
        yield Fact(text=text, sources=(auth.source,))
        return
    for source, text in (lines_of(brief, auth.source) or [(auth.source, auth.text)])[:_MOST_AUTH]:
        if said := trimmed(text):
            yield Fact(text=said.rstrip("."), sources=(source,))


def _kept(brief: Brief) -> Iterator[Fact]:
    """Columns of the rows that are answered which no answer has: secrets, and what they become."""
    columns = brief.table.columns if brief.table is not None else ()
    shown = {snake(leaf(one.name)) for body in brief.spec.responses for one in body.fields}
    found = [one for one in columns if _KEPT.search(snake(one.name))]
    if found and shown and not any(snake(one.name) in shown for one in found):
        sources = [src for one in found for src in brief.passages.holding([one.source], one.name)]
        text = brief.say("security-kept", names=quoted(one.name for one in found))
        yield Fact(text=text, sources=tuple(sources))


def _refusals(brief: Brief) -> Iterator[Fact]:
    """Who is turned away, by the statuses alone."""
    for status in brief.statuses(401, 403):
        known = brief.status(status)
        if status.code == _STRANGER:
            text = brief.say("security-stranger", endpoint=brief.endpoint, code=status.code)
        else:
            said = meaning_of(status)
            when = f": {said}" if said else ""
            text = brief.say(
                "security-refused", endpoint=brief.endpoint, code=status.code, when=when
            )
        yield replace(known, text=text)


def _described(brief: Brief, concern: Concern, known: str) -> Iterator[Fact]:
    """Sentences of the description on this concern, but those that the overview tells."""
    said = brief.spec.description
    for source, line in lines_of(brief, said.source) if said else ():
        for one in sentences(unlabelled(line)):
            told = one.strip("(). ")
            if concern_of(one) == concern and told not in known:
                yield Fact(text=told, sources=(source,))


def performance(brief: Brief) -> list[str]:
    """What bounds the work, and what the documents say of speed, caches and indexes."""
    told = purpose(brief).text if brief.tells("overview") else ""
    facts = [*_described(brief, "performance", told), *remarks(brief, "performance")]
    own = work_of(brief).own
    by_key = own is not None and own.column is not None and own.column is primary_key(own.table)
    facts += [] if by_key else indexes(brief, _read_by(brief))
    for one in brief.spec.parameters:
        if one.place == "query" and SIZE.match(one.name) and one.limit("max"):
            known = value_of(brief, one)
            said = brief.say("page-limit", name=one.name, text=known.said)
            facts.append(Fact(text=said, sources=known.sources))
    flow = [str(one.fact) for one in way(brief)] if brief.tells("flow") else []
    lines = [*(f"- {fact}" for fact in facts), *for_all(brief, "performance", flow)]
    lines = lines or [f"- {fact}" for fact in bounds(brief)]
    return lines or [brief.say("no-performance", endpoint=brief.endpoint)]


def _read_by(brief: Brief) -> dict[str, set[str]]:
    """The columns by which the flow reads rows: of the endpoint's table, but for one by its key.

    Of another those by which a field of the answer is looked for there.
    """
    texts = [one.fact.text for one in way(brief) if one.part == "read"]
    found: dict[str, set[str]] = {}
    for table in brief.spec.schema if brief.table is not None else ():
        name, own = bare_name(table), table == brief.table
        said = [one for one in texts if _FIELD.match(one) and f"`{name}." in one]
        if own:
            keyed = work_of(brief).own is not None
            said = [one for one in texts if not (keyed or one.startswith("`"))]
        parts = (hit.rpartition(".") for text in said for hit in _TICKED.findall(text))
        names = {one for of, _, one in parts if own or of in {"", name}}
        found[table.name] = {each.name for each in table.columns if each.name in names - {"id"}}
    return found
