from __future__ import annotations

import pytest

from agent.core.documents import Role
from agent.core.errors import ProfileError
from agent.core.profile import Profile
from agent.sources.profiles.places import save_template
from agent.sources.profiles.reading import is_of_kind, read_profile

LIST = "The plan has these sections:\n\n1. Overview\n2. Request\n3. Implementation Steps\n"


def read(text: str) -> Profile:
    return read_profile(text, name="p", place="p.md")


@pytest.mark.parametrize(
    ("written", "template"),
    [
        (".ai/view-implementation-plan.md", ".ai/view-implementation-plan.md"),
        ("`.ai/{{endpoint-name}}-plan.md`", ".ai/<endpoint>-plan.md"),
        (
            ".ai/{view-name}-view-implementation-plan.md",
            ".ai/<endpoint>-view-implementation-plan.md",
        ),
        ("docs/plans/[endpoint_name].md", "docs/plans/<endpoint>.md"),
        (r"docs\plans\{feature}-plan.md", "docs/plans/<feature>-plan.md"),
        ("@/plans/XXX-ENDPOINTNAME.md", "plans/<number>-<ENDPOINT>.md"),
        ("plans/NNN-ENDPOINT_NAME.md", "plans/<number>-<ENDPOINT>.md"),
        ("plans/{number}_{endpoint}.md", "plans/<number>_<endpoint>.md"),
        ("plans/001-FEATURE.md", "plans/001-<feature>.md"),
        ("../plans/x.md", ""),
        ("the plan", ""),
    ],
)
def test_places_are_read_as_people_write_them(written: str, template: str) -> None:
    assert save_template(written) == template


@pytest.mark.parametrize(
    ("said", "template"),
    [
        ("Save the plan as .ai/{{endpoint-name}}-plan.md. Be thorough.", ".ai/<endpoint>-plan.md"),
        (
            "Remember to save each as:\n  plans/XXX-ENDPOINTNAME.md\n",
            "plans/<number>-<ENDPOINT>.md",
        ),
        ("Zapisz plan jako `.ai/{nazwa}-plan.md`.", ".ai/<endpoint>-plan.md"),
        ("Zapisz go w folderze @/ai/plans .", "ai/plans/<endpoint>-implementation-plan.md"),
        ("Save it in the folder docs/plans/", "docs/plans/<endpoint>-implementation-plan.md"),
        ("Save your energy.", ""),
    ],
)
def test_where_a_plan_is_saved_follows_a_word_for_saving(said: str, template: str) -> None:
    assert read(f"{LIST}\n{said}\n").saved_as == template


@pytest.mark.parametrize(
    ("block", "role", "files", "given"),
    [
        ("<spec>\n{{x}} <- copy from api-plan.md\n</spec>", "api-plan", (), False),
        (
            "<db>\n@.ai/db-plan.md @db-notes.md\n</db>",
            "db-plan",
            (".ai/db-plan.md", "db-notes.md"),
            False,
        ),
        (
            "<type_definitions>\n#file:src/types.ts\n</type_definitions>",
            "types",
            ("src/types.ts",),
            False,
        ),
        (
            "<rules>\n@/.cursor\\rules\\shared.mdc\n</rules>",
            "rules",
            (".cursor/rules/shared.mdc",),
            False,
        ),
        ("<rules>\n[text](../CLAUDE.md)\n</rules>", "rules", ("CLAUDE.md",), False),
        (
            "<tech_stack>\nfile .ai/tech-stack.md\n</tech_stack>",
            "tech-stack",
            (".ai/tech-stack.md",),
            False,
        ),
        ("<rules>\nfiles: a.mdc, b/c.mdc\n</rules>", "rules", ("a.mdc", "b/c.mdc"), False),
        ("<endpoint>\n#### GET /x\n\n- 409 Conflict: taken\n</endpoint>", "api-plan", (), True),
        ("<stack>$2</stack>", "tech-stack", (), False),
        ("GET /x\n</route_api_specification>", "api-plan", (), True),
        ("- Data: @data-management.md", "data-management", ("data-management.md",), False),
        ("- Stack: {{stack}}", "tech-stack", (), False),
    ],
)
def test_inputs_are_found_in_blocks_and_text(
    *, block: str, role: Role, files: tuple[str, ...], given: bool
) -> None:
    (one,) = read(f"{block}\n\n{LIST}").inputs

    assert (one.role, one.files, one.given) == (role, files, given)


def test_one_role_that_is_named_twice_is_one_input() -> None:
    (one,) = read(f"Use @a.mdc.\n<rules>\n@b.mdc\n</rules>\n\n{LIST}").inputs

    assert one.files == ("b.mdc", "a.mdc")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"<api>\n- 409 Conflict: taken\n</api>\n\n{LIST}", []),
        (f"- 401 Unauthorized: no\n\nUse these status codes:\n  - 200 for a read\n\n{LIST}", [200]),
        (f"- `404 Not Found` - when gone\n- 500: ours\n- 500: twice\n\n{LIST}", [404, 500]),
        (f"Follow the status codes from the API plan\n\n{LIST}", []),
    ],
)
def test_statuses_are_those_of_the_prompt_itself(text: str, codes: list[int]) -> None:
    assert [one.code for one in read(text).statuses] == codes


