"""Bodies: the example as it stands, and the fields of its outermost object with their lines."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Body, Parameter
from agent.sources.values.examples import Member, members
from agent.sources.values.facts import TYPES, facts
from agent.sources.values.parameters import NAME, merged, parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Place
    from agent.sources.text.units import Unit

_NUMBER = deferred(r"-?\d+(?:\.\d+)?")
_INLINE = deferred(r"`\s*([{\[][^`]*[}\]])\s*`")
_OR = deferred(r"\s*(?:[/,|]|,?\s*(?:or|lub|albo|oder|ou))\s*", re.IGNORECASE)
# A type in capitals is one only where nothing but remarks in brackets follow it.
_WORDED = deferred(
    rf"(?-i:(?!(?:EMAIL|FILE)\b))(?:{TYPES}|enum)(?:(?:\[\])+|\?)?(?:\s*(?:[(|]|or null\b).*)?",
    re.IGNORECASE,
)
_SHAPED = deferred(r"YYYY-MM|ISO[- ]?8601", re.IGNORECASE)
# The limit beside a sample: `"Your text (max 1000 characters)"`.
_BOUNDED = deferred(r"\(([^()]*\d[^()]*\b(?:chars?|characters?|znak\w*)\b[^()]*)\)", re.IGNORECASE)
_WORD = deferred(r"\"(\w[\w-]*)\"")
_OTHERS = deferred(
    r"(?:or|lub|albo)\s+\"\w[\w-]*\"(?:\s*(?:,|/|\||or|lub|albo)\s*(?:or\s+)?\"\w[\w-]*\")*\.?",
    re.IGNORECASE,
)
_ELSE = deferred(r"(?:or|lub|albo)\s", re.IGNORECASE)
_ALLOWED = deferred(r"\**(?:allowed|possible|dozwolone|możliwe)\b.{0,20}:", re.IGNORECASE)
# What a value may be beside its type, and what is said of it behind the type in brackets.
_NULL = deferred(r"(?<![\w-])null(?![\w-])(?! (?:until|when|if|dopóki|gdy|jeśli))")
_REMARK = deferred(r"[\w?\[\]-]+(?: \| null)?\s*\(([^\W\d_][^()]* [^()]*)\)")
# What a number counts: "number (seconds)".
_UNIT = deferred(r"(?:number|int|integer|long|float|double|decimal)\s*\(([^\W\d_]{3,})\)")
_ELSE_NULL = deferred(r"(?i)^\"[^\"|]*[\s_-](?:else|or|otherwise|lub|albo)[\s_-]null\"$")
_SENTENCE = deferred(r"\"[^\W\d_][^\"{}<>|]*[^\W\d_] [^\"{}<>|]*\"")
# Of these the type, need, default and limits of the field tell.
_TOLD = deferred(
    r"(?:YYYY|UUID|URL|ISO|e\.?g|np\.|ex\.|defaults?\b|optional|required|nullable|max|min|one of"
    r"|domyśln|opcjonaln|wymagan)",
    re.IGNORECASE,
)
# `title`, `shelf` (uuid): what stands behind the label of a body and is nothing but names.
_ROW = deferred(
    rf"`(?![A-Z]){NAME}\??`\??(?:\s*\([^()]*\))?"
    rf"(?:(?:\s*[,;]|\s+(?:and|or|i|oraz|lub))\s*`{NAME}\??`\??(?:\s*\([^()]*\))?)+\W*"
)
_PAIR = deferred(r"[A-Za-z_][\w.\[\]-]*\??: ?[^{}\n]+")
_JSON = {"", "json", "json5", "jsonc", "javascript", "js", "typescript", "ts", "http"}

# What a fence below shows, as "**Bash**": no field.
_TITLE = deferred(r"\*\*[A-Z][A-Za-z ]*:?\*\*:?")


def body(units: Sequence[Unit], place: Place, document: Document) -> Body | None:
    """The first example among the units with its fields and those that the list items name."""
    found: dict[str, Parameter] = {}
    first: tuple[str, int] | None = None
    for example, line in examples(units, document):
        held = members(example) or members(_braced(example))
        if held or example.lstrip().startswith(("{", "[")):
            first = first or (example, line)
        for member in held:
            field = _field(member, line, place, document)
            known = found.get(member.name)
            found[member.name] = field if known is None else _again(known, field, member)
    if len(found) == 1:
        found = {name: _chosen(one, units, document) for name, one in found.items()}
    for one in _listed(units, place, document):
        name = nested(one.name, found)
        found[name] = merged(found[name], one) if name in found else one
    if first is not None:
        source = document.source(first[1], first[1] + first[0].count("\n"))
        return Body(source=source, fields=tuple(found.values()), example=first[0])
    lines = [one.source.line for one in found.values()]
    if not lines:
        return None
    return Body(source=document.source(min(lines), max(lines)), fields=tuple(found.values()))


def nested(name: str, found: Mapping[str, Parameter]) -> str:
    """Where the example has a name that a list gives: in an object or list, if only there once."""
    if name in found:
        return name
    inside = [one for one in found if one.endswith((f".{name}", f"[].{name}"))]
    return inside[0] if len(inside) == 1 else name


def _braced(example: str) -> str:
    """Lines of `name: value` alone, as forms are shown, as the object that they stand for."""
    lines = example.split("\n")
    told = [line for line in lines if line.strip()]
    if not told or not all(map(_PAIR.fullmatch, told)):
        return ""
    return "{" + "\n".join(f"{line}," if line.strip() else line for line in lines) + "}"


def _again(known: Parameter, field: Parameter, member: Member) -> Parameter:
    """A field that an example shows once more: another value of its choice adds to it."""
    said = known.limit("choices")
    other = field.limit("choices")
    shown = _WORD.fullmatch(member.value)
    if said is None or (other is None and shown is None):
        return known
    more = other.value if other is not None else shown[1] if shown is not None else ""
    values = dict.fromkeys((*said.value.split("|"), *more.split("|")))
    whole = replace(said, value="|".join(values))
    return replace(known, limits=tuple(whole if one is said else one for one in known.limits))


def _chosen(only: Parameter, units: Sequence[Unit], document: Document) -> Parameter:
    """A body's only field, with the values that an item below the example allows."""
    for unit in units:
        if unit.kind == "item" and _ALLOWED.match(unit.text):
            said = facts(unit.text, document.source(unit.line))
            one = replace(only, limits=said.limits)
            only = merged(only, replace(one, type=None, required=None, default=None))
    return only


