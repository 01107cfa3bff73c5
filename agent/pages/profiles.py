"""The profiles: what each is for and finds here, and one of them whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.core.page import Block, Page, Span, line
from agent.core.profile import MOST_STEPS, Profile
from agent.sources.profiles.resolving import Resolved

_MOST = 3
_BESIDE = "beside the project's other plans"
_WRITTEN = {
    "<number>": "NNN",
    "<endpoint>": "<endpoint-name>",
    "<ENDPOINT>": "ENDPOINTNAME",
}


def profiles_page(
    rows: Sequence[tuple[Profile, Sequence[Resolved]]], chosen: str, why: str
) -> Page:
    """Each with its inputs found and missing here, and where it saves; the chosen one marked."""
    blocks: list[Block] = []
    for profile, inputs in rows:
        blocks.extend(_row(profile, inputs, why if str(profile) == chosen else ""))
    return tuple(blocks)


def _row(profile: Profile, inputs: Sequence[Resolved], why: str) -> Iterator[Block]:
    place = f"  {profile.place}" if profile.place else ""
    mark = f"  chosen: {why}" if why else ""
    yield line(
        Span("* " if why else "  ", "good"),
        Span(profile.name, "title"),
        Span(place, "path"),
        Span(mark, "good"),
        hang=6,
    )
    yield line(f"    {profile.purpose}", hang=6)
    found = "; ".join(f"{one.input.role} {_names(one)}" for one in inputs if one.paths)
    if found:
        yield line(Span("    found: ", "key"), Span(found, "dim"), hang=6)
    missing = [_wanted(one) for one in inputs if one.missing]
    if missing:
        yield line(Span("    missing: ", "key"), Span(", ".join(missing), "warn"), hang=6)
    yield line(Span("    saved as: ", "key"), Span(saved(profile), "path"), hang=6)


def _wanted(one: Resolved) -> str:
    said = f"{one.input.role} ({', '.join(one.absent)})" if one.absent else str(one.input.role)
    return f"{said}, required" if one.input.required else said


def _names(one: Resolved) -> str:
    first = ", ".join(path.value for path in one.paths[:_MOST])
    more = len(one.paths) - _MOST
    return f"{first} and {more} more" if more > 0 else first


def saved(profile: Profile) -> str:
    """Where its plans are saved, as people write it."""
    path = profile.saved_as or _BESIDE
    for blank, written in _WRITTEN.items():
        path = path.replace(blank, written)
    return path


def profile_page(profile: Profile, inputs: Sequence[Resolved]) -> Page:
    """All that was understood of a profile."""
    return tuple(_profile(profile, inputs))


def _profile(profile: Profile, inputs: Sequence[Resolved]) -> Iterator[Block]:
    yield line(Span(profile.name, "title"), Span(f"  {profile.place}", "path"))
    yield line(f"{profile.purpose}", hang=2)
    many = "every endpoint, one plan each" if profile.covers == "many" else "one endpoint"
    yield line(Span("Plans: ", "key"), many if profile.subject == "endpoint" else "one feature")
    yield line(Span("Saved as: ", "key"), Span(saved(profile), "path"))
    yield line(Span("Inputs", "title"))
    for one in inputs:
        yield _input(one)
    yield from _listed("Thought about first, and kept apart", profile.analysis)
    yield from _listed("Sections", profile.sections)
    yield from _listed("Rules of its own", profile.rules)
    yield line(Span("Statuses", "title"), "  those of the documents come first")
    for status in profile.statuses:
        yield line(Span(f"  {status.code} ", "key"), status.meaning, hang=6)
    if not profile.statuses:
        yield line("  none of its own")
    asked = f", it asks for {profile.asked_steps}" if profile.asked_steps > MOST_STEPS else ""
    yield line(Span("Steps at once: ", "key"), f"{profile.steps}{asked}")
    for remark in profile.remarks:
        yield line(Span(f"  {remark}", "warn"), hang=4)


def _input(one: Resolved) -> Block:
    state = Span(_names(one), "path")
    if not one.paths:
        state = Span("in the prompt itself") if one.input.given else Span("not here", "warn")
    gone = f"  ({', '.join(one.absent)} is not here)" if one.absent else ""
    need = ", required" if one.input.required else ""
    return line(
        Span(f"  {one.input.role}", "key"),
        f"  {one.input.what}{need}: ",
        state,
        Span(gone, "dim"),
        hang=6,
    )


def _listed(title: str, rows: Sequence[str]) -> Iterator[Block]:
    if rows:
        yield line(Span(title, "title"))
    for number, row in enumerate(rows, 1):
        yield line(Span(f"  {number}. ", "dim"), row, hang=5)
