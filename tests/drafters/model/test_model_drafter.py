from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from scripted import Line, ScriptedChat, drafter, edit, new, read, step

from agent.chat import ChatError, ToolCall
from agent.core.batch import StepState
from agent.core.check import Check, CheckResult
from agent.core.documents import Document, RepoPath, Source
from agent.core.errors import RefusedError
from agent.core.plan import Plan, Section, Step, StepFile, step_id
from agent.core.spec import Endpoint, Excerpt, Rule, Spec
from agent.drafter import Asked, Code, Draft, Known, Nothing, StepRequest, Told, Unable
from agent.drafters.model.sending import Fence
from agent.drafters.model.tools import Reads

ENDPOINT = Endpoint(method="POST", path="/api/cards")
FILES = {"app/a.py": b"x = 1\ny = 2\n", "app/b.py": b"z = 3\n", ".env": b"KEY=1\n"}


def a_step(number: int, *files: str) -> Step:
    named = tuple(StepFile(path=RepoPath(one)) for one in files or (f"app/f{number}.py",))
    title = f"Make part {number}"
    return Step(number=str(number), id=step_id(title), title=title, line=number, files=named)


STEPS = (a_step(1, "app/a.py"), a_step(2, "app/b.py"), a_step(3))
PLAN = Plan(
    path=RepoPath(".ai/plan.md"),
    title="Cards",
    endpoints=(ENDPOINT,),
    sections=(Section(title="Overview", body="Cards.", line=1),),
    steps=STEPS,
)
API = RepoPath(".ai/api-plan.md")
SPEC = Spec(
    endpoint=ENDPOINT,
    title="Create a card",
    excerpts=(Excerpt(source=Source(path=API, line=3, last=5), text="### POST\n\n- 201 Created"),),
)


def code(files: Mapping[str, bytes] = FILES) -> Code:
    known = {RepoPath(path): data for path, data in files.items()}
    return Code(listed=lambda: tuple(known), read=known.get)


def request(number: int = 1, *, last: int = 3, files: Mapping[str, bytes] = FILES) -> StepRequest:
    return StepRequest(
        step=STEPS[number - 1],
        plan=PLAN,
        endpoint=SPEC.endpoint,
        look_up=lambda: Known(spec=SPEC),
        code=code(files),
        batch=STEPS[number - 1 : last],
    )


def knowing(
    request: StepRequest,
    *,
    spec: Spec = SPEC,
    rules: tuple[Rule, ...] = (),
    standing: tuple[str, ...] = (),
) -> StepRequest:
    known = Known(spec=spec, rules=rules, standing=standing)
    return replace(request, endpoint=spec.endpoint, look_up=lambda: known)


ONE = step(1, edit("app/a.py", "x = 1\n", "x = 9\n", 1), words="Sets x.")
TWO = step(2, edit("app/b.py", "z = 3\n", "z = 8\n"))
THREE = step(3, new("app/f3.py", "w = 1\n"))


def files(found: object) -> dict[str, bytes | None]:
    assert isinstance(found, Draft), found
    return {path.value: data for path, data in found.files}


def test_a_batch_is_asked_in_one_request() -> None:
    chat = ScriptedChat([ONE + TWO + THREE])
    mine = drafter(chat)

    drafts = [mine.propose(request(number)) for number in (1, 2, 3)]

    assert [files(one) for one in drafts] == [
        {"app/a.py": b"x = 9\ny = 2\n"},
        {"app/b.py": b"z = 8\n"},
        {"app/f3.py": b"w = 1\n"},
    ]
    assert len(chat.sent) == 1
    assert isinstance(drafts[0], Draft)
    assert (drafts[0].how, drafts[0].said) == ((), "Sets x.")


