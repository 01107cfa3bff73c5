"""What an API plan says outside the endpoints' passages and holds for one of them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.sources.endpoints.apiplan import by_key, entries
from agent.sources.endpoints.endpointrows import cells_of, is_row_of
from agent.sources.general.alsowritten import also_written, rules_one
from agent.sources.general.chunks import CALLED, Chunk, chunks, is_named
from agent.sources.general.deeds import deeds, is_led_by
from agent.sources.general.errorlogs import logs_errors
from agent.sources.general.topics import topic
from agent.sources.tables.relatedtables import normal, segments
from agent.sources.text import notation
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.core.shapes import Topic
    from agent.core.spec import Endpoint

_SECTION = deferred(
    r"valid|walid|sanit|error|błęd|business|biznes|logik|convention|konwenc|general|ogóln|common|wspóln"
    r"|paginat|pagina|stronicow|\brate|limit|cach|ograniczen\w+ szybko|global|standard|status"
    r"|rules|zasady|format|idempot|consisten|concurren|transact|spójno|współbież|transakc|\bauth|secur|uwierzyt|autoryz|bezpiecz"
    r"|\bRLS\b|row.level|timestamp|time ?zone|stref\w* czasow|currenc|walut|\b(?:data|field) types"
    r"|performan|wydajno|filter|sort|filtrow",
    re.IGNORECASE,
)
# "Testing strategy for rate limits" is no rule.
_OF_TESTS = deferred(r"\btest(?:s|ing|y|owani\w+|\u00f3w)\b", re.IGNORECASE)
_FOR_ALL = deferred(r"convention|konwencj", re.IGNORECASE)
_AUTH = deferred(r"\bauth|uwierzyteln|autoryz|security|bezpiecze", re.IGNORECASE)
_PEOPLE = frozenset(("user", "profile", "account", "member", "child", "admin"))
# "All endpoints except `/login` require …": what is named is what it does not hold for.
_EXCEPT = deferred(
    r"\b(?:all|every|wszystkie)\b.{0,60}\b(?:except|opr\u00f3cz|poza)\b", re.IGNORECASE
)
_SENT = deferred(r"\bauthorization:", re.IGNORECASE)
_KNOWN_BY = (
    r"\bJWT\b|\bbearer\b|authoriz|authenticat|uwierzyteln|autoryz|\bAPI[- ]key|session cookie"
)
_AUTH_SAID = deferred(_KNOWN_BY, re.IGNORECASE)
# In a section on access it may be said in fewer words.
_ACCESS_SAID = deferred(
    rf"{_KNOWN_BY}|\bauth\b|\b(?:logged|signed)[- ](?:in|on)\b|zalogowan|\bsessions?\b|sesj"
    r"|cookie|\btokens?\b(?! (?:expir|block|stor))|\brole[- ]based|\brol(?:es|[aięą])\b|\bRLS\b"
    r"|\bpublic|\banonym|\bown(?:s|er\w*)?\b|właścic|headers?\b|nagłów|\badmin|supabase|firebase|clerk"
    r"|OAuth|permission|uprawn",
    re.IGNORECASE,
)
_CLOSING = deferred(
    r"\W*(?:this|ten) (?:\w+ )?(?:plan|document\w*|dokument|reference|specification|guide)\b",
    re.IGNORECASE,
)
_VALIDATION = deferred(r"valid|walid", re.IGNORECASE)
_CLAUSES = deferred(r"(?P<lead>[-*\s]*[^:;\n]{1,40}:\**\s+)(?P<clauses>[^\n;]+(?:;\s+[^\n;]+)+)")
_LISTED = deferred(r"\b(?:resources|zasoby)\b", re.IGNORECASE)
# Not the `rate` of `/books/{id}/rate`.
_RATE_LIMIT = deferred(r"\brate[- ]?limit\w*|\bper (?:\w+ )?users?\b", re.IGNORECASE)
# "60 requests/min per user for general, 10/min for exports": the first is of all others.
_RATE_OF_ALL = deferred(
    r"\d ?req\w* ?(?:/|per) ?\w+(?: ?(?:/|per) ?\w+)? \(?(?:for )?"
    r"(?:general|default|global|other)\b",
    re.IGNORECASE,
)
# Who calls, as a policy asks for it: of no resource `auth`.
_WHO = deferred(r"\bauth\.\w+(?:\(\))?")
# "500 Internal Server Error": of no resource `internal`.
_PHRASE = deferred(rf"(?<=\d\d\d )(?:{'|'.join(re.escape(one.phrase) for one in HTTPStatus)})")
_OF_STATUS = deferred(r"\W*(?:HTTP[ /])?[45]\d\d\b(?!.*\b[1-5]\d\d\b)")
_MOST_LINES, _BELOW = 40, 2
# Of a passage of so few lines every word says what it is about, of a longer one the first line.
_SHORT = 3


@lru_cache(maxsize=64)
def notes(document: Document, endpoint: Endpoint) -> tuple[Excerpt, ...]:
    """Passages of the plan's general sections that hold for all endpoints, or name this one."""
    _, others = scopes(document, endpoint)
    head, own = _head(document.text, endpoint), _own(document.text, endpoint)
    written, done = also_written(own), deeds(endpoint, own)
    held = tuple(
        replace(_excerpt(document, chunk), topic=told)
        for chunk in chunks(document.text)
        if (
            ((told := _topic(chunk, document.text, endpoint)) is not None and told.own)
            or _holds(chunk, endpoint, others, head)
            or rules_one(chunk.text, written)
            or done & deeds(endpoint, chunk.text)
            or (_is_general(chunk) and not is_named(chunk.text) and is_led_by(own, chunk.text))
        )
        and not _CLOSING.match(chunk.text)
    )
    return (*held, *_on_logs(document, held))


