"""A large repository with a long session: 10,000 files, 20,000 commits, 500 events."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from agent.adapters.journal.here import FileSessions
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, CommitId
from agent.core.events import (
    EndpointChosen,
    Event,
    FeedbackGiven,
    FeedbackScoped,
    PlanFound,
    PlanReread,
)
from agent.core.plan import Plan
from agent.core.spec import Endpoint
from agent.demo.history import demo_commits
from agent.ports import Head
from agent.sources.plans.reading import read_plans

FILES, COMMITS, EVENTS = 10_000, 20_000, 500
_ENDPOINT = Endpoint(method="GET", path="/api/books/{book_id}")
_PLAN = RepoPath(".ai/endpoints/get-api-books-book-id-implementation-plan.md")
_UNFINISHED = 2  # of the demo's steps, so that there is something to go on with


def repository(folder: Path) -> None:
    """Make it, once; what is there already stays."""
    if (folder / ".git" / "whole").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    _git(folder.parent, "init", "-q", "-b", "main", "--template=", str(folder))
    _git(folder, "fast-import", "--quiet", stdin=b"".join(_stream()))
    _git(folder, "checkout", "-q", "-f", "main")
    _git(folder, "repack", "-q", "-a", "-d")
    (folder / ".git" / "whole").touch()


def session(folder: Path) -> None:
    """A session of 500 events that waits for the next agreement, in place of any other."""
    shutil.rmtree(folder / ".git" / "waltz" / "sessions", ignore_errors=True)
    head = CommitId(_git(folder, "rev-parse", "HEAD").strip().decode())
    opened = FileSessions(folder / ".git", folder).start(Head(commit=head, branch="main"))
    for event in _events(folder):
        opened.journal.append(event)


def _events(folder: Path) -> Iterator[Event]:
    blob = BlobId(_git(folder, "rev-parse", f"HEAD:{_PLAN}").strip().decode())
    plan = _plan((folder / _PLAN.value).read_text("utf-8"))
    yield EndpointChosen(endpoint=_ENDPOINT)
    yield PlanFound(plan=plan, blob=blob, closings=(), adopted=False)
    for number in range((EVENTS - 3) // 2):
        yield FeedbackGiven(text=f"remark {number}: an empty list is an answer, not an error")
        yield FeedbackScoped(scope="next")
    yield PlanReread(plan=plan, blob=blob)


def _plan(text: str) -> Plan:
    (plan,) = read_plans(_PLAN, text)
    return plan


def _stream() -> Iterator[bytes]:
    """What `git fast-import` reads: the demo's commits, the files, and many small changes."""
    ours = demo_commits()
    clock = 1_700_000_000
    for number, commit in enumerate(ours):
        keep = number < len(ours) - _UNFINISHED
        message = commit.message if keep else commit.message.splitlines()[0]
        yield _commit(clock + number, message)
        yield from (_file(path.value, data) for path, data in commit.files)
    yield _commit(clock + 60, "chore: add what came from elsewhere")
    yield from (_file(_name(n), f"value_{n} = {n}\n".encode() * 20) for n in range(FILES))
    for number in range(COMMITS - len(ours) - 1):
        yield _commit(clock + 100 + number, f"fix: change {number}")
        yield _file(_name(number * 7 % FILES), f"value = {number}\n".encode() * 20)


def _name(number: int) -> str:
    return f"src/package{number // 100:03d}/module{number:05d}.py"


def _commit(when: int, message: str) -> bytes:
    text = message.encode()
    who = f"committer Ada Bench <ada@example.com> {when} +0000"
    return f"commit refs/heads/main\n{who}\ndata {len(text)}\n".encode() + text + b"\n"


def _file(path: str, data: bytes) -> bytes:
    return f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    return subprocess.run(
        ["git", *arguments], cwd=folder, input=stdin, capture_output=True, check=True
    ).stdout
