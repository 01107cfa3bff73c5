"""Bytes in git's object database, as they are and as a checkout would write them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from agent import files
from agent.adapters.git import names
from agent.adapters.git.place import Place
from agent.adapters.git.run import Call
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, blob_id
from agent.core.errors import refused

_EMPTY = "WALTZ_EMPTY"
_FILTERS = Call(args=("config", "-z", "--name-only", "--get-regexp", r"^filter\..*\."))


def store(place: Place, data: bytes) -> BlobId:
    """Keep bytes, unfiltered; return their id."""
    out = place.git.read("hash-object", "-w", "--stdin", "--no-filters", stdin=data)
    return BlobId(out.decode().strip())


def load(place: Place, blob: BlobId) -> bytes:
    """The bytes of an id; RefusedError `not-found`."""
    ran = place.git.run(Call(args=("cat-file", "blob", blob)))
    if ran.code != 0:
        raise refused("not-found", blob, "git no longer has these bytes")
    return ran.out


def committed(place: Place, path: RepoPath) -> BlobId | None:
    """The id of what a checkout of HEAD would write there, as far as no program is needed.

    A file under a filter program that git takes for unchanged is what is on disk.
    """
    entry = place.git.read("ls-tree", "-z", "--full-tree", "HEAD", "--", path.value)
    if not entry:
        return None
    raw = BlobId(entry.partition(b"\t")[0].split()[2].decode())
    if (quiet := without_filters(place)) and (data := _unchanged(place, path, quiet)) is not None:
        return store(place, data)
    return _checked_out(place, path, raw, quiet)


def checked_out(place: Place, path: RepoPath, blob: BlobId) -> BlobId:
    """The id of what a checkout would write for a blob there, as far as no program is needed."""
    return _checked_out(place, path, blob, without_filters(place))


def _checked_out(place: Place, path: RepoPath, blob: BlobId, quiet: Sequence[str]) -> BlobId:
    data = ask(place, *quiet, "cat-file", "--filters", f"--path={path}", blob)
    return blob if blob_id(data, like=blob) == blob else store(place, data)


def without_filters(place: Place) -> tuple[str, ...]:
    """Settings that switch each configured filter program off; for `ask` alone."""
    found = names.split(place.git.run(_FILTERS).out)
    # --config-env takes a name with `=` in it, which -c does not.
    return tuple(
        f"--config-env={key}.{kind}={_EMPTY}"
        for key in sorted({os.fsdecode(name).rpartition(".")[0] for name in found})
        for kind in ("process", "required")
    )


def ask(place: Place, *args: str) -> bytes:
    """What git prints, with filter programs switched off by the first of the arguments."""
    return place.git.ask(Call(args=args, env={_EMPTY: ""}))


def _unchanged(place: Place, path: RepoPath, quiet: Sequence[str]) -> bytes | None:
    args = ("diff-index", "--name-only", "--no-ext-diff", "--no-textconv", "HEAD", "--", path.value)
    return None if ask(place, *quiet, *args) else files.read(place.root, path.value)
