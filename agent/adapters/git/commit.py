"""A step's commit: made from a private index, compared with what was approved."""

from __future__ import annotations

import os
from collections.abc import Sequence

from agent import files
from agent.adapters.git import compare, content, loose, names, private, state
from agent.adapters.git.compare import Made
from agent.adapters.git.patience import Patience
from agent.adapters.git.place import Place
from agent.adapters.git.private import Private
from agent.adapters.git.run import Call, Ran
from agent.core.edits import CommitId, FileEdit, Intent, blob_id
from agent.core.errors import RefusedError, refused
from agent.core.trailers import read_trailers
from agent.ports import Committed

_COMMIT = ("commit", "--quiet", "--cleanup=verbatim", "-F", "-")
_LOOK_BACK = 100
_FIELDS = 3
_TRIES = 2


def commit(place: Place, intent: Intent, *, patience: Patience) -> Committed:
    """Commit the intent; RefusedError when nothing was committed."""
    with private.held(place) as locked:
        try:
            news, made = _make(locked, intent, patience=patience)
        except RefusedError:
            # Something else than git's commit may have failed: the disk, after it was made.
            news, made = _landed(locked, intent), None
            if not news:
                raise
        return _settle(locked, intent, news, made)


def landed(place: Place, intent: Intent) -> Committed | None:
    """The commit this intent became, if HEAD's history since then holds it; else None."""
    with private.held(place) as locked:
        news = _landed(locked, intent)
        return _settle(locked, intent, news) if news else None


def _landed(place: Place, intent: Intent) -> Sequence[Made]:
    news = _since(place, intent.head)
    return news if news and _is_ours(news[-1].message, intent.message) else ()


def _settle(
    place: Place, intent: Intent, news: Sequence[Made], made: Private | None = None
) -> Committed:
    # The commit is made, which must not be denied, whatever the disk says now.
    for _ in range(_TRIES):
        try:
            return compare.settle(place, intent, news, made)
        except (RefusedError, OSError):
            continue
    paths = tuple(edit.path for edit in intent.edits)
    names = tuple(path.value for path in paths)
    return Committed(id=news[-1].id, files=names, added=0, removed=0, surprises=paths)


def _make(place: Place, intent: Intent, *, patience: Patience) -> tuple[Sequence[Made], Private]:
    _refuse_moved(place, intent)
    tree = intent.head if compare.staged(place, intent) else None
    made = private.index(place, tree)
    args: Sequence[str] = _COMMIT
    env = made.setting
    if not intent.edits:
        args = (*args, "--allow-empty")
    elif tree is None and private.takes_up(place, intent.edits, made):
        named = (edit.path.value for edit in intent.edits)
        args, env = (*args, "--include", "--", *named), {**env, "GIT_LITERAL_PATHSPECS": "1"}
    else:
        private.add(place, intent.edits, made, patience)
    message = intent.message.encode(errors="replace")
    call = Call(args=args, kind="commit", stdin=message, env=env, patience=patience)
    return _made(place, intent, place.git.run(call), patience), made


def _refuse_moved(place: Place, intent: Intent) -> None:
    now = state.head(place)
    refusal = state.under_way(place) or state.locked(place, now.branch)
    if refusal is not None:
        raise RefusedError(refusal)
    if now.branch != intent.branch:
        where = now.branch or "no branch"
        raise refused("stale-file", "HEAD", f"you are on {where} now; look again")
    if now.commit != intent.head:
        raise refused("stale-file", "HEAD", "there are new commits since the diff was shown")


def _made(place: Place, intent: Intent, ran: Ran, patience: Patience) -> Sequence[Made]:
    news = _since(place, intent.head)
    ours = bool(news) and _is_ours(news[-1].message, intent.message)
    here = state.branch(place) == intent.branch
    if ran.code == 0:
        if (ours or len(news) == 1) and here:
            return news
        _take_back(place, intent)
        raise refused("stale-file", "HEAD", "it moved while the commit was made; look again")
    why = patience.why(ran.end, ran.tail)
    if ours and here:
        # What failed came after it: a post-commit hook, say.
        patience.say(f"the commit is made and counts, though {why}")
        return news
    notes = [why, *_put_back(place, intent.edits)]
    if news:
        notes.append("a hook made a commit of its own, which stays")
    raise refused("git-state", "commit", "; ".join(notes))


def _take_back(place: Place, intent: Intent) -> None:
    """HEAD moved in the moment before git read it: our commit, and only it, goes."""
    args = ("log", "-1", "--no-show-signature", "--format=%H %P%n%B", "HEAD", "--")
    ids, _, message = place.git.read(*args).decode(errors="replace").partition("\n")
    made, parent = ids.split()
    if _is_ours(message, intent.message):
        undo = ("update-ref", "-m", "waltz: taken back", "HEAD", parent, made)
        place.git.ask(Call(args=undo, kind="index"))


def _put_back(place: Place, edits: Sequence[FileEdit]) -> list[str]:
    """What hooks made of the approved files before they failed, undone; no bytes are lost."""
    notes = []
    for edit in edits:
        found = files.read(place.root, edit.path.value)
        now = None if found is None else blob_id(found, like=edit.after or edit.before or "")
        if now == edit.after:
            continue
        if found is not None:
            kept = content.store(place, found)
            notes.append(f"{edit.path} was changed by a hook and put back, its version is {kept}")
        _rewrite(place, edit)
    return notes


def _rewrite(place: Place, edit: FileEdit) -> None:
    with files.folder(place.root, edit.path.folder) as parent:
        if parent is None:
            return
        if edit.after is None:
            files.drop(parent, edit.path.name)
            return
        mode = files.new_mode(executable=0o111 if edit.mode == "100755" else 0)
        staged = files.stage(parent, content.load(place, edit.after), mode=mode)
        files.publish(parent, staged, edit.path.name)
        os.fsync(parent)


def _since(place: Place, head: CommitId) -> Sequence[Made]:
    """The commits since one that has `head` as its only parent, that one last; newest first."""
    newest = state.head(place).commit
    if newest == head:
        return ()
    one = loose.commit(place, newest)
    if one is not None and one.parents == head:
        return (Made(id=newest, parents=one.parents, message=one.message),)
    out = place.git.read(
        *("log", "-z", "--no-show-signature", "--encoding=UTF-8", f"--max-count={_LOOK_BACK}"),
        *("--format=%H%x00%P%x00%B", f"{names.checked(head)}..HEAD", "--"),
    )
    fields = out.decode(errors="replace").split("\0")
    news = [
        Made(id=CommitId(fields[i]), parents=fields[i + 1], message=fields[i + 2])
        for i in range(0, len(fields) - 1, _FIELDS)
    ]
    first = next((i for i, made in enumerate(news) if made.parents == head), -1)
    return news[: first + 1]


def _is_ours(message: str, intended: str) -> bool:
    """Whether it is the message; a hook may have added to it."""
    wanted = read_trailers(intended)
    subject = intended.partition("\n")[0]
    if wanted:
        lines = set(message.splitlines())
        return all(f"{key}: {value}" in lines for key, value in wanted.items())
    return subject in message.partition("\n")[0]
