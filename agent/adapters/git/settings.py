"""Git's settings: asked for once, and again when a file that they may stand in holds other bytes.

A check may write settings, so nothing is believed that was not compared (T13).
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from agent.adapters.git import names, refs
from agent.adapters.git.known import Settings
from agent.adapters.git.place import Place
from agent.adapters.git.run import Call

_LIST = Call(args=("config", "-z", "--list", "--show-origin"), kind="config")
_PAIR = 2
_FILE = b"file:"
_OURS = b"command line:"  # GIT_CONFIG_COUNT and its like
_INCLUDES = ("include.", "includeif.")
_MOST = 1 << 18
_FOLLOWING = refs.OPEN & ~os.O_NOFOLLOW  # git follows links here, and so do we
# All of the environment has ten times as many, and each is decoded to be looked at.
_NAMES = (
    *("GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"),
    *("GIT_CONFIG_NOSYSTEM", "GIT_CONFIG"),
)
_PARTS = ("KEY", "VALUE")
_MOST_PAIRS = 1000

Texts = Mapping[str, bytes]


def settings(place: Place) -> Mapping[str, str]:
    """The last value of each setting; one without any is a yes."""
    texts, environ = _texts(place), _environ()
    kept = place.known.settings
    if kept is not None and (kept.texts, kept.environ) == (texts, environ):
        return kept.values
    ran = place.git.run(_LIST)
    fields = names.split(ran.out)
    origins, pairs = fields[::_PAIR], fields[1::_PAIR]
    values = {os.fsdecode(key): value for key, value in map(_value, pairs)}
    whole = ran.code == 0 and texts == _texts(place) and _are_read(place, origins, texts)
    lasting = whole and not any(name.startswith(_INCLUDES) for name in values)
    found = Settings(values=values, texts=texts, environ=environ)
    place.known.settings = found if lasting else None
    return values


def _value(pair: bytes) -> tuple[bytes, str]:
    key, equals, value = pair.partition(b"\n")
    return key, os.fsdecode(value) if equals else "true"


def _are_read(place: Place, origins: list[bytes], texts: Texts) -> bool:
    """Whether all of these are files that were read, and read whole, or the environment."""
    named = {one for one in origins if one != _OURS}
    files = {place.root / os.fsdecode(one.removeprefix(_FILE)) for one in named}
    read = {os.path.realpath(one) for one in texts}
    return {*map(os.path.realpath, files)} <= read and max(map(len, texts.values())) < _MOST


def _environ() -> Mapping[str, str]:
    """What of our environment git reads as settings, or as where they stand."""
    told = os.environ.get("GIT_CONFIG_COUNT", "0")
    count = int(told) if told.isascii() and told.isdigit() else 0
    pairs = (f"GIT_CONFIG_{one}_{n}" for n in range(min(count, _MOST_PAIRS)) for one in _PARTS)
    return {name: text for name in (*_NAMES, *pairs) if (text := os.environ.get(name)) is not None}


def _texts(place: Place) -> Texts:
    """What the files hold that git reads settings from, whether they are there or not."""
    home = os.environ.get("HOME", "/nowhere")
    own = os.environ.get("XDG_CONFIG_HOME") or f"{home}/.config"
    prefix = os.path.dirname(os.path.dirname(place.git.program))  # noqa: PTH120 - ten times as quick
    files = (
        os.environ.get("GIT_CONFIG_SYSTEM", "/etc/gitconfig"),
        f"{prefix}/etc/gitconfig",
        os.environ.get("GIT_CONFIG_GLOBAL", f"{home}/.gitconfig"),
        f"{own}/git/config",
        f"{place.common}/config",
        f"{place.git_dir}/config.worktree",
    )
    return {one: refs.text(one, _FOLLOWING, _MOST) for one in files}
