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


ITEMS = 'router = APIRouter()\n\n@router.get(\n    "/",\n)\ndef shown(): ...\n'
DESK = 'router = APIRouter(prefix="/api")\n\n@router.get("/loan-items/{id}")\ndef shown(): ...\n'
ELSE = 'router = APIRouter(prefix="/desk")\n\n@router.get("/loan-items")\ndef shown(): ...\n'


@pytest.mark.parametrize(
    ("files", "route"),
    [
        ({"app/routers/desk.py": DESK, "app/routers/shelf.py": ITEMS}, "app/routers/desk.py"),
        ({"app/routers/loan-items.py": ITEMS}, "app/routers/loan-items.py"),
        ({"app/routers/desk.py": ELSE}, "app/routers/loan_items.py"),
        ({"tests/api/desk.py": DESK}, "app/routers/loan_items.py"),
    ],
)
def test_a_route_goes_where_its_path_is_served(files: dict[str, str], route: str) -> None:
    text = planned("POST /api/loan-items", API, files=files)
    assert f"### 3. Route: POST /api/loan-items\n\n- Kind: edit; files: `{route}`" in text


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
