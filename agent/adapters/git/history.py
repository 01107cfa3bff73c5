"""What git remembers, read with GitPython; Waltz's own commits are kept by HEAD in a cache."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from agent import files, lazy
from agent.adapters.git import content, loose, names, state, touches
from agent.adapters.git.place import Place
from agent.adapters.git.run import SETTINGS, Call, is_foreign, plain
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, CommitId, FileEdit, FileMode
from agent.core.errors import refused
from agent.core.trailers import CommitRecord
from agent.memory import Size, Touch

_VERSION = 1
_OURS = r"^(Waltz-[A-Za-z-]+: |This reverts commit )"
_OURS_IN_TEXT = re.compile(_OURS, re.MULTILINE)
_ID = re.compile(r"[0-9a-f]{40,64}")
_LOG = ("-z", "--no-show-signature", "--encoding=UTF-8")
_PARTS = 3
_GROWN = 4
_STEPS = 200  # more new commits than this are read with all the others
_OPTIONS = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.bareRepository=explicit"]
_MODES: dict[bytes, FileMode] = {b"100644": "100644", b"100755": "100755"}
_NOTHING = b"000000"


class GitHistory:
    """History over GitPython, which is loaded when more is asked for than our own commits."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._cache = place.common / "waltz" / "progress.json"
        self._newest: tuple[CommitId, int, tuple[str, ...]] | None = None

    def records(self) -> tuple[CommitRecord, ...]:
        """Commits of HEAD's ancestry that carry a Waltz trailer or a revert, newest first."""
        head = state.head(self._place).commit
        cached = _read_cache(self._cache)
        if cached is not None and cached[0] == head:
            return cached[1]
        found = None if cached is None else self._grown(head, *cached)
        if found is None:
            log = ("-E", f"--grep={_OURS}", "--format=%H%x00%ct%x00%B", head, "--")
            # By git itself: loading GitPython takes a fifth of the first board's time.
            found = _records(self._place.git.read("log", *_LOG, *log))
        _write_cache(self._cache, head, found)
        return found

    def edits(self, commit: CommitId) -> tuple[FileEdit, ...]:
        """What a commit changed against its first parent, in bytes as a checkout writes them."""
        names.checked(commit)
        parents = self._run("rev-list", "--parents", "--max-count=1", commit, "--").split()
        ends = [parents[1].decode(), commit] if len(parents) > 1 else ["--root", commit]
        plain = ("-r", "-z", "--raw", "--no-commit-id", "--no-renames", "--no-ext-diff")
        fields = names.split(self._run("diff-tree", *plain, "--no-textconv", *ends, "--"))
        pairs = zip(fields[::2], fields[1::2], strict=True)
        found = (self._edit(info.removeprefix(b":").split(), name) for info, name in pairs)
        return tuple(edit for edit in found if edit is not None)

    def since(self, commit: CommitId) -> tuple[CommitRecord, ...] | None:
        """The commits made after this one, newest first; None when it is no longer an ancestor."""
        names.checked(commit)
        ancestor = Call(args=("merge-base", "--is-ancestor", commit, "HEAD"))
        if self._place.git.run(ancestor).code != 0:
            return None
        log = ("--format=%H%x00%ct%x00%B", f"{commit}..HEAD", "--")
        return _records(self._run("log", *_LOG, *log))

    def subjects(self, count: int) -> tuple[str, ...]:
        """The newest commits' first lines."""
        head = state.head(self._place).commit
        found = self._gone_on(head, count)
        if found is None:
            log = (f"--max-count={count}", "--format=%s", head, "--")
            lines = names.split(self._run("log", *_LOG, *log))
            found = tuple(line.decode(errors="replace") for line in lines)
        self._newest = head, count, found
        return found

    def _gone_on(self, head: CommitId, count: int) -> tuple[str, ...] | None:
        """The subjects where HEAD is what it was at the last look, or one commit further."""
        before, asked, subjects = self._newest or ("", 0, ())
        if asked != count:
            return None
        if before == head:
            return subjects
        made = loose.commit(self._place, head)
        if made is None or made.parents != before:
            return None
        return (made.subject, *subjects)[:count]

    def touching(self, paths: Sequence[RepoPath]) -> tuple[Touch, ...]:
        """Which of the newest commits changed these files, newest first."""
        return touches.touches(self._place, paths)

    def sizes(self, commits: Iterable[CommitId]) -> dict[CommitId, Size]:
        """How much each of these commits changed."""
        return touches.sizes(self._place, commits)

    def _run(self, command: str, *args: str) -> bytes:
        # A missing git is said at the start, in our words; importing must not say it again.
        os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
        git = lazy.load("git")
        program = git.Git(str(self._place.root))
        program.update_environment(**_pinned(self._place))
        program.set_persistent_git_options(c=_OPTIONS)
        ask = getattr(program, command.replace("-", "_"))
        try:
            return bytes(ask(*args, stdout_as_string=False, strip_newline_in_stdout=False))
        except git.GitCommandError as error:
            raise refused("git-state", f"git {command}", plain(str(error.stderr))) from error

    def _grown(
        self, head: CommitId, known: CommitId, records: Sequence[CommitRecord]
    ) -> tuple[CommitRecord, ...] | None:
        """The records when HEAD only grew by a few commits in a row since; else None."""
        log = (f"--max-count={_STEPS}", "--format=%H%x00%P%x00%ct%x00%B", f"{known}..{head}", "--")
        ran = self._place.git.run(Call(args=("log", *_LOG, *log)))
        fields = ran.out.decode(errors="replace").split("\0")
        rows = [fields[i : i + _GROWN] for i in range(0, len(fields) - 1, _GROWN)]
        if [row[1] for row in rows] != [*(row[0] for row in rows[1:]), known]:
            return None
        new = (_record(row[0], row[2], row[3]) for row in rows)
        return (*(one for one in new if _OURS_IN_TEXT.search(one.message)), *records)

    def _edit(self, info: Sequence[bytes], name: bytes) -> FileEdit | None:
        old, new, *blobs = info
        modes = [mode for mode in (new, old) if mode != _NOTHING]
        path = names.editable([name])
        if blobs[0] == blobs[1] or not path or any(mode not in _MODES for mode in modes):
            return None  # a mode alone, a symlink, a submodule: never part of a step
        before, after = (
            None if mode == _NOTHING else self._checked_out(path[0], blob)
            for mode, blob in zip((old, new), blobs, strict=False)
        )
        if before == after:
            return None
        return FileEdit(path=path[0], before=before, after=after, mode=_MODES[modes[0]])

    def _checked_out(self, path: RepoPath, blob: bytes) -> BlobId:
        return content.checked_out(self._place, path, BlobId(blob.decode()))


