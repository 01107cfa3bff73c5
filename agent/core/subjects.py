"""The subject of a commit: the user's template for it, or how earlier ones are worded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.values import dataclass

CONVENTIONAL = "{type}({scope}): {subject}"
_UNSCOPED = "{type}: {subject}"
_PLAIN = "{subject}"

_COMMIT_NAMES = frozenset({"type", "scope", "subject", "ticket"})
_BRANCH_NAMES = {"ticket": r"(?P<ticket>[A-Za-z]\w*-\d+|#?\d+)", "type": r"[^/]+?", "slug": r".+"}
_PLACE = deferred(r"\{(\w*)\}")
_KEY = r"[A-Z][A-Z0-9]+-\d+"
_TICKET = deferred(rf"(?<![A-Za-z0-9]){_KEY}(?![A-Za-z0-9])")
_LED = deferred(rf"(?P<form>\[{_KEY}\]:?|{_KEY}(?::| -)?) (?P<rest>\S.*)")
_TYPED = deferred(r"(?P<type>[a-z]+)(?:\((?P<scope>[^)]+)\))?!?: (?P<subject>\S.*)")
_FILLED = {
    "type": r"[a-z]+",
    "scope": r"(?P<scope>[^)\]]+)",
    "subject": r"(?P<subject>.+)",
    "ticket": r"\S+?",
}
_NOT_OURS = deferred(r"Merge |Revert \"")
# Changes of other kinds have no one part of the code to name.
_TESTS = deferred(
    r"(?:^|/)(?:tests?|__tests__|specs?|e2e|[\w.]*Tests?)/|(?:^|/)test_[^/]*$"
    r"|[._-](?:test|spec)s?\.\w+$|Tests?\.\w+$"
)
_LABEL = deferred(r"(?:tests?|testy):\s+", re.IGNORECASE)
_SCOPED = frozenset({"feat", "fix", "test", "refactor", "perf"})
# Where a template leaves the type out, these would not be told from the step itself.
_TELLING = frozenset({"revert", "redo"})
_LONGEST = 200
# So few earlier subjects do not say how they are worded here.
_FEW = 5
_SHAPE = deferred(
    r"(?<!\w)[<\[{]?type[>\]}]?(?P<scope>\[?\(?[<\[{]?(?:optional )?scope[>\]}]?\)?\]?)?!?: ?"
    r"[<\[{]?(?:short |brief |imperative )?(?:subject|description|message|summary|title)",
    re.IGNORECASE,
)
_NAMED = deferred(r"\bconventional[ -]commits?\b", re.IGNORECASE)
_DENIED = deferred(r"\b(?:not?|never|don't|without|instead of)\b", re.IGNORECASE)
_LONGEST_RULE = 2000
_ORDERS = deferred(r"\[(skip[ -][\w ]{1,20}|\w{1,20}[ -]skip|no ci)\]", re.IGNORECASE)
_BETWEEN = r"[\s:;,/|#\u2013-]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The templates of `.ai/waltz.toml`: of a subject, and of a branch that holds a ticket."""

    commit: str = ""
    branch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a subject is made from; `scope` and `ticket` may be empty."""

    type: str
    scope: str
    subject: str
    ticket: str = ""


def commit_fault(template: str) -> str:
    """What is wrong with the template of a subject; empty for nothing."""
    return _fault(template, known=_COMMIT_NAMES, needed="subject")


def branch_fault(template: str) -> str:
    """What is wrong with the template of a branch; empty for nothing."""
    return _fault(template, known=frozenset(_BRANCH_NAMES), needed="ticket")


def _fault(template: str, *, known: frozenset[str], needed: str) -> str:
    names = _PLACE.findall(template)
    strange = next((name for name in names if name not in known), None)
    if strange is not None:
        allowed = ", ".join(f"{{{name}}}" for name in sorted(known))
        return f"{{{strange}}} is none of {allowed}"
    if len(set(names)) < len(names):
        return "it holds a placeholder twice"
    if needed not in names:
        return f"it holds no {{{needed}}}"
    if re.search(r"[{}\x00-\x1f\x7f]", _PLACE.sub("", template)) or len(template) > _LONGEST:
        return "a brace or control character stands in it, or it is too long"
    return ""


def ordering_nothing(text: str) -> str:
    """A document's words without what a build server obeys: `[skip ci]` is `(skip ci)` (T39)."""
    return _ORDERS.sub(r"(\1)", text)


