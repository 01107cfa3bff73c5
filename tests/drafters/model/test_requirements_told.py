from __future__ import annotations

from dataclasses import replace

import pytest
from scripted import ScriptedChat, drafter
from test_model_drafter import SPEC
from test_model_planner import ANSWER, REQUEST

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint, Feature
from agent.drafters.model.requirements import served
from agent.drafters.model.sending import Fence
from agent.sources.gathering.features import find_features

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


@pytest.mark.parametrize(
    ("endpoint", "sent"),
    [
        ("POST /api/card-boxes", "US-001"),
        ("POST /boxes", "US-001"),
        ("GET /boxes/{id}", "US-003"),
        ("DELETE /boxes/{id}", "US-005"),
        ("PATCH /boxes/{id}", ""),
        ("POST /boxes/{id}/return", "US-002"),
        ("POST /return", ""),
        # All of it stands in its name, which is listed.
        ("POST /lids", ""),
        ("GET /", ""),
    ],
)
def test_the_requirement_that_an_endpoint_serves_is_told_whole(endpoint: str, sent: str) -> None:
    method, _, path = endpoint.partition(" ")
    spec = replace(SPEC, endpoint=Endpoint(method=method, path=path))
    asked = replace(REQUEST, spec=spec, documents=(PRD,), listed=lambda: find_features(PRD))

    text = served(asked, Fence("m", str))

    assert (f"### {sent}:" in text) is bool(sent)
    assert text.count("###") == bool(sent)
    assert sent != "US-001" or text == MADE


def test_it_stands_before_what_may_change() -> None:
    chat = ScriptedChat([ANSWER])
    spec = replace(SPEC, endpoint=Endpoint(method="POST", path="/boxes"))
    asked = replace(REQUEST, spec=spec, documents=(PRD,), listed=lambda: find_features(PRD))

    drafter(chat).plan(asked)

    assert MADE.replace("[[m ", "[[7f3a ").replace("[[/m", "[[/7f3a") in chat.sent[0][1].text


def test_a_feature_serves_none() -> None:
    spec = replace(SPEC, endpoint=Feature(name="Create a box", id="US-001"))

    assert not served(replace(REQUEST, spec=spec, documents=(PRD,)), Fence("m", str))
