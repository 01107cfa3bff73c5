from __future__ import annotations

import pytest

from agent.core.documents import RepoPath, Source
from agent.core.spec import Endpoint, Listed
from agent.sources.spelling import once


def listed(text: str) -> Listed:
    method, path = text.split(" ")
    source = Source(path=RepoPath("a.md"), line=1, last=1)
    return Listed(endpoint=Endpoint(method=method, path=path), title="", source=source)


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("GET /a/{id}", "GET /a/:key", False),
        ("GET /api/shop-items", "GET /shop_item", False),
        ("GET /v1/a", "GET /a", False),
        ("GET /v1/a", "GET /v2/a", True),
        ("PUT /a", "PATCH /a", True),
        ("GET /a", "GET /a/{id}", True),
    ],
)
def test_an_endpoint_of_two_documents_is_listed_once(
    first: str, second: str, *, both: bool
) -> None:
    documents = [[listed(first)], [listed(second)]]
    assert len(once(documents)) == 1 + both


def test_one_document_may_list_both_spellings() -> None:
    assert len(once([[listed("GET /a"), listed("GET /api/a")]])) == 2
