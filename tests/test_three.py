from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loop import (
    FIVE,
    NOT_BAD,
    PLAN,
    Answer,
    Key,
    Loop,
    Watching,
    Writer,
    check_text,
    drafted,
    plan_text,
    project,
    step_text,
)
from sandbox import Sandbox

from agent.core.edits import Proposal
from agent.core.errors import refused
from agent.core.events import ErrandStarted, Event, PlanDrafted, PlanReviewed
from agent.core.work import (
    BatchAgreed,
    PageProposed,
    PageReviewed,
    ProposalMade,
    ProposalReviewed,
)
from agent.drafter import Draft, Nothing, StepRequest, Unable

EXAMPLES = int(os.environ.get("WALTZ_EXAMPLES", "6"))
LINES = 25
OWN = ("own/dirty.txt", "own/staged.txt", "own/untracked.txt")
MIXED = plan_text(
    step_text(1),
    step_text(2, "confirm"),
    step_text(3, "edit", "app/f1.py"),
    step_text(4, "take"),
    step_text(5, items=("**Add the model** in `app/m.py`", "**Add the view** in `app/v.py`")),
    step_text(6),
    step_text(7),
)


def pick(data: st.DataObject, options: tuple[str, ...]) -> str:
    return data.draw(st.sampled_from(options))


# What a user may answer at a gate that shows these words; more often what goes on.
FITTING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Which endpoint", ("POST /api/cards", "1", "GET /api/cards", "cards")),
    ("Which steps are done", ("none", "none", "1", "all")),
    ("Save and commit", ("y", "y", "y", "other", "e")),
    (
        "Agree?",
        ("", "y", "", "1-3", "2", "1,3", "1-4", "skip 1", "split 5", "words", "kind 2 edit"),
    ),
    ("another endpoint", ("", "/undo", "/todo 1", "words", "/undo 1")),
    ("All ", ("y", "y", "n")),
    (
        "or why not",
        ("y", "y", "y", "yes", "yes", "a", "a", "n why", "s", "stop", "y 1", "e", "m own words"),
    ),
    ("[m]essage [n]", ("y", "yes", "n")),
    ("[y] [y 1]", ("y", "y 1", "n")),
    ("brings your change", ("/take", "/take app", "s", "e", "covered", "words", "stop")),
    ("[d]one", ("d", "d", "f broken", "s")),
    ("close it so", ("y", "more", "s")),
    ("holds changes of yours", ("i", "stop")),
    ("your mend", ("k", "p", "again", "/take", "words")),
    ("[r]epair", ("r mend", "r mend", "k", "p", "again")),
    ("[again]", ("k", "p", "again")),
    ("other branch", ("y",)),
    ("Keep for", ("1", "2", "3", "n")),
    ("Record them", ("y", "n")),
    ("May they run", ("y", "y", "n")),
)
ANY = (
    *(
        "y",
        "y",
        "",
        "a",
        "n",
        "n no",
        "1-3",
        "1-9",
        "yes",
        "stop",
        "s",
        "4",
        "words",
        "/skip",
        "/done",
    ),
    *(
        "/undo",
        "/undo 1",
        "/redo",
        "/take",
        "/take app",
        "/todo 1",
        "/split 5",
        "/endpoint",
        "/plan",
    ),
    *("/done 2", "/status", "? why", "!true", "/endpoint GET /api/cards", "/diff", "e", "y 1", "k"),
)


