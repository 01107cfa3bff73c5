"""Part of the composition root: which model drafts, if any, and the chat with it."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, cast

from agent import files, lazy
from agent.adapters.folders import config_folder
from agent.core.errors import SetupError, WaltzError
from agent.core.values import dataclass

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from agent.adapters.chat.chosen import Chosen
    from agent.adapters.chat.metering import Meter
    from agent.adapters.chat.providers import Connection
    from agent.chat import Chat
    from agent.core.spending import Spent
    from agent.drafter import Drafter

# What turns a model off that the user's config or environment names.
_NONE = frozenset(("", "none", "built-in", "builtin"))
_VARIABLE = "WALTZ_MODEL"
_PROMPTS = "prompts/model"
_UNPRICED = (
    "--max-cost needs the price of {name}: write `input` and `output`, dollars a million tokens, "
    'under `[price."{name}"]` into {path}'
)


@dataclass(slots=True, kw_only=True)
class Models:
    """The models of this run, by name. Nothing is loaded for a user who names none.

    `note` is shown while one is waited for, `told` said to the user. `budget` is how many tokens
    and dollars they may use, `sleep` waits between two tries.
    """

    wanted: str | None
    environ: Mapping[str, str]
    note: Callable[[str], object]
    told: Callable[[str], object]
    chosen: Callable[[], Chosen | None]
    budget: tuple[int | None, float | None] = (None, None)
    sleep: Callable[[float], object] = time.sleep
    _made: dict[str, Chat] = field(default_factory=dict, init=False)
    _meter: Meter | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    @property
    def name(self) -> str:
        """`provider:model`, empty for the built-in drafter: the option, environment, config."""
        return self._named("step")

    @property
    def planner(self) -> str:
        """The one that plans, where the config names another one for it."""
        return self._named("plan")

    def _named(self, work: str) -> str:
        named = self.wanted if self.wanted is not None else self.environ.get(_VARIABLE)
        if named is None:
            chosen = self.chosen()
            named = (chosen.planner if work == "plan" else chosen.model) if chosen else ""
        return "" if named in _NONE else named

    def choose(self, name: str) -> None:
        """From now on this one drafts. SetupError or UsageError where it cannot be asked."""
        if name not in _NONE:
            self.connection(name)
        self.wanted = name

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
        if self.budget[1] is not None and name not in (chosen.prices if chosen else ()):
            raise SetupError(_UNPRICED.format(name=name, path=_config_file(self.environ)))
        return found

    def ready(self) -> None:
        """SetupError or UsageError where a model is named that cannot be asked; loads nothing."""
        for name in {self.name, self.planner} - {""}:
            self.connection(name)

    def warm(self) -> None:
        """Load the clients and what talks to them, behind the prompt."""
        for name in {self.name, self.planner} - {""}:
            lazy.load("agent.drafters.model.drafter")
            # It is said where it is asked: nobody reads what a thread complains about.
            with contextlib.suppress(WaltzError):
                self.chat(name)

    def chat(self, name: str) -> Chat:
        """The chat with it, which loads its client: no sooner than it is asked."""
        with self._lock:
            if name not in self._made:
                self._made[name] = self._chat(name)
            return self._made[name]

    def _chat(self, name: str) -> Chat:
        chat = lazy.load("agent.adapters.chat.model").LangChainChat(
            self.connection(name), clock=time.monotonic
        )
        patient = lazy.load("agent.adapters.chat.patience").PatientChat(
            chat, sleep=self.sleep, note=self.note
        )
        metering = lazy.load("agent.adapters.chat.metering")
        if self._meter is None:
            chosen, (tokens, cost) = self.chosen(), self.budget
            prices = chosen.prices if chosen else {}
            self._meter = metering.Meter(prices=prices, most_tokens=tokens, most_cost=cost)
        metered: Chat = metering.MeteredChat(patient, self._meter, self.note)
        return metered

    def spent(self) -> tuple[Spent, ...]:
        """What the answers since the last look used."""
        return self._meter.drain() if self._meter is not None else ()


class Seat:
    """The drafter in force: the built-in one, or a model's, as the models say at each question."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._made: tuple[tuple[str, str], object] | None = None

    def __getattr__(self, name: str) -> object:
        """What the drafter in force has under this name."""
        return getattr(self._drafter(), name)

    def _drafter(self) -> object:
        named = (self._models.planner, self._models.name)
        if self._made is None or self._made[0] != named:
            self._made = named, self._make(*named)
        return self._made[1]

    def _make(self, planner: str, writer: str) -> object:
        if not writer and not planner:
            return _plain()
        models = self._models
        folder = files.shipped(_PROMPTS)
        voice = lazy.load("agent.drafters.model.voice").Voice(
            note=models.note,
            told=models.told,
            mark=lambda: os.urandom(3).hex(),
            now=lambda: time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
            texts={one.stem: one.read_text("utf-8") for one in folder.glob("*.md")},
        )
        module = lazy.load("agent.drafters.model.drafter")
        return module.ModelDrafter(
            planner=module.Planner(models.chat(planner), voice) if planner else None,
            writer=module.Writer(models.chat(writer), voice) if writer else None,
            plain=cast("Drafter", lazy.Late(_plain)),
        )


def _plain() -> Drafter:
    made: Drafter = lazy.load("agent.drafters.builtin.drafter").BuiltIn()
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line says of models: which one, and how many tokens and dollars at most."""

    model: str | None = None
    most_tokens: int | None = None
    most_cost: float | None = None


def wanted(arguments: Namespace) -> Wanted:
    """What the options of a subcommand say; those without them want nothing."""
    return Wanted(
        model=getattr(arguments, "model", None),
        most_tokens=getattr(arguments, "max_tokens", None),
        most_cost=getattr(arguments, "max_cost", None),
    )


def models(told_so: Wanted, note: Callable[[str], object], told: Callable[[str], object]) -> Models:
    """The models as the command line, the machine's environment and the user's config have them."""
    return Models(
        wanted=told_so.model,
        environ=os.environ,
        note=note,
        told=told,
        chosen=_Config(os.environ).read,
        budget=(told_so.most_tokens, told_so.most_cost),
    )


def seat(found: Models) -> Drafter:
    """The drafter that is asked, whoever it is by then."""
    return cast("Drafter", Seat(found))


class _Config:
    """The user's config, read when it is first asked for."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def read(self) -> Chosen | None:
        """What it says; None where there is none."""
        return self._found

    @cached_property
    def _found(self) -> Chosen | None:
        path = _config_file(self._environ)
        if not path.exists():
            return None
        found: Chosen = lazy.load("agent.adapters.chat.chosen").read_chosen(path)
        return found


def _config_file(environ: Mapping[str, str]) -> Path:
    return config_folder(environ) / "config.toml"
