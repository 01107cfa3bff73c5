"""The games' endpoints with a model of yours: `live.py --model PROVIDER:NAME`.

Keys come from the environment, as Waltz has them. Each game is the real program in a terminal, in
a repository of its own, with a yes at every gate (the whole word, so that flagged diffs pass too)
and two repairs of what is red. Printed are requests and tokens by the provider's own figures, steps
by how they ended, and seconds. It spends your money: `--most` bounds the tokens of each game.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pexpect

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
WALTZ = str(Path(sys.executable).parent / "waltz")
# The endpoints of the games that were played through the relay, by where their project comes from.
GAMES = (
    ("demo", "POST /api/loans/{loan_id}/return"),
    ("demo", "PATCH /api/books/{book_id}"),
    ("1mcodes__julklapp", "POST /api/draws"),
    ("Mateusz56__10xWarehouse", "POST /api/warehouses"),
    ("Lukasz0303__tbs", "POST /api/games"),
    ("xmarcysx__10xdevs-house-flow", "POST /api/expenses"),
)
ANSWERS = {"question": "a", "done": "none", "hands": "s", "confirm": "d", "scope": "1"}
# As a terminal without escapes has it.
_PROMPT = r"\n> $"
_SECONDS = 900
_MOST_GATES = 80
_REPAIRS = 2


@dataclass
class Game:
    """One endpoint in a repository of its own."""

    folder: Path
    endpoint: str
    gates: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def play(self, model: str, most: int) -> None:
        """To done, to the bound, or until it stands still."""
        arguments = ["--model", model, "--max-tokens", str(most)]
        began = time.monotonic()
        plain = {**os.environ, "TERM": "dumb"}
        with pexpect.spawn(
            WALTZ, arguments, cwd=str(self.folder), encoding="utf-8", timeout=_SECONDS, env=plain
        ) as terminal:
            terminal.expect(_PROMPT)
            terminal.sendline(self.endpoint)
            for _ in range(_MOST_GATES):
                if terminal.expect([_PROMPT, pexpect.EOF]) == 1:
                    break
                where = self.status()
                if where["state"] == "done":
                    terminal.sendline("/quit")
                    break
                terminal.sendline(self.answer(str(where["waiting_at"] or "plan")))
        self.seconds = time.monotonic() - began

    def answer(self, gate: str) -> str:
        """What a user who trusts everything says there."""
        self.gates[gate] += 1
        if gate == "red":
            return "r" if self.gates[gate] <= _REPAIRS else "k"
        return ANSWERS.get(gate, "yes")

    def status(self) -> dict[str, object]:
        """Where the session is, as `waltz status` tells it."""
        told = subprocess.run(
            [WALTZ, "status", "--json"], cwd=self.folder, capture_output=True, text=True, check=True
        )
        found: dict[str, object] = json.loads(told.stdout)
        return found

    def events(self) -> Iterator[dict[str, object]]:
        """What the session's journal holds."""
        for path in self.folder.glob(".git/waltz/sessions/*/events.jsonl"):
            for row in path.read_text("utf-8").splitlines():
                yield json.loads(row)["event"]

    def report(self) -> str:
        """A row of figures."""
        spent = [one["spent"] for one in self.events() if one["kind"] == "tokens-spent"]
        usage = [one["usage"] for one in spent if isinstance(one, dict)]
        requests = sum(one["requests"] for one in spent if isinstance(one, dict))
        sent, received = (sum(one[key] for one in usage) for key in ("sent", "received"))
        steps = self.status()["steps"]
        ended = Counter(one["state"] for one in steps) if isinstance(steps, list) else Counter()
        states = ", ".join(f"{count} {state}" for state, count in ended.most_common())
        return (
            f"{self.endpoint:<36}{requests:3d} requests{sent:8d} sent{received:7d} received"
            f"{self.seconds:6.0f} s  {states}"
        )


def prepared(room: Path, project: str, number: int) -> Path | None:
    """A fresh repository of the project; None where it is not here."""
    folder = room / str(number)
    if project == "demo":
        made = ["demo", str(folder), "--answers", os.devnull]
        subprocess.run([WALTZ, *made], check=False, capture_output=True)
        return folder
    if not (CORPUS / project).is_dir():
        return None
    left = shutil.ignore_patterns("SOURCE", "expected.json")
    shutil.copytree(CORPUS / project, folder, ignore=left)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Start"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def without(folder: Path, endpoint: str) -> None:
    """The repository without the plans of this endpoint that it has: the model writes its own."""
    found = subprocess.run(
        [WALTZ, "plans", "--json"], cwd=folder, capture_output=True, text=True, check=True
    )
    for plan in json.loads(found.stdout)["plans"]:
        own = {f"{one['method']} {one['path']}" for one in plan["endpoints"]}
        if any(re.sub(r"^/api", "", one.partition(" ")[2]) in endpoint for one in own):
            (folder / plan["path"]).unlink(missing_ok=True)
    for command in (["add", "-A"], ["commit", "-qm", "Drop plans", "--allow-empty"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def main() -> None:
    """Play all, a row each."""
    parser = argparse.ArgumentParser(description="The games' endpoints with a model of yours.")
    parser.add_argument("--model", required=True, metavar="PROVIDER:NAME")
    parser.add_argument("--most", type=int, default=50_000, metavar="TOKENS")
    parser.add_argument("--only", type=int, nargs="*", metavar="N", help="games by number, from 1")
    told = parser.parse_args()
    room = Path(tempfile.mkdtemp(prefix="waltz-live-"))
    for number, (project, endpoint) in enumerate(GAMES, 1):
        if told.only and number not in told.only:
            continue
        folder = prepared(room, project, number)
        if folder is None:
            print(f"skipped: {endpoint} needs {CORPUS / project}")
            continue
        without(folder, endpoint)
        game = Game(folder=folder, endpoint=endpoint)
        game.play(told.model, told.most)
        print(game.report(), flush=True)
    print(f"the repositories are in {room}")


if __name__ == "__main__":
    main()
