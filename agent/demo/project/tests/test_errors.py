from typing import Annotated

import pytest
from fastapi import FastAPI, Query
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.errors import Conflict, NotFound
from app.main import create_app
from app.models import Base, ErrorLog


@pytest.fixture
def app(engine: Engine) -> FastAPI:
    """The application with routes that fail in each way."""
    app = create_app(engine)

    @app.get("/not-found")
    def not_found() -> None:
        raise NotFound("Book 7 does not exist.")

    @app.get("/conflict")
    def conflict() -> None:
        raise Conflict("A book with this ISBN exists.")

    @app.get("/unexpected")
    def unexpected() -> None:
        raise RuntimeError("a secret")

    @app.get("/limited")
    def limited(page: Annotated[int, Query(ge=1)]) -> int:
        return page

    return app


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "status", "code", "message"),
    [
        ("/not-found", 404, "not_found", "Book 7 does not exist."),
        ("/conflict", 409, "conflict", "A book with this ISBN exists."),
        ("/unexpected", 500, "internal_error", "Internal server error."),
        ("/no-such-path", 404, "not_found", "Not Found"),
    ],
)
def test_an_error_has_a_code_and_a_message(
    client: TestClient, path: str, status: int, code: str, message: str
) -> None:
    response = client.get(path)

    assert response.status_code == status
    assert response.json() == {"code": code, "message": message, "details": []}


def test_a_wrong_method_is_405_and_names_the_right_one(client: TestClient) -> None:
    response = client.post("/limited")

    assert response.status_code == 405
    assert response.json()["code"] == "method_not_allowed"
    assert response.headers["allow"] == "GET"


def test_an_invalid_request_names_the_value_at_fault(client: TestClient) -> None:
    response = client.get("/limited", params={"page": 0})

    assert response.status_code == 422
    assert response.json() == {
        "code": "validation_error",
        "message": "The request is not valid.",
        "details": [
            {"field": "query.page", "message": "Input should be greater than or equal to 1"}
        ],
    }


def test_an_unexpected_error_is_recorded(client: TestClient, session: Session) -> None:
    client.get("/unexpected")

    row = session.scalars(select(ErrorLog)).one()
    assert (row.method, row.path) == ("GET", "/unexpected")
    assert (row.error, row.message) == ("RuntimeError", "a secret")


def test_an_error_that_cannot_be_recorded_is_still_answered(
    client: TestClient, engine: Engine
) -> None:
    Base.metadata.drop_all(engine)

    assert client.get("/unexpected").status_code == 500
