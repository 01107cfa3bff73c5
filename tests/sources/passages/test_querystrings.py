"""What query strings show that a caller may ask by, and names in code that look like words."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint, Parameter
from agent.sources.gathering.gather import gather


def asked(text: str, path: str = "/api/books", method: str = "GET") -> list[Parameter]:
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=f"# API\n\n{text}\n")
    spec = gather(Endpoint(method=method, path=path), (document,), (), ())
    return [one for one in spec.parameters if one.place == "query"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("- GET /api/books?year=YYYY\n  - Description: The books", ["year"]),
        ("### GET `/api/books?limit=20[&cursor=]`\n\nThe books.", ["limit", "cursor"]),
        ("### GET /api/books?ids[]=1&sort=asc|desc\n\nThe books.", ["ids[]", "sort"]),
        ("### GET /api/books?<filters>&year\n\nThe books.", ["year"]),
        (
            "### GET /api/books\n\n- List, with filters:\n  - `?a=1&b=2`\n  - `?limit&c`",
            ["a", "b", "limit", "c"],
        ),
        ("### GET /api/books\n- The books, as `/api/others?year=` has them.", []),
        # Each of two passages of one path is one way to call it.
        ("### GET /api/books\n\nThe books.\n\n### GET /api/books?id=eq.{uuid}\n\nA book.", []),
        # The row of an overview has it, where a section below tells of the same call.
        (
            "| Method | Path |\n|---|---|\n| GET | /api/books?shelf= |\n\n## A\n\n- GET /api/books",
            ["shelf"],
        ),
        # A value a line, in a fence of the query's own.
        ("### GET /api/books\n\n- Query:\n\n```\n?a=1\n&b=x|y\nc=\n```", ["a", "b", "c"]),
        ("### GET /api/books\n\n- Query:\n\n```\n?a=1\nso that b=2\n```", []),
        # The filters that a description names; what all are filtered by is none that one gives.
        (
            "### GET /api/books\n\n- Description: Filters: `at`, `of` (default `a`), search `q`.",
            ["at", "of", "q"],
        ),
        ("### GET /api/books\n\n- Description: With filters `page`, `size`.", ["page", "size"]),
        ("### GET /api/books\n\n- Description: With filters `size` and `year`.", ["year"]),
        ("### GET /api/books\n\n- Description: Books, always filtering by `owner`.", []),
        # A name that begins a sentence elsewhere.
        ("### GET /api/books\n\n**Query Parameters**:\n\n- `all` (boolean): for admins", ["all"]),
        ("### GET /api/books\n\n**Query Parameters**:\n\n- All: for admins", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [one.name for one in asked(text)] == names


def test_what_is_said_of_them() -> None:
    text = "### GET /api/books?sort=asc|desc\n\nThe books, optional `?year=\u2026&all=`."
    sort, year, every = asked(text)
    choices = sort.limit("choices")
    assert choices is not None
    assert (sort.required, year.required, every.required) == (None, False, False)
    assert (sort.source.line, year.source.line) == (3, 5)


def test_only_the_own_path_of_a_line_of_two() -> None:
    text = "- GET /api/books?year=, GET /api/books/{id}?full=\n"
    assert [one.name for one in asked(text)] == ["year"]


def test_a_value_in_a_fence_shows_its_type_and_choices() -> None:
    page, far, by = asked("### GET /api/books\n\n- Query:\n\n```\n?page=1\n&far=1.5\n&by=a|b\n```")
    assert (page.type, page.default, far.type) == ("integer", None, "number")
    assert [one.value for one in by.limits] == ["a|b"]
