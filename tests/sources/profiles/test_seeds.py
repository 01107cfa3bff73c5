from __future__ import annotations

import pytest
from seedfiles import HERE, PAIRS, SEEDS, own, seed

from agent.core.documents import Role
from agent.core.profile import Profile

NINE = (
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
DOTNET = (*NINE[:2], "Types Used", *NINE[3:])
FEATURE = ("Feature Overview", "Inputs", "Used Types", "Outputs", *NINE[4:])
SIX = (200, 201, 400, 401, 404, 500)
USUAL: tuple[Role, ...] = ("api-plan", "db-plan", "types", "tech-stack", "rules")
PLANS: tuple[Role, ...] = ("api-plan", "data-management", "tech-stack", "plan")
VIEW = ".ai/view-implementation-plan.md"
READ = {
    "000": (NINE, SIX, USUAL, 8, VIEW),
    "001": (DOTNET, (), USUAL, 7, VIEW),
    "002": (NINE, SIX, USUAL, 8, ".ai/documents/api-plans/<number>-<ENDPOINT>.md"),
    "003": (
        NINE,
        SIX,
        PLANS,
        7,
        ".ai/endpoint_implementation_plans/<endpoint>-implementation-plan.md",
    ),
    "004": (
        FEATURE,
        SIX,
        ("prd", "tech-stack", "rules"),
        8,
        ".ai/<feature>-implementation-plan.md",
    ),
}


@pytest.mark.parametrize("number", READ)
def test_the_prompts_that_people_have_are_read_as_they_are(number: str) -> None:
    sections, codes, roles, analysis, saved = READ[number]
    found = seed(number)

    assert found.sections == sections
    assert tuple(one.code for one in found.statuses) == codes
    assert tuple(one.role for one in found.inputs) == roles
    assert len(found.analysis) == analysis
    assert found.saved_as == saved
    assert (found.subject == "feature", found.covers == "many") == (
        number == "004",
        number == "002",
    )
    assert found.remarks == ()


def test_these_are_the_prompts_byte_for_byte() -> None:
    shared = HERE.parent / "shared/seeds"
    if not shared.is_dir():
        pytest.skip("the prompts are not here")
    given = {path.name[:3]: path.read_bytes() for path in shared.glob("*.txt")}

    assert {path.stem: path.read_bytes() for path in SEEDS.glob("*.txt")} == given


@pytest.mark.parametrize("name", PAIRS)
def test_our_profile_asks_for_what_its_prompt_asks_for(name: str) -> None:
    ours, theirs = own(name), seed(PAIRS[name])

    assert [one.replace("Types Used", "Used Types") for one in theirs.sections] == list(
        ours.sections
    )
    assert {one.role for one in ours.inputs} == {one.role for one in theirs.inputs}
    assert [one.code for one in ours.statuses] == [one.code for one in theirs.statuses]
    assert len(ours.analysis) == len(theirs.analysis)
    assert len(ours.rules) == len(theirs.rules)
    assert (ours.saved_as, ours.covers, ours.subject, ours.steps) == (
        theirs.saved_as,
        theirs.covers,
        theirs.subject,
        theirs.steps,
    )


@pytest.mark.parametrize("name", PAIRS)
def test_our_profiles_say_in_their_text_what_their_front_matter_says(name: str) -> None:
    ours = own(name)

    assert shown(ours) == [f"{at}. **{one}**" for at, one in enumerate(ours.sections, 1)]
    assert ours.purpose
    assert ours.remarks == ()
    assert "\ufeff" not in ours.text
    assert "---\n" not in ours.text


def shown(profile: Profile) -> list[str]:
    return [
        row.split(":")[0] for row in profile.text.split("\n") if row[:1].isdigit() and "**" in row
    ]


def test_what_the_prompts_name_and_hold_is_kept() -> None:
    series, feature, data = seed("002"), seed("004"), seed("003")

    assert [one.files for one in series.inputs] == [
        ("8-api-plan.md",),
        ("7-database-structure.md",),
        ("src/types.ts",),
        ("4-tech-stack.md",),
        (),
    ]
    assert series.inputs[-1].mark.startswith("{{backend-rules}}")
    assert [one.files for one in feature.inputs] == [
        (".ai/prd.md",),
        (".ai/tech-stack.md",),
        (".cursor/rules/backend.mdc",),
    ]
    assert data.inputs[-1].files == (".ai/endpoint_implementation_plans",)
    assert seed("001").rules[3].startswith("FluentValidators should be invoked at the service")
