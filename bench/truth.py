"""What the statements of built-in plans rest on; no reader of Waltz's is asked.

A status or name is true where the raw text of the endpoint's own passage holds it, a table where
`expected.json` lists it. What only the cited line holds (a passage that is referred to, say) was
looked at by hand: its digest stands in plan_truth.txt, with a minus where it is not true.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ours import Ours
from rawtext import Project
from stated import Stated, stated

GOOD = frozenset(("passage", "table", "hand", "profile"))
_TRUTH = Path(__file__).with_name("plan_truth.txt")
_CODE = re.compile(r"(?<![\w.,/:#-])([2-5]\d\d)(?![\w%]|[.,]\d)")
_NAME = re.compile(r"[A-Za-z_]\w*")


def every_statement(corpus: Path) -> Iterator[tuple[str, str, str, Stated]]:
    """Each statement of each endpoint's plan once: project, endpoint, what it rests on."""
    for path in sorted(corpus.iterdir()):
        if path.is_dir():
            project, ours = Project(path), Ours(path)
            for endpoint in project.endpoints:
                name = " ".join(endpoint)
                said = set(rests_on(project, endpoint, ours.plan(*endpoint)))
                for on, one in sorted(said, key=str):
                    yield path.name, name, _by_hand(path.name, name, on, one), one


def key_of(project: str, endpoint: str, one: Stated) -> str:
    """The digest that a check by hand is written down under."""
    said = f"{project} {endpoint} {one.kind} {one.name}"
    return hashlib.sha256(said.encode()).hexdigest()[:10]


@cache
def _checked() -> frozenset[str]:
    return frozenset(_TRUTH.read_text("utf-8").split()) if _TRUTH.exists() else frozenset()


def _by_hand(project: str, endpoint: str, on: str, one: Stated) -> str:
    key = key_of(project, endpoint, one)
    if f"-{key}" in _checked():
        return "false"
    return "hand" if on == "cited" and key in _checked() else on


def rests_on(
    project: Project, endpoint: tuple[str, str], text: str
) -> Iterator[tuple[str, Stated]]:
    """What each statement rests on: the passage, a table, the cited line, the profile, nothing."""
    words = _words("\n".join(project.passage(*endpoint)) + " " + endpoint[1])
    codes = set(_CODE.findall("\n".join(project.passage(*endpoint))))
    tables = {re.sub(r"\W|_", "", name).casefold() for name in project.tables}
    for one in stated(text):
        last = re.split(r"[.\[\]]+", one.name.rstrip("[]"))[-1].casefold()
        if one.kind == "status by profile":
            known = "profile"
        elif one.kind == "table":
            bare = re.sub(r"_", "", one.name.rpartition(".")[2]).casefold()
            known = "table" if bare in tables else ""
        elif one.kind == "status":
            known = "passage" if one.name in codes else ""
        else:
            parts = [part.casefold() for part in re.split(r"\W+", last) if part]
            known = "passage" if parts and all(part in words for part in parts) else ""
        yield known or _cited(project, one, last), one


def _cited(project: Project, one: Stated, last: str) -> str:
    """Whether one of the lines that the plan cites holds the name."""
    for name, first, end in one.cited:
        for text in project.texts:
            if text.path.name == name and last in " ".join(text.lines[first - 1 : end]).casefold():
                return "cited"
    return "nothing" if one.cited else "uncited"


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _NAME.findall(text))