def _on_logs(document: Document, held: Sequence[Excerpt]) -> Iterator[Excerpt]:
    """The lines beside these that want all errors logged, each alone."""
    known = {line for one in held for line in range(one.source.line, one.source.last + 1)}
    for chunk in chunks(document.text):
        for line, text in enumerate(chunk.text.split("\n"), start=chunk.line):
            if logs_errors(text) and line not in known and not is_named(text):
                yield Excerpt(source=document.source(line), text=text, about=chunk.about)


def _topic(chunk: Chunk, text: str, endpoint: Endpoint) -> Topic | None:
    """Whose deed the titles above a chunk speak of, where it names no endpoint of another one's."""
    found = topic(chunk, text, endpoint)
    if found is None or not is_named(chunk.text):
        return found
    return found if _names(chunk.text, endpoint) == found.own else None


def _own(text: str, endpoint: Endpoint) -> str:
    """The lines of the endpoint's own passage."""
    found = units(text)
    own = by_key(text).get(endpoint.key)
    return "\n".join(unit.text for unit in found[own.at : own.end]) if own else ""


def _head(text: str, endpoint: Endpoint) -> tuple[str, ...]:
    """The titles of the section that lists the endpoint with others."""
    found = units(text)
    entry = by_key(text).get(endpoint.key)
    above = found[entry.at].above if entry is not None else ()
    return tuple(notation.bare(found[at].text) for at in above)


def _holds(chunk: Chunk, endpoint: Endpoint, others: set[str], head: tuple[str, ...]) -> bool:
    """Whether a chunk of a general section speaks of it; a row that names it may stand anywhere.

    What stands at the head of its own section holds for all endpoints there, and who may call that
    is told above such sections.
    """
    if is_row_of(chunk.text, endpoint):
        return True
    above = len(chunk.titles) > 1 and chunk.titles == head[: len(chunk.titles)]
    own = chunk.titles == head or _AUTH_SAID.search(chunk.text)
    if len(head) > 1 and above and own and not is_named(chunk.text):
        return True
    return _is_general(chunk) and _concerns(chunk, endpoint, others)


def _is_general(chunk: Chunk) -> bool:
    """Whether it stands in a section of rules for all."""
    titles = " / ".join(chunk.titles[-2:])
    general = _SECTION.search(titles) or _FOR_ALL.search(chunk.lead)
    return general is not None and _OF_TESTS.search(titles) is None


def auth(document: Document, endpoint: Endpoint) -> Excerpt | None:
    """The plan's general statement on authentication, if it makes one."""
    for chunk in _on_auth(document.text):
        named = is_named(chunk.text) and not _EXCEPT.search(chunk.text)
        if named and not _names(chunk.text, endpoint):
            continue
        return _excerpt(document, chunk)
    return None


@lru_cache(maxsize=16)
def _on_auth(text: str) -> tuple[Chunk, ...]:
    """What speaks of authentication, the likelier to state it first."""
    # A list of resources says what "Users" are, not who may call.
    found = [one for one in chunks(text) if not _LISTED.search(" ".join(one.titles[-1:]))]
    headed = [one for one in found if one.titles and _AUTH.search(one.titles[-1])]
    below = [one for one in found if _AUTH.search(" ".join(one.titles))]
    said = [
        one
        for one in found
        if _AUTH_SAID.search(one.text) and not _VALIDATION.search(" ".join(one.titles))
    ]
    # What a status means is said of the answer; what is sent says how a caller is known.
    sent = [one for one in said if _SENT.search(one.text)]
    within = (*headed, *below)
    told = [one for one in within if _ACCESS_SAID.search(one.text)]
    return (*told, *sent, *said)


