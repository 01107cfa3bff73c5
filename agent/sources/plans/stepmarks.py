"""How steps are marked and titled: `Step 3:`, `### 9.1 Title`, `1) Title`, a bold lead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from agent.core.patterns import deferred
from agent.core.values import dataclass

_DASH = "[-\u2013\u2014]"
_WORD = (
    r"(?:steps?|krok|phase|faza|etapa?|stage|task|zadanie|part|cz\u0119\u015b\u0107|milestone|sprint"
    r"|iteration|iteracja|schritt|aufgabe|étape|paso|passo|fase|tarea|tarefa|tâche|шаг|этап"
    r"|крок|етап|задача|ステップ|フェーズ|タスク|步骤|步驟|阶段|任务|단계)"
)
_COUNT = r"\d{1,3}(?:\.\d{1,3})*[a-z]?"
_MARKED = deferred(
    rf"^(?:{_WORD}\s*(?:\#\s*)?(?P<word>{_COUNT}|[IVX]+|[A-H])\b(?:\s*/\s*\d+)?\s*(?:[.:)]|{_DASH})*\s*"
    rf"|(?P<number>{_COUNT})(?:[.):]|\s*{_DASH})+(?:\s+|$)"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,3})+)\s+)(?P<title>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BOX = deferred(r"^\[([ xX])\]\s*")
_DONE = deferred("\\((?:\u2705|\u2714)[^()]{0,30}\\)|[\u2705\u2714\u2611]")
_ICON = deferred(r"^[^\w\s\[({<`\"'/.*_#@$-]+\s*")
_LEAD = deferred(r"^(?:\*\*|__)(?=\S)(?P<lead>.+?)(?:\*\*|__)(?P<rest>.*)$", re.DOTALL)
_LINK = deferred(r"!?\[([^\]\[]*)\]\([^()\s]*\)")
_SENTENCE = deferred(r"(?<=[.!?])\s+(?=[^\W\d_])")
_LONG_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a step's first words say: its own number if any, its title and whether it is ticked.

    `rest` is the text after the title; `worded` is true for `Step 3`, false for `3.`.
    """

    title: str
    number: str = ""
    rest: str = ""
    worded: bool = False
    ticked: bool = False


@lru_cache(maxsize=1024)
def read_mark(text: str) -> Mark:
    """The mark of a heading or of a list entry's first paragraph."""
    box = _BOX.match(text.strip())
    ticked = bool(box and box[1] in "xX") or _DONE.search(text[:80]) is not None
    bare = _DONE.sub("", _ICON.sub("", text.strip()[box.end() if box else 0 :])).strip()
    lead = _LEAD.match(bare)
    if lead and _ends_title(lead):
        return _marked(lead["lead"], rest=lead["rest"].lstrip(" :-\u2013\u2014"), ticked=ticked)
    number = _MARKED.match(bare)
    if number and (lead := _LEAD.match(number["title"])) and _ends_title(lead):
        rest = lead["rest"].lstrip(" :-\u2013\u2014")
        return _marked(bare[: number.start("title")] + lead["lead"], rest=rest, ticked=ticked)
    title, rest = _sentence(bare)
    return _marked(title, rest=rest, ticked=ticked)


@lru_cache(maxsize=1024)
def title_text(text: str) -> str:
    """A title without emphasis, links and closing colon; code marks stay."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text:
        text = re.sub(r"\*\*|(?<![\w`])__|__(?![\w`])|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", text)
    if "\\" in text:
        text = re.sub(r"\\([\[\]#*_.()`-])", r"\1", text)
    return " ".join(text.split()).rstrip(":").rstrip()


def last_number(number: str) -> int | None:
    """The last part of a number as written: 3 of `9.3`, None of `A`."""
    last = number.rpartition(".")[2]
    return int(last) if last.isdigit() else None


def counts_on(marks: Iterable[Mark]) -> bool:
    """Whether the marks' numbers count up from one to the next."""
    numbers = [last_number(mark.number) for mark in marks]
    return None not in numbers and all(
        later > former for former, later in pairwise(one for one in numbers if one is not None)
    )


def _marked(text: str, *, rest: str, ticked: bool) -> Mark:
    found = _MARKED.match(text.strip())
    if found is None:
        return Mark(title=title_text(text), rest=rest, ticked=ticked)
    word = found["word"] or ""
    return Mark(
        title=title_text(found["title"]) or title_text(text),
        number=word or found["number"] or found["dotted"] or "",
        rest=rest,
        worded=bool(word),
        ticked=ticked,
    )


def _ends_title(lead: re.Match[str]) -> bool:
    """Whether a bold lead is the title: it ends with a colon, a dash or the line."""
    rest = lead["rest"]
    return (
        lead["lead"].endswith((":", ".")) or re.match(rf"\s*(?::|{_DASH}\s|\n|$)", rest) is not None
    )


def _sentence(text: str) -> tuple[str, str]:
    """A title that is a sentence, and what follows it."""
    first, _, more = text.partition("\n")
    if first.rstrip().endswith((":", ".", ";")) or not more:
        joined, more = first.strip(), more.strip()
    else:
        joined, more = " ".join(text.split()), ""
    parts = _SENTENCE.split(joined, maxsplit=1) if len(joined) > _LONG_TITLE else [joined]
    return parts[0], "\n".join(part for part in (*parts[1:], more) if part)
