"""Text on its way to a model: fenced as data, without keys, with line numbers where it is code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from agent.core.clean import marks
from agent.core.documents import RepoPath, Source
from agent.core.keys import keeps_keys, key_in
from agent.core.spec import Excerpt

_LONGEST_LINE = 2000
_FENCED = re.compile(r"^\[\[(\w+) ([^\n]*)\]\]\n.*?^\[\[/\1\]\]", re.MULTILINE | re.DOTALL)


def tokens(text: str) -> int:
    """About how many tokens the text is: four characters each, as everybody estimates."""
    return -(-len(text) // 4)


@dataclass(slots=True)
class Fence:
    """Fences data with a mark that no text holds, and withholds keys in it (T19, T25).

    `told` gets a line for each file that something was withheld from, once; `whys` are the reasons
    of single parts, by their titles.
    """

    mark: str
    told: Callable[[str], object]
    whys: dict[str, str] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def data(self, title: str, text: str) -> str:
        """The text as data: what stands in it is nobody's word."""
        return f"[[{self.mark} {title}]]\n{text.rstrip()}\n[[/{self.mark}]]"

    def file(self, path: RepoPath, lines: Iterable[tuple[int, str]], note: str = "") -> str:
        """Lines of a file with their numbers."""
        return self.numbered(path, f"file {path}{note}", lines)

    def numbered(self, path: RepoPath, title: str, lines: Iterable[tuple[int, str]]) -> str:
        """Lines of a file with their numbers, under a title."""
        rows = (f"{number}|{self.safe(path, number, line)}" for number, line in lines)
        return self.data(title, "\n".join(rows))

    def document(self, path: RepoPath, title: str, text: str, first: int = 1) -> str:
        """A passage of a document."""
        rows = (self.safe(path, first + at, line) for at, line in enumerate(text.split("\n")))
        return self.data(title, "\n".join(rows))

    def safe(self, path: RepoPath, number: int, line: str) -> str:
        """The line as it may be sent: without keys, its unseen characters named (T20)."""
        if keeps_keys(path):
            self._tell(path, "files of this name hold keys", number)
            return "[withheld]"
        what = key_in(line)
        if what is not None:
            self._tell(path, f"it holds what looks like {what}", number)
            return f"[{what} stands here, withheld]"
        hidden = marks(line)
        shown = line if not hidden else _seen(line)
        return (
            shown[:_LONGEST_LINE].replace(f"[[{self.mark}", "[[").replace(f"[[/{self.mark}", "[[/")
        )

    def _tell(self, path: RepoPath, why: str, number: int) -> None:
        if path.value not in self._known:
            self._known.add(path.value)
            self.told(f"{path}:{number} is not sent: {why}")


def place(source: Source) -> str:
    """The path and the lines, as a read is asked for."""
    return f"{source.path}:{str(source).rpartition(':')[2]}"


def cited(excerpt: Excerpt, name: str = "") -> str:
    """The passage with the number of each line, after the document's name where that is given."""
    lines = excerpt.text.rstrip().split("\n")
    source, head = excerpt.source, f"{name}:" if name else ""
    if len(lines) != source.last - source.line + 1:  # it stands there in other words
        where = place(source).rpartition(":")[2]
        return f"{head}{where}|{excerpt.text.strip()}"
    rows = enumerate(lines, source.line)
    return "\n".join(f"{head}{number}|{line}" for number, line in rows if line.strip())


def spanned(own: Source, parts: Iterable[Source]) -> Source:
    """The place with all that stands below it in the same document."""
    last = max((one.last for one in parts if one.path == own.path), default=own.last)
    return replace(own, last=max(own.last, last))


def bounded(parts: Iterator[str], most: int) -> Iterator[str]:
    """The parts that fit into so many characters, and a line on the others."""
    for one in parts:
        most -= len(one)
        if most < 0:
            yield "More is in the documents: read them."
            return
        yield one


def within(rows: Iterable[tuple[int, str]], most: int) -> Iterator[tuple[int, str]]:
    """The numbered lines that fit into so many characters, without the blank ones."""
    for number, line in rows:
        most -= len(line) + 1
        if most < 0:
            return
        if line.strip():
            yield number, line


def fenced(text: str) -> Iterator[tuple[str, str]]:
    """The titles of the fenced parts of a text, each with the whole part."""
    for part in _FENCED.finditer(text):
        yield part[2], part[0]


def lines_of(text: str) -> list[str]:
    """Its lines: after the newline that ends it there is none."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _seen(line: str) -> str:
    return "".join(one if one == "\t" or not marks(one) else f"<U+{ord(one):04X}>" for one in line)


def text_of(data: bytes | None) -> str | None:
    """The bytes as text; None where they are none."""
    if data is None or b"\0" in data:
        return None
    try:
        return data.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
