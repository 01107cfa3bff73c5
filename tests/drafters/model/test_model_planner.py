from __future__ import annotations

from dataclasses import replace

import pytest
from scripted import TEXTS, Line, ScriptedChat, drafter, voice
from test_model_drafter import ENDPOINT, PLAN, SPEC, code

from agent.chat import ChatError
from agent.core.check import Check
from agent.core.documents import Document, RepoPath, Source
from agent.core.profile import KnownStatus, Profile
from agent.core.spec import Endpoint, Excerpt, Feature, Listed, ListedFeature, Rule, Table
from agent.drafter import Faults, PlanDraft, PlanRequest, Unable
from agent.drafters.model.planning import Planner

PROFILE = Profile(
    name="endpoint",
    purpose="a plan",
    text="Plan it.",
    sections=("Overview", "Steps"),
    statuses=(KnownStatus(code=401, meaning="no valid identity", line=1),),
)
REQUEST = PlanRequest(
    spec=SPEC,
    profile=PROFILE,
    path=RepoPath(".ai/new-plan.md"),
    answers=(("limit", "50"),),
    siblings=(PLAN,),
    code=code(),
    checks=(Check(run=("/x/bin/python3.11", "-m", "pytest"), when="step"),),
)
TEXT = "# Plan: POST /api/cards\n\n## 1. Overview\n\nCards.\n\n## 2. Steps\n\n1. Do it\n"
ANSWER = f"## Decisions\n- 201 on success (api-plan.md:5)\n- two\n\n{TEXT}"


def planned(found: object) -> PlanDraft:
    assert isinstance(found, PlanDraft), found
    return found


@pytest.mark.parametrize("answer", [ANSWER, f"```markdown\n{ANSWER}\n```", f"Here:\n\n{ANSWER}"])
def test_decisions_and_plan_are_told_apart(answer: str) -> None:
    found = planned(drafter(ScriptedChat([answer])).plan(REQUEST))

    assert found == PlanDraft(text=TEXT, decisions=("201 on success (api-plan.md:5)", "two"))


THOUGHT = "<analysis>\n- the key points\n1. of it\n</analysis>\n\n"


@pytest.mark.parametrize(
    "answer",
    [THOUGHT + ANSWER, f"# Analysis\n- a\n\n#{ANSWER[2:]}", f"Here:\n```markdown\n{ANSWER}\n```\n"],
)
def test_what_was_thought_aloud_is_no_decision(answer: str) -> None:
    found = planned(drafter(ScriptedChat([answer])).plan(REQUEST))

    assert found == PlanDraft(text=TEXT, decisions=("201 on success (api-plan.md:5)", "two"))


def test_the_plan_is_told_as_it_comes_and_what_was_mended_is_known() -> None:
    wrong = ANSWER.replace("Cards.", "Crads.")
    chat, lines, told = ScriptedChat([wrong, ANSWER]), list[str](), list[str]()

    def judge(text: str) -> Faults:
        return Faults(lines=("line 5: Crads", "line 6: it too") if "Crads" in text else ())

    found = planned(drafter(chat, told).plan(replace(REQUEST, judge=judge, recite=lines.append)))

    assert lines == TEXT.replace("Cards.", "Crads.").splitlines()
    assert found.recited == TEXT.replace("Cards.", "Crads.")
    assert found.text == TEXT
    assert told == ["Waltz finds in it: line 5: Crads, and 1 more; the model mends it"]


def test_a_plan_that_is_mended_in_vain_is_the_one_that_was_told() -> None:
    chat, lines = ScriptedChat([ANSWER, "I see.", ANSWER]), list[str]()
    asked = replace(REQUEST, judge=lambda text: Faults(lines=("one",) * (1 + (text != TEXT))))

    found = planned(drafter(chat).plan(replace(asked, recite=lines.append)))

    assert (found.text, found.recited) == (TEXT, "")
    assert lines == TEXT.splitlines()


