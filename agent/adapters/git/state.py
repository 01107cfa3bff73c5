"""Where the repository stands, and what forbids committing now."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from agent.adapters.git import refs, standing
from agent.adapters.git.place import Place
from agent.adapters.git.run import Call
from agent.adapters.git.settings import settings
from agent.core.edits import CommitId
from agent.core.errors import NOBODY, Refusal
from agent.ports import Head

_UNDER_WAY = (
    ("MERGE_HEAD", "a merge"),
    ("rebase-merge", "a rebase"),
    ("rebase-apply", "a rebase"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
    ("sequencer", "a cherry-pick or revert"),
    ("BISECT_LOG", "a bisect"),
)
TRIES = 20
PAUSE = 0.025
_BRANCH = "refs/heads/"


def head(place: Place) -> Head:
    """The commit and branch checked out."""
    here = refs.head(place)
    if here is not None:
        return Head(commit=here.commit, branch=_short(here.name))
    out = place.git.read("rev-parse", "HEAD", "--symbolic-full-name", "HEAD")
    commit, *named = out.decode(errors="surrogateescape").split("\n")[:-1]
    # Where a branch or tag is called HEAD, git names none.
    return Head(commit=CommitId(commit), branch=_short(named[0]) if named else _asked(place))


def _short(full: str) -> str | None:
    return full.removeprefix(_BRANCH) if full.startswith(_BRANCH) else None


def branch(place: Place) -> str | None:
    """The branch alone; None when detached."""
    here = refs.head(place)
    return _asked(place) if here is None else _short(here.name)


def _asked(place: Place) -> str | None:
    ran = place.git.run(Call(args=("symbolic-ref", "-q", "HEAD")))
    return _short(os.fsdecode(ran.out.strip()))


def obstacle(place: Place) -> Refusal | None:
    """What forbids committing now, cheapest first."""
    here = branch(place)
    return under_way(place) or locked(place, here) or _unmerged(place) or _nobody(place)


def under_way(place: Place) -> Refusal | None:
    """A merge or the like that the user has not finished, or a git directory not to write in."""
    for name, what in _UNDER_WAY:
        if (place.git_dir / name).exists():
            reason = f"{what} is in progress; finish or abort it, then retry"
            return Refusal(code="git-state", subject=what.split()[-1], reason=reason)
    if not os.access(place.git_dir, os.W_OK):
        reason = "it is read-only, so nothing can be committed"
        return Refusal(code="git-state", subject=str(place.git_dir), reason=reason)
    return None


def locked(place: Place, here: str | None) -> Refusal | None:
    """A lock of another git that stays; it may go within half a second, and is never deleted."""
    locks = [place.git_dir / "index.lock", place.git_dir / "HEAD.lock"]
    if here is not None:
        locks.append(place.common / f"{_BRANCH}{here}.lock")
    for lock in locks:
        if lock.exists() and not _gone_soon(lock):
            return busy(lock)
    return None


def _gone_soon(lock: Path) -> bool:
    for _ in range(TRIES):
        time.sleep(PAUSE)
        if not lock.exists():
            return True
    return False


def busy(lock: Path) -> Refusal:
    """The refusal for a lock that another program holds, with its age."""
    try:
        held = f"has held it for {max(0, time.time() - lock.stat().st_mtime):.0f} s"
    except FileNotFoundError:
        held = "held it until just now"
    reason = f"another git {held}; retry, or delete it if no git is running"
    return Refusal(code="busy", subject=str(lock), reason=reason)


def _unmerged(place: Place) -> Refusal | None:
    if standing.at_head(place) is not None:
        return None
    names = place.git.read("ls-files", "-z", "--unmerged")
    if not names:
        return None
    path = os.fsdecode(names.split(b"\0")[0].partition(b"\t")[2])
    reason = "it has merge conflicts; resolve them and `git add` it, then retry"
    return Refusal(code="git-state", subject=path, reason=reason)


def _nobody(place: Place) -> Refusal | None:
    if _is_somebody(settings(place)):
        return None
    asked = Call(args=("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"))
    if place.git.run(asked).code == 0:
        return None
    tell = "git config --global user"
    commands = f'{tell}.name "Your Name" and {tell}.email you@example.com'
    reason = f"git does not know who you are; run {commands}"
    return Refusal(code="git-state", subject=NOBODY, reason=reason)


def _is_somebody(told: Mapping[str, str]) -> bool:
    """Whether the settings alone say who commits, in a way that git surely takes."""
    others = any(name.startswith(("GIT_AUTHOR_", "GIT_COMMITTER_")) for name in os.environ)
    others = others or any(name.startswith(("author.", "committer.")) for name in told)
    plain = (any(map(str.isalnum, told.get(f"user.{one}", ""))) for one in ("name", "email"))
    return not others and all(plain)
