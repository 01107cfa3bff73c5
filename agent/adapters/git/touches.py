"""Which of the newest commits changed a file, and how much a commit changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from agent.adapters.git import names
from agent.adapters.git.place import Place
from agent.adapters.git.run import Call
from agent.core.documents import RepoPath
from agent.core.edits import CommitId
from agent.memory import Size, Touch

_MOST = 500  # commits looked through: a plan is adopted while it is worked
_HEAD = b"\x01"
_DIFF = (
    *("diff-tree", "--stdin", "-r", "-z", "--root", "--format=%x01%H%x00%cr"),
    *("--no-renames", "--no-ext-diff", "--no-textconv"),
)


def touches(place: Place, paths: Sequence[RepoPath]) -> tuple[Touch, ...]:
    """The newest commits' changes of these files, newest first; a merge's own are left out."""
    wanted = {path.value for path in paths}
    if not wanted:
        return ()
    newest = place.git.read("rev-list", f"--max-count={_MOST}", "HEAD", "--")
    # A name that git could take for a pattern is none: pathspecs are literal.
    args = (*_DIFF, "--name-status", "--", *sorted(wanted))
    found = _touches(place.git.ask(Call(args=args, stdin=newest)))
    return tuple(one for one in found if one.path.value in wanted)


def sizes(place: Place, commits: Iterable[CommitId]) -> dict[CommitId, Size]:
    """Git's own counts for each commit that changed a file."""
    asked = "".join(f"{names.checked(one)}\n" for one in commits)
    out = place.git.ask(Call(args=(*_DIFF, "--numstat", "--"), stdin=asked.encode()))
    found: dict[CommitId, Size] = {}
    commit = CommitId("")
    fields = iter(names.split(out))
    for field in fields:
        if field.startswith(_HEAD):
            commit = _commit(field)
            next(fields)
        else:
            added, removed, _ = field.split(b"\t", 2)
            now = found.get(commit, Size(files=0, added=0, removed=0))
            found[commit] = Size(
                files=now.files + 1,
                added=now.added + names.count(added.strip()),
                removed=now.removed + names.count(removed),
            )
    return found


def _touches(out: bytes) -> Iterator[Touch]:
    commit, ago = CommitId(""), ""
    fields = iter(names.split(out))
    for field in fields:
        after = next(fields)
        if field.startswith(_HEAD):
            commit, ago = _commit(field), after.decode()
            continue
        for path in names.editable([after]):
            yield Touch(commit=commit, ago=ago, path=path, added=field.strip() == b"A")


def _commit(field: bytes) -> CommitId:
    return CommitId(field.removeprefix(_HEAD).decode())
