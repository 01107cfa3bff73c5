"""Rules documents with their true meaning: always on, for files that match, or by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.spec import Rule
from agent.sources.text.frontmatter import front_matter

_TOOL_FOLDER = deferred(r"(?:^|/)\.[\w-]+(?:/|$)")
_EVERYTHING = frozenset({"**", "**/*", "*", "/**"})
_MOST_GLOBS = 64


def read_rule(path: RepoPath, text: str) -> Rule:
    """The rule that the file states; `globs` are relative to the repository's root."""
    matter = front_matter(text)
    home = home_of(path)
    always, globs = _reach(path, matter, home)
    return Rule(
        path=path,
        text=text.removeprefix("\ufeff"),
        always=always,
        globs=() if always else globs,
        description=" ".join(matter.get("description", ())),
    )


def home_of(path: RepoPath) -> str:
    """The folder that a rules file speaks for: its own, or that which holds the tool's folder."""
    folder = path.folder
    tool = _TOOL_FOLDER.search(folder)
    return folder[: tool.start()] if tool else folder


def _reach(
    path: RepoPath, matter: Mapping[str, tuple[str, ...]], home: str
) -> tuple[bool, tuple[str, ...]]:
    """Whether the rule is always on, else for which files."""
    written = [value for key in ("globs", "applyTo", "paths") for value in matter.get(key, ())]
    globs = tuple(one for text in written for one in _globs(text))
    asked = {*matter.get("alwaysApply", ()), *matter.get("trigger", ())}
    always = bool(asked & {"true", "True", "always_on"}) or bool(_EVERYTHING.intersection(globs))
    if not always and not globs and is_plain(path):
        always = True
    if always and home:
        return False, (f"{home}/**",)
    return always, tuple(_below(home, glob) for glob in globs)


def is_plain(path: RepoPath) -> bool:
    """Whether a file without front matter is on always, and not only when somebody names it."""
    by_hand = (".cursor/rules", ".windsurf/rules", ".github/instructions")
    named = any(f"/{folder}/" in f"/{path.value}" for folder in by_hand)
    return not named and path.suffix != ".mdc"


def _below(home: str, glob: str) -> str:
    if not home:
        return glob
    if glob.startswith("!"):
        return f"!{_below(home, glob[1:])}"
    return f"{home}/{glob.removeprefix('/')}" if "/" in glob else f"{home}/**/{glob}"


def _globs(text: str) -> tuple[str, ...]:
    """The globs of a comma-separated text; `{a,b}` is spread out."""
    found: list[str] = []
    for part in re.split(r",(?![^{}]*\})", text):
        found.extend(_spread(part.strip().strip("\"'")))
    return tuple(one for one in found if one)[:_MOST_GLOBS]


def _spread(glob: str) -> list[str]:
    spread = [glob]
    for _ in range(4):
        if len(spread) > _MOST_GLOBS or not any("{" in one for one in spread):
            break
        spread = [one for text in spread for one in _spread_first(text)]
    return spread


def _spread_first(glob: str) -> list[str]:
    found = re.search(r"\{([^{}]*)\}", glob)
    if found is None:
        return [glob]
    return [glob[: found.start()] + one + glob[found.end() :] for one in found[1].split(",")]
