"""The whole loop in-process: real git, real files, real checks; lines and drafts by script."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.adapters.config import read_settings
from agent.adapters.git.history import GitHistory
from agent.adapters.git.repo import GitRepo, open_repository
from agent.adapters.journal.here import FileSessions
from agent.adapters.journal.lines import load
from agent.adapters.journal.store import read
from agent.adapters.library.library import RepoLibrary
from agent.adapters.profiles import FileProfiles
from agent.adapters.runner import ProcessRunner
from agent.adapters.terminal.screen import TerminalScreen
from agent.adapters.trust import FileTrust
from agent.adapters.worktree import DiskWorktree
from agent.connecting import Models
from agent.conversation import Start, converse
from agent.core.documents import RepoPath
from agent.core.encodings import readable
from agent.core.errors import ExitCode
from agent.core.events import Event
from agent.core.page import Page, Style
from agent.core.plan import Question
from agent.core.session import Session
from agent.core.settings import SETTINGS, Settings
from agent.dialogue import Ask
from agent.drafter import (
    Asked,
    Draft,
    Drafter,
    Nothing,
    PlanDraft,
    PlanRequest,
    Sent,
    StepRequest,
    Unable,
)
from agent.opening import Opening
from agent.ports import Head, Ports
from agent.sessions import Journal, Opened, Sessions, SessionSummary

ENDPOINT = "POST /api/cards"
PLAN = ".ai/cards-plan.md"
API_PLAN = """# REST API Plan

## Endpoints

### POST /api/cards

Create a card.

- Request body: `{"front": "a"}`
- 201 Created
- 400 Bad Request: `front` is missing

### GET /api/cards

List the cards.

