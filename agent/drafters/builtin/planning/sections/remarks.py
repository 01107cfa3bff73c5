"""Sentences of the documents that hold for an endpoint, each given to one section."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.citations import Fact, holds
from agent.drafters.builtin.planning.facts.brief import Brief, Concern, Remark, bare_name
from agent.drafters.builtin.planning.facts.wording import lines_of, sentences, trimmed
from agent.drafters.builtin.planning.sections.foreign import native
from agent.drafters.builtin.planning.sections.passages import Sofar, of_deed, of_rates
from agent.drafters.builtin.planning.sections.repeating import own_steps
from agent.drafters.builtin.planning.sentences import topical
from agent.drafters.builtin.planning.sentences.announcing import announces
from agent.drafters.builtin.planning.sentences.concerns import AT_ONCE, concern_of, is_condition
from agent.drafters.builtin.planning.sentences.errorbodies import lines_shown
from agent.drafters.builtin.planning.sentences.leading import CALLED, calls, handled
from agent.drafters.builtin.planning.sentences.naming import called_of, group_of, is_of_group
from agent.drafters.builtin.planning.sentences.relevance import is_relevant, nearness, words_of
from agent.drafters.builtin.planning.sentences.rowwise import as_sentence, below_head, of_cells
from agent.drafters.builtin.planning.sentences.saying import rules_field
from agent.drafters.builtin.planning.sentences.scope import (
    grants,
    is_about,
    is_its_act,
    is_named,
    is_of_act,
    is_of_other_rows,
    unled,
)
from agent.drafters.builtin.planning.sentences.stepwise import (
    LONGEST,
    below_lead,
    is_deed,
    is_warning,
    joined,
    stepped,
)
from agent.drafters.builtin.planning.sentences.strange import is_of_strangers
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.bypassing import is_of_key
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.planning.writes.capacity import is_capacity
from agent.drafters.builtin.planning.writes.transitions import draws
from agent.sources.endpoints.endpointrows import is_row_of
from agent.sources.general.alsowritten import also_written, rules_one
from agent.sources.general.deeds import deeds, is_led_by
from agent.sources.general.errorlogs import logs_errors
from agent.sources.passages.statuses import RATED

_LABELLED = deferred(
    r"^[\s*+>-]*[*_`]*(?:path|query|url|request|response|success|errors?|status|headers?"
    r"|method|metoda|url|json"
    r"|body|parametr|odpowied|parameters?|cia\u0142o|kody?|validation|walidacja|auth\w*"
    r"|autoryz\w*|description|opis)"
    r"\b[^:]{0,40}:?[*_`]*\s*:?\s*$|^\W*(?:HTTP )?method\W+[A-Z]{3,6}\W*$",
    re.IGNORECASE,
)
# A passage that begins with an endpoint's name is one that this endpoint's passage refers to.
_OF_ANOTHER = deferred(r"\A[^\n]*\b(?:GET|POST|PUT|PATCH|DELETE)\b[^\n]*/")
_CREDENTIALS = deferred(r"(?i)\bAuthorization\b.*\b(?:Bearer|token)\b|\bbcrypt|\bargon2")
# A rule is whole with few words.
_RULE = deferred(
    r"(?<![-\w])(?:only|must|never|tylko|musi|nigdy|saniti[sz]ed?|sanityzowan\w+|escape"
    r"|(?:white|allow)-?list\w*(?: of)? (?:domain|host|domen)\w*)\b",
    re.IGNORECASE,
)
_OF_ACCESS = deferred(
    r"\b(?:only|must|owner|(?<!service )role|RLS|permission|tylko|musi|uprawn\w+)\b", re.IGNORECASE
)
_NUMBERED = deferred(r"\s*\d+[.)]\s")
_SHORTEST, _WORDS, _FEWEST = 25, 5, 3
_POINT = deferred(r"^\s*(?:[-*+\u2022]|\d+[.)])\s+\S")
_NOTHING = deferred(r"(?i):\W*(?:none|brak|empty|n/a|nie dotyczy)?\W*$|:\s*\{|^headers?: `[^`]*`$")
_FULL, _MOST_OWN = 8, 60
_TOGETHER, _MANY, _SAYS = 4, 4, 5
_LETTERS = deferred(r"[^\W\d_]{2,}")
# Of states, counts and the server's own key the flow tells what holds.
_BY_FLOW = (draws, is_capacity, is_of_key)


def remarks(brief: Brief, concern: Concern) -> list[Fact]:
    """What the endpoint's own passage says under this concern, then passages about its resource.

    Of such a passage some sentences are one entry, of many of the own ones each two.
    """
    found = [one for one in brief.remarks if one.concern == concern and one.own][:_MOST_OWN]
    out: list[Fact] = []
    for passage, group in groupby(found, key=lambda one: one.passage):
        facts = [*(own_steps if concern == "flow" else native)(brief, [one.fact for one in group])]
        size = 1 if concern == "flow" else _TOGETHER if passage else 1 + (len(facts) > _MANY)
        out += [_listed(facts[at : at + size]) for at in range(0, len(facts), size)]
    return out


def _listed(facts: Sequence[Fact]) -> Fact:
    """Sentences in one entry, each with its source."""
    return replace(facts[-1], text="; ".join((*map(str, facts[:-1]), facts[-1].text)))


def with_remarks(brief: Brief) -> Brief:
    """The brief with every sentence of the documents that no other part of the plan tells."""
    told = _told(brief)
    return replace(brief, remarks=tuple(_all(brief, told)))


def _all(brief: Brief, told: Collection[tuple[RepoPath, int]]) -> Iterator[Remark]:
    seen: set[str] = set()
    words = tuple(words_of(brief))
    table = brief.table.name if brief.table is not None else ""
    called, group, way = called_of(brief), group_of(brief), work_of(brief)
    for own, excerpt in _excerpts(brief):
        whole = _whole(brief, excerpt, own=own, sofar=Sofar(told=told, seen=seen, called=called))
        if whole is not None:
            yield from whole
            continue
        about = own or is_about(brief.subject, table, excerpt, called, group)
        here = about or _is_its(brief, excerpt)
        for fact, text in _said(brief, excerpt, here=here, whole=here and not own):
            said, source = fact.text, fact.sources[0]
            here_told = said.casefold() in seen or (source.path, source.line) in told
            if here_told or _names(brief, text) or any(told(way, said) for told in _BY_FLOW):
                continue
            if own and source.line == excerpt.source.line and trimmed(brief.spec.title) in said:
                continue  # the overview's own words
            if own or is_relevant(brief, said, words if not here else ()):
                seen.add(said.casefold())
                concern = _concern(brief, text, own=own, here=here)
                concern = "fields" if concern == "flow" and rules_field(brief, said) else concern
                passage = f"{excerpt.under}/{excerpt.about}" if here and not own else ""
                near = nearness(brief, said, words)
                yield Remark(concern=concern, fact=fact, own=here, passage=passage, near=near)


def _whole(brief: Brief, excerpt: Excerpt, *, own: bool, sofar: Sofar) -> Iterator[Remark] | None:
    """The remarks of a row, of a section on the deed or on rates; None of any other passage."""
    rated = RATED.search(f"{excerpt.about} {excerpt.under}") is not None
    row = excerpt.text.startswith("|") and (excerpt.referred or not own)
    if row and not (rated and not is_row_of(excerpt.text, brief.spec.endpoint)):
        return _of_row(brief, excerpt, sofar.seen)
    if topical.is_deed_of(excerpt):
        return of_deed(brief, excerpt, sofar)
    return of_rates(brief, excerpt, sofar) if rated and not own else None


def _concern(brief: Brief, text: str, *, own: bool, here: bool) -> Concern:
    """The section of a sentence; what is done, in a passage on this endpoint, is its flow."""
    said = trimmed(text)
    if here and brief.subject.writes and is_condition(said):
        return "flow"
    concern = concern_of(said)
    if concern == "flow" and not here and AT_ONCE.match(said) and is_of_act(brief.subject, said):
        return "errors"
    does = own and concern == "security" and is_deed(said) and not _OF_ACCESS.search(said)
    step = here and concern == "performance" and _NUMBERED.match(text)
    warns = is_warning(said) if own else not here and grants(brief.subject, said)
    concern = "security" if concern == "flow" and warns else concern
    return "flow" if does or step else concern


def _is_of_others(brief: Brief, excerpt: Excerpt) -> bool:
    """Whether a passage is led by the name of other rows, which this endpoint has no part in.

    For what only reads, also one below the name of another table.
    """
    titled = fold("_".join(_LETTERS.findall(excerpt.about)))
    others = (one for one in brief.spec.schema if one is not brief.table)
    if not brief.subject.writes and any(titled == fold(bare_name(one)) for one in others):
        return not _is_its(brief, excerpt)
    led = is_of_other_rows(brief.subject, [one.name for one in brief.spec.schema], excerpt)
    lead = fold("_".join(_LETTERS.findall(excerpt.text.partition("\n")[0])))
    own = brief.table is not None and lead == fold(bare_name(brief.table))
    if topical.is_deed_of_others(excerpt) and brief.subject.writes:
        return not _is_its(brief, excerpt)
    return ((led and not own) or is_of_strangers(brief, excerpt)) and not _is_its(brief, excerpt)


def _is_its(brief: Brief, excerpt: Excerpt) -> bool:
    """Whether lines below a lead call this endpoint alone, rule its rows or are of its deed."""
    lead, _, rest = excerpt.text.partition("\n")
    if topical.is_deed_of(excerpt) or is_of_group(brief, lead):
        return True
    own, call = next((one.text for one in brief.spec.excerpts), ""), brief.spec.endpoint
    if rules_one(excerpt.text, also_written(own)) or handled(call, trimmed(excerpt.text)):
        return True
    if brief.subject.writes and rest and deeds(call, own) & deeds(call, excerpt.text):
        return True
    told = brief.spec.description.text if brief.spec.description is not None else ""
    if brief.subject.writes and is_led_by(f"{brief.spec.title} {told}", excerpt.text):
        return True
    said = list(CALLED.finditer(rest))
    leads = lead.rstrip("* ").endswith(":") or lead.rstrip().endswith("**")
    return leads and bool(said) and all(calls(brief.spec.endpoint, one[0]) for one in said)


def _of_row(brief: Brief, excerpt: Excerpt, seen: set[str]) -> Iterator[Remark]:
    """What a row of a table says of the endpoint that it names, or of a rule that it cites."""
    source = excerpt.source
    cells: Iterable[str] = ()
    if is_row_of(excerpt.text, brief.spec.endpoint):
        cells = of_cells(brief, source, excerpt.text)
    elif excerpt.referred:
        cells = (as_sentence(excerpt.text).rstrip("."),)
    title = concern_of(excerpt.about)
    found = [(concern_of(one), one) for one in cells if one.casefold() not in seen]
    known = [(title if concern == "flow" else concern, one) for concern, one in found]
    if brief.subject.writes:
        known = [("flow" if is_condition(one) else concern, one) for concern, one in known]
    for concern, group in groupby(known, key=lambda one: one[0]):
        text = "; ".join(one for _, one in group)
        seen.add(text.casefold())
        yield Remark(concern=concern, fact=Fact(text=text, sources=(source,)), own=True)


def _said(brief: Brief, excerpt: Excerpt, *, here: bool, whole: bool) -> Iterator[tuple[Fact, str]]:
    """The sentences of a passage with their lines; of a `whole` one each with its points."""
    lines = lines_of(brief, excerpt.source)
    rows = set(below_head([text for _, text in lines]))
    steps = stepped(below_lead(lines)) if whole and lines else ([one] for one in unled(lines))
    for step in steps:
        source, text = step[0]
        if here and not whole and text in rows:
            yield Fact(text=as_sentence(text).rstrip("."), sources=(source,)), text
            continue
        said = trimmed(text, LONGEST)
        rest = handled(brief.spec.endpoint, said)
        if rest:
            yield from (
                (Fact(text=one.rstrip("."), sources=(source,)), one) for one in sentences(rest)
            )
            continue
        if len(step) > 1 and _LABELLED.match(text) is None:
            yield joined(step), text
        elif _is_sentence(text, said) or (
            _is_point(text, said) and (here or is_its_act(brief.subject, said))
        ):
            yield Fact(text=said.rstrip("."), sources=(source,)), text


def _excerpts(brief: Brief) -> Iterator[tuple[bool, Excerpt]]:
    yield from ((True, one) for one in brief.spec.excerpts[:1])
    yield from ((True, one) for one in brief.spec.excerpts[1:] if not _OF_ANOTHER.search(one.text))
    notes = (one for one in brief.spec.notes if not is_named(brief.spec.endpoint, one))
    notes = (one for one in notes if "\n" in one.text or not logs_errors(one.text))
    yield from ((False, one) for one in notes if not _is_of_others(brief, one))


def _is_sentence(raw: str, said: str) -> bool:
    """Whether a line says something: no heading, no label, no title of a list."""
    if len(said) < _SHORTEST or announces(raw) or raw.lstrip()[:1] in "#|" or said.endswith(":"):
        return False
    if _CREDENTIALS.search(said) or "`Cache-Control: " in said:
        return True
    words = len(said.split())
    full = words >= _FULL or "`" in said or said.endswith(".") or any(one.isdigit() for one in said)
    rule = _RULE.search(said) is not None
    label = _LABELLED.match(raw) is not None and not rule
    return words >= _WORDS and (full or rule) and not label and said[0] not in '{["}'


def _is_point(raw: str, said: str) -> bool:
    """Whether an entry of a list in the endpoint's own passage says something, however short."""
    return (
        _POINT.match(raw) is not None
        and not announces(raw)
        and len(said.split()) >= _FEWEST
        and not said.endswith(":")
        and _LABELLED.match(raw) is None
        and _NOTHING.search(said) is None
        and "\u2192" not in said
        and said[0] not in '{["}\\&'
    )


