"""What sentences about validation rule: which value, and the limits that hold for it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Limit, Parameter
from agent.sources.values.columns import depths
from agent.sources.values.facts import facts
from agent.sources.values.leftover import leftover
from agent.sources.values.parameters import CODE_NAME, NAME, SHARED, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Source
    from agent.core.spec import LimitKind, Place
    from agent.sources.text.units import Unit

_CLAUSE = deferred(r";\s+|\.\s+(?=[A-ZŁŚŻĆ`*])")
# "`title` is required and `note` is optional": what is ruled besides.
_ALSO = deferred(
    rf",?\s+(?:and|while|oraz|a|i)\s+(?:the\s+)?(?=`{NAME}`\s+(?:(?:field|pole)\s+)?(?:is|are|must|should"
    r"|do(?:es)?|can(?:not)?|may|ha(?:s|ve)|max|min|at (?:most|least)|up to|required|optional|jest"
    r"|musi|nie|powin|maks|wymagan|opcjonaln|[\u2264\u2265<>])(?:\b|\w|(?<=[\u2264\u2265<>])))",
    re.IGNORECASE,
)
_SAYS = deferred(
    r"\d|\b(?:is|are|must|should|does|can(?:not)?|required|optional|wymagan|opcjonaln|musi|jest)",
    re.IGNORECASE,
)
_GOES_ON = deferred(
    r"length\b|required\b|optional\b|must be\b|default|non-empty|opcjonaln|wymagan|długoś"
    r"|(?:min|max)\w*\s+(?:length\b|\d+\s*(?:chars?|characters?|znak\w*)\b)",
    re.IGNORECASE,
)
_COMMA = deferred(r",\s+")
# `title ≤50`, `name required`: a bare word is a name only before what rules it.
_RULED = deferred(
    rf"\**(?P<name>{NAME})\**(?:\s*(?=[\u2264\u2265<>=\u2208])|\s+(?=-?\d|required\b|optional\b|wymagan"
    r"|opcjonaln|must\b|enum\b|max\b|min\b|unique\b|between\b|non-|in\s))(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = deferred(
    rf"(?P<low>-?\d+)\s*[\u2264<]=?\s*(?P<name>{NAME})\s*[\u2264<]=?\s*(?P<high>-?\d+|{NAME})"
)
_FOR = deferred(
    rf"(?:for|dla)\s+(?P<name>{NAME})\s+(?:in|w|of)\s[^:]*:\s*(?P<rest>.*)", re.IGNORECASE
)
# `For bots: level is required`, but not `For all: ...`.
_CASE = deferred(
    r"(?P<case>(?:for|dla|when|if|gdy|kiedy|jeśli|jeżeli)\s+"
    r"(?!(?:all|every|each|any|wszystk\w+|każd\w+)\b)[^:;,.]{1,40}):\s+",
    re.IGNORECASE,
)
# `a` ≤ 100, `b` ≤ 4000: a second name, not a second choice.
_ANOTHER = deferred(
    rf",\s+(?:each\s+|every\s+)?(?=`{NAME}`(?:\s*[\u2264\u2265<>=\u2208:]|\s+(?!or\b|and\b|lub\b|i\b|oraz\b)\w))"
)
_BOUND = deferred(rf"`{NAME}`\s*(?:[\u2264\u2265<>=]|ma(?:x|ks)|min|(?:at|up|from|between)\s)")
_LEAD = deferred(r"\**[^\W\d_][\w /&-]{0,40}\**:\**\s+(?=\S)")
# `amount > 0` is the name and what rules it.
_INSIDE = deferred(rf"`({NAME})\s*([\u2264\u2265<>]=?\s*-?\d[^`]*)`")
_BOTH = deferred(
    rf"`(?P<one>{NAME})`\s*(?:,|/|and|or|i|oraz)\s*`(?P<two>{NAME})`\s+(?P<rest>(?:must\b|should\b|are\b|[\u2264\u2265<>]).*)"
)
_NO_NAMES = frozenset(
    [
        *("length", "len", "value", "values", "must", "max", "min", "default", "string", "integer"),
        *("number", "size", "count", "range", "the", "a", "and", "or", "not", "is", "are", "be"),
        *("only", "all", "each", "every", "enum", "field", "fields", "list", "limit", "one", "any"),
        *("if", "when", "combination", "format", "data", "database", "uniqueness"),
        *("accepts", "allows", "supports", "requires", "returns", "handles", "processes"),
        *("enforce", "ensure", "validate", "verify", "check", "require", "reject", "trim"),
        *("wymuś", "sprawdź", "waliduj", "wymagaj", "odrzuć"),
    ]
)
_VERB = deferred(
    r"\b(?:must|should|cannot|can|may|does|is|are|has|against|musi|nie może)\b|[\u2264\u2265\u2208]"
)
# "non-negative `points`": the rule stands before the name.
_KIND = deferred(r"(?:non-?negative|positive|nieujemn\w+|dodatni\w+) $", re.IGNORECASE)
# What stands below a condition holds in that case only.
_CONDITION = deferred(
    r"\b(?:only (?:for|if|when)|(?:tylko|wyłącznie) (?:dla|gdy|jeśli|przy)"
    r"|(?:if|when|jeśli|gdy)\s+`)",
    re.IGNORECASE,
)
# A field by its title, in words: `Name: required`, `Short description: at most 90 characters`.
_TITLED = deferred(
    r"\**(?P<name>[A-ZŁŚŻĆ][^\W\d_]+(?: [^\W\d_]+){0,2})\**\s*:\**\s+(?P<rest>\S.*)", re.DOTALL
)
_REFUSED = deferred(r"\b4\d\d\b")
# "Required if `source` is ...": what a condition names is not what is ruled.
_IF = deferred(r"\b(?:if|when|unless|where|je\u015bli|je\u017celi|gdy)\W*$", re.IGNORECASE)
_EACH = deferred(r"^\s*(?:each|every|ka\u017cd\w+)\s+(?=`)", re.IGNORECASE)
# "Save a row with: count = N": what is written, and no rule.
_WRITES = deferred(
    r"(?:save|insert|create|set|update|store|persist|record)s?\b[^=]*[\w`]\s*=\s*[\w`]",
    re.IGNORECASE,
)
_SENTENCES = deferred(r";\s+|\.\s+(?=[A-Z\u0141\u015a\u017b\u0106`*])")
_LITERALS = frozenset(["true", "false", "null"])
_LENGTHS: dict[LimitKind, LimitKind] = {"min": "min_length", "max": "max_length"}
_LENGTH = deferred(r"\.(?:length|size|count)$")
_LONGEST = 2_000


def ruled(text: str, place: Place, source: Source) -> Iterator[Parameter]:
    """The values that a line on validation speaks of, each with what it says of it."""
    clauses = _clauses(_INSIDE.sub(r"`\1` \2", text[:_LONGEST]))
    for clause in clauses if not _WRITES.match(text) else ():
        for one in _of_clause(_EACH.sub("", clause), place, source):
            if one.name.casefold() not in _LITERALS:
                yield _of_length(one)


def titled(text: str, place: Place, source: Source) -> Iterator[Parameter]:
    """What `Short name: required, at most 9` rules, named as a field would be."""
    hit = _TITLED.fullmatch(text[:_LONGEST])
    if hit is not None and (name := hit["name"].casefold()) not in _NO_NAMES:
        one = parameter(name.replace(" ", "_"), hit["rest"], place, source)
        if one.limits or one.required is not None:
            yield one


def told_by(text: str, found: Sequence[Parameter]) -> list[Parameter]:
    """The rules of a line, with the line where it says nothing else and names no refusal."""
    names = {one.name for one in found}
    rest = _REFUSED.search(text) or len(_SENTENCES.split(text.strip())) > max(1, len(names))
    return [one if rest else replace(one, rules=(one.source,)) for one in found]


def case_of(found: Sequence[Unit], at: int) -> str:
    """The condition that an item stands below, in the document's words; empty without one."""
    depth = found[at].depth
    for unit in reversed(found[:at]):
        if unit.kind == "heading" or depth == 0:
            break
        if unit.kind == "item" and unit.depth < depth:
            hit = _CONDITION.search(unit.text)
            if hit is not None:
                return unit.text[hit.start() :].rstrip(":) ")
            depth = unit.depth
    return ""


