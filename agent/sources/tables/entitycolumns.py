"""A column as a mapped class declares it: SQLAlchemy, Django, TypeORM, JPA, Entity Framework.

Keys, nullability and defaults are said in SQL's words, as all other readers say them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.values.columns import column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_IN = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"
_PYTHON = deferred(
    r"(?P<name>[A-Za-z]\w*)\s*(?::\s*(?P<hint>[^=]+?))?\s*(?:=\s*(?P<value>.+))?", re.DOTALL
)
_CALL = deferred(rf"(?:\w+\.)*(?P<call>\w+)\((?P<said>{_IN})\)", re.DOTALL)
_PIECE = deferred(rf"(?:[^,()\[\]'\"]|\({_IN}\)|\[[^\[\]]*\]|'[^']*'|\"[^\"]*\")+", re.DOTALL)
_WORD = deferred(r"(?P<key>\w+)\s*=(?!=)\s*(?P<value>.+)", re.DOTALL)
_MAPPED = deferred(r"Mapped\[(?P<inner>.+)\]", re.DOTALL)
_OPTIONAL = deferred(r"(?:\w+\.)?Optional\[(?P<inner>.+)\]|(?P<other>.+?)\s*\|\s*None", re.DOTALL)
_DJANGO = deferred(r"(?!ManyToMany)\w+Field|ForeignKey")
# What people or forms are told of it, and no database.
_TOLD = deferred(
    r"(?:editable|verbose_name|help_text|blank|related_name|validators|error_messages|db_index"
    r"|max_digits|decimal_places)="
)
_DIGITS = deferred(r"max_digits=(\d+).*?decimal_places=(\d+)")
_LISTED = deferred(r"(?:\w+\.)?(?:[Ll]ist|[Ss]et|ClassVar)\b")
_KEY = deferred(
    r"(?:\w+\.)?(?:ForeignKey\(\s*[\"'](?P<table>[\w.]+)\.(?P<column>\w+)[\"']"
    r"|(?:Sequence|Identity|Computed|CheckConstraint)\()"
)
_DELETED = deferred(r"ondelete\s*=\s*[\"']([\w ]+)[\"']")
_ENUM = deferred(rf"\w*Enum\((?P<said>{_IN})\)", re.DOTALL)
_SQL_TEXT = deferred(r"(?:(?:\w+\.)?text\()?[\"'](?P<text>[^\"']*)[\"']\)?")
_NO_NAMES = frozenset({"class", "def", "pass", "return", "model_config"})
_DECORATOR = deferred(rf"@(?:\w+\.)*(?P<name>\w+)(?:\((?P<said>{_IN})\))?", re.DOTALL)
_OPTION = deferred(r"\b(?P<key>\w+)\s*[:=]\s*(?P<value>'[^']*'|\"[^\"]*\"|`[^`]*`|[\w.:()-]+)")
_QUOTED = deferred(r"\s*['\"`](?P<text>[^'\"`]*)['\"`]")
_TS = deferred(
    r"(?:(?:public|readonly|private|protected)\s+)*(?P<name>\w+)[?!]?\s*:\s*(?P<type>[^=;]+)"
)
_JAVA = deferred(
    r"\s*(?:(?:private|protected|public|final)\s+)*(?P<type>[A-Za-z][\w.<>,\[\]? ]*?)"
    r"\s+(?P<name>\w+)\s*(?:=[^;]*)?;"
)
_CSHARP = deferred(
    r"public\s+(?P<words>(?:(?:virtual|required|override)\s+)*)(?P<type>[\w.<>,\[\]]+\??)\s+"
    r"(?P<name>\w+)\s*\{\s*get\b"
)
_MANY = deferred(r"(?:\w+\.)*(?:I?Collection|I?List|IEnumerable|HashSet|ISet)<")
_GENERATED = {"uuid": "uuid", "increment": "integer", "identity": "integer", "rowid": "integer"}
_TIMES = frozenset({"CreateDateColumn", "UpdateDateColumn", "DeleteDateColumn"})
_LISTS = frozenset({"OneToMany", "ManyToMany", "Transient", "ElementCollection"})
_NEEDED = frozenset({"NotNull", "NonNull", "NotBlank", "NotEmpty"})


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column: what it is called in the database, and by which name the class has it."""

    name: str
    type: str
    constraints: tuple[str, ...]
    member: str


def from_python(text: str, _: frozenset[str]) -> Mapped | None:
    """A member of a class of SQLAlchemy, SQLModel or Django."""
    found = _PYTHON.fullmatch(text)
    if found is None or found["name"] in _NO_NAMES:
        return None
    name, value = found["name"], " ".join((found["value"] or "").split())
    call = _CALL.fullmatch(value)
    if call is None:
        return _hinted(name, found["hint"] or "", value)
    if _DJANGO.fullmatch(call["call"]) is not None:
        said = column(f"{name} = {value}")
        digits = _DIGITS.search(value)
        size = f"({digits[1]}, {digits[2]})" if digits else ""
        return Mapped(name, said.type + size, _django(said.constraints), name) if said else None
    if call["call"] not in {"Column", "mapped_column", "Field"}:
        return None
    return _called(name, found["hint"] or "", call)