@pytest.mark.parametrize(
    ("said", "asked", "steps"),
    [
        ("Implement a maximum of 3 steps, then describe the next 3 actions.", 3, 3),
        ("Realizuj maksymalnie 2 kroki planu implementacji.", 2, 2),
        ("Do at most five steps, then stop.", 5, 3),
        ("Work one step at a time.", 1, 1),
        ("opisz plan na 2 kolejne działania", 2, 2),
        ("Describe the next two actions.", 2, 2),
        ("No hurry.", 3, 3),
    ],
)
def test_how_many_steps_it_wants_at_once(said: str, asked: int, steps: int) -> None:
    found = read(f"{said}\n\n{LIST}")

    assert (found.asked_steps, found.steps) == (asked, steps)
    assert bool(found.remarks) == (asked > 3)


@pytest.mark.parametrize(
    ("text", "many", "feature"),
    [
        (f"Plan a REST endpoint.\n\n{LIST}", False, False),
        (f"Create plans for all endpoints.\n\n{LIST}", True, False),
        (f"Write a series of detailed plans for an API.\n\n{LIST}", True, False),
        (f"Plan a feature of the app; its endpoint comes later.\n\n{LIST}", False, True),
        (f"Zaplanuj funkcjonalność.\n\n{LIST}", False, True),
        (LIST, False, False),
    ],
)
def test_what_it_plans(*, text: str, many: bool, feature: bool) -> None:
    found = read(text)

    assert (found.covers == "many", found.subject == "feature") == (many, feature)


SAMPLE = """\
Plan with the following sections: overview, steps. It looks like this:

```markdown
# Plan: [Name]
## 1. Przegląd punktu końcowego
## 2. Szczegóły żądania
## 3. Wykorzystywane typy
## 3. Szczegóły odpowiedzi
## 8. Etapy wdrożenia
```
"""


def test_a_sample_says_more_than_a_list() -> None:
    assert read(f"{LIST}\n{SAMPLE}").sections == (
        "Przegląd punktu końcowego",
        "Szczegóły żądania",
        "Wykorzystywane typy",
        "Szczegóły odpowiedzi",
        "Etapy wdrożenia",
    )


def test_what_is_said_of_a_section_is_no_part_of_its_title() -> None:
    text = (
        "The plan has these sections:\n1. **Overview**: what it is\n   goes on here\n"
        "   - a point\n2. Data flow - how\n3. Steps (numbered)\n4. **Steps**\n"
    )

    assert read(text).sections == ("Overview", "Data flow", "Steps")


def test_a_prompt_without_sections_gets_the_usual_ones() -> None:
    found = read(
        "Create a detailed implementation plan of a feature. Save it as plans/{feature}.md"
    )

    assert found.sections[0] == "Feature Overview"
    assert len(found.sections) == 9
    assert found.remarks == ("it lists no sections; plans get the usual ones",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Implement the endpoint based on the provided implementation plan.", "asks for code by a"),
        ("Write a poem.", "no request for an implementation plan"),
        ("", "no request for an implementation plan"),
    ],
)
def test_what_asks_for_no_plan_is_no_profile(text: str, said: str) -> None:
    with pytest.raises(ProfileError, match=said):
        read(text)


def test_the_front_matter_of_other_tools_is_theirs() -> None:
    found = read(f"---\nmode: agent\ndescription: plans an endpoint\n---\n\n{LIST}")

    assert found.purpose == "plans an endpoint"
    assert found.text.startswith("The plan has these sections")
    assert read(f'---\nargument-hint: "[x]"\n---\n# Plan it\n\n{LIST}').purpose == "Plan it"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"By @api-plan.md.\n\n{LIST}", True),
        (f"By @.ai/prd.md.\n\n{LIST}", True),
        (f"By @tech-stack.md.\n\n{LIST}", False),
        (f"By @api-plan.md.\n\n{LIST.replace('Request', 'Component Structure')}", False),
    ],
)
def test_prompts_for_views_and_code_are_of_another_kind(*, text: str, kind: bool) -> None:
    assert is_of_kind(read(text)) is kind


def test_the_analysis_is_the_list_below_its_sentence() -> None:
    text = f"First use <analysis> tags\nand make sure\nthat:\n\n1. One.\n2. Two.\n\n{LIST}"

    assert read(text).analysis == ("One.", "Two.")
    assert read(LIST).analysis == ()


@pytest.mark.parametrize(
    ("above", "what"),
    [
        ("1. Route specification:", "Route specification"),
        ("**Endpoints** to plan:", "Endpoints to plan"),
        ("You are an architect. Plan an endpoint.", "api plan"),
    ],
)
def test_an_input_is_called_by_a_label_not_by_a_sentence(above: str, what: str) -> None:
    (found,) = read(f"{above}\n\n<api_plan>\n@api-plan.md\n</api_plan>\n\n{LIST}").inputs

    assert found.what == what


def test_an_entry_that_goes_on_is_read_whole() -> None:
    said = "Analyse first:\n\n1. Logic: a service\n   or a job.\n   - deeper\n     or\n2. Errors.\n"

    assert read(f"{said}\n{LIST}").analysis == ("Logic: a service or a job.", "Errors.")
