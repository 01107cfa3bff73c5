"""Waltz with another brief, to weigh what its own saves: `games.py all|tools PROVIDER:NAME`.

Played by hand in a project's folder, as `waltz` is. `all` sends every document and rule whole in
place of the passages; `tools` sends none of them, nor a file: a model reads what it wants.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from agent.__main__ import main
from agent.core.documents import RepoPath
from agent.core.plan import Plan
from agent.core.spec import Rule, Spec
from agent.drafters.model import beside, brief, planning, voice, working, writing
from agent.drafters.model.sending import Fence

DOCUMENTS = (
    *("api-plan", "api-reference", "db-plan", "prd", "tech-stack", "tech_stack"),
    "data-management-design",
)
RULES = (".cursor/rules/", ".github/copilot-instructions.md", "AGENTS.md", "CLAUDE.md")
VOICE = voice.Voice
HERE = "The documents are in the repository, the rules of its code too; none is given here:\n"


def tracked() -> list[str]:
    """The files that git knows."""
    listed = subprocess.run(["git", "ls-files"], check=True, capture_output=True, text=True)
    return listed.stdout.splitlines()


def whole(names: Iterable[str], title: str, fence: Fence) -> str:
    """These files, each in a fence."""
    return "\n\n".join(
        fence.document(RepoPath(name), f"{title} {name}", Path(name).read_text()) for name in names
    )


def all_documents(_: Spec, fence: Fence) -> str:
    """Every document of the project."""
    return whole((one for one in tracked() if Path(one).stem in DOCUMENTS), "document", fence)


def all_rules(_: Spec, __: Iterable[Rule], fence: Fence, ___: Plan | None = None) -> str:
    """Every rule of the project."""
    return whole((one for one in tracked() if one.startswith(RULES)), "rules", fence)


def no_documents(_: Spec, __: Fence) -> str:
    """Only where they are."""
    known = (one for one in tracked() if Path(one).stem in DOCUMENTS or one.startswith(RULES))
    return HERE + "\n".join(known)


def unpromised(**given: Any) -> voice.Voice:  # noqa: ANN401 - the parts of a Voice
    """Waltz's own instructions without the line that says what is given."""
    lines = given["texts"]["plan"].split("\n")
    left = "\n".join(one for one in lines if not one.startswith("- Passages, tables"))
    return VOICE(**given | {"texts": {**given["texts"], "plan": left}})


def put(module: ModuleType, **others: object) -> None:
    """These in place of what the module has under their names."""
    vars(module).update(others)


def play(arm: str) -> int:
    """The same program, told otherwise."""
    for part in ("designs", "of_all_tables", "of_its_tables", "served"):
        put(planning, **{part: lambda *_: ""})
    for part in ("designs", "of_all_tables"):
        put(writing, **{part: lambda *_: ""})
    if arm == "all":
        put(brief, documents=all_documents)
        put(planning, rules=all_rules)
        put(writing, rules=all_rules)
    else:
        put(brief, documents=no_documents)
        put(planning, rules=lambda *_: "")
        put(writing, rules=lambda *_: "")
        put(working, around=lambda _: beside.Around(files=(), names=()))
        put(voice, Voice=unpromised)
    return main()


if __name__ == "__main__":
    wanted, model = sys.argv[1:3]
    sys.argv[1:] = ["--model", model]
    sys.exit(play(wanted))
