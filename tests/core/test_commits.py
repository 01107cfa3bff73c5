from __future__ import annotations

from collections.abc import Sequence

import pytest
from story import ENDPOINT

from agent.core.commits import Closing, closed_value, last_worked, own_commits, progress
from agent.core.edits import CommitId
from agent.core.spec import Endpoint, Feature, Target
from agent.core.trailers import CommitRecord, compose, read_trailers, target_of

HEAD = (("Waltz-Endpoint", "POST /api/cards"),)
ONE = f"{1:040x}"
TWO = f"{2:040x}"
THREE = f"{3:040x}"


def record(commit: str, *trailers: tuple[str, str], body: str = "") -> CommitRecord:
    return CommitRecord(id=CommitId(commit), time=0, message=compose("feat: x", body, trailers))


def step(commit: str, *more: tuple[str, str], body: str = "", name: str = "aaa") -> CommitRecord:
    return record(commit, *HEAD, ("Waltz-Step-Id", name), *more, body=body)


def revert(commit: str, of: str, *trailers: tuple[str, str]) -> CommitRecord:
    return record(commit, *trailers, body=f"This reverts commit {of}.")


def states(records: Sequence[CommitRecord], endpoint: Endpoint = ENDPOINT) -> str:
    """Newest first, as `id=state`."""
    return closed_value(progress(records, endpoint).closings[::-1])


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ([], ""),
        ([step(ONE)], "aaa=applied"),
        ([step(TWO, name="bbb"), step(ONE)], "bbb=applied aaa=applied"),
        ([step(TWO, ("Waltz-Undo", ONE)), step(ONE)], "aaa=undone"),
        (
            [step(THREE, ("Waltz-Redo", ONE)), step(TWO, ("Waltz-Undo", ONE)), step(ONE)],
            "aaa=applied",
        ),
        (
            [step(TWO, ("Waltz-Closed", "bbb=confirmed ccc=skipped"))],
            "aaa=applied bbb=confirmed ccc=skipped",
        ),
        ([record(TWO, *HEAD, ("Waltz-Closed", "aaa=open")), step(ONE)], "aaa=open"),
        ([step(TWO), record(ONE, *HEAD, ("Waltz-Closed", "aaa=skipped"))], "aaa=applied"),
        ([step(ONE, ("Waltz-Closed", "aaa=open"))], "aaa=applied"),
        ([record(ONE, *HEAD, ("Waltz-Closed", "aaa=verified bbb=done ccc"))], ""),
        ([record(ONE, *HEAD)], ""),
    ],
    ids=[
        "none",
        "step",
        "two",
        "undone",
        "redone",
        "closed",
        "reopened",
        "redone-after",
        "own",
        "odd",
        "plan",
    ],
)
def test_the_newest_commit_decides(records: list[CommitRecord], found: str) -> None:
    assert states(records) == found


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ([revert(TWO, ONE), step(ONE)], "aaa=undone"),
        ([revert(TWO, ONE[:7] + "0"), step(ONE)], "aaa=undone"),
        ([step(THREE), revert(TWO, ONE), step(ONE)], "aaa=applied"),
        ([revert(THREE, TWO), revert(TWO, ONE), step(ONE)], "aaa=applied"),
        ([revert(THREE, TWO), step(TWO, ("Waltz-Undo", ONE)), step(ONE)], "aaa=applied"),
        ([revert(TWO, ONE), record(ONE, *HEAD, ("Waltz-Closed", "aaa=confirmed"))], "aaa=undone"),
        ([record(TWO, body=f"We said: This reverts commit {ONE}"), step(ONE)], "aaa=applied"),
    ],
    ids=["reverted", "short", "done-again", "reapplied", "undo-reverted", "record", "quoted"],
)
def test_a_revert_by_hand_opens_the_step_again(records: list[CommitRecord], found: str) -> None:
    assert states(records) == found


def test_a_repair_leaves_the_step_its_own_commit() -> None:
    found = progress(
        [step(TWO, ("Waltz-Repair", "1"), ("Waltz-Closed", "bbb=skipped")), step(ONE)], ENDPOINT
    )
    assert found.closings == (
        Closing(step_id="aaa", state="applied", commit=CommitId(ONE)),
        Closing(step_id="bbb", state="skipped"),
    )


def test_an_undo_names_the_steps_own_commit() -> None:
    redone, undone = progress(
        [step(TWO, ("Waltz-Undo", ONE)), step(THREE, ("Waltz-Redo", "main"), name="bbb")], ENDPOINT
    ).closings
    assert (undone.commit, undone.original) == (TWO, ONE)
    assert redone.original is None


@pytest.mark.parametrize("key", ["Waltz-Step-Id", "Waltz-Endpoint", "Waltz-Closed", "Waltz-Plan"])
def test_a_trailer_with_two_values_counts_for_nothing(key: str) -> None:
    found = progress([step(TWO, (key, "x"), (key, "y"))], ENDPOINT)
    assert found.closings == ()
    assert found.doubts == ("0000000 gives a Waltz trailer twice; it counts for nothing",)


@pytest.mark.parametrize(
    ("value", "counts"),
    [
        ("POST /api/cards", True),
        ("POST /api/cards/", True),
        ("GET /api/cards", False),
        ("POST /api/decks", False),
        ("POST", False),
        ("cards import", False),
        ("", False),
    ],
)
def test_only_the_endpoints_own_commits_count(value: str, *, counts: bool) -> None:
    found = states([record(ONE, ("Waltz-Endpoint", value), ("Waltz-Step-Id", "aaa"))])
    assert bool(found) is counts


