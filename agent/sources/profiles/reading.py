"""A prompt file as a profile, in whichever form it is written."""

from __future__ import annotations

from agent.core.errors import ProfileError
from agent.core.profile import Profile
from agent.sources.profiles.matter import read_matter
from agent.sources.profiles.own import is_own, read_own
from agent.sources.profiles.prompt import read_prompt
from agent.sources.text.words import section_kind


def read_profile(text: str, *, name: str, place: str = "") -> Profile:
    """The profile in this text; `place` is its file. ProfileError in one line for none."""
    matter = read_matter(text)
    if not matter.closed:
        raise ProfileError(f"{place or name}:1: the front matter has no end (a line of ---)")
    if is_own(matter):
        return read_own(matter, name=name, place=place)
    return read_prompt(matter, name=name, place=place)


def is_of_kind(profile: Profile) -> bool:
    """Whether it plans an endpoint or a feature from documents: not a view, and not code."""
    if any(section_kind(title) == "view" for title in profile.sections):
        return False
    return any(one.role in {"api-plan", "prd"} for one in profile.inputs)
