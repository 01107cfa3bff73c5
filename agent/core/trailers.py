"""Commit messages: Waltz writes the trailer block itself, last, and reads it back."""

from __future__ import annotations

from collections.abc import Mapping

from agent.core.edits import CommitId
from agent.core.patterns import deferred
from agent.core.spec import Endpoint, Feature, Target
from agent.core.values import dataclass

SUBJECT_LENGTH = 72
# What leads to words that are cut off.
_JOINT = deferred(
    r"(?: (?:in|of|to|for|with|and|or|on|at|by|from|the|an?|w|we|z|ze|o|do|dla|na|i|oraz|od))+$"
)
_CONTROL = deferred(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TRAILER = deferred(r"(Waltz-[A-Za-z-]+): (.*)")
_NUMBERED = deferred(r"([A-Z]{1,5}-\d{1,5}) ")
_ENDPOINT = deferred(r"([A-Z]+) (/.*)")

Trailers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitRecord:
    """One commit as history shows it: its id, when (seconds since 1970), and whole message."""

    id: CommitId
    time: int
    message: str


def compose(subject: str, body: str, trailers: Trailers) -> str:
    """The whole message: one clean subject line, the body, the trailer block last (T39)."""
    head = subject_line(subject)
    # A line of the body that looks like our trailer would join the block: it is indented.
    lines = [
        f"  {line}" if _TRAILER.match(line) else line for line in _clean(body).strip().splitlines()
    ]
    block = "\n".join(f"{key}: {_clean(value).replace(chr(10), ' ')}" for key, value in trailers)
    return "\n\n".join(part for part in (head, "\n".join(lines), block) if part) + "\n"


def subject_line(subject: str) -> str:
    """The subject as it is committed: one line, cut after a word where it is too long."""
    head = _clean(subject).replace("\n", " ").strip()
    if len(head) <= SUBJECT_LENGTH:
        return head
    room = SUBJECT_LENGTH - 1
    cut = head[:room]
    if head[room] != " " and room // 2 < (space := cut.rfind(" ")):
        cut = cut[:space]
    if cut.count("`") % 2:
        before, _, after = cut.rpartition("`")
        cut = before + after
    return _JOINT.sub("", cut.rstrip(" ,;:.(")) + "…"


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def read_trailers(message: str) -> dict[str, str] | None:
    """The Waltz trailers of a message's last paragraph; None when a key has two values."""
    last = message.rstrip().rsplit("\n\n", 1)[-1]
    found: dict[str, str] = {}
    for line in last.splitlines():
        match = _TRAILER.fullmatch(line)
        if match is None:
            continue
        if match[1] in found:
            return None
        found[match[1]] = match[2].strip()
    return found


def target_of(trailers: Mapping[str, str]) -> Target | None:
    """The endpoint or feature that a commit with these trailers worked; None where it says none."""
    said = trailers.get("Waltz-Endpoint", "")
    found = _ENDPOINT.fullmatch(said)
    try:
        return Endpoint(method=found[1], path=found[2]) if found else _feature(said)
    except ValueError:
        return None


def _feature(said: str) -> Feature | None:
    number = _NUMBERED.match(said)
    named = said[number.end() :] if number else said
    return Feature(name=named, id=number[1] if number else "") if named else None
