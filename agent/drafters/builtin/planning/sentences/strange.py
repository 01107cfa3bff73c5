"""Sentences of general sections that are of another endpoint: its deed, its rows, its callers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.sentences.scope import alike
from agent.drafters.builtin.planning.sentences.unmet import asks_model, is_unmet, own_words
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.project.naming import snake

_WORD = deferred(r"[^\W\d_]+")
_LABEL = deferred(r"\W*(?P<label>[^\W\d][^:`.;]{1,48}?)\W*:\s")
# What a label adds to the name of what it is about.
_ADDED = deferred(
    r"(?:rules?|validat\w*|constraints?|logic|process|flow|workflow|management|handling|processing"
    r"|requirements?|requests?|limits?|operations?|endpoints?|resources?|data|table|creation"
    r"|update|deletion|ownership|access|security|lifecycle|regu\u0142y|walidacja|logika|proces"
    r"|zarz\u0105dzanie|obs\u0142uga|wymagania|operacje|zasoby|dane|tabela)",
    re.IGNORECASE,
)
# What the whole API is for others: who may call what here the endpoint's own passage says.
_OF_ADMINS = deferred(
    r"\W*(?:(?:all|only|the|wszystkie|tylko) )?(?:admin(?:istrat\w+)?(?:-only)?|service[- ]role"
    r"|back-?office) (?:routes?|endpoints?|operations?|actions?|paths?|resources?|functions?)\b"
    r"|\W*endpointy (?:administra\w+|admina)\b",
    re.IGNORECASE,
)
_ADMIN = deferred(r"\badmin|service[- ]?role", re.IGNORECASE)
# "Rate limit AI endpoints": kinds of endpoints that paths tell.
_KIND = deferred(
    r"\b(?P<kind>AI|auth\w*|log-?in|registration|search|generation|export|import|upload"
    r"|webhook|analytics|dashboard|reporting)(?:[- ]\w+)? endpoints?\b",
    re.IGNORECASE,
)
_EXCEPT = deferred(
    r"\b(?:except|exclud\w+|other than|others?|besides|all|poza|opr\u00f3cz|pr\u00f3cz"
    r"|wszystkie)\b",
    re.IGNORECASE,
)
_MODEL = deferred(r"AI|generation", re.IGNORECASE)
# For some endpoints, and which ones is not said.
_VAGUE = deferred(
    r"\b(?:certain|some|selected|specific|critical|sensitive|expensive|niekt\u00f3r\w+|wybran\w+"
    r"|krytyczn\w+|wra\u017cliw\w+) (?:API )?(?:endpoint\w*|routes?|operations?|operacj\w+)\b",
    re.IGNORECASE,
)
_ASIDE = deferred(r"\([^()]*\)")
_OUTSIDE = deferred(
    r"\bAPI is (?:consumed|used|called) by\b"
    r"|\b(?:in|as) (?:an? )?future (?:iterations?|versions?|releases?|extensions?|work)\b"
    r"|\bfuture extension\b|\bdone later\b|\bno (?:API )?endpoint (?:is )?needed\b"
    r"|\bw (?:przysz\u0142o\u015bci|kolejnych wersjach)\b"
    r"|\b(?:outside|out of|beyond|not (?:in|part of)) (?:the )?(?:\w+ )?(?:MVP|scope)\b"
    r"|\bpost-MVP\b"
    r"|\bpoza (?:zakresem|MVP)\b"
    r"|\bruns? (?:periodically|nightly|daily|every \w+)\b|\bcyklicznie\b",
    re.IGNORECASE,
)
_METHOD = deferred(r"\b(?:GET|POST|PUT|PATCH|DELETE)\b")
_SQL = deferred(r"\b(?:SELECT|INSERT|UPDATE)\b")
# What stands later is no more what a sentence is about.
_SUBJECT = 48
# What a column wants.
_WANTS = deferred(
    r"\bunique\b|\bduplicat\w+|\b409\b|\brequired\b|\bconstraint\b|\bunikal\w+|\bduplikat\w*"
    r"|\bwymagan\w*",
    re.IGNORECASE,
)
# That a server speaks HTTPS is no work of an endpoint.
_HTTPS = deferred(r"\W*(?:\w+\W+){0,6}HTTPS\b(?:\W+\w+){0,4}\W*", re.IGNORECASE)
_TICKED = deferred(r"`([^`]+)`")
# "- `BookLoan`:" above what holds for it.
_NAMED = deferred(
    r"[-*+]\W*(?P<name>[A-Z][a-z]+(?:[A-Z][a-z]+)+|[a-z]+(?:_[a-z]+)+)\W*:\W*", re.ASCII
)
_ANYONES = frozenset(("id", "user_id", "role", "created_at", "updated_at", "deleted_at"))
_PEOPLE = frozenset(("user", "member", "account", "profile", "admin", "owner"))


def is_strange(brief: Brief, text: str) -> bool:
    """Whether a sentence for many endpoints is, by its words, for others than this one."""
    if brief.spec.endpoint.path in text:
        return False
    return (
        _HTTPS.fullmatch(text) is not None
        or _OUTSIDE.search(text) is not None
        or _VAGUE.search(_ASIDE.sub("", text)) is not None
        or _is_of_admins(brief, text)
        or _is_of_kind(brief, text)
        or _is_of_methods(brief, text)
        or is_unmet(brief, text)
        or _is_of_rows(brief, text)
        or _is_of_columns(brief, text)
    )


def _is_of_admins(brief: Brief, text: str) -> bool:
    if _OF_ADMINS.match(text) is None:
        return False
    return not any(_ADMIN.search(one) for one in own_words(brief))


def _is_of_kind(brief: Brief, text: str) -> bool:
    """Whether it is for endpoints of one kind, and nothing here is of that kind."""
    bare = "" if _EXCEPT.search(text) else _ASIDE.sub("", text)
    hits = [hit for hit in _KIND.finditer(bare) if hit.start() < _SUBJECT]
    kinds = [hit["kind"] for hit in hits]
    said = {word for one in own_words(brief) for word in _WORD.findall(one)}
    if any(_MODEL.fullmatch(kind) for kind in kinds) and asks_model(brief):
        return False
    return bool(kinds) and not any(alike(kind, word) for kind in kinds for word in said)


def _is_of_methods(brief: Brief, text: str) -> bool:
    """Whether it is for calls of other methods: `ETag for PATCH`."""
    named = set(_METHOD.findall(text))
    return bool(named) and brief.spec.endpoint.method not in named and not _SQL.search(text)


def _is_of_rows(brief: Brief, text: str) -> bool:
    """Whether the label is the name of other rows: `Household members:`, `Card generation:`.

    The longest name counts, and of its words the last: what goes before only tells whose.
    """
    hit = _LABEL.match(text)
    words = [one for one in _WORD.findall(hit["label"]) if len(one) > 1] if hit is not None else []
    while words and _ADDED.fullmatch(words[-1]):
        words.pop()
    if not words:
        return False
    head, said = fold(words[-1]), {fold("_".join(words[at:])) for at in range(len(words))}
    mine = set(_mine(brief))
    others = set(_others(brief, mine))
    if not said & others and (head in mine or any(alike(head, one) for one in mine)):
        return False
    last = {fold(one.rpartition("_")[2]) for one in _names(brief)} - mine - _PEOPLE
    return bool(said & others) or head in last


def _is_of_columns(brief: Brief, text: str) -> bool:
    """Whether all columns that it names are of other tables: "unique `(nest_key, season)`"."""
    if brief.subject.act not in {"create", "delete"} or not _WANTS.search(text):
        return False
    named = {one for hit in _TICKED.findall(text) for one in re.findall(r"[a-z]\w+", hit)}
    tables = {bare_name(one) for one in brief.spec.schema}
    known = {one.name: table for table in brief.spec.schema for one in table.columns}
    columns = {one for one in named if one in known} - _ANYONES
    own_answers = (body for body in brief.spec.responses if body.shown_by is None)
    said = {one.name.rpartition(".")[2] for body in own_answers for one in body.fields}
    said |= {part for one in brief.inputs for part in re.findall(r"\w+", one.name)}
    own = brief.table
    said |= {one.name for one in own.columns} if own is not None else set()
    return bool(columns) and not named & (said | tables)


def _mine(brief: Brief) -> Iterator[str]:
    """The names of the endpoint's resource, of its path, and of what its body holds."""
    subject = brief.subject
    words = [subject.things, subject.thing, subject.owner, subject.verb]
    words += [snake(one) for one in re.findall(r"[\w-]+", brief.spec.endpoint.path)]
    words += [snake(part) for one in brief.inputs for part in re.findall(r"\w+", one.name)]
    words += [bare_name(brief.table)] if brief.table is not None else []
    yield from (fold(one) for one in words if one)


