"""The words by which people title plans and their sections.

English and Polish in full; of other languages what their plans' headings are made of.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal

from agent.core.patterns import deferred

SectionKind = Literal[
    "overview",
    "request",
    "types",
    "response",
    "flow",
    "security",
    "errors",
    "performance",
    "steps",
    "view",
]

# What a plan for an endpoint has sections of.
CORE: frozenset[SectionKind] = frozenset(
    ("request", "types", "response", "flow", "security", "errors", "performance")
)
# A longer heading is no heading; the patterns are not linear in its length.
_LONGEST = 200

# The first pattern that matches decides, so the narrow ones stand first.
_KINDS: tuple[tuple[SectionKind, str], ...] = (
    ("view", r"component|komponent|routing widoku|view routing|user interaction"),
    ("view", r"interakcj\w* uzytk|state management|zarzadzani\w* stanem|layout"),
    # A resource may be called a request: "Join Request Controller".
    ("request", r"\brequest(?!\w* (?:controller|resource|model|polic|service|factor|repositor))"),
    ("request", r"szczegol\w* (?:zada|zapyta|endpoint)|endpoint (?:spec|det)"),
    ("request", r"specyfikacj\w* (?:endpoint|punkt|zada)|^endpoints?$"),
    ("request", r"^(?:endpoint\w*|punkt\w* koncow\w*)\b.*(?:szczegol|specyfik|detail)"),
    ("request", r"^inputs?\b|^dane wejsciowe\b|^wejsci[ea]\b"),
    ("response", r"\bresponse|odpowiedzi?\b|^outputs?\b|^dane wyjsciowe\b|^wyjsci[ea]\b"),
    ("types", r"\btypes?\b|\btyp(?:y|ow)\b|\bdtos?\b|data (?:transfer|models?)"),
    ("flow", r"data ?flow|\bflow\b|przeplyw"),
    ("security", r"secur|bezpiecz|authenti|authori|autoryz|uwierzyt"),
    ("errors", r"error|exception|\bbled|\bblad|wyjatk"),
    ("performance", r"performan|wydajnos|optimi[sz]ation|optymalizac"),
    ("overview", r"overview|przeglad|\bpurpose\b|^(?:opis|cel|scope|zakres)\b"),
    ("overview", r"^(?:introduction|wprowadzenie|description)\b"),
    # German, French, Spanish, Portuguese, Italian, Russian, Ukrainian, Czech, Japanese, Chinese,
    # Korean
    ("view", r"компонент|コンポーネント|画面|组件|組件|页面|컴포넌트|화면"),
    ("request", r"anfrage|requete|solicitud|peticion|requisicao|richiesta|запрос|запит|pozadav"),
    ("request", r"リクエスト|请求|請求|요청|endpunkt|エンドポイント|엔드포인트"),
    (
        "response",
        r"antwort|reponse|respuesta|resposta|risposta|odpoved|ответ|відповід|レスポンス|响应|응답",
    ),
    ("types", r"datentyp|\b(?:typen|tipos|tipi|типы|типи)\b|型定義|データ型|类型|타입"),
    ("flow", r"datenfluss|\bablauf|\b(?:flux|flujo|fluxo|flusso|tok dat)\b|поток|потік"),
    ("flow", r"データフロー|処理の流れ|数据流|流程|흐름"),
    ("security", r"sicherheit|segur(?:idad|anca)|sicurezza|bezpecnost|безопас|безпек"),
    ("security", r"セキュリティ|認証|认证|安全|보안|인증"),
    (
        "errors",
        r"\bfehler|erreur|\berro(?:s|res|ri|re)?\b|\bchyb|ошибк|помилк|エラー|错误|錯誤|오류|에러",
    ),
    (
        "performance",
        r"leistung|rendimiento|desempenho|prestazion|производительн|продуктивн|\bvykon(?:u|nost\w*)?\b",
    ),
    ("performance", r"パフォーマンス|性能|성능"),
    (
        "overview",
        r"uberblick|ubersicht|resumen|apercu|vue d.ensemble|visao geral|vision general|\bprehled",
    ),
    ("overview", r"panoramica|обзор|огляд|概要|概述|目的|개요"),
)
_WORK = (
    r"(?:implement\w*|wdroz\w*|wdraz\w*|realizacj\w*|wykonani\w*|develop\w*|build\w*|cod(?:ing|e)"
    r"|umsetz\w*|entwicklung\w*|desarroll\w*|desenvolv\w*|mise en (?:oe|\u0153)uvre|svilupp\w*"
    r"|realizac\w*|zavedeni\w*|vyvoj\w*|реализац\w*|реалізац\w*|внедрени\w*|впроваджен\w*|разработк\w*|розробк\w*)"
)
_STEPS = (
    r"(?:steps?|stages?|phases?|tasks?|krok\w*|etap\w*|faz\w*|zada[nc]\w*|schritte?|phasen|aufgaben"
    r"|taches|pas[st]?os?|passi|fas[ei]s?|tar[ei]+f?as|stappen|шаг\w*|этап\w*|крок\w*|етап\w*|задач\w*)"
)
_COMPOUND = (
    r"(?:implementier|umsetz)ungs(?:schritte|phasen|aufgaben)"
    r"|実装(?:手順|ステップ|フェーズ|工程|タスク)|(?:实施|实现|开发|實作|实作)(?:步骤|步驟|阶段|任务)"
    r"|구현\s?(?:단계|순서|작업)"
)
_ORDER = r"(?:plan|order|sequence|checklist|roadmap|kolejnosc|harmonogram|guide|lista)"
_RANKS: tuple[tuple[int, str], ...] = (
    (5, rf"\b{_STEPS}\b.*\b{_WORK}|\b{_WORK}\b.*\b{_STEPS}\b|{_COMPOUND}"),
    (4, rf"^{_STEPS}$|step[- ]by[- ]step|krok po kroku|^(?:手順|ステップ|步骤|步驟|단계)$"),
    # "Kroki wdrożenia", put into English by its other meaning.
    (4, rf"^(?:deployment|rollout|delivery) {_STEPS}$"),
    (3, rf"\b{_ORDER}\b.*\b{_WORK}|\b{_WORK}\b.*\b{_ORDER}\b"),
    (2, r"^(?:action plan|plan dzialani\w*|work (?:items|breakdown)|to-?do|checklista?)$"),
    (1, rf"^{_WORK}$"),
)
_LATER = deferred(r"\b(?:future|next|przyszl\w*|kolejne|post[- ]mvp|optional)\b")
_NUMBER = deferred(
    r"^(?:[^\w\s\[({<`/]+\s*)?(?:(?:section|sekcja|rozdzial)\s+)?\d+(?:\.\d+)*\s*[.):\u2013\u2014-]*\s+"
)
# Accents; what Japanese and Hebrew write over letters makes others of them.
_MARKS = ("\u0300", "\u036f")
# A request; without its accents it is a task.
_ASKED = deferred(r"żądani[ea]", re.IGNORECASE)
_SYMBOLS = deferred(r"^[^\w\[({<`\"'/.]+")

# Only when a plan is read: it takes 9 ms, and most modules want no more of this one than `fold`.
_compiled = cache(re.compile)


def fold(text: str) -> str:
    """The text in lower case without accents, so that `Żądania` and `zadania` are one."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    plain = unicodedata.normalize("NFD", lower.replace("ł", "l"))
    bare = "".join(char for char in plain if not _MARKS[0] <= char <= _MARKS[1])
    return unicodedata.normalize("NFC", bare)