def test_what_is_sent_goes_from_what_stays_to_what_changes() -> None:
    chat = ScriptedChat([ONE])
    drafter(chat).propose(request(last=1))

    system, documents, batch = chat.sent[0]
    assert (system.role, system.stable, documents.stable, batch.stable) == (
        "system",
        True,
        True,
        False,
    )
    assert (
        "[[7f3a document .ai/api-plan.md]]\n3|### POST\n5|- 201 Created\n[[/7f3a]]"
        in documents.text
    )
    assert "[[7f3a plan .ai/plan.md]]" in documents.text
    assert "[[7f3a file app/a.py]]\n1|x = 1\n2|y = 2\n[[/7f3a]]" in batch.text
    assert "Work step 1, and no other" in batch.text


@pytest.mark.parametrize(
    ("files", "none"),
    [({}, True), ({".ai/api-plan.md": b"a"}, True), (FILES, False), ({"a.env": b"K=1"}, False)],
)
def test_that_there_are_no_files_is_said_where_it_is_so(
    files: dict[str, bytes], *, none: bool
) -> None:
    chat = ScriptedChat([ONE])
    drafter(chat).propose(request(last=1, files=files))

    assert ("There are no files yet beside the documents." in chat.sent[0][-1].text) is none


@pytest.mark.parametrize(
    ("first", "exits", "said"),
    [
        ("skipped", (), "1 skipped; 2 applied (no check proved it).\n"),
        ("verified", (0,), "1 verified (the checks passed); 2 applied (no check proved it).\n"),
        ("applied", (1,), "1, 2 applied (no check proved it). Failed before the first step: `c0`."),
    ],
)
def test_how_the_steps_before_ended_is_told_with_what_proved_them(
    first: StepState, exits: tuple[int, ...], said: str
) -> None:
    chat = ScriptedChat([THREE])
    checks = [Check(run=(f"/bin/c{at}",), when="step") for at in range(len(exits))]
    results = (
        CheckResult(check=c, exit=e, seconds=1, tail="") for c, e in zip(checks, exits, strict=True)
    )
    states: tuple[StepState, ...] = (first, "applied", "confirmed")
    closed = tuple(zip(STEPS, states, strict=True))

    drafter(chat).propose(replace(request(3), closed=closed, before=tuple(results)))

    assert f"Steps that have ended: {said}" in chat.last


def test_a_command_that_the_owner_has_to_run_is_no_work_done() -> None:
    chat = ScriptedChat([ONE + "### run npm install\n" + step(2, "### run npm run gen")])
    mine = drafter(chat)

    first, second = mine.propose(request(last=2)), mine.propose(request(2, last=2))

    assert isinstance(first, Draft)
    assert first.how == ("not done yet, for you to run: npm install",)
    assert isinstance(second, Unable)
    assert second.reason.endswith("leaves it to you: run `npm run gen`, then /take")


def test_a_command_stays_where_only_blocks_are_given_anew() -> None:
    bad = step(1, edit("app/a.py", "x = 7\n", "x = 9\n"), "### run npm install")
    chat = ScriptedChat([bad, ONE])

    found = drafter(chat).propose(request(last=1))

    assert isinstance(found, Draft)
    assert found.how == ("not done yet, for you to run: npm install",)


def test_the_instructions_and_tools_are_small() -> None:
    chat = ScriptedChat([ONE])
    drafter(chat).propose(request(last=1))

    schemas = "".join(f"{one.name}{one.description}{one.parameters}" for one in chat.offered[0])
    assert (len(chat.sent[0][0].text) + len(schemas)) / 4 <= 800


def test_F34_a_fourth_section_is_refused_and_said() -> None:
    found = drafter(ScriptedChat([ONE + step(4, new("app/x.py", "x"))])).propose(request(last=1))

    assert files(found) == {"app/a.py": b"x = 9\ny = 2\n"}
    assert isinstance(found, Draft)
    assert "step 4 was not asked for: refused" in found.how