def _names(brief: Brief) -> Iterator[str]:
    yield from (snake(bare_name(one)) for one in brief.spec.schema)


def _others(brief: Brief, mine: set[str]) -> Iterator[str]:
    yield from (name for one in _names(brief) if (name := fold(one)) not in mine | _PEOPLE)


def _is_beside_own(brief: Brief, excerpt: Excerpt) -> bool:
    """Whether it is led by a bare name, and of its neighbours another one by the endpoint's own."""
    beside = _leads(brief.passages.lines(excerpt.source.path)).get(excerpt.source.line, ())
    mine = set(_mine(brief))
    lead = next((name for line, name in beside if line == excerpt.source.line), "")
    return bool(lead) and lead not in mine and any(name in mine for _, name in beside)


@lately
def _leads(lines: tuple[str, ...]) -> dict[int, tuple[tuple[int, str], ...]]:
    """The entries of a list that are a name of several words alone, with those of a section."""
    sections: list[list[tuple[int, str]]] = [[]]
    for at, line in enumerate(lines, start=1):
        hit = _NAMED.fullmatch(line)
        if line.startswith("#"):
            sections.append([])
        elif hit is not None:
            sections[-1].append((at, fold(snake(hit["name"]))))
    return {at: tuple(found) for found in sections for at, _ in found}


def is_of_strangers(brief: Brief, excerpt: Excerpt) -> bool:
    """Whether lines below a lead name another table and never what the endpoint is about."""
    first, _, rest = excerpt.text.partition("\n")
    if not rest or not first.rstrip().endswith((":", "**")):
        return False
    if _is_beside_own(brief, excerpt):
        return True
    words = [fold(one) for one in re.findall(r"\w+", excerpt.text)]
    mine, whole = set(_mine(brief)), "".join(words)
    own = mine.intersection(words) or fold(brief.subject.things) in whole
    named = {fold(one) for one in _names(brief) if re.search(rf"\b{one}\b", rest)}
    return bool(named - mine - _PEOPLE) and not own
