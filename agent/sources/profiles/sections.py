"""The sections that a prompt wants: those of its list, and of the sample that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from agent.core.patterns import deferred
from agent.core.profile import Subject
from agent.sources.profiles.prose import Row, list_after, numbered_headings, title_of
from agent.sources.text.words import section_kind, steps_rank

_SECTIONS = deferred(r"\bsections?\b|\bsekcj")
_ENDPOINT = deferred(r"endpoint|api", re.IGNORECASE)
_FEWEST = 3

# What plans have where a prompt does not say it.
USUAL = (
    "Endpoint Overview",
    "Request Details",
    "Used Types",
    "Response Details",
    "Data Flow",
    "Security Considerations",
    "Error Handling",
    "Performance Considerations",
    "Implementation Steps",
)
OF_FEATURE = ("Feature Overview", "Inputs", "Used Types", "Outputs", *USUAL[4:])


def read_sections(rows: Sequence[Row], subject: Subject) -> tuple[str, ...]:
    """The titles in order, each once; empty where the prompt names none that end in steps.

    The sample has more than the list where they differ: the list of many prompts leaves out the
    types, and their sample numbers two sections alike.
    """
    listed, shown = _listed(rows), _shown(rows)
    if not shown:
        return listed
    if subject == "feature" and listed and _ENDPOINT.search(shown[0]):
        return _distinct((listed[0], *shown[1:]))
    return shown


def is_about_sections(folded: str) -> bool:
    """Whether a line or sentence speaks of a plan's sections."""
    return _SECTIONS.search(folded) is not None


def _listed(rows: Sequence[Row]) -> tuple[str, ...]:
    for at, row in enumerate(rows):
        if _SECTIONS.search(row.folded):
            titles = _distinct(title_of(one) for one in list_after(rows, at))
            if _is_plan(titles):
                return titles
    return ()


def _shown(rows: Sequence[Row]) -> tuple[str, ...]:
    titles = tuple(numbered_headings(rows))
    # Headings before the sample belong to the prompt itself.
    starts = [at for at in range(len(titles)) if _is_plan(titles[at:])]
    first = next((at for at in starts if section_kind(titles[at]) is not None), None)
    if first is None:
        return ()
    end = next(at for at in range(first, len(titles)) if steps_rank(titles[at])) + 1
    return _distinct(titles[first:end]) if end - first >= _FEWEST else ()


def _is_plan(titles: Sequence[str]) -> bool:
    return len(titles) >= _FEWEST and any(steps_rank(one) for one in titles)


def _distinct(titles: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in titles if one))
