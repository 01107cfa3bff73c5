"""Profiles in our own form: front matter, and below it the prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import get_args

from agent.core.documents import Role
from agent.core.errors import ProfileError
from agent.core.patterns import deferred
from agent.core.profile import Covers, Input, KnownStatus, Profile, Subject
from agent.sources.profiles.matter import Entry, Matter, Value
from agent.sources.profiles.places import save_template
from agent.sources.profiles.prose import Row, list_after, rows_of

_ROLES: tuple[Role, ...] = get_args(Role)
_KEYS = frozenset(
    ["name", "for", "covers", "inputs", "sections", "statuses", "rules", "saved as", "approach"]
)
_MOST_SECTIONS = 40
_YES = frozenset(["true", "yes", "required"])
_NUMBER = deferred(r"\b(\d{1,3})\b")
_EMPTY = Value(line=1)


def is_own(matter: Matter) -> bool:
    """Whether the front matter is that of a profile, not that of another tool's prompt."""
    return bool({"sections", "saved as"} & set(matter.values))


def read_own(matter: Matter, *, name: str, place: str) -> Profile:
    """The profile; ProfileError names file and line of what cannot be one."""
    where = place or name
    covers = matter.values.get("covers", _EMPTY)
    return Profile(
        name=matter.values.get("name", _EMPTY).text or name,
        purpose=matter.values.get("for", _EMPTY).text,
        text=matter.body.strip() + "\n",
        place=place,
        sections=_sections(matter, where),
        inputs=tuple(_inputs(matter.values.get("inputs", _EMPTY), where)),
        analysis=_analysis(rows_of(matter.body, matter.first)),
        rules=tuple(one.text for one in matter.values.get("rules", _EMPTY).entries),
        statuses=tuple(_statuses(matter.values.get("statuses", _EMPTY), where)),
        saved_as=_saved_as(matter, where),
        covers=_covers(covers.text),
        subject=_subject(covers.text),
        asked_steps=_steps(matter.values.get("approach", _EMPTY), where),
        remarks=tuple(f"{key!r} is not read" for key in matter.values if key not in _KEYS),
    )


def _wrong(where: str, line: int, what: str) -> ProfileError:
    return ProfileError(f"{where}:{line}: {what}")


def _sections(matter: Matter, where: str) -> tuple[str, ...]:
    value = matter.values.get("sections", _EMPTY)
    titles = tuple(re.sub(r"^\d+[.)]\s*", "", one.text) for one in value.entries)
    if not titles:
        raise _wrong(where, value.line, "`sections` lists no section")
    if len(titles) > _MOST_SECTIONS:
        raise _wrong(where, value.line, f"more than {_MOST_SECTIONS} sections")
    return titles


def _analysis(rows: Sequence[Row]) -> tuple[str, ...]:
    """The list below the heading that speaks of thinking."""
    for at, row in enumerate(rows):
        if row.text.startswith("#") and re.search(r"think|analysis", row.folded):
            return list_after(rows, at)
    return ()


def _inputs(value: Value, where: str) -> Iterator[Input]:
    for entry in value.entries:
        yield _input(entry, where)


def _input(entry: Entry, where: str) -> Input:
    said = entry.keys.get("role")
    if said is None:
        raise _wrong(where, entry.line, "an input needs a `role`")
    role = next((one for one in _ROLES if one == said.text.lower()), None)
    if role is None:
        raise _wrong(where, said.line, f"`{said.text}` is no role; roles: {', '.join(_ROLES)}")
    what = entry.keys.get("what")
    required = entry.keys.get("required")
    return Input(
        role=role,
        what=what.text if what else role,
        required=required is not None and required.text.lower() in _YES,
        line=entry.line,
    )


def _statuses(value: Value, where: str) -> Iterator[KnownStatus]:
    """None where the value is a text: they are those of the documents alone."""
    for key, said in value.keys:
        if not re.fullmatch(r"[1-5]\d\d", key):
            raise _wrong(where, said.line, f"`{key}` is no status code")
        yield KnownStatus(code=int(key), meaning=said.text, line=said.line)


def _saved_as(matter: Matter, where: str) -> str:
    value = matter.values.get("saved as")
    if value is None:
        return ""
    template = save_template(value.text)
    if not template:
        raise _wrong(where, value.line, f"`{value.text}` is no path of a Markdown file here")
    return template


def _covers(text: str) -> Covers:
    return "many" if re.search(r"\b(?:many|every|each|all)\b", text.lower()) else "one"


def _subject(text: str) -> Subject:
    return "feature" if "feature" in text.lower() else "endpoint"


def _steps(value: Value, where: str) -> int:
    found = _NUMBER.search(value.text)
    if not value.text:
        return 3
    if found is None or int(found[1]) < 1:
        raise _wrong(where, value.line, "`approach` names no number of steps")
    return int(found[1])