def test_only_the_blocks_that_do_not_fit_are_asked_again() -> None:
    bad = step(1, edit("app/a.py", "x = 7\n", "x = 9\n", 1), new("app/n.py", "n = 1\n"))
    chat = ScriptedChat([bad, step(1, edit("app/a.py", "x = 1\n", "x = 9\n"))])

    found = drafter(chat).propose(request(last=1))

    assert files(found) == {"app/n.py": b"n = 1\n", "app/a.py": b"x = 9\ny = 2\n"}
    assert "edit app/a.py SEARCH 1: its SEARCH stands nowhere" in chat.last
    assert "new app/n.py" not in chat.last
    assert "1|x = 1" in chat.last


def test_what_never_fits_is_left_to_the_user() -> None:
    chat = ScriptedChat([step(1, edit("app/a.py", "x = 7\n", "x = 9\n"))])

    found = drafter(chat).propose(request(last=1))

    assert isinstance(found, Unable)
    assert "3 times" in found.reason
    assert len(chat.sent) == 4


def test_a_cut_block_is_asked_again() -> None:
    chat = ScriptedChat([step(1, "### new app/n.py\n<<<<<<< NEW\nn"), ONE])

    assert files(drafter(chat).propose(request(last=1))) == {"app/a.py": b"x = 9\ny = 2\n"}
    assert "does not end" in chat.last


def test_new_syntax_errors_go_back_once() -> None:
    broken = step(1, edit("app/a.py", "x = 1\n", "x = (\n"))
    chat = ScriptedChat([broken, broken])

    found = drafter(chat).propose(request(last=1))

    assert files(found)["app/a.py"] == b"x = (\ny = 2\n"
    assert len(chat.sent) == 2
    assert "do not parse" in chat.last
    assert "app/a.py:1: '(' was never closed" in chat.last


def test_a_typescript_file_is_parsed_too() -> None:
    there = {"src/a.ts": b"export const x = 1;\n"}
    chat = ScriptedChat(
        [step(1, edit("src/a.ts", "export const x = 1;\n", "export const x = {;\n")), ONE]
    )

    drafter(chat).propose(request(last=1, files=there))

    assert "src/a.ts:1: not parsed from here" in chat.sent[1][-1].text


def test_a_reason_brings_a_new_draft_and_later_steps_where_they_change() -> None:
    again = step(1, edit("app/a.py", "x = 1\n", "x = 5\n")) + step(
        2, edit("app/b.py", "z = 3\n", "z = 5\n")
    )
    chat = ScriptedChat([ONE + TWO, again])
    mine = drafter(chat)
    mine.propose(request(last=2))

    second = mine.propose(replace(request(last=2), notes=("five, please",)))
    later = mine.propose(request(2, last=2))

    assert files(second) == {"app/a.py": b"x = 5\ny = 2\n"}
    assert files(later) == {"app/b.py": b"z = 5\n"}
    assert len(chat.sent) == 2
    assert "five, please" in chat.last
    assert chat.sent[1][: len(chat.sent[0])] == chat.sent[0]


def test_the_answer_to_a_question_counts_after_a_reason_against_an_earlier_step() -> None:
    asks = "## Step 2\n### question Which table?\n"
    chat = ScriptedChat([ONE + asks, ONE + asks, TWO])
    mine = drafter(chat)
    mine.propose(request(last=2))
    mine.propose(replace(request(last=2), notes=("shorter",)))

    asked = mine.propose(request(2, last=2))
    found = mine.propose(replace(request(2, last=2), notes=("cards",)))

    assert isinstance(asked, Unable)
    assert "Which table?" in asked.reason
    assert "The owner answers, on step 2:\n- cards\nGive step 2 whole." in chat.last
    assert files(found)