def test_F31_what_goes_on_after_a_length_stop_is_told_from_its_heading() -> None:
    cut = ANSWER[: ANSWER.index("1. Do it")]
    chat = ScriptedChat([Line(text=cut, finish="length"), "Yes.\n## 2. Steps\n\n1. Do it\n"])
    lines, told = list[str](), list[str]()

    drafter(chat, told).plan(replace(REQUEST, recite=lines.append))

    assert lines[-4:] == ["## 2. Steps", "## 2. Steps", "", "1. Do it"]
    assert "its last section comes again" in told[0]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "no files yet beside the documents"),
        (2, "[[7f3a files, all there are beside the documents]]\napp/: 0.py, 1.py\n[["),
        (152, ", 99.py\nand 2 more\n"),
    ],
)
def test_the_files_that_are_there_are_named(count: int, words: str) -> None:
    files = {f"app/{number}.py": b"" for number in range(count)}
    chat = ScriptedChat([ANSWER])

    drafter(chat).plan(replace(REQUEST, code=code({".ai/api-plan.md": b"", **files})))

    assert words in chat.last


def test_rules_are_no_files_beside_the_documents() -> None:
    chat = ScriptedChat([ANSWER])
    rule = Rule(path=RepoPath("AGENTS.md"), text="- be brief", always=True)
    files = {"AGENTS.md": b"- be brief\n", "app/a.py": b""}

    drafter(chat).plan(replace(REQUEST, code=code(files), rules=(rule,)))

    assert "[[7f3a files, all there are beside the documents]]\napp/: a.py\n[[" in chat.last


def test_it_is_never_said_of_files_that_there_are_none() -> None:
    chat = ScriptedChat([ANSWER])
    files = {"AGENTS.md": b"- be brief\n", "main.go": b"package main\n"}

    drafter(chat).plan(replace(REQUEST, code=code(files)))

    assert "no files yet" not in chat.last


def test_of_many_files_those_that_serve_are_named_first() -> None:
    apart = {f"web/wwwroot/lib/a{n}.js": b"" for n in range(90)}
    seen = {f"web/Page{n}.razor": b"" for n in range(90)}
    chat = ScriptedChat([ANSWER])
    files = {**apart, **seen, "web/logo.png": b"", "zoo/Z.cs": b""}

    drafter(chat).plan(replace(REQUEST, code=code(files)))

    assert "Page89.razor" in chat.last
    assert "zoo/: Z.cs\nand 91 more\n" in chat.last
    assert "logo.png" not in chat.last
    assert "wwwroot" not in chat.last


def test_the_documents_are_named_and_are_none_of_the_files() -> None:
    chat = ScriptedChat([ANSWER])
    plan = Document(path=RepoPath("docs/api.md"), role="api-plan", text="a")
    types = Document(path=RepoPath("src/types.ts"), role="types", text="a")
    files = {"docs/api.md": b"a", "src/types.ts": b"a"}

    drafter(chat).plan(replace(REQUEST, code=code(files), documents=(plan, types)))

    assert "The documents: docs/api.md.\n" in chat.last
    assert "beside the documents]]\nsrc/: types.ts\n[[" in chat.last


def test_a_feature_is_told_where_the_endpoints_stand() -> None:
    chat = ScriptedChat([ANSWER])
    source = Source(path=RepoPath("docs/api.md"), line=4, last=9)
    one = Listed(endpoint=Endpoint(method="GET", path="/books"), title="a", source=source)

    feature = replace(SPEC, endpoint=Feature(name="Lend"))
    drafter(chat).plan(replace(REQUEST, spec=feature, listed=lambda: (one,)))

    title = "endpoints of docs/api.md, to be read where it is about them"
    assert f"[[7f3a {title}]]\n4-9: GET /books\n[[" in chat.last


def test_an_endpoint_is_told_where_the_requirements_stand() -> None:
    chat = ScriptedChat([ANSWER])
    source = Source(path=RepoPath("prd.md"), line=4, last=4)
    one = ListedFeature(endpoint=Feature(name="Lend", id="US-2"), title="", source=source)

    drafter(chat).plan(replace(REQUEST, listed=lambda: (one,)))

    title = "requirements of prd.md, to be read where it is about them"
    assert f"[[7f3a {title}]]\n4: US-2 Lend\n[[" in chat.last


