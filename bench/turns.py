"""A batch of three one-line edits: what is sent for it, and what it costs beside the model.

`turns.py [AIDER]`: with the path of an aider, that does the same edits in the same run. The model
is the shared tools' scripted server, which answers at once; a repository of three files. What both
load behind the prompt, a user who types at once waits for, one who reads first does not: both are
measured. `x` is `import prompt_toolkit` in the same run: on a busy machine seconds say little.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).parents[2] / "shared" / "tools" / "perf"
WALTZ = str(Path(sys.executable).parent / "waltz")
FILES = ("api/routes.py", "api/models.py", "tests/test_routes.py")
SESSIONS, BATCHES = 5, 3
READING = {"at once": 0.0, "3 s read": 3.0}
AGREE, DIFF = r"^Agree\?.*\n>$", r"or why not\n>$"
_API = "# REST API Plan\n\n## Endpoints\n\n### GET /items\n\nLists the items.\n\n- 200 OK\n"


@dataclass
class Turns:
    """Seconds of each first and later turn, and what was sent for a turn.

    `reading` is how long the user reads before a session's first turn.
    """

    reading: float
    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    began: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)

    def add(self, number: int, spent: tuple[float, float], sent: Sequence[dict[str, Any]]) -> None:
        """A session's `number`th turn: its seconds, and those of the processor, typing included."""
        seconds, work = spent
        (self.work if number else self.began).append(work)
        served = sum(one["end"] - one["t"] for one in sent)
        (self.later if number else self.first).append(seconds - served)
        self.requests.append(len(sent))
        self.tokens.append(sum(one["chars"] + one["tool_chars"] for one in sent) // 4)

    def report(self, name: str, wanted: str = "") -> None:
        """The medians."""
        median = statistics.median
        first, later, floor = median(self.first), median(self.later), median(self.floor)
        print(
            f"{name:<16}{median(self.tokens):6.0f} tokens, {median(self.requests):.0f} requests; "
            f"beside the model {first:.3f} s ({first / floor:.2f} x, processor "
            f"{median(self.began):.2f}) the first turn, {later:.3f} s ({later / floor:.2f} x, "
            f"{median(self.work):.2f}) later{wanted}",
            flush=True,
        )


def main() -> None:
    """Measure, and print a line for each program."""
    if not TOOLS.is_dir():
        print(f"skipped: turns need {TOOLS}")
        return
    sys.path.insert(0, str(TOOLS))
    term = importlib.import_module("ptytime")
    room = Path(tempfile.mkdtemp(prefix="waltz-turns-"))
    try:
        _seal(room)
        for how, reading in READING.items():
            ours, theirs = _measured(term, room / how, reading)
            ours.report(f"waltz {how}", "  target 1500 tokens, 1 request, 0.9 x, 0.55 x")
            if theirs.first:
                theirs.report(f"aider {how}")
        _instructions(room / how)
    except (EOFError, TimeoutError) as ended:
        shown = [row.rstrip() for row in str(ended).splitlines() if row.strip()]
        raise SystemExit("it ended, or stood still:\n" + "\n".join(shown[-12:])) from ended
    finally:
        shutil.rmtree(room)


def _measured(term: Any, room: Path, reading: float) -> tuple[Turns, Turns]:  # noqa: ANN401 - as in run.py
    """Waltz's turns and aider's, where one is named, session by session."""
    room.mkdir()
    ours, theirs = Turns(reading), Turns(reading)
    for number in range(SESSIONS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import prompt_toolkit"], check=True)
        ours.floor.append(time.perf_counter() - start)
        theirs.floor = ours.floor
        with _served(room, _rules(room)) as (url, log):
            _waltz(term, _planned(room, number), url, Sent(log), ours)
        if sys.argv[1:]:
            with _served(room, TOOLS / "rules" / "aider.json") as (url, log):
                folder = _repository(room / f"aider{number}")
                _aider(term, folder, url, Sent(log), theirs)
    return ours, theirs


def _seal(room: Path) -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ |= {
        "HOME": str(room),
        "XDG_STATE_HOME": str(room / "state"),
        "XDG_CONFIG_HOME": str(room / "config"),
        "OPENAI_API_KEY": "none",
    }


def _repository(folder: Path) -> Path:
    make = [sys.executable, str(TOOLS / "mkrepo.py"), str(folder)]
    subprocess.run(make, check=True)
    return folder


def _planned(room: Path, number: int) -> Path:
    """The same repository with an API plan, and a plan with a step for each edit."""
    folder = _repository(room / f"waltz{number}")
    work = [(f"{n} to {n + 1}", path) for n in range(BATCHES) for path in FILES]
    steps = (
        f"### {number}. Bump {what} in `{path}`\n- Files: `{path}`\n"
        for number, (what, path) in enumerate(work, 1)
    )
    plan = (
        "# API Endpoint Implementation Plan: GET /items\n\n## 1. Endpoint Overview\n"
        "Lists the items.\n\n## 2. Request Details\n- HTTP Method: GET\n"
        "- URL Structure: `/items`\n\n## 3. Response Details\n- 200 OK\n\n"
        "## 4. Implementation Steps\n\n" + "\n".join(steps)
    )
    (folder / ".ai").mkdir()
    (folder / ".ai" / "api-plan.md").write_text(_API)
    (folder / ".ai" / "get-items-implementation-plan.md").write_text(plan)
    for command in (["add", "-A"], ["commit", "-qm", "Plan it"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def _rules(room: Path) -> Path:
    """What the server answers to each batch."""
    rules = []
    for batch in range(BATCHES):
        numbers = [3 * batch + n + 1 for n in range(3)]
        parts = (
            f"## Step {n}\nBumps it.\n### edit {path}\n<<<<<<< SEARCH\nCOUNTER = {batch}\n"
            f"=======\nCOUNTER = {batch + 1}\n>>>>>>> REPLACE\n"
            for n, path in zip(numbers, FILES, strict=True)
        )
        asked = f"Work steps {', '.join(map(str, numbers))}, and no other"
        rules.append({"last": asked, "text": "\n".join(parts)})
    path = room / "rules.json"
    path.write_text(json.dumps({"rules": rules}))
    return path


@contextmanager
def _served(room: Path, rules: Path) -> Iterator[tuple[str, Path]]:
    """The scripted server, its address and its log."""
    log, dump = room / f"{time.monotonic_ns()}.jsonl", room / "dump.jsonl"
    command = [sys.executable, str(TOOLS / "serve.py"), "--rules", str(rules), "--log", str(log)]
    command += ["--port", str(_port()), "--dump", str(dump)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = process.stderr.readline() if process.stderr else ""
            yield said.strip(), log
        finally:
            process.terminate()


def _port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True)
class Sent:
    """The server's log."""

    log: Path

    def since(self, start: float) -> list[dict[str, Any]]:
        """The requests since then."""
        rows = (json.loads(line) for line in self.log.read_text().splitlines())
        return [one for one in rows if one["method"] == "POST" and one["t"] >= start]


def _waltz(term: Any, folder: Path, url: str, sent: Sent, turns: Turns) -> None:  # noqa: ANN401 - as in run.py
    """From the yes to a batch to the question after it, without the user's own time."""
    environ = {"OPENAI_BASE_URL": url}
    terminal = term.Term([WALTZ, "--model", "openai:fake"], str(folder), environ)
    _until(terminal, "^>")
    _say(terminal, "GET /items")
    _until(terminal, r"[Dd]one.*\n(.*\n)?>$")
    _say(terminal, "none")
    _until(terminal, AGREE)
    _read(terminal, turns.reading)
    for number in range(BATCHES):
        work = terminal.cpu()
        start = _say(terminal, "y")
        seconds = _until(terminal, DIFF) - start
        for after in (DIFF, DIFF, AGREE if number < BATCHES - 1 else "^>$"):
            before = term.head(str(folder))
            yes = _say(terminal, "y")
            terminal.until(lambda head=before: term.head(str(folder)) != head, 20)
            seconds += _until(terminal, after) - yes
        turns.add(number, (seconds, terminal.cpu() - work), sent.since(start))
    terminal.close(["\x04"])


def _aider(term: Any, folder: Path, url: str, sent: Sent, turns: Turns) -> None:  # noqa: ANN401 - as above
    """From Enter to its prompt, both commits made."""
    flags = "--model openai/fake --edit-format diff --no-check-update --analytics-disable"
    quiet = "--no-show-model-warnings --no-show-release-notes --no-gitignore"
    command = [sys.argv[1], *flags.split(), *quiet.split(), *FILES]
    environ = {"OPENAI_API_BASE": url, "OPENAI_API_KEY": "none"}
    terminal = term.Term(command, str(folder), environ)
    _until(terminal, r"^(?:\w+)?> *$")
    _read(terminal, turns.reading)
    for number in range(BATCHES):
        before = term.head(str(folder))
        work = terminal.cpu()
        start = _say(terminal, f"bump {number} to {number + 1}")
        terminal.until(lambda head=before: term.head(str(folder)) != head, 60)
        _, back = terminal.ready(r"^(?:\w+)?> *$", 30, cooked=False)
        turns.add(number, (back - start, terminal.cpu() - work), sent.since(start))
    terminal.close(["\x04"])


def _read(terminal: Any, seconds: float) -> None:  # noqa: ANN401 - as above
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.pump(0.02)


def _say(terminal: Any, line: str) -> float:  # noqa: ANN401 - as above
    """Type it once all is quiet; when Enter was sent."""
    time.sleep(0.5)
    while terminal.pump(0.02):
        pass
    terminal.send(line)
    terminal.until(lambda: line in terminal.text, 5)
    time.sleep(0.3)
    while terminal.pump(0.02):
        pass
    start = time.monotonic()
    terminal.send("\r")
    return start


def _until(terminal: Any, pattern: str) -> float:  # noqa: ANN401 - as above
    found = re.compile(pattern, re.MULTILINE)
    return float(terminal.until(lambda: found.search(terminal.text) and terminal.rawmode(), 60))


def _instructions(room: Path) -> None:
    """The size of what every request of Waltz's begins with."""
    first = json.loads((room / "dump.jsonl").read_text().split("\n", 1)[0])["body"]
    tools = len(json.dumps(first["tools"])) // 4
    system = len(first["messages"][0]["content"]) // 4
    print(f"instructions {system} tokens, tools {tools}  target 800 together")


if __name__ == "__main__":
    main()