def test_a_red_check_goes_back_once_and_briefly() -> None:
    check = Check(run=("pytest",), when="step")
    noise = "".join(f"collected {n} items of the suite\n" for n in range(3000))
    before = CheckResult(check=check, exit=1, seconds=1, tail="old failure in 0.1s\n")
    result = CheckResult(
        check=check,
        exit=1,
        seconds=1,
        tail=f"old failure in 0.3s\n{noise}app/a.py:1 NameError\nend\n",
    )
    mend = step(1, edit("app/a.py", "x = 9\n", "x = 10\n"))
    chat = ScriptedChat([ONE, mend])
    mine = drafter(chat)
    mine.propose(request(last=1))
    applied = {**FILES, "app/a.py": b"x = 9\ny = 2\n"}

    asked = replace(request(last=1, files=applied), red=(result,), before=(before,), repairs=1)
    found = mine.propose(asked)

    assert files(found) == {"app/a.py": b"x = 10\ny = 2\n"}
    assert "pytest: exit 1" in chat.last
    assert "app/a.py:1 NameError" in chat.last
    assert "old failure" not in chat.last
    assert len(chat.last) <= 6000
    assert mine.propose(asked) == found
    assert len(chat.sent) == 2


def test_files_that_became_others_are_sent_again() -> None:
    chat = ScriptedChat([ONE + TWO, TWO])
    mine = drafter(chat)
    mine.propose(request(last=2))
    mended = {**FILES, "app/a.py": b"x = 9  # mine\ny = 2\n"}

    mine.propose(replace(request(2, last=2, files=mended), notes=("other",)))

    assert "[[7f3a file app/a.py, as it is now]]\n1|x = 9  # mine" in chat.last
    assert "app/b.py, as it is now" not in chat.last


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Line(text="", thought=500), "gave an empty answer: its tokens went into thinking"),
        (Line(text="  \n"), "gave an empty answer"),
        (
            Line(text="All done, it works now!"),
            "without a change for this step: “All done, it works",
        ),
        (Line(text="Gotowe, wszystko działa."), "without a change for this step: “Gotowe"),
        (Line(text="```python\nx = 1\n```"), "without a change"),
        (step(2, new("app/x.py", "x")), "for step 2, which is refused"),
        (Line(text=ONE, finish="length"), "reached the length of one answer"),
        (Line(text=ONE, finish="filter"), "stopped by its provider's filter"),
        (
            Line(text="I cannot help with that.", finish="refusal"),
            "refuses, so nothing of it is used: I cannot help",
        ),
        (step(1, "### question\nWhich limit?"), "asks: Which limit? (your words answer it)"),
        (step(1, "### amend Step 4 first"), "wants the plan changed first: Step 4 first"),
    ],
)
def test_F31_F33_F39_an_answer_without_a_change_is_said_and_not_asked_again(
    said: Line | str, reason: str
) -> None:
    chat = ScriptedChat([said])

    found = drafter(chat).propose(request(last=1))

    assert isinstance(found, Unable)
    assert reason in found.reason
    assert len(chat.sent) == 1


def test_nothing_to_do_has_to_be_confirmed() -> None:
    chat = ScriptedChat([step(1, "### nothing it is there") + step(2, "### covered by step 1")])
    mine = drafter(chat)

    assert mine.propose(request(1, last=2)) == Nothing(
        how="unneeded", reason="the model: it is there"
    )
    assert mine.propose(request(2, last=2)) == Nothing(how="covered", reason="the model: by step 1")


def test_a_batch_too_long_for_one_answer_is_asked_step_by_step() -> None:
    chat = ScriptedChat([Line(text=ONE, finish="length"), ONE, TWO])
    mine = drafter(chat)

    assert files(mine.propose(request(1, last=2)))
    assert files(mine.propose(request(2, last=2)))
    assert len(chat.sent) == 3


def test_an_error_leaves_no_trace_and_the_same_is_asked_again() -> None:
    chat = ScriptedChat([ChatError("cut", "broke off"), ONE])
    mine = drafter(chat)

    with pytest.raises(ChatError):
        mine.propose(request(last=1))
    assert files(mine.propose(replace(request(last=1), notes=("again",))))

    assert chat.sent[0][:2] == chat.sent[1][:2]
    assert len(chat.sent[1]) == 3
    assert "again" not in chat.last.split("Work step")[1]


def test_a_step_left_out_is_asked_for_alone() -> None:
    chat = ScriptedChat([ONE, TWO])
    mine = drafter(chat)
    mine.propose(request(last=2))

    assert files(mine.propose(request(2, last=2))) == {"app/b.py": b"z = 8\n"}
    assert "Work step 2, and no other" in chat.last


