from __future__ import annotations

import pytest

from agent.core.profile import KnownStatus, Profile

FOUND = KnownStatus(code=404, meaning="not there", line=7)


def profile(*, name: str = "p", place: str = "", asked: int = 3, sections: int = 1) -> Profile:
    return Profile(
        name=name,
        purpose="",
        text="",
        sections=("Steps",) * sections,
        place=place,
        statuses=(FOUND,),
        asked_steps=asked,
    )


@pytest.mark.parametrize(("asked", "steps"), [(1, 1), (2, 2), (3, 3), (4, 3), (50, 3)])
def test_a_profile_may_ask_for_less_than_three_never_for_more(asked: int, steps: int) -> None:
    assert profile(asked=asked).steps == steps


@pytest.mark.parametrize(("name", "asked", "sections"), [("", 3, 1), ("p", 0, 1), ("p", 3, 0)])
def test_what_has_no_name_no_section_or_no_step_is_none(
    name: str, asked: int, sections: int
) -> None:
    with pytest.raises(ValueError, match="is no profile"):
        profile(name=name, asked=asked, sections=sections)


def test_a_status_is_known_with_its_place() -> None:
    own, file = profile(), profile(place=".ai/p.md")

    assert (own.status(404), own.status(500)) == (FOUND, None)
    assert (own.where(7), file.where(7)) == ("profile p", ".ai/p.md:7")
    assert (str(own), str(file)) == ("p", ".ai/p.md")
