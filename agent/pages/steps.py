"""Steps as rows: number, kind, title, files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.core.check import CheckResult, Formatter
from agent.core.page import Block, Span, Style, line
from agent.core.plan import Step, StepKind
from agent.pages.facts import Facts


def step_rows(steps: Sequence[Step], facts: Facts) -> Iterator[Block]:
    """One row a step, its files below: `+` new, `~` there already."""
    for step in steps:
        kind = "" if step.kind == "edit" else f"   ({_KINDS[step.kind]})"
        yield line(Span(f"  {step.number} ", "key"), step.title, Span(kind, "dim"), hang=4)
        for file in step.files:
            sign = "~" if facts.exists(file.path) else "+"
            yield line("      ", Span(f"{sign} {file.path}", "path"), hang=8)
        if step.proof:
            yield line(Span(f"      proof: {step.proof}", "dim"), hang=8)


_KINDS = {
    "take": "yours: make it and /take it",
    "confirm": "no file: you confirm",
    "covered": "done by an earlier step",
}


def kind_words(kind: StepKind) -> str:
    """The kind of a step, and what it means where that is not plain."""
    return f"{kind} ({_KINDS[kind]})" if kind in _KINDS else kind


def formatter_words(formatter: Formatter) -> str:
    """When a formatter runs, and on what; for a guess also how to be without it."""
    files = f"each proposed {', '.join(formatter.paths)}" if formatter.paths else "each proposal"
    guess = f"; guessed from {formatter.why}, `format = []` turns it off" if formatter.why else ""
    return f"on {files} before you see it{guess}"


def check_words(results: Sequence[CheckResult]) -> tuple[Span, ...]:
    """Each check in a word: `pytest ok`, `ruff failed (1)`, `pytest red as before`."""
    spans: list[Span] = []
    for result in results:
        word, style = _word(result)
        spans.append(Span(f"; {check_name(result)} {word}", style))
    return tuple(spans)


def _word(result: CheckResult) -> tuple[str, Style]:
    if result.passed and result.others:
        return f"passed with {result.others} other changed files", "warn"
    if result.passed:
        return "ok", "good"
    if result.red_before:
        return "red as before", "warn"
    if result.cancelled:
        return "cancelled by you", "warn"
    return ("ran out of time" if result.exit is None else f"failed ({result.exit})"), "bad"


def check_name(result: CheckResult) -> str:
    """The command's telling word: the module after `-m`, else the program's name."""
    run = result.check.run
    if "-m" in run[:-1]:
        return run[run.index("-m") + 1]
    return run[0].rpartition("/")[2]
