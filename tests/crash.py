"""Stops a step at its k-th file operation, in a forked child, and recovers as the loop does.

usage: crash.py TEMPLATE STEP FAULT FIRST STRIDE

TEMPLATE is a repository; STEP makes a file (`new`) or edits one (`known`). For every STRIDE-th
operation it is copied, the step is made there with a SIGKILL (or an error) at that operation, then
recovered, and compared with the two allowed states. Prints the number of operations and every
point that fails.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from sandbox import Sandbox, Work

from agent.core.edits import Intent
from agent.core.errors import RefusedError

OPERATIONS = frozenset(
    {
        *("write", "fsync", "open", "replace", "rename", "unlink", "mkdir", "rmdir", "fchmod"),
        *("fork_exec", "close", "ftruncate", "sendfile", "copy_file_range", "readinto"),
    }
)


class Points:
    """Counts file operations by a profile hook (an audit hook sees no write, fsync or close)."""

    def __init__(self, at: int, fault: str) -> None:
        self.at, self.fault, self.count = at, fault, 0

    def __call__(self, frame: FrameType, event: str, called: Any) -> None:  # noqa: ANN401 - as sys has it
        name = getattr(called, "__name__", "")
        if event != "c_call" or name not in OPERATIONS or not self.counts(frame, called):
            return
        if self.fault != "KILL" and name in {"close", "unlink", "readinto"}:
            return  # these do not fail in life, but on a disk that fails them all
        self.count += 1
        if self.count != self.at:
            return
        if self.fault == "KILL":
            os.kill(os.getpid(), signal.SIGKILL)
        code = getattr(errno, self.fault)
        raise OSError(code, os.strerror(code))

    def counts(self, frame: FrameType, called: Any) -> bool:  # noqa: ANN401 - as sys has it
        loading = "importlib" in frame.f_code.co_filename
        return not loading and isinstance(called.__self__, ModuleType | io.IOBase)


def made(work: Work, intent: Intent) -> None:
    """What the loop does after a yes, and after a refusal."""
    try:
        work.tree.write(intent.edits)
    except RefusedError as error:
        sys.setprofile(None)
        # Only where it says so is there anything left to put back.
        if "start waltz again" in str(error):
            recovered(work, intent)
        return
    try:
        work.repo.commit(intent)
    except RefusedError:
        sys.setprofile(None)
        recovered(work, intent)


def recovered(work: Work, intent: Intent) -> None:
    """What the loop does at the next start."""
    if work.repo.landed(intent) is None:
        work.tree.write(intent.inverse())


def forked(work: Work, intent: Intent, points: Points) -> tuple[int, int]:
    """How the child that made the step ended, and its number of operations."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        sys.setprofile(points)
        made(work, intent)
        sys.setprofile(None)
        os.write(writer, str(points.count).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        _, status = os.waitpid(child, 0)
        return status, int(pipe.read() or 0)


def intended(work: Work, step: str) -> Intent:
    return work.two() if step == "new" else work.intent(work.edit("app.py", b"one\nTWO\nthree\n"))


def stopped(template: Path, step: str, at: int, fault: str) -> int:
    """Make the step in a copy; the number of operations when it ran through."""
    root = template.with_name("copy")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(template, root, symlinks=True)
    box = Sandbox(root)
    box.git("update-index", "-q", "--refresh")
    untouched = state(box)
    work = Work.open(box)
    intent = intended(work, step)
    status, count = forked(work, intent, Points(at, fault))
    killed = os.WIFSIGNALED(status)
    assert killed == (fault == "KILL" and at > 0), f"ended with {status}"
    if killed:
        recovered(work, intent)
    check(box, work, untouched, intent)
    return count


def state(box: Sandbox) -> str:
    """All that is the user's: other files, staged or not, and their bytes."""
    others = [one for one in box.status().splitlines() if not one.endswith((" app.py", "made.py"))]
    data = [(box.root / name).read_bytes() for name in ("run.sh", "docs/notes.md", "mine.txt")]
    return repr((others, data, box.git("ls-files", "-s", "run.sh", "docs/notes.md", "mine.txt")))


def check(box: Sandbox, work: Work, untouched: str, intent: Intent) -> None:
    """Wholly before or wholly after, the user's things as they were, nothing of ours left."""
    assert state(box) == untouched
    assert work.leftovers() == []
    assert work.repo.changed([edit.path for edit in intent.edits]) == ()
    landed = box.git("rev-list", "--count", f"{intent.head}..HEAD") == "1"
    for edit in intent.edits:
        wanted = edit.after if landed else edit.before
        assert work.tree.read(edit.path) == (work.repo.load(wanted) if wanted else None)
    assert (box.root / "new").exists() == (landed and len(intent.edits) > 1)
    assert box.git("diff", "--cached", "--name-only", "--", "app.py", "new") == ""


def main() -> int:
    """Run all points asked for."""
    template, step, fault, first, stride = Path(sys.argv[1]), *sys.argv[2:]
    count = stopped(template, step, 0, fault)
    failed = 0
    for at in range(int(first), count + 1, int(stride)):
        try:
            stopped(template, step, at, fault)
        except (AssertionError, RefusedError) as error:
            failed += 1
            print(f"point {at}: {type(error).__name__} {error}")  # noqa: T201 - a program
    print(f"{count} operations, {failed} failed")  # noqa: T201 - a program
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
