"""What is loaded late, and why: the one exemption from imports at the top (design.md §4)."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import sys
import threading
from collections.abc import Callable
from types import ModuleType

_TURN = 0.001

# module -> (reason, when)
LATE: dict[str, tuple[str, str]] = {
    "git": ("155 ms", "the first look into history, but for our own commits"),
    "libcst": ("151 ms", "the first proposal of the built-in drafter"),
    "jinja2": ("45 ms", "the first code from a template"),
    "jinja2.sandbox": ("with jinja2", "the first code from a template"),
    "tempfile": ("small", "the first commit"),
    "agent.core.choosing": ("2 ms, difflib", "an endpoint is named"),
    "agent.cli.arguments": ("40 ms", "anything but --version"),
    "agent.app": ("120 ms", "a command line that can be understood"),
    "agent.adapters.library.settled": ("10 ms", "the first look into .ai/waltz.toml"),
    "agent.adapters.config": ("100 ms, pydantic", ".ai/waltz.toml is read, not found kept"),
    "agent.adapters.profiles": ("20 ms of patterns", "a profile is asked for"),
    "agent.sources.profiles.choosing": ("20 ms, the stack", "nobody chose a profile"),
    "agent.adapters.library.library": ("70 ms, Markdown", "the first look into documents"),
    "agent.adapters.library.looking": ("50 ms of patterns", "other files than at the last look"),
    "agent.sources.rules.rules": ("5 ms", "rules are read"),
    "agent.sources.rules.held": ("with the rules", "a spec is gathered"),
    "agent.sources.gathering.gather": ("30 ms", "the first plan or draft"),
    "agent.sources.gathering.features": ("10 ms of patterns", "a feature may be meant"),
    "agent.sources.gathering.featurespec": ("40 ms, SQL", "a feature is planned"),
    "agent.sources.gathering.serving": ("with the spec", "a feature is planned"),
    "agent.sources.gathering.databases": ("40 ms, SQL", "tables are asked for"),
    "agent.sources.tables.entities": ("10 ms of patterns", "no document tells of tables"),
    "agent.sources.tables.migrations": ("40 ms, SQL", "no document tells of tables"),
    "agent.sources.tables.dbplan": ("40 ms, SQL", "no document of the database is known"),
    "agent.sources.gathering.disagreements": ("30 ms", "waltz doctor, or nothing was found"),
    "agent.sources.openapi.reader": ("30 ms, YAML", "an API plan in YAML or JSON is read"),
    "agent.sources.openapi.outlining": ("with the reader", "an API plan in YAML or JSON is read"),
    "agent.sources.openapi.yamlevents": ("20 ms, PyYAML", "YAML is read, not found kept"),
    "agent.sources.openapi.freeform": ("30 ms, facts", "one that is no OpenAPI is read"),
    "agent.sources.openapi.codec": ("with the reader", "a large one is read"),
    "agent.sources.stack.formatters": ("small", "a batch is agreed on"),
    "agent.sources.stack.packages": ("10 ms, tomllib", "the first diff"),
    "agent.sources.stack.remarks": ("5 ms of patterns", "the first diff"),
    "agent.adapters.library.surveying": ("20 ms", "waltz doctor, or /setup"),
    "agent.sources.types.reading": ("30 ms, tree-sitter", "a file of types is read"),
    "tree_sitter_typescript": ("20 ms", "the first file in this language"),
    "tree_sitter_python": ("10 ms", "the first file in this language"),
    "tree_sitter_c_sharp": ("20 ms", "the first file in this language"),
    "tree_sitter_java": ("10 ms", "the first file in this language"),
    "agent.adapters.library.still": ("with the library", "a series of plans"),
    "agent.adapters.seriesrecord": ("10 ms", "a series of plans"),
    "agent.cli.together": ("with its option", "one plan of several endpoints"),
    "agent.cli.series": ("with its subcommand", "a series of plans"),
    "agent.adapters.terminal.script": ("small", "answers from a file"),
    "agent.adapters.terminal.reader": ("100 ms, prompt_toolkit", "the first prompt is drawn"),
    "agent.adapters.terminal.plain": ("5 ms, tempfile", "a terminal that knows no escapes"),
    "agent.drafters.builtin.drafter": ("large", "the conversation"),
    "agent.drafters.model.drafter": ("20 ms", "the first plan or draft, with a model"),
    "agent.drafters.model.voice": ("with it", "the first plan or draft, with a model"),
    "agent.adapters.journal.opening": ("40 ms, the events", "a session is begun or taken up"),
    "agent.adapters.journal.summarise": ("40 ms, the events", "a session that was cut off"),
    "agent.adapters.runner": ("5 ms", "the conversation"),
    "agent.adapters.git.history": ("20 ms", "the first look into history"),
    "agent.adapters.git.commit": ("5 ms", "the first commit"),
    "agent.adapters.git.private": ("5 ms", "the first commit, or a lock on the index"),
    "agent.adapters.git.programs": ("small", "the first gate before a commit"),
    "agent.adapters.journal.here": ("5 ms", "sessions are looked for"),
    "agent.adapters.terminal.early": ("small", "the first prompt is drawn"),
    "agent.adapters.git.create": ("10 ms", "a new demo"),
    "agent.completing": ("with the commands", "the first Tab"),
    "agent.commands": ("30 ms", "the first /command, or Tab"),
    "agent.demo.history": ("70 ms, Markdown", "a new demo"),
    "agent.board": ("20 ms, the core's values", "the board is counted"),
    "agent.sources.plans.reading": ("20 ms of patterns", "a plan is read, not found kept"),
    "agent.sources.endpoints.apiplan": ("20 ms of patterns", "an API plan is read, not found kept"),
    "agent.sources.endpoints.listing": ("with the API plan", "an API plan is read, not found kept"),
    "agent.sources.endpoints.apart": ("with the API plan", "an API plan is read, not found kept"),
    "markdown_it": ("70 ms", "Markdown is read, not found kept"),
    "agent.drafters.builtin.planning.places.saving": ("with the drafter", "a plan is drafted"),
    "agent.sources.text.tongue": ("small", "a plan is drafted"),
    "agent.adapters.chat.chosen": ("10 ms, tomllib", "the user has a config.toml"),
    "agent.adapters.chat.providers": ("small", "a model is named"),
    "agent.adapters.chat.model": ("400 ms, langchain_core", "behind the prompt, with a model"),
    "agent.adapters.chat.patience": ("small", "with the model"),
    "agent.adapters.chat.metering": ("small", "with the model"),
    "langsmith": ("with the model; only to turn it off", "behind the prompt, with a model"),
    "langchain_openai": ("900 ms", "behind the prompt, where its model is named"),
    "langchain_anthropic": ("1500 ms", "behind the prompt, where its model is named"),
    "langchain_google_genai": ("900 ms", "behind the prompt, where its model is named"),
    "langchain_ollama": ("600 ms", "behind the prompt, where its model is named"),
    "agent.conversation": ("150 ms", "behind the first prompt"),
    "agent.speaking": ("15 ms", "what was spoken here last is not English"),
    "agent.turns.briefing": ("with the conversation", "its language is asked for"),
    "agent.cli.endpoints": ("one subcommand", "when it is called"),
    "agent.cli.tables": ("one subcommand", "when it is called"),
    "agent.cli.profiles": ("one subcommand", "when it is called"),
    "agent.cli.plans": ("one subcommand", "when it is called"),
    "agent.cli.status": ("one subcommand", "when it is called"),
    "agent.cli.sessions": ("one subcommand", "when it is called"),
    "agent.cli.doctor": ("one subcommand", "when it is called"),
    "agent.cli.talk": ("one subcommand", "when it is called"),
    "agent.cli.demo": ("one subcommand", "when it is called"),
    "agent.cli.plan": ("one subcommand", "when it is called"),
    "agent.cli.lint": ("one subcommand", "when it is called"),
    "agent.turns.linting": ("30 ms of patterns", "a draft is shown, or waltz lint"),
    "agent.cli.undo": ("one subcommand", "when it is called"),
    "agent.cli.report": ("one subcommand", "when it is called"),
}


def load(name: str) -> ModuleType:
    """The module of this name, imported now; KeyError for one that is not listed."""
    LATE[name]
    return importlib.import_module(name)


def text(name: str) -> str:
    """What a data file of the package holds, by its path below `agent/`."""
    # By its own name: neither pathlib nor pkgutil is worth its time before `--version`.
    with open(f"{__file__.rpartition('/')[0]}/{name}", encoding="utf-8") as file:  # noqa: PTH123 - as said
        return file.read()


def there(name: str) -> bool:
    """Whether a module of this list is installed; it is not loaded."""
    LATE[name]
    return importlib.util.find_spec(name) is not None


def behind(work: Callable[[], object]) -> None:
    """Do it in a thread, while the user reads the first prompt.

    A key that is typed takes its turns with it: each then waits for 1 ms, not Python's usual 5.
    """
    sys.setswitchinterval(_TURN)
    threading.Thread(target=_undisturbed, args=(work,), daemon=True).start()


def _undisturbed(work: Callable[[], object]) -> None:
    """What is loaded stays: looking for garbage in it, then and later, takes an eighth longer."""
    gc.disable()
    try:
        work()
    finally:
        gc.freeze()
        gc.enable()


class Late:
    """Stands for an object that is made at its first use."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._made: object | None = None

    def __getattr__(self, name: str) -> object:
        """What the object has under this name."""
        if self._made is None:
            self._made = self._make()
        return getattr(self._made, name)
