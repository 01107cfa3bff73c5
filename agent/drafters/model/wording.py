"""What a model is told at each turn of a batch, and about what went wrong with its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from agent.core.check import CheckResult
from agent.core.documents import RepoPath
from agent.core.plan import Plan, Step
from agent.drafter import Code, StepRequest
from agent.drafters.model import brief
from agent.drafters.model.answer import Part, Replace
from agent.drafters.model.beside import NO_FILES, Around, listed, own
from agent.drafters.model.fitting import Unfit, edited
from agent.drafters.model.naming import worked
from agent.drafters.model.sending import Fence, lines_of, text_of

# Of what a red check says: design.md §6 allows 1,500 tokens.
_MOST_RED = 5_200
_AROUND = 30
_WHOLE = 200
_ENDED = {"applied": "applied (no check proved it)", "verified": "verified (the checks passed)"}
_TIMING = re.compile(r"\d+(?:\.\d+)?\s*m?s\b|\d\d:\d\d:\d\d\S*|0x[0-9a-f]+", re.IGNORECASE)


def first(request: StepRequest, found: Around, words: Sequence[str], fence: Fence) -> str:
    """The batch: files, what the user said before, the steps, and `words` on the first of them."""
    steps = worked(request)
    # Rules that are sent whole stand above, with their lines, for a step that changes them too.
    parts = [one.said(fence) for one in found.files if f"rules {one.path}" not in fence.whys]
    parts += brief.types(request.known.spec, {one.path for one in found.files if one.whole}, fence)
    parts += filter(None, [brief.demands(steps, request.known.spec, fence)])
    if found.names:
        parts.append(fence.data("also there, to be read", listed(found.names)))
    elif not (found.files or own(request.code.paths, request.known.rules)):
        parts.append(NO_FILES)
    parts += filter(None, [_closed(request)])
    if request.known.standing:
        parts.append(_points("The owner said before, for these steps too:", request.known.standing))
    if request.settled:
        parts.append(learnt(request.plan, request.settled))
    parts.append(f"Work {_numbers(steps)}:")
    parts.append(brief.steps(steps, brief.plan_text(request.plan, request.written), fence))
    if words:
        parts.append(_points(f"The owner says of step {request.step.number}:", words))
    return "\n\n".join(parts)


def _closed(request: StepRequest) -> str:
    """How the steps before ended, and what of it was proved: that shows in no file."""
    by_state: dict[str, list[str]] = {}
    working = {one.id for one in (request.step, *request.batch)}
    for step, state in (one for one in request.closed if one[0].id not in working):
        by_state.setdefault(state, []).append(step.number)
    said = (
        f"{', '.join(numbers)} {_ENDED.get(state, state)}" for state, numbers in by_state.items()
    )
    failed = [f"`{one.check.anywhere}`" for one in request.before if not one.passed]
    parts = (
        f"Steps that have ended: {'; '.join(said)}." if by_state else "",
        f"Failed before the first step: {', '.join(failed)}." if failed else "",
    )
    return " ".join(one for one in parts if one)


def _points(head: str, words: Sequence[str]) -> str:
    return "\n".join((head, *(f"- {one}" for one in words)))


def _numbers(steps: Sequence[Step]) -> str:
    numbers = [one.number for one in steps]
    noun = "step" if len(numbers) == 1 else "steps"
    return f"{noun} {', '.join(numbers)}, and no other"


def noted(request: StepRequest, words: Sequence[str], *, asked: bool = False) -> str:
    """The user's reason against a draft, or the answer to what the model `asked`."""
    step, later = request.step, request.batch[1:]
    more = f"; and {_numbers(later)}, where this changes them" if later else ""
    if asked:
        said = _points(f"The owner answers, on step {step.number}:", words)
        return f"{said}\nGive step {step.number} whole{more}."
    said = _points(f"The owner did not take step {step.number}:", words)
    return f"{said}\nNothing of it is written. Give step {step.number} whole, anew{more}."


def learnt(plan: Plan, settled: Sequence[tuple[str, str]]) -> str:
    """What the owner said of steps before, each with its step."""
    steps = ((plan.step(step_id), words) for step_id, words in settled)
    said = [f"step {step.number}: {words}" if step else words for step, words in steps]
    return _points("Of earlier steps the owner said:", said)


def anew(step: Step) -> str:
    """A step that was answered before the owner said what is told above."""
    return f"Give step {step.number} whole, anew, with this in mind."


def step_alone(request: StepRequest, words: Sequence[str], fence: Fence) -> str:
    """A step that the first answer left out."""
    step, above = request.step, brief.plan_text(request.plan, request.written)
    said = f"\n\n{_points('The owner says of it:', words)}" if words else ""
    return f"Work step {step.number}, and no other:\n\n{brief.steps((step,), above, fence)}{said}"