def _django(said: tuple[str, ...]) -> tuple[str, ...]:
    """What holds of a field in SQL's words: it is needed unless it says otherwise."""
    kept = [one for one in said if not _TOLD.match(one)]
    found = [f"DEFAULT {one.partition('=')[2]}" if one[:8] == "default=" else one for one in kept]
    found = ["DEFAULT now()" if one == "auto_now_add=True" else one for one in found]
    return tuple(found if {"NULL", "PRIMARY KEY"} & set(found) else ["NOT NULL", *found])


def _hinted(name: str, hint: str, value: str) -> Mapped | None:
    """A member that has a type only, be it with a value."""
    plain, optional = _hint(hint)
    if not plain or _LISTED.match(plain):
        return None
    default = (f"DEFAULT {value}",) if value and value != "None" else ()
    return Mapped(name, plain, ("NULL" if optional else "NOT NULL", *default), name)


def _called(name: str, hint: str, call: re.Match[str]) -> Mapped:
    """A member that is made by a call, with what holds of it as arguments."""
    pieces = [one.strip() for one in _PIECE.findall(call["said"]) if one.strip()]
    words = {hit["key"]: hit["value"].strip() for one in pieces if (hit := _WORD.fullmatch(one))}
    plain = [one for one in pieces if not _WORD.fullmatch(one)]
    named = [one.strip("\"'") for one in plain[:1] if one[0] in "\"'"]
    types = [one for one in plain if one[0] not in "\"'" and not _KEY.match(one)]
    written, optional = _hint(hint)
    given = re.sub(r"^(?:\w+\.)+", "", types[0]) if types and call["call"] != "Field" else written
    size = f"({words['max_length']})" if "max_length" in words else ""
    said = tuple(_python_said(words, plain, optional=optional if written else None))
    own = named[0] if named else name
    given, choices = _python_type(given, own)
    return Mapped(own, given + size, (*said, *choices), name)


def _python_type(given: str, name: str) -> tuple[str, tuple[str, ...]]:
    """A type without what SQL does not say of it; of a set of values its name, or these."""
    found = _ENUM.fullmatch(given)
    if found is None:
        return given.replace("(as_uuid=True)", ""), ()
    pieces = [one.strip() for one in _PIECE.findall(found["said"]) if one.strip()]
    texts = [one.strip("\"'") for one in pieces if one[0] in "\"'"]
    plain = [one for one in pieces if re.fullmatch(r"[\w.]+", one)]
    called = next((hit["value"] for one in pieces if (hit := _WORD.fullmatch(one))), "")
    if not texts:
        return plain[0].rpartition(".")[2] if plain else given, ()
    values = ", ".join(f"'{one}'" for one in texts)
    return called.strip("\"'") or "Enum", (f"CHECK ({name} IN ({values}))",)


def _hint(text: str) -> tuple[str, bool]:
    """A type hint without what maps it, and whether it may be None."""
    inner = _MAPPED.fullmatch(text.strip())
    plain = inner["inner"].strip() if inner is not None else text.strip()
    optional = _OPTIONAL.fullmatch(plain)
    if optional is None:
        return plain, False
    return (optional["inner"] or optional["other"]).strip(), True


def _python_said(
    words: dict[str, str], plain: list[str], *, optional: bool | None
) -> Iterator[str]:
    if words.get("primary_key") == "True":
        yield "PRIMARY KEY"
    elif "nullable" in words or optional is not None:
        null = words["nullable"] == "True" if "nullable" in words else optional
        yield "NULL" if null else "NOT NULL"
    if words.get("unique") == "True":
        yield "UNIQUE"
    server, default = words.get("server_default", ""), words.get("default", "")
    if server:
        yield f"DEFAULT {_SQL_TEXT.sub(lambda hit: hit['text'], server)}"
    elif default not in {"", "None", "..."}:
        yield f"DEFAULT {default}"
    for piece in (*plain, f"ForeignKey({words['foreign_key']})" if "foreign_key" in words else ""):
        key = _KEY.match(piece)
        if key is not None and key["table"]:
            deleted = _DELETED.search(piece)
            then = f" ON DELETE {deleted[1].upper()}" if deleted is not None else ""
            yield f"REFERENCES {key['table'].rpartition('.')[2]}({key['column']}){then}"