def test_a_new_batch_is_a_new_conversation() -> None:
    chat = ScriptedChat([ONE, ONE])
    mine = drafter(chat)
    mine.propose(request(last=1))

    mine.rest()
    mine.propose(request(last=1))

    assert len(chat.sent[1]) == 3


@pytest.mark.parametrize("path", ["../out.py", "/etc/passwd", ".git/hooks/pre-commit"])
def test_T01_T02_T05_an_answer_that_leaves_the_repository_is_refused(path: str) -> None:
    with pytest.raises(RefusedError):
        drafter(ScriptedChat([step(1, new(path, "x\n"))])).propose(request(last=1))


def test_reads_are_answered_and_bounded() -> None:
    calls = (
        read("app/b.py"),
        read("app/b.py", first=1, last=1),
        ToolCall(id="c2", name="list_files", arguments={"folder": "app"}),
        ToolCall(id="c3", name="search", arguments={"text": "z ="}),
        read(".env"),
        read("app/none.py"),
        read("x/b.py"),
        read("../secret"),
        ToolCall(id="c4", name="approve_all", arguments={}),
        ToolCall(id="c5", name="search", arguments={"text": " "}),
        ToolCall(id="c6", name="read_file", arguments=None),
    )
    chat = ScriptedChat([Line(calls=calls), ONE])

    drafter(chat).propose(request(last=1))

    results = [one.text for one in chat.sent[1] if one.role == "tool"]
    assert "1|z = 3" in results[0]
    assert "app/a.py\napp/b.py" in results[2]
    assert "app/b.py:1|z = 3" in results[3]
    assert results[4].startswith("REFUSED secret .env")
    assert "no file that git knows" in results[5]
    assert "there is app/b.py" in results[6]
    assert results[7].startswith("REFUSED outside-repo")
    assert "no tool approve_all" in results[8]
    assert "Nothing was done" in results[8]
    assert results[9] == "search needs a text."
    assert "no JSON object" in results[10]


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        (".ai", [".ai/plan.md"]),
        ("./.ai/", [".ai/plan.md"]),
        ("app/a.py", ["app/a.py"]),
        (".", [".ai/plan.md", "app/a.py"]),
        ("", [".ai/plan.md", "app/a.py"]),
    ],
)
def test_a_folder_is_looked_in_as_it_is_named(folder: str, found: list[str]) -> None:
    files = {".ai/plan.md": b"# Plan x\n", "app/a.py": b"x = 1\n"}
    calls = (
        ToolCall(id="c1", name="list_files", arguments={"folder": folder}),
        ToolCall(id="c2", name="search", arguments={"text": "x", "folder": folder}),
    )
    chat = ScriptedChat([Line(calls=calls), ONE])

    drafter(chat).propose(request(last=1, files=files))

    listed, hits = (one.text for one in chat.sent[1] if one.role == "tool")
    for path in files:
        assert (path in listed, f"{path}:1|" in hits) == (path in found, path in found)


def test_what_stands_above_is_not_sent_again() -> None:
    lines = "".join(f"n{number} = {number}\n" for number in range(40))
    asked = request(last=2, files={**FILES, "app/b.py": lines.encode()})
    calls = (read("app/a.py"), read("app/b.py"), read("app/b.py", first=2))
    chat = ScriptedChat([Line(calls=calls), ONE])

    drafter(chat).propose(asked)

    results = [one.text for one in chat.sent[1] if one.role == "tool"]
    assert "1|x = 1" in results[0]
    assert results[1:] == ["This stands above already, as it is now."] * 2