def _pinned(place: Place) -> dict[str, str]:
    """GitPython hands on our whole environment: what would point git elsewhere is overruled."""
    foreign = {name: "" for name in os.environ if is_foreign(name)}
    own = {
        "GIT_DIR": place.git_dir,
        "GIT_COMMON_DIR": place.common,
        "GIT_WORK_TREE": place.root,
        "GIT_INDEX_FILE": place.git_dir / "index",
        "GIT_OBJECT_DIRECTORY": place.common / "objects",
    }
    return foreign | {name: str(path) for name, path in own.items()} | SETTINGS["read"]


def _record(commit: str, time: str, message: str) -> CommitRecord:
    return CommitRecord(id=CommitId(commit.strip()), time=int(time), message=message)


def _records(out: bytes) -> tuple[CommitRecord, ...]:
    fields = out.decode(errors="replace").split("\0")
    starts = range(0, len(fields) - 1, _PARTS)
    return tuple(_record(*fields[start : start + _PARTS]) for start in starts)


def _read_cache(cache: Path) -> tuple[CommitId, tuple[CommitRecord, ...]] | None:
    try:
        kept = json.loads(cache.read_bytes())
        if kept["version"] != _VERSION or not _ID.fullmatch(kept["head"]):
            return None
        records = tuple(
            _record(str(one), str(when), str(text)) for one, when, text in kept["records"]
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None  # missing or damaged: git knows it all
    return CommitId(kept["head"]), records


def _write_cache(cache: Path, head: CommitId, records: Sequence[CommitRecord]) -> None:
    rows = [[one.id, one.time, one.message] for one in records]
    text = json.dumps({"version": _VERSION, "head": head, "records": rows})
    with suppress(OSError):  # a repository that cannot be written to is only slower
        cache.parent.mkdir(mode=0o700, exist_ok=True)
        files.write_atomic(cache, text.encode())
