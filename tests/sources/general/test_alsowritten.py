from __future__ import annotations

import pytest

from agent.sources.general.alsowritten import also_written, rules_one


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Ends it; writes `book_loans`", {"bookloan"}),
        ("Inserts a new row into `book_loans`, logs to `audit_log`", {"bookloan", "auditlog"}),
        ("Reads `book_loans` and writes `title`", set()),
        ("Zapisuje `book_loans`", {"bookloan"}),
    ],
)
def test_the_tables_that_a_passage_says_it_writes(said: str, names: set[str]) -> None:
    assert also_written(said) == names


@pytest.mark.parametrize(
    ("text", "ruled"),
    [
        ("- **Book Loan**\n  - Ends after a month", True),
        ("**book_loans**:\n- Ends after a month", True),
        ("- **Book Loan**", False),
        ("- **Book Loan Fees**\n  - Ends after a month", False),
    ],
)
def test_a_passage_is_led_by_a_name_alone(text: str, ruled: bool) -> None:  # noqa: FBT001 (a column)
    assert rules_one(text, {"bookloan"}) is ruled
