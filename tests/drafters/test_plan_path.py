from __future__ import annotations

import pytest
from planprojects import endpoint

from agent.core.documents import RepoPath
from agent.core.plan import Plan
from agent.drafters.builtin.planning.places.planpath import plan_path


def sibling(path: str, call: str) -> Plan:
    return Plan(path=RepoPath(path), title="", endpoints=(endpoint(call),), sections=(), steps=())


@pytest.mark.parametrize(
    ("siblings", "call", "path"),
    [
        ([], "GET /api/books", ".ai/get-api-books-implementation-plan.md"),
        (
            [],
            "PATCH /api/books/{bookId}",
            ".ai/patch-api-books-book-id-implementation-plan.md",
        ),
        (
            [
                (
                    ".ai/endpoints/get-api-books-book-id-implementation-plan.md",
                    "GET /api/books/{book_id}",
                )
            ],
            "POST /api/books",
            ".ai/endpoints/post-api-books-implementation-plan.md",
        ),
        (
            [("docs/plans/get-books-plan.md", "GET /api/books")],
            "DELETE /api/books/:id",
            "docs/plans/delete-books-id-plan.md",
        ),
        (
            [
                (".ai/api/02-get-notes.md", "GET /api/notes"),
                (".ai/api/01-post-tags.md", "POST /api/tags"),
            ],
            "PUT /api/notes/{id}",
            ".ai/api/03-put-notes-id.md",
        ),
        (
            [(".ai/endpoints/delete_review.md", "DELETE /api/review")],
            "GET /api/review",
            ".ai/endpoints/get_review.md",
        ),
        (
            [(".ai/view-implementation-plan.md", "POST /api/things")],
            "GET /api/things",
            ".ai/get-api-things-implementation-plan.md",
        ),
        (
            [
                ("docs/plans/ranks/get-ranks.md", "GET /api/ranks"),
                ("docs/plans/auth/get-auth-me.md", "GET /api/auth/me"),
                ("docs/plans/queue/delete-queue.md", "DELETE /api/queue"),
            ],
            "POST /api/games/{id}/moves",
            "docs/plans/games/post-games-id-moves.md",
        ),
        (
            [
                ("plans/budget/get-budget.md", "GET /api/budget"),
                ("plans/goals/put-goals.md", "PUT /api/goals"),
            ],
            "GET /api/goals",
            "plans/goals/get-goals.md",
        ),
        (
            [
                ("plans/rank/get-ranks.md", "GET /api/ranks"),
                ("plans/auth/get-auth-me.md", "GET /api/auth/me"),
                ("plans/waiting/delete-queue.md", "DELETE /api/queue"),
            ],
            "POST /api/ranks",
            "plans/rank/post-ranks.md",
        ),
        (
            [
                ("plans/rank/get-ranks.md", "GET /api/ranks"),
                ("plans/auth/get-auth-me.md", "GET /api/auth/me"),
                ("plans/waiting/delete-queue-place.md", "DELETE /api/queue/place"),
            ],
            "POST /api/queue/place",
            "plans/waiting/post-queue-place.md",
        ),
        (
            [
                ("plans/budget/get-budget.md", "GET /api/budget"),
                ("plans/books/get-books.md", "GET /api/books"),
                ("plans/member-loans/put-loan.md", "PUT /api/members/{id}/loans/{loan_id}"),
            ],
            "POST /api/members",
            "plans/members/post-members.md",
        ),
        (
            [
                ("plans/budget/get-budget.md", "GET /api/budget"),
                ("plans/books/get-books.md", "GET /api/books"),
                ("plans/member-loans/put-loan.md", "PUT /api/members/{id}/loans/{loan_id}"),
            ],
            "GET /api/members/{id}/loans",
            "plans/member-loans/get-members-id-loans.md",
        ),
        (
            [
                ("plans/old/get-budget.md", "GET /api/budget"),
                ("plans/new/put-goals.md", "PUT /api/goals"),
            ],
            "POST /api/moves",
            "plans/old/post-moves.md",
        ),
    ],
)
def test_a_plan_stands_beside_its_siblings_named_as_they_are(
    siblings: list[tuple[str, str]], call: str, path: str
) -> None:
    found = plan_path(endpoint(call), [sibling(*one) for one in siblings], ())

    assert found == RepoPath(path)


def test_another_endpoints_file_is_never_taken() -> None:
    taken = RepoPath(".ai/get-api-books-implementation-plan.md")

    found = plan_path(endpoint("GET /api/books"), (), (taken,))

    assert found == RepoPath(".ai/get-api-books-implementation-plan-2.md")


def test_two_spellings_of_a_name_are_one_file() -> None:
    other = sibling(".ai/GET-api-books-implementation-plan.md", "GET /api/Books")

    assert plan_path(endpoint("GET /api/books"), [other], ()) != other.path
