from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.finding.standins import groups, listed

TWO = "# Lamps\n\n## **GET `/lamps`**: all\n\n## **GET `/lamps/{id}`**: one\n"


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("docs/api/lamps.md", 2),
        ("docs/api-lamps.md", 0),
        ("docs/lamps-api.md", 2),
        ("docs/guide/lamps.md", 0),
    ],
)
def test_of_few_endpoints_a_name_or_a_folder_says_that_they_are_listed(
    path: str, count: int
) -> None:
    assert listed(RepoPath(path), TWO) == count


def test_examples_in_such_a_folder_are_no_list() -> None:
    text = "# Lamps\n\n## Examples\n\n```http\nGET /lamps\n```\n"
    assert listed(RepoPath("docs/api/lamps.md"), text) == 0


@pytest.mark.parametrize(
    ("name", "first"),
    [("api-endpoints-detailed.md", True), ("api-endpoints-tests.md", False)],
)
def test_the_same_in_detail_is_called_so_too(name: str, *, first: bool) -> None:
    _, named, *_ = groups([RepoPath("docs/api-endpoints.md"), RepoPath(f"docs/{name}")])
    assert (RepoPath(f"docs/{name}") in named) is first