def _told(brief: Brief) -> set[tuple[RepoPath, int]]:
    """The lines that other parts of the plan tell: parameters, statuses, the description."""
    spec = brief.spec
    bodies = [body for body in (spec.request, *spec.responses) if body]
    # A status that a profile or an answer adds stands nowhere: its place is the whole passage.
    added = {one.code for one in brief.policy} | {code for code, _ in brief.wished}
    told = [one.source for one in spec.statuses if one.code not in added]
    told += [one.other.source for one in spec.contradictions if one.topic == "refusal"]
    fields = [*spec.parameters, *(field for body in bodies for field in body.fields)]
    told += [source for one in fields for source in (one.source, *one.rules)]
    told += [one.source for field in fields for one in field.limits] + [*lines_shown(brief)]
    told += [one.source for one in (*bodies, *spec.streamed, spec.description, spec.auth) if one]
    return {(one.path, line) for one in told for line in range(one.line, one.last + 1)}


def _names(brief: Brief, text: str) -> bool:
    """Whether a line is the endpoint's name with little beside it, as the head of a passage is."""
    if brief.spec.endpoint.path not in text or not holds(text, brief.spec.endpoint.method):
        return False
    return len(_LETTERS.findall(text.replace(brief.spec.endpoint.path, ""))) < _SAYS
