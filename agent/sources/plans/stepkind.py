"""What a step asks for, by its words: an edit of the tree, or something the user confirms."""

from __future__ import annotations

import re
from typing import get_args

from agent.core.patterns import deferred
from agent.core.plan import StepKind
from agent.sources.text.words import fold

_LONGEST = 300
_MOST_BODY = 4000
_CODE = deferred(r"`[^`\n]*`")
_ACTS = deferred(
    r"^(?:(?:final|koncow\w*|ostateczn\w*)\s+)?"
    r"(?:deploy\w*|rollout|release\b|wdrozenie(?:$|\s+(?:i|na|oraz)\b)|wdrozyc na|wdrozenie zmian"
    r"|(?:code|kod\w*|security|final|peer|przeprowadz\w*)[\s-]+(?:review|przeglad\w*)|review\b"
    r"|przeglad\b|przejrz\w*"
    r"|(?:manual|reczn|manualn)\w*|smoke|run(?:ning)?\b|uruchom\w*"
    r"|(?:code )?quality (?:checks?|assurance)|kontrol\w* jakosci|type[\s-]?check\w*"
    r"|lint(?:ing|er|y)?\b|formatting\b|build (?:and|&) verif\w*"
    r"|start (?:the |a )?(?:\w+ )?(?:server|app)"
    r"|click|kliknij\w*|open (?:the )?(?:app|browser|page)|otworz\w* (?:aplikacj|przegladar)"
    r"|commit\b|merge\b|push\b|pull request|open (?:a )?(?:pr|pull)|notify|powiadom)"
)
_VERIFIES = r"verify|verification|weryfikac\w*|zweryfik\w*|sprawdz\w*"
_LOOKS = deferred(
    r"\b(?:deploy\w*|code[\s-]review|przeglad\w* kodu|manual\w*|reczn\w*|smoke|qa"
    r"|run (?:the )?(?:\w+ )?(?:tests?|checks?|linters?|lint|migrations?)|checklist\w*|sign[\s-]off"
    r"|monitor\w*|staging|production|produkcj\w*)\b"
)
# In the middle of a title these words say what the code is to check.
_VERIFIES_FIRST = deferred(
    rf"(?:^|[\u2013\u2014-] )(?:(?:final|koncow\w*|manual|testy?)\b.{{0,20}})?(?:{_VERIFIES})\b"
)
_VERIFIES_LAST = deferred(
    r"\b(?:build|final|deployment|performance|database|rls|polic(?:y|ies)|constraints?|testing|tests?"
    r"|types?|lint\w*)\b.*\bverification\b|\b(?:testy|testowanie|test\w*)\b.*\bweryfikac"
)
_CHANGES = deferred(
    r"implement|creat|\badd|writ|extend|updat|modif|defin|\bbuild|generat|refactor|configur|regist"
    r"|set ?up|unit|jednostk|integra|napis|pisan|dodaj|dodan|dodac|utworz|stworz|rozszerz|aktualiz"
    r"|przygot|schem|servic|serwis|kontroler|controller|endpoint|handler|router|valid|walidac"
    r"|migrac|model|repozyt|repositor|document|dokument|obslug|middleware|logg|logow|\btyp|mapow"
    r"|infrastr|fix|popraw|wdroz\w* (?:mechan|logik|obsl)"
)
# A check that the code is to make, not the user: what it answers stands below it.
_ANSWERS = deferred(r"\b(?:return|zwroc(?! uwag)|zwrocic|throw|rzuc|rzucic|wywolaj|wywolac)\b")
_TRIES = deferred(
    r"^(?:testowanie|testing|przetestuj\w*|przetestow\w*"
    r"|test (?!plan|suite|cover|case)(?:the |all )?\w+)\b"
)
_WRITES = deferred(
    r"\bunit\b|jednostkow|integra|e2e|napis|pisan|\bwrit|\badd\b|dodaj|dodan|\bcreat|utworz|stworz"
    r"|implement|przygot|\.test\.|\.spec\.|vitest|\bjest\b|pytest|phpunit|xunit|junit|\bmock"
    r"|automat|coverage|pokryci"
)
_FENCE = deferred(r"```.*?(?:```|\Z)", re.DOTALL)


def kind_of(title: str, *, written: str, touches: bool, body: str = "") -> StepKind:
    """The kind a step says of itself, else the one guessed; `touches` = it names files or code."""
    kinds: tuple[StepKind, ...] = get_args(StepKind)
    for kind in kinds:
        if written.casefold().startswith(kind):
            return kind
    text = fold(_CODE.sub(" x ", title[:_LONGEST])).strip()
    below = fold(_FENCE.sub(" ", body[:_MOST_BODY]))
    if touches:
        # Files may be named only to be looked at.
        looks = _VERIFIES_FIRST.search(text) and not _CHANGES.search(below)
        return "confirm" if looks and not _ANSWERS.search(below) else "edit"
    return "confirm" if _is_done_by_hand(text, below) else "edit"


def _is_done_by_hand(title: str, body: str) -> bool:
    if _ACTS.match(title) or (_LOOKS.search(title) and not _CHANGES.search(title)):
        return True
    if _TRIES.match(title):
        return not _WRITES.search(title) and not _WRITES.search(body)
    verifies = _VERIFIES_FIRST.search(title) or _VERIFIES_LAST.search(title)
    return verifies is not None and _ANSWERS.search(body) is None
