"""Steps as rows: number, kind, title, files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from agent.core.check import CheckResult, Formatter
from agent.core.documents import RepoPath
from agent.core.page import Block, Pairs, Span, Style
from agent.core.plan import Step, StepKind
from agent.pages.facts import Facts
from agent.pages.tongue import english, number
from agent.phrases import Texts

_MOST_FILES = 3
# What a shell, or what stands for one, ends with where it finds no such program.
_NO_COMMAND = 127


def step_rows(steps: Sequence[Step], facts: Facts, texts: Texts) -> Iterator[Block]:
    """A row a step, with its files: `+` new, `~` there already; or what kind of step it is."""
    yield Pairs(rows=tuple(row for step in steps for row in _pairs(step, facts, texts)))


def evident_rows(
    steps: Sequence[Step], evidence: Sequence[Sequence[str]], facts: Facts, texts: Texts
) -> Pairs:
    """A row a step with what speaks for it being done; with its files where nothing does."""
    rows: list[tuple[Span, Span]] = []
    for step, speaks in zip(steps, evidence, strict=True):
        if speaks:
            rows.append((Span(f"  {step.number} {step.title}"), Span(speaks[0], "dim")))
            rows.extend((Span(""), Span(one, "dim")) for one in speaks[1:])
        else:
            rows.extend(_pairs(step, facts, texts))
    return Pairs(rows=tuple(rows))


def proven_rows(
    steps: Sequence[Step], facts: Facts, texts: Texts, worded: Mapping[str, str]
) -> Iterator[Block]:
    """The same, with what proves each step, and how a model words it, by its id."""
    rows: list[tuple[Span, Span]] = []
    for step in steps:
        rows.extend(_pairs(step, facts, texts))
        if step.proof:
            proof = texts.say("proof", text=step.proof)
            rows.append((Span(f"      {proof}", "dim"), Span("")))
        if step.id in worded:
            words = texts.say("model", text=worded[step.id])
            rows.append((Span(f"      {words}", "dim"), Span("")))
    yield Pairs(rows=tuple(rows))


def _pairs(step: Step, facts: Facts, texts: Texts) -> Iterator[tuple[Span, Span]]:
    kind = () if step.kind == "edit" else (texts.say(f"kind-{step.kind}"),)
    rights = [Span(f"({one})", "dim") for one in kind]
    rights += [_file(file.path, facts) for file in step.files[:_MOST_FILES]]
    more = len(step.files) - _MOST_FILES
    rights += [Span(texts.say("more-files", count=more), "dim")] if more > 0 else []
    yield Span(f"  {step.number} {step.title}"), rights[0] if rights else Span("")
    yield from ((Span(""), right) for right in rights[1:])


def _file(path: RepoPath, facts: Facts) -> Span:
    return Span(f"{'~' if facts.exists(path) else '+'} {path}", "path")


def kind_words(kind: StepKind, texts: Texts) -> str:
    """The kind of a step, and what it means where that is not plain."""
    return kind if kind == "edit" else f"{kind} ({texts.say(f'kind-{kind}')})"


def formatter_words(formatter: Formatter) -> str:
    """When a formatter runs, and on what; for a guess also how to be without it."""
    files = f"each proposed {', '.join(formatter.paths)}" if formatter.paths else "each proposal"
    guess = f"; guessed from {formatter.why}, `format = []` turns it off" if formatter.why else ""
    return f"on {files} before you see it{guess}"


def check_words(results: Sequence[CheckResult], texts: Texts | None = None) -> tuple[Span, ...]:
    """Each check in a word: `pytest ok`, `ruff failed (1)`, `pytest red as before`."""
    spans: list[Span] = []
    for result in results:
        word, style = _word(result, texts or english())
        spans.append(Span(f"; {result.check.name} {word}", style))
    return tuple(spans)


def _word(result: CheckResult, texts: Texts) -> tuple[str, Style]:
    if result.passed and result.others:
        named = f" ({result.named})" if result.named else ""
        key = f"check-others-{number(result.others)}"
        return texts.say(key, count=result.others) + named, "warn"
    if result.passed:
        return texts.say("check-ok"), "good"
    if result.red_before:
        return texts.say("check-red-before"), "warn"
    if result.cancelled:
        return texts.say("check-cancelled"), "warn"
    if result.exit is None:
        return texts.say("check-timeout"), "bad"
    key = "check-missing" if result.exit == _NO_COMMAND else "check-failed"
    return texts.say(key, exit=result.exit), "bad"
