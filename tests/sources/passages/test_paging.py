from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.gathering.gather import gather


@pytest.mark.parametrize(
    ("line", "name", "bounds", "default"),
    [
        ("- Default page size 20; max 100.", "page_size", {"max": "100"}, "20"),
        ("- Default page size 20; max 100.", "size`: all by default. `x", {"max": "100"}, None),
        (
            "- Pagination: ?page=1&pageSize=20 (page \u22651, pageSize 1..50)",
            "pageSize",
            {"min": "1", "max": "50"},
            None,
        ),
        ("- Pagination: `page` from 1, `limit` at most 60", "limit", {"max": "60"}, None),
        ("- Pagination: `page` from 1 to 9, `limit`", "limit", {}, None),
        ("- Default page size 20; max 100.", "page", {}, None),
        ("- Names: at most 9; limit 3..4", "limit", {}, None),
    ],
)
def test_the_size_of_all_pages(
    line: str, name: str, bounds: dict[str, str], default: str | None
) -> None:
    text = f"# API\n\n### GET /things\n\n- Query:\n  - `{name}`\n\n## Lists\n\n{line}\n"
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    found, *_ = gather(Endpoint(method="GET", path="/things"), (plan,), ()).parameters

    assert {one.kind: one.value for one in found.limits} == bounds
    assert found.default == default


@pytest.mark.parametrize(
    ("path", "answered", "names"),
    [
        ("/things", '{ "data": [], "page": 1, "per_page": 20, "total": 1 }', ["page", "per_page"]),
        ("/things", '{ "data": [], "page": 1 }', []),
        ("/things/last3", '{ "data": [], "page": 1, "per_page": 3 }', []),
    ],
)
def test_a_list_that_answers_a_page_is_asked_for_one(
    path: str, answered: str, names: list[str]
) -> None:
    text = (
        "# API\n\n## Conventions\n\n- Pagination: `page`, `per_page` (default `page=1`,"
        f" `per_page=20`, max 100).\n\n### GET {path}\n\n- Response:\n\n```json\n{answered}\n```\n"
    )
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    found = gather(Endpoint(method="GET", path=path), (plan,), ()).parameters

    assert [one.name for one in found] == names
    assert [one.default for one in found] == ["1", "20"][: len(names)]


LIST = '- Response:\n\n```json\n{ "data": [{ "id": 1 }], "pagination": {} }\n```\n'
PLAIN = '- Response:\n\n```json\n[{ "id": 1 }]\n```\n'
GENERAL = (
    "## Pagination\n\nAll list endpoints support pagination:\n\n- `page`: from 1 (default: 1)\n"
)
GENERAL += "- `limit`: items per page (default: 20, max: 100)\n"
CALLED = GENERAL + "\n**Applied to:**\n- `GET /pens`\n"
BOTH = "- Pagination: `limit` default 9 and `?cursor=`; otherwise `page`, `pageSize`\n"


@pytest.mark.parametrize(
    ("general", "own", "names"),
    [
        (GENERAL, LIST, ["page", "limit"]),
        (GENERAL, "", ["page", "limit"]),  # no answer shows that there are none
        (GENERAL, PLAIN, []),
        (GENERAL, "Not paginated.\n", []),
        (GENERAL.replace("All list", "Some"), "", []),
        (GENERAL.replace("All list", "Some"), "The books, paginated.\n", ["page", "limit"]),
        (GENERAL.replace("support pagination:", "want no pagination"), LIST, []),
        (CALLED, LIST, []),
        (CALLED.replace("pens", "books"), "", ["page", "limit"]),
        (f"## Notes\n\n{BOTH}", LIST, ["limit", "cursor"]),
        (
            "## Notes\n\n- Pagination: cursor (opaque) and limit (max 9)\n",
            LIST,
            ["cursor", "limit"],
        ),
        ("## Notes\n\n- Pagination: `limit`\n", LIST, []),  # no place
        ("", "Supports pagination: `skip`, `take`\n", ["skip", "take"]),
        ("### GET /pens\n\n- Query params:\n  - `page`\n  - `size`\n", LIST, ["page", "size"]),
        ("### GET /pens\n\n- Query params:\n  - `page`\n  - `size`\n", PLAIN, []),
        ("### POST /pens\n\n- Query params:\n  - `page`\n  - `size`\n", LIST, []),
    ],
)
def test_what_a_list_with_pages_is_asked_by(general: str, own: str, names: list[str]) -> None:
    text = f"# API\n\n### GET /books\n\n{own}\n{general}"
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    found = gather(Endpoint(method="GET", path="/books"), (plan,), ()).parameters

    assert [one.name for one in found] == names


@pytest.mark.parametrize("path", ["/books/stats", "/book", "/books/{id}"])
def test_what_is_no_list_has_no_pages(path: str) -> None:
    plan = Document(
        path=RepoPath(".ai/api-plan.md"),
        role="api-plan",
        text=f"# API\n\n### GET {path}\n\nShows.\n\n{GENERAL}",
    )

    found = gather(Endpoint(method="GET", path=path), (plan,), ()).parameters

    assert not [one for one in found if one.place == "query"]


@pytest.mark.parametrize("line", ["**Max Limit**: 200 items", "enforce max page size 200"])
def test_a_bound_may_stand_before_its_name(line: str) -> None:
    text = f"# API\n\n### GET /books\n\n- Query:\n  - `limit`\n\n## Pagination\n\n- {line}\n"
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    found, *_ = gather(Endpoint(method="GET", path="/books"), (plan,), ()).parameters

    assert [(one.kind, one.value) for one in found.limits] == [("max", "200")]


def test_an_example_of_a_page_is_no_default() -> None:
    text = (
        "# API\n\n### GET /things\n\nLists all things.\n\n## Common Query Parameters\n\n"
        "Many list endpoints take these:\n\n| Parameter | Description | Example |\n|---|---|---|\n"
        "| `page` | Which one | `?page=2` |\n| `limit` | How many | `?limit=10` |\n"
    )
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    found = gather(Endpoint(method="GET", path="/things"), (plan,), ()).parameters
    assert [(one.name, one.default) for one in found] == [("page", None), ("limit", None)]
