from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.gather import gather


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
