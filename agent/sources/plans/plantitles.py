"""What a plan's title says: whether it is one, of what, and which endpoints it names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from agent.core.patterns import deferred
from agent.core.spec import Endpoint
from agent.core.values import dataclass
from agent.sources.plans.mentions import named
from agent.sources.plans.stepmarks import title_text
from agent.sources.text.words import fold

Subject = Literal["endpoint", "view", "other", "template", "about", "none"]

_LONGEST = 300
_PLAN = deferred(
    r"implementation plan|plan\w* (?:wdroz|implementac|realizac|implement)|implementac\w* plan"
    r"|plan (?:vyvoj|zaveden)\w*"
    r"|plan (?:for|of) implement|(?:implementierungs|umsetzungs|implementatie)plan"
    r"|plan d.implement|plan de mise en (?:oe|\u0153)uvre|plan de (?:implement|desarroll)\w*"
    r"|plano de (?:implement|implantac|desenvolv)\w*|piano di (?:implement|svilupp)\w*"
    r"|план (?:реализац|реалізац|внедрен|впроваджен|разработк|розробк)\w*"
    r"|実装(?:計画|プラン)|(?:实施|实现|开发|實作|实作)(?:计划|計畫|方案)|구현\s?계획"
)
# In Japanese letters stand beside words without a blank.
_ENDPOINT = deferred(
    r"\bendpoint|punkt\w* koncow|(?<![a-z])(?:rest )?api(?![a-z])|\brest\b|endpunkt|эндпоинт"
    r"|エンドポイント|端点|接口|엔드포인트"
)
_VIEW = deferred(
    r"\bviews?\b|\bwidok|\bui\b|frontend|\bcomponents?\b|komponent|\bpages?\b|\bstron[ay]\b"
    r"|\bscreens?\b|\bekran|\bmodal|\blayout|\bwidget|\bansicht|oberflache|\becran|\bpantalla"
    r"|\btelas?\b|экран|画面|フロントエンド|コンポーネント|页面|前端|组件|화면|프론트"
)
_OTHER = deferred(
    r"\bservices?\b|\bserwis|\buslug|\bclients?\b|\bklient|integra|\btests?\b|\btest(?:y|ow)\b|migra"
    r"|refactor|\bdeployment\b|\bci\b|\bmvp\b|テスト|测试|테스트|デプロイ|环境|環境|部署|배포"
)
_ABOUT = deferred(
    r"\b(?:summary|podsumowanie|report|raport|review|checklist\w*|prompt|guide|compliance)\b"
)
# What is written about an API beside its plans; a plan for one of these still says it is a plan.
_BESIDE = deferred(
    r"\b(?:documentation|dokumentacj\w+|specification|specyfikacj\w+|changelog|faq|examples"
    r"|przyklady|test(?:s| cases?| results?| plan)|testing|test(?:y|ow)|zrealizowan\w+)\b"
    r"|^\W*(?:notes|notatki)\b|\bnotatki z\b"
)
_WHOLE_API = deferred(r"\bapi plan\b|\bplan (?:rest )?api\b|\bapi (?:spec|doc|design|reference)")
_PLACEHOLDER = deferred(
    r"(?<![\w/])\[(?!x\]| \])[^\]/]*(?:name|nazw|endpoint|method|path|tytul|title)[^\]/]*\](?!\()"
    r"|\{\{|<(?:endpoint|method|name|nazwa)[^>]*>|\bxxx+\b"
)
_PATHS = deferred(r"`[^`]*`|(?<!\w)/\S+")
_FEATURE = deferred(r"feature implementation plan\b")
_PARTS = deferred(r"\s*:\s+|\s+[\u2013\u2014-]\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A heading read as a plan's title.

    `says_plan`: it calls itself an implementation plan, of a `feature` by that word; `bare`: it
    says nothing else.
    """

    text: str
    subject: Subject
    says_plan: bool
    bare: bool
    feature: bool = False
    endpoints: tuple[Endpoint, ...] = ()


def read_title(heading: str) -> Title:
    """What the heading says as a title."""
    return _read(heading[:_LONGEST])


@lru_cache(maxsize=1024)
def _read(heading: str) -> Title:
    text = title_text(heading)
    endpoints = named(text)
    label = _label(fold(text))
    return Title(
        text=text,
        subject=_subject(fold(text), label, endpoints),
        says_plan=_PLAN.search(label) is not None and _ABOUT.search(label) is None,
        bare=_PLAN.sub("", fold(text)).strip(" :.aui") == "",
        feature=_FEATURE.match(fold(text)) is not None,
        endpoints=endpoints,
    )


def _label(text: str) -> str:
    """The part that calls it a plan: what stands before the subject, or the whole."""
    return next((part for part in _PARTS.split(text) if _PLAN.search(part)), text)


def _is_about(label: str) -> bool:
    words = _PATHS.sub(" ", label)
    return any(pattern.search(words) for pattern in (_ABOUT, _BESIDE, _WHOLE_API))


def _subject(text: str, label: str, endpoints: tuple[Endpoint, ...]) -> Subject:
    if _PLACEHOLDER.search(text):
        return "template"
    if not _PLAN.search(label) and _is_about(label):
        return "about"
    if endpoints:
        return "endpoint"
    if _VIEW.search(label) and not re.search(r"\bendpoint|punkt\w* koncow", label):
        return "view"
    if _OTHER.search(label):
        return "other"
    return "endpoint" if _ENDPOINT.search(label) else "none"
