"""The plan of a feature: each demand of its passage once, where it belongs, with its line."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from planprojects import Project, corpus, demo, endpoint, profile

from agent.core.documents import Document, RepoPath, Source
from agent.core.plan import Plan
from agent.core.settings import Language
from agent.core.shapes import Serves, TypeDefinition
from agent.core.spec import Excerpt, Feature
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin import plan as drafter
from agent.drafters.builtin.features.slices import there
from agent.drafters.builtin.planning.assemble import brief_of
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.places.layout import Layout
from agent.drafters.builtin.planning.sentences.criteria import about_of, criteria
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.gathering.features import find_features
from agent.sources.gathering.featurespec import gather_feature
from agent.sources.gathering.gather import gather
from agent.sources.gathering.serving import serving
from agent.sources.plans.reading import read_plans

PRD = RepoPath(".ai/prd.md")
STORY = """\
US-01 Leave the draw
*Description:** As a member I want to leave.
As a member, I want to be free.
**Acceptance criterias:**
- [ ] **The form** has a field for the reason (max 200 characters).
- Only logged-in members leave.
- Given a draw that is over,
- When I leave,
- Then I see an error.
- The seat is free within 5 s.
- My seat is given to the next one.
- I see who is next.
- My letter:
  - its text
  - its date

Edge cases:
- I cannot see the others.
- A login form with fields.

