"""What a model is asked with, by way of the whole loop."""

from __future__ import annotations

from loop import API_PLAN, ENDPOINT, PLAN, Loop, project
from sandbox import Sandbox  # noqa: TC002 - as every other test has it
from scripted import ScriptedChat, drafter, new, step

TEXT = f"""# API Endpoint Implementation Plan: {ENDPOINT}

## 1. Overview
Makes a card.

## 2. Implementation Steps

### 1. Make the bucket
- Kind: confirm

### 2. Write the store
- Files: `app/store.py`

### 3. Serve it
- Files: `app/serve.py`
"""
TWO = step(2, new("app/store.py", "x = 1\n"))
THREE = step(3, new("app/serve.py", "y = 1\n"))


def test_what_is_said_at_a_confirmed_step_reaches_the_model(repo: Sandbox) -> None:
    chat = ScriptedChat([TWO + THREE])

    run = Loop(project(repo, plan=TEXT), who=drafter(chat)).talk(
        "none", "", "d it is called cards-eu", "y", "y"
    )

    assert "Done 3 of 3" in run.text
    assert len(chat.sent) == 1
    assert "Of earlier steps the owner said:\n- step 1: it is called cards-eu" in chat.last
    assert "Steps that have ended: 1 confirmed." in chat.last
    assert f"[[7f3a plan {PLAN}:1-15]]\n{TEXT.rstrip()}\n[[/7f3a]]" in chat.sent[0][1].text
    assert "[[7f3a steps]]\nStep 2: Write the store\nStep 3: Serve it\n[[/7f3a]]" in chat.last


def test_what_was_skipped_and_what_was_written_is_told_to_the_next_batch(repo: Sandbox) -> None:
    four = "\n### 4. Show it\n- Files: `app/show.py`\n"
    chat = ScriptedChat([TWO, step(4, new("app/show.py", "z = 1\n"))])

    Loop(project(repo, plan=TEXT + four), who=drafter(chat)).talk("none", "1-2", "s", "y", "", "y")

    assert "Steps that have ended: 1 skipped.\n" in chat.sent[0][-1].text
    assert "Steps that have ended: 1 skipped; 2 applied (no check proved it).\n" in chat.last


def test_a_note_in_the_midst_of_a_batch_is_told_before_the_next_draft(repo: Sandbox) -> None:
    head, first, second, third = TEXT.split("### ")
    moved = ("1. Write" + second.partition("Write")[2], "2. Look" + first.partition("bucket")[2])
    chat = ScriptedChat([step(1, new("app/store.py", "x = 1\n")) + THREE, THREE])
    there = project(repo, plan="### ".join((head, *moved, third)))

    Loop(there, who=drafter(chat)).talk("none", "", "y", "d it is up", "y")

    assert len(chat.sent) == 2
    assert "step 2: it is up" in chat.last


def test_the_plan_is_told_as_it_was_agreed(repo: Sandbox) -> None:
    chat = ScriptedChat([step(2, new("app/store.py", "x = 1\n"))])
    there = project(repo, plan=TEXT)

    def edited() -> str:
        (repo.root / PLAN).write_text(TEXT.replace("Makes a card.", "Makes two."))
        return "d"

    Loop(there, who=drafter(chat)).talk("none", "1-2", edited)

    assert "Makes a card." in chat.sent[0][1].text
    assert "Makes two." not in chat.sent[0][1].text


def test_what_was_decided_is_told_with_the_steps(repo: Sandbox) -> None:
    planned = f"## Decisions\n- 201 (api-plan.md:9)\n\n{TEXT}"
    chat = ScriptedChat([planned, *[TWO + THREE] * 2])
    repo.write(".ai/api-plan.md", API_PLAN)
    repo.commit("docs: the plan")

    Loop(repo, who=drafter(chat)).talk("a", "yes", "", "d", "y", "y")

    assert "[[7f3a decisions behind it]]\n- 201 (api-plan.md:9)\n[[/7f3a]]" in str(
        [one.text for one in chat.sent[-1]]
    ).replace("\\n", "\n")


def test_a_models_words_stand_beside_the_facts_and_choose_nothing(repo: Sandbox) -> None:
    steps = "".join(f"### {n}. Part {n}\n- Files: `app/f{n}.py`\n\n" for n in range(1, 8))
    text = TEXT.partition("### 1.")[0] + steps
    parts = [step(n, new(f"app/f{n}.py", "x = 1\n"), words=f"Part {n}. So.") for n in (1, 2, 3)]
    worded = "### next 7 First of all.\n### next 5 Serves it.\n### next 4 Keeps it.\n"
    chat = ScriptedChat(["".join(parts) + worded])

    run = Loop(project(repo, plan=text), who=drafter(chat)).talk("none", "", "y", "y 1", "y")

    assert "the model: Part 1. So." not in run.text
    assert "  the model: Part 1.\n" in run.seen[2]
    assert run.gate.count("the model: Part") == 3
    assert "Done 3 of 7" in run.gate
    following = run.gate.partition("Next 3 of 4 open")[2]
    assert "  4 Part 4" in following
    assert following.index("the model: Keeps it.") < following.index("the model: Serves it.")
    assert "First of all" not in run.text
