"""What the function of a trigger changes: the statements that a document shows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import quoted, sentences

_OPERATION = deferred(r"\btg_op\s*=\s*'(?P<event>\w+)'", re.IGNORECASE)
_BEGINS = deferred(r"\s*(?:update|insert\s+into|delete\s+from|raise\s+exception)\b", re.IGNORECASE)
_IF = deferred(r"\s*(?P<end>end\s+)?if\b", re.IGNORECASE)
_ENDS = deferred(r"\blanguage\b|^\s*\$\$;|^\s*```", re.IGNORECASE)
# The language may stand before what is done, and not only behind it.
_OPENS = deferred(r"\bas\s+\$\w*\$", re.IGNORECASE)
_AHEAD = 4
_UPDATE = deferred(
    r"update\s+(?:\w+\.)?(?P<table>\w+)(?:\s+(?:as\s+)?(?!set\b)\w+)?\s+set\s+(?P<rest>.*)",
    re.IGNORECASE,
)
_SET = deferred(r"(?:^|,)\s*(?P<column>\w+)\s*=\s*(?P<value>(?:[^,()]|\([^()]*\))*)", re.IGNORECASE)
# What is written is not changed with its like.
_OTHERS = deferred(r"(?:<>|!=)\s*new\.", re.IGNORECASE)
_INSERT = deferred(r"insert\s+into\s+(?:\w+\.)?(?P<table>\w+)", re.IGNORECASE)
_DELETE = deferred(r"delete\s+from\s+(?:\w+\.)?(?P<table>\w+)", re.IGNORECASE)
_RAISE = deferred(r"raise\s+exception\s+'(?P<said>[^']*)'", re.IGNORECASE)
# "IF NEW.state != 'open' THEN RETURN NEW": of other rows nothing is changed.
_LEAVES = deferred(
    r"\bif\s+new\.(?P<column>\w+)\s*(?:<>|!=|is\s+distinct\s+from)\s*(?P<value>'[^']*')"
    r"(?:\s+or\b(?:(?!\bthen\b).)*)?\s+then\s+return\b",
    re.IGNORECASE,
)
_NAMED = deferred(r"\s*\((?P<columns>[\w\s,\"]+)\)", re.IGNORECASE)
_ONCE = deferred(r"\bon\s+conflict\b(?:\s*\([^)]*\))?\s+do\s+nothing\b", re.IGNORECASE)
_WORD = deferred(r"\w+")
_FENCE = deferred(r"\s*(?:```|~~~)")
_CASE = deferred(
    r"\b(?:when|once|if|as soon as|only|both|gdy|kiedy|je\u015bli|po tym)\b", re.IGNORECASE
)
_TIMES = deferred(r"updated_?at|created_?at", re.IGNORECASE)
_LINES, _MOST, _LONGEST = 80, 6, 60


def effects(brief: Brief, path: RepoPath, function: str, event: str) -> Fact | None:
    """What a function that the document defines does at such a write."""
    lines = brief.passages.lines(path)
    name = re.escape(function.rpartition(".")[2])
    defined = re.compile(rf"\bfunction\s+(?:\w+\.)?{name}\s*\(", re.IGNORECASE)
    starts = [
        at
        for at, one in enumerate(lines)
        if defined.search(one) and "execute" not in one.casefold()
    ]
    return done(brief, path, (starts[0], _LINES), event) if starts else None


def led(brief: Brief, path: RepoPath, line: int) -> Fact | None:
    """The sentence above the fence of a statement that says in which case it does something."""
    lines = brief.passages.lines(path)
    at = next((at for at in range(line - 1, 0, -1) if _FENCE.match(lines[at])), 0) - 1
    while at > 0 and not lines[at].strip():
        at -= 1
    said = lines[at].strip() if at > 0 else ""
    if not _CASE.search(said) or said[0] in "#|-*`>" or _FENCE.match(said):
        return None
    text = next(iter(sentences(said)), "").rstrip(".")
    return Fact(text=text, sources=(Source(path=path, line=at + 1, last=at + 1),))


def done(brief: Brief, path: RepoPath, span: tuple[int, int], event: str) -> Fact | None:
    """The same of statements that stand from a line on."""
    start, most = span
    lines = brief.passages.lines(path)[start + 1 : start + most]
    found = list(_statements(lines, event))
    told = list(dict.fromkeys(one for _, _, text in found if (one := _told(brief, text))))[:_MOST]
    if not told:
        return None
    first, last = start + 2 + found[0][0], start + 2 + found[-1][1]
    text = "; ".join(told)
    sources: tuple[Source, ...] = (Source(path=path, line=first, last=last),)
    at, only = _only(lines[: found[0][0]])
    if only:
        text = brief.say("flow-trigger-only", text=text, condition=only)
        sources = (Source(path=path, line=start + 2 + at, last=start + 2 + at), *sources)
    return Fact(text=text, sources=sources)


def _only(lines: Sequence[str]) -> tuple[int, str]:
    """The state before which a function returns at once, with the line that says so."""
    for at, line in enumerate(lines):
        hit = _LEAVES.search(" ".join((line, *lines[at + 1 : at + 2])))
        if hit is not None and _IF.match(line):
            return at, f"`NEW.{hit['column']} = {hit['value']}`"
    return 0, ""


def _statements(lines: Sequence[str], event: str) -> Iterator[tuple[int, int, str]]:
    """The statements up to the function's end that are run at this event, with their lines."""
    runs, held, begun = True, "", 0
    for at, line in enumerate(lines):
        leads = at < _AHEAD and any(map(_OPENS.search, lines[at : at + _AHEAD]))
        leads = leads and line.strip().casefold().startswith("language")
        if _ENDS.search(line) and not leads and (at > 1 or "language" in line.casefold()):
            return
        named = _OPERATION.search(line)
        if named is not None:
            runs = named["event"].casefold() == event
        elif (hit := _IF.match(line)) is not None and hit["end"] and _closes(lines[: at + 1]):
            runs = True
        begun = begun if held else at
        if held or (runs and _BEGINS.match(line)):
            held = f"{held} {line.partition('--')[0].strip()}".strip()
            if ";" in line:
                yield begun, at, held.partition(";")[0]
                held = ""


