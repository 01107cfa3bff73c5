"""The outline of a plan: the sections that its profile has, each with what is written there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from agent.core.profile import Profile
from agent.core.values import dataclass
from agent.drafters.builtin.phrases import texts_of
from agent.phrases import Texts
from agent.sources.text.words import SectionKind, section_kind, steps_rank

Kind = SectionKind | Literal["validation", "tests", "tables", "again", "other"]

# What people's own prompts have sections for beside the usual nine; English and Polish.
_MORE: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("validation", re.compile(r"\bvalidat|\bwalidacj|\bsprawdzani", re.IGNORECASE)),
    ("tests", re.compile(r"\btest", re.IGNORECASE)),
    ("tables", re.compile(r"\bdatabase|\btables?\b|\bbaz\w+ danych|\btabel", re.IGNORECASE)),
)
_REFERRED: tuple[SectionKind, ...] = ("overview", "request", "response", "flow", "errors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One section of the outline, numbered from 1."""

    number: int
    title: str
    kind: Kind


def outline_of(profile: Profile, texts: Texts) -> tuple[Heading, ...]:
    """The profile's sections in its order; a plan without steps is none, so these are added."""
    titles = list(profile.sections)
    if not any(map(steps_rank, titles)):
        titles.append(texts_of("en").say("section-steps"))
    return tuple(
        Heading(number=number, title=_worded(title, texts), kind=kind)
        for number, (title, kind) in enumerate(zip(titles, _kinds(titles), strict=True), start=1)
    )


def referring(texts: Texts, outline: Sequence[Heading]) -> Texts:
    """The words with `{flow}` and the like for the section of this plan that tells it."""
    numbers = {heading.kind: heading.number for heading in reversed(outline)}
    places: dict[str, str] = {
        kind: texts.say("at-section", number=numbers[kind])
        if kind in numbers
        else texts.say("at-documents")
        for kind in _REFERRED
    }
    return replace(texts, always=places)


def _kinds(titles: list[str]) -> Iterator[Kind]:
    """What each section is about; the steps stand where a heading says so most surely."""
    surest = max(titles, key=steps_rank)
    seen: set[Kind] = set()
    for title in titles:
        kind: Kind = "steps" if title is surest else _kind(title)
        if kind in seen:
            kind = _more(title)
        if kind in seen and kind != "other":
            kind = "again"
        seen.add(kind)
        yield kind


def _kind(title: str) -> Kind:
    kind = section_kind(title)
    return _more(title) if kind is None or kind in {"steps", "view"} else kind


def _more(title: str) -> Kind:
    return next((kind for kind, words in _MORE if words.search(title)), "other")


def _worded(title: str, texts: Texts) -> str:
    """A usual heading in the language of the plan; any other one as the profile has it."""
    usual = texts_of("en").phrases
    known = (
        key
        for key, words in usual.items()
        if key.startswith("section-") and words.casefold() == title.casefold()
    )
    return next((texts.say(key) for key in known if texts.language != "en"), title)