def test_rules_for_some_work_only_are_told_by_name() -> None:
    chat = ScriptedChat([ANSWER])
    always = Rule(path=RepoPath("AGENTS.md"), text="Be brief.", always=True)
    cards = RepoPath(".cursor/rules/cards.mdc")
    some = Rule(path=cards, text="Draw.", always=False, description="How cards are drawn")
    spec = replace(SPEC, rules=(always,))

    drafter(chat).plan(replace(REQUEST, spec=spec, rules=(always, some)))

    head = chat.sent[0][1].text
    title = "other rules, to be read where a step is what they are for"
    assert f"[[7f3a {title}]]\n{cards}: How cards are drawn\n[[" in head


def test_the_tables_for_errors_are_told_once() -> None:
    chat = ScriptedChat([ANSWER])
    source = Source(path=RepoPath("docs/db.md"), line=46, last=57)
    told, other = (Table(name=name, source=source) for name in ("error_logs", "failures"))
    spec = replace(SPEC, tables=(told,))
    index = Excerpt(source=replace(source, line=75, last=75), text="ix_failures: created_at")
    other = replace(other, indexes=(index,))

    drafter(chat).plan(replace(REQUEST, spec=spec, logs=(told, other)))

    head = chat.sent[0][1].text
    title = f"[[7f3a table for errors docs/{source}]]"
    assert f"{title}\nfailures\n75|ix_failures: created_at\n[[" in head
    assert head.count("error_logs") == 1


LONG = "# Data\nall of it\n## Cards\nkept for 5 minutes\n## Boxes\n" + "kept for ever\n" * 900


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("# Data\n\nall of it\n", "1|# Data\n3|all of it\n[[/7f3a]]"),
        (LONG, "3|## Cards\n4|kept for 5 minutes\n[[/7f3a]]"),
        (LONG.replace("Boxes", "More on cards"), "5|## More on cards\n6|kept for ever\n7|kept"),
        (LONG.replace("Cards", "Lids"), ""),
    ],
)
def test_how_the_data_is_kept_is_told(text: str, sent: str) -> None:
    chat = ScriptedChat([ANSWER])
    design = Document(path=RepoPath(".ai/data.md"), role="data-management", text=text)

    drafter(chat).plan(replace(REQUEST, documents=(design,)))

    head = chat.sent[0][1].text
    assert sent in head
    assert ("[[7f3a document .ai/data.md]]" in head) is bool(sent)
    assert len(head) < 12_000


def test_what_is_sent() -> None:
    chat = ScriptedChat([ANSWER])

    drafter(chat).plan(replace(REQUEST, language="pl", notes=("short",)))

    system, documents, asked = (one.text for one in chat.sent[0])
    assert system == TEXTS["plan"].replace("MARK", "7f3a")
    assert "Write in Polish." in documents
    assert "Sections, in this order: Overview · Steps" in documents
    assert "401 no valid identity" in documents
    assert "[[7f3a document .ai/api-plan.md]]\n3|### POST" in documents
    assert "app/: a.py, b.py" in asked
    assert "- python -m pytest (step)" in asked
    assert "- limit: 50" in asked
    assert "The owner says:\n- short" in asked


@pytest.mark.parametrize(("text", "twice"), [("Plan it.", False), ("Plan it. " * 800, True)])
def test_a_prompt_of_the_users_own_goes_along_as_text(text: str, *, twice: bool) -> None:
    chat = ScriptedChat([ANSWER])
    own = replace(PROFILE, place=".ai/prompts/p.md", text=text, analysis=("the key points",))

    drafter(chat).plan(replace(REQUEST, profile=own))

    head = chat.sent[0][1].text
    assert f"[[7f3a prompt .ai/prompts/p.md]]\n{text[:6_000].rstrip()}\n[[/7f3a]]" in head
    assert "Sections, in this order: Overview · Steps" in head
    # What is read in it is said again only where it does not go along whole.
    assert ("Think about: the key points" in head) is twice
    assert ("401 no valid identity" in head) is twice


def test_what_is_wrong_goes_back_once() -> None:
    chat = ScriptedChat([ANSWER.replace("Cards.", "Crads."), ANSWER])

    def judge(text: str) -> Faults:
        return Faults(lines=("line 5: Crads is in no document",) if "Crads" in text else ())

    found = planned(drafter(chat).plan(replace(REQUEST, judge=judge)))

    assert found.text == TEXT
    assert "- line 5: Crads is in no document" in chat.last
    assert len(chat.sent) == 2


