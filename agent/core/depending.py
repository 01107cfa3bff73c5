"""What a step may need of one that was left out: its files, the names it makes, its number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.plan import Step

Missing = Callable[[RepoPath], bool]

# Words with a hump or an underline inside are names of code, whatever the language around them.
_NAME = deferred(r"\b(?:[a-zA-Z][a-z0-9]+[A-Z]\w*|[A-Z]{2,}[a-z]\w*|[A-Za-z]\w*_\w+)\b")
_CALL = deferred(r"\b([A-Za-z_]\w{2,})\(")
_SPAN = deferred(r"`([^`\n]+)`")
_MADE = deferred(
    r"\b(?:class|def|interface|enum|struct|record|trait|type|func|fn|function|const|let|val)"
    r"\s+([A-Za-z_]\w{2,})"
)
# A method stands without such a word: `async find(id: string): Promise<Card> {`.
_METHOD = deferred(
    r"^\s*(?:[a-z]+\s+)*(?:[\w<>\[\]]+\s+)?([A-Za-z_]\w{2,})\([^;]*\{$", re.MULTILINE
)
_NUMBERED = (
    r"\b(?:steps?|krok\w*|etap\w*)\s+"
    r"(?:\d+[.\d]*\s*(?:,|and|or|i|oraz|lub|-|\u2013)\s*)*{}\b(?!\.\d)"
)
_MOST = 3
_SHORT = 5


def reliance(step: Step, on: Step, before: Sequence[Step], missing: Missing) -> tuple[str, ...]:
    """What `step` names of that which `on` was to make, and no step before that one did.

    `missing` says of a file that it is not there.
    """
    text = f"{step.title}\n{step.body}"
    named = {file.path for file in step.files}
    files = (file.path for file in on.files if missing(file.path))
    found = [str(path) for path in files if path in named or _mentions(text, path.name)]
    earlier = "\n".join(f"{one.title}\n{one.body}" for one in before)
    made = (name for name in dict.fromkeys(_made(on)) if not _mentions(earlier, name))
    own = frozenset(_defined(step))
    found += [one for one in made if one not in own and _tells(one) and _mentions(text, one)]
    if not found and re.search(_NUMBERED.format(re.escape(on.number)), text, re.IGNORECASE):
        found = ["its number is named"]
    return tuple(found[:_MOST])


def _defined(step: Step) -> Iterator[str]:
    """The names that its code makes."""
    for block in step.code:
        yield from _MADE.findall(block.text)
        yield from _METHOD.findall(block.text)


def _made(step: Step) -> Iterator[str]:
    """The names that a step makes, as far as it says so."""
    yield from _NAME.findall(step.title)
    yield from _CALL.findall(step.title)
    yield from _defined(step)
    prose = step.body
    for block in step.code:
        prose = prose.replace(block.text, "")
    for span in _SPAN.findall(prose):
        call = _CALL.match(span)
        if call:
            yield call[1]
        elif _NAME.fullmatch(span) and "_" not in span:
            yield span


def _tells(name: str) -> bool:
    """Whether it is no common word: `from` is a variable in one step and a word in the next."""
    return _NAME.fullmatch(name) is not None or (len(name) > _SHORT and not name.isupper())


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w/.-]){re.escape(name)}(?![\w-])", text) is not None
