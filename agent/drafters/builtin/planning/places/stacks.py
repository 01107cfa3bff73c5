"""What is known of each stack: how it is recognised, which layers it has, how things are named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, Literal

from agent import lazy
from agent.core.lately import lately
from agent.core.values import dataclass
from agent.drafters.builtin.planning.subject import Case

# The last five are parts that the service or the route has, no steps.
Role = Literal[
    "types",
    "validation",
    "client",
    "service",
    "route",
    "register",
    "tests",
    "repository",
    "mapper",
    "message",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Where one kind of code is: its folders (a pattern), and how a new file is called there.

    `shared`: one folder holds it for all resources; otherwise each application has its own.
    `home` is the file by the stack's convention, where nothing in the project speaks for another.
    A layer with `said` is one of a way to build that texts name, or that its folder shows; `words`
    find a documented folder by what is said of it, `call` names what does the work.
    """

    role: Role
    folder: str
    stem: str
    suffix: str
    shared: bool = True
    home: str = ""
    said: str = ""
    words: str = ""
    call: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A stack. `word` finds it in texts, `file` among paths; `async_` ends a function's name.

    `types` are the names of new types by what they are for, `package` finds it in a
    manifest; `root` is the folder of the project's own, with its slash; `served` are the paths
    that it serves itself and the file of settings by which it does.
    """

    name: str
    word: str
    file: str
    case: Case
    layers: tuple[Layer, ...]
    async_: str = ""
    types: tuple[tuple[str, str], ...] = ()
    one_type_a_file: bool = False
    package: str = ""
    root: str = ""
    served: tuple[str, str] = ("", "")

    def layer(self, role: Role) -> Layer | None:
        """Its layer of this role, if it has one."""
        return next((one for one in self.layers if one.role == role), None)

    @property
    def suffix(self) -> str:
        """What its files end with; empty where it is not known."""
        return next((one.suffix for one in self.layers), "")

    @property
    def untyped(self) -> bool:
        """Whether it is known and has no place for types."""
        return bool(self.layers) and all(one.role != "types" for one in self.layers)

    @property
    def has_routes(self) -> bool:
        """Whether a route is written for a call; where another serves it, it is only asked for."""
        return not self.layers or self.layer("route") is not None

    @property
    def configured(self) -> bool:
        """Whether the call is served by the framework itself, which is only set up for it."""
        return bool(self.layers) and self.layers[0].home == self.served[1] != ""

    @property
    def of_pages(self) -> bool:
        """Whether it renders pages, and serves an API beside them: its routes are files."""
        return any(one.role == "route" and not one.stem for one in self.layers)


UNKNOWN = Stack(name="", word="", file="", case="camel", layers=())


@cache
def stacks() -> tuple[Stack, ...]:
    """Those that are known, in the order of preference."""
    found = tomllib.loads(lazy.text("drafters/builtin/stacks.toml"))
    return tuple(_stack(one) for one in found["stack"])


def _stack(one: Mapping[str, Any]) -> Stack:
    apart = one.get("apart", False)
    return Stack(
        name=one["name"],
        word=one["word"],
        file=one.get("file", ""),
        case=one["case"],
        async_=one.get("async", ""),
        types=tuple(one.get("types", {}).items()),
        one_type_a_file=one.get("one_type_a_file", False),
        package=one.get("package", ""),
        served=tuple(one.get("served", {"path": "", "home": ""}).values()),
        layers=tuple(
            Layer(
                role=layer["role"],
                folder=layer["folder"],
                stem=layer.get("stem", ""),
                suffix=one["suffix"],
                # Tests may stand together also where each application has the rest for itself.
                shared=not apart or layer["role"] == "tests",
                home=layer.get("home", ""),
                said=layer.get("said", ""),
                words=layer.get("words", ""),
                call=layer.get("call", ""),
            )
            for layer in one["layer"]
        ),
    )


def built(stack: Stack, texts: Sequence[str], paths: tuple[str, ...]) -> Stack:
    """The stack with one layer of each role: that of a way to build that is in use, else usual."""
    folders = _folders(paths)

    def is_used(layer: Layer) -> bool:
        named = any(re.search(layer.said, text, re.IGNORECASE) for text in texts)
        return named or _has(folders, layer.folder)

    kept = {one.role: one for one in stack.layers if not one.said or is_used(one)}
    return replace(stack, layers=tuple(kept.values()))


def for_call(stack: Stack, path: str) -> Stack:
    """The stack with its settings alone, where it serves the path itself."""
    within, home = stack.served
    if not within or not re.match(within, path):
        return stack
    folder, _, name = home.rpartition("/")
    stem, dot, suffix = name.partition(".")
    pattern = f"(?:^|/){folder}$"
    only = Layer(role="route", folder=pattern, stem=stem, suffix=f"{dot}{suffix}", home=home)
    tests = (one for one in stack.layers if one.role == "tests")
    return replace(stack, layers=(only, *tests), types=())


@lately
def _folders(paths: tuple[str, ...]) -> frozenset[str]:
    return frozenset(path.rpartition("/")[0] for path in paths)


@lru_cache(maxsize=64)
def _has(folders: frozenset[str], pattern: str) -> bool:
    return any(re.search(pattern, folder) for folder in folders)
