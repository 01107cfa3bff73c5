from __future__ import annotations

import pytest

from agent.core.documents import RepoPath, Source
from agent.core.spec import Endpoint, Excerpt
from agent.drafters.builtin.planning.sentences.scope import (
    is_about,
    is_of_another_act,
    is_of_reading,
    unled,
)
from agent.drafters.builtin.planning.subject import subject_of

HERE = Source(path=RepoPath("a.md"), line=1, last=1)


@pytest.mark.parametrize(
    ("call", "about", "text", "is_its"),
    [
        ("POST /loans", "4.2 Loan Rules", "- a", True),
        ("POST /loans", "Walidacja: Loans", "- a", True),
        ("POST /loans", "Library Loans Resource", "- a", True),
        ("POST /loans", "Input Validation", "1. **Loan Validation**:\n   - a", True),
        ("POST /loans", "Input Validation", "1. **Member Validation**:\n   - a", False),
        ("POST /loans", "Loan Prolongation Process", "- a", False),
        ("POST /loans/{id}/prolong", "Loan Prolonging Process", "- a", True),
        ("POST /loans/{id}/prolong", "Prolonged loans", "- a", True),
        ("POST /loans/{id}/prolong", "Loan Rules", "- a", False),
        ("POST /books/{id}/loans", "Book Rules", "- a", False),
        ("GET /loans", "Loan Rules", "- a", False),
        ("DELETE /loans/{id}", "Loan Rules", "- a", False),
        ("POST /loans", "", "- a", False),
        ("POST /loans", "Loans", "- Rejection:\n  - a", False),
        ("POST /loans/{id}/prolong", "Loan Rejection", "- Rejection:\n  - a", False),
        ("POST /loans", "Loans", "- Creation/rejection:\n  - a", True),
    ],
)
def test_what_a_passage_is_about(call: str, about: str, text: str, is_its: bool) -> None:  # noqa: FBT001 (a column)
    method, path = call.split()
    subject = subject_of(Endpoint(method=method, path=path))
    excerpt = Excerpt(source=HERE, text=text, about=about)

    assert is_about(subject, "library_loans", excerpt) is is_its


@pytest.mark.parametrize(
    ("group", "about", "is_its"),
    [
        ("2.5 Punkty ko\u0144cowe wypo\u017cycze\u0144", "4.3 Walidacja wypo\u017cyczenia", True),
        ("Zarz\u0105dzanie wypo\u017cyczeniami (Loans)", "Wypo\u017cyczenia", True),
        ("Zarz\u0105dzanie wypo\u017cyczeniami", "Walidacja ksi\u0105\u017cki", False),
        ("Wypo\u017cyczenia ksi\u0105\u017cek", "Walidacja ksi\u0105\u017cki", False),
    ],
)
def test_what_the_title_of_its_section_calls_a_resource(
    group: str, about: str, *, is_its: bool
) -> None:
    subject = subject_of(Endpoint(method="POST", path="/loans"))
    excerpt = Excerpt(source=HERE, text="- a", about=about)

    assert is_about(subject, "library_loans", excerpt, group=group) is is_its


@pytest.mark.parametrize(
    ("call", "text", "another"),
    [
        ("POST /loans", "Deletion: takes the fees with it", True),
        ("POST /loans", "Edycja: tylko przez autora", True),
        ("POST /loans", "On creation, copy the title", False),
        ("POST /loans", "On deletion, keep the title", True),
        ("POST /loans", "Limit: at most 20, deletion is free", False),
        ("DELETE /loans/{id}", "Deletion: takes the fees with it", False),
        ("POST /loans", "delete sets `gone_at`", True),
        ("POST /loans", "Usuni\u0119cie ustawia `gone_at`", True),
        ("DELETE /loans/{id}", "delete performs a soft delete", False),
        ("POST /loans", "Deletes keep nothing", False),
        ("PATCH /loans/{id}", "Create and update: checks the date", False),
        ("POST /loans/{id}/prolong", "Deletion: takes the fees with it", False),
    ],
)
def test_what_begins_with_another_deed(call: str, text: str, another: bool) -> None:  # noqa: FBT001 (a column)
    method, path = call.split()
    assert is_of_another_act(subject_of(Endpoint(method=method, path=path)), text) is another


@pytest.mark.parametrize(
    ("text", "reads"),
    [("Lists are sorted by title", True), ("`pages` is set to 1 by itself", False)],
)
def test_what_speaks_of_reading(text: str, reads: bool) -> None:  # noqa: FBT001 (a column)
    assert is_of_reading(text) is reads


def test_what_only_leads_a_list_is_left_out() -> None:
    lines = ["- Rules (if open)", "  - a", "- Both hold.", "  - b", "Such:", "c"]

    kept = [text for _, text in unled([(HERE, one) for one in lines])]

    assert kept == ["  - a", "- Both hold.", "  - b", "c"]


def test_a_condition_is_told_with_what_stands_below_it() -> None:
    lines = [
        "- Rules:",
        "  - If it is lent:",
        "    - when it is late:",
        "      - 409",
        "    - ask",
        "  - Count it",
        "- Gdy jest wolna:",
        "  1. Oddaj j\u0105",
    ]

    kept = [text for _, text in unled([(HERE, one) for one in lines])]

    assert kept == [
        "      - If it is lent: when it is late: 409",
        "    - If it is lent: ask",
        "  - Count it",
        "  1. Gdy jest wolna: Oddaj j\u0105",
    ]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/budget/monthly", "get_monthly_budget"),
        ("/reports/daily", "get_daily_report"),
        ("/users/{id}/monthly", "get_monthly"),
        ("/offers/latest", "get_latest_offer"),
    ],
)
def test_a_word_that_only_says_when_is_named_with_what_it_is_of(path: str, name: str) -> None:
    assert subject_of(Endpoint(method="GET", path=path)).function == name


def test_what_stands_below_a_why_is_a_motive() -> None:
    lines = ["Why a queue:", "- Printing is slow.", "- Pages wait.", "It is emptied at night."]

    kept = [text for _, text in unled([(HERE, one) for one in lines])]

    assert kept == ["It is emptied at night."]
