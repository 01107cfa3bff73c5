"""A column written in one line: name, type, and constraints in the document's own words."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text.notation import bare

_TYPE_WORD = (
    r"(?:big|small|medium|tiny|u)?int(?:eger)?\d*|(?:big|small)?serial\d?|uuid|guid|text|citext"
    r"|n?(?:var)?char2?|character(?:\s+varying)?|string|bool(?:ean)?|date(?:time)?(?:2|offset)?"
    r"|time(?:stamp)?(?:tz)?(?:\s+with(?:out)?\s+time\s+zone)?|jsonb?|numeric|decimal|number"
    r"|float\d?|double(?:\s+precision)?|real|(?:long|medium|tiny)?(?:blob|text)|bytea|bit|money"
    r"|inet|enum|vector|array|objectid|tsvector|interval|uniqueidentifier|long|xml|geography"
    r"|geometry|(?:var)?binary|rowversion|ulid|cidr|point|bpchar|int4|int8"
)
_KEYWORD = (
    r"not\s+null|nullable|null|unique|primary\s+key|pk|fk|check|references|default|foreign\s+key"
    r"|generated|auto[_-]?increment|autoincrement|identity"
)
# After a blank, a bracket is the type's size or its values; else it is a remark.
_TYPE = (
    rf"(?:enum\s*\([^()]*\)|(?:{_TYPE_WORD})\b(?:\s*\((?=\s*[\d'\"])[^()]*\)"
    rf"|\((?!(?:{_KEYWORD})\b)[^()]*\))?)(?:\[\])*"
)
_NAME = r"(?P<name>\"?[A-Za-z_]\w*\"?)"
_KNOWN = deferred(
    rf"{_NAME}(?:\s*[:\-\u2013\u2014(]\s*|\s+)(?P<type>{_TYPE})(?P<rest>.*)", re.IGNORECASE
)
# Types of document stores; only after a colon, for they are words of prose as well.
_NESTING = r"(?:map|mapa|object|obiekt|dokument|document)"
_STORED = deferred(
    rf"{_NAME}\s*:\s*(?P<type>(?:{_NESTING}|reference|geopoint|list[ay]?|tablica|array)"
    r"(?:\s+(?:of|z)\s+\w+)?)\b(?P<rest>.*)",
    re.IGNORECASE,
)
# One of these texts: `"on"|"off"`.
_ONE_OF = deferred(
    rf"{_NAME}\s*:\s*(?P<type>(?:\"[^\"|]+\"|'[^'|]+')(?:\s*\|\s*(?:\"[^\"|]+\"|'[^'|]+'))+)"
    r"(?P<rest>.*)"
)
_OR_NULL = deferred(r"^\s*\|\s*(?=null\b)", re.IGNORECASE)
# As models in code declare them: a call with what holds of the column as arguments.
_FIELD = deferred(
    rf"{_NAME}\s*[:=]\s*(?:models\.)?(?P<type>\w*Field|ForeignKey)\((?P<arguments>[^()]*"
    r"(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)[^()]*)*)\)(?P<rest>.*)"
)
_MODEL_TYPE = deferred(r"(?:models\.)?(?:[A-Z]\w*Field|ForeignKey)\b")
_OWN_TYPE = deferred(
    rf"{_NAME}\s*(?::\s*|\s)(?P<type>(?!(?:{_KEYWORD}|constraints?|ogranicze\w+)\b)[A-Za-z_][\w.]*"
    rf"(?:\([^()]*\))?)(?P<rest>[\s,(]+(?:{_KEYWORD})\b(?!-).*)",
    re.IGNORECASE,
)
_CONSTRAINT = deferred(
    rf"\W*(?:(?:constraint|ograniczeni\w+|unikalno\w+|dodatkowe\s+\w+)\b.*|(?:{_KEYWORD})\b.*"
    r"|klucz\s+(?:główny|obcy|unikalny).*)",
    re.IGNORECASE | re.DOTALL,
)
_TABLE_CONSTRAINT = deferred(
    r"(?:constraints?\b|unique\b|check\b|primary key\b|foreign key\b|composite\b|exclude\b"
    r"|(?:dodatkowe )?ograniczeni\w+|klucz\s|unikaln\w+|(?:z\u0142o\u017cony )?[pf]k:?\s*\()",
    re.IGNORECASE,
)
_OF_COLUMNS = deferred(
    r"(?:constraint\s+\w+\s+)?(?:primary key|foreign key|unique|[pf]k)\s*"
    r"\((?P<names>[\w\s,\"'\[\]]+)\)",
    re.IGNORECASE,
)
_START = deferred(rf"(?<=[\s,;)])(?=(?:{_KEYWORD})\b)", re.IGNORECASE)
_TELLS = deferred(
    rf"(?:{_KEYWORD})\b|\u2192|\bklucz (?:główny|obcy)\b|autoinkrement", re.IGNORECASE
)
_JOINED = deferred(
    r"(?:.*\b(?:or|and|is|not|set|on\s+\w+|foreign|by|as)|.*default)\s*$", re.IGNORECASE
)
_AFTER_TYPE = deferred(
    rf"\s*(?:[,;)(:.=\u2192]|[-\u2013\u2014]+\s|(?:{_KEYWORD}|on|with|generowany|domy)\b)",
    re.IGNORECASE,
)
_CAPITALS = deferred(
    r"(?:NOT NULL|NULL|UNIQUE|PK|FK|PRIMARY KEY|FOREIGN KEY|CHECK|DEFAULT|REFERENCES|GENERATED)\b"
)
_NEEDED = deferred(
    r"\s*\((?P<said>(?:wymagan\w*|required|opcjonaln\w*|optional|unikaln\w*|unique)\b[^()]*)\)",
    re.IGNORECASE,
)
_REFERS = deferred(r"(?:references|foreign key|fk|klucz obcy)\b|\u2192", re.IGNORECASE)
_BRACKETED = deferred(r"^\(([^()]*)\)$")
# `NOT NULL - what the row is called`: a remark that begins with no constraint.
_REMARK = deferred(rf"(?:\s[\u2013\u2014-]|(?<=\)):)\s+(?!(?:{_KEYWORD})\b)(?=\w)", re.IGNORECASE)
# What happens to it, after a comma: `FK -> shelves(id), ON DELETE CASCADE`.
_THEN = deferred(r"on (?:delete|update)\b", re.IGNORECASE)
_ARGUMENTS = {
    "null=True": "NULL",
    "null=False": "NOT NULL",
    "unique=True": "UNIQUE",
    "primary_key=True": "PRIMARY KEY",
}
# A name as it is, and no word of a sentence.
_CODED = deferred(r"\W*`|\W*\*\*[a-z]\w*\*\*")
_LIST = deferred(r"\[[^\[\]]*\]")
_LONGEST = 4_000
_PROSE = {"note", "notes", "uwaga", "type", "typ", "the", "table", "index", "constraint"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnText:
    """What one line says about a column."""

    name: str
    type: str
    constraints: tuple[str, ...] = ()
    note: str = ""


def column(text: str) -> ColumnText | None:
    """The column that a text describes, None when it does not begin with a name and a type."""
    coded = _CODED.match(text) is not None
    text = bare(text).rstrip(" ,;")
    declared = _FIELD.fullmatch(text)
    if declared is not None:
        return _declared(declared)
    forms = (_STORED, _KNOWN, _OWN_TYPE, _ONE_OF)
    found = next((hit for one in forms if (hit := one.fullmatch(text))), None)
    if found is None or (found["name"].casefold() in _PROSE and not coded):
        return None
    # A remark as SQL has them.
    rest, _, note = _OR_NULL.sub(" ", found["rest"]).partition(" -- ")
    rest, note = (rest, note) if note else _remarked(rest)
    if rest.strip() and not _AFTER_TYPE.match(rest):
        return None
    needed = _NEEDED.match(rest)
    said = _listed(needed["said"]) if needed else ()
    return ColumnText(
        name=found["name"].strip('"'),
        type=found["type"].strip(),
        constraints=said or constraints(rest),
        note=note.strip(),
    )


def _remarked(rest: str) -> tuple[str, str]:
    """What holds of a column, and the remark behind it, whose constraints in capitals count."""
    depth = depths(rest)
    cut = next((one for one in _REMARK.finditer(rest) if depth[one.start()] == 0), None)
    if cut is None or not _TELLS.search(rest[: cut.start()]):
        return rest, ""
    note = rest[cut.end() :].strip()
    return ", ".join((rest[: cut.start()], *written_constraints(note))), note


def _declared(found: re.Match[str]) -> ColumnText:
    arguments = _listed(found["arguments"])
    size = next((one for one in arguments if one.startswith("max_length=")), "")
    said = [_ARGUMENTS.get(one.replace(" ", ""), one) for one in arguments if one != size]
    type_ = f"{found['type']}({size.partition('=')[2]})" if size else found["type"]
    if found["type"] in {"ForeignKey", "OneToOneField"} and arguments:
        deleted = next((one.partition("=")[2] for one in said if one.startswith("on_delete=")), "")
        then = f" ON DELETE {deleted.replace('models.', '').replace('_', ' ')}" if deleted else ""
        said = [one for one in said[1:] if not one.startswith(("on_delete=", "related_name="))]
        target = re.sub(r"^to=|[\"']", "", arguments[0])
        said = [f"REFERENCES {target}{then}", *said]
    return ColumnText(name=found["name"].strip('"'), type=type_, constraints=tuple(said))


def _listed(text: str) -> tuple[str, ...]:
    """What stands between the commas, lists of values whole."""
    inside = {at for hit in _LIST.finditer(text) for at in range(*hit.span())}
    cuts = [
        hit.span() for hit in re.finditer(r",\s*(?![\"'\s])", text) if hit.start() not in inside
    ]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    parts = (text[start:end].strip() for start, end in zip(starts, ends, strict=True))
    return tuple(one for one in parts if one)


def nests(type_: str) -> bool:
    """Whether a column of this type holds named values of its own: a map, an object."""
    return re.fullmatch(_NESTING, type_, re.IGNORECASE) is not None


def is_type(text: str) -> bool:
    """Whether a text begins with a data type."""
    said = bare(text)
    return bool(re.match(_TYPE, said, re.IGNORECASE) or _MODEL_TYPE.match(said))


def is_constraint(text: str) -> bool:
    """Whether a text states a constraint of the column above it."""
    return _CONSTRAINT.fullmatch(bare(text)) is not None


def written_constraints(text: str) -> tuple[str, ...]:
    """Those constraints of the column above it that a remark writes as SQL, in capitals."""
    return tuple(one for one in constraints("," + bare(text)) if _CAPITALS.match(one))


def is_table_constraint(text: str) -> bool:
    """Whether a text among columns states a constraint of the table."""
    return _TABLE_CONSTRAINT.match(bare(text)) is not None


def constrained(text: str) -> frozenset[str]:
    """The columns, in small letters, that a constraint of a table says in brackets it is of."""
    found = _OF_COLUMNS.match(bare(text))
    names = found["names"].casefold().split(",") if found else ()
    return frozenset(one.strip(" \"'[]") for one in names)


def constraints(text: str, shape: str = "") -> tuple[str, ...]:
    """The constraints that a text holds, each in its own words.

    `shape` is the text with what stands in quotes filled, so that nothing is cut there.
    """
    found: list[str] = []
    shape = (shape or text)[:_LONGEST]
    for start, end in _outside_brackets(shape):
        for first, last in _pieces(shape[start:end]):
            piece = " ".join(text[start + first : start + last].split())
            phrase = _balanced(piece.strip(" ,;.:\u2013\u2014-"))
            phrase = _BRACKETED.sub(r"\1", phrase)
            key = next((at for at, one in enumerate(found) if _REFERS.match(one)), None)
            if key is not None and _THEN.match(phrase):
                found[key] += f" {phrase}"
            elif phrase and _TELLS.search(phrase):
                found.append(phrase)
    return tuple(found)


def _balanced(text: str) -> str:
    """Text without the closing bracket of an opening one that stands before it."""
    while text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].rstrip()
    return text


def _pieces(text: str) -> list[tuple[int, int]]:
    """`NOT NULL UNIQUE DEFAULT 1` is three; what stands in brackets is never cut."""
    depth, cuts = depths(text), [0]
    for at in (found.start() for found in _START.finditer(text)):
        if depth[at] == 0 and not _JOINED.fullmatch(text[cuts[-1] : at]):
            cuts.append(at)
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _outside_brackets(text: str) -> list[tuple[int, int]]:
    depth, parts, start = depths(text), [], 0
    for at, char in enumerate(text):
        if char == "," and depth[at] == 0:
            parts.append((start, at))
            start = at + 1
    return [*parts, (start, len(text))]


def depths(text: str) -> list[int]:
    """How many brackets are open at each place."""
    depth, found = 0, []
    for char in text:
        depth = max(0, depth - (char == ")"))
        found.append(depth)
        depth += char == "("
    return [*found, depth]
