"""The files that a step names, in its text or at the head of its code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import RepoPath
from agent.core.errors import RefusedError
from agent.core.patterns import deferred
from agent.core.plan import StepFile
from agent.sources.text.languages import SUFFIXES
from agent.sources.text.words import fold

_AT_TOP = deferred(
    r"README\.md|CHANGELOG\.md|package\.json|pyproject\.toml|requirements[\w-]*\.txt|Dockerfile"
    r"|docker-compose\.ya?ml|Makefile|Gemfile|pom\.xml|go\.mod|composer\.json|\.env(?:\.[\w.]+)?"
    r"|[\w.-]+\.csproj|[\w.-]+\.sln|tsconfig\.json|astro\.config\.\w+|manage\.py",
)
_PATH = deferred(
    r"(?<![\w/.@:*{}<>~-])(?:\.?/)?[\w.@\[$][\w.@$+()\[\]-]*/(?:[\w.$+()\[\]-]+/)*[\w.$+()\[\]-]*\w"
    r"|(?<![\w/.@:*{}<>~-])\.?\w[\w.-]*\.?\w"
)
_LINK = deferred(r"\[([^\]\[]*)\]\(([^()\s]*)\)")
# Longer lines are no prose; the patterns are not linear in a line's length.
_LONGEST = 2000
_BOLD = deferred(r"\*\*(?=\w)")
_URL = deferred(r"\w+://\S+")
_PLACEHOLDER = deferred(r"\.\.\.|^\d[\d.-]*(?:/|$)|YYYY|HHMM|x{3,}", re.IGNORECASE)
# The author's own folders; where the repository begins in them nobody says.
_OF_A_MACHINE = deferred(r"/(?:home|Users|root|mnt|tmp|var|opt)/")
_NEW = deferred(r"\(\s*(?:new|nowy|nowe|nowa|to create|do utworzenia)\b")
_OLD = deferred(r"\(\s*(?:exist|modif|updat|extend|edit|istniej|modyf|rozszerz|aktualiz)")
_MARK = deferred(r"[\s`*_]*\([^()]*\)")
_MAKES = deferred(
    r"\b(?:creat(?:e|ing)|new|add (?:a |the )?(?:new )?file|utworz\w*|stworz\w*|tworz\w*"
    r"|now[yae]\w?|utworzen\w*|plik do utworzenia)\b"
)
_CHANGES = deferred(
    r"\b(?:updat\w*|modif\w*|extend\w*|edit\w*|existing|exists|append\w*|rozszerz\w*|zaktualizow\w*"
    r"|aktualiz\w*|modyfik\w*|zmodyfik\w*|istniej\w*|uzupeln\w*|dopis\w*)\b"
)
_COMMENT = deferred(r"\s*(?://|#|--|/\*|<!--)\s*(.*)$")
_AFTER = 40


def named_files(text: str) -> tuple[StepFile, ...]:
    """The files that running text names, in order, each once."""
    found: dict[RepoPath, bool | None] = {}
    for line in text.split("\n"):
        prose = line[:_LONGEST]
        if "/" in prose or "**" in prose or "](" in prose:  # most have nothing to take out
            prose = _BOLD.sub("", _LINK.sub(r"\1 \2", _URL.sub(" ", prose)))
        for path, new in _in_line(prose):
            found[path] = found.get(path) if new is None else new
    return tuple(StepFile(path=path, new=new) for path, new in found.items())


def comment_path(code: str) -> RepoPath | None:
    """The file that a code block names in its first line, as a comment."""
    comment = _COMMENT.match(code.partition("\n")[0])
    found = named_files(comment[1]) if comment else ()
    return found[0].path if len(found) == 1 else None


def _in_line(line: str) -> Iterator[tuple[RepoPath, bool | None]]:
    before = 0
    for match in _PATH.finditer(line):
        path = _repo_path(match[0])
        if path is not None:
            yield (
                path,
                _is_new(fold(line[before : match.start()]), fold(line[match.end() :][:_AFTER])),
            )
            # A mark in brackets is of the path that it follows, not of the next one.
            before = match.end() + _after_mark(line[match.end() :])


def _after_mark(after: str) -> int:
    found = _MARK.match(after)
    return found.end() if found is not None else 0


def _repo_path(text: str) -> RepoPath | None:
    if "/" not in text and "." not in text and not text.endswith("file"):
        return None  # most words, at a tenth of what the patterns take
    if _OF_A_MACHINE.match(text):
        return None
    text = text.removeprefix("./").removeprefix("/")
    known = text.rpartition(".")[2].casefold() in SUFFIXES and "/" in text
    if not (known or _AT_TOP.fullmatch(text)) or _PLACEHOLDER.search(text) or text.startswith("@"):
        return None
    if text.count("(") != text.count(")") or text.count("[") != text.count("]"):
        return None
    try:
        return RepoPath(text)
    except RefusedError:
        return None


def _is_new(before: str, after: str) -> bool | None:
    """What the words around a path say of it; None when they say nothing or both."""
    bracket = after.lstrip(" `*)_")
    if _NEW.match(bracket) or _OLD.match(bracket):
        return _NEW.match(bracket) is not None
    makes, changes = _MAKES.search(before) is not None, _CHANGES.search(before) is not None
    return None if makes == changes else makes
