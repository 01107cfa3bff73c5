"""What a batch costs on real endpoints: tokens sent and requests. No model is asked (issue 5 §4).

`batches.py [FOLDER]`: first the games of tests/cassettes, played again with the answers that were
given then: all requests of a batch count, with what the answerer read. Whether the answers are for
what is sent now, tests/test_cassettes.py says. Then every plan of the shared corpus, and of the
clones in FOLDER: what the first request of each of its batches sends, which is answered at once.
Tokens are a fourth of the characters, tools included.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from context_recall import MARK, NOW, PROMPTS, Silent, batches_of  # noqa: E402 - see above
from loop import Loop  # noqa: E402 - see above
from projects import CORPUS  # noqa: E402 - see above
from sandbox import Sandbox  # noqa: E402 - see above
from scripted import planned_and_written  # noqa: E402 - see above
from test_cassettes import CassetteChat  # noqa: E402 - see above

from agent.adapters.git.repo import open_repository  # noqa: E402 - see above
from agent.adapters.library.library import RepoLibrary  # noqa: E402 - see above
from agent.adapters.worktree import DiskWorktree  # noqa: E402 - see above
from agent.chat import Message, Piece, Tool  # noqa: E402 - see above
from agent.core.settings import Settings  # noqa: E402 - see above
from agent.core.spec import Target  # noqa: E402 - see above
from agent.drafter import Code, Known, StepRequest, Told  # noqa: E402 - see above
from agent.drafters.model.sending import tokens  # noqa: E402 - see above
from agent.drafters.model.voice import Voice  # noqa: E402 - see above
from agent.drafters.model.writing import Writer  # noqa: E402 - see above

CASSETTES = ROOT / "tests" / "cassettes"
TARGET = "target 12000 tokens, 2 requests"
_TENTH = 10


@dataclass
class Weighed(CassetteChat):
    """The same, and the tokens of each request of each batch."""

    batches: list[list[int]] = field(default_factory=list)
    _before: tuple[Message, ...] = ()

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        """Those of a plan are no batch's."""
        work = any("[[7f3a steps]]" in one.text for one in messages)
        # What it is told first: instructions, the plan, and this batch's files and steps.
        if work and self._before[:3] != tuple(messages[:3]):
            self.batches.append([])
        if work:
            self.batches[-1].append(weight(messages, tools))
        self._before = tuple(messages)
        yield from super().stream(messages, tools)


def weight(messages: Sequence[Message], tools: Sequence[Tool]) -> int:
    """The tokens of one request."""
    schemas = "".join(f"{one.name}{one.description}{one.parameters}" for one in tools)
    return tokens("".join(one.text for one in messages) + schemas)


def main() -> None:
    """Measure, and print a line for each game and project, and all."""
    room = Path(tempfile.mkdtemp(prefix="waltz-batches-"))
    os.environ |= {"HOME": str(room), "XDG_CONFIG_HOME": str(room), "XDG_STATE_HOME": str(room)}
    for key, value in (("user.name", "A"), ("user.email", "a@b.c"), ("init.defaultBranch", "main")):
        subprocess.run(["git", "config", "--global", key, value], check=True)
    try:
        games(room)
        planned(room, [Path(one) for one in sys.argv[1:]])
    finally:
        shutil.rmtree(room)


def games(room: Path) -> None:
    """The cassettes."""
    every = []
    for file in sorted(CASSETTES.glob("*.json")):
        cassette = json.loads(file.read_text())
        demo = cassette["project"] == "demo"
        project = ROOT / "agent/demo/project" if demo else CORPUS.parent / cassette["project"]
        if not project.is_dir():
            print(f"skipped: {file.stem} needs {project}")
            continue
        chat = Weighed(cassette["turns"])
        try:
            Loop(repository(project, room / file.stem), who=planned_and_written(chat)).speak(
                iter(cassette["keys"]), words=cassette["endpoint"]
            )
        except IndexError:
            print(f"{file.stem}: its answers do not suffice any more; play it again")
        report(f"game {file.stem}", [*chat.batches])
        every += chat.batches
    if every:
        report("all games", every, f"  {TARGET}")


def repository(project: Path, folder: Path) -> Sandbox:
    """A copy of it with one commit."""
    left = shutil.ignore_patterns("SOURCE", "expected.json", "__pycache__", ".git")
    shutil.copytree(project, folder, ignore=left, symlinks=True)
    box = Sandbox(folder)
    box.git("init", "-q")
    box.commit("Start")
    return box


def planned(room: Path, clones: Sequence[Path]) -> None:
    """Every plan that names files, of each project."""
    every = []
    folders = [one for one in sorted(CORPUS.iterdir()) if one.is_dir()] if CORPUS.is_dir() else []
    for folder in (*folders, *clones):
        found = [[one] for one in weighed(repository(folder, room / f"plans-{folder.name}"))]
        if found:
            report(folder.name, found)
        every += found
    if every:
        report("all plans", every, f"  {TARGET}")


def weighed(box: Sandbox) -> Iterator[int]:
    """The first request of each batch of the plans here."""
    repo = open_repository(box.root)
    place = repo.place
    tree = DiskWorktree(root=place.root, notes=place.state / "folders", load=repo.load)
    library = RepoLibrary(place.root, paths=repo.paths, settings=Settings)
    code, chat = Code(listed=repo.paths, read=tree.read), Silent()
    texts = {one.stem: one.read_text() for one in PROMPTS.glob("*.md")}
    writer = Writer(
        chat, Voice(note=deaf, told=deaf, mark=lambda: MARK, now=lambda: NOW, texts=texts)
    )
    plans = [one for one in library.plans() if one.steps and one.endpoints]
    for plan, batch in ((one, batch) for one in plans for batch in batches_of(one)):
        request = StepRequest(
            step=batch[0],
            plan=plan,
            endpoint=plan.endpoints[0],
            look_up=partial(known, library, plan.endpoints[0]),
            code=code,
            batch=batch,
            told=lambda: Told(documents=library.documents()),
            written=(box.root / plan.path.value).read_text(),
        )
        writer.propose(request)
        writer.rest()
    yield from chat.sent


def known(library: RepoLibrary, endpoint: Target) -> Known:
    """What a step of this endpoint's is drafted from."""
    return Known(spec=library.spec(endpoint), rules=library.rules())


def deaf(_: Any) -> None:  # noqa: ANN401 - whatever is said
    """Nobody listens."""


def report(name: str, batches: Sequence[Sequence[int]], more: str = "") -> None:
    """The medians, and the tenth of them that is largest."""
    sent = sorted(sum(one) for one in batches)
    requests = [len(one) for one in batches]
    if not sent:
        return
    print(
        f"{name:<44}{len(sent):4} batches: {statistics.median(sent):6.0f} tokens sent "
        f"(one in ten {sent[-1 - len(sent) // _TENTH]} and more), "
        f"{statistics.median(requests):.1f} requests{more}",
        flush=True,
    )


if __name__ == "__main__":
    main()
