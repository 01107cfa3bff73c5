from __future__ import annotations

from dataclasses import replace

import pytest
from plain import text
from story import (
    ONE,
    RUFF,
    SPLIT_PLAN,
    Story,
    a_plan,
    a_step,
    agreed,
    at,
    closing,
    result,
    sought,
    waiting,
)

from agent.core.check import CheckResult
from agent.core.documents import RepoPath
from agent.core.edits import CommitId
from agent.core.findings import Gap
from agent.core.plan import Section
from agent.core.session import Session
from agent.core.spec import (
    Body,
    Column,
    Endpoint,
    Excerpt,
    Limit,
    Parameter,
    Spec,
    Status,
    Table,
)
from agent.core.summary import StepResult
from agent.core.trailers import CommitRecord
from agent.memory import Size
from agent.pages.overview import facts_page, status_page
from agent.pages.report import Known, report_text
from agent.pages.tongue import english
from agent.phrases import phrases

FRONT = Parameter(
    name="front",
    place="body",
    source=at(12),
    type="string",
    required=True,
    limits=(Limit(kind="max_length", value="200", source=at(12)),),
)
BODY = Body(
    source=at(10),
    fields=(
        FRONT,
        Parameter(name="tags", place="body", source=at(13), required=False, default="[]"),
        Parameter(name="level", place="body", source=at(14), type="Integer", required=True),
    ),
)
SPEC = Spec(
    endpoint=Endpoint(method="PUT", path="/api/cards/{id}"),
    title="Change a card",
    description=Excerpt(source=at(3, 4), text="Changes\n  one card"),
    parameters=(Parameter(name="id", place="path", source=at(8)),),
    request=BODY,
    auth=Excerpt(source=at(5), text="Bearer token"),
    statuses=tuple(
        Status(code=code, meaning=f"means {code}", source=at(20 + n))
        for n, code in enumerate((200, 400, 404, 409, 401))
    ),
    tables=(
        Table(
            name="cards",
            source=at(40),
            columns=tuple(Column(name=n, type="t", source=at(41)) for n in ("id", "front")),
        ),
    ),
    gaps=(Gap(topic="auth", question="Who may change it?"),),
)


def test_every_fact_has_its_source() -> None:
    assert text(facts_page(SPEC, english())) == (
        "PUT /api/cards/{id}  Change a card\n"
        "  Changes one card  api-plan.md:3-4\n"
        "  path id  api-plan.md:8\n"
        "  body front string required max_length 200  api-plan.md:12\n"
        "  body tags optional default []  api-plan.md:13\n"
        "  body level Integer required  api-plan.md:14\n"
        "  200 means 200  api-plan.md:20\n"
        "  400 means 400  api-plan.md:21\n"
        "  404 means 404  api-plan.md:22\n"
        "  409 means 409  api-plan.md:23\n"
        "  401 means 401  api-plan.md:24\n"
        "  Bearer token  api-plan.md:5\n"
        "  table cards: id, front  api-plan.md:40\n"
        "  open: Who may change it?"
    )
    bare = Spec(endpoint=SPEC.endpoint, title="")
    assert text(facts_page(bare, english())) == "PUT /api/cards/{id}  "


def test_the_words_between_the_facts_are_in_their_readers_language() -> None:
    shown = text(facts_page(SPEC, phrases("pages/texts", "pl")))
    assert "  treść front string wymagane maks. długość 200  api-plan.md:12\n" in shown
    assert "  tabela cards: id, front  api-plan.md:40\n" in shown


@pytest.mark.parametrize(
    ("session", "shown"),
    [
        (Story().session, "no endpoint chosen yet"),
        (sought().session, "POST /api/cards\nno plan yet"),
        (
            waiting(SPLIT_PLAN, closing(a_step("1"), "c" * 40)).say("split 2", "skip 2.1").session,
            (
                "POST /api/cards\n.ai/cards-plan.md\n"
                "  [x] 1  Do 1  applied  ccccccc\n"
                "  [x] 2.1  Do 2.1  skipped  \n"
                "  [ ] 2.2  Do 2.2  open  \n"
                "  [ ] 3  Do 3  open  "
            ),
        ),
        (
            agreed(a_plan(count=2), steps=1).session,
            (
                "POST /api/cards\n.ai/cards-plan.md\n"
                "  [ ] 1  Do 1  agreed  \n"
                "  [ ] 2  Do 2  open  \n"
                "  agreed: 1"
            ),
        ),
    ],
)
def test_status_shows_each_step(session: Session, shown: str) -> None:
    assert text(status_page(session)) == shown


