from __future__ import annotations

from collections.abc import Sequence

import pytest
from loop import Loop, plan_text, project, step_text
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

AGREED = ("none", "1")
TICKET = 'commit = "{ticket}: {type}({scope}): {subject}"\n'


def named(box: Sandbox, settings: str = "", branch: str = "", *subjects: str) -> Loop:
    project(box, settings=settings)
    for subject in subjects:
        box.commit(subject)
    if branch:
        box.git("switch", "-q", "-c", branch)
    return Loop(box)


@pytest.mark.parametrize(
    ("settings", "branch", "subject"),
    [
        ("", "", "feat(f1): make part 1"),
        (TICKET, "", "feat(f1): make part 1"),
        (TICKET, "feature/ABC-12-cards", "ABC-12: feat(f1): make part 1"),
        (
            f"{TICKET}branch = 'f/{{ticket}}-{{slug}}'\n",
            "f/abc-7-it",
            "abc-7: feat(f1): make part 1",
        ),
        (f"{TICKET}branch = 'f/{{ticket}}-{{slug}}'\n", "x/ABC-7-it", "feat(f1): make part 1"),
        ("commit = 'api: {subject}'\n", "", "api: Make part 1"),
    ],
)
def test_a_step_is_worded_by_the_template(
    empty: Sandbox, settings: str, branch: str, subject: str
) -> None:
    loop = named(empty, settings, branch)
    run = loop.talk(*AGREED)
    assert f"commit: {subject}\n" in run.gate
    loop.resume("y")
    assert loop.subjects == [subject]


@pytest.mark.parametrize("file", ["app/CreateCard.cs", "src/pages/api/cards/index.ts"])
def test_a_scope_that_is_no_telling_word_is_the_resource(empty: Sandbox, file: str) -> None:
    plan = plan_text(step_text(1, "edit", file))
    loop = Loop(project(empty, plan=plan))
    assert "commit: feat(cards): make part 1\n" in loop.talk(*AGREED).gate


@pytest.mark.parametrize(
    ("subjects", "made"),
    [
        (("Add a", "Add b"), "Make part 1"),
        (("feat: a", "fix: b", "feat: c"), "feat: make part 1"),
        (("ABC-1: Add a", "ABC-2: Add b"), "Make part 1"),
    ],
)
def test_without_a_template_the_last_subjects_tell(
    empty: Sandbox, subjects: Sequence[str], made: str
) -> None:
    loop = named(empty, "", "", *subjects)
    assert f"commit: {made}\n" in loop.talk(*AGREED).gate


def test_the_tickets_of_earlier_subjects_go_on(empty: Sandbox) -> None:
    loop = named(empty, "", "ABC-3-cards", "[ABC-1] Add a", "[ABC-2] Add b")
    assert "commit: [ABC-3] Make part 1\n" in loop.talk(*AGREED).gate


PLAIN = "commit = '#{ticket} {subject}'\n"


def test_every_commit_is_worded_by_it(empty: Sandbox) -> None:
    loop = named(empty, PLAIN, "X1-9-cards")
    loop.talk("none", "1", "y", "stop")
    loop.resume("/undo 1", "y", "/redo 1", "y")
    loop.resume("always use snake case", "3", "y", "say it in the plan", "2", "y")
    text = loop.read(".ai/cards-plan.md")
    loop.box.write(".ai/cards-plan.md", f"{text}\nMine.\n")
    loop.resume("y")
    assert loop.subjects == [
        "#X1-9 Make part 1",
        "#X1-9 Revert Make part 1",
        "#X1-9 Redo Make part 1",
        "#X1-9 Decide: always use snake case",
        "#X1-9 Note on POST /api/cards",
        "#X1-9 Edit the plan of POST /api/cards",
    ]


def test_a_plan_and_a_record_are_worded_by_it(empty: Sandbox) -> None:
    loop = Loop(project(empty, plan=None, settings=PLAIN))
    loop.drafter.plan_as = plan_text(step_text(1))
    loop.talk("y", "skip 1", "y")
    assert loop.subjects == ["Plan POST /api/cards", "Close 1 step of POST /api/cards"]


def test_what_is_shown_is_what_is_committed(empty: Sandbox) -> None:
    loop = named(empty)
    long = "rework " + "the cards " * 10
    run = loop.talk(*AGREED, f"m {long}", "y")
    (subject,) = loop.subjects
    assert len(subject) <= 72
    assert subject.endswith("…")
    assert f"commit: {subject}\n" in run.text
    assert "Make part 1" in loop.box.git("log", "-1", "--format=%b")


def test_T39_a_document_tells_the_build_server_nothing(empty: Sandbox) -> None:
    title = "Make [skip ci] [CI Skip] [no ci] app/[id].py [skip-azure]"
    plan = plan_text(step_text(1).replace("Make part 1", title))
    loop = Loop(project(empty, plan=plan))
    loop.talk(*AGREED, "y")
    said = "ake (skip ci) (CI Skip) (no ci) app/[id].py (skip-azure)"
    assert loop.subjects[-1].endswith(f": m{said}")
    assert f"M{said}\n" in loop.box.git("log", "-1", "--format=%b")


def test_T39_a_template_writes_no_trailer(empty: Sandbox) -> None:
    loop = named(empty, "commit = 'x\\\\nWaltz-Step: 3 {subject}'\n")
    loop.talk(*AGREED, "y")
    assert (
        loop.box.git("log", "-1", "--format=%(trailers:key=Waltz-Step,valueonly)").strip() == "1/5"
    )


RULES = "Commit messages: `type: subject`.\n"


@pytest.mark.parametrize(
    ("subjects", "made"),
    [((), "feat: make part 1"), (("Add a", "Add b", "Add c", "Add d", "Add e"), "Make part 1")],
)
def test_rules_word_it_where_earlier_subjects_do_not_decide(
    empty: Sandbox, subjects: Sequence[str], made: str
) -> None:
    empty.write("AGENTS.md", RULES)
    loop = named(empty, "", "", *subjects)
    assert f"commit: {made}\n" in loop.talk(*AGREED).gate