def test_the_newest_plan_is_known() -> None:
    plans = [step(TWO), step(THREE, ("Waltz-Plan", "b.md@2")), step(ONE, ("Waltz-Plan", "a.md@1"))]
    assert progress(plans, ENDPOINT).plan == "b.md@2"


def test_the_newest_commit_that_names_an_endpoint_decides() -> None:
    records = [
        record(THREE),
        record(TWO, ("Waltz-Endpoint", "FETCH /x")),
        record(TWO, *HEAD, *HEAD),
        step(ONE),
        record(ONE, ("Waltz-Endpoint", "PUT /x")),
    ]
    assert last_worked(records) == ENDPOINT
    assert last_worked(records[:3]) is None
    assert last_worked([record(TWO, ("Waltz-Endpoint", "US-1 Leave")), *records]) == Feature(
        name="Leave", id="US-1"
    )


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("  feat: add  ", "feat: add"),
        ("feat: a\nWaltz-Step: 9/9", "feat: a Waltz-Step: 9/9"),
        ("feat: \x1b[31mred\x07\u202e", "feat: [31mred"),
        ("x" * 73, "x" * 71 + "…"),
        ("x" * 72, "x" * 72),
        ("-m evil", "-m evil"),
        ("# no comment", "# no comment"),
    ],
)
def test_T39_the_subject_is_one_clean_line(subject: str, shown: str) -> None:
    message = compose(subject, "", HEAD)
    assert message == f"{shown}\n\nWaltz-Endpoint: POST /api/cards\n"


@pytest.mark.parametrize(
    "body",
    [
        "Waltz-Endpoint: GET /other",
        "Text\n\nWaltz-Step-Id: bbb\nWaltz-Closed: ccc=skipped",
        "Text\r\n\r\nWaltz-Step-Id: bbb\r\n",
        "Text\u2028Waltz-Step-Id: bbb",
        "Waltz-\x00Step-Id: bbb",
        "",
        "\n\n \n",
    ],
)
def test_T39_no_text_forges_a_trailer(body: str) -> None:
    message = compose("feat: x", body, (*HEAD, ("Waltz-Step-Id", "aaa\nWaltz-Undo: 1")))
    assert read_trailers(message) == {
        "Waltz-Endpoint": "POST /api/cards",
        "Waltz-Step-Id": "aaa Waltz-Undo: 1",
    }
    assert message.rstrip("\n") + "\n" == message


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("feat: x\n\nWaltz-Step-Id: aaa\n\nMore words after it\n", {}),
        ("feat: x\n\nSigned-off-by: Ada\nWaltz-Step-Id:  aaa \n", {"Waltz-Step-Id": "aaa"}),
        ("", {}),
    ],
)
def test_only_the_last_paragraph_holds_trailers(message: str, found: dict[str, str]) -> None:
    assert read_trailers(message) == found


FIXED = (("Waltz-Repair", "1"),)


@pytest.mark.parametrize(
    ("records", "own"),
    [
        pytest.param([step(ONE)], [ONE], id="alone"),
        pytest.param([step(TWO, *FIXED), step(ONE)], [TWO, ONE], id="repaired"),
        pytest.param(
            [step(THREE, *FIXED), step(TWO, *FIXED), step(ONE)], [THREE, TWO, ONE], id="twice"
        ),
        pytest.param(
            [step(TWO, *FIXED), step(THREE, ("Waltz-Redo", ONE)), step(ONE)],
            [TWO, ONE],
            id="redone",
        ),
        pytest.param([step(ONE), step(TWO, *FIXED)], [ONE], id="of-an-earlier-commit"),
        pytest.param([step(TWO, *FIXED, name="bbb"), step(ONE)], [ONE], id="of-another-step"),
        pytest.param(
            [
                record(TWO, ("Waltz-Endpoint", "GET /x"), ("Waltz-Step-Id", "aaa"), *FIXED),
                step(ONE),
            ],
            [ONE],
            id="of-another-endpoint",
        ),
        pytest.param(
            [record(TWO, ("Waltz-Step-Id", "aaa"), *FIXED), step(ONE)], [ONE], id="of-none"
        ),
        pytest.param([revert(THREE, TWO), step(TWO, *FIXED), step(ONE)], [ONE], id="reverted"),
        pytest.param([step(TWO, *FIXED, *FIXED), step(ONE)], [ONE], id="doubtful"),
        pytest.param([step(TWO, *FIXED)], [ONE], id="not-among-them"),
    ],
)
def test_a_steps_own_commits(records: list[CommitRecord], own: list[str]) -> None:
    assert list(own_commits(records, ENDPOINT, "aaa", CommitId(ONE))) == own


@pytest.mark.parametrize(
    ("said", "worked"),
    [
        ("GET /x", Endpoint(method="GET", path="/x")),
        ("US-12 Leave the draw", Feature(name="Leave the draw", id="US-12")),
        ("Leave the draw", Feature(name="Leave the draw")),
        ("BREW /tea", None),
        ("", None),
    ],
)
def test_a_commit_says_which_endpoint_or_feature_it_worked(
    said: str, worked: Target | None
) -> None:
    assert target_of({"Waltz-Endpoint": said} if said else {}) == worked
