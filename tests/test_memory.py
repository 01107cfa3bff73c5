from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO

import pytest
from loop import ENDPOINT, NOT_BAD, PLAN, Loop, check_text, plan_text, project, step_text
from sandbox import Sandbox
from story import a_plan, waiting

from agent.adapters.terminal.screen import TerminalScreen
from agent.core.documents import RepoPath
from agent.core.errors import EndpointError
from agent.core.gates import AskDone
from agent.pages.facts import Facts
from agent.pages.gates import gate_page
from agent.turns.reporting import report

OTHER = "GET /api/cards"
AWAY = f"/endpoint {OTHER}"


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    return Loop(project(empty))


def clone_of(loop: Loop) -> Loop:
    root = loop.box.root.with_name("clone")
    loop.box.git("clone", "-q", ".", str(root))
    return Loop(Sandbox(root))


# sessions


def test_a_later_session_knows_what_an_earlier_one_verified(empty: Sandbox) -> None:
    loop = Loop(project(empty, settings=check_text(NOT_BAD)))
    loop.talk("none", "1", "y", "y", AWAY)
    assert loop.box.git("log", "-1", "--format=%(trailers:key=Waltz-Step,valueonly)")
    loop.talk()
    assert loop.states()[:2] == ["verified", "open"]
    there = clone_of(loop)
    there.talk()
    assert there.states()[:2] == ["applied", "open"]


def test_an_amended_commit_is_verified_no_more(empty: Sandbox) -> None:
    loop = Loop(project(empty, settings=check_text(NOT_BAD)))
    loop.talk("none", "1", "y", "y", AWAY)
    loop.box.git("commit", "-q", "--amend", "--no-edit", "--date=2020-01-01T00:00:00")
    loop.talk()
    assert loop.states()[:2] == ["applied", "open"]


def test_a_damaged_session_tells_nothing(empty: Sandbox) -> None:
    loop = Loop(project(empty, settings=check_text(NOT_BAD)))
    loop.talk("none", "1", "y", "y", AWAY)
    commit = loop.box.git("rev-parse", "HEAD")
    (session,) = (loop.box.root / ".git/waltz/sessions").iterdir()
    (session / "events.jsonl").write_text(f"no json {commit}\n")
    (session.parent / "no-session").write_text("")
    loop.talk()
    assert loop.states()[:2] == ["applied", "open"]


@pytest.mark.parametrize("here", [True, False])
def test_a_report_tells_checks_where_they_are_known(empty: Sandbox, *, here: bool) -> None:
    loop = Loop(project(empty, settings=check_text(NOT_BAD)))
    run = loop.talk("none", "1", "y", "y", "skip 2", "1", AWAY, "/quit")
    there = loop if here else clone_of(loop)
    run = there.talk("/report")
    session = there.here.reopen(there.newest).session
    told = report(session, there.ports(run.screen, run.typed))
    state, checks = ("verified", "exit 0, verified") if here else ("applied", "not known here")
    assert re.search(rf"\| 1 Make part 1 \| {state} \| `\w{{10}}` \| \+1 -0 in 1 file \|", told)
    assert re.search(rf"- step 1: (`.*` )?{checks}\n", told)
    assert "- skipped: step 2, Make part 2\n" in told
    assert "- `201` Created (api-plan.md:10)\n" in told
    assert f"chore: close 1 step of {ENDPOINT}" in told
    assert told.startswith(f"## {ENDPOINT}\n\nPlan: `{PLAN}`")


# leaving an endpoint


def test_what_ended_without_a_commit_is_recorded_when_leaving(loop: Loop) -> None:
    run = loop.talk("none", "skip 2", "skip 3", AWAY)
    assert f" records 2 steps of {ENDPOINT} that ended without a commit" in run.last
    there = clone_of(loop)
    there.talk()
    assert there.states() == ["open", "skipped", "skipped", "open", "open"]


def test_nothing_is_recorded_where_nothing_is_owed(loop: Loop) -> None:
    head = loop.box.git("rev-parse", "HEAD")
    loop.talk("none", AWAY)
    assert loop.box.git("rev-parse", "HEAD") == head
    loop.talk("all", "n", AWAY)
    assert loop.box.git("rev-parse", "HEAD") == head


@pytest.mark.parametrize("key", ["use words that are longer", "1"])
def test_a_record_is_made_out_of_a_batch_or_a_question(loop: Loop, key: str) -> None:
    run = loop.talk("none", "skip 2", key, AWAY)
    assert " records 1 step of" in run.last
    assert loop.subjects[-1].startswith("chore: close 1 step")
    assert loop.here.unfinished() is None


def test_a_record_goes_to_no_other_branch(loop: Loop) -> None:
    head = loop.box.git("rev-parse", "HEAD")

    def switched() -> str:
        loop.box.git("switch", "-q", "-c", "other")
        return AWAY

    run = loop.talk("none", "skip 2", switched)
    assert "REFUSED git-state other: the steps ended on main" in run.text
    assert str(loop.session.endpoint) == ENDPOINT
    loop.talk(AWAY, session=loop.newest)
    assert loop.here.unfinished() is None
    assert loop.box.git("rev-parse", "HEAD") == head


