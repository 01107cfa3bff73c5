"""Whether what a model answers is saved: the documents may say that it is not."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.sentences.topical import is_deed_of

# "The cards are a preview and not saved."
_UNKEPT = deferred(
    r"\bnot (?:yet |automatically )?(?:be(?:en|ing)? )?(?:saved|stored|persisted)\b|\bpreview\b"
    r"|\btemporary\b(?! (?:unavailable|failure|error))"
    r"|\bdoes not (?:save|store|persist)\b|\btymczasow|\bpodgl\u0105d"
    r"|\bnie (?:s\u0105|jest|zostaj\w+)? ?(?:jeszcze )?zapis",
    re.IGNORECASE,
)
_KEEPS = deferred(
    r"\b(?:creat|insert|log|record|stor|sav|persist|track|updat|count|increment|zapis|tworz)\w*\b"
    r"[^\n.;]{0,50}\b(?:records?|rows?|tables?|logs?|entr(?:y|ies)|metadata|statistics|usage|quota"
    r"|events?|metrics|rekord\w*|wiersz\w*|tabel\w*)\b|\blimit\b.{0,30}\bper (?:day|hour)\b"
    r"|\b(?:daily|hourly) limit|\blog\b",
    re.IGNORECASE,
)


def nowhere(brief: Brief) -> Source | None:
    """The line that says that what a model answers is not saved, where nothing else is kept."""
    texts = "\n".join(one.text for one in _passages(brief))
    return None if _KEEPS.search(texts) else unkept(brief)


def _passages(brief: Brief) -> tuple[Excerpt, ...]:
    return (*brief.spec.excerpts, *filter(is_deed_of, brief.spec.notes))


def unkept(brief: Brief) -> Source | None:
    """The line that says that what a model answers is not saved."""
    for one in _passages(brief) if asked(brief) is not None else ():
        for at, line in enumerate(one.text.split("\n")):
            if _UNKEPT.search(line):
                place = min(one.source.line + at, one.source.last)
                return replace(one.source, line=place, last=place)
    return None