- 200 OK
"""
Answer = Draft | Unable | Nothing
Answerer = Callable[[StepRequest], Answer]


def step_text(number: int, kind: str = "edit", *files: str, items: Sequence[str] = ()) -> str:
    named = ", ".join(f"`{one}`" for one in files or (f"app/f{number}.py",))
    rows = [f"### {number}. Make part {number}", "", f"- Kind: {kind}"]
    if kind in {"edit", "take"}:
        rows.append(f"- Files: {named}")
    rows.extend(f"- {one}" for one in items)
    return "\n".join([*rows, ""])


def plan_text(*steps: str, endpoint: str = ENDPOINT) -> str:
    head = f"# API Endpoint Implementation Plan: {endpoint}\n\n## 1. Endpoint Overview\n\nCards.\n"
    body = "\n## 2. Request Details\n\n- `front`\n\n## 3. Data Flow\n\nTo the table.\n"
    return f"{head}{body}\n## 4. Implementation Steps\n\n" + "\n".join(steps)


FIVE = plan_text(*(step_text(n) for n in range(1, 6)))


def naming(text: str, writer: Writer) -> str:
    """The plan with its steps naming what these drafts write, so that none is flagged (F35)."""
    for number, answer in writer.own.items():
        drawn = tuple(str(path) for path, _ in answer.files) if isinstance(answer, Draft) else ()
        names = ", ".join(f"`{path}`" for path in drawn or writer.names)
        head = re.compile(rf"(?m)^(### {number}\. .*\n\n- Kind: \w+)$")
        text = head.sub(rf"\1\n- Files: {names}", text) if names else text
    return text


def check_text(script: str, when: str = "step") -> str:
    return f"[[check]]\nrun = '''{{python}} -c \"{script}\"'''\nwhen = \"{when}\"\n"


NOT_BAD = (
    "import pathlib, sys;"
    " sys.exit(any('BAD' in p.read_text() for p in pathlib.Path('app').iterdir()))"
)


@dataclass
class Writer:
    """Writes each file that a step names: its title, and the reasons given so far.

    `bad` are the numbers of steps whose first draft a check finds red; `own` answers for a step;
    `names` are the files that it writes where it is a function.
    """

    plan_as: str = FIVE
    asks: tuple[Question, ...] = ()
    bad: tuple[str, ...] = ()
    own: Mapping[str, Answer | Answerer] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    asked: list[StepRequest] = field(default_factory=list)
    rested: int = 0

    def questions(self, request: PlanRequest) -> tuple[Question, ...]:
        del request
        return self.asks

    def plan(self, request: PlanRequest) -> PlanDraft | Unable:
        if "cannot" in request.notes or (request.edited and request.notes):
            return Unable(reason="these words cannot be used")
        noted = "".join(f"\n{note}\n" for note in request.notes)
        said = "".join(f"\n{name}: {words}\n" for name, words in request.answers)
        plan = naming(self.plan_as, self)
        text = plan.replace("Cards.\n", f"Cards.\n{noted}{said}")
        return PlanDraft(text=text, decisions=("201 on success (api-plan.md:10)",))

    def propose(self, request: StepRequest) -> Answer:
        self.asked.append(request)
        own = self.own.get(request.step.number)
        if own is not None:
            return own if isinstance(own, Draft | Unable | Nothing) else own(request)
        return self.written(request)

    def reply(self, asked: Asked) -> str | Unable:
        return Unable(reason=f"no words on “{asked.words}”")

    def context(self) -> tuple[Sent, ...]:
        return ()

    def rest(self) -> None:
        self.rested += 1

    def written(self, request: StepRequest) -> Draft:
        step = request.step
        title = "BAD" if step.number in self.bad and not request.notes else step.title
        rows = [title, *request.known.standing, *request.notes]
        files = []
        for file in step.files:
            there = request.code.read(file.path) or b""
            mine = "".join(f"# {step.number} {row}\n" for row in rows).encode()
            kept = re.sub(rf"(?m)^# {step.number} .*\n".encode(), b"", there)
            files.append((file.path, kept + mine))
        return Draft(files=tuple(files), subject=step.title, how=("by script",))


def draft(subject: str = "do it", **files: str | bytes | None) -> Draft:
    """A draft by names in which `__` stands for `/` and `_dot_` for `.`."""
    return drafted(
        {name.replace("__", "/").replace("_dot_", "."): data for name, data in files.items()},
        subject,
    )


def drafted(files: Mapping[str, str | bytes | None], subject: str = "do it") -> Draft:
    rows = ((RepoPath(p), d.encode() if isinstance(d, str) else d) for p, d in files.items())
    return Draft(files=tuple(rows), subject=subject)


def unasked() -> Models:
    """Models where none is named."""
    return Models(wanted="none", environ={}, note=str, told=str, chosen=lambda: None)


class Shown:
    """A screen that keeps what it is given as plain text, page by page."""

    def __init__(
        self, pages: list[str], heard: Callable[[str], object] = lambda _line: None
    ) -> None:
        self.pages = pages
        self.heard = heard
        self.waits: list[str] = []

    def show(self, page: Page) -> None:
        out = StringIO()
        TerminalScreen(out, {"COLUMNS": "80"}).show(page)
        if out.getvalue():
            self.pages.append(out.getvalue())

    def say(self, text: str, style: Style = "plain") -> None:
        del style
        self.pages.append(f"{text}\n")

    def once(self, text: str, style: Style = "plain") -> None:
        if f"{text}\n" not in self.pages:
            self.say(text, style)

    def pager(self, page: Page) -> None:
        self.show(page)

    def recite(self) -> Callable[[str], object]:
        out = StringIO()
        recite = TerminalScreen(out, {"COLUMNS": "80"}).recite()

        def add(line: str) -> None:
            recite(line)
            self.pages.append(out.getvalue())
            out.seek(0)
            out.truncate()
            self.heard(line)

        return add

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        self.waits.append(what)
        yield


@dataclass
class Watched:
    """A journal that tells before and after each line it writes."""

    journal: Journal
    around: Callable[[str, Event], None]
    synced: Callable[[], object] = lambda: None

    def append(self, event: Event) -> None:
        self.around("before", event)
        self.journal.append(event)
        self.around("after", event)

    def sync(self) -> None:
        self.journal.sync()
        self.synced()


@dataclass
class Watching:
    """Sessions whose journals are watched."""

    sessions: Sessions
    around: Callable[[str, Event], None]
    synced: Callable[[], object] = lambda: None

    def hold(self) -> AbstractContextManager[None]:
        return self.sessions.hold()

    def unfinished(self) -> SessionSummary | None:
        return self.sessions.unfinished()

    def start(self, head: Head) -> Opened:
        return self._watched(self.sessions.start(head))

    def reopen(self, session_id: str) -> Opened:
        return self._watched(self.sessions.reopen(session_id))

    def _watched(self, found: Opened) -> Opened:
        journal = Watched(found.journal, self.around, self.synced)
        return Opened(
            journal=journal, session=found.session, dropped=found.dropped, last=found.last
        )


Key = str | Callable[[], str]


@dataclass
class Typed:
    """The user: a line, or something done before one is typed, for each question; then leaves.

    `seen` is what was on the screen since the question before; `gates` the last page of it.
    """

    screen: Shown
    keys: Iterator[Key]
    editor: Callable[[str, str], str | None] = lambda _text, _name: None
    seen: list[str] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    at: int = 0

    def ask(self, ask: Ask) -> str:
        self.asks.append(ask)
        self.seen.append("".join(self.screen.pages[self.at :]))
        self.gates.append(self.screen.pages[-1] if len(self.screen.pages) > self.at else "")
        self.at = len(self.screen.pages)
        key = next(self.keys, None)
        if key is None:
            raise EOFError
        return key if isinstance(key, str) else key()

    def edit(self, text: str, name: str) -> str | None:
        return self.editor(text, name)


@dataclass(frozen=True)
class Run:
    """One conversation, as it went."""

    exit: ExitCode
    typed: Typed
    screen: Shown

    @property
    def seen(self) -> list[str]:
        return self.typed.seen

    @property
    def last(self) -> str:
        """What was on the screen when the user left."""
        return self.typed.seen[-1]

    @property
    def gate(self) -> str:
        """The gate at which the user left."""
        return self.typed.gates[-1]

    @property
    def text(self) -> str:
        return "".join(self.screen.pages)


@dataclass
class Loop:
    """A repository, and conversations in it."""

    box: Sandbox
    drafter: Writer = field(default_factory=Writer)
    who: Drafter | None = None
    models: Models = field(default_factory=unasked)
    editor: Callable[[str, str], str | None] = lambda _text, _name: None
    sessions: Sessions | None = None
    attended: bool = True
    told: str = ""
    pages: list[str] = field(default_factory=list)
    heard: Callable[[str], object] = lambda _line: None

    def __post_init__(self) -> None:
        self.repo: GitRepo = open_repository(self.box.root)

    @property
    def here(self) -> FileSessions:
        return FileSessions(self.repo.place.common, self.repo.place.root)

    def settings(self) -> Settings:
        file = self.box.root / SETTINGS.value
        if not file.exists():
            return Settings()
        return read_settings(file.read_bytes(), python=sys.executable)

    def ports(self, screen: Shown, typed: Typed) -> Ports:
        place = self.repo.place
        worktree = DiskWorktree(root=place.root, notes=place.state / "folders", load=self.repo.load)
        return Ports(
            repo=self.repo,
            history=GitHistory(place),
            archive=self.here,
            worktree=worktree,
            library=RepoLibrary(place.root, paths=self.repo.paths, settings=self.settings),
            profiles=FileProfiles(
                root=place.root,
                folder=place.root,
                paths=self.repo.paths,
                read=worktree.read,
                settings=self.settings,
            ),
            told=self.told,
            drafter=self.who or self.drafter,
            models=self.models,
            screen=screen,
            reader=typed,
            runner=ProcessRunner(top=place.root, environ=os.environ),
            trust=FileTrust(
                state=Path(os.environ["XDG_STATE_HOME"]), top=place.root, say=screen.say
            ),
        )

    def talk(self, *keys: Key, session: str | None = None) -> Run:
        """A conversation with these lines, begun at the endpoint's question or taken up."""
        return self.speak(iter(keys), session=session)

    def speak(
        self, keys: Iterator[Key], *, session: str | None = None, words: str | None = ENDPOINT
    ) -> Run:
        self._name()
        self.pages = []
        screen = Shown(self.pages, self.heard)
        typed = Typed(screen, keys, editor=self.editor)
        opening = Opening(session_id=session, words=None if session else words)
        start = Start(opening=opening, attended=self.attended)
        code = converse(start, self.sessions or self.here, self.ports(screen, typed))
        return Run(code, typed, screen)

    def _name(self) -> None:
        """Before the first conversation: the plan names what its steps' drafts write."""
        plan = self.box.root / PLAN
        if self.sessions is not None or self.here.all() or not plan.is_file():
            return
        before = readable(plan.read_bytes())
        text = naming(before, self.drafter)
        if text != before:
            plan.write_text(text)
            quiet = ("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgsign=false")
            self.box.git(*quiet, "commit", "-q", "--amend", "--no-edit", "--only", "--", PLAN)

    def resume(self, *keys: Key) -> Run:
        """The newest session, gone on with."""
        return self.speak(iter(keys), session=self.newest)

    @property
    def newest(self) -> str:
        """The one written last: names tell sessions of one second not apart."""
        journals = (self.repo.place.common / "waltz/sessions").glob("*/events.jsonl")
        return max(journals, key=lambda one: one.stat().st_mtime_ns).parent.name

    @property
    def session(self) -> Session:
        """What the newest session's journal folds to."""
        found = self.here.newest()
        assert found is not None
        return found

    @property
    def events(self) -> tuple[Event, ...]:
        folder = self.repo.place.common / "waltz/sessions"
        newest = next(one for one in self.here.all() if one.endpoint)
        return load(read(folder / newest.id)).events

    def happened(self, *kinds: str) -> list[str]:
        """The kinds of events, those asked for."""
        return [one.kind for one in self.events if one.kind in kinds]

    @property
    def subjects(self) -> list[str]:
        """The commits after the first, oldest first."""
        return self.box.git("log", "--reverse", "--format=%s").split("\n")[1:]

    def states(self) -> list[str]:
        session = self.session
        assert session.plan is not None
        return [session.states.get(one.id, "open") for one in session.plan.steps]

    def read(self, path: str) -> str:
        return (self.box.root / path).read_text()


def project(box: Sandbox, *, plan: str | None = FIVE, settings: str = "") -> Sandbox:
    """A repository with an API plan, with an implementation plan where `plan` is given."""
    box.write(".ai/api-plan.md", API_PLAN)
    box.write("app/main.py", "main = 1\n")
    if plan is not None:
        box.write(PLAN, plan)
    if settings:
        box.write(SETTINGS.value, settings)
    box.commit("chore: start")
    return box