def test_a_document_that_was_sent_without_its_blank_lines_stands_above_too() -> None:
    text = "# Rules\n\n- Handle errors first.\n\n- Return as early as you can.\n"
    rule = Rule(path=RepoPath("AGENTS.md"), text=text, always=True)
    there = {**FILES, "AGENTS.md": text.encode()}
    chat = ScriptedChat([Line(calls=(read("AGENTS.md"),)), ONE])

    drafter(chat).propose(knowing(request(last=1, files=there), spec=replace(SPEC, rules=(rule,))))

    assert chat.last == "This stands above already, as it is now."


def test_F32_broken_tool_arguments_are_asked_once_more() -> None:
    bad = Line(calls=(ToolCall(id="c", name="read_file", arguments=None),))
    chat = ScriptedChat([bad])

    found = drafter(chat).propose(request(last=1))

    assert isinstance(found, Unable)
    assert "went on reading" in found.reason
    assert len(chat.sent) == 2


def test_reading_without_end_is_ended() -> None:
    chat = ScriptedChat([Line(calls=(read("app/b.py"),))])

    found = drafter(chat).propose(request(last=1))

    assert isinstance(found, Unable)
    assert len(chat.sent) == 8


def test_a_server_without_tools_asks_in_text() -> None:
    chat = ScriptedChat(
        ["### read app/b.py 1-1\n### search z\n### list app\n### read app/b.py\n", ONE]
    )
    chat.tools = False

    found = drafter(chat).propose(request(last=1))

    assert files(found)
    assert chat.offered == [(), ()]
    assert "### read src/a.ts 1-80" in chat.sent[0][0].text
    assert "lines 1-1 of 1]]\n1|z = 3" in chat.last


@pytest.mark.parametrize("path", [".env", "certs/a.pem", "id_rsa", "web/.npmrc"])
def test_T25_files_of_keys_are_never_read(path: str) -> None:
    told: list[str] = []
    reads = Reads(fence=Fence("7f3a", told.append), code=code({path: b"A = secret\n"}))

    assert reads.call("read_file", {"path": path}).startswith(f"REFUSED secret {path}")
    assert "no line holds it" in reads.call("search", {"text": "A ="})
    assert "1|[withheld]" in reads.fence.file(RepoPath(path), [(1, "A = secret")])
    assert told == [f"{path}:1 is not sent: files of this name hold keys"]


def test_T25_what_git_does_not_know_is_never_read() -> None:
    reads = Reads(fence=Fence("7f3a", str), code=Code(listed=lambda: (), read=lambda _: b"secret"))

    assert "no file that git knows" in reads.call("read_file", {"path": "dist/x.py"})
    assert "no line holds it" in reads.call("search", {"text": "secret"})


def test_T25_keys_are_withheld_and_it_is_said() -> None:
    key = "AKIA" + "ABCDEFGHIJKLMNOP"
    told: list[str] = []
    chat = ScriptedChat([Line(calls=(read("app/b.py"),)), ONE])
    there = {**FILES, "app/a.py": f"x = 1\nk = '{key}'\n".encode(), "app/b.py": f"{key}\n".encode()}

    drafter(chat, told).propose(request(last=1, files=there))

    assert key not in str(chat.sent)
    assert "2|[an AWS key stands here, withheld]" in chat.sent[0][-1].text
    assert told == [
        "app/a.py:2 is not sent: it holds what looks like an AWS key",
        "app/b.py:1 is not sent: it holds what looks like an AWS key",
    ]


def test_a_question_changes_nothing() -> None:
    chat = ScriptedChat(["Yes, app/a.py:1.", Line(finish="refusal")])
    mine = drafter(chat)
    asked = Asked(words="does it", spec=SPEC, code=code(), plan=PLAN)

    assert mine.reply(asked) == "Yes, app/a.py:1."
    assert "does it" in chat.last
    assert isinstance(mine.reply(asked), Unable)


def test_a_question_within_a_batch_belongs_to_its_conversation() -> None:
    chat = ScriptedChat([ONE, "Because.", ONE])
    mine = drafter(chat)
    mine.propose(request(last=1))
    mine.reply(Asked(words="why", spec=SPEC, code=code(), plan=PLAN))

    mine.propose(replace(request(last=1), notes=("no",)))

    assert "Because." in str(chat.sent[2])


