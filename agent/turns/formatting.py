"""The user's formatters on what a drafter wrote, so that no hook of theirs has to change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.check import Formatter, digest
from agent.core.documents import RepoPath
from agent.core.session import Session
from agent.drafter import Draft
from agent.ports import Filtered, Ports
from agent.turns.trusting import still_trusted

_SECONDS = 20.0
_LONGEST = 160


def formatted(session: Session, ports: Ports, draft: Draft) -> Draft:
    """The draft as the trusted formatters leave it; what they did or could not do is a note."""
    if not session.formats or not session.trusted or not still_trusted(session, ports):
        return draft
    files: list[tuple[RepoPath, bytes | None]] = []
    notes: list[str] = []
    for path, data in draft.files:
        made, said = (data, ()) if data is None else _passed(ports, session.formats, path, data)
        files.append((path, made))
        notes += said
    return replace(draft, files=tuple(files), how=(*draft.how, *dict.fromkeys(notes)))


def formatted_document(ports: Ports, path: RepoPath, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A document that Waltz drafts, as the formatters leave it where they are trusted by now.

    It comes before any batch, so that nobody is asked about them for it.
    """
    checks, formats = ports.library.checks(), ports.library.formats()
    if not any(one.formats(path) for one in formats):
        return data, ()
    if not ports.trust.allowed(digest(checks, formats)):
        return data, ()
    return _passed(ports, formats, path, data)


def _passed(
    ports: Ports, formats: Sequence[Formatter], path: RepoPath, data: bytes
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes after each formatter that is for the file, and what is to be said."""
    made, notes = data, []
    for one in formats:
        if one.formats(path) and _is_text(made):
            made, note = _run(ports, one, path, made)
            notes.append(note)
    return made, tuple(note for note in notes if note)


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def _run(ports: Ports, formatter: Formatter, path: RepoPath, data: bytes) -> tuple[bytes, str]:
    """The bytes to propose, and what is to be said about them."""
    with ports.screen.busy(f"{formatter.short} {path.name}"):
        done = ports.runner.filter(formatter.command_for(path), data, _SECONDS)
    if done.exit == 0 and (done.out or not data.strip()):
        return done.out, f"formatted: {formatter.short}" if done.out != data else ""
    why = " ".join(_reasons(done))
    return data, f"not formatted: {formatter.short} {why}"[:_LONGEST]


def _reasons(done: Filtered) -> Iterator[str]:
    said = next((row.strip() for row in done.tail.splitlines() if row.strip()), "")
    if done.exit == 0:
        yield "wrote nothing"
        return
    if done.exit is not None:
        yield f"exit {done.exit}:" if said else f"exit {done.exit}"
    yield said
