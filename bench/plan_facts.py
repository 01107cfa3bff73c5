"""Whether built-in plans know what people's own plans know, and state what is true.

A fact is a status, parameter, field, table, type or file that a real plan of the corpus names and
that its project's documents know. Recall: how many of these the built-in plan of the same endpoint
has. Precision: of what ours states, how many the raw text of the endpoint's passage, the tables of
`expected.json` or a check by hand (plan_truth.txt) know; no reader of Waltz's is asked.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from statistics import median

from ours import Ours
from rawtext import Project
from truth import GOOD, every_statement, key_of

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "shared" / "corpus"
KINDS = ("status", "parameter", "field", "table", "type", "file")
_CODE = re.compile(r"(?<![\w.,/:#-])([2-5]\d\d)(?![\w%]|[.,]\d)")
_CITED = re.compile(r"\s?\(?[\w.-]+\.[a-z]\w*:\d+(?:-\d+)?(?:, [\w.-]+\.[a-z]\w*:\d+(?:-\d+)?)*\)?")
_TICKED = re.compile(r"`([^`\n]+)`")
_KEY = re.compile(r"[\"'“]([A-Za-z_]\w*)[\"'”]\s*:|^\s*([A-Za-z_]\w*)\??\s*:", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_]\w*")
_TYPE = re.compile(
    r"\b[A-Z]\w*(?:Dto|DTO|Command|Request|Response|Model|Entity|Schema|Query|Enum)\b"
)
_FILE = re.compile(r"(?<![\w/.@])(?:[\w@.()\[\]-]+/)+[\w.\[\]-]+\.[a-z]{2,5}\b")
_PHRASE = re.compile(r"\s*(?:OK|[A-Z][a-z]+)")
_KNOWN = frozenset(one.value for one in HTTPStatus)
_USUAL = frozenset(
    ("string", "number", "integer", "boolean", "object", "array", "null", "true", "false", "uuid")
)


@dataclass(frozen=True)
class Fact:
    """A name and what it is."""

    kind: str
    name: str


@dataclass
class Pair:
    """A real plan and ours of the same endpoints."""

    project: Project
    path: str
    endpoints: list[tuple[str, str]]
    theirs: str
    ours: str


def pairs(project: Project) -> Iterator[Pair]:
    """The plans of one or several endpoints that the documents list."""
    ours = Ours(project.root)
    known = {(method, path) for method, path in project.endpoints}
    for plan in project.expected["plans"]:
        if plan["kind"] != "endpoint":
            continue
        text = (project.root / plan["path"]).read_text("utf-8", "replace")
        for part, lines in _parts(plan, text):
            named = [(one["method"], one["path"]) for one in part["endpoints"]]
            wanted = [one for one in named if one in known]
            drafted = ours.together(tuple(wanted))
            if drafted:
                yield Pair(project, plan["path"], wanted, lines, drafted)


def _parts(
    plan: dict[str, object], text: str
) -> Iterator[tuple[dict[str, list[dict[str, str]]], str]]:
    parts = plan.get("subplans")
    if not isinstance(parts, list):
        yield plan, text  # type: ignore[misc] # as expected.json has it
        return
    lines = text.splitlines()
    starts = [_start(lines, part["endpoints"][0]) for part in parts]
    for part, start, end in zip(parts, starts, [*starts[1:], len(lines) + 1], strict=True):
        yield part, "\n".join(lines[start - 1 : end - 1])


def _start(lines: Sequence[str], endpoint: dict[str, str]) -> int:
    """The heading that names the endpoint."""
    wanted = f"{endpoint['method']} {endpoint['path']}"
    hits = (
        n
        for n, line in enumerate(lines, 1)
        if line.startswith("#") and wanted in line.replace("`", "")
    )
    return next(hits, 1)


def facts(pair: Pair) -> set[Fact]:
    """What a good plan of these endpoints has."""
    project, theirs = pair.project, _words(pair.theirs)
    passage = "\n".join(line for one in pair.endpoints for line in project.passage(*one))
    found = {Fact("status", code) for code in _codes(passage) & _codes(pair.theirs)}
    fields, parameters = _fields(passage), _parameters(passage)
    found |= {Fact("field", name) for name in fields if name.casefold() in theirs}
    found |= {Fact("parameter", n) for n in parameters - fields if n.casefold() in theirs}
    found |= {Fact("table", name) for name in project.tables if _coded(name, pair.theirs)}
    known = "\n".join("\n".join(text.lines) for text in project.texts)
    found |= {Fact("type", n) for n in set(_TYPE.findall(pair.theirs)) if _whole(n, known)}
    found |= {Fact("file", n) for n in set(_FILE.findall(pair.theirs)) if n in known}
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _NAME.findall(text))


def _whole(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _codes(text: str) -> set[str]:
    return {code for code in _CODE.findall(_CITED.sub(" ", text)) if int(code) in _KNOWN}


def _fields(passage: str) -> set[str]:
    """Keys of what looks like JSON, and of types."""
    blocks = re.findall(r"```.*?```|\{[^{}\n]*\}", passage, re.DOTALL)
    keys = (one or other for block in blocks for one, other in _KEY.findall(block))
    return {key for key in keys if len(key) > 1 and key.casefold() not in _USUAL}


def _parameters(passage: str) -> set[str]:
    """Names at the head of a list entry, outside of examples."""
    prose = re.sub(r"```.*?```", "", passage, flags=re.DOTALL)
    names = re.findall(r"^\s*[-*+]\s+(?:\*\*)?`([A-Za-z_]\w*)`", prose, re.MULTILINE)
    return {name for name in names if name.casefold() not in _USUAL}


def _coded(name: str, text: str) -> bool:
    """Whether the plan names the table as code: in ticks, in SQL, in quotes, with its schema."""
    word = re.escape(name)
    pattern = rf"[`\"'.]{word}[`\"'.(]|\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:\w+\.)?{word}\b"
    return re.search(pattern, text) is not None


def recall(pair: Pair) -> tuple[set[Fact], set[Fact]]:
    """The facts, and those of them that ours has."""
    wanted, text = facts(pair), _CITED.sub(" ", pair.ours)
    words, codes = _words(text), _codes(text)
    has = {
        fact
        for fact in wanted
        if (fact.name in codes if fact.kind == "status" else _has(fact.name, words, text))
    }
    return wanted, has


def _has(name: str, words: frozenset[str], text: str) -> bool:
    return name.casefold() in words if name.isidentifier() else name in text


def main() -> None:
    """Print a table for each question, and what is missed or not true with `-v`."""
    if not CORPUS.is_dir():
        raise SystemExit(f"the corpus is not here: {CORPUS}")
    projects = [Project(path) for path in sorted(CORPUS.iterdir()) if path.is_dir()]
    found = [pair for project in projects for pair in pairs(project)]
    total: Counter[str] = Counter()
    had: Counter[str] = Counter()
    for pair in found:
        wanted, has = recall(pair)
        total.update(fact.kind for fact in wanted)
        had.update(fact.kind for fact in has)
        if "-v" in sys.argv and wanted - has:
            print(f"{pair.project.root.name} {pair.path} {pair.endpoints[:2]}")
            for fact in sorted(wanted - has, key=str):
                print(f"    {fact.kind} {fact.name}")
    print(f"{len(found)} plans: facts that ours have, of those that theirs have")
    for kind in KINDS:
        print(f"{kind:18} {had[kind]:5} of {total[kind]:5}  {had[kind] / max(total[kind], 1):.3f}")
    print(f"{'all':18} {had.total():5} of {total.total():5}  {had.total() / total.total():.3f}")
    _lengths(found)
    _precision()


def _lengths(found: Sequence[Pair]) -> None:
    """Ours beside theirs, by words."""
    ours = [len(pair.ours.split()) for pair in found]
    theirs = [len(pair.theirs.split()) for pair in found]
    single = [pair for pair in found if len(pair.endpoints) == 1]
    longer = [pair for pair in single if len(pair.ours.split()) > len(pair.theirs.split())]
    print(f"words, median: ours {median(ours):.0f}, theirs {median(theirs):.0f}")
    print(f"of {len(single)} plans of one endpoint ours is the longer in {len(longer)}")


def _precision() -> None:
    """Of every endpoint of the corpus, what our plans state and what it rests on."""
    rests: dict[str, Counter[str]] = {}
    for project, endpoint, on, one in every_statement(CORPUS):
        rests.setdefault(one.kind, Counter())[on] += 1
        if "-v" in sys.argv and on in {"cited", "nothing", "false"}:
            print(f"  {on}: {project} {endpoint}: {one.kind} {one.name} {one.cited[:2]}")
        if "--keys" in sys.argv and on == "cited":
            print(f"key {key_of(project, endpoint, one)}")
    total: Counter[str] = sum(rests.values(), Counter())
    for kind, counted in rests.items():
        print(f"{kind:18} {', '.join(f'{n} {on}' for on, n in sorted(counted.items()))}")
    good = sum(count for on, count in total.items() if on in GOOD)
    print(f"true {good} of {total.total()}  {good / total.total():.4f}")


if __name__ == "__main__":
    main()
