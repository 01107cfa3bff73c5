"""Words by which a section of a planning document tells what it is about, English and Polish."""

from __future__ import annotations

import re
from typing import Literal

Topic = Literal["endpoints", "tables", "apart", "aside", "other"]

_APART = re.compile(
    r"\b(future|post[- ]?mvp|out of scope|not in scope|removed|deprecated|dropped|deferred|planned"
    r"|later|backlog|roadmap|nice to have|v2|po mvp|poza mvp|poza zakresem|przyszł\w*|usunięt\w*"
    r"|wycofan\w*|odłożon\w*|planowan\w*|rozszerzalno\w*|extensions?\b(?! and))",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(rate[- ]?limit\w*|throttl\w*|limit\w* (?:żądań|zapytań|requests)|security|bezpiecze\w*"
    r"|validation\w*|walidac\w*|business (?:logic|rules?)|logik\w*|performance|wydajno\w*|cach\w+"
    r"|test\w*|monitoring|observab\w*|metryki|logging|versioning|wersjonowan\w*|pagination|paginac\w*"
    r"|error (?:handling|codes?|responses?)|błęd\w*|obsługa|mapping|mapowanie|matrix|traceab\w*"
    r"|index|indeks|summary|podsumowanie|overview|przegląd|notes?|uwagi|decisions?|decyzj\w*"
    r"|considerations?|assumptions?|założenia|conventions?|konwencj\w*|examples?|przykład\w*"
    r"|idempoten\w*|authoriz\w*|autoryzac\w*|permissions?|uprawnie\w*|checklist\w*|changelog"
    r"|migrac\w*|migrations?|implementa\w*|wdroż\w*|workflows?|przepływ\w*|flows?|cors"
    r"|usage|compliance|priorit\w*|priorytet\w*|coverage|pokrycie)\b",
    re.IGNORECASE,
)
_ENDPOINTS = re.compile(
    r"endpoint|end[- ]points?\b|punkty końcowe|punktów końcowych|\broutes?\b|\btrasy\b"
    r"|\boperations\b|\boperacje\b|\bmetody api\b",
    re.IGNORECASE,
)
_TABLES = re.compile(
    r"\b(tables?|tabel\w*|tabele|collections|kolekcj\w*|entities|encj\w*|models?)\b"
    r"|\bschema definition\b|\b(?:database|db) schema\b|\bschemat bazy\b",
    re.IGNORECASE,
)
_NO_TABLES = re.compile(
    r"relation|relacj|index|indeks|polic|polityk|\brls\b|row[- ]level|security|bezpiecze|trigger"
    r"|wyzwalacz|view|widok|enum|wylicz|function|funkcj|partition|partycj|migra|note|uwag|decy[sz]"
    r"|validation|walidac|extension|rozszerze|custom type|user-defined|monitor|seed|example"
    r"|przykład|diagram|performance|wydajno|retention|scal|summary|podsumow|consider|cascad|integrity"
    r"|spójno|zadania|jobs?\b|overview|przegląd|typy danych|standard|backup|design|cleanup|czyszcz"
    r"|constraints?\b(?!.*\btabl)|normaliz|procedur|storage|kardynal|założe",
    re.IGNORECASE,
)


def is_apart(title: str) -> bool:
    """Whether things under this title are planned for later, or removed."""
    return _APART.search(title) is not None


def is_aside(title: str) -> bool:
    """Whether endpoints under this title are only spoken of."""
    return _ASIDE.search(title) is not None


def is_endpoints(title: str) -> bool:
    """Whether this title says that the endpoints follow."""
    return _ENDPOINTS.search(title) is not None and not is_aside(title)


def is_tables(title: str) -> bool:
    """Whether this title says that the tables follow."""
    head = _HEAD.split(title, maxsplit=1)[0]
    return _TABLES.search(head) is not None and not _NOT_THE_LIST.search(head)


def is_no_table(title: str) -> bool:
    """Whether what stands under this title is something else than tables."""
    return _NO_TABLES.search(title) is not None


_HEAD = re.compile(r"\s[-\u2013\u2014]\s|\(")
_NOT_THE_LIST = re.compile(
    r"between|między|relation(?!al)|relacj(?!yjn)|polic|\brls\b|standard", re.IGNORECASE
)
