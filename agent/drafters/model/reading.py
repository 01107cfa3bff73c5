"""The grammar of an answer, read line by line as it comes; reading never fails.

    ## Step 2
    One sentence.
    ### edit src/a.ts            then blocks, each with whole lines of the file:
    <<<<<<< SEARCH 12
    old lines
    =======
    new lines
    >>>>>>> REPLACE
    ### new src/b.ts             then <<<<<<< NEW … >>>>>>> NEW
    ### delete src/c.ts
    ### rename src/d.ts => src/e.ts
    ### run a command            (what only a tool writes: the user runs it)
    ### nothing why · covered why · question what · amend what
    ### next 4 what it will do   (of a step that was not asked for)
    ### read src/a.ts 1-80 · list src · search words     (where the server has no tools)

A marker has seven characters or more; what closes a block has as many as what opened it, so that
text which holds such a line is written with longer ones. A new file that is no Markdown may stand
in a fence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.drafters.model.answer import Answer, Delete, Edit, Look, Part, Rename, Word
from agent.drafters.model.blocks import Block, fenced, is_fence, is_markdown, opened
from agent.drafters.model.lines import Lines

_STEP = re.compile(r"(?:#{1,4}\s*|\*\*)step\s+(\d[\d.]*)(?![\w.]).*", re.IGNORECASE)
_HEAD = re.compile(
    r"#{2,5}\s*(edit|new|delete|rename|nothing|covered|question|amend|run|read|list|search|next)"
    r"(?![\w-]):?\s*(.*)",
    re.IGNORECASE,
)
_ARROW = re.compile(r"\s*(?:=>|->|→)\s*|\s+to\s+")
_NEXT = re.compile(r"(\d[\d.]*?)[.:]?\s+(\S.*)")
_MOST_WORDS = 300
_MOST_NEXT = 160
_MOST_PROSE = 4000


@dataclass(slots=True)
class _Open:
    """The part that is being read."""

    number: str
    words: list[str] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    word: Word | None = None
    faults: list[str] = field(default_factory=list)

    def take(self, made: Edit | str) -> None:
        """An edit, or what is wrong with the block that was to be one."""
        if isinstance(made, str):
            self.faults.append(made)
        else:
            self.edits.append(made)

    @property
    def bare(self) -> bool:
        """Whether nothing but words was read in it."""
        return not (self.edits or self.runs or self.word or self.faults)


class AnswerReader:
    """Reads an answer in pieces of any size. `steps` are the numbers that were asked for."""

    def __init__(self, steps: Sequence[str]) -> None:
        self._asked = tuple(steps)
        self._lines = Lines()
        self._count = 0
        self._part = self._alone()
        self._parts: list[Part] = []
        self._refused: list[str] = []
        self._looks: list[Look] = []
        self._prose: list[str] = []
        self._worded: list[tuple[str, str]] = []
        self._path = ""
        self._head = ""
        self._block: Block | None = None

    def _alone(self) -> _Open | None:
        """What is answered for one step alone needs no heading."""
        return _Open(self._asked[0]) if len(self._asked) == 1 else None

    @property
    def at(self) -> str:
        """Where the answer is by now: a step and a file, to be shown as it comes."""
        step = f"step {self._part.number}" if self._part is not None else ""
        size = f" +{len(self._block.lines)}" if self._block else ""
        return " ".join(one for one in (step, f"{self._path}{size}") if one)

    def feed(self, text: str) -> None:
        """The next piece of it."""
        for line in self._lines.feed(text):
            self._line(line)

    def end(self) -> Answer:
        """The whole answer, once there is no more of it."""
        for line in self._lines.end():
            self._line(line)
        self._close_part()
        return Answer(
            parts=tuple(self._parts),
            refused=tuple(dict.fromkeys(self._refused)),
            looks=tuple(self._looks),
            prose="\n".join(self._prose).strip()[:_MOST_PROSE],
            worded=tuple(self._worded),
        )

    def _line(self, line: str) -> None:
        self._count += 1
        if self._block is not None:
            self._inside(self._block, line)
        elif (step := _STEP.fullmatch(line)) is not None:
            self._begin(step[1].rstrip("."))
        elif (block := opened(line, self._count)) is not None:
            self._block = block
        elif (head := _HEAD.fullmatch(line)) is not None:
            self._headed(head[1].casefold(), head[2].strip())
        else:
            self._said(line)

    def _begin(self, number: str) -> None:
        if self._part is not None and self._part.bare and self._part.number == number:
            self._part = None
        self._close_part()
        self._path = self._head = ""
        known = {part.number for part in self._parts}
        if number not in self._asked:
            self._refused.append(number)
            self._part = None
        elif number in known:
            self._parts = [_doubled(one, number) for one in self._parts]
            self._part = None
        else:
            self._part = _Open(number)

    def _close_part(self) -> None:
        part, block = self._part, self._block
        self._block = None
        if part is None:
            return
        if block is not None:
            part.faults.append(f"the block at line {block.began} of the answer does not end")
        if (part.edits or part.runs) and part.word is not None:
            part.faults.append(f"it has edits or commands, and says “{part.word.saying}” as well")
        if part.words or not part.bare:
            self._parts.append(
                Part(
                    number=part.number,
                    words=" ".join(part.words)[:_MOST_WORDS],
                    edits=tuple(part.edits),
                    runs=tuple(part.runs),
                    word=part.word,
                    faults=tuple(part.faults),
                )
            )
        self._part = None

    def _headed(self, head: str, words: str) -> None:
        self._head, self._path = head, ""
        match head:
            case "read" | "list" | "search":
                self._looks.append(Look(what=head, words=_bare(words)))
            case "next":
                found = _NEXT.fullmatch(words)
                if found is not None and found[1] not in self._asked:
                    self._worded.append((found[1], found[2][:_MOST_NEXT]))
            case _ if self._part is None:
                self._prose.append(words)
            case "nothing" | "covered" | "question" | "amend":
                self._part.word = Word(saying=head, text=words)
            case "run" if words:
                self._part.runs.append(_bare(words)[:_MOST_WORDS])
                self._head = ""
            case "run":
                pass  # The commands stand in the lines below.
            case _:
                self._named(self._part, head, words)

    def _named(self, part: _Open, head: str, words: str) -> None:
        """A heading that names a file."""
        if not _bare(words):
            part.faults.append(f"“{head}” at line {self._count} of the answer names no file")
            return
        match head:
            case "delete":
                part.edits.append(Delete(path=_bare(words)))
            case "rename":
                self._renamed(part, words)
            case _:
                self._path = _bare(words)

    def _renamed(self, part: _Open, words: str) -> None:
        path, *to = (_bare(one) for one in _ARROW.split(words))
        if len(to) != 1 or not path or not to[0]:
            part.faults.append(f"“rename {words}” is not: rename OLD => NEW")
            return
        part.edits.append(Rename(path=path, to=to[0]))

    def _inside(self, block: Block, line: str) -> None:
        """A fence is the file itself, or stands around the block that is."""
        inner = opened(line, self._count) if block.kind == "fence" and not block.lines else None
        if inner is not None:
            self._block = inner
        elif block.ends(line):
            self._block = None
            self._head = "after" if block.kind == "fence" else ""
            if self._part is not None:
                self._part.take(block.edit(self._path))

    def _said(self, line: str) -> None:
        """A line outside of blocks: a fence around one says nothing."""
        text = line.strip()
        if not text:
            return
        if is_fence(line):
            if self._part is not None and self._head == "new" and not is_markdown(self._path):
                self._block = fenced(line, self._count)
        elif self._part is None:
            self._prose.append(line)
        elif self._head == "after":
            # A fence in the file's own text would have ended it too early.
            self._part.faults.append(f"{self._path} is not written between NEW markers")
            self._head = ""
        else:
            self._goes_on(self._part, text)

    def _goes_on(self, part: _Open, text: str) -> None:
        """A line below the heading of a part, or below one within it."""
        if part.word is not None and self._head == part.word.saying:
            joined = f"{part.word.text}\n{text}" if part.word.text else text
            part.word = replace(part.word, text=joined[:_MOST_PROSE])
        elif self._head == "run":
            part.runs.append(text[:_MOST_WORDS])
        elif not part.edits and not self._path:
            part.words.append(text)


def _doubled(part: Part, number: str) -> Part:
    if part.number != number:
        return part
    return replace(part, faults=(*part.faults, f"step {number} comes twice"))


def _bare(words: str) -> str:
    """A name without what Markdown puts around it."""
    return words.strip().strip("`*\"'").strip()