@dataclass
class Hostile(Writer):
    """A drafter that wants more than the step: files, steps, bytes on disk, Waltz's own state."""

    data: st.DataObject | None = None
    game: Oracle | None = None

    def propose(self, request: StepRequest) -> Answer:
        assert self.data is not None
        plain = self.written(request)
        tactic = self.data.draw(st.sampled_from(TACTICS))
        return plain if tactic is None else getattr(self, tactic)(request, plain)

    def many(self, _: StepRequest, plain: Draft) -> Answer:
        more = {f"lib/many{n}.py": f"{n}\n" for n in range(12)}
        return Draft(files=plain.files + drafted(more).files, subject="many")

    def all_steps(self, _: StepRequest, __: Draft) -> Answer:
        return drafted({f"app/f{n}.py": f"all {n}\n" for n in range(1, 9)}, "x\n\nWaltz-Step: 9/9")

    def settings(self, _: StepRequest, plain: Draft) -> Answer:
        files = drafted({".ai/waltz.toml": "[[check]]\nrun='true'\nwhen='step'\n"}).files
        return Draft(files=plain.files + files, subject="x")

    def plan_file(self, _: StepRequest, plain: Draft) -> Answer:
        return Draft(files=plain.files + drafted({PLAN: "# No\n"}).files, subject="x")

    def outside(self, _: StepRequest, __: Draft) -> Answer:
        return drafted({"../outside.py": "x\n"})

    def git_dir(self, _: StepRequest, __: Draft) -> Answer:
        return drafted({".git/hooks/pre-commit": "#!/bin/sh\n"})

    def link(self, _: StepRequest, __: Draft) -> Answer:
        return drafted({"link/x.py": "x\n"})

    def raises(self, _: StepRequest, __: Draft) -> Answer:
        raise refused("secret", "app/key.py", "it looks like a key")

    def twice(self, _: StepRequest, plain: Draft) -> Answer:
        return Draft(files=plain.files + plain.files, subject="x")

    def own_files(self, _: StepRequest, __: Draft) -> Answer:
        return drafted({OWN[0]: "gone\n", OWN[2]: None})

    def on_disk(self, request: StepRequest, plain: Draft) -> Answer:
        assert self.game is not None
        self.game.on_disk(plain.files[0][0].value, f"by the drafter {request.step.number}\n")
        return plain

    def nothing(self, _: StepRequest, __: Draft) -> Answer:
        return Nothing(how="covered", reason="so it says")

    def unable(self, _: StepRequest, __: Draft) -> Answer:
        return Unable(reason="no")


TACTICS = (
    *(*(None,) * 9, "many", "all_steps", "settings", "plan_file", "outside", "git_dir"),
    *("link", "raises", "twice", "own_files", "on_disk", "nothing", "unable"),
)


