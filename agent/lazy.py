"""What is loaded late, and why: the one exemption from imports at the top (design.md §4)."""

from __future__ import annotations

import importlib
from types import ModuleType

# module -> (reason, when)
LATE: dict[str, tuple[str, str]] = {
    "git": ("155 ms", "the first look into history"),
    "libcst": ("151 ms", "the first proposal of the built-in drafter"),
    "jinja2": ("45 ms", "the first code from a template"),
    "jinja2.sandbox": ("with jinja2", "the first code from a template"),
}


def load(name: str) -> ModuleType:
    """The module of this name, imported now; KeyError for one that is not listed."""
    LATE[name]
    return importlib.import_module(name)