def test_an_unknown_endpoint_ends_it_where_nobody_is_there(loop: Loop) -> None:
    loop.attended = False
    with pytest.raises(EndpointError, match="nearest: POST /api/cards"):
        loop.talk("none", "/endpoint POST /api/crads")


# undo


@pytest.mark.parametrize("anew", [True, False])
def test_the_newest_step_is_taken_back_in_any_session(loop: Loop, *, anew: bool) -> None:
    loop.talk("none", "y", "y", "y", "y")
    run = loop.talk("/undo", "y") if anew else loop.resume("/undo", "y")
    assert "Undo step 3" in run.text
    assert loop.states()[:3] == ["applied", "applied", "undone"]


def test_a_step_done_again_is_the_newest(loop: Loop) -> None:
    run = loop.talk("none", "1-2", "y", "y", "/undo 1", "y", "/redo 1", "y", "/undo")
    assert "Undo step 1" in run.last


# adoption


STEPS = plan_text(step_text(1), step_text(2, "edit", "app/main.py"), step_text(3), step_text(4))


def signs(loop: Loop) -> list[str]:
    rows = loop.talk().gate.splitlines()[1:-1]
    return [row.partition("part")[2][2:].strip() for row in rows if "part" in row]


def test_an_adopted_plan_shows_the_commits_on_its_files(empty: Sandbox) -> None:
    empty.commit("feat: main", **{"app/main.py": "0\n"})
    loop = Loop(project(empty, plan=STEPS))
    one = loop.box.commit("feat: one", **{"app/f1.py": "1\n"})[:7]
    loop.box.write("app/f3.py", "3\n")
    start = loop.box.git("rev-parse", "--short=7", "HEAD~1")
    found = signs(loop)
    assert re.fullmatch(rf"{one} \(.+ ago\) added app/f1.py", found[0])
    assert re.fullmatch(rf"{start} \(.+ ago\) touched app/main.py", found[1])
    assert found[2:] == ["file there: app/f3.py", "+ app/f4.py"]


@pytest.mark.parametrize("width", [80, 60])
def test_long_signs_stand_below_their_step(width: int) -> None:
    sign = "b93d0c4 (3 weeks ago) touched src/pages/api/goals/[goal_id]/contributions/[id].ts"
    story = waiting(a_plan(count=1), adopted=True)
    gate = AskDone(plan=a_plan(count=1))
    facts = Facts(
        load=lambda _: b"",
        exists=lambda _: True,
        evidence=lambda _: ((sign,),),
        spec=lambda: None,
    )
    out = StringIO()
    TerminalScreen(out, {"COLUMNS": str(width)}).show(gate_page(story.session, gate, facts))
    assert out.getvalue().endswith(
        "  1 Do 1\n"
        "      b93d0c4 (3 weeks ago) touched\n"
        "        src/pages/api/goals/[goal_id]/contributions/[id].ts\n"
        "Which steps are done?   [1] [all] [none] [v]iew\n"
    )


# what has changed since


def test_a_commit_on_a_steps_file_is_told_with_the_step(loop: Loop) -> None:
    loop.talk("none", "1-2", "y", "y")
    loop.box.commit("fix: more", **{"app/f1.py": loop.read("app/f1.py") + "more\n"})
    loop.box.commit("fix: else", **{"app/f2.py": "else\n", "other.py": "x\n"})
    loop.box.commit("chore: none")
    text = " ".join(loop.resume().last.split())
    assert re.search(r"commit \w{7} “fix: more” touches app/f1.py \(step 1 intact\)", text)
    assert re.search(r"commit \w{7} “fix: else” touches app/f2.py \(step 2 changed\)", text)
    assert re.search(r"commit \w{7} “chore: none” since|commit \w{7} “chore: none”", text)


def test_a_commit_that_takes_a_step_back_leaves_it_not_intact(loop: Loop) -> None:
    loop.talk("none", "1", "y")
    loop.box.git("rm", "-q", "app/f1.py")
    loop.box.commit("gone")
    assert "“gone” touches app/f1.py (step 1 changed)" in " ".join(loop.resume().last.split())


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda text: text.replace("Make part 4", "Make it 4"), "plan step 4 edited"),
        (lambda text: re.sub("part ([45])", r"it \1", text), "steps 4, 5 edited"),
        (lambda text: text.replace("Cards.", "All cards."), f"{PLAN} was edited"),
        (lambda _: "nothing\n", f"{PLAN} was edited"),
    ],
)
def test_an_edited_plan_is_told_by_its_steps(
    loop: Loop, edit: Callable[[str], str], said: str
) -> None:
    loop.talk("none", "1", "y")
    loop.box.write(PLAN, edit(loop.read(PLAN)))
    assert said in loop.resume().text
    assert RepoPath(PLAN) in loop.repo.changed()
