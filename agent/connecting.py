"""Part of the composition root: which model drafts, if any, and the chat with it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from agent import lazy
from agent.adapters.folders import config_folder

if TYPE_CHECKING:
    from pathlib import Path

    from agent.adapters.chat.chosen import Chosen
    from agent.adapters.chat.providers import Connection
    from agent.chat import Chat

# What turns a model off that the user's config or environment names.
_NONE = frozenset(("", "none", "built-in"))
_VARIABLE = "WALTZ_MODEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The models of this run, by name. Nothing is loaded for a user who names none."""

    wanted: str | None
    environ: Mapping[str, str]
    note: Callable[[str], object]
    chosen: Callable[[], Chosen | None]

    @property
    def name(self) -> str:
        """`provider:model`, empty for the built-in drafter: the option, environment, config."""
        named = self.wanted if self.wanted is not None else self.environ.get(_VARIABLE)
        if named is None:
            chosen = self.chosen()
            named = chosen.model if chosen else ""
        return "" if named in _NONE else named

    def connection(self, name: str) -> Connection:
        """Where the model is. SetupError or UsageError where it cannot be asked."""
        chosen = self.chosen()
        found: Connection = lazy.load("agent.adapters.chat.providers").connect(
            name,
            environ=self.environ,
            chosen=chosen,
            installed=lazy.there,
            python=sys.executable,
        )
        return found

    def chat(self, name: str) -> Chat:
        """The chat with it, which loads its client: no sooner than it is asked."""
        chat = lazy.load("agent.adapters.chat.model").LangChainChat(
            self.connection(name), clock=time.monotonic
        )
        patient: Chat = lazy.load("agent.adapters.chat.patience").PatientChat(
            chat, sleep=time.sleep, note=self.note
        )
        return patient


def models(wanted: str | None, note: Callable[[str], object]) -> Models:
    """The models as the machine's environment and the user's config have them."""
    return Models(wanted=wanted, environ=os.environ, note=note, chosen=_Config(os.environ).read)


class _Config:
    """The user's config, read when it is first asked for."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def read(self) -> Chosen | None:
        """What it says; None where there is none."""
        return self._found

    @cached_property
    def _found(self) -> Chosen | None:
        path: Path = config_folder(self._environ) / "config.toml"
        if not path.exists():
            return None
        found: Chosen = lazy.load("agent.adapters.chat.chosen").read_chosen(path)
        return found