def _listed(units: Sequence[Unit], place: Place, document: Document) -> tuple[Parameter, ...]:
    items = [
        unit
        for unit, below in zip_longest(units, units[1:])
        if (unit.kind in {"item", "grid"} or _ROW.fullmatch(unit.text))
        and not (below is not None and below.fence is not None and _TITLE.fullmatch(unit.text))
    ]
    return parameters(items, place, document)


def examples(units: Sequence[Unit], document: Document) -> Iterator[tuple[str, int]]:
    """Texts that may be an example, with the line each begins on: fenced, inline, or bare."""
    taken = 0
    for at, unit in enumerate(units):
        if unit.line <= taken:
            continue
        if unit.fence is not None:
            if unit.fence.info.split(" ")[0].casefold() in _JSON and unit.fence.text.strip():
                yield unit.fence.text.rstrip("\n"), unit.line + 1
        elif _INLINE.search(unit.text) is not None:
            yield from ((text, unit.line) for text in _alternatives(unit.text))
        elif unit.text.startswith(("{", "[")):
            taken = _balanced(units[at:])
            yield "\n".join(_raw(document, unit.line, taken)), unit.line


def _alternatives(text: str) -> Iterator[str]:
    """The first example in code, and those that stand beside it as others: "`{…}` or `{…}`"."""
    end = None
    for found in _INLINE.finditer(text):
        if end is not None and not _OR.fullmatch(text[end : found.start()]):
            return
        end = found.end()
        yield found[1]


def _balanced(units: Sequence[Unit]) -> int:
    """The line on which the brackets opened by the first unit are closed."""
    depth = 0
    for unit in units:
        depth += unit.text.count("{") + unit.text.count("[")
        depth -= unit.text.count("}") + unit.text.count("]")
        if depth <= 0 or unit.kind not in {"text", "item"}:
            return unit.line
    return units[-1].line