3.1 Rules
"""
FEATURE = Feature(name="Leave the draw", id="US-01")


def passage(text: str) -> Excerpt:
    return Excerpt(source=Source(path=PRD, line=10, last=9 + text.count("\n")), text=text)


def test_each_demand_is_of_one_section() -> None:
    found = [(one.about, str(one.fact)) for one in criteria(passage(STORY))]
    assert found == [
        ("request", "The form has a field for the reason (max 200 characters) (prd.md:14)"),
        ("security", "Only logged-in members leave (prd.md:15)"),
        ("errors", "Given a draw that is over, When I leave, Then I see an error (prd.md:16-18)"),
        ("performance", "The seat is free within 5 s (prd.md:19)"),
        ("flow", "My seat is given to the next one (prd.md:20)"),
        ("response", "I see who is next (prd.md:21)"),
        ("flow", "My letter: its text (prd.md:23)"),
        ("flow", "My letter: its date (prd.md:24)"),
        ("security", "I cannot see the others (prd.md:27)"),
        ("request", "A login form with fields (prd.md:28)"),
    ]


def test_what_a_screen_shows_is_told_from_the_rest() -> None:
    shown = [str(one.fact)[:10] for one in criteria(passage(STORY)) if one.screen]
    assert shown == ["The form h", "Given a dr", "I see who ", "I cannot s", "A login fo"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- FR-2: Draw lots.\n", ["Draw lots (prd.md:10)"]),
        ("FR-2\n", []),
        ("US-2: As a member I draw lots.\n", []),
    ],
)
def test_a_requirement_of_one_line_demands_what_it_says(text: str, said: list[str]) -> None:
    assert [str(one.fact) for one in criteria(passage(text))] == said


def request(project: Project, feature: Feature, language: Language, *notes: str) -> PlanRequest:
    documents, rules = project.documents, project.rules
    listed = [one for each in documents if each.role == "api-plan" for one in find_endpoints(each)]
    served = [gather(one, documents, rules) for one in serving(feature, listed, documents)]
    return PlanRequest(
        spec=gather_feature(feature, documents, rules, served),
        profile=profile("feature"),
        path=RepoPath(".ai/feature-implementation-plan.md"),
        answers=(),
        siblings=(),
        code=Code(listed=lambda: project.paths, read=project.read),
        checks=project.checks,
        notes=notes,
        language=language,
        logs=project.logs,
        rules=rules,
        documents=documents,
        listed=lambda: tuple(listed),
    )


def drafted(asked: PlanRequest) -> tuple[Plan, str]:
    made = drafter.plan(asked)
    assert isinstance(made, PlanDraft)
    [found] = read_plans(asked.path, made.text)
    return found, made.text


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_plan_of_a_story_has_its_demands_with_their_lines(language: Language) -> None:
    project = demo()
    plan, text = drafted(
        request(project, Feature(name=_name(project, "US-008"), id="US-008"), language)
    )

    assert len(plan.sections) == 9
    assert [len(plan.endpoints), len(plan.steps)] == [0, 5]
    assert "US-008" in plan.title
    assert "prd.md:21" in text
    assert "`members`" in text
    assert "`POST /api/loans`" in text
    assert "`409" in text


def test_words_against_a_draft_change_it_or_are_refused() -> None:
    feature = Feature(name=_name(demo(), "US-008"), id="US-008")
    fewer, _ = drafted(request(demo(), feature, "en", "without tests"))
    assert len(fewer.steps) == 4
    assert not isinstance(drafter.plan(request(demo(), feature, "en", "make it nicer")), PlanDraft)


def _name(project: Project, number: str) -> str:
    found = (one for doc in project.documents if doc.role == "prd" for one in find_features(doc))
    return next(one.endpoint.name for one in found if one.endpoint.id == number)


@pytest.mark.parametrize("name", ["1mcodes__julklapp", "Olgagr__express_flash_cards"])
def test_every_feature_of_a_project_is_planned_and_each_citation_holds(name: str) -> None:
    project = corpus(name)
    prd = next(one for one in project.documents if one.role == "prd")
    for one in find_features(prd):
        made = drafter.plan(request(project, one.endpoint, "en"))
        assert isinstance(made, PlanDraft)
        assert made.text.count("\n") <= 130
        lines = prd.text.split("\n")
        told = made.text.partition("## 9.")[0]
        for said, number in re.findall(r"^- (.{20,}?) \(prd\.md:(\d+)\)$", told, re.MULTILINE):
            if said.startswith(("Wanted by", "Carries out", "Out of scope")):
                continue
            assert _words(said) <= _words(lines[int(number) - 1]), said


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{4,}", text)}


STACK = Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text="# Astro 5, React\n")


def made(
    story: str,
    files: dict[str, str],
    *documents: Document,
    number: str = "US-09",
    language: Language = "en",
) -> str:
    """The plan of the story in a small project of these files and documents."""
    prd = Document(path=PRD, role="prd", text=story)
    [feature] = [one.endpoint for one in find_features(prd) if one.endpoint.id == number]
    every = (prd, STACK, *documents)
    texts = {"package.json": '{"dependencies": {"astro": "5"}}', **files}
    texts |= {one.path.value: one.text for one in every}
    listed = [one for each in every if each.role == "api-plan" for one in find_endpoints(each)]
    served = [gather(one, every, ()) for one in serving(feature, listed, every)]
    asked = replace(
        request(demo(), feature, language),
        spec=gather_feature(feature, every, (), served),
        code=Code(
            listed=lambda: tuple(map(RepoPath, texts)),
            read=lambda path: texts[path.value].encode() if path.value in texts else None,
        ),
        rules=(),
        checks=(),
        logs=(),
        documents=every,
        listed=lambda: tuple(listed),
    )
    return drafted(asked)[1]


def told(text: str, number: int) -> str:
    return text.partition(f"\n## {number}. ")[2].partition(f"\n## {number + 1}. ")[0]


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        (
            "Zwrot po\u017cyczonych ksi\u0105\u017cek",
            "Jako czytelnik chc\u0119 odda\u0107 ksi\u0105\u017cki przez okienko.",
        ),
        ("Return of books", "As a reader I want to give back what is due."),
    ],
)
def test_a_new_file_whose_name_nothing_says_is_left_to_its_folder(named: str, wanted: str) -> None:
    story = f"# PRD\n\n### US-09: {named}\n\n{wanted}\n\n- Zwrot trwa 5 s.\n\n### US-10: X\n"
    said = made(story, {"src/lib/services/loan.service.ts": "", "src/pages/api/loans.ts": ""})

    assert "files: `src/lib/services`\n" in said
    assert "us-09" not in said
    assert "Us09" not in said


ERRAND = """\
# PRD

### US-09: Find lost parcels

As a night porter, I want to find every lost parcel.

- The shelf is shown with a red icon.
- A parcel is lost after 3 days.

### US-10: Weigh

## Out of scope

- Signing in and roles
"""
DB = Document(
    path=RepoPath(".ai/db-plan.md"),
    role="db-plan",
    text="""\
# DB

### lost_parcels

Nobody writes this table by hand.

- id: UUID
- weight: INTEGER NOT NULL

## Indexes

- CREATE INDEX ix_lost_weight ON lost_parcels(weight)
""",
)
API = Document(
    path=RepoPath(".ai/api-plan.md"),
    role="api-plan",
    text="""\
# API

The table `lost_parcels` has no endpoint: a job writes it.

### GET /api/shelves

Lists shelves.

