"""How fast Waltz is, as ratios to `import prompt_toolkit` in the same run (issue 2 §6).

What needs a terminal is timed by the project's shared tools; where they are not, it is skipped.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import big
import blown
import described
import projects

ROOT = Path(__file__).parent.parent
TOOLS = ROOT.parent / "shared" / "tools" / "perf"
CACHE = Path(tempfile.gettempdir()) / f"waltz-bench-{os.getuid()}"
WALTZ = str(Path(sys.executable).parent / "waltz")
FLOOR = (sys.executable, "-c", "import prompt_toolkit")
PROMPT = "^>"
ROUNDS, SESSIONS, STEPS = 9, 5, 3
WAITS = 4  # the exit code of a game that nobody plays
KEYS, PACE = 50, 0.03  # 1.5 s of typing
# Its client is loaded behind the prompt; nothing is sent, and nobody listens there.
_MODEL = {
    "WALTZ_MODEL": "openai:none",
    "OPENAI_BASE_URL": "http://127.0.0.1:9",
    "OPENAI_API_KEY": "none",
}


@dataclass(frozen=True)
class Target:
    """At most so many times the floor, and at most so many seconds."""

    ratio: float | None
    seconds: float | None


def main() -> None:
    """Measure, and print a line a measure."""
    room = Path(tempfile.mkdtemp(prefix="waltz-bench-"))
    try:
        _seal(room)
        demo = _demo(room)
        _starts(demo)
        _reading(demo)
        _described(room)
        _projects(room)
        if not TOOLS.is_dir():
            print(f"skipped: prompts, keys and commits need {TOOLS}")
            return
        sys.path.insert(0, str(TOOLS))
        term = importlib.import_module("ptytime")
        _prompts(term, demo)
        for what, environ in (("", {}), (" with a model", _MODEL)):
            echo = [_echo(term, demo, environ)]
            _report(f"worst key echo, first 1.5 s{what}", echo, None, Target(None, 0.06))
        _report("a yes to the commit made", list(_commits(term, room)), None, Target(None, 0.1))
    except (EOFError, TimeoutError) as ended:
        shown = [row.rstrip() for row in str(ended).splitlines() if row.strip()]
        raise SystemExit("Waltz ended, or stood still:\n" + "\n".join(shown[-8:])) from ended
    finally:
        shutil.rmtree(room)


def _seal(room: Path) -> None:
    """A home of its own, and byte code written as an installation writes it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    config = room / "gitconfig"
    config.write_text("[user]\n\tname = Ada Bench\n\temail = ada@example.com\n")
    os.environ |= {
        "HOME": str(room),
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_SYSTEM": os.devnull,
        "XDG_STATE_HOME": str(room / "state"),
        "XDG_CONFIG_HOME": str(room / "config"),
    }