def test_a_mended_plan_that_is_worse_is_not_taken() -> None:
    chat = ScriptedChat([ANSWER, "I see."])

    def judge(text: str) -> Faults:
        return Faults(lines=("one",) if text == TEXT else ("one", "two"))

    assert planned(drafter(chat).plan(replace(REQUEST, judge=judge))).text == TEXT


def test_a_plan_with_faults_is_better_than_none_of_this_endpoint() -> None:
    chat = ScriptedChat([ANSWER.replace("POST", "PUT"), ANSWER])

    def judge(text: str) -> Faults:
        other = "PUT" in text
        return Faults(lines=("another one",) if other else ("one", "two"), void=other)

    assert planned(drafter(chat).plan(replace(REQUEST, judge=judge))).text == TEXT


def test_F31_a_length_stop_goes_on_once_from_the_last_whole_section() -> None:
    cut = ANSWER[: ANSWER.index("1. Do it")]
    chat = ScriptedChat([Line(text=cut, finish="length"), "## 2. Steps\n\n1. Do it\n"])

    found = planned(drafter(chat).plan(REQUEST))

    assert found.text == TEXT
    assert "Go on with the section “## 2. Steps”" in chat.last


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Line(text="# x", finish="length"), "reached the length"),
        (Line(text=""), "gave an empty answer"),
        (Line(text="no", finish="refusal"), "is used: no"),
    ],
)
def test_an_answer_that_is_no_plan_changes_nothing(said: Line, reason: str) -> None:
    found = drafter(ScriptedChat([said])).plan(REQUEST)

    assert isinstance(found, Unable)
    assert reason in found.reason


def test_a_reason_revises_in_the_same_conversation() -> None:
    revised = ANSWER.replace("Cards.", "Cards only.")
    chat = ScriptedChat([ANSWER, revised])
    mine = drafter(chat)
    mine.plan(REQUEST)

    found = planned(mine.plan(replace(REQUEST, notes=("only cards",))))

    assert "Cards only." in found.text
    assert "The owner says: only cards" in chat.last
    assert len(chat.sent[1]) == 5


def test_what_the_user_edited_stays() -> None:
    revised = ANSWER.replace("1. Do it", "1. Do it well")
    chat = ScriptedChat([ANSWER, revised])
    mine = drafter(chat)
    mine.plan(REQUEST)
    edited = TEXT.replace("Cards.", "Cards, by hand.")

    found = planned(mine.plan(replace(REQUEST, notes=("do it well",), edited=edited)))

    assert "Cards, by hand." in found.text
    assert "1. Do it well" in found.text
    assert "Cards, by hand." in chat.last


def test_a_revision_of_what_the_user_edited_is_refused() -> None:
    chat = ScriptedChat([ANSWER, ANSWER.replace("Cards.", "Others.")])
    mine = drafter(chat)
    mine.plan(REQUEST)

    found = mine.plan(
        replace(REQUEST, notes=("others",), edited=TEXT.replace("Cards.", "Cards, by hand."))
    )

    assert isinstance(found, Unable)
    assert "would change what you edited" in found.reason


def test_after_a_restart_it_is_drafted_with_every_reason() -> None:
    chat = ScriptedChat([ANSWER])

    drafter(chat).plan(replace(REQUEST, notes=("one", "two"), edited=TEXT))

    assert "- one\n- two" in chat.last
    assert "draft, edited by the owner" in chat.last


def test_an_error_is_no_draft() -> None:
    mine = drafter(ScriptedChat([ChatError("cut", "broke off"), ANSWER]))

    with pytest.raises(ChatError):
        mine.plan(REQUEST)
    assert planned(mine.plan(REQUEST)).text == TEXT


def test_questions_come_from_the_documents_gaps() -> None:
    assert drafter(ScriptedChat()).questions(REQUEST) == ()
    assert SPEC.endpoint == ENDPOINT


def test_what_is_being_written_is_told_by_its_last_heading() -> None:
    notes: list[str] = []
    chat = ScriptedChat([ANSWER])

    Planner(chat, voice(notes=notes)).plan(REQUEST)

    assert "## Decisions · 7 tokens" in notes
    assert notes[-1].startswith("## 2. Steps · ")
    assert not any("\n" in one for one in notes)