- 200: the shelves
""",
)


def test_without_an_endpoint_it_is_planned_from_its_table_and_no_status_is_made_up() -> None:
    said = made(ERRAND, {"src/components/Shelf.tsx": "export const Shelf = 1\n"}, DB, API)

    assert "Works on `lost_parcels` (db-plan.md:3)" in told(said, 1)
    assert "endpoints" not in told(said, 1)  # the API plan says that there is none
    assert "`weight`: INTEGER, NOT NULL (db-plan.md:8)" in told(said, 3)
    assert "Nobody writes this table by hand (db-plan.md:5)" in told(said, 3)
    assert "has no endpoint: a job writes it (api-plan.md:3)" in told(said, 5)
    assert "Wanted by a night porter (prd.md:5)" in told(said, 6)
    assert "ix_lost_weight" in told(said, 8)
    assert "`200`" not in said
    assert "`404`" not in said


def test_of_what_stands_among_indexes_only_indexes_are_told_and_each_once() -> None:
    more = """\
- lost_parcels: index ix_lost_weight on weight
- lost_parcels: foreign key on id
- lost_parcels: CHECK of weight
- lost_parcels: used in the list of the morning
- lost_parcels(weight) once more
"""
    said = told(made(ERRAND, {}, replace(DB, text=DB.text + more)), 8)
    assert said.count("Index on") == 2
    assert said.count("ix_lost_weight") == 1
    assert "once more" in said


def test_of_rows_those_of_a_status_speak_of_a_table_and_of_lines_sentences() -> None:
    rows = """\

| resource | table | what it is when it is looked at here |
|---|---|---|
| Parcel | `lost_parcels` | a parcel that nobody has seen since long ago |
| 500 | error | it is written to `lost_parcels`, nobody is told of that error |

- Parcels: `lost_parcels`
"""
    said = made(ERRAND, {}, DB, replace(API, text=API.text + rows))
    assert "nobody is told of that error (api-plan.md:14)" in told(said, 7)
    assert "since long ago" not in said
    assert "Parcels: `lost_parcels`" not in said


def test_a_table_whose_name_is_only_near_is_said_to_be() -> None:
    story = ERRAND.replace("lost parcel", "lost letter").replace("A parcel is lost", "It is gone")
    said = made(story, {}, DB)
    assert "Nearest table by name: `lost_parcels` (db-plan.md:3)" in told(said, 1)
    assert "Reads or writes" not in said
    assert "Reads or writes `lost_parcels`" in made(ERRAND, {}, DB)


def test_a_feature_that_is_all_screen_is_one_step() -> None:
    said = made(ERRAND.replace("- A parcel is lost after 3 days.\n", ""), {}, DB)
    assert re.findall(r"^### \d\. (.*)", told(said, 9), re.MULTILINE) == ["Screen of US-09"]


def test_what_nothing_in_the_passage_is_for_says_where_it_is_told() -> None:
    said = made(ERRAND, {}, DB)
    assert "what prd.md:3-8 demands is told in section 4, section 5" in told(said, 7)
    plain = made("# PRD\n\n- US-09: As a user I weigh\n- US-10: Go\n", {})
    assert "than in section 1 (prd.md:3)" in told(plain, 7)
    assert "prd.md:3 names no bound of time or amount" in told(plain, 8)
    assert "Wanted by" not in plain


def test_what_requirements_leave_out_stands_where_nothing_else_does() -> None:
    story = ERRAND.replace("As a night porter, I want to find", "Find")
    assert "Out of scope: Signing in and roles (prd.md:14)" in told(made(story, {}), 6)
    # boundaries say what is in, too
    within = story.replace("## Out of scope", "## Boundaries\n\nIn the first version:")
    assert "Out of scope" not in made(within, {})


def test_code_that_has_the_table_is_compared_not_written_again() -> None:
    files = {
        "src/db/models.ts": "import x\nexport interface LostParcel {\n}\n",
        "src/jobs/lost.ts": "import { LostParcel } from 'y'\nconst a: LostParcel = b\n",
        "tests/lost.test.ts": "// LostParcel\nexpect(new LostParcel())\n",
        "src/db/migrations/1.ts": "LostParcel\n",
        "src/other.ts": "const c = 1\n",
    }
    said = made(ERRAND, files, DB)

    assert (
        "`LostParcel` (src/db/models.ts:2), `LostParcel` (src/jobs/lost.ts:2), "
        "`LostParcel` (tests/lost.test.ts:2)" in told(said, 1)
    )
    assert "`LostParcel` is in the code already (models.ts:2)" in told(said, 3)
    steps = told(said, 9)
    assert "files: `src/db/models.ts` (exists), `src/jobs/lost.ts` (exists)\n" in steps
    assert "files: `tests/lost.test.ts` (exists)\n" in steps
    assert "(new)" not in steps
    assert "lost_parcels" not in told(made(ERRAND, {"a.ts": "lost"}, DB), 1).partition("already")[2]


@pytest.mark.parametrize(
    ("files", "step"),
    [
        ({"web/src/components/Shelf.tsx": "", "web/src/components/a/B.tsx": ""},
         "files: `web/src/components` (exists)\n"),
        ({}, "files: you choose\n"),
    ],
)  # fmt: skip
def test_what_a_screen_shows_is_a_step_of_its_own(files: dict[str, str], step: str) -> None:
    screen = told(made(ERRAND, files, DB), 9).partition("Screen of US-09")[2].partition("###")[0]
    assert step in screen
    assert "Shows or takes what prd.md:7 demands" in screen
    assert "With React (tech-stack.md:1)" in screen
    assert "prd.md:8" in told(made(ERRAND, files, DB), 9).partition("Tests of")[2]


def test_a_folder_for_screens_may_be_named_by_the_tech_stack_and_none_is_said() -> None:
    named = replace(STACK, text="# Stack\n\n- `./src/components`: what is seen\n")
    with_folder = made(ERRAND, {}, DB, named)
    assert "files: `src/components`\n" in with_folder
    bare = replace(STACK, text="# FastAPI\n")
    assert "Neither documents nor files have screens" in made(ERRAND, {}, DB, bare)


NEAR = """\
# API