def test_the_profiles_own_rules_and_the_design_of_the_data_are_sent() -> None:
    chat = ScriptedChat([ONE])
    design = Document(path=RepoPath("docs/data.md"), role="data-management", text="Keep it.")
    told = Told(rules=("Validators run in the service.",), documents=(design,))

    drafter(chat).propose(replace(request(last=1), told=lambda: told))

    head = chat.sent[0][1].text
    assert "POST /api/cards\n\nRule: Validators run in the service.\n\n" in head
    assert "document docs/data.md]]\n1|Keep it.\n" in head


@pytest.mark.parametrize(("path", "sent"), [("db/migrations/1.sql", True), ("app/a.py", False)])
def test_rules_for_migrations_are_sent_where_the_plan_writes_one(path: str, *, sent: bool) -> None:
    chat = ScriptedChat([ONE])
    rule = Rule(path=RepoPath(".cursor/rules/db-migrations.mdc"), text="Add RLS.", always=False)
    later = replace(STEPS[2], files=(StepFile(path=RepoPath(path)),))
    plan = replace(PLAN, steps=(*STEPS[:2], later))

    drafter(chat).propose(replace(knowing(request(last=1), rules=(rule,)), plan=plan))

    assert ("Add RLS." in chat.sent[0][1].text) is sent


def test_rules_that_hold_and_those_for_the_back_end_are_sent() -> None:
    always = Rule(path=RepoPath(".ai/shared.mdc"), text="Use types.", always=True)
    backend = Rule(path=RepoPath(".cursor/rules/backend.mdc"), text="Use services.", always=False)
    other = Rule(path=RepoPath(".cursor/rules/frontend.mdc"), text="Use hooks.", always=False)
    chat = ScriptedChat([ONE])
    asked = knowing(
        request(last=1), spec=replace(SPEC, rules=(always,)), rules=(always, backend, other)
    )

    drafter(chat).propose(asked)

    sent = chat.sent[0][1].text
    assert "Use types." in sent
    assert "Use services." in sent
    assert "Use hooks." not in sent


REASONS = {
    "instructions": "",
    "what is asked": "",
    "its own answer": "",
    "document .ai/api-plan.md": "what it says of this, and what that refers to",
    "rules .cursor/rules/backend.mdc": "for the back end, by its name",
    "rules .ai/shared.mdc": "always on",
    "rules .ai/app.mdc": "app/** matches a file of the plan",
    "plan .ai/plan.md": "its steps are worked",
    "decisions behind it": "made when the plan was drafted",
    "file app/c.py": "a step names it",
    "file tests/test_c.py": "a step names it",
    "file app/b.py, of another step": "another step of the plan names it",
    "file tests/conftest.py": "it holds for the step's tests",
    "file app/a.py": "what is shown uses it",
    "file app/d.py": "it declares what a step names",
    "also there, to be read": "names of what may be needed, to be read",
    "steps": "they were agreed",
    "file lib/z.ts lines 1-1 of 1": "the model read it",
}


def test_what_was_sent_is_told_with_the_reason_for_it() -> None:
    always = Rule(path=RepoPath(".ai/shared.mdc"), text="Use types.", always=True)
    globbed = Rule(path=RepoPath(".ai/app.mdc"), text="Be plain.", always=False, globs=("app/**",))
    backend = Rule(path=RepoPath(".cursor/rules/backend.mdc"), text="Use services.", always=False)
    there = {
        **FILES,
        "app/b.py": b"def kept(): ...\n",
        "app/c.py": b"from app import a\n",
        "app/d.py": b"def helped(): ...\n",
        "tests/test_c.py": b"x = 1\n",
        "tests/conftest.py": b"y = 1\n",
        "lib/z.ts": b"z = 1\n",
    }
    steps = (a_step(1, "app/c.py", "tests/test_c.py"), a_step(2, "app/b.py"), a_step(3))
    step_one = replace(steps[0], body="calls `helped` and `kept`")
    held = replace(SPEC, rules=(always, globbed))
    asked = StepRequest(
        step=step_one,
        plan=replace(PLAN, steps=steps),
        endpoint=held.endpoint,
        look_up=lambda: Known(spec=held, rules=(always, globbed, backend)),
        code=code(there),
        batch=(step_one,),
        decided=("201",),
    )
    chat = ScriptedChat([Line(calls=(read("lib/z.ts"),)), ONE])
    mine = drafter(chat)

    mine.propose(asked)

    assert {one.what: one.why for one in mine.context()} == REASONS


