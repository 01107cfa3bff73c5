from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from functools import reduce
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from agent.codec import UnreadableError, decoder, encode
from agent.core.batch import Batch
from agent.core.documents import RepoPath
from agent.core.edits import FileEdit, Proposal
from agent.core.events import Event
from agent.core.fold import apply, begin
from agent.core.moves import Summarise, next_move
from agent.core.plan import Step
from agent.core.spec import METHODS, Endpoint

names = st.text("abcxyz", min_size=1, max_size=6)
texts = st.text(max_size=20)
paths = st.builds(RepoPath, st.lists(names, min_size=1, max_size=3).map("/".join))
endpoints = st.builds(Endpoint, method=st.sampled_from(METHODS), path=paths.map("/{}".format))
leaves = st.builds(Step, number=names, id=names, title=texts, line=st.integers(1, 9))
steps = st.builds(
    Step,
    number=names,
    id=names,
    title=texts,
    line=st.integers(1, 9),
    items=st.lists(leaves, max_size=2).map(tuple),
)
edits = st.builds(FileEdit, path=paths, before=st.none(), after=names)
once = st.lists(edits, min_size=1, max_size=3, unique_by=lambda one: one.path.value).map(tuple)
proposals = st.builds(Proposal, edits=once, subject=texts, notes=st.lists(texts).map(tuple))
batches = st.builds(
    Batch,
    steps=st.lists(steps, min_size=1, max_size=3, unique_by=lambda one: one.id).map(tuple),
)
HAND_MADE = {
    float: st.floats(0, 1e6),
    str: texts,
    RepoPath: paths,
    Endpoint: endpoints,
    Step: steps,
    FileEdit: edits,
    Proposal: proposals,
    Batch: batches,
}


def whole(kind: type[Any]) -> st.SearchStrategy[Any]:
    """A value of this class, each field by its type or as the class has it."""
    hints = get_type_hints(kind)
    usual = {one.name: one.default for one in fields(kind) if one.default is not MISSING}
    drawn = {one.name: st.from_type(hints[one.name]) for one in fields(kind)}
    return st.builds(
        kind,
        **{n: st.just(usual[n]) | one if n in usual else one for n, one in drawn.items()},
    )


def parts(hint: object) -> set[type]:
    """The classes that stand in a type and are made by their fields."""
    found = {part for one in get_args(hint) for part in parts(one)}
    if isinstance(hint, type) and is_dataclass(hint) and hint not in HAND_MADE:
        found |= {hint, *(part for one in get_type_hints(hint).values() for part in parts(one))}
    return found


for made in parts(Event):
    st.register_type_strategy(made, whole)
for known, strategy in HAND_MADE.items():
    st.register_type_strategy(known, strategy)


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__name__)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_written_is_read_back_and_pydantic_agrees(kind: type, data: st.DataObject) -> None:
    event = data.draw(st.from_type(kind))
    text = json.dumps(encode(event))
    assert decoder(Event)(json.loads(text)) == event
    if text.isascii() and "\\ud" not in text:
        assert TypeAdapter(kind).validate_json(text) == event


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"kind": ["feedback-given"]},
        {"kind": "unknown"},
        {"kind": "feedback-given"},
        {"kind": "feedback-given", "text": 3},
        {"kind": "feedback-given", "text": None},
        {"kind": "feedback-given", "text": "x", "more": 1},
        {"kind": "feedback-scoped", "scope": "all"},
        {"kind": "feedback-scoped", "scope": ["next"]},
        {"kind": "plan-found", "plan": {}, "blob": "b", "closings": [], "adopted": True},
        {"kind": "progress-claimed", "step_ids": "abc"},
        {"kind": "page-proposed", "proposals": [["a"]]},
        {"kind": "step-closed", "step_id": True, "how": "skipped"},
        {"lc": 1, "type": "constructor", "id": ["os", "system"]},
    ],
    ids=str,
)
def test_T34_only_the_exact_shape_is_read(value: object) -> None:
    with pytest.raises(UnreadableError):
        decoder(Event)(value)


def test_a_value_that_no_event_holds_cannot_be_written() -> None:
    with pytest.raises(TypeError):
        encode({"a": 1})


STEP = {"number": "1", "id": "aaaaaaaaaaaa", "title": "Add it", "line": 9}
BOOKS = {"method": "GET", "path": "/books"}
PLAN = {
    "path": {"value": ".ai/books.md"},
    "title": "Books",
    "endpoints": [BOOKS],
    "sections": [],
    "steps": [STEP],
}
EDIT = {"path": {"value": "a.py"}, "before": None, "after": "1" * 40}
PROPOSAL = {"edits": [EDIT], "subject": "feat: it"}
DIGEST = decoder(Proposal)(PROPOSAL).digest
INTENT = {"edits": [EDIT], "head": "0" * 40, "branch": "main", "message": "feat: it"}
# A batch as the first release wrote it: what came later must do without.
OLD = (
    {
        "kind": "session-started",
        "session_id": "one",
        "worktree": "/w",
        "branch": "main",
        "head": "0" * 40,
    },
    {"kind": "endpoint-chosen", "endpoint": BOOKS},
    {"kind": "plan-found", "plan": PLAN, "blob": "2" * 40, "closings": [], "adopted": True},
    {"kind": "progress-claimed", "step_ids": []},
    {"kind": "batch-agreed", "batch": {"steps": [STEP]}},
    {"kind": "checks-found", "checks": [], "trusted": True},
    {"kind": "proposal-made", "proposal": PROPOSAL},
    {"kind": "proposal-reviewed", "digest": DIGEST, "verdict": "yes"},
    {"kind": "apply-intended", "intent": INTENT},
    {"kind": "proposal-applied"},
    {"kind": "checks-run", "moment": "step", "results": []},
    {
        "kind": "change-committed",
        "commit": "3" * 40,
        "subject": "feat: it",
        "files": ["a.py"],
        "added": 1,
        "removed": 0,
    },
)


def test_F51_a_session_of_the_first_release_is_taken_up() -> None:
    first, *rest = (decoder(Event)(one) for one in OLD)
    session = reduce(apply, rest, begin(first))
    assert [state for _, state in session.steps] == ["applied"]
    assert isinstance(next_move(session), Summarise)
