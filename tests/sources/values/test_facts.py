from __future__ import annotations

import pytest

from agent.core.documents import RepoPath, Source
from agent.sources.values.bounds import bounds, for_type
from agent.sources.values.facts import facts

HERE = Source(path=RepoPath("a.md"), line=1, last=1)


@pytest.mark.parametrize(
    ("text", "type_", "required", "default", "limits"),
    [
        ("", None, None, None, {}),
        ("Required: No", None, False, None, {}),
        ("required for `a` alone", None, None, None, {}),
        ("required for all books", None, True, None, {}),
        ("must be today or future", None, None, None, {}),
        ("(`books.title`, `books.back`)", None, None, None, {}),
        ("at most 99,999.99", None, None, None, {"max": "99999.99"}),
        ("up to 9 999 999.5", None, None, None, {"max": "9999999.5"}),
        ("min 0.01, a maximum of 2 decimal places", None, None, None, {"min": "0.01"}),
        ("maks. 2 miejsca po przecinku", None, None, None, {}),
        ("max 10MB", None, None, None, {}),
        ("Array of at least 3 names", "Array", None, None, {"min_length": "3"}),
        ("must be draft or sold", None, None, None, {"choices": "draft|sold"}),
        ("must be `true`, required", None, True, None, {}),
        ("Sort by - `name`, `year`", None, None, None, {"choices": "name|year"}),
        ("`name` or `year` (default)", None, None, "year", {"choices": "name|year"}),
        ("order: `asc` (default), `desc`.", None, None, "asc", {"choices": "asc|desc"}),
        ("(`-year` default)", None, None, "-year", {}),
        ("a type, e.g. - `book`, `pen`", None, None, None, {}),
        ("a kind, VD: `book`, `pen`", None, None, None, {}),
        ("shown or not: `true`, `false`", None, None, None, {}),
        ("annotated: `@NotNull`, `@Size(max = 9)`", None, None, None, {"max": "9"}),
        (
            "3-100 chars, at least 1 author",
            None,
            None,
            None,
            {"min_length": "3", "max_length": "100"},
        ),
        ("min 8 chars, at least 1 digit", None, None, None, {"min_length": "8"}),
        ("max 10 entries, each max 40 chars", None, None, None, {"max": "10"}),
        ("each at most 40", None, None, None, {"max": "40"}),
        ("Must be a positive number", None, None, None, {"above": "0"}),
        ("\u2264 10 000 chars", None, None, None, {"max_length": "10000"}),
        ("1 000 to 2 500 chars", None, None, None, {"min_length": "1000", "max_length": "2500"}),
        ("Number of books to skip", None, None, None, {}),
        ("decimal(10,2), positive", "decimal", None, None, {"above": "0"}),
        ("non-negative integer", None, None, None, {"min": "0"}),
        ("greater than 3, less than or equal to 9", None, None, None, {"above": "3", "max": "9"}),
        ("cannot exceed 50 characters", None, None, None, {"max_length": "50"}),
        ("must contain a letter, number", None, None, None, {}),
        ("(string, required)", "string", True, None, {}),
        ("0..N", None, None, None, {"min": "0"}),
        (
            "Required, string, max length 500 characters.",
            "string",
            True,
            None,
            {"max_length": "500"},
        ),
        (
            "(integer, optional, default 20, minimum 1, maximum 100): x",
            "integer",
            False,
            "20",
            {"min": "1", "max": "100"},
        ),
        (
            "(string, 1 to 200 characters)",
            "string",
            None,
            None,
            {"min_length": "1", "max_length": "200"},
        ),
        ("Rozmiar strony (maks: 100)", None, None, None, {"max": "100"}),
        ("string (<=80 chars)", "string", None, None, {"max_length": "80"}),
        ("string, required, maximum 500 words", "string", True, None, {}),
        ("in [100, 21600]", None, None, None, {"min": "100", "max": "21600"}),
        (
            "Optional int 1..999999 (strictly < 1,000,000)",
            "int",
            False,
            None,
            {"min": "1", "max": "999999", "below": "1000000"},
        ),
        ("at most 10,000 rows", None, None, None, {"max": "10000"}),
        ("in [1,100]", None, None, None, {"min": "1", "max": "100"}),
        ('string (optional filter: "a", "b")', "string", False, None, {"choices": "a|b"}),
        ("integer in (0; 5]", "integer", None, None, {"above": "0", "max": "5"}),
        ("unique per (`user_id`, `day`)", None, None, None, {}),
        ("unikalne w ramach [`user_id`, `day`]", None, None, None, {}),
        ("1..999,999", None, None, None, {"min": "1", "max": "999999"}),
        ("1..127", None, None, None, {"min": "1", "max": "127"}),
        ("number > 0", "number", None, None, {"above": "0"}),
        ("(one of `a`, `b`, default `a`)", None, None, "a", {"choices": "a|b"}),
        ("one of Ely, New York, Bath. Else", None, None, None, {"choices": "Ely|New York|Bath"}),
        ("one of a, b, c and then, they go", None, None, None, {"choices": "a|b|c"}),
        ("a|b (default b)", None, None, "b", {"choices": "a|b"}),
        ("boolean, default false when due_at is null", "boolean", None, None, {}),
        ("integer, domy\u015blnie 5, gdy `kind` = long", "integer", None, None, {}),
        ("integer, default 5 if `per_page` is not given", "integer", None, "5", {}),
        ("`shelf,title` (default ascending)", None, None, None, {}),
        ("up|ascending, default ascending", None, None, "ascending", {"choices": "up|ascending"}),
        ("(`YYYY-MM-DD`, default today)", None, None, "today", {"format": "YYYY-MM-DD"}),
        (
            "(optional, string): by state (e.g., `a`, `b`). Defaults to `a`.",
            "string",
            False,
            "a",
            {},
        ),
        ("(string, pattern `^[0-9]{13}$`)", "string", None, None, {"pattern": "^[0-9]{13}$"}),
        ("(string, wymagane, YYYY-MM)", "string", True, None, {"format": "YYYY-MM"}),
        ("(int, domyślnie 10)", "int", None, "10", {}),
        ("string?", "string", False, None, {}),
        ("e.g ['town', 'lane']", None, None, None, {}),
        ("integer or null", "integer or null", None, None, {}),
        ("the date of the number", None, None, None, {}),
        ("not required", None, False, None, {}),
        ("string, required if the kind is bot", "string", None, None, {}),
        ("string (wymagane tylko gdy to bot)", "string", None, None, {}),
    ],
)
def test_facts(
    text: str, type_: str | None, required: object, default: str | None, limits: dict[str, str]
) -> None:
    said = facts(text, HERE)
    assert (said.type, said.required, said.default) == (type_, required, default)
    assert {one.kind: one.value for one in said.limits} == limits


@pytest.mark.parametrize(
    ("type_", "kinds"),
    [("number", ["above", "max"]), ("array", ["max_length"]), ("string", ["above", "max_length"])],
)
def test_what_is_above_a_number_is_no_list(type_: str, kinds: list[str]) -> None:
    found = bounds("`amount` > 0, at most 9", is_text=False, source=HERE)

    assert sorted(one.kind for one in for_type(found, type_)) == kinds
