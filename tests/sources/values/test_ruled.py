from __future__ import annotations

import pytest

from agent.core.documents import RepoPath, Source
from agent.sources.text.units import units
from agent.sources.values.examples import members
from agent.sources.values.ruled import case_of, in_case, ruled, titled

HERE = Source(path=RepoPath("a.md"), line=1, last=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Only owners may change it.", {}),
        ("Accepts 1-50 keys per request", {}),
        ("Enforce `name` \u22649, `note` max 99.", {"name": ["max 9"], "note": ["max 99"]}),
        ("lengths: `name` \u22649", {"name": ["max 9"]}),
        (
            "title \u226450, points 0-100, `x` ignored",
            {"title": ["max 50"], "points": ["min 0", "max 100"]},
        ),
        (
            "name required, 3-100 characters",
            {"name": ["min_length 3", "max_length 100", "required"]},
        ),
        ("For books, the `kind` must be one of `a` or `b`.", {"kind": ["choices a|b"]}),
        ("Validate `os` against enum [Windows, Linux]", {"os": ["choices Windows|Linux"]}),
        (
            "Codes: type \u2208 {1,2}; mode \u2208 {3,4}",
            {"type": ["choices 1|2"], "mode": ["choices 3|4"]},
        ),
        ("**Limits:** Dla amount in incomes: > 0.", {"amount": ["above 0"]}),
        ("**Books**: `title` length 1\u2013120; unique", {"title": ["min 1", "max 120"]}),
        ("`low` and `high` must be >= 0", {"low": ["min 0"], "high": ["min 0"]}),
        (
            "The `title` field is at most 9 letters and the `note` field at most 20 characters.",
            {"title": ["max_length 9"], "note": ["max_length 20"]},
        ),
        ("`a` is required and `b` max 4", {"a": ["required"], "b": ["max 4"]}),
        ("`low` and `high` are required", {"low": ["required"], "high": ["required"]}),
        ("`amount > 0`, precision 2", {"amount": ["above 0"]}),
        ("3\u2264members\u226432", {"members": ["min 3", "max 32"]}),
        ("0 \u2264 pages \u2264 MostPages", {"pages": ["min 0"]}),
        ("`title`: required; length \u2264 64", {"title": ["max 64", "required"]}),
        ("tags.length between 1 and 3", {"tags": ["min_length 1", "max_length 3"]}),
        ("Each `a` \u22649, each `b` \u22644", {"a": ["max 9"], "b": ["max 4"]}),
        ("Required if `kind` is `x`, must be a valid UUID", {}),
        ("If `late > 0`, `reason` required", {}),
        ("Save a row with: `total` = 3, `kind` (optional)", {}),
    ],
)
def test_what_a_line_on_validation_rules(text: str, said: dict[str, list[str]]) -> None:
    found = {
        one.name: [f"{limit.kind} {limit.value}" for limit in one.limits]
        + ["required"] * (one.required is True)
        for one in ruled(text, "body", HERE)
    }
    assert found == said


@pytest.mark.parametrize(
    ("lead", "required", "note"),
    [
        ("Plan", True, "required"),
        ("Done (only for `state=done`):", None, "required only for `state=done`"),
        ("Tylko gdy `state=done`", None, "required Tylko gdy `state=done`"),
    ],
)
def test_what_holds_in_one_case_only(lead: str, required: bool | None, note: str) -> None:  # noqa: FBT001 (a column)
    found = units(f"- {lead}\n  - `day` required\n")
    (one,) = in_case(ruled(found[1].text, "body", HERE), case_of(found, 1))
    assert (one.name, one.required, one.note) == ("day", required, note)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            "For novels: `level` is null, `pages` required",
            ["is null for novels", "required for novels"],
        ),
        ("Dla powieści: `level` musi być NULL", ["musi być NULL dla powieści"]),
        ("For novels: `level` at most 9", ["at most 9 for novels"]),
        ("For all: `level` is null", ["is null"]),
    ],
)
def test_what_is_said_of_a_value_in_one_case_keeps_the_case(text: str, notes: list[str]) -> None:
    assert [one.note for one in ruled(text, "body", HERE)] == notes


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('{"a": 1, "b": [{"c": {"d": 2}}]}', ["a", "b", "b[].c", "b[].c.d"]),
        ('[{"a": 1}, ...]', ["a"]),
        ('{"a": 1}\n\n{"b": 2}', ["a", "b"]),
        ('{ "a","b" }', ["a", "b"]),
        ("{ id, name?, type: string[] }", ["id", "name", "type"]),
        ('{"a": 1\n"b": 2}', ["a", "b"]),
        ('{"a": {"b": {"c": {"d": {"e": 1}}}}}', ["a", "a.b", "a.b.c", "a.b.c.d"]),
        ("{ ... }", []),
        ('{"a": {', ["a"]),
        ("{" * 10_000, []),
    ],
)
def test_members_of_an_example(text: str, names: list[str]) -> None:
    assert [one.name for one in members(text)] == names


@pytest.mark.parametrize(
    ("text", "value"),
    [('{"a": string[][]}', "string[][]"), ('{"a": "x" | "y"}', '"x" | "y"'), ('{"a": [1]}', "[")],
)
def test_value_of_a_member(text: str, value: str) -> None:
    assert [one.value for one in members(text)] == [value]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Name: Required, unique per user", ("name", True, [])),
        ("**Short text**: at most 90 characters", ("short_text", None, ["max_length 90"])),
        ("Rating: one of `low`, `high`", ("rating", None, ["choices low|high"])),
        ("Format: required", None),
        ("Loans: of each member", None),
        ("name: required", None),
    ],
)
def test_a_title_that_is_ruled(text: str, said: object) -> None:
    found = [
        (one.name, one.required, [f"{limit.kind} {limit.value}" for limit in one.limits])
        for one in titled(text, "body", HERE)
    ]
    assert found == ([said] if said else [])