### GET /api/parcels

Lists parcels.

### POST /api/parcels/{id}/weigh

Weighs one.
"""


def test_endpoints_that_may_serve_it_are_named_as_open() -> None:
    api = replace(API, text=NEAR)
    story = ERRAND.replace("Find lost", "Lost").replace("I want to find", "I fear")
    near = told(made(story, {}, DB, api), 1)
    assert "Which of the 2 endpoints of api-plan.md serves it is open; nearest by name: " in near
    assert "`GET /api/parcels` (api-plan.md:3)" in near
    assert "Every error returns" not in made(story, {}, DB, api)
    form = replace(
        api,
        text=NEAR
        + """
## Errors

All errors have this form:

```json
{"error": {"code": "X", "message": "y"}}
```
""",
    )
    assert "`error.code`, `error.message` (api-plan.md:1" in told(made(story, {}, DB, form), 7)
    far = told(made(ERRAND.replace("parcel", "letter").replace("Find", "Seek"), {}, api), 1)
    assert "Which of the 2 endpoints of api-plan.md serves it, if any, is open" in far


SERVED = """\
# API

### POST /api/parcels

Adds a parcel (US-09).

Request body:

```json
{"weight": 3}
```

- Success: `201 Created`
- Errors:
  - `400 Bad Request`: too heavy
