"""Files that nearly are documents: named or titled like one, and not taken, with the reason."""

from __future__ import annotations

from collections.abc import Collection

from agent.core.documents import RepoPath, Role
from agent.core.values import dataclass
from agent.sources.finding.givenup import given_up
from agent.sources.finding.roles import TALK, in_closed_folder, is_set_aside, titles
from agent.sources.plans.plantitles import read_title
from agent.sources.text.likeness import DATA, READ, resembles
from agent.sources.text.words import fold

_SHOWN = 50
_SUBJECTS = {
    "view": "by its title it is the plan of a view",
    "other": "by its title it is no endpoint's plan",
    "template": "by its title it is a template",
    "about": "by its title it is about a plan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Such a file, the role it might have had, and why it has none."""

    path: str
    role: Role
    why: str


def near(path: RepoPath, head: str | None, named: Collection[Role]) -> Near | None:
    """Why this file, which has no role, has none; None where nothing speaks for one.

    `named` are the roles whose documents the settings name, `head` is how the file begins.
    """
    role = resembles(path.value)
    return (
        None
        if role is None
        else Near(path=path.value, role=role, why=_why(path, role, head, named))
    )


def _why(path: RepoPath, role: Role, head: str | None, named: Collection[Role]) -> str:
    if role in named:
        return "the settings name others for this role"
    if path.suffix.casefold() not in READ:
        return "only Markdown, YAML and JSON are read"
    if folder := in_closed_folder(path):
        return f"it lies below {folder}/"
    if is_set_aside(path):
        return "its folder or name says that it is set aside"
    if head is None:
        return "it cannot be read"
    if line := given_up(path, role, head):
        return f"line {line} says that it is given up"
    title = next(iter(titles(head)), "")
    return _why_no_plan(title) if role == "plan" else _why_no_other(path, title)


def _why_no_other(path: RepoPath, title: str) -> str:
    if path.suffix.casefold() in DATA:
        return "it has no `openapi:` or `swagger:` that says so"
    if talk := TALK.search(fold(path.name)):
        return f"it talks about one: its name says {talk[0].strip('-_ ')}"
    return f"its title says {_short(title)}" if title else "it has no title that says so"


def _why_no_plan(title: str) -> str:
    read = read_title(title) if title else None
    if read is not None and read.subject in _SUBJECTS:
        return _SUBJECTS[read.subject]
    if read is not None and read.says_plan:
        return "no endpoint with steps can be read in it"
    return f"its title says no plan: {_short(title)}" if title else "it has no title"


def _short(title: str) -> str:
    text = " ".join(title.split())
    cut = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}\u2026"
    return f"\u201c{cut}\u201d"