def test_what_the_user_said_before_goes_along() -> None:
    chat = ScriptedChat([ONE])
    asked = knowing(
        replace(request(last=1), settled=(("id", "no tabs"),)), standing=("short names",)
    )

    drafter(chat).propose(replace(asked, notes=("and now",)))

    assert "- short names" in chat.last
    assert "- no tabs" in chat.last
    assert "- and now" in chat.last


LEARNT = (STEPS[1].id, "the bucket is called cards-eu")


def test_the_plan_goes_along_as_its_file_holds_it_with_what_was_decided() -> None:
    chat = ScriptedChat([ONE])
    asked = replace(
        request(last=1),
        written="# 1. Cards\n## 2. Overview\nAll.",
        decided=("201 (api-plan.md:4)",),
    )

    drafter(chat).propose(asked)

    head = chat.sent[0][1].text
    assert "[[7f3a plan .ai/plan.md:1-3]]\n# 1. Cards\n## 2. Overview\nAll.\n[[/7f3a]]" in head
    assert "[[7f3a decisions behind it]]\n- 201 (api-plan.md:4)\n[[/7f3a]]" in head


def test_what_was_said_at_a_confirmed_step_is_told_at_the_next_request() -> None:
    chat = ScriptedChat([ONE])

    drafter(chat).propose(replace(request(last=1), settled=(LEARNT,)))

    assert "Of earlier steps the owner said:\n- step 2: the bucket is called cards-eu" in chat.last


def test_what_is_learnt_in_the_midst_of_a_batch_is_told_once() -> None:
    chat = ScriptedChat([ONE + THREE, THREE.replace("w = 1", "w = 2")])
    mine = drafter(chat)
    batch = replace(request(1), batch=(STEPS[0], STEPS[2]))
    mine.propose(batch)
    later = replace(request(3), settled=(LEARNT,))

    drafts = [mine.propose(later), mine.propose(later)]

    assert [files(one) for one in drafts] == [{"app/f3.py": b"w = 2\n"}] * 2
    assert len(chat.sent) == 2
    assert chat.last == (
        "Of earlier steps the owner said:\n- step 2: the bucket is called cards-eu\n\n"
        "Give step 3 whole, anew, with this in mind."
    )


def test_a_reason_that_was_told_at_its_own_step_is_not_told_again() -> None:
    chat = ScriptedChat([ONE + THREE])
    mine = drafter(chat)
    batch = replace(request(1), batch=(STEPS[0], STEPS[2]))
    mine.propose(batch)
    mine.propose(replace(batch, notes=("no tabs",)))

    mine.propose(replace(request(3), settled=((STEPS[0].id, "no tabs"),)))

    assert len(chat.sent) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Sets x.", "Sets x."),
        ("Sets the x. All tests pass! I am sure.", "Sets the x."),
        ("Reads `a.py` and sets x", "Reads `a.py` and sets x"),
    ],
)
def test_a_summary_gets_one_sentence_a_step(words: str, said: str) -> None:
    answer = step(1, edit("app/a.py", "x = 1\n", "x = 9\n", 1), words=words)
    worded = "### next 3 Writes the third.\n### next 2 Not this\n### next 9 None of the plan's\n"

    found = drafter(ScriptedChat([answer + worded])).propose(request(last=2))

    assert isinstance(found, Draft)
    assert found.said == said
    assert found.worded == ((STEPS[2].id, "Writes the third."),)
