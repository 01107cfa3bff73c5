"""Which programs of the user's a commit here runs: read from settings and files, none started."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from agent import files
from agent.adapters.git import attributes, names
from agent.adapters.git.place import Place
from agent.adapters.git.run import Call
from agent.adapters.git.settings import settings as settings_of
from agent.core.check import Runs
from agent.core.errors import RefusedError

_HOOKS = (
    *("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"),
    *("reference-transaction", "post-index-change"),
)
_LISTED = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
_FILTER = re.compile(rb"(?<!\S)filter=(\S+)")
_PROGRAM = re.compile(r"filter\.(.+)\.(?:clean|process)", re.DOTALL)
_SIGNERS = {"openpgp": "gpg", "x509": "gpgsm", "ssh": "ssh-keygen"}
_DIGEST = 16
_NO = frozenset(("false", "no", "off", "0", ""))


def runs(place: Place) -> Runs:
    """What a commit does beside committing: hooks, filters, signing."""
    settings = settings_of(place)
    there = hooks(place)
    filters = _filters(place, settings)
    found = (_named_hooks(there, settings), _named_filters(filters), _signing(settings))
    does = tuple(phrase for phrase in found if phrase)
    commands = (value for key, value in settings.items() if _is_of(key, filters))
    texts = (*map(_text, there), *map(os.fsencode, (*does, *commands)))
    whole = hashlib.sha256(b"\0".join(hashlib.sha256(text).digest() for text in texts))
    return Runs(does=does, digest=whole.hexdigest()[:_DIGEST] if does else "")


def _text(hook: Path) -> bytes:
    """A hook's bytes; husky's stub in `_` runs the file of its name beside that folder."""
    other = hook.parent.parent / hook.name
    more = other.read_bytes() if hook.parent.name == "_" and other.is_file() else b""
    return hook.read_bytes() + more


def _is_of(key: str, filters: Sequence[str]) -> bool:
    match = _PROGRAM.fullmatch(key)
    return match is not None and match[1] in filters


def hooks(place: Place) -> Sequence[Path]:
    """The hooks that a commit here runs."""
    named = settings_of(place).get("core.hookspath")
    folder = place.root / attributes.home(named) if named else place.common / "hooks"
    # Most have none, so they are looked for without a path for each.
    there = [name for name in _HOOKS if os.access(f"{folder}/{name}", os.X_OK)]
    return [folder / name for name in there if (folder / name).is_file()]


def _named_hooks(hooks: Sequence[Path], settings: Mapping[str, str]) -> str:
    if not hooks:
        return ""
    named = settings.get("core.hookspath")
    where = f" ({named.rstrip('/')}/)" if named else ""
    return f"runs your hooks: {', '.join(hook.name for hook in hooks)}{where}"


def _filters(place: Place, settings: Mapping[str, str]) -> Sequence[str]:
    matches = ((_PROGRAM.fullmatch(key), value) for key, value in settings.items())
    programs = {match[1] for match, value in matches if match and value}
    if not programs:
        return ()
    texts = _attributes(place, settings)
    used = {os.fsdecode(name) for text in texts for name in _FILTER.findall(text)}
    return sorted(programs & used)


def _named_filters(found: Sequence[str]) -> str:
    if not found:
        return ""
    return f"runs {'filter' if len(found) == 1 else 'filters'} {', '.join(found)}" if found else ""


def _attributes(place: Place, settings: Mapping[str, str]) -> Iterator[bytes]:
    for path in names.split(place.git.run(Call(args=_LISTED)).out):
        name = os.fsdecode(path)
        if name.rpartition("/")[2] == attributes.NAME:
            yield _read(place, name)
    for file in attributes.elsewhere(place, settings):
        if file.is_file():
            yield file.read_bytes()


def _read(place: Place, name: str) -> bytes:
    try:
        return files.read(place.root, name) or b""
    except RefusedError:
        # A link: git follows none either.
        return b""


def _signing(settings: Mapping[str, str]) -> str:
    if settings.get("commit.gpgsign", "").casefold() in _NO:
        return ""
    form = settings.get("gpg.format", "openpgp")
    usual = settings.get("gpg.program") if form == "openpgp" else None
    program = settings.get(f"gpg.{form}.program") or usual or _SIGNERS.get(form, form)
    return f"signs with {program}"
