"""Other names in a drafted plan: only those of its functions, types and files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.stepdraft import StepDraft
from agent.drafters.builtin.planning.facts.wishes import Rename, Wish, role_named

_IT = frozenset(("it", "this", "that", "function"))
_NO_NAMES = frozenset(("the", "an", "it", "that", "this", "something", "differently", "otherwise"))
_NAME = deferred(r"[A-Za-z_$][\w$]*")


def renamed(text: str, wishes: Sequence[Wish], brief: Brief, drafts: Sequence[StepDraft]) -> str:
    """The text with other names; a name in a source stays, the document is called as it is."""
    names = frozenset(_names(brief, drafts))
    now = {name: name for name in names}
    for wish in wishes:
        if not isinstance(wish, Rename) or wish.new.casefold() in _NO_NAMES:
            continue
        meant = _meant(wish.old, drafts)
        old = now.get(meant, meant)
        if old in now.values() and _fits(old, wish.new):
            word = re.compile(rf"(?<![\w.-]){re.escape(old)}(?![\w-])")
            text = word.sub(wish.new.replace("\\", ""), text)
            now = {name: wish.new if one == old else one for name, one in now.items()}
    return text


def _names(brief: Brief, drafts: Sequence[StepDraft]) -> Iterator[str]:
    yield from (one for one in (brief.function, brief.signature, *brief.names.needed()) if one)
    for draft in drafts:
        yield from (place.path.value for place in draft.places)
        yield from (place.path.name for place in draft.places)
        subject = draft.title.partition(": ")[2]
        for name in _NAME.findall(subject):
            if name != name.lower() or "_" in name or f"{name}()" in subject:
                yield name


def _fits(old: str, new: str) -> bool:
    """A file gets the name of a file, anything else that of code."""
    return ("." in new) if "." in old else _NAME.fullmatch(new) is not None


def _meant(old: str, drafts: Sequence[StepDraft]) -> str:
    """The name itself, or that of the function which "it" or "the service" stands for."""
    role = "service" if old.casefold() in _IT else role_named(old)
    title = next((one.title for one in drafts if role is not None and one.role == role), None)
    return title.partition(": ")[2].removesuffix("()") if title else old