@dataclass
class Oracle:
    """What may be in the tree and in commits, told by the user's words alone."""

    loop: Loop
    may: dict[str, set[bytes]] = field(default_factory=dict)
    shown: dict[str, Proposal] = field(default_factory=dict)
    approved: set[tuple[str, str | None]] = field(default_factory=set)
    left: int = 0
    base: str = ""
    checked: str = ""

    def begin(self) -> None:
        box = self.loop.box
        self.base = self.checked = box.git("rev-parse", "HEAD")
        for file in files(box.root):
            self.may[str(file.relative_to(box.root))] = {file.read_bytes()}
        self.status = self.own_status()

    def own_status(self) -> str:
        box = self.loop.box
        return box.git("status", "--porcelain", "--", "own") + box.git("ls-files", "-s", "own")

    def on_disk(self, path: str, text: str) -> None:
        """Somebody but Waltz writes a file."""
        self.loop.box.write(path, text)
        self.may.setdefault(path, set()).add(text.encode())

    def around(self, when: str, event: Event) -> None:
        if when == "after":
            self.note(event)

    def note(self, event: Event) -> None:
        match event:
            case ProposalMade() | ErrandStarted() | PlanDrafted():
                self.shown[event.proposal.digest] = event.proposal
            case PageProposed():
                self.shown.update({one.digest: one for _, one in event.proposals})
            case ProposalReviewed(verdict="yes") | PlanReviewed(verdict="yes"):
                self.yes(event.digest)
            case PageReviewed(verdict="yes"):
                for digest in event.digests:
                    self.yes(digest)
            case BatchAgreed():
                self.left = len(event.batch.steps)
                self.base = self.loop.box.git("rev-parse", "HEAD")
                assert self.left <= 3
            case _:
                pass

    def yes(self, digest: str) -> None:
        for edit in self.shown[digest].edits:
            self.approved.add((edit.path.value, edit.after))
            if edit.after is not None:
                data = self.loop.repo.load(edit.after)
                self.may.setdefault(edit.path.value, set()).add(data)

    def look(self) -> None:
        """At every question: the tree, the commits since the last look, and the user's files."""
        self.tree()
        self.commits()
        if not any(path.startswith("own/") for path, _ in self.approved):
            assert self.own_status() == self.status

    def tree(self) -> None:
        root = self.loop.box.root
        for file in files(root):
            name = str(file.relative_to(root))
            assert file.read_bytes() in self.may.get(name, set()), f"{name} was never approved"

    def commits(self) -> None:
        box = self.loop.box
        made = box.git("rev-list", f"{self.base}..HEAD").split()
        steps = [one for one in made if is_step(box.git("log", "-1", "--format=%B", one))]
        assert len(steps) <= self.left, "a fourth step"
        for one in box.git("rev-list", f"{self.checked}..HEAD").split():
            raw = box.git("diff-tree", "-r", "--no-renames", "--no-commit-id", one)
            for line in raw.splitlines():
                info, _, path = line.partition("\t")
                blob = info.split()[3]
                after = None if set(blob) == {"0"} else blob
                assert (path, after) in self.approved, f"{path} was committed without a yes"
        self.checked = box.git("rev-parse", "HEAD")


def is_step(message: str) -> bool:
    own = "\nWaltz-Step-Id: " in message
    return own and not re.search(r"\nWaltz-(Repair|Undo|Redo): ", message)


def files(root: Path) -> Iterator[Path]:
    for file in root.rglob("*"):
        if ".git" not in file.parts and file.is_file() and not file.is_symlink():
            yield file


def lines(oracle: Oracle, data: st.DataObject) -> Iterator[Key]:
    def key() -> str:
        oracle.look()
        act = data.draw(st.integers(0, 11))
        if act == 0:
            number = data.draw(st.integers(1, 4))
            oracle.on_disk(f"app/f{number}.py", f"the user's {data.draw(st.integers(0, 3))}\n")
        if act <= 1:
            return pick(data, ANY)
        shown = "".join(oracle.loop.pages[-3:])
        fitting = [answers for words, answers in FITTING if words in shown.splitlines()[-1]]
        return pick(data, fitting[0] if fitting else ANY)

    return iter([key] * LINES)


def a_game(box: Sandbox, data: st.DataObject) -> tuple[Loop, Oracle]:
    checks = check_text(NOT_BAD) if data.draw(st.booleans()) else ""
    text = data.draw(st.sampled_from((None, MIXED, FIVE)))
    for path in OWN[:2]:
        box.write(path, "as it was\n")
    (box.root / "link").symlink_to(box.root.parent)
    project(box, plan=text, settings=checks)
    for path in OWN:
        box.write(path, "the user's\n")
    box.git("add", OWN[1])
    drafter = Hostile(bad=("3",), data=data)
    loop = Loop(box, drafter, editor=lambda text, _name: f"{text}edited\n")
    drafter.game = oracle = Oracle(loop)
    loop.sessions = Watching(loop.here, oracle.around)
    oracle.begin()
    return loop, oracle


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_never_more_than_three_and_never_a_byte_without_a_yes(
    tmp_path: Path, data: st.DataObject
) -> None:
    root = tmp_path / f"game{len(list(tmp_path.iterdir()))}"
    root.mkdir()
    box = Sandbox(root)
    box.git("init", "-q", "--template=")
    loop, oracle = a_game(box, data)
    loop.speak(lines(oracle, data))
    oracle.look()
