"""What an endpoint is called on the board, wherever its document says it."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.endpoints.listing import find_endpoints


def titles(text: str) -> list[str]:
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    return [one.title for one in find_endpoints(document)]


BELOW = "#### Read one book\n**{}:** `GET /books/{{id}}`\n**Auth:** required\n\n"
THREE = (
    "#### 读取\n- 路径: `GET /books`\n\n#### 新建\n- 路径: `POST /books`\n\n"
    "#### 删除\n- 路径: `DELETE /books/{id}`\n"
)
ROWS = "| Method | Path | Auth |\n| --- | --- | --- |\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BELOW.format("Endpoint"), ["Read one book"]),
        (BELOW.format("Route"), ["Read one book"]),
        (THREE, ["读取", "新建", "删除"]),
        (ROWS + "| GET | /a | user |\n| GET | /b | user |\n| PUT | /c | user |\n", ["", "", ""]),
        (ROWS + "| GET | /a | ✅ |\n", [""]),
        ("### GET /books\n\nLists the books. By page.\n", ["Lists the books"]),
        ("### GET /books\n\n- Description: All books\n- Auth: user\n", ["All books"]),
        ("### Books\n\n- GET /books - all of them\n- POST /books - a new one\n", None),
    ],
)
def test_a_title_names_the_endpoint(text: str, expected: list[str] | None) -> None:
    wanted = ["all of them", "a new one"] if expected is None else expected
    assert titles(f"# API\n\n## Endpoints\n\n{text}") == wanted
