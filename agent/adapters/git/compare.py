"""After a commit: commit, index and worktree against what was approved."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence

from agent import files
from agent.adapters.git import content, counted, names, standing
from agent.adapters.git.counted import GONE, Change, Stood
from agent.adapters.git.place import Place
from agent.adapters.git.private import Private, takes_place
from agent.adapters.git.run import Call
from agent.adapters.git.state import PAUSE, TRIES
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, CommitId, FileEdit, Intent, blob_id
from agent.core.errors import refused
from agent.core.values import dataclass
from agent.ports import Committed


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A commit that came after an intent; `parents` as git prints them."""

    id: CommitId
    parents: str
    message: str


def settle(
    place: Place, intent: Intent, news: Sequence[Made], private: Private | None
) -> Committed:
    """Bring the user's index up to the commit for its paths, and say what came out otherwise.

    `news` are the commits since the intent's head, the intent's own last; `private` is the index
    that it was made from.
    """
    made, tip = news[-1].id, news[0].id
    changes = counted.changes(place, intent, made, private)
    approved = {os.fsencode(edit.path.value): edit for edit in intent.edits}
    odd = [path for path, edit in approved.items() if not _as_approved(place, edit, changes)]
    extra = [path for path in changes if path not in approved]
    plain = [path for path in approved if path not in odd]
    late: list[bytes] = []
    exact = private if plain and not odd and not extra else None
    if exact is None or not takes_place(place, exact, standing.tree(place, made)):
        _refresh(place, plain)
        _enter(place, intent.head, {p: changes[p].now for p in (*odd, *extra) if p in changes})
        index = ("diff-index", "--cached", made, "--", *map(os.fsdecode, plain))
        late = _diff_names(place, *index) if plain else []
    further = counted.stood(place, made, tip) if tip != made else {}
    _enter(place, made, {p: now for p, now in further.items() if p not in approved})
    known = {path: changes[path].now if path in changes else None for path in (*odd, *extra)}
    return Committed(
        id=made,
        files=tuple(os.fsdecode(path) for path in changes),
        added=sum(change.added for change in changes.values()),
        removed=sum(change.removed for change in changes.values()),
        surprises=tuple(dict.fromkeys(map(names.shown, (*odd, *extra, *late, *further)))),
        changes=tuple(_otherwise(place, intent, known)),
    )


def staged(place: Place, intent: Intent) -> bool:
    """Whether the user has anything staged.

    RefusedError when it is a change of the intent's files that their bytes do not hold.
    """
    known = standing.at_head(place)
    if known is not None and known.tree == standing.tree(place, intent.head):
        return False
    edits = {os.fsencode(edit.path.value): edit for edit in intent.edits}
    plain = ("-z", "--no-renames", "--no-ext-diff", "--no-textconv")
    fields = names.split(place.git.read("diff-index", "--cached", *plain, intent.head, "--"))
    for info, name in zip(fields[::2], fields[1::2], strict=True):
        edit = edits.get(name)
        if edit is not None and info.split()[3].decode() not in _known(place, edit):
            reason = "other changes of it are staged; commit or unstage them first"
            raise refused("git-state", edit.path, reason)
    return bool(fields)


def _known(place: Place, edit: FileEdit) -> Iterable[str]:
    for blob in (edit.before, edit.after):
        if blob is not None:
            yield blob
            yield _filtered(place, edit.path, blob)


def _filtered(place: Place, path: RepoPath, blob: BlobId) -> str:
    data = content.load(place, blob)
    args = ("hash-object", "--stdin", f"--path={path}")
    return place.git.ask(Call(args=args, kind="index", stdin=data)).decode().strip()


def _as_approved(place: Place, edit: FileEdit, changes: dict[bytes, Change]) -> bool:
    found = files.read(place.root, edit.path.value)
    change = changes.get(os.fsencode(edit.path.value))
    if change is None:
        return False
    if edit.after is None or found is None:
        return edit.after is None and found is None and change.now.mode == GONE
    if blob_id(found, like=edit.after) != edit.after or change.now.mode != edit.mode:
        return False
    return change.now.blob == edit.after or change.now.blob == _filtered(
        place, edit.path, edit.after
    )


def _otherwise(
    place: Place, intent: Intent, known: Mapping[bytes, Stood | None]
) -> Iterator[FileEdit]:
    """From the approved bytes to the commit's, or where those are the same to the disk's."""
    approved = {os.fsencode(edit.path.value): edit for edit in intent.edits}
    for name, entry in known.items():
        path = names.shown(name)
        edit = approved.get(name)
        before = edit.after if edit else _blob(place, path, intent.head)
        stood = _blob(place, path, intent.head) if entry is None else _shown(place, path, entry)
        found = files.read(place.root, path.value) if stood == before else None
        after = stood if found is None else content.store(place, found)
        if after != before:
            yield FileEdit(path=path, before=before, after=after)


def _shown(place: Place, path: RepoPath, entry: Stood) -> BlobId | None:
    if entry.mode == GONE:
        return None
    return content.checked_out(place, path, BlobId(entry.blob))


def _blob(place: Place, path: RepoPath, commit: CommitId) -> BlobId | None:
    row = place.git.read("ls-tree", "-z", "--full-tree", commit, "--", path.value)
    return BlobId(row.partition(b"\t")[0].split()[2].decode()) if row else None


def _diff_names(place: Place, *args: str) -> list[bytes]:
    command, *rest = args
    plain = ("-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv")
    return names.split(place.git.read(command, *plain, *rest))


def _refresh(place: Place, paths: Sequence[bytes]) -> None:
    args = ("update-index", "-z", "--add", "--remove", "--stdin")
    _update(place, Call(args=args, kind="index", stdin=b"".join(p + b"\0" for p in paths)))


def _enter(place: Place, head: CommitId, entries: dict[bytes, Stood]) -> None:
    """Files that a hook changed: the commit's version enters, unless the user staged another."""
    if not entries:
        return
    staged = _diff_names(place, "diff-index", "--cached", head, "--", *map(os.fsdecode, entries))
    rows = [
        f"{entry.mode} {entry.blob}\t".encode() + path + b"\0"
        for path, entry in entries.items()
        if path not in staged
    ]
    _update(
        place, Call(args=("update-index", "-z", "--index-info"), kind="index", stdin=b"".join(rows))
    )


def _update(place: Place, call: Call) -> None:
    """Another git may hold the index for a moment; what then stays stale is reported."""
    if not call.stdin:
        return
    for _ in range(TRIES):
        if place.git.run(call).code == 0:
            return
        time.sleep(PAUSE)
