"""A step that holds the code of its one file is proposed literally, in any stack."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.plan import CodeBlock, Step
from agent.drafter import Draft, Nothing, StepRequest, Unable
from agent.drafters.builtin.fragment import fragment
from agent.sources.text.languages import fits

_COMMENT = r"(?://|#|/\*|<!--|--)"
_LEFT_OUT = deferred(
    rf"^\s*\{{?{_COMMENT}\s*(?:\.\.\.|…)"  # `// ... existing code`
    r"|^\s*(?:…|\.\.\.\s+\w)"  # a line of dots and words; `...rest` is a spread
    rf"|{_COMMENT}[^\n]*\b(?:existing (?:code|imports?|methods?|routes?|fields?)|rest of the"
    r"|remaining (?:code|methods?)|unchanged"
    r"|istniejąc\w+ (?:kod|import)\w*|reszta (?:kodu|pliku))\b",
    re.IGNORECASE | re.MULTILINE,
)
_WHOLE = deferred(
    r"\b(?:replac\w+|overwrit\w+|rewrit\w+)\b[^.\n]{0,40}\b(?:file|contents?|everything)\b"
    r"|\b(?:whole|entire|complete|full) (?:file|contents?)\b",
    re.IGNORECASE,
)


def transcribe(request: StepRequest) -> Draft | Unable | Nothing | None:
    """The step's own code as the file's bytes; None when the step is not of this kind."""
    found = _subject(request.step)
    if found is None:
        return None
    path, block = found
    if request.notes:
        return Unable(
            reason="I cannot use words here: the plan holds this code; edit it, there or here"
        )
    text = block.text.rstrip() + "\n"
    there = request.code.read(path)
    if there == text.encode():
        return Nothing(how="unneeded", reason=f"{path} holds this already")
    where = f"{request.plan.path}:{block.line}"
    obstacle = _obstacle(request.step, path, text, there)
    if isinstance(obstacle, Nothing):
        return obstacle
    if obstacle is not None:
        return Unable(reason=obstacle, facts=(f"{path}: the code stands at {where}",))
    verb = "add" if there is None else "replace"
    return Draft(
        files=((path, text.encode()),),
        subject=f"{verb} {path.name}",
        how=(f"{path}: transcribed from {where}",),
    )


def _subject(step: Step) -> tuple[RepoPath, CodeBlock] | None:
    """The one file and the one fence that is its code."""
    blocks = [block for block in step.code if block.text.strip()]
    if len(blocks) != 1:
        return None
    block = blocks[0]
    named = tuple(dict.fromkeys(file.path for file in step.files))
    if block.path is None and len(named) != 1:
        return None
    path = block.path or named[0]
    if any(other != path for other in named):
        return None
    return (path, block) if not block.language or fits(block.language, path) else None


def _obstacle(step: Step, path: RepoPath, text: str, there: bytes | None) -> str | Nothing | None:
    if _LEFT_OUT.search(text):
        return f"the code for {path} leaves parts out; where it goes would be a guess"
    if there is not None:
        return _clash(step, path, text, there)
    said = next((file.new for file in step.files if file.path == path), None)
    if said is False:
        return f"the plan speaks of {path} as existing; it is not there"
    return fragment(text, path)


def _clash(step: Step, path: RepoPath, text: str, there: bytes) -> str | Nothing | None:
    """What forbids replacing the file that is there, unless the code plainly is all of it."""
    try:
        old = there.decode()
    except UnicodeDecodeError:
        return f"{path} is no text"
    if _filled(old) and _holds(_filled(old), _filled(text)):
        return Nothing(how="unneeded", reason=f"{path} holds this already")
    if _kept(old, text) or _WHOLE.search(f"{step.title}\n{step.body}"):
        return fragment(text, path)
    return f"{path} exists and the code is a part of it; where it goes would be a guess"


def _filled(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _holds(lines: list[str], part: list[str]) -> bool:
    span = len(part)
    return any(lines[at : at + span] == part for at in range(len(lines) - span + 1))


def _kept(old: str, new: str) -> bool:
    """Whether every line of the old file stands in the new one, in order."""
    rest: Iterator[str] = iter(_filled(new))
    return all(line in rest for line in _filled(old))
