from __future__ import annotations

import re
from dataclasses import replace

import pytest
from planprojects import demo, endpoint

from agent.drafter import PlanDraft, Unable
from agent.drafters.builtin import plan as drafter

LOANS = endpoint("POST /api/loans")


def titles(text: str) -> list[str]:
    return re.findall(r"^### \d+\. (.*)$", text, re.MULTILINE)


def draft(*notes: str) -> str:
    return demo().draft(LOANS, *notes).text


SCHEMAS, SERVICE, ROUTE, REGISTER, TESTS = titles(draft(""))


@pytest.mark.parametrize(
    ("note", "steps"),
    [
        ("without tests", [SCHEMAS, SERVICE, ROUTE, REGISTER]),
        ("no step for registration", [SCHEMAS, SERVICE, ROUTE, TESTS]),
        ("please drop step 4", [SCHEMAS, SERVICE, ROUTE, TESTS]),
        ("merge 1 and 2", [f"{SCHEMAS} + {SERVICE}", ROUTE, REGISTER, TESTS]),
        ("merge the route and registration", [SCHEMAS, SERVICE, f"{ROUTE} + {REGISTER}", TESTS]),
        ("tests first", [TESTS, SCHEMAS, SERVICE, ROUTE, REGISTER]),
        ("step 5 before step 2", [SCHEMAS, TESTS, SERVICE, ROUTE, REGISTER]),
        ("the tests after the service", [SCHEMAS, SERVICE, TESTS, ROUTE, REGISTER]),
        ("no tests, and merge 1 and 2", [f"{SCHEMAS} + {SERVICE}", ROUTE, REGISTER]),
        ("bez testów", [SCHEMAS, SERVICE, ROUTE, REGISTER]),
        ("proszę pomiń krok 4", [SCHEMAS, SERVICE, ROUTE, TESTS]),
        ("połącz 1 i 2", [f"{SCHEMAS} + {SERVICE}", ROUTE, REGISTER, TESTS]),
        ("testy na początku", [TESTS, SCHEMAS, SERVICE, ROUTE, REGISTER]),
        ("krok 5 przed krokiem 2", [SCHEMAS, TESTS, SERVICE, ROUTE, REGISTER]),
    ],
)
def test_words_on_steps_change_the_steps(note: str, steps: list[str]) -> None:
    assert titles(draft(note)) == steps


@pytest.mark.parametrize(
    "note",
    [
        "rename create_loan to lend_copy",
        "lend_copy instead of create_loan",
        "call the function lend_copy",
        "rename the service to lend_copy",
        "call it lend_copy",
        "rename it to lend_copy",
        "lend_copy zamiast create_loan",
        "zmień nazwę create_loan na lend_copy",
        "nazwij ją lend_copy",
    ],
)
def test_another_name_is_used_everywhere(note: str) -> None:
    text = draft(note)

    assert "create_loan" not in text
    assert "Service: lend_copy()" in text


@pytest.mark.parametrize(
    "note",
    [
        "put the service in app/services/lending.py",
        "the file of step 2 is app/services/lending.py",
    ],
)
def test_another_file_is_used(note: str) -> None:
    assert "files: `app/services/lending.py` (new)" in draft(note)


def test_another_status_is_used_and_attributed() -> None:
    text = draft("400 instead of 422")

    assert "`422`" not in text
    assert "- `400`, `bad_request`: the body breaks a limit" in text
    assert re.search(
        r"One test for each response of `POST /api/loans`: .*`400`",
        text,
    )


@pytest.mark.parametrize(
    ("note", "errors"),
    [
        ("a second loan of the book is 422, not 409", ["404", "422", "422"]),
        ("422, a nie 409: as many loans are open as there are copies", ["404", "422", "422"]),
        ("400 instead of 422", ["400", "404", "409"]),
        ("please answer with 400, not 422", ["400", "404", "409"]),
    ],
)
def test_a_status_is_changed_for_what_the_words_are_of(note: str, errors: list[str]) -> None:
    told = re.findall(r"^- `(\d+)[ \w]*`.*\b(?:loans|limit|exist)\b.*$", draft(note), re.MULTILINE)

    assert sorted(told) == errors


def test_a_changed_status_alone_is_the_users() -> None:
    text = draft("a second loan of the book is 422, not 409")

    assert "- `422`, `validation_error`: as many loans of the book are open" in text
    assert "invalid input is `422` (api-plan.md:317)" in text


def test_a_status_that_is_so_already_changes_no_other() -> None:
    request = demo().request(LOANS, "as many loans as there are copies is 409, not 422")

    assert drafter.plan(request) == Unable(reason=drafter.NO_STATUS)


def test_reasons_add_up_in_their_order() -> None:
    text = draft("without tests", "call it lend_copy", "rename lend_copy to lend", "merge 1 and 2")

    assert titles(text) == [f"{SCHEMAS} + Service: lend()", ROUTE, REGISTER]
    assert "create_loan" not in text
    assert titles(draft("drop step 1", "drop step 1")) == [ROUTE, REGISTER, TESTS]
    said = demo().draft(LOANS, "without tests", "call it lend").decisions
    assert [one for one in said if "You asked" in one] == [
        "You asked: without tests (your words)",
        "You asked: call it lend (your words)",
    ]


def test_the_newest_reason_has_to_change_something() -> None:
    request = demo().request(LOANS, "without tests", "make it nicer")

    assert drafter.plan(request) == Unable(reason=drafter.NO_WORDS)


def test_what_the_user_edited_is_left_to_the_user() -> None:
    request = replace(demo().request(LOANS, "without tests"), edited="# My plan")

    assert drafter.plan(request) == Unable(reason=drafter.EDITED)


def test_it_is_a_name_and_no_word() -> None:
    changed = draft("call it lend_copy").splitlines()

    assert len(changed) == len(draft().splitlines())
    differs = [one for one, was in zip(changed, draft().splitlines(), strict=True) if one != was]
    assert all("lend_copy" in one for one in differs)
    assert " it " in draft()
    assert draft().count(" it ") == "\n".join(changed).count(" it ")


def test_words_are_a_decision() -> None:
    assert "You asked: without tests (your words)" in demo().draft(LOANS, "without tests").decisions


@pytest.mark.parametrize(
    "note",
    [
        "make it nicer",
        "call it the best",
        "rename book to tome",
        "drop step 9",
        "merge 1 and 1",
        "rename nothing_here to other",
        "why?",
    ],
)
def test_words_that_change_nothing_are_refused(note: str) -> None:
    drafted = drafter.plan(demo().request(LOANS, note))

    assert drafted == Unable(reason=drafter.NO_WORDS)


def test_without_words_there_is_always_a_plan() -> None:
    assert isinstance(drafter.plan(demo().request(LOANS, "  ")), PlanDraft)
