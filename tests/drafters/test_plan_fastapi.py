"""What FastAPI gives a route, and answers by itself."""

from __future__ import annotations

import pytest
from test_plan_django import planned

API = "- Backend: FastAPI, SQLAlchemy"
GIVEN = "The caller comes from the dependency `{}`"
UNPROCESSABLE = "a handler of `RequestValidationError` makes it `400` (by convention)"
DEPS = """
async def get_current_user(token: str) -> User:
    return User()

async def get_current_admin_user(token: str) -> User:
    return User()

async def get_current_active_user(token: str) -> User:
    return User()
"""
ROUTER = "def add(user=Depends(get_current_active_user)):\n    pass\n"
HANDLER = "@app.exception_handler(RequestValidationError)\ndef refused(): ...\n"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, f"{GIVEN.format('get_current_user')} (by convention)"),
        ({"app/deps.py": DEPS}, f"{GIVEN.format('get_current_user')} (deps.py:2)"),
        (
            {"app/core/security.py": DEPS, "app/routers/loan_items.py": ROUTER},
            f"{GIVEN.format('get_current_active_user')} (security.py:8)",
        ),
        ({"tests/deps.py": DEPS}, f"{GIVEN.format('get_current_user')} (by convention)"),
    ],
)
def test_the_caller_comes_from_a_dependency(files: dict[str, str], told: str) -> None:
    text = planned("POST /api/loan-items", API, files=files)
    assert f"- {told}\n" in text


def test_other_frameworks_and_open_routes_have_no_such_dependency() -> None:
    assert "dependency" not in planned("GET /api/auth/me", API)
    assert "dependency" not in planned("POST /api/loan-items")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, True),
        ({"app/main.py": HANDLER}, False),
        ({"tests/test_main.py": HANDLER}, True),
        ({"app/main.py": "app = FastAPI()\n"}, True),
    ],
)
def test_a_documented_400_wants_a_handler(files: dict[str, str], told: bool) -> None:  # noqa: FBT001 - a column of the table
    text = planned("POST /api/loan-items", API, files=files)
    assert (UNPROCESSABLE in text) is told
