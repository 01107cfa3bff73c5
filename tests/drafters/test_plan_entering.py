"""Who may call, by the path and the words: anybody signs in, a deed on a row is not theirs."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath, Source
from agent.core.spec import Endpoint, Excerpt, Spec
from agent.drafters.builtin.planning.facts.access import is_entry, is_public

API = """# API plan

## Access

- All protected endpoints require a JWT in a header. Tokens expire after 15 minutes.

## Endpoints

### POST /auth/{deed}

Does what its path says.

- Request: `{{ "email": "string", "password": "string" }}`
- Response 200: `{{ "id": "uuid" }}`

### GET /decks

Lists the decks.

- Response 200: `{{ "decks": [] }}`
"""


def _security(deed: str) -> str:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API.format(deed=deed)),
    )
    return "\n".join(told(documents, f"POST /auth/{deed}", 6))


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/api/v1/auth/login", True),
        ("/auth/login/{provider}", True),
        ("/api/admin/login", True),
        ("/auth/refresh", True),
        ("/auth/verify-email", True),
        ("/verify-otp", True),
        ("/users/reset/{token}", True),
        ("/healthz", True),
        ("/payments/stripe-webhook", True),
        ("/public/decks/{hash}", True),
        ("/decks/{id}/public", True),
        ("/public/index.php/decks", False),
        ("/events/{id}/register", False),
        ("/orders/{id}/confirm", False),
        ("/users/{id}/reset-password", False),
        ("/plans/{id}/weather/refresh", False),
        ("/theme/reset", False),
        ("/auth/logout", False),
        ("/connections/oauth/authorize", False),
        ("/registrations", False),
    ],
)
def test_a_deed_on_one_thing_is_no_way_in(path: str, known: bool) -> None:  # noqa: FBT001 (a column of the table)
    assert is_entry(Endpoint(method="GET", path=path)) is known


def test_what_is_published_by_a_call_is_not_open() -> None:
    assert not is_entry(Endpoint(method="PUT", path="/decks/{id}/public"))


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("Authentication: required (Bearer token)", False),
        ("Required: a valid refresh token", True),
        ("Auth: N", True),
        ("p\u00fablico", True),
        ("Authentication is handled elsewhere", True),
    ],
)
def test_the_passage_comes_before_the_path(said: str, known: bool) -> None:  # noqa: FBT001 (a column of the table)
    here = Source(path=RepoPath(".ai/api-plan.md"), line=1, last=9)
    own = Source(path=RepoPath(".ai/api-plan.md"), line=3, last=3)
    spec = Spec(
        endpoint=Endpoint(method="POST", path="/auth/refresh"),
        title="",
        excerpts=(Excerpt(source=here, text=""),),
        auth=Excerpt(source=own, text=said),
    )

    assert is_public(spec) is known


@pytest.mark.parametrize(
    ("deed", "kept", "left"),
    [
        ("register", [], ["protected endpoints", "expire"]),
        ("refresh", ["expire after 15 minutes"], ["protected endpoints"]),
        ("logout", ["protected endpoints"], []),
    ],
)
def test_a_call_of_anybody_has_no_rules_on_callers(
    deed: str, kept: list[str], left: list[str]
) -> None:
    text = _security(deed)

    assert all(one in text for one in kept)
    assert not any(one in text for one in left)


def test_a_way_in_leaves_nobody_to_be_asked_for() -> None:
    text = API.format(deed="login").replace("- All protected", "- Some").replace("JWT", "word")
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),)

    for call, said in (("POST /auth/login", True), ("GET /decks", False)):
        lines = told(documents, call, 6)
        assert any("asks for no sign-in (by convention)" in one for one in lines) is said
        assert any(one.startswith("- Open: Who") for one in lines) is not said