def _raw(document: Document, first: int, last: int) -> list[str]:
    lines = document.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line.rstrip() for line in lines[first - 1 : last]]


def _field(member: Member, first: int, place: Place, document: Document) -> Parameter:
    source = document.source(first + member.line)
    words = _words(member.value) or _others(member)
    said = facts(f"{words}; {member.remark}" if words else member.remark, source)
    kind = _declared(said.type, member.value, words)
    return Parameter(
        name=member.name,
        place=place,
        source=source,
        type=_or_null(kind, f"{words} {_null_of(member.value)}"),
        required=False if member.optional else said.required,
        default=said.default,
        limits=said.limits,
        note=_note(member),
    )


def _or_null(kind: str | None, words: str) -> str | None:
    """The type, with `null` where the words allow it beside a limit: `string (<=32|null)`."""
    if kind is None or kind.endswith("null") or _NULL.search(words) is None:
        return kind
    return f"{kind} | null"


def _null_of(value: str) -> str:
    """`null` where an object or a sample in words may be that: `{ … } | null`, "id-or-null"."""
    null = value.startswith(("{", "[")) and value.endswith("| null")
    return "null" if null or _ELSE_NULL.search(value) is not None else ""


def _note(member: Member) -> str:
    """The remark, or what stands in brackets behind the type: `"string (initially 'open')"`.

    One that begins with "or" goes on from the sample: `"a" // or what it was`. A sample that says
    when it is null, and a text that is answered as it stands, are told whole.
    """
    if not member.remark and (_ELSE_NULL.search(member.value) or _is_message(member)):
        return member.value if _is_message(member) else member.value.strip('"')
    text = member.value.strip('"')
    inside = None if member.remark else _REMARK.fullmatch(text) or _UNIT.fullmatch(text)
    if inside is not None:
        said = inside[1].split(", ")
        return ", ".join(one for one in said if not _TOLD.match(one))
    goes_on = _ELSE.match(member.remark) and _WORD.fullmatch(member.value)
    return f"{member.value}, {member.remark}" if goes_on else member.remark


def _is_message(member: Member) -> bool:
    """Whether it is the text that people read of what was done."""
    leaf = member.name.rpartition(".")[2]
    return leaf == "message" and _SENTENCE.fullmatch(member.value) is not None


def _others(member: Member) -> str:
    """A sample with the other values that the remark beside it gives: `"a" // or "b"`."""
    others = _OTHERS.fullmatch(member.remark)
    shown = _WORD.fullmatch(member.value)
    if others is None or shown is None:
        return ""
    return " | ".join(f'"{one}"' for one in (shown[1], *_WORD.findall(others[0])))


def _declared(said: str | None, value: str, words: str) -> str | None:
    """The type in words, of the value or of the remark beside it, else that of the sample."""
    if value.startswith(("{", "[")) or (said == "enum" and not words):
        return _type(value)
    return said or _type(value)


def _words(value: str) -> str:
    """What the example's value says in words: `"string (<=80 chars)"`, `1..127`; not a sample."""
    if value.startswith(("{", "[")):
        return ""
    text = value.strip('"')
    if re.match(rf"(?:{TYPES}|enum)(?:(?:\[\])+|\?)?(?:\W|$)", text) or _WORDED.fullmatch(text):
        return text
    if _SHAPED.match(text):
        return text.replace(" ", "; ", 1)
    if re.search(r"\d\.\.\.?(?:\d|[A-Z]\w*$)|(?:\"|\w)\s*\|\s*(?:\"|\w)", value):
        return value
    bounds = _BOUNDED.search(text)
    return f"string; {bounds[1]}" if bounds else ""


def _type(value: str) -> str | None:
    if value.startswith('"'):
        return "null" if value == '"null"' else "string"
    if value.startswith("["):
        return "array"
    if value.startswith("{"):
        return "object"
    if value in {"true", "false"}:
        return "boolean"
    if _NUMBER.fullmatch(value):
        return "number" if "." in value else "integer"
    return None
