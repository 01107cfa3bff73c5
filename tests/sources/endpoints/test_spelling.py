from __future__ import annotations

import pytest

from agent.core.documents import RepoPath, Source
from agent.core.plan import Plan
from agent.core.spec import Endpoint, Listed
from agent.sources.endpoints.spelling import in_full, once


def endpoint(text: str) -> Endpoint:
    method, path = text.split(" ")
    return Endpoint(method=method, path=path)


def listed(text: str, base: str = "") -> Listed:
    source = Source(path=RepoPath("a.md"), line=1, last=1)
    return Listed(endpoint=endpoint(text), title="", source=source, base=base)


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


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ("POST /a/{key}", "POST /shop/rpc/a/{id}"),
        ("POST /rpc/a/{id}", "POST /rpc/a/{id}"),
        ("GET /a/{id}", "GET /a/{id}"),
        ("PUT /b", "PUT /b"),
        ("PUT /", "PUT /shop/rpc"),
        ("GET /c", "GET /c"),
    ],
    ids=str,
)
def test_a_plan_may_leave_out_the_base_that_the_documents_state(named: str, meant: str) -> None:
    base = "/shop/rpc"
    known = [
        listed("POST /shop/rpc/a/{id}", base),
        listed("PUT /b"),
        listed("PUT /shop/rpc/b", base),
        listed("PUT /shop/rpc", base),
        listed("GET /shop/rpc/c"),
    ]
    plan = Plan(
        path=RepoPath("p.md"), title="", endpoints=(endpoint(named),), sections=(), steps=()
    )
    (found,) = in_full([plan], known)
    assert [str(one) for one in found.endpoints] == [meant]
    assert [str(one) for one in found.spelled] == ([] if meant == named else [named])