def ticket_in(branch: str, template: str) -> str:
    """The ticket that the branch's name holds, where the template says; empty for none."""
    if not template:
        found = _TICKET.search(branch)
        return found[0] if found else ""
    parts = _PLACE.split(template)
    pattern = "".join(
        _BRANCH_NAMES[part] if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
    match = re.fullmatch(pattern, branch)
    return match["ticket"] if match else ""


def undecided(subjects: Sequence[str]) -> bool:
    """Whether there are too few of the user's to tell how they are worded."""
    return sum(not _NOT_OURS.match(one) for one in subjects) < _FEW


def told(rules: Iterable[str]) -> str:
    """The template that a rules document shows or names; empty where none does."""
    lines = [line for text in rules for line in text.split("\n") if len(line) <= _LONGEST_RULE]
    shown = next((match for line in lines if (match := _SHAPE.search(line))), None)
    if shown is not None:
        return CONVENTIONAL if shown["scope"] else _UNSCOPED
    named = any(_NAMED.search(line) and not _DENIED.search(line) for line in lines)
    return CONVENTIONAL if named else ""


def guess(subjects: Sequence[str]) -> str:
    """The template that most of these subjects follow; the conventional one for none at all."""
    own = [one for one in subjects if not _NOT_OURS.match(one)]
    led = [match for one in own if (match := _LED.fullmatch(one))]
    if 2 * len(led) <= len(own):
        return _kind(own)
    forms = Counter(_TICKET.sub("{ticket}", one["form"]) for one in led)
    (form, _), *_ = forms.most_common(1)
    return f"{form} {_kind([one['rest'] for one in led])}"


def _kind(subjects: Sequence[str]) -> str:
    typed = [match for one in subjects if (match := _TYPED.match(one))]
    if 2 * len(typed) < len(subjects):
        return _PLAIN
    scopes = [one["scope"] or "" for one in typed if one["type"] in _SCOPED]
    tickets = sum(_TICKET.fullmatch(scope) is not None for scope in scopes)
    if 2 * tickets > len(scopes):
        return "{type}({ticket}): {subject}"
    return CONVENTIONAL if 2 * sum(map(bool, scopes)) >= len(scopes) else _UNSCOPED


def parted(template: str, subject: str) -> tuple[str, str]:
    """A subject's scope, and what it says beside what the template or a type adds to it."""
    parts = enumerate(_PLACE.split(template))
    pattern = "".join(_FILLED[part] if at % 2 else re.escape(part) for at, part in parts)
    match = re.fullmatch(pattern, subject) or _TYPED.fullmatch(subject)
    found = match.groupdict() if match is not None else {}
    return found.get("scope") or "", found.get("subject") or subject


def holds_tests(paths: Iterable[RepoPath]) -> bool:
    """Whether all of the files are tests."""
    return all(_TESTS.search(one.value) for one in paths)


def without_label(text: str) -> str:
    """A title of tests without the word that the commit's type says as well."""
    return _LABEL.sub("", text) or text


def fill(template: str, words: Words) -> str:
    """The subject; what stands around an empty scope or ticket goes with it."""
    values = {"type": words.type, "scope": words.scope, "ticket": words.ticket}
    values["subject"] = _text(template, words)
    shape = template
    for name in ("scope", "ticket"):
        if not values[name] and f"{{{name}}}" in shape:
            shape = _without(shape, name)
    return _PLACE.sub(lambda place: values[place[1]], shape).strip()


def _text(template: str, words: Words) -> str:
    """A subject begins with a small letter after its type, else with a capital one.

    A name of code is left as it is written.
    """
    plain = ordering_nothing(words.subject).strip().rstrip(".")
    if "{type}" in template:
        named = any(letter.isupper() for letter in plain.partition(" ")[0][1:])
        return plain if named else plain[:1].lower() + plain[1:]
    told = f"{words.type} {plain}" if words.type in _TELLING else plain
    return told[:1].upper() + told[1:]


def _without(template: str, name: str) -> str:
    """The template without this place and its brackets; one separator is left, if any."""
    place = rf"\{{{name}\}}"
    pattern = rf"({_BETWEEN}*)(?:\({place}\)|\[{place}\]|{place})({_BETWEEN}*)"
    before, left, right, after = re.split(pattern, template, maxsplit=1)
    if before[-1:] in {"", "(", "["} or after[:1] in {"", ")", "]"}:
        return before + after
    return before + (right if right.strip() or not left.strip() else left) + after
