"""An answer to a question without a model: the lines that speak of it, where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.core.documents import RepoPath, Source
from agent.core.encodings import readable
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafter import Asked, Unable
from agent.drafters.builtin.phrases import spoken, texts_of
from agent.sources.text.words import fold

_TOKEN = deferred(r"[^\W_][\w]*")
_CODE = deferred(r"[a-z][A-Z]|_|\d{3}")
_ENDING = deferred(r"(?<=\w{4})(?:ing|ed|es|s)$")
_HEADING = deferred(r"#{1,6}\s")
_SOURCES = frozenset(
    (
        *("cs", "go", "java", "js", "jsx", "kt", "mjs", "php", "prisma", "py", "rb", "rs"),
        *("scala", "sql", "svelte", "swift", "ts", "tsx", "vue"),
    )
)
# Words that a question has whatever it is about, in the languages that plans are read in.
_COMMON = frozenset(
    fold(
        "about after all also and any answer answers are before but call called calls can could "
        "did does each every find for from get gets give gives given has have how know make mean "
        "into its may must not one only or our shall should some than that the their them then "
        "there these they this those to use used was were what when where which who why will with "
        "without would you your czy jak jaka jaki jakie jest juz kiedy ktora ktore ktory lub moze "
        "nie oraz sie tak tego ten ta to tylko w z za ze gdzie dlaczego robi dla step steps is it "
        "in on of by as at be do go if we endpoint"
    ).split()
)
# What a question calls a status by, without an ending; its own line may have the number alone.
_STATUS = frozenset(
    (
        *("status", "statu", "code", "error", "kod", "kody", "kodu", "kodem"),
        *("blad", "bledu", "bledy", "bledow"),
    )
)
_WEIGHTS = {"told": 1.5, "plan": 1.2, "code": 1.0}
_OWN = 2.0
_STEM = 6
_SHORTEST = 3
_SHOWN = 5
_LONGEST = 160
_MOST_BYTES = 300_000
_ALL_BYTES = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line that has some of the words; a document's weighs more than the plan's, or code."""

    path: RepoPath
    number: int
    text: str
    words: frozenset[str]
    weight: float


def answer(asked: Asked) -> str | Unable:
    """The best lines as a list, each with its place; Unable where nothing speaks of it."""
    stems = _stems(asked.words)
    lines = tuple(_of_endpoint(asked, stems, _matching(asked, stems)))
    exact = len(stems) == 1 or _CODE.search(asked.words) is not None
    whole = _best(lines, needed=1 if exact else 2)
    best = whole or _best(lines, needed=1)
    if not best:
        return Unable(
            reason="Nothing in the documents, the plan or the code speaks of that; name a field, "
            "a status, a table or a file as it is written there, or connect a model."
        )
    rows = (f"- `{one.path}:{one.number}` {_cut(one.text)}" for one in best)
    texts = spoken(asked.plan) if asked.plan is not None else texts_of("en")
    return "\n".join((texts.say("reply-written" if whole else "reply-partly"), *rows))


def _stems(text: str) -> tuple[str, ...]:
    """The question's telling words, cut so that their endings do not matter."""
    words = (fold(word) for word in _TOKEN.findall(text))
    kept = (one for one in words if len(one) >= _SHORTEST and one not in _COMMON)
    return tuple(
        dict.fromkeys(one if _CODE.search(one) else _ENDING.sub("", one)[:_STEM] for one in kept)
    )


def _matching(asked: Asked, stems: Sequence[str]) -> Iterator[_Line]:
    if not stems:
        return
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(_open, stems))})")
    told = _told(asked)
    plan = asked.plan.path if asked.plan else None
    left = _ALL_BYTES
    for path in (*told, *_code(asked, frozenset(told))):
        data = asked.code.read(path) or b""
        if len(data) > min(_MOST_BYTES, left) or b"\0" in data:
            continue
        left -= len(data)
        text = readable(data)
        if pattern.search(fold(text)):
            weight = _WEIGHTS["plan" if path == plan else "told" if path in told else "code"]
            yield from _lines(path, text, pattern, weight)


def _of_endpoint(asked: Asked, stems: Sequence[str], lines: Iterable[_Line]) -> Iterator[_Line]:
    """The lines, the endpoint's own weighing most; where a status is asked for, all of its own."""
    own = {at for one in asked.spec.excerpts if not one.referred for at in _places(one.source)}
    called = frozenset(stems) & _STATUS
    listed = [one.source for one in asked.spec.statuses] if called else []
    left = {at for one in listed for at in _places(one)}
    for one in lines:
        at = (one.path, one.number)
        words = one.words | called if at in left else one.words
        left.discard(at)
        yield replace(one, words=words, weight=_OWN if at in own else one.weight)
    for path, number in sorted(left, key=str):
        text = readable(asked.code.read(path) or b"").split("\n")[number - 1 : number]
        yield from (
            _Line(path=path, number=number, text=row.strip(), words=called, weight=_OWN)
            for row in text
            if row.strip()
        )


def _places(source: Source) -> Iterator[tuple[RepoPath, int]]:
    return ((source.path, line) for line in range(source.line, source.last + 1))


def _open(stem: str) -> str:
    """A short word as it is, or with an ending; a longer one begins it."""
    ending = "" if len(stem) >= _STEM else r"(?:e|e?s|ed|ing)?(?![^\W_])"
    return f"({re.escape(stem)}){ending}"


def _lines(path: RepoPath, text: str, pattern: re.Pattern[str], weight: float) -> Iterator[_Line]:
    """The lines with some of the words; what a document's heading says counts for them too."""
    head: frozenset[str] = frozenset()
    for number, line in enumerate(text.split("\n"), 1):
        words = frozenset(found[found.lastindex or 0] for found in pattern.finditer(fold(line)))
        if weight > 1 and _HEADING.match(line):
            head = words
        if words:
            shown = line.strip()
            yield _Line(path=path, number=number, text=shown, words=words | head, weight=weight)


def _told(asked: Asked) -> tuple[RepoPath, ...]:
    """The documents that the spec was read from, and the plan."""
    spec = asked.spec
    sources = (
        *(one.source.path for one in (*spec.excerpts, *spec.notes, *spec.stack)),
        *(one.source.path for one in spec.tables),
        *(one.path for one in asked.rules),
    )
    plan = (asked.plan.path,) if asked.plan else ()
    return tuple(dict.fromkeys((*plan, *sources)))


def _code(asked: Asked, told: frozenset[RepoPath]) -> Iterable[RepoPath]:
    """The files of the plan's steps first, then every other source file."""
    steps = asked.plan.all_steps() if asked.plan else ()
    named = [file.path for step in steps for file in step.files]
    sources = (one for one in asked.code.paths if one.suffix.lstrip(".") in _SOURCES)
    return dict.fromkeys(one for one in (*named, *sources) if one not in told)


def _best(lines: Sequence[_Line], *, needed: int) -> tuple[_Line, ...]:
    """Those with most of the rare words; none that has fewer than are needed."""
    counts = Counter(word for one in lines for word in one.words)
    weights = {word: 1 / (2 + count).bit_length() for word, count in counts.items()}

    def rank(one: _Line) -> tuple[float, int]:
        return -sum(weights[word] for word in one.words) * one.weight, len(one.text)

    good = [one for one in lines if len(one.words) >= needed]
    most = max((len(one.words) for one in good), default=0)
    found = sorted((one for one in good if len(one.words) * 2 >= most), key=rank)
    # What stands in several places is said once.
    return tuple({one.text: one for one in reversed(found)}.values())[::-1][:_SHOWN]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