def _concerns(chunk: Chunk, endpoint: Endpoint, others: set[str]) -> bool:
    """Whether a chunk speaks of this endpoint, or of none in particular."""
    if is_named(chunk.text):
        return _names(chunk.text, endpoint)
    if _RATE_OF_ALL.search(chunk.text):
        return True
    mine = set(map(normal, segments(endpoint)))
    if _AUTH.search(" ".join((*chunk.titles[-1:], chunk.lead))):
        others = others - _PEOPLE  # they are who calls
    # A status is a title of its own in a section on errors.
    titles = [one for one in chunk.titles[-2:] if _OF_STATUS.match(one) is None]
    title, about = titles[-1] if titles else "", words(chunk.about)
    if not mine & about and (others & about or not _is_of_all(chunk, title)):
        return False
    led = words(chunk.lead)
    if (mine & about and not others & about) or mine & led:
        return True
    if others & led:
        return False
    lines = scoped(chunk.text, chunk.titles, mine, others).split("\n")
    rated = _RATE_LIMIT.search(title) and chunk.text.startswith("|")
    # Of a row of limits the first cell says whose it is, another one by whom they are counted.
    lines = cells_of(chunk.text)[:1] if rated else lines
    about = words("\n".join(lines if len(lines) <= _SHORT else lines[:1]))
    return bool(about & mine) or not about & others


def _is_of_all(chunk: Chunk, title: str) -> bool:
    """Whether it stands under a title of rules, or below one on access and says who calls."""
    if _SECTION.search(title) or _FOR_ALL.search(chunk.lead):
        return True
    return bool(_AUTH.search(" ".join(chunk.titles[-2:-1])) and _AUTH_SAID.search(chunk.text))


def scopes(document: Document, endpoint: Endpoint) -> tuple[set[str], set[str]]:
    """The resources of the endpoint, and those of the others."""
    mine = set(map(normal, segments(endpoint)))
    return mine, _resources(document.text) - mine


def scoped(text: str, titles: Sequence[str], mine: set[str], others: set[str]) -> str:
    """A line of clauses under a lead, as `Limits: pages > 0; price > 0`, without those of others.

    What its lead or the section's title says is of one resource is of that one as a whole.
    """
    if titles and words(titles[-1]) & (mine | others):
        return text
    lead = _CLAUSES.fullmatch(text)
    if lead is None or words(lead["lead"]) & (mine | others):
        return text
    clauses = re.split(r";\s+", lead["clauses"].rstrip(". "))
    kept = [one for one in clauses if words(one) & mine or not words(one) & others]
    return text if not kept or len(kept) == len(clauses) else lead["lead"] + "; ".join(kept)


@lru_cache(maxsize=1024)
def words(text: str) -> frozenset[str]:
    """The words of a text as resources are compared: `BookCopy` and "book copies" are one."""
    text = _PHRASE.sub("", _WHO.sub("", _RATE_LIMIT.sub("", text)))
    parts = re.findall(r"[A-Z][a-z]+(?=[A-Z])|(?<=[a-z])[A-Z][a-z]+", text)
    words = re.findall(r"[A-Za-z][\w-]+", text)
    pairs = (f"{one} {two}" for one, two in pairwise(words))
    return frozenset(normal(word) for word in (*words, *pairs, *parts))


def _names(text: str, endpoint: Endpoint) -> bool:
    """Whether the text names the endpoint, with or without the base path; or its bare path."""
    path = notation.path_key(endpoint)
    for line in text.split("\n"):
        found = list(_calls(line))
        if found:
            said = [one.key.partition(" ") for call in found for one in call.endpoints()]
            if any(one[0] == endpoint.method and _same(path, one[2]) for one in said):
                return True
        elif any(_same(path, _key(hit[0])) for hit in CALLED.finditer(line)):
            return True
    return False


def _calls(line: str) -> Iterator[notation.Call]:
    """Every method with a path in a line."""
    found = notation.call(line)
    while found is not None:
        yield found
        found = notation.call(found.after)


def _key(path: str) -> str:
    return re.sub(r"\{[^}]*\}|:[A-Za-z_]\w*|<[^>]*>|\[[^\]]*\]", "{}", path).rstrip("/.")


def _same(path: str, said: str) -> bool:
    return path == said or path.endswith(said) or said.endswith(path)


@lru_cache(maxsize=8)
def _resources(text: str) -> set[str]:
    return {normal(part) for entry in entries(text) for part in segments(entry.endpoint)}


def _excerpt(document: Document, chunk: Chunk) -> Excerpt:
    first, last = chunk.line, min(chunk.last, chunk.line + _MOST_LINES - 1)
    text = "\n".join(chunk.text.split("\n")[: last - chunk.line + 1])
    under = chunk.titles[-1] if chunk.titles and chunk.caption else ""
    if chunk.titles and first - chunk.head <= _BELOW and _OF_STATUS.match(chunk.titles[-1]):
        first = chunk.head  # what stands below is of the status
        text = "\n".join((f"# {chunk.titles[-1]}", *[""] * (chunk.line - first - 1), text))
    source = document.source(first, last)
    return Excerpt(source=source, text=text, about=chunk.about, under=under)