def changed(known: Mapping[RepoPath, set[bytes | None]], code: Code, fence: Fence) -> str:
    """The files that are not as the model has them from what it was sent and wrote."""
    parts = []
    for path, versions in known.items():
        now = code.read(path)
        text = text_of(now)
        if now in versions:
            continue
        versions.add(now)
        if text is None:
            parts.append(f"{path} is gone.")
        else:
            parts.append(fence.file(path, _rows(text)[:_WHOLE], ", as it is now"))
    return "\n\n".join(parts)


def _rows(text: str) -> list[tuple[int, str]]:
    return list(enumerate(lines_of(text), 1))


def red(request: StepRequest, words: Sequence[str], fence: Fence) -> str:
    """The checks that failed: command, exit code, and what is worth reading of the output."""
    step = request.step
    paths = [file.path for one in (step, *request.batch) for file in one.files]
    parts = [f"Step {step.number} is on disk, and a check fails."]
    share = _MOST_RED // max(len(request.red), 1)
    for result in request.red:
        code = "time is up" if result.exit is None else f"exit {result.exit}"
        rows = "\n".join(_worth(result, request.before, paths, share))
        parts.append(f"{result.check.command}: {code}\n{fence.data('output', rows)}")
    if words:
        parts.append(_points("The owner says:", words))
    parts.append(f"Mend it: give step {step.number} again, with just what has to change now.")
    return "\n\n".join(parts)


def _worth(
    result: CheckResult, before: Sequence[CheckResult], paths: Sequence[RepoPath], most: int
) -> list[str]:
    """The lines that the first run did not show: those that name the files, then the last ones."""
    old = {
        _TIMING.sub("", line)
        for one in before
        if one.check.run == result.check.run
        for line in one.tail.split("\n")
    }
    lines = [line for line in result.tail.split("\n") if _TIMING.sub("", line) not in old]
    names = [path.name for path in paths]
    naming = [at for at, line in enumerate(lines) if any(name in line for name in names)]
    near = {at + step for at in naming for step in range(-1, 5)}
    ranked = [*sorted(near), *reversed([at for at in range(len(lines)) if at not in near])]
    kept: set[int] = set()
    for at in ranked:
        if 0 <= at < len(lines) and at not in kept:
            most -= len(lines[at]) + 1
            if most < 0:
                break
            kept.add(at)
    return [lines[at] for at in sorted(kept)]


def again(step: Step, unfit: Sequence[Unfit], code: Code, fence: Fence) -> str:
    """The blocks that have no place, with the lines as they are now."""
    rows = [f"- {edited(one.edit)}: {one.reason}" for one in unfit]
    head = f"Of step {step.number} nothing is written yet: these blocks do not fit."
    files = dict.fromkeys(one.path for one in unfit)
    texts = [_near(path, [one for one in unfit if one.path == path], code) for path in files]
    shown = (
        fence.file(path, rows, ", as it is now")
        for path, rows in zip(files, texts, strict=True)
        if rows
    )
    ask = f"Give `## Step {step.number}` with just these blocks, as they fit; the others are kept."
    return "\n\n".join(("\n".join((head, *rows)), *shown, ask))


def _near(path: RepoPath, unfit: Sequence[Unfit], code: Code) -> list[tuple[int, str]]:
    """The file whole where it is short, else the lines around where the blocks were meant for."""
    text = text_of(code.read(path))
    rows = _rows(text) if text is not None else []
    if len(rows) <= _WHOLE:
        return rows
    wanted: set[int] = set()
    for one in unfit:
        for line in _meant(one, rows):
            wanted |= set(range(line - _AROUND, line + _AROUND))
    return [row for row in rows if row[0] in wanted]


def _meant(one: Unfit, rows: Sequence[tuple[int, str]]) -> Iterator[int]:
    if not isinstance(one.edit, Replace):
        return
    if one.edit.near:
        yield one.edit.near
    words = [line.strip() for line in one.edit.search.split("\n") if len(line.strip()) > 3]  # noqa: PLR2004 - brackets
    yield from [number for number, line in rows if any(word == line.strip() for word in words)][:4]


def unreadable(step: Step, part: Part) -> str:
    """What of the answer cannot be read."""
    rows = "\n".join(f"- {one}" for one in part.faults)
    return f"Step {step.number} of the answer cannot be read:\n{rows}\nGive it again, whole."


def broken(step: Step, found: Sequence[str]) -> str:
    """Syntax errors that the files did not have."""
    rows = "\n".join(f"- {one}" for one in found)
    return (
        f"With step {step.number} these files do not parse; nothing is written yet:\n{rows}\n"
        f"Give step {step.number} again, whole."
    )