def _demo(room: Path, name: str = "demo") -> Path:
    folder = room / name
    made = subprocess.run(
        [WALTZ, "demo", str(folder)], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if made.returncode != WAITS:
        raise SystemExit(f"waltz demo ended with {made.returncode}: {made.stderr.decode()}")
    return folder


def _starts(demo: Path) -> None:
    floor, version, usage = [], [], []
    for _ in range(ROUNDS):
        floor.append(_wall(FLOOR, demo))
        version.append(_wall((WALTZ, "--version"), demo))
        usage.append(_wall((WALTZ, "--help"), demo))
    _report("import prompt_toolkit", floor, floor, Target(None, None))
    _report("waltz --version", version, floor, Target(0.4, None))
    _report("waltz --help", usage, floor, Target(0.55, None))


def _reading(demo: Path) -> None:
    """The demo's documents, by whole processes; then what nobody wrote, by reader."""
    floor, board, tables = [], [], []
    for _ in range(ROUNDS):
        floor.append(_wall(FLOOR, demo))
        board.append(_wall((WALTZ, "endpoints"), demo))
        tables.append(_wall((WALTZ, "tables"), demo))
    _report("waltz endpoints, demo", board, floor, Target(None, 0.3))
    _report("waltz tables, demo", tables, floor, Target(None, 0.3))
    for what, seconds in blown.slowest():
        _report(f"the worst 512 KB as {what}", [seconds], None, Target(None, 2))


def _described(room: Path) -> None:
    """The board of a large OpenAPI file: read, then kept; no ratio, its work is its own."""
    folder = room / "described"
    size = described.repository(folder)
    first, again = [], []
    for _ in range(SESSIONS):
        described.forget(folder)
        first.append(described.board(WALTZ, folder))
        again.append(described.board(WALTZ, folder))
    what = f"board of {size / 1e6:.1f} MB OpenAPI, {2 * described.PATHS:,} operations"
    _report(what, [seconds for seconds, _ in first], None, Target(None, 1.5))
    _report("… again", [seconds for seconds, _ in again], None, Target(None, 0.3))
    print(f"{'… at most':<44}{max(used for _, used in (*first, *again)):7.0f} MB  target 250 MB")


def _projects(room: Path) -> None:
    """Of the corpus, the project whose documents take longest."""
    if not projects.CORPUS.is_dir():
        print(f"skipped: documents of real projects need {projects.CORPUS}")
        return
    folders = projects.repositories(room / "corpus")
    for listing in projects.LISTINGS:
        for when, folder in projects.slowest(folders, (WALTZ, listing)):
            times, floor = [], []
            for _ in range(SESSIONS):
                if when == "first":
                    projects.forget(folder)
                times.append(_wall((WALTZ, listing), folder))
                floor.append(_wall(FLOOR, folder))
            what = f"waltz {listing} {when}, worst project"
            _report(what, times, floor, Target(None, 0.3))


def _wall(command: Sequence[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - start


def _prompts(term: Any, demo: Path) -> None:  # noqa: ANN401 - loaded by name, it has no types
    """Each round times the floor and every prompt, so that a busy moment strikes all of them."""
    CACHE.mkdir(exist_ok=True)
    large = CACHE / "large"
    big.repository(large)
    big.session(large)
    size = f"{big.FILES:,} files, {big.COMMITS:,} commits"
    ready: dict[str, Callable[[], float]] = {
        "prompt ready, demo": lambda: _ready(term, demo),
        f"prompt ready, {size}": lambda: _ready(term, large),
        f"… at the gate of {big.EVENTS} events": lambda: _ready(term, large, "resume"),
    }
    floor: list[float] = []
    found: dict[str, list[float]] = {name: [] for name in ready}
    for number in range(ROUNDS + 1):
        floor.append(_wall(FLOOR, demo))
        for name, measure in ready.items():
            found[name].append(measure())
        if number == 0:  # caches and byte code are warm after the first
            floor.clear()
            found = {name: [] for name in ready}
    for name, times in found.items():
        _report(name, times, floor, Target(1.8, 0.2))


def _ready(term: Any, folder: Path, *arguments: str) -> float:  # noqa: ANN401 - as above
    """From the start of the process until a typed key is on the screen."""
    terminal = term.Term([WALTZ, *arguments], str(folder), {})
    _, echoed = terminal.ready(PROMPT, 20, cooked=False)
    terminal.close(["\x04"])
    return float(echoed - terminal.t0)


def _echo(term: Any, demo: Path, environ: dict[str, str]) -> float:  # noqa: ANN401 - as above
    """The slowest key of 1.5 s typing from the moment the prompt is drawn, of five sessions."""
    return max(delay for _ in range(SESSIONS) for delay in _typing(term, demo, environ))


def _typing(term: Any, demo: Path, environ: dict[str, str]) -> Iterator[float]:  # noqa: ANN401 - as above
    terminal = term.Term([WALTZ], str(demo), environ)
    _until(terminal, PROMPT)
    for key in range(KEYS):
        start = time.monotonic()
        terminal.send("~")
        yield terminal.until(lambda typed=key: terminal.text.count("~") > typed, 10) - start
        while time.monotonic() - start < PACE:
            terminal.pump(0.005)
    terminal.close(["\x15", "\x04"])


def _commits(term: Any, room: Path) -> Iterator[float]:  # noqa: ANN401 - as above
    """Games without checks, three steps each: from every yes until HEAD has moved."""
    for number in range(SESSIONS):
        folder = _demo(room, f"game{number}")
        (folder / ".ai" / "waltz.toml").unlink()
        subprocess.run(["git", "commit", "-qam", "No checks"], cwd=folder, check=True)
        terminal = term.Term([WALTZ], str(folder), {})
        _say(terminal, PROMPT, "GET /api/books")
        _say(terminal, r"^Save and commit\?.*\n>$", "y")
        _say(terminal, r"^Agree\?.*\n>$", "y")
        for _ in range(STEPS):
            yield _landing(term, terminal, str(folder))
        terminal.close(["\x04"])


def _landing(term: Any, terminal: Any, folder: str) -> float:  # noqa: ANN401 - as above
    before = term.head(folder)
    start = _say(terminal, r"or why not\n>$", "y")
    return float(terminal.until(lambda: term.head(folder) != before, 10) - start)


def _say(terminal: Any, gate: str, line: str) -> float:  # noqa: ANN401 - as above
    _until(terminal, gate)
    time.sleep(0.2)
    while terminal.pump(0.02):
        pass
    start = time.monotonic()
    terminal.send(f"{line}\r")
    return start


def _until(terminal: Any, pattern: str) -> None:  # noqa: ANN401 - as above
    found = re.compile(pattern, re.MULTILINE)
    terminal.until(lambda: found.search(terminal.text) and terminal.rawmode(), 20)


def _report(what: str, times: list[float], floor: list[float] | None, target: Target) -> None:
    """The median, its ratio to the floor taken pair by pair, and whether the target is met."""
    seconds = statistics.median(times)
    ratio = statistics.median(a / b for a, b in zip(times, floor, strict=True)) if floor else None
    parts = [f"{what:<44}{seconds * 1000:7.0f} ms"]
    parts.append(f"{ratio:6.2f} x" if ratio is not None else " " * 8)
    wanted = [f"{target.ratio} x"] if target.ratio else []
    wanted += [f"{target.seconds * 1000:.0f} ms"] if target.seconds else []
    if wanted:
        met = (target.ratio or 99) >= (ratio or 0) and (target.seconds or 99) >= seconds
        parts.append(f"  target {', '.join(wanted)}: {'met' if met else 'MISSED'}")
    print("".join(parts), flush=True)


if __name__ == "__main__":
    main()
