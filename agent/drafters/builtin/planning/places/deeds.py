"""How deeds are called: `create`, `add` and `insert` do alike."""

from __future__ import annotations

from collections.abc import Sequence

from agent.drafters.builtin.planning.subject import Act, Subject

# How a deed is called, by what the call does.
DEEDS: dict[Act, tuple[str, ...]] = {
    "list": ("list", "get", "search", "find", "fetch", "browse"),
    "get": ("get", "find", "fetch", "read", "show"),
    "create": ("create", "add", "insert", "store"),
    "update": ("update", "edit", "modify", "patch"),
    "delete": ("delete", "remove", "destroy"),
}
VERBS = frozenset(word for words in DEEDS.values() for word in words)


def deed_of(subject: Subject, verbs: Sequence[str]) -> str:
    """The function's name with the verb that the neighbours have for such a deed."""
    if subject.act == "action" or subject.called:
        return subject.function
    return f"{verb_of(subject, verbs)}_{subject.things if subject.act == 'list' else subject.thing}"


def verb_of(subject: Subject, verbs: Sequence[str]) -> str:
    """What the deed is called, as most of the neighbours call it."""
    if subject.act == "action":
        return subject.verb
    known = DEEDS[subject.act]
    return max((one for one in known if one in verbs), key=verbs.count, default=known[0])


def is_read(deed: str) -> bool:
    """Whether what a deed is called reads."""
    return deed in DEEDS["list"] or deed in DEEDS["get"]


def is_same(deed: str, subject: Subject) -> bool:
    """Whether a deed is called as ours may be."""
    return deed == subject.verb if subject.act == "action" else deed in DEEDS[subject.act]
