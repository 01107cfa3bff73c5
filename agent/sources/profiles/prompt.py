"""A prompt as people have it, read as a profile: nothing in it needs to be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from agent.core.errors import ProfileError
from agent.core.patterns import deferred
from agent.core.profile import MOST_STEPS, KnownStatus, Profile, Subject
from agent.sources.profiles.matter import Matter
from agent.sources.profiles.naming import Block, blocks_of, inputs_of
from agent.sources.profiles.places import saved_as
from agent.sources.profiles.prose import Row, list_after, rows_of
from agent.sources.profiles.roles import role_of_words
from agent.sources.profiles.sections import OF_FEATURE, USUAL, is_about_sections, read_sections

_STATUS = deferred(
    r"^\s*[-*+]?\s*[`*]*([1-5]\d\d)\b[`*]*(?:\s+[A-Z][\w ]*?[`*]*(?=\s+[\u2013\u2014-]))?"
    r"[`*]*\s*(?:[:=\u2013\u2014-]+|for|dla|when|gdy|przy)\s*(.+?)\s*$"
)
_MANY = deferred(
    r"series of\b.*\bplans"
    r"|\b(?:create|generate|write|plan|prepare)\b.{0,30}\ball\b.{0,20}\bendpoints"
    r"|\bplans? for (?:all|each|every)\b|every of your|do not stop until"
    r"|dla (?:wszystkich|kazdego) (?:endpoint|punkt)|wszystkich endpoint"
)
_COUNT = r"(\d{1,2}|one|two|three|four|five|six|jed\w+|dwa|dwoch|trzy|trzech|czter\w+|pie[ck]\w*)"
_APPROACH = (
    re.compile(rf"\bma(?:x|ks)\w*(?: of)?(?: do)? {_COUNT} (?:implementation )?(?:steps?|krok)"),
    re.compile(rf"(?:at most|no more than|up to|do|najwyzej) {_COUNT} (?:steps?|krok)"),
    re.compile(rf"\b{_COUNT} (?:steps?|krok\w*) (?:at a time|at once|naraz|na raz)"),
    re.compile(rf"next {_COUNT} (?:actions?|steps?)|{_COUNT} (?:nastepn|kolejn)\w+ (?:dzial|krok)"),
)
_WORDS = {"one": 1, "jed": 1, "two": 2, "dwa": 2, "dwo": 2, "thr": 3, "trz": 3, "fou": 4, "czt": 4,
          "fiv": 5, "pie": 5, "six": 6}  # fmt: skip
_FEATURE = deferred(r"\bfeature|funkcjonalnos")
_ENDPOINT = deferred(r"\bendpoint|\bapi\b|punkt\w* koncow")
_PLAN = deferred(
    r"\b(?:create|prepare|write|generate|plan|stworz|przygot|opracuj)\w*\b.{0,80}\b"
    r"(?:implementation plan|plan\w* (?:implementac|wdroz|realizac))|plan the implementation"
)
_CODE = deferred(
    r"\b(?:implement|wdroz)\w*\b.{0,60}(?:based on|according to|following|w oparciu o|na podstawie)"
    r".{0,40}\bplan"
)
_CODES = deferred(r"status|\bcodes?\b|\bkod(?:y|ow)\b")
_BEGINNING = 30
_ANALYSIS = deferred(r"analy[sz]|thinking|przemysl")
_PROSE = 200


def read_prompt(matter: Matter, *, name: str, place: str) -> Profile:
    """The profile that the prompt amounts to; ProfileError where it asks for no plan."""
    rows = rows_of(matter.body, matter.first)
    blocks = blocks_of(rows)
    subject = _subject(rows)
    sections = read_sections(rows, subject)
    if not sections and not _asks_for_plan(rows):
        raise ProfileError(f"{place or name}:1: {_why_none(rows)}")
    asked = _asked_steps(rows)
    return Profile(
        name=name,
        purpose=_purpose(matter, rows),
        text=matter.body.strip("\n") + "\n",
        place=place,
        sections=sections or (OF_FEATURE if subject == "feature" else USUAL),
        inputs=inputs_of(rows, blocks),
        analysis=_analysis(rows),
        rules=tuple(_own_rules(blocks)),
        statuses=tuple(_statuses(_said(rows, blocks))),
        saved_as=saved_as(rows),
        covers="many" if any(_MANY.search(row.folded) for row in rows) else "one",
        subject=subject,
        asked_steps=asked,
        remarks=tuple(_remarks(asked, sections)),
    )


def _asks_for_plan(rows: Sequence[Row]) -> bool:
    return any(_PLAN.search(row.folded) for row in rows) and not _asks_for_code(rows)


def _asks_for_code(rows: Sequence[Row]) -> bool:
    return any(_CODE.search(row.folded) for row in rows[:_BEGINNING])


def _why_none(rows: Sequence[Row]) -> str:
    if _asks_for_code(rows):
        return "it asks for code by a plan, which Waltz does itself; a profile asks for a plan"
    return "no request for an implementation plan, and no list of its sections, can be read in it"


def _purpose(matter: Matter, rows: Sequence[Row]) -> str:
    said = matter.values.get("description")
    first = next((row.text.strip("# *") for row in rows if row.text.strip()), "")
    return (said.text if said else re.split(r"(?<=[.!?])\s", first)[0])[:_PROSE]


def _subject(rows: Sequence[Row]) -> Subject:
    """What the first words about it name: a feature, else an endpoint."""
    for row in rows:
        feature, endpoint = _FEATURE.search(row.folded), _ENDPOINT.search(row.folded)
        if feature or endpoint:
            early = feature and (not endpoint or feature.start() < endpoint.start())
            return "feature" if early else "endpoint"
    return "endpoint"


def _analysis(rows: Sequence[Row]) -> tuple[str, ...]:
    """What is to be thought about: the first list below a sentence that speaks of an analysis."""
    for at, row in enumerate(rows):
        sentence = " ".join(one.folded for one in rows[max(0, at - 2) : at + 1])
        told = _ANALYSIS.search(sentence) and not is_about_sections(sentence)
        if told and row.text.rstrip().endswith(":"):
            return list_after(rows, at)
    return ()


def _said(rows: Sequence[Row], blocks: Sequence[Block]) -> Sequence[Row]:
    """Where the prompt itself speaks of statuses: the list below such a line, else its own rows.

    A passage that was put in for a placeholder names those of one endpoint.
    """
    for at, row in enumerate(rows[:-1]):
        below = next((one for one in rows[at + 1 :] if one.text.strip()), row)
        if _CODES.search(row.folded) and _STATUS.match(below.text):
            listed = rows[rows.index(below) :]
            return tuple(
                takewhile(lambda one: not one.text.strip() or _STATUS.match(one.text), listed)
            )
    inner = {row.line for block in blocks for row in block.rows}
    return tuple(row for row in rows if row.line not in inner)


def _own_rules(blocks: Sequence[Block]) -> Iterator[str]:
    """Rules that stand in the prompt itself."""
    for block in blocks:
        if role_of_words(block.tag) == "rules":
            yield from list_after((block.rows[0], *block.rows), 0) if block.rows else ()


def _statuses(rows: Sequence[Row]) -> Iterator[KnownStatus]:
    seen: set[int] = set()
    for row in rows:
        hit = _STATUS.match(row.text)
        if hit and int(hit[1]) not in seen:
            seen.add(int(hit[1]))
            yield KnownStatus(code=int(hit[1]), meaning=hit[2].strip(" .`*"), line=row.line)


def _asked_steps(rows: Sequence[Row]) -> int:
    for pattern in _APPROACH:
        for row in rows:
            hit = pattern.search(row.folded)
            if hit:
                word = next(filter(None, hit.groups()))
                return max(1, int(word) if word.isdigit() else _WORDS.get(word[:3], MOST_STEPS))
    return MOST_STEPS


def _remarks(asked: int, sections: Sequence[str]) -> Iterator[str]:
    if not sections:
        yield "it lists no sections; plans get the usual ones"
    if asked > MOST_STEPS:
        yield f"it asks for {asked} steps at once; Waltz does {MOST_STEPS} at most, then waits"
