"""The command line run in this process, and projects of the corpus to run it on."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sandbox import Sandbox

from agent.app import main
from agent.cli.arguments import parse

CORPUS = Path(__file__).parents[2].parent / "shared/corpus"


@dataclass(frozen=True)
class Program:
    """`waltz -C root`, with what it printed."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, code: int = 0) -> tuple[str, str]:
        ended = main(parse(["-C", str(self.root), *words]))
        said = self.capsys.readouterr()
        assert ended == code, said.err
        return said.out, said.err

    def json(self, *words: str) -> dict[str, Any]:
        out, _ = self(*words, "--json")
        found: dict[str, Any] = json.loads(out)
        assert found.pop("version") == 1
        return found

    def answered(self, *lines: str, words: tuple[str, ...] = (), code: int = 4) -> tuple[str, str]:
        """With these lines as the answers, one a gate."""
        file = self.root.parent / "answers"
        file.write_text("".join(f"{line}\n" for line in lines))
        return self(*words, "--answers", str(file), code=code)


def corpus(name: str, folder: Path) -> Sandbox:
    """A copy of a project of the corpus, as a repository with one commit."""
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus is not here: {CORPUS}")
    root = folder / "project"
    shutil.copytree(CORPUS / name, root, ignore=shutil.ignore_patterns("expected.json", "SOURCE"))
    for one in (root, *root.rglob("*")):
        one.chmod(0o755 if one.is_dir() else 0o644)
    sandbox = Sandbox(root)
    sandbox.git("init", "-q", "--template=")
    sandbox.commit("Start")
    return sandbox
