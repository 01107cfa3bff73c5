from __future__ import annotations

import pytest

from agent.core.errors import ProfileError
from agent.core.profile import KnownStatus, Profile
from agent.sources.profiles.reading import read_profile

WHOLE = """\
---
name: mine
for: one endpoint: the short way
covers: every endpoint
inputs:
  - role: api-plan
    what: the passage
    required: yes
  - role: "rules"
sections: [Overview, "Request", Steps]
statuses:
  200: fine
  404: not there: gone
rules:
  - Keep it
    short.
saved as: .ai/plans/{number}-{endpoint}.md
approach: at most 2 steps
colour: blue
---

# Mine

## Think first

1. The key points.
2. The rest.
"""


def read(text: str) -> Profile:
    return read_profile(text, name="file", place=".ai/prompts/file.md")


def test_a_profile_of_our_form_is_read_whole() -> None:
    found = read(WHOLE)

    assert (found.name, found.purpose, found.covers, found.subject) == (
        "mine",
        "one endpoint: the short way",
        "many",
        "endpoint",
    )
    assert [(one.role, one.what, one.required, one.line) for one in found.inputs] == [
        ("api-plan", "the passage", True, 6),
        ("rules", "rules", False, 9),
    ]
    assert found.sections == ("Overview", "Request", "Steps")
    assert found.statuses == (
        KnownStatus(code=200, meaning="fine", line=12),
        KnownStatus(code=404, meaning="not there: gone", line=13),
    )
    assert found.rules == ("Keep it short.",)
    assert (found.saved_as, found.asked_steps) == (".ai/plans/<number>-<endpoint>.md", 2)
    assert found.analysis == ("The key points.", "The rest.")
    assert found.remarks == ("'colour' is not read",)
    assert found.text.startswith("# Mine\n")


def test_little_is_needed() -> None:
    found = read("---\nsections:\n- 1. What\n- 2. Steps\n---\nPlan it.\n")

    assert (found.name, found.sections, found.saved_as, found.inputs) == (
        "file",
        ("What", "Steps"),
        "",
        (),
    )
    assert (found.asked_steps, found.statuses, found.analysis) == (3, (), ())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("sections:", "2: `sections` lists no section"),
        ("saved as: a.md", "1: `sections` lists no section"),
        (f"sections: [{', '.join(['A'] * 41)}]", "2: more than 40 sections"),
        ("sections: [A]\ninputs:\n  - what: x", "4: an input needs a `role`"),
        ("sections: [A]\ninputs:\n  - role: apiplan", "4: `apiplan` is no role; roles: api-plan"),
        ("sections: [A]\nstatuses:\n  20: x", "4: `20` is no status code"),
        ("sections: [A]\nsaved as: ../a.md", "3: `../a.md` is no path of a Markdown file here"),
        ("sections: [A]\napproach: all of them", "3: `approach` names no number of steps"),
        ("sections: [A]\napproach: 0 steps", "3: `approach` names no number of steps"),
    ],
)
def test_what_cannot_be_read_is_said_by_file_and_line(rows: str, said: str) -> None:
    with pytest.raises(ProfileError) as caught:
        read(f"---\n{rows}\n---\nPlan.\n")

    assert str(caught.value).startswith(f".ai/prompts/file.md:{said}")


def test_front_matter_that_never_ends_is_said() -> None:
    with pytest.raises(ProfileError, match=r"file\.md:1: the front matter has no end"):
        read("---\nsections: [A]\nPlan.\n")
