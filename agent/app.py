"""The composition root: builds the adapters, runs the subcommand, and ends with an exit code."""

from __future__ import annotations

import atexit
import os
import sys
from argparse import Namespace
from dataclasses import field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from agent import __version__, failing, lazy
from agent.adapters.boardcache import BoardCache
from agent.adapters.folders import own_folders, state_folder
from agent.adapters.git.content import ignored
from agent.adapters.git.repo import GitRepo, open_repository
from agent.adapters.terminal.screen import TerminalScreen
from agent.adapters.trust import FileTrust
from agent.adapters.worktree import DiskWorktree
from agent.cli.context import Answers, Commits, Context
from agent.connecting import Models, Wanted, models, seat, wanted
from agent.core.clean import harmless, one_line
from agent.core.errors import ExitCode, RefusedError, UsageError, WaltzError
from agent.core.settings import SETTINGS, Settings
from agent.core.values import dataclass
from agent.dialogue import Reader
from agent.drafter import Profiles
from agent.memory import History
from agent.ports import Library, Ports, Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.adapters.journal.here import FileSessions
    from agent.adapters.library.library import RepoLibrary
    from agent.adapters.runner import ProcessRunner
    from agent.board import BoardRow
    from agent.core.documents import RepoPath


def main(arguments: Namespace) -> int:
    """Run what was asked for; every error ends here, in one line on standard error."""
    failing.open_streams()
    try:
        told = Told(wanted=wanted(arguments), profile=getattr(arguments, "profile", ""))
        code: int = arguments.run(build(Path(arguments.folder), told), arguments)
        sys.stdout.flush()
    except RefusedError as error:
        failing.complain(one_line(str(error)))
        return error.exit_code
    except WaltzError as error:
        failing.complain(f"waltz: {one_line(str(error))}")
        return error.exit_code
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except OSError as error:
        return unwritten(error)
    except Exception as error:  # noqa: BLE001 - the last resort: a bug is written down, not shown
        return failing.unexpected(error, _log())
    return code


def unwritten(error: OSError) -> ExitCode:
    """The end of a run that could not write what it had to say."""
    return failing.unwritten(error, _log())


def _log() -> Path:
    return state_folder(os.environ) / "log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the command line says for the whole run: who drafts, and by which profile."""

    wanted: Wanted = field(default_factory=Wanted)
    profile: str = ""


class _Adapters:
    """One repository's adapters, each built when it is first asked for."""

    def __init__(self, folder: Path, screen: TerminalScreen, told: Told, asking: Models) -> None:
        self._told = told
        self._folder = folder
        self._screen = screen
        self._models = asking

    @cached_property
    def repo(self) -> GitRepo:
        return open_repository(self._folder, partial(self._screen.say, style="warn"))

    @cached_property
    def worktree(self) -> DiskWorktree:
        place, closed = self.repo.place, own_folders(os.environ)
        notes = place.state / "folders"
        return DiskWorktree(root=place.root, notes=notes, load=self.repo.load, closed=closed)

    @cached_property
    def history(self) -> History:
        found: History = lazy.load("agent.adapters.git.history").GitHistory(self.repo.place)
        return found

    @cached_property
    def here(self) -> FileSessions:
        kind: type[FileSessions] = lazy.load("agent.adapters.journal.here").FileSessions
        return kind(self.repo.place.common, self.repo.place.root)

    @cached_property
    def library(self) -> RepoLibrary:
        """Lists the files once: a subcommand is over before they change."""
        kind: type[RepoLibrary] = lazy.load("agent.adapters.library.library").RepoLibrary
        return self._made(partial(kind, still=True), cache(self.repo.paths))

    @cached_property
    def watching(self) -> RepoLibrary:
        """Lists the files at each look: in a conversation they come and go."""
        kind: type[RepoLibrary] = lazy.load("agent.adapters.library.library").RepoLibrary
        return self._made(kind, self.repo.paths)

    @cached_property
    def still(self) -> RepoLibrary:
        """Reads each document once: for a series, that asks for hundreds of endpoints."""
        kind: type[RepoLibrary] = lazy.load("agent.adapters.library.still").StillLibrary
        return self._made(kind, self.repo.paths)

    def record(self) -> Record:
        found: Record = lazy.load("agent.adapters.seriesrecord").SeriesRecord(
            self.repo.place.state / "series.jsonl"
        )
        return found

    def _made(
        self, kind: Callable[..., RepoLibrary], paths: Callable[[], tuple[RepoPath, ...]]
    ) -> RepoLibrary:
        place = self.repo.place
        return kind(
            place.root,
            paths=paths,
            settings=self.documented,
            cache=place.common / "waltz" / "cache",
        )

    @cached_property
    def profiles(self) -> Profiles:
        found: Profiles = lazy.load("agent.adapters.profiles").FileProfiles(
            root=self.repo.place.root,
            folder=self._folder,
            paths=self.repo.paths,
            read=self.worktree.read,
            settings=self.settings,
        )
        return found

    @cached_property
    def board(self) -> BoardCache:
        return BoardCache(folder=self.repo.place.common / "waltz", root=self.repo.place.root)

    def rows(self) -> tuple[BoardRow, ...]:
        found: tuple[BoardRow, ...] = lazy.load("agent.board").of_endpoints(
            self.library, self.history
        )
        return found

    def count(self) -> dict[str, int]:
        """How many endpoints are in which state, kept for the next first prompt."""
        boards, library = lazy.load("agent.board"), self.watching
        with self.repo.listing.still():
            found: dict[str, int] = boards.counts(boards.of_all(library, self.history))
            spoken = lazy.load("agent.turns.briefing").language(library)
            self.board.save(self.repo.head().commit, boards.files_of(library), found, spoken)
        return found

    @cached_property
    def trust(self) -> FileTrust:
        say = partial(self._screen.say, style="warn")
        return FileTrust(state=state_folder(os.environ), top=self.repo.place.root, say=say)

    def settings(self) -> Settings:
        data = self.worktree.read(SETTINGS)
        if data is None:
            return Settings()
        found: Settings = lazy.load("agent.adapters.library.settled").settled(
            self.repo.place.common / "waltz" / "cache", data, python=sys.executable
        )
        return found

    def documented(self) -> Settings:
        """The settings, with the documents that the prompt in force names."""
        settings = self.settings()
        told = self._told.profile
        return self.profiles.documented(told) if told or settings.profile else settings

    def ports(self, reader: Reader) -> Ports:
        """The ports; what reads documents and drafts is loaded at its first use."""
        runner: type[ProcessRunner] = lazy.load("agent.adapters.runner").ProcessRunner
        return Ports(
            repo=self.repo,
            history=self.history,
            archive=self.here,
            worktree=self.worktree,
            library=cast("Library", lazy.Late(lambda: self.watching)),
            drafter=seat(self._models),
            models=self._models,
            profiles=cast("Profiles", lazy.Late(lambda: self.profiles)),
            told=self._told.profile,
            screen=self._screen,
            reader=reader,
            runner=runner(top=self.repo.place.root, environ=os.environ),
            trust=self.trust,
        )

    def surroundings(self) -> tuple[tuple[str, str], ...]:
        place = self.repo.place
        return (
            ("waltz", f"{__version__}, Python {sys.version.split()[0]}"),
            ("git", ".".join(str(part) for part in place.git.version)),
            ("repository", str(place.root)),
            ("sessions", str(place.common / "waltz" / "sessions")),
            ("yours alone", str(state_folder(os.environ))),
            *((("history", place.cut_off),) if place.cut_off else ()),
        )


