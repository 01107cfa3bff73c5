"""Where the repository is: its top, its git directory, and what makes it unusable."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import field, replace
from pathlib import Path

from agent import files
from agent.adapters.git.known import Known
from agent.adapters.git.run import Call, Git, Ran
from agent.core.errors import SetupError
from agent.core.values import dataclass

_OLDEST = (2, 32)
_VERSION = re.compile(rb"git version (\d+)\.(\d+)")
_WHERE = Call(
    args=(
        *("rev-parse", "--path-format=absolute", "--is-bare-repository", "--is-inside-work-tree"),
        *("--git-dir", "--git-common-dir", "--show-toplevel", "--verify", "HEAD^{commit}"),
    )
)
_ANSWERS = 6
_SHALLOW = "cut off: steps done before it count as open; `git fetch --unshallow` brings them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A repository's real folders; `common` is shared by its worktrees.

    `sample` is an object id of its, in the hash that it names objects by.
    """

    git: Git
    root: Path
    git_dir: Path
    common: Path
    sample: str
    known: Known = field(default_factory=Known)

    @property
    def cut_off(self) -> str:
        """What is not known of a shallow clone; nothing to say of a whole one."""
        return _SHALLOW if (self.common / "shallow").exists() else ""

    @property
    def state(self) -> Path:
        """Waltz's own folder for this worktree."""
        return self.git_dir / "waltz"


def locate(start: Path) -> Place:
    """The repository that `start` stands in; SetupError says why there is none to work in."""
    git, ran = _program(start)
    answers = [os.fsdecode(line) for line in ran.out.splitlines()]
    if ran.code != 0 or len(answers) != _ANSWERS:
        raise SetupError(_why(start, ran, answers))
    git_dir, common, top = (Path(os.path.realpath(answer)) for answer in answers[2:5])
    # The repository's own config may name any folder as its work tree; only this one is meant.
    here = Path(os.path.realpath(start))
    if not (here == top or files.is_below(here, top)) or not _belongs(top, git_dir):
        message = f"{top} is not the work tree of {git_dir}: core.worktree points elsewhere"
        raise SetupError(message)
    place = Place(
        git=replace(git, folder=top), root=top, git_dir=git_dir, common=common, sample=answers[5]
    )
    for own in (place.state, common / "waltz"):
        if own.is_symlink():
            message = f"{own} is a symlink: Waltz keeps its state in a folder of its own; remove it"
            raise SetupError(message)
    return place


def _program(start: Path) -> tuple[Git, Ran]:
    """The git program, and what it answers to `_WHERE`; SetupError where it does not fit."""
    found = shutil.which("git")
    if found is None:
        raise SetupError("git is not installed: Waltz needs git 2.32 or newer")
    if not start.is_dir():
        message = f"{start} is not a folder"
        raise SetupError(message)
    git = Git(program=found, version=_OLDEST, folder=start)
    told, ran = git.both(Call(args=("version",)), _WHERE)
    said = _VERSION.match(told.out)
    version = (int(said[1]), int(said[2])) if said else (0, 0)
    if version < _OLDEST:
        message = f"git {version[0]}.{version[1]} is too old: Waltz needs git 2.32 or newer"
        raise SetupError(message)
    return replace(git, version=version), ran


def _why(start: Path, ran: Ran, answers: list[str]) -> str:
    start = start.absolute()  # `.` tells nobody where that is
    if "dubious ownership" in ran.tail:
        return f"the repository of {start} belongs to another user: {ran.tail}"
    if ".git" in start.parts:
        return f"{start} is inside a git directory: start waltz in the folder above it"
    if answers[:1] == ["true"] or "safe.bareRepository" in ran.tail:
        return f"{start} is a bare repository: Waltz works in a clone with files"
    if len(answers) == _ANSWERS - 1 and _is_unborn(*map(Path, answers[2:4])):
        return f"{answers[4]} has no commit yet: make a first one, then start waltz again"
    if "not a git repository" in ran.tail:
        return _no_repository(start)
    return (
        f"git cannot read the repository of {start}: {ran.tail}; if it is damaged, see `git fsck`"
    )


def _no_repository(start: Path) -> str:
    """Git says the same of a folder without a repository and of one that is damaged (F26)."""
    damaged = next((one for one in (start, *start.parents) if os.path.lexists(one / ".git")), None)
    if damaged is None:
        return f"{start} is not in a git repository: `git init` makes one, `waltz demo` one to try"
    return f"git cannot use {damaged / '.git'}, which may be damaged: see `git fsck`"


def _is_unborn(git_dir: Path, common: Path) -> bool:
    """Whether HEAD names a branch that is not there yet; where it is there, it is damaged."""
    name = (git_dir / "HEAD").read_text(errors="replace").strip().removeprefix("ref: ")
    packed = common / "packed-refs"
    known = packed.read_text(errors="replace") if packed.exists() else ""
    inside = name.startswith("refs/heads/") and name != "refs/heads/"
    return inside and not (common / name).exists() and f" {name}\n" not in known


def _belongs(top: Path, git_dir: Path) -> bool:
    link = top / ".git"
    if link.is_dir():
        return link.samefile(git_dir)
    try:
        named = link.read_bytes().removeprefix(b"gitdir:").strip()
        return (top / os.fsdecode(named)).samefile(git_dir)
    except OSError:
        return False