def from_typescript(text: str, _: frozenset[str]) -> Mapped | None:
    """A member of an entity of TypeORM."""
    marks = {one["name"]: one["said"] or "" for one in _DECORATOR.finditer(text)}
    member = _TS.search(_DECORATOR.sub("", text))
    if member is None or not marks or _LISTS.intersection(marks):
        return None
    joined, options = marks.get("JoinColumn"), _options(" ".join(marks.values()))
    name = options.get("name", member["name"])
    kind = next((one for one in marks if one.endswith("Column") and one != "JoinColumn"), "")
    if kind:
        first = _QUOTED.match(marks[kind])
        given = options.get("type") or (first["text"] if first is not None else "")
        return Mapped(
            name=name,
            type=_typeorm_type(kind, given, options, member["type"].strip()),
            constraints=tuple(_typeorm_said(kind, options)),
            member=member["name"],
        )
    if joined is None and "ManyToOne" not in marks:
        return None
    target = re.search(r"=>\s*(\w+)", " ".join(marks.values()))
    own = options.get("name") or f"{member['name']}Id"
    null = "NULL" if options.get("nullable", "true") == "true" else "NOT NULL"
    deleted = f" ON DELETE {options['onDelete']}" if "onDelete" in options else ""
    refers = f"REFERENCES {target[1] if target is not None else member['type'].strip()}{deleted}"
    return Mapped(name=own, type="", constraints=(null, refers), member=member["name"])


def _typeorm_type(kind: str, given: str, options: dict[str, str], written: str) -> str:
    if kind == "PrimaryGeneratedColumn":
        return _GENERATED.get(given, "integer")
    size = options.get("length") or options.get("precision", "")
    scale = f", {options['scale']}" if "scale" in options else ""
    plain = given or ("timestamp" if kind in _TIMES else re.sub(r"\s*\|\s*null\b", "", written))
    return f"{plain}({size}{scale})" if size else plain


def _typeorm_said(kind: str, options: dict[str, str]) -> Iterator[str]:
    if kind.startswith("Primary"):
        yield "PRIMARY KEY"
        return
    # https://typeorm.io: columns are NOT NULL unless they say otherwise.
    nullable = options.get("nullable") == "true" or kind == "DeleteDateColumn"
    yield "NULL" if nullable else "NOT NULL"
    if options.get("unique") == "true":
        yield "UNIQUE"
    if "default" in options:
        yield f"DEFAULT {options['default']}"
    elif kind in {"CreateDateColumn", "UpdateDateColumn"}:
        yield "DEFAULT now()"


def _options(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for hit in _OPTION.finditer(text):
        raw = hit["value"]
        found.setdefault(hit["key"], raw if hit["key"] == "default" else raw.strip("'\"`"))
    return found


def from_java(text: str, known: frozenset[str]) -> Mapped | None:
    """A field of an entity of JPA."""
    marks = {one["name"]: one["said"] or "" for one in _DECORATOR.finditer(text)}
    member = _JAVA.fullmatch(_DECORATOR.sub("", text))
    if member is None or _LISTS.intersection(marks) or _MANY.match(member["type"]):
        return None
    options = _options(", ".join(marks.get(one, "") for one in ("Column", "JoinColumn")))
    refers = member["type"] in known or {"ManyToOne", "OneToOne"} & marks.keys()
    if refers and "JoinColumn" not in marks and "ManyToOne" not in marks:
        return None
    said = ["PRIMARY KEY"] if "Id" in marks else []
    if options.get("nullable") == "false" or _NEEDED & marks.keys():
        said.append("NOT NULL")
    if options.get("unique") == "true":
        said.append("UNIQUE")
    if refers:
        said.append(f"REFERENCES {member['type']}")
    size = f"({options['length']})" if "length" in options else ""
    return Mapped(
        name=options.get("name", member["name"]),
        type="" if refers else f"{member['type']}{size}",
        constraints=tuple(said),
        member=member["name"],
    )


def from_csharp(text: str, known: frozenset[str]) -> Mapped | None:
    """A property of an entity of Entity Framework."""
    member = _CSHARP.search(text)
    if member is None:
        return None
    type_, marks = member["type"], text[: member.start()]
    plain = type_.rstrip("?")
    if plain in known or _MANY.match(type_) or "virtual" in member["words"] or "NotMapped" in marks:
        return None
    said = []
    if "[Key" in marks or member["name"] == "Id":
        said.append("PRIMARY KEY")
    else:
        needed = re.search(r"\[Required\b", marks) or not type_.endswith("?")
        said.append("NOT NULL" if needed else "NULL")
    size = re.search(r"\[(?:MaxLength|StringLength)\((\d+)", marks)
    named = re.search(r"\[Column\(\"(\w+)\"", marks)
    return Mapped(
        name=named[1] if named is not None else member["name"],
        type=f"{plain}({size[1]})" if size is not None else plain,
        constraints=tuple(said),
        member=member["name"],
    )


READERS: dict[str, Callable[[str, frozenset[str]], Mapped | None]] = {
    "python": from_python,
    "typescript": from_typescript,
    "java": from_java,
    "csharp": from_csharp,
}
