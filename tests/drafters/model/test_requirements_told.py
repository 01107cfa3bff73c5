from __future__ import annotations

import re
from dataclasses import replace

import pytest
from scripted import ScriptedChat, drafter
from test_model_drafter import SPEC
from test_model_planner import ANSWER, REQUEST

from agent.core.documents import Document, RepoPath
from agent.core.spec import Excerpt
from agent.drafters.model.requirements import served
from agent.drafters.model.sending import Fence

PRD = Document(
    path=RepoPath("docs/prd.md"),
    role="prd",
    text="""# Requirements

### US-001: Create a card box

As a keeper I make a box.

- A box has a size.

### US-002: Return a box to the shelf

- It is there again.

### US-003: See all card boxes

- Ten on a page.

### US-004: Create a lid

### US-005: Usunięcie boxes

- Puste.
""",
)
MADE = """[[m document docs/prd.md, what this is for]]
3|### US-001: Create a card box
5|As a keeper I make a box.
7|- A box has a size.
[[/m]]"""


def told(*lines: tuple[int, int, str]) -> tuple[Excerpt, ...]:
    rows = PRD.text.split("\n")
    return tuple(
        Excerpt(source=PRD.source(line, last), text="\n".join(rows[line - 1 : last]), about=about)
        for line, last, about in lines
    )


@pytest.mark.parametrize(
    ("required", "sent"),
    [
        (told((3, 8, "US-001 Create a card box")), [3, 5, 7]),
        (told((3, 7, "US-001 Create a card box"), (9, 11, "US-002 Return")), [3, 5, 7, 9, 11]),
        # two are enough, and what stands in the name of one is listed
        (told(*[(9, 11, "US-002 Return")] * 3), [9, 11, 9, 11]),
        (told((17, 17, "US-004 Create a lid")), []),
        # a line that calls it has no name
        (told((5, 5, "")), [5]),
        ((), []),
    ],
)
def test_what_it_is_for_is_told_whole(required: tuple[Excerpt, ...], sent: list[int]) -> None:
    asked = replace(REQUEST, spec=replace(SPEC, required=required), documents=(PRD,))

    text = served(asked, Fence("m", str))

    assert [int(one) for one in re.findall(r"^(\d+)\|\S", text, re.MULTILINE)] == sent
    assert len(sent) != 3 or text == MADE


def test_it_stands_before_what_may_change() -> None:
    chat = ScriptedChat([ANSWER])
    spec = replace(SPEC, required=told((3, 7, "US-001 Create a card box")))

    drafter(chat).plan(replace(REQUEST, spec=spec, documents=(PRD,)))

    assert MADE.replace("[[m ", "[[7f3a ").replace("[[/m", "[[/7f3a") in chat.sent[0][1].text
