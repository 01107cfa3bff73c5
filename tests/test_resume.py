from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import pytest
from loop import (
    NOT_BAD,
    PLAN,
    Key,
    Loop,
    Run,
    Watching,
    Writer,
    check_text,
    plan_text,
    project,
    step_text,
)
from sandbox import Sandbox

from agent.core.errors import SetupError
from agent.core.events import Event
from agent.core.plan import Question

STEPS = plan_text(
    step_text(1),
    step_text(2),
    step_text(3, "take"),
    step_text(4, "confirm"),
    step_text(5, "covered"),
    step_text(6),
    step_text(7),
    step_text(8),
    step_text(9, "confirm"),
)
CHECKS = check_text(NOT_BAD) + check_text("pass", when="batch")
# Between these two something was done that is not yet written down.
DONE_FIRST = {"proposal-applied", "change-committed", "put-back", "progress-recorded"}


@dataclass(frozen=True)
class Point:
    """The disk at one moment of a game; `gate` is the number of the next question.

    `sure` is how much of the journal a power cut leaves, of all that it holds.
    """

    name: str
    gate: int
    copy: Path
    sure: int
    size: int


@dataclass
class Game:
    """A game played once, with the disk as it was after every event."""

    box: Sandbox
    folder: Path
    points: list[Point] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    run: Run | None = None
    asked: int = 0
    sure: int = 0

    def loop(self) -> Loop:
        return Loop(self.box, Writer(plan_as=STEPS, asks=(QUESTION,), bad=("2",)))

    def play(self) -> None:
        loop = self.loop()
        loop.sessions = Watching(loop.here, self._around, self._synced)
        self.run = loop.speak(self.typed())

    def typed(self) -> Iterator[Key]:
        for key in keys(self.box):
            self.states.append(state(self.box))
            self.asked += 1
            yield key
        self.states.append(state(self.box))

    def _around(self, when: str, event: Event) -> None:
        if event.kind == "session-started" or (when == "before" and event.kind not in DONE_FIRST):
            return
        copy = self.folder / f"{len(self.points)}"
        shutil.copytree(self.box.root, copy / "repo", symlinks=True)
        (copy / "state").mkdir()
        shutil.copytree(os.environ["XDG_STATE_HOME"], copy / "state", dirs_exist_ok=True)
        self.points.append(Point(f"{when} {event.kind}", self.asked, copy, self.sure, self.size))

    def _synced(self) -> None:
        self.sure = self.size

    @property
    def size(self) -> int:
        """That of the journal."""
        return sum(one.stat().st_size for one in events_of(self.box))

    def back_to(self, point: Point) -> Loop:
        # Put aside, not removed: removing a repository takes as long as going on in it.
        aside = Path(mkdtemp(dir=self.folder))
        for name, to in (("repo", self.box.root), ("state", Path(os.environ["XDG_STATE_HOME"]))):
            if to.exists():
                to.rename(aside / name)
            shutil.copytree(point.copy / name, to, symlinks=True)
        return self.loop()


QUESTION = Question(id="q1", text="Which id?", options=("uuid", "integer"))

END = ["verified", "verified", "verified", "confirmed", "covered", "skipped"]
END += ["verified", "verified", "confirmed"]


def keys(box: Sandbox) -> list[Key]:
    def writes(path: str, text: str, line: str) -> Key:
        def key() -> str:
            box.write(path, text)
            return line

        return key

    first: list[Key] = ["a", "shorter", "y"]  # the question, the plan
    red: list[Key] = ["y", "y", "y", "y", "r mend it", "y"]  # agree, trust, 1, 2 red, repaired
    hands: list[Key] = [writes("app/f3.py", "mine\n", "/take"), "y"]
    second: list[Key] = ["y", "d saw it", "y", "s"]  # confirm, covered, skip
    undo: list[Key] = ["/undo 1", "y", "words", "2", "y"]  # back, a note in the plan
    third: list[Key] = ["1,7,8", "a", "y"]  # again, as one page
    return [*first, *red, *hands, *second, *undo, *third, "y", "d", "y", "/status"]


def events_of(box: Sandbox) -> list[Path]:
    return list((box.root / ".git/waltz/sessions").glob("*/events.jsonl"))


