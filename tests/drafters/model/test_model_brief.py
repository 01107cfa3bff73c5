from __future__ import annotations

from dataclasses import replace

import pytest
from scripted import ScriptedChat, drafter, edit, step
from test_model_drafter import API, FILES, ONE, SPEC, STEPS, TWO, files, knowing, request

from agent.core.documents import RepoPath, Source
from agent.core.findings import Gap
from agent.core.plan import StepFile
from agent.core.shapes import TypeDefinition, TypeField
from agent.core.spec import Column, Enumeration, Excerpt, Rule, Spec, Table
from agent.drafters.model import brief
from agent.drafters.model.sending import Fence

HERE = Source(path=API, line=9, last=9)


def said(spec: Spec) -> str:
    return brief.documents(spec, Fence("7f3a", str))


def test_enumerations_types_and_gaps_are_told_in_the_documents_words() -> None:
    kinds = Enumeration(name="kind", source=HERE, values=("a", "b"))
    other = Enumeration(name="tone", source=HERE, values=("c",))
    column = Column(name="kind", type="app.kind", source=HERE)
    beside = Table(name="pens", source=HERE, columns=(column,))
    below = replace(HERE, line=11, last=11)
    field = TypeField(name="id", type="string", source=below, optional=True)
    card = TypeDefinition(name="Card", source=HERE, fields=(field,))
    gap = Gap(topic="limits", question="How long is name?")

    known = replace(SPEC, beside=(beside,), values=(kinds, other))
    text = said(replace(known, types=(card,), gaps=(gap,)))

    assert "enumeration .ai/api-plan.md:9]]\nkind: a, b" in text
    assert "tone" not in text
    assert "type .ai/api-plan.md:9-11]]\nCard\n  id?: string" in text
    assert "- How long is name?" in text


def test_a_passage_is_told_once_and_a_bare_heading_never() -> None:
    notes = tuple(Excerpt(source=HERE, text=one) for one in ("Global", "- 201 Created", "x: 1"))

    text = said(replace(SPEC, notes=notes))

    assert "Global" not in text
    assert text.count("201 Created") == 1
    assert "9|x: 1" in text


@pytest.mark.parametrize(
    ("text", "last", "sent"),
    [
        ("- one\n\n  - two\n", 11, "9|- one\n11|  - two"),
        # Other words than those that stand there have no line each.
        ("one\ntwo", 11, "9-11|one\ntwo"),
        ("one: two, three", 11, "9-11|one: two, three"),
    ],
)
def test_each_line_of_a_passage_has_its_number(text: str, last: int, sent: str) -> None:
    passage = Excerpt(source=replace(HERE, last=last), text=text)

    assert f"[[7f3a document .ai/api-plan.md]]\n{sent}\n[[/7f3a]]" in said(
        replace(SPEC, excerpts=(passage,))
    )


def test_what_is_too_much_is_left_to_be_read() -> None:
    tables = tuple(
        Table(name=f"t{n}", source=HERE, note="x\n" * 4_500, columns=()) for n in range(4)
    )

    assert said(replace(SPEC, tables=tables)).endswith("More is in the documents: read them.")


def test_a_block_that_fits_nowhere_is_asked_with_the_lines_around() -> None:
    rows = "".join(f"row {n}\n" for n in range(500))
    bad = step(1, edit("app/a.py", "row 300\nrow x\n", "y\n", 301), edit("app/no.py", "a\n", "b\n"))
    chat = ScriptedChat([bad, ONE])

    drafter(chat).propose(request(last=1, files={**FILES, "app/a.py": rows.encode()}))

    again = chat.sent[1][-1].text
    assert "301|row 300" in again
    assert "\n1|row 0" not in again
    assert "edit app/no.py: there is no such file" in again


def test_a_file_that_is_gone_is_said() -> None:
    chat = ScriptedChat([ONE + TWO, TWO])
    mine = drafter(chat)
    mine.propose(request(last=2))
    left = {path: data for path, data in FILES.items() if path != "app/a.py"}

    found = mine.propose(replace(request(2, last=2, files=left), notes=("other",)))

    assert files(found)
    assert "app/a.py is gone." in chat.last
    assert RepoPath("app/b.py") in {one.path for one in STEPS[1].files}


@pytest.mark.parametrize(("place", "given"), [("app/a.py", True), ("app/types.py", False)])
def test_a_type_stands_with_the_code_and_never_twice(place: str, *, given: bool) -> None:
    source = Source(path=RepoPath(place), line=1, last=2)
    card = TypeDefinition(
        name="Card", source=source, fields=(TypeField(name="id", type="int", source=source),)
    )
    chat = ScriptedChat([ONE])

    drafter(chat).propose(knowing(request(last=1), spec=replace(SPEC, types=(card,))))

    assert ("Card\n  id: int" in chat.last) is not given
    assert "Card\n" not in chat.sent[0][1].text


@pytest.mark.parametrize(("text", "again"), [("Be brief.\n", False), ("# React\n\nHooks.\n", True)])
def test_rules_that_a_step_changes_are_sent_once(text: str, *, again: bool) -> None:
    rule = Rule(path=RepoPath("AGENTS.md"), text=f"Be kind.\n\n{text}", always=True)
    step = replace(STEPS[0], files=(StepFile(path=rule.path),))
    asked = request(last=1, files={**FILES, "AGENTS.md": rule.text.encode()})
    chat = ScriptedChat([ONE])

    drafter(chat).propose(
        knowing(replace(asked, step=step, batch=(step,)), spec=replace(SPEC, rules=(rule,)))
    )

    assert "1|Be kind." in chat.sent[0][1].text
    assert ("[[7f3a file AGENTS.md]]" in chat.last) is again
