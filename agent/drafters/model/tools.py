"""The three tools: they only read, what git knows and no more, bounded in number and size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from agent.chat import Tool
from agent.core.documents import RepoPath
from agent.core.errors import RefusedError
from agent.core.keys import keeps_keys
from agent.drafter import Code
from agent.drafters.model.answer import Look
from agent.drafters.model.sending import Fence, text_of

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}


def _tool(name: str, description: str, **parameters: Mapping[str, str]) -> Tool:
    needed = next(iter(parameters))
    schema = {"type": "object", "properties": parameters, "required": [needed]}
    return Tool(name=name, description=description, parameters=schema)


TOOLS = (
    _tool("list_files", "Files below a folder.", folder=_TEXT),
    _tool("read_file", "Lines of a file.", path=_TEXT, first=_NUMBER, last=_NUMBER),
    _tool("search", "Lines that hold this text, below a folder.", text=_TEXT, folder=_TEXT),
)
# Of one batch: enough to look around, too little to copy a repository.
_MOST_READS = 24
_MOST_SENT = 96_000
_MOST_LINES = 400
_MOST_NAMES = 200
_MOST_HITS = 40
_MOST_SEARCHED = 20_000_000
_LARGEST = 400_000


@dataclass(slots=True)
class Reads:
    """What one conversation reads. `code` changes as steps are applied; `path` names each read."""

    fence: Fence
    code: Code
    paths: list[str] = field(default_factory=list)
    sent: int = 0

    def call(self, name: str, arguments: Mapping[str, object] | None) -> str:
        """What the model gets for this call; it never fails and changes nothing."""
        if arguments is None:
            return "The arguments are no JSON object: call it again."
        if len(self.paths) >= _MOST_READS or self.sent >= _MOST_SENT:
            return "No more is read in this batch: answer with what you have."
        tools: Mapping[str, Callable[[Mapping[str, object]], str]] = {
            "list_files": self._list,
            "read_file": self._read,
            "search": self._search,
        }
        if name not in tools:
            return f"There is no tool {name[:40]}; there are {', '.join(tools)}. Nothing was done."
        try:
            said = tools[name](arguments)
        except RefusedError as error:
            said = str(error)
        self.sent += len(said)
        return said

    def look(self, look: Look) -> str:
        """The same for a read that was asked for in text."""
        words = look.words.split()
        match look.what:
            case "list":
                return self.call("list_files", {"folder": look.words})
            case "search":
                return self.call("search", {"text": look.words})
            case _:
                lines = re.fullmatch(r"(\d{1,7})(?:-(\d{1,7}))?", words[-1]) if words else None
                path = look.words if lines is None else " ".join(words[:-1])
                first = int(lines[1]) if lines else 1
                last = int(lines[2] or first + _MOST_LINES) if lines else first + _MOST_LINES
                return self.call("read_file", {"path": path, "first": first, "last": last})

    def _list(self, arguments: Mapping[str, object]) -> str:
        folder = _folder(arguments)
        self.paths.append(f"{folder or '.'}/")
        found = [one.value for one in self._below(folder)]
        more = f"\nand {len(found) - _MOST_NAMES} more" if len(found) > _MOST_NAMES else ""
        names = "\n".join(found[:_MOST_NAMES]) or "nothing that git knows"
        return self.fence.data(f"files {folder or '.'}", names + more)

    def _below(self, folder: str) -> Iterator[RepoPath]:
        """The files in it; a file is in itself."""
        inner = f"{RepoPath(folder)}/" if folder else ""
        return (one for one in self.code.paths if f"{one.value}/".startswith(inner))

    def _read(self, arguments: Mapping[str, object]) -> str:
        path = RepoPath(str(arguments.get("path") or "").removeprefix("./"))
        self.paths.append(path.value)
        if path not in self.code.there:
            near = [one.value for one in self.code.paths if one.name == path.name][:5]
            hint = f"; there is {', '.join(near)}" if near else ""
            return f"{path}: no file that git knows has this path{hint}."
        if keeps_keys(path):
            return f"REFUSED secret {path}: files of this name hold keys and are not sent."
        text = text_of(self.code.read(path))
        if text is None:
            return f"{path} is no text."
        lines = text.removesuffix("\n").split("\n")
        first = max(_whole(arguments.get("first"), 1), 1)
        last = min(_whole(arguments.get("last"), len(lines)), first + _MOST_LINES - 1, len(lines))
        rows = list(enumerate(lines, 1))[first - 1 : last]
        return self.fence.file(path, rows, f" lines {first}-{last} of {len(lines)}")

    def _search(self, arguments: Mapping[str, object]) -> str:
        text = str(arguments.get("text") or "").strip()
        folder = _folder(arguments)
        self.paths.append(f"“{text[:40]}”")
        if not text:
            return "search needs a text."
        hits = list(self._hits(text, folder))
        more = "\nand more: search for less" if len(hits) > _MOST_HITS else ""
        rows = "\n".join(hits[:_MOST_HITS]) or "no line holds it"
        return self.fence.data(f"search {text[:80]}", rows + more)

    def _hits(self, text: str, folder: str) -> Iterator[str]:
        left, count = _MOST_SEARCHED, 0
        for path in self._below(folder):
            data = None if keeps_keys(path) or left <= 0 else self.code.read(path)
            found = text_of(data) if data is not None and len(data) <= _LARGEST else None
            if found is None:
                continue
            left -= len(found)
            for number, line in enumerate(found.split("\n"), 1) if text in found else ():
                if text in line:
                    count += 1
                    yield f"{path}:{number}|{self.fence.safe(path, number, line)[:200]}"
                if count > _MOST_HITS:
                    return


def _folder(arguments: Mapping[str, object]) -> str:
    """`.ai/` is `.ai`, and `./` or `.` all there is: empty."""
    said = str(arguments.get("folder") or "").strip().removeprefix("./").strip("/")
    return "" if said == "." else said


def _whole(value: object, usual: int) -> int:
    """The number, also where a model writes it as text."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return usual
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else usual  # noqa: PLR2004 - lines of a file
