from __future__ import annotations

from collections.abc import Callable

import pytest
from loop import Answer, Loop, Run, draft, project
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.drafter import Nothing, StepRequest, Unable

FIRST = "one\ntwo\nthree\nfour\nfive\n"


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    found = Loop(project(empty))
    found.drafter.names = ("app/x.py", "app/y.py")
    found.editor = lambda text, _name: text.replace("two", "TWO")
    return found


def after(loop: Loop, *keys: str | Callable[[], str], then: Answer) -> Run:
    def first_or_then(request: StepRequest) -> Answer:
        return then if request.notes else draft(app__x_dot_py=FIRST)

    loop.drafter.own = {"1": first_or_then}
    return loop.talk("none", "1", *keys)


def test_words_after_an_edit_keep_the_edit(loop: Loop) -> None:
    run = after(loop, "e", "better", "y", then=draft(app__x_dot_py=FIRST.replace("five", "six")))
    assert loop.read("app/x.py") == "one\nTWO\nthree\nfour\nsix\n"
    assert "your edit is kept in it" in run.text


def test_a_second_reason_and_a_second_edit_keep_it_too(loop: Loop) -> None:
    edits = iter((("two", "TWO"), ("TWO", "Two")))
    loop.editor = lambda text, _name: text.replace(*next(edits))
    then = draft(app__x_dot_py=FIRST.replace("five", "six"))
    after(loop, "e", "better", "e", "better still", "y", then=then)
    assert loop.read("app/x.py") == "one\nTwo\nthree\nfour\nsix\n"


def test_a_draft_of_the_same_lines_leaves_the_edit(loop: Loop) -> None:
    run = after(loop, "e", "better", "y", then=draft(app__x_dot_py=FIRST.replace("two", "2")))
    assert "app/x.py: your edit stays; the new draft differs near line 2" in run.text
    assert loop.read("app/x.py") == FIRST.replace("two", "TWO")


def test_a_conflict_in_one_file_keeps_the_new_draft_of_the_other(loop: Loop) -> None:
    then = draft(app__x_dot_py=FIRST.replace("two", "2"), app__y_dot_py="y\n")
    run = after(loop, "e", "better", "y", then=then)
    assert "your edit stays; the new draft differs" in run.text
    assert loop.read("app/x.py") == FIRST.replace("two", "TWO")
    assert loop.read("app/y.py") == "y\n"


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (Unable(reason="no words here"), "no words here"),
        (Nothing(how="unneeded", reason="all is there"), "all is there"),
        (draft(app__x_dot_py=FIRST), "your edit stays as it is"),
    ],
)
def test_words_that_change_nothing_leave_the_edited_diff_open(
    loop: Loop, then: Answer, said: str
) -> None:
    run = after(loop, "e", "better", "y", then=then)
    assert said in run.text
    assert loop.read("app/x.py") == FIRST.replace("two", "TWO")


def test_what_the_user_wrote_at_their_own_step_is_kept(loop: Loop) -> None:
    loop.editor = lambda _text, _name: "mine\n"
    loop.drafter.own = {
        "1": lambda asked: draft(app__z_dot_py="z\n") if asked.notes else Unable(reason="yours")
    }
    loop.talk("none", "1", "e", "and z", "yes")
    assert (loop.read("app/f1.py"), loop.read("app/z.py")) == ("mine\n", "z\n")


def test_T30_an_edit_is_laid_on_what_the_file_holds_now(loop: Loop) -> None:
    def changed() -> str:
        loop.box.write("app/x.py", FIRST.replace("one", "1").replace("five", "5"))
        return "y"

    loop.box.commit("x", **{"app/x.py": FIRST.replace("five", "5")})
    loop.drafter.own = {"1": draft(app__x_dot_py=FIRST)}
    run = loop.talk("none", "1", "e", changed, "i", "y")
    assert "REFUSED stale-file" in run.text
    assert loop.read("app/x.py") == "1\nTWO\nthree\nfour\nfive\n"


def test_T30_an_edit_that_fits_no_more_is_told_where_it_lies(loop: Loop) -> None:
    def changed() -> str:
        loop.box.write("app/x.py", "all else\n")
        return "y"

    loop.drafter.own = {"1": draft(app__x_dot_py=FIRST)}
    run = loop.talk("none", "1", "e", changed)
    assert loop.read("app/x.py") == "all else\n"
    assert "the step is yours now" in " ".join(run.gate.split())
    blob = run.gate.partition("!git show ")[2][:40]
    assert loop.box.git("cat-file", "-p", blob) + "\n" == FIRST.replace("two", "TWO")


def test_T30_an_edit_that_the_file_holds_already(loop: Loop) -> None:
    def changed() -> str:
        loop.box.write("app/x.py", FIRST.replace("two", "TWO"))
        return "y"

    loop.drafter.own = {"1": draft(app__x_dot_py=FIRST)}
    run = loop.talk("none", "1", "e", changed, "/take app/x.py", "y")
    assert "hold your edit already" in run.text
    assert loop.states()[0] == "taken"