def state(box: Sandbox) -> str:
    """Worktree, index and HEAD."""
    files = [one for one in sorted(box.root.rglob("*")) if ".git" not in one.parts]
    data = [(str(one), one.read_bytes()) for one in files if one.is_file()]
    return repr((data, box.git("rev-parse", "HEAD"), box.git("ls-files", "-s"), box.status()))


_PLAYED: list[Game] = []


@pytest.fixture
def game(empty: Sandbox, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Game:
    """Played once for all tests, in a folder that outlives each; they go back to points of it."""
    if not _PLAYED:
        (tmp_path / "home/state").mkdir()
        kept = tmp_path_factory.mktemp("game")
        box = Sandbox(shutil.copytree(empty.root, kept / "repo"))
        found = Game(project(box, plan=None, settings=CHECKS), kept / "points")
        found.play()
        _PLAYED.append(found)
    return _PLAYED[0]


# At this question the user writes a file before the answer.
HANDS = 10


def rows(text: str) -> list[str]:
    return [one for one in text.splitlines() if not one.startswith("resumed")]


def test_a_whole_game_resumed_after_every_event(game: Game) -> None:
    assert game.run is not None
    gates, seen = game.run.typed.gates, game.run.seen
    failed = []
    for point in game.points:
        run = game.back_to(point).resume()
        problems = []
        if run.gate != gates[point.gate]:
            problems.append(f"gate {run.gate} and not {gates[point.gate]}")
        if state(game.box) != game.states[point.gate]:
            problems.append("disk")
        if not run.last.startswith("resumed; nothing has changed since\n"):
            problems.append(f"start {run.last[:60]}")
        extra = set(rows(run.last)) - set(rows(seen[point.gate]))
        if extra - {"An apply was cut off; its files were put back."}:
            problems.append(f"extra {extra}")
        if problems:
            failed.append((point.name, point.gate, *problems))
    assert not failed, "\n".join(map(str, failed))


def test_F52_a_game_resumed_without_the_lines_that_were_not_synced(game: Game) -> None:
    lost = [one for one in game.points if 0 < one.sure < one.size and one.gate != HANDS]
    half = []
    for point in lost[::3]:
        loop = game.back_to(point)
        os.truncate(events_of(game.box)[0], point.sure)
        loop.resume()
        # What was answered last may be asked again.
        if state(game.box) not in game.states[max(0, point.gate - 1) : point.gate + 1]:
            half.append((point.name, point.gate))
    assert lost
    assert not half


def test_F52_a_commit_counts_though_no_line_says_that_its_files_were_written(
    empty: Sandbox,
) -> None:
    loop = Loop(project(empty))
    gate = loop.talk("none", "1", "y").gate
    done, journal = state(empty), events_of(empty)[0]
    lines = journal.read_bytes().splitlines(keepends=True)
    last = next(n for n, one in enumerate(lines) if b'"kind":"apply-intended"' in one)
    journal.write_bytes(b"".join(lines[: last + 1]))

    run = loop.resume()

    assert run.gate == gate
    assert "put back" not in run.text
    assert state(empty) == done
    assert loop.states()[0] == "applied"


@pytest.mark.parametrize("part", range(4))
def test_a_game_cut_off_is_finished_with_the_same_tree(game: Game, part: int) -> None:
    last = game.states[-1]
    point = game.points[len(game.points) * part // 4 + 9]
    rest = keys(game.box)[point.gate :]
    loop = game.back_to(point)
    loop.resume(*rest)
    assert loop.states() == END
    assert state(game.box) == last


@pytest.mark.parametrize("count", [9, 17, 18, 47])
def test_F01_a_process_killed_after_an_event(empty: Sandbox, tmp_path: Path, count: int) -> None:
    game = Game(project(empty, plan=None, settings=CHECKS), tmp_path)
    written = iter(range(1, count))

    def kill(when: str, _event: Event) -> None:
        if when == "after" and next(written, None) is None:
            (tmp_path / "asked").write_text(str(game.asked))
            os.kill(os.getpid(), signal.SIGKILL)

    loop = game.loop()
    loop.sessions = Watching(loop.here, kill)
    child = os.fork()
    if child == 0:
        loop.speak(game.typed())
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    again = game.loop()
    again.resume(*keys(empty)[int((tmp_path / "asked").read_text()) :])
    assert again.states() == END
    assert empty.status() == ""


# what became of the session's file (F47)


def journal(loop: Loop) -> Path:
    return loop.box.root / ".git/waltz/sessions" / loop.newest / "events.jsonl"


@pytest.fixture
def begun(empty: Sandbox) -> Loop:
    loop = Loop(project(empty))
    loop.talk("none", "1", "y", "2")
    return loop


def torn(data: bytes) -> bytes:
    return data[:-40]


def nul_tail(data: bytes) -> bytes:
    return data + b"\0" * 512


def bad_middle(data: bytes) -> bytes:
    lines = data.split(b"\n")
    lines[6] = b"x" * 30
    return b"\n".join(lines)


@pytest.mark.parametrize("damage", [torn, nul_tail, bad_middle])
def test_F47_a_damaged_session_resumes_to_its_last_good_line(
    begun: Loop, damage: Callable[[bytes], bytes]
) -> None:
    file = journal(begun)
    file.write_bytes(damage(file.read_bytes()))
    run = begun.resume()
    assert "the end of the session could not be read" in run.last
    assert file.with_name("events.jsonl.corrupt").exists()
    assert begun.box.status() == ""
    assert begun.box.git("log", "-1", "--format=%s") == "feat(f1): make part 1"


def test_F47_what_was_lost_of_a_session_git_still_knows(begun: Loop) -> None:
    file = journal(begun)
    lines = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join(lines[:4]) + b"\n")
    run = begun.resume()
    assert begun.states()[0] == "applied"
    assert "Next 3 of 4 open" in run.gate


@pytest.mark.parametrize("data", [b"", b"\0" * 80, b"no json\n"])
def test_F47_a_session_without_its_first_line_is_said(begun: Loop, data: bytes) -> None:
    journal(begun).write_bytes(data)
    with pytest.raises(SetupError):
        begun.resume()
    assert "Next 3 of 4 open" in begun.talk().gate


# what has changed since


def test_what_changed_since_is_told(begun: Loop) -> None:
    begun.box.commit("theirs", other="x\n")
    begun.box.write(PLAN, begun.read(PLAN) + "\nmore\n")
    run = begun.resume()
    assert run.last.startswith("resumed\nsince then: ")
    assert " “theirs”\n" in run.last
    assert f"since then: plan step 5 edited ({PLAN})" in run.last


def test_F49_a_head_that_is_gone_is_told_and_its_steps_are_open(begun: Loop) -> None:
    begun.box.git("checkout", "-q", "-B", "main", "HEAD~1")
    run = begun.resume("stop")
    assert "no longer in this branch's history" in run.seen[0]
    assert begun.states()[0] == "open"
    assert "Next 3 of 5 open" in run.gate


def test_a_step_reverted_with_git_is_open_again(begun: Loop) -> None:
    begun.box.git("revert", "--no-edit", "HEAD")
    run = begun.resume("stop")
    assert begun.states()[0] == "undone"
    assert "1 Make part 1" in run.gate


def test_F09_a_file_edited_while_a_cut_off_apply_was_on_disk(game: Game) -> None:
    point = next(
        one for one in game.points if one.name == "before proposal-applied" and one.gate == 6
    )
    loop = game.back_to(point)
    game.box.write("app/f1.py", "mine\n")
    run = loop.resume()
    assert loop.read("app/f1.py") == "mine\n"
    assert "REFUSED stale-file app/f1.py" in run.last
    loop.resume("y", "y", "y")
    assert "mine" in loop.read("app/f1.py")


@pytest.mark.parametrize("kind", ["after apply-intended", "after proposal-applied"])
def test_F11_another_branch_after_a_cut(game: Game, kind: str) -> None:
    point = next(one for one in game.points if one.name == kind and one.gate == 6)
    loop = game.back_to(point)
    game.box.git("checkout", "-qb", "other")
    run = loop.resume()
    assert "now on other" in run.last
    assert "f1" not in game.box.git("log", "--format=%s", "other", "--")
    assert "other now" in run.last or "REFUSED" in run.last
    loop.resume("y", "y")
    assert game.box.git("rev-parse", "main") != game.box.git("rev-parse", "other")