def _closes(lines: Sequence[str]) -> bool:
    """Whether every condition is closed."""
    hits = [hit for one in lines if (hit := _IF.match(one)) is not None]
    return sum(1 if hit["end"] is None else -1 for hit in hits) <= 0


def _told(brief: Brief, text: str) -> str:
    """A statement in words; of an update its columns, with the values that are short."""
    if (hit := _UPDATE.match(text)) is not None:
        rest, *which = re.split(r"\bwhere\b", hit["rest"], maxsplit=1, flags=re.IGNORECASE)
        others = next((f" (`WHERE {one.strip()}`)" for one in which if _OTHERS.search(one)), "")
        return f"{said}{others}" if (said := _updated(hit["table"], rest)) else ""
    for key, form in (("trigger-adds", _INSERT), ("trigger-removes", _DELETE)):
        if (hit := form.match(text)) is not None:
            return brief.say(key, table=hit["table"]) + _columns(hit)
    hit = _RAISE.match(text)
    return brief.say("trigger-refuses", said=hit["said"]) if hit is not None else ""


def _columns(hit: re.Match[str]) -> str:
    """The columns that a statement gives values to, and that a second row is left out."""
    named = _NAMED.match(hit.string, hit.end())
    once = " `ON CONFLICT DO NOTHING`" if _ONCE.search(hit.string) else ""
    return (f" ({quoted(_WORD.findall(named['columns']))})" if named is not None else "") + once


def _updated(table: str, rest: str) -> str:
    parts = []
    for hit in _SET.finditer(rest):
        value = " ".join(hit["value"].split())
        if _TIMES.fullmatch(hit["column"]):
            continue
        short = value and len(value) <= _LONGEST and not value.startswith("(") and "`" not in value
        parts.append(f"`{table}.{hit['column']}`" + (f" = `{value}`" if short else ""))
    return ", ".join(parts)