"""


@pytest.mark.parametrize(("language", "served"), [("en", "Served by"), ("pl", "Obs\u0142uguje")])
def test_what_serves_it_is_planned_with_it(language: Language, served: str) -> None:
    api = replace(API, text=SERVED)
    files = {"src/pages/api/parcels.ts": "export const POST = 1\n"}
    said = made(ERRAND, files, DB, api, language=language)

    assert f"{served}" in told(said, 1)
    assert "`POST /api/parcels`" in told(said, 1)
    assert "`weight`" in told(said, 2)
    assert "`201 Created`" in told(said, 4)
    assert "`400 Bad Request`" in told(said, 7)
    assert "prd.md:8" in told(said, 5)
    steps = told(said, 9)
    assert "`src/pages/api/parcels.ts` (" in steps
    assert ("Compare" if language == "en" else "Najpierw") in steps


def test_a_visitor_who_is_asked_to_sign_in_is_an_open_question() -> None:
    api = replace(API, text=SERVED.replace("too heavy", "too heavy\n  - `401`: nobody is known"))
    story = ERRAND.replace("As a night porter", "As a visitor")
    assert "whoever wants it is not signed in, but section 5" in told(made(story, {}, DB, api), 6)
    assert "not signed in" not in made(ERRAND, {}, DB, api)
    assert "not signed in" not in made(story, {}, DB)


def test_what_the_service_is_there_for_is_compared_and_told_first() -> None:
    api = replace(API, text=SERVED)
    files = {"src/lib/services/parcel.service.ts": "\nexport async function createParcel() {}\n"}
    said = made(ERRAND, files, DB, api)
    there = "In the repository already: `createParcel` (src/lib/services/parcel.service.ts:2)"
    assert there in told(said, 1)
    service = told(said, 9).partition("Service: ")[2].partition("###")[0]
    assert "Compare what is there first" in service
    assert "extend it" not in service


def test_code_in_a_folder_of_the_endpoint_is_not_planned_anew() -> None:
    folder = "Api/Features/Parcels/AddParcel/"
    types = ("AddParcelRequest", "AddParcelResponse")
    beside = ("AddParcelHandler", "AddParcelEndpoint")
    paths = tuple(RepoPath(f"{folder}{one}.cs") for one in (*types, *beside))
    serves: tuple[Serves, ...] = ("body", "response")
    defined = tuple(
        TypeDefinition(name=name, source=Source(path=path, line=1, last=1), serves=of)
        for name, path, of in zip(types, paths, serves, strict=False)
    )
    known = brief_of(demo().request(endpoint("POST /api/loans")), ())
    brief = replace(
        known,
        spec=replace(known.spec, types=defined),
        layout=Layout(
            places=(
                ("service", Place(path=RepoPath("Api/Parcels/NewParcelHandler.cs"), new=True)),
                ("route", Place(path=RepoPath("Api/Parcels/ParcelRoutes.cs"), new=True)),
            )
        ),
    )

    sliced, files = there(brief, (*paths, RepoPath("Api/Program.cs")))
    assert files == paths
    assert sliced.function == "AddParcelHandler"
    assert sliced.layout.place("service") == Place(path=paths[2], new=False)
    assert sliced.layout.place("route") == brief.layout.place("route")
    # one file of types is shared, and a folder of types alone has no other work
    alone = replace(brief, spec=replace(brief.spec, types=defined[:1]))
    assert there(alone, paths) == (alone, ())
    assert there(brief, paths[:2]) == (brief, ())


def test_a_use_case_that_is_called_as_the_work_is_the_service() -> None:
    known = brief_of(demo().request(endpoint("POST /api/loans")), ())
    work, command = RepoPath("app/cases/create_loan.py"), RepoPath("app/dto/create_loan_command.py")
    paths = (work, command, RepoPath("tests/test_create_loan.py"), RepoPath("app/create.py"))

    found, files = there(known, paths)
    assert files == (work, command)
    assert found.layout.place("service") == Place(path=work, new=False)
    assert found.function == known.function
    twice = (work, RepoPath("lib/create_loan.py"))
    assert there(known, twice)[0].layout == known.layout


def test_a_requirement_that_both_cite_is_told_once() -> None:
    story = ERRAND.replace("red icon.", "red icon (FR-01).") + (
        "\n## Functional requirements\n\n- FR-01: Every parcel is weighed twice\n- FR-02: X\n"
    )
    api = replace(API, text=SERVED.replace("(US-09)", "(US-09, FR-01)"))
    said = made(story, {}, DB, api)
    assert "Carries out FR-01 Every parcel is weighed twice" in told(said, 1)
    assert said.count("weighed twice") == 1


def test_what_stands_below_a_requirement_is_demanded_too_and_its_title_once() -> None:
    story = ERRAND.replace("red icon.", "red icon (FR-01, FR-02, FR-03).") + (
        "\n## Functional requirements\n\nFR-01 Weights\n- Every parcel is weighed twice\n\n"
        f"FR-02 Shelves: a shelf holds {'ten and ' * 14}ten\n\nFR-03 Doors\n"
    )
    said = made(story, {}, DB)
    assert "Carries out FR-01 Weights" in told(said, 1)
    assert "Every parcel is weighed twice (prd.md:19)" in told(said, 5)
    assert "ten and ten (prd.md:21)" in told(said, 5)
    assert said.count("Doors") == 1


def test_what_a_trigger_does_is_told_to_its_end() -> None:
    long = "it sorts " + "and sorts " * 18 + "to the end"
    more = f"\n## Triggers\n\n- lost_parcels: BEFORE INSERT trigger sort_lost, {long}\n"
    assert "to the end (db-plan.md" in told(made(ERRAND, {}, replace(DB, text=DB.text + more)), 5)


def test_several_endpoints_share_its_steps() -> None:
    text = SERVED + "\n### DELETE /api/parcels/{id}\n\nRemoves one (US-09).\n\n- 204\n- 404\n"
    said = made(ERRAND, {}, DB, replace(API, text=text))
    assert said.count("Served by") == 2
    assert "`204`" in told(said, 4)
    assert len(re.findall(r"^### \d", told(said, 9), re.MULTILINE)) <= 6


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("With more than 20 lots, pagination controls appear", "response"),
        ("Lots are read with pagination", "performance"),
    ],
)
def test_what_turns_pages_is_shown(text: str, about: str) -> None:
    assert about_of(text) == about
