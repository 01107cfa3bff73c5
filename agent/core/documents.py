"""Documents of the user's repository, and where in them a fact stands."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from agent.core.errors import refused
from agent.core.patterns import deferred
from agent.core.values import dataclass

Role = Literal[
    "api-plan",
    "db-plan",
    "db-schema",
    "types",
    "tech-stack",
    "rules",
    "prd",
    "data-management",
    "decisions",
    "plan",
]

# Characters that HFS+ ignores in names, so that `.g<U+200C>it` is `.git` there (CVE-2014-9390).
_IGNORABLE = deferred(r"[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
_GIT_NAME = deferred(r"(\.git|git~\d+)[. ]*(:.*)?", re.IGNORECASE | re.DOTALL)
_CONTROL = deferred(r"[\x00-\x1f\x7f]")
# Nearly every path is as plain as this, and a repository may have 100,000 of them.
_PLAIN_PART = r"(?!\.git|git~|\.\.?(?:/|$))[\w.@+,=()\[\]{}$ -]+"
_PLAIN = re.compile(rf"(?:{_PLAIN_PART}/)*{_PLAIN_PART}", re.ASCII | re.IGNORECASE)


def _is_git_dir(part: str) -> bool:
    bare = _IGNORABLE.sub("", unicodedata.normalize("NFC", part))
    return _GIT_NAME.fullmatch(bare) is not None


def _leaves_repository(text: str) -> bool:
    return (
        text.startswith(("/", "~"))
        or "\\" in text
        or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) is not None
        or _CONTROL.search(text) is not None
        or any(part in {"", ".", ".."} for part in text.split("/"))
    )


@dataclass(frozen=True, slots=True, order=True)
class RepoPath:
    """A path inside the repository: relative, POSIX, without `.` or `..`, not in a git directory.

    Raises RefusedError (`outside-repo`, `git-dir`) for any other text.
    """

    value: str

    def __post_init__(self) -> None:
        if _PLAIN.fullmatch(self.value):
            return
        if any(_is_git_dir(part) for part in re.split(r"[/\\]", self.value)):
            raise refused("git-dir", self.value, "git's own files are never edited")
        if _leaves_repository(self.value):
            raise refused("outside-repo", self.value, "path leaves the repository")

    def __str__(self) -> str:
        return self.value

    @property
    def name(self) -> str:
        """The last part."""
        return self.value.rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        """All but the last part, empty at the top."""
        return self.value.rpartition("/")[0]

    @property
    def suffix(self) -> str:
        """The extension with its dot, or nothing."""
        at = self.value.rfind(".")
        return self.value[at:] if at > self.value.rfind("/") + 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact stands: a document and its first and last line, counted from 1."""

    path: RepoPath
    line: int
    last: int

    def __post_init__(self) -> None:
        if not 1 <= self.line <= self.last:
            message = f"lines {self.line} to {self.last} are no passage"
            raise ValueError(message)

    def __str__(self) -> str:
        lines = f"{self.line}" if self.line == self.last else f"{self.line}-{self.last}"
        return f"{self.path.name}:{lines}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of the repository with a role; `why` says what it was taken for."""

    path: RepoPath
    role: Role
    text: str
    why: str = ""

    def source(self, line: int, last: int | None = None) -> Source:
        """The place of these lines of the document."""
        return Source(path=self.path, line=line, last=line if last is None else last)
