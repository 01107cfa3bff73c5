"""Words by which a section of a planning document tells what it is about.

English and Polish, and of other languages what says that something is for later.
"""

from __future__ import annotations

import re
from functools import lru_cache

from agent.core.patterns import deferred

# A word like "planned" may be part of a resource's name; then it stands with no such noun.
_NOUN = (
    r"(?:endpoints?|features?|api|routes?|resources?|enhancements?|improvements?|extensions?|work"
    r"|items?|versions?|phases?|scope|tables?|functionalit\w+|considerations?|additions?)"
)
# German, Romance, Russian and Ukrainian, Chinese, Japanese, Korean.
_LATER_ABROAD = (
    r"(?:geplant|(?:zu)?künftig)\w*|futur(?:[oaeis]|os|as|es)?|(?:planead|planejad|planificad"
    r"|propost|propuest|previst)[oaie]s?|prévue?s?|à venir|(?:будущ|майбутн|запланирован"
    r"|заплан)\w*|планируется|未実装|計画中|规划中|待实现|待开发|未实现|예정|미구현"
    r"|masa depan|mendatang|direncanakan"
)
_NOUN_ABROAD = r"(?:endp|funk|func|funç|fonct|rout|rut|rot|api|ендп|эндп|функц)\w*"
_APART = deferred(
    r"\bpost[-\u2010\u2011 ]?mvp"
    r"|\b(?:out of|not in|outside(?: of)?) (?:the )?(?:scope|mvp)|\bnice to have\b"
    r"|\b(?:po|poza) mvp\b|\bpoza zakresem|\bprzyszł\w*|\bfuture\b|\bnon[- ]goals?\b"
    # What is called "Roadmap" is one; "Roadmap steps" and "Get roadmap" are about a resource.
    r"|^\W*(?:\d[\d.]*\W+)?(?:(?:api|product|project|development|implementation|technical) )?"
    r"roadmap\s*(?:$|[(:&\u2013-]|and\b)"
    rf"|\b(?:removed|deprecated|dropped|deferred|planned|later|backlog|optional) {_NOUN}\b"
    r"|(?:^|[(\[])\W{0,9}(?:removed|deprecated|dropped|deferred|planned|later|backlog|usunięt\w*"
    r"|wycofan\w*|odłożon\w*|planowan\w*|rozszerzalno\w*|extensions?|v2|roadmap|proposed"
    rf"|{_LATER_ABROAD})\W{{0,9}}(?:$|[)\]])"
    # The same before or after a noun that is the same in most languages.
    rf"|\b(?:{_LATER_ABROAD})\s(?:\w+\s)?{_NOUN_ABROAD}|\b{_NOUN_ABROAD}\s(?:{_LATER_ABROAD})(?!\w)"
    r"|今後の|将来の|実装予定|未来(?:规划|扩展|功能|接口|版本)|后续(?:规划|工作|版本)|待办|향후|추후|보류"
    r"|후속 (?:작업|과제|개발)|\bfutur(?:[oaei]|[oae]s|ure?s?)\b|\b(?:zu)?künftig\w*|\bzukunft\b"
    r"|\bausblick\b|\bpróxim[oa]s (?:pas+os|etapas)|\b(?:в|на) будущ\w+\b|\bв майбутньому\b"
    r"|\bgelecek\w*|\bbudouc\w*"
    r"|\b(?:variants?|alternatives?|options?|approaches) (?:\w+ )?(?:considered|rejected)\b"
    r"|\b(?:considered|rejected) (?:variants?|alternatives?|options?|approaches)\b"
    r"|\b(?:rozważ\w+|odrzuc\w+) (?:wariant\w*|alternatyw\w*|opcj\w*)"
    r"|\bopcjonaln\w+ (?:endpoint\w*|punkty|funkcj\w*)"
    r"|^\W{0,9}(?:rozszerzalno|odłożon|planowane (?:endpoint|funkc|rozszerz))",
    re.IGNORECASE,
)
_REMOVED = deferred(
    r"~~|\b(?:removed|deprecated|dropped|considered|rejected|usunięt\w*|wycofan\w*|rozważ\w*"
    r"|odrzuc\w*)",
    re.IGNORECASE,
)
# Whose own endpoints a list may repeat.
_SERVED = deferred(
    r"\b(?:via|through|using|by|przez|poprzez|przy użyciu)\s+(?:the\s+)?"
    r"(?:supabase|firebase|auth0|clerk|cognito|keycloak)\b",
    re.IGNORECASE,
)
# About endpoints, whatever section it stands in; the second only where no list was announced.
_ASIDE = deferred(
    r"\b(?:rate[- ]?limit\w*|throttl\w*|limit\w* (?:żądań|zapytań|requests)|validation\w*"
    r"|walidac\w*|business (?:logic|rules?)|logik\w* biznes\w*|error (?:handling|codes?|responses?)"
    r"|obsługa błędów|mapping|mapowanie|matrix|traceab\w*|security considerations?|caching)\b",
    re.IGNORECASE,
)
_SPOKEN_OF = deferred(
    r"\b(?:security|bezpiecze\w*|performance|wydajno\w*|cach\w+|test\w*|monitoring|observab\w*"
    r"|metryki|logging|versioning|wersjonowan\w*|pagination|paginac\w*|filtering|filtrowan\w*"
    r"|query param\w*|index|indeks|summary"
    r"|podsumowanie|overview|przegląd|notes?|uwagi|decisions?|decyzj\w*|considerations?|assumptions?"
    r"|założenia|naming|conventions?|kon[wv]en[ct]\w*|convenc\w*|convenç\w*|examples?|przykład\w*|idempoten\w*|authoriz\w*"
    r"|autoryzac\w*|permissions?|uprawnie\w*|checklist\w*|changelog|migrac\w*|migrations?"
    r"|implementa(?!d)\w*|wdroż\w*|workflows?|przepływ\w*|flows?|cors|usage|compliance|priorit\w*"
    r"|priorytet\w*|coverage|pokrycie|logik\w*|błęd\w*|obsługa)\b|命名",
    re.IGNORECASE,
)
_ENDPOINTS = deferred(
    r"endpoint|end[- ]points?\b|punkty końcowe|punktów końcowych|\broutes?\b|\btrasy\b"
    r"|\boperations\b|\boperacje\b|\bmetody api\b",
    re.IGNORECASE,
)
# "Endpoints for tests" lists them, "Endpoint tests" speaks of them.
_LIST_OF = deferred(
    r"\W*(?:\d[\d.]*\W+)?(?:api )?(?:endpoints?|routes?|rotas|rutas|endpunkte|punkty końcowe)"
    r" (?:for|of|de|do|da|del|dla|für|pour|per)\b",
    re.IGNORECASE,
)
_TABLES = deferred(
    r"\b(tables?|tabel\w*|tabele|collections|kolekcj\w*|entities|encj\w*|models?)\b"
    # German, the Romance languages, Russian, Ukrainian, Czech, Turkish.
    r"|\b(?:tabellen?|entitäten|tablas|entidades|colecciones|tabelas|coleções|entités|tabelle|entità"
    r"|таблиц\w*|сущност\w*|таблиц[іь]|сутност\w*|tabulk\w*|tablolar)\b"
    r"|\bschema definition\b|\b(?:database|db) schema\b|\bschemat bazy\b",
    re.IGNORECASE,
)
# What a title lists in brackets of what it is about; "Rules of PostgreSQL (RLS)" is about that.
_ASIDE_IN = deferred(r"\((?=[^(),]*,)(?![^()]*\b(?:rls\b|row[- ]level))[^()]*\)", re.IGNORECASE)
_HEAD = deferred(r"\s[-\u2013\u2014]\s|\(")
_NOT_THE_LIST = deferred(
    r"between|między|relation(?!al)|relacj(?!yjn)|polic|\brls\b|standard", re.IGNORECASE
)
_NO_TABLES = deferred(
    r"relation(?!al)|relacj(?!yjn)|index|indeks|polic|polityk|\brls\b|row[- ]level|security"
    r"|bezpiecze|trigger|wyzwalacz|\bviews?\b|widok|enum|wylicz|function|funkcj|partition|partycj|migra|notes\b|uwag"
    r"|^\W*(?:\d[\d.]*\W+)?note\b"
    r"|decy[sz]|decisi|decisõ|decisã|next steps|kolejne kroki|następne kroki"
    r"|validation|walidac|extension|rozszerze|(?:custom|helper|postgres\w*) type|user-defined"
    r"|monitor|seed"
    r"|typy (?:pomocnicze|własne)|kwestie|(?:open|unresolved) \w+|nierozstrzyg|example"
    r"|przykład|diagram|performance|wydajno|retention|scal|summary|podsumow|consider|cascad|integrity"
    r"|spójno|zadania|jobs?\b|overview|przegląd|typy danych|standard|backup|design|cleanup|czyszcz"
    r"|baseline|conventions?\b|\b(?:required|common|typical|key) (?:queries|mutations)\b"
    r"|^\W*(?:\d[\d.]*\W+)?(?:queries|mutations)\W*$"
    r"|constraints?\b(?!.*\btabl)|normaliz|procedur|storage|kardynal|założe",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def is_apart(title: str) -> bool:
    """Whether things under this title are planned for later, or removed."""
    return _APART.search(title) is not None


def is_removed(title: str) -> bool:
    """Whether what is kept apart by these words is there no more, rather than to come."""
    return _REMOVED.search(title) is not None


def is_served(lead: str) -> bool:
    """Whether what this introduces is another service's."""
    return _SERVED.search(lead) is not None


def is_aside(title: str) -> bool:
    """Whether endpoints under this title are only spoken of, wherever it stands."""
    return _ASIDE.search(title) is not None


def speaks_of(title: str) -> bool:
    """Whether endpoints under this title are spoken of, unless they are described there."""
    return _SPOKEN_OF.search(title) is not None


@lru_cache(maxsize=1024)
def is_endpoints(title: str) -> bool:
    """Whether this title says that the endpoints follow."""
    if _LIST_OF.match(title):
        return True
    return _ENDPOINTS.search(title) is not None and not (is_aside(title) or speaks_of(title))


def is_tables(title: str) -> bool:
    """Whether this title says that the tables follow."""
    head = _HEAD.split(title, maxsplit=1)[0]
    return _TABLES.search(head) is not None and not _NOT_THE_LIST.search(head)


def is_no_table(title: str) -> bool:
    """Whether what stands under this title is something else than tables."""
    kind = _ASIDE_IN.sub("", title)
    return _NO_TABLES.search(kind) is not None