def in_case(rules: Iterable[Parameter], case: str) -> Iterator[Parameter]:
    """Rules that hold in one case: what must be there in it need not be there in others."""
    for one in rules:
        said = one.note or ("required" if one.required else "")
        note = f"{said} {case}" if said else ""
        yield replace(one, required=None, note=note) if case else one


def _clauses(text: str) -> Iterator[str]:
    """Cut at semicolons and sentences, but not before what goes on about the same value.

    Also before another value, where something is said of the first.
    """
    depth = depths(text)
    start = 0
    besides = {hit.start() for hit in _ALSO.finditer(text)}
    hits = (*_CLAUSE.finditer(text), *_ALSO.finditer(text))
    for first, end in sorted(hit.span() for hit in hits):
        says = first not in besides or _SAYS.search(text, start, first)
        if depth[first] == 0 and says and not _GOES_ON.match(text, end):
            yield text[start:first]
            start = end
    yield text[start:]


def _of_clause(clause: str, place: Place, source: Source) -> Iterator[Parameter]:
    clause = clause.strip().rstrip(".")
    case = _CASE.match(clause)
    if case is not None and not _FOR.fullmatch(clause):
        rest = clause[case.end() :]
        yield from in_case(
            _of_clause(rest, place, source), case["case"][0].lower() + case["case"][1:]
        )
        return
    if not _RULED.match(clause) and not _is_named(clause):
        clause = _LEAD.sub("", clause, count=1)
    between = _BETWEEN.search(clause)
    if between is not None:
        pairs: tuple[tuple[LimitKind, str], ...] = (("min", "low"), ("max", "high"))
        limits = tuple(
            Limit(kind=kind, value=between[at], source=source)
            for kind, at in pairs
            if not between[at][0].isalpha()  # a name bounds it by what is not known here
        )
        yield Parameter(name=between["name"], place=place, source=source, limits=limits)
        clause = clause[between.end() :].lstrip(", ")
    about = _FOR.fullmatch(clause)
    if about is not None:
        yield parameter(about["name"], about["rest"], place, source)
        return
    both = _BOTH.fullmatch(clause)
    if both is not None:
        yield from (parameter(both[name], both["rest"], place, source) for name in ("one", "two"))
        return
    first, *others = [clause] if SHARED.fullmatch(clause) else _ANOTHER.split(clause)
    mine = list((named if _is_named(first) else _words)(first, place, source))
    yield from mine or _words(clause, place, source)
    for piece in others:
        if _is_named(first) or (mine and _BOUND.match(piece)):
            yield from named(piece, place, source)