def _said(title: str) -> str:
    return fold(_ASKED.sub("request", unnumbered(title)))


def unnumbered(title: str) -> str:
    """A heading's text without its number, as in `9. Steps` or `2) Request`."""
    bare = _NUMBER.sub("", _SYMBOLS.sub("", title.strip()), count=1).strip()
    return bare or title.strip()


def is_numbered(title: str) -> bool:
    """Whether a heading's text starts with a number as sections do."""
    return _NUMBER.match(title.strip()) is not None


def steps_rank(title: str) -> int:
    """How surely a heading is that of a plan's steps: 0 for not at all, 5 for surely."""
    return _rank(title[:_LONGEST])


@lru_cache(maxsize=1024)
def _rank(title: str) -> int:
    text = re.sub(r"\([^()]*\)", "", _said(title)).strip(" :.")
    if _LATER.search(text):
        return 0
    return next((rank for rank, pattern in _RANKS if _compiled(pattern).search(text)), 0)


def section_kind(title: str) -> SectionKind | None:
    """What a plan's section is about, by its heading."""
    return _kind(title[:_LONGEST])


@lru_cache(maxsize=1024)
def _kind(title: str) -> SectionKind | None:
    if _rank(title) >= 3:  # noqa: PLR2004 - below this a heading may be about anything
        return "steps"
    text = _said(title).strip(" :.")
    return next((kind for kind, pattern in _KINDS if _compiled(pattern).search(text)), None)