def known(*results: StepResult, sizes: bool = True, spec: Spec | None = SPEC) -> Known:
    size = Size(files=2, added=18, removed=3)
    commit = CommitId("c" * 40)
    return Known(
        spec=spec,
        sizes={commit: size} if sizes else {},
        results=dict.fromkeys((commit,), *results) if results else {},
        others=(CommitRecord(id=CommitId("d" * 40), time=0, message="docs: plan it\n\nMore\n"),),
    )


def told(*checks: CheckResult) -> StepResult:
    return StepResult(step_id=ONE.id, number="1", title="", state="verified", checks=checks)


def test_a_report_states_facts_only() -> None:
    plan = a_plan(count=2)
    odd = replace(plan, steps=(replace(plan.steps[0], title="A | B"), plan.steps[1]))
    story = waiting(odd, closing(odd.steps[0], "c" * 40)).say("skip 2 later, with search")
    assert report_text(story.session, known(told(result()))) == (
        "## POST /api/cards\n\n"
        "Plan: `.ai/cards-plan.md` · 1 applied, 1 skipped\n\n"
        "| step | state | commit | lines |\n|---|---|---|---|\n"
        "| 1 A \\| B | applied | `cccccccccc` | +18 -3 in 2 files |\n"
        "| 2 Do 2 | skipped |  |  |\n\n"
        "Other commits:\n\n- `dddddddddd` docs: plan it\n\n"
        "Checks:\n\n- step 1: `python -m pytest` exit 0, verified\n\n"
        "Closed without a commit:\n\n- skipped: step 2, Do 2: later, with search\n\n"
        "Statuses, as documented:\n\n"
        "- `200` means 200 (api-plan.md:20)\n"
        "- `400` means 400 (api-plan.md:21)\n"
        "- `404` means 404 (api-plan.md:22)\n"
        "- `409` means 409 (api-plan.md:23)\n"
        "- `401` means 401 (api-plan.md:24)\n\n"
        "Open in the documents:\n\n- Who may change it?\n"
    )
    assert report_text(Story().session, known(spec=None)) == "## No endpoint\n"
    assert "Open" not in report_text(sought().session, known(spec=replace(SPEC, gaps=())))


def test_a_report_is_in_the_language_of_its_plan() -> None:
    told_so = Section(title="Przegląd", line=1, body="Tworzy fiszkę, która jest")
    plan = replace(a_plan(count=2), sections=(told_so,))
    gap = Gap(topic="auth", question="Who may call GET /a? The documents do not say.")
    spec = replace(SPEC, gaps=(gap,))
    session = waiting(plan, closing(plan.steps[0], "c" * 40)).session
    shown = report_text(session, known(told(replace(result(others=2), red_before=True)), spec=spec))
    assert "wprowadzony: 1, otwarty: 1" in shown
    assert "| 1 Do 1 | wprowadzony | `cccccccccc` | +18 -3, 2 pliki |" in shown
    assert "przy 2 innych zmienionych plikach, czerwone wcześniej, niezweryfikowane" in shown
    assert "- Kto może wywołać GET /a? Dokumenty tego nie mówią." in shown


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ((), "not known here"),
        ((told(),), "none was run"),
        ((told(result(code=1)),), "`python -m pytest` exit 1, not verified"),
        (
            (told(replace(result(others=1), beside=(RepoPath("a.py"),))),),
            "`python -m pytest` exit 0 with 1 other changed file (a.py), not verified",
        ),
        ((told(result(code=None)),), "`python -m pytest` out of time, not verified"),
        (
            (told(result(others=2), replace(result(RUFF, code=1), red_before=True)),),
            (
                "`python -m pytest` exit 0 with 2 other changed files, not verified, "
                "`bin/ruff check` exit 1, red before, not verified"
            ),
        ),
    ],
)
def test_a_report_says_how_the_checks_ended(results: tuple[StepResult, ...], said: str) -> None:
    session = waiting(a_plan(count=1), closing(ONE, "c" * 40)).session
    shown = report_text(session, known(*results, sizes=False))
    assert f"Checks:\n\n- step 1: {said}\n" in shown
    assert "| `cccccccccc` |  |" in shown


def test_a_report_has_no_checks_of_an_undone_step() -> None:
    undone = replace(closing(ONE, "c" * 40), state="undone")
    assert "Checks" not in report_text(waiting(a_plan(count=1), undone).session, known())