def _is_named(clause: str) -> bool:
    """Whether a clause begins with a name in code, or with a plain one and a colon."""
    if clause.lstrip("*_ ").startswith("`"):
        return True
    plain = re.match(rf"(?P<name>{NAME}):\s(?!`{NAME}`\s*[\u2264\u2265<>=])", clause)
    return plain is not None and not plain["name"][0].isupper()


def _words(clause: str, place: Place, source: Source) -> Iterator[Parameter]:
    """`title ≤50, points 0-100`; or a sentence with one name in code."""
    pieces: list[tuple[str, str]] = []
    for piece in _COMMA.split(clause):
        hit = _RULED.fullmatch(piece.strip())
        if hit is not None and hit["name"].casefold() not in _NO_NAMES:
            pieces.append((hit["name"], hit["rest"]))
        elif pieces:
            pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]}, {piece}")
        else:
            break
    for name, rest in pieces:
        yield parameter(name, rest, place, source)
    verb = _VERB.search(clause)
    codes = [one for one in CODE_NAME.finditer(clause) if not verb or one.end() <= verb.start()]
    # What holds in one case, `b` where `a` is 1, is no rule for all.
    codes = [] if pieces or any(_IF.search(clause[: one.start()]) for one in codes) else codes
    if len({one["name"] for one in codes}) == 1:
        kind = "".join(_KIND.findall(clause[: codes[0].start()]))
        one = parameter(codes[0]["name"], kind + clause[codes[0].end() :], place, source)
        if one.limits or one.required is not None:
            yield one


def parameter(name: str, rest: str, place: Place, source: Source) -> Parameter:
    """A value with what is said of it."""
    said = facts(rest, source)
    return Parameter(
        name=name,
        place=place,
        source=source,
        type=said.type,
        required=said.required,
        default=said.default,
        limits=said.limits,
        note=leftover(rest, source),
    )


def _of_length(one: Parameter) -> Parameter:
    """What is said of `items.length` is said of the length of `items`."""
    if not _LENGTH.search(one.name):
        return one
    limits = tuple(replace(each, kind=_LENGTHS.get(each.kind, each.kind)) for each in one.limits)
    return replace(one, name=_LENGTH.sub("", one.name), type=None, limits=limits)
