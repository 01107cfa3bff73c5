"""What a step asks for, by its words: an edit of the tree, or something the user confirms."""

from __future__ import annotations

import re
from typing import get_args

from agent.core.plan import StepKind
from agent.sources.words import fold

_LONGEST = 300
_ACTS = re.compile(
    r"^(?:(?:final|koncow\w*|ostateczn\w*)\s+)?"
    r"(?:deploy\w*|rollout|release\b|wdrozenie(?:$|\s+(?:i|na|oraz)\b)|wdrozyc na|wdrozenie zmian"
    r"|(?:code|kod\w*|security|final|peer|przeprowadz\w*)[\s-]+(?:review|przeglad\w*)|review\b"
    r"|przeglad\b|przejrz\w*"
    r"|(?:manual|reczn|manualn)\w*|smoke|run(?:ning)?\b|uruchom\w*"
    r"|start (?:the |a )?(?:\w+ )?(?:server|app)"
    r"|click|kliknij\w*|open (?:the )?(?:app|browser|page)|otworz\w* (?:aplikacj|przegladar)"
    r"|commit\b|merge\b|push\b|pull request|open (?:a )?(?:pr|pull)|notify|powiadom)"
)
_LOOKS = re.compile(
    r"\b(?:deploy\w*|code[\s-]review|przeglad\w* kodu|manual\w*|recznie?|smoke|qa"
    r"|run (?:the )?(?:\w+ )?(?:tests?|checks?|linters?|lint|migrations?)|checklist\w*|sign[\s-]off"
    r"|verify|verification|weryfikac\w*|zweryfik\w*|sprawdz\w*|monitor\w*|staging|production"
    r"|produkcj\w*)\b"
)
_CHANGES = re.compile(
    r"implement|creat|\badd|writ|extend|updat|modif|defin|\bbuild|generat|refactor|configur|regist"
    r"|set ?up|unit|jednostk|integra|napis|pisan|dodaj|dodan|dodac|utworz|stworz|rozszerz|aktualiz"
    r"|przygot|schem|servic|serwis|kontroler|controller|endpoint|handler|router|valid|walidac"
    r"|migrac|model|repozyt|repositor|document|dokument|obslug|middleware|logg|logow|\btyp|mapow"
    r"|infrastr|fix|popraw|wdroz\w* (?:mechan|logik|obsl)"
)


def kind_of(title: str, *, written: str, touches: bool) -> StepKind:
    """The kind a step says of itself, else the one guessed; `touches` = it names files or code."""
    kinds: tuple[StepKind, ...] = get_args(StepKind)
    for kind in kinds:
        if written.casefold().startswith(kind):
            return kind
    text = fold(title[:_LONGEST]).strip()
    if touches:
        return "edit"
    if _ACTS.match(text) or (_LOOKS.search(text) and not _CHANGES.search(text)):
        return "confirm"
    return "edit"