def build(folder: Path, told: Told | None = None) -> Context:
    """The context of a folder; nothing is looked at before it is asked for."""
    return _context(folder, sys.stdout, told or Told())


def _context(folder: Path, out: TextIO, told: Told) -> Context:
    screen = TerminalScreen(out, os.environ)
    asking = models(told.wanted, screen.note, partial(screen.say, style="warn"))
    adapters = _Adapters(folder, screen, told, asking)
    return Context(
        attended=sys.stdin.isatty() and sys.stdout.isatty(),
        told=told.profile,
        screen=screen,
        print=lambda text: sys.stdout.write(harmless(text)),
        name=lambda: adapters.repo.place.root.name,
        repo=lambda: adapters.repo,
        history=lambda: adapters.history,
        worktree=lambda: adapters.worktree,
        library=lambda: adapters.library,
        profiles=lambda: adapters.profiles,
        settings=adapters.settings,
        trust=lambda: adapters.trust,
        here=lambda: adapters.here,
        sessions=lambda: adapters.here.all(),  # noqa: PLW0108 - it would look now
        archive=lambda: adapters.here,
        past=lambda: adapters.here.newest(),  # noqa: PLW0108 - it would look now
        counted=lambda: adapters.board.load(adapters.repo.head().commit),
        language=lambda: adapters.board.language(),  # noqa: PLW0108 - it would look now
        rows=adapters.rows,
        count=adapters.count,
        skipped=lambda roles: adapters.library.left_out(roles, ignored(adapters.repo.place)),
        survey=lambda: adapters.library.survey(ignored(adapters.repo.place)),
        surroundings=adapters.surroundings,
        reader=partial(_reader, screen),
        ports=adapters.ports,
        create=_create,
        models=asking,
        still=lambda: adapters.still,
        record=adapters.record,
        note=screen.note,
        elsewhere=lambda other: build(other, told),
        aside=lambda: _context(folder, sys.stderr, told),
    )


def _create(folder: Path, commits: Commits) -> None:
    lazy.load("agent.adapters.git.create").create_repository(folder, commits)


def _reader(screen: TerminalScreen, answers: Answers) -> Reader:
    """The keyboard where there is one, else prepared lines; none for nobody."""
    if answers is None and sys.stdin.isatty() and sys.stdout.isatty():
        state = state_folder(os.environ)
        reader = lazy.load("agent.adapters.terminal.early").open_reader(
            keyboard=sys.stdin, out=sys.stdout, state=state, environ=os.environ
        )
        return cast("Reader", reader)
    script = lazy.load("agent.adapters.terminal.script")
    lines = script.lines_of(_open(answers)) if isinstance(answers, str) else answers or ()
    return cast("Reader", script.ScriptReader(lines, screen))


def _open(answers: str) -> BinaryIO:
    if answers == "-":
        return sys.stdin.buffer
    try:
        file = Path(answers).open("rb")  # noqa: SIM115 - it is read as long as Waltz runs
    except OSError as error:
        raise UsageError(f"{answers}: {error.strerror}") from error
    atexit.register(file.close)
    return file
