from __future__ import annotations

from dataclasses import replace

import pytest
from scripted import ScriptedChat, drafter
from test_model_drafter import PLAN, SPEC, code
from test_model_planner import ANSWER, REQUEST

from agent.core.documents import RepoPath
from agent.core.plan import Plan
from agent.core.spec import Endpoint, Feature
from agent.drafters.model.others import alike, others
from agent.drafters.model.sending import Fence

TEXTS = {
    ".ai/get.md": b"# GET cards\nList them.\n",
    ".ai/post.md": b"# Other\nx\n\n# POST cards\nMake one.\n",
    ".ai/boxes.md": b"# POST boxes\n\nMake a box.\n",
    ".ai/long.md": b"# PUT cards\n" + b"x\n" * 6_000,
}


def plan(name: str, *endpoints: str, line: int = 1, last: int = 2) -> Plan:
    made = tuple(Endpoint(method=m, path=p) for m, p in (one.split(" ") for one in endpoints))
    path = RepoPath(f".ai/{name}.md")
    return replace(PLAN, path=path, title=name, endpoints=made, line=line, last=last)


GET = plan("get", "GET /api/cards")
POST = plan("post", "POST /api/cards/{id}/copies", line=4, last=5)
BOXES = plan("boxes", "POST /api/boxes", last=3)
LONG = plan("long", "PUT /api/cards/{id}", last=6_001)


@pytest.mark.parametrize(
    ("siblings", "sent"),
    [
        ((), ""),
        (
            (BOXES,),
            "[[m plan .ai/boxes.md: POST /api/boxes]]\n1|# POST boxes\n3|Make a box.\n[[/m]]",
        ),
        (
            (BOXES, GET, POST),
            (
                "Other plans of the same resource:\n- .ai/get.md: GET /api/cards\n\n"
                "[[m plan .ai/post.md: POST /api/cards/{id}/copies]]\n"
                "4|# POST cards\n5|Make one.\n[[/m]]"
            ),
        ),
        ((LONG,), "Other plans of the same resource:\n- .ai/long.md: PUT /api/cards/{id}"),
        (
            (replace(LONG, endpoints=BOXES.endpoints),),
            "The nearest of the other plans:\n- .ai/long.md: POST /api/boxes",
        ),
        ((replace(GET, path=REQUEST.path),), ""),
        ((replace(GET, endpoints=()),), ""),
        (
            (replace(GET, path=RepoPath(".ai/gone.md")),),
            "Other plans of the same resource:\n- .ai/gone.md: GET /api/cards",
        ),
    ],
)
def test_the_nearest_plan_is_given_and_the_others_are_named(
    siblings: tuple[Plan, ...], sent: str
) -> None:
    asked = replace(REQUEST, siblings=siblings, code=code(TEXTS))

    assert others(asked, Fence("m", str)) == sent


def test_a_feature_looks_at_features_alone() -> None:
    feature = Feature(name="Share a deck", id="US-007")
    deal = replace(BOXES, endpoints=(), title="Feature Plan: US-001 Deal")
    asked = replace(
        REQUEST,
        spec=replace(SPEC, endpoint=feature),
        siblings=(GET, deal),
        code=code(TEXTS),
    )

    assert alike(asked) == (deal,)
    assert "plan .ai/boxes.md: Feature Plan: US-001 Deal]]" in others(asked, Fence("m", str))


def test_a_feature_is_called_one() -> None:
    chat = ScriptedChat([ANSWER])
    feature = Feature(name="Share a deck", id="US-007")

    drafter(chat).plan(replace(REQUEST, spec=replace(SPEC, endpoint=feature), siblings=()))

    head = chat.sent[0][1].text
    assert head.startswith("The feature: US-007 Share a deck\n")
    assert "Title: Feature Implementation Plan: US-007 Share a deck\n" in head
