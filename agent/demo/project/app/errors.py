"""The errors that services raise, and the one place that turns errors into answers."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from app.models import ErrorLog
from app.schemas.errors import ErrorOut, FieldProblem

logger = logging.getLogger(__name__)


class AppError(Exception):
    """What a service raises instead of a result; `str(error)` is shown to the client."""

    status: HTTPStatus
    code: str


class NotFound(AppError):
    """What the request names does not exist."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"


class Conflict(AppError):
    """The request is valid but does not fit what is stored."""

    status = HTTPStatus.CONFLICT
    code = "conflict"


def add_error_handlers(app: FastAPI) -> None:
    """Make every error of the application an `ErrorOut`."""
    app.exception_handler(AppError)(_on_app_error)
    app.exception_handler(RequestValidationError)(_on_invalid_request)
    app.exception_handler(HTTPException)(_on_http_exception)
    app.exception_handler(Exception)(_on_unexpected)


def _answer(status: int, error: ErrorOut, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(error.model_dump(), status_code=status, headers=headers)


def _on_app_error(_: Request, error: AppError) -> JSONResponse:
    return _answer(error.status, ErrorOut(code=error.code, message=str(error)))


def _on_invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    problems = [
        FieldProblem(field=".".join(map(str, problem["loc"])), message=problem["msg"])
        for problem in error.errors()
    ]
    body = ErrorOut(code="validation_error", message="The request is not valid.", details=problems)
    return _answer(422, body)


def _on_http_exception(_: Request, error: HTTPException) -> JSONResponse:
    """Answer what the framework refuses by itself: an unknown path, a wrong method."""
    status = HTTPStatus(error.status_code)
    body = ErrorOut(code=status.name.lower(), message=str(error.detail))
    return _answer(status, body, headers=error.headers)


def _on_unexpected(request: Request, error: Exception) -> JSONResponse:
    """Record the error, and tell the client nothing of it."""
    row = ErrorLog(
        method=request.method,
        path=request.url.path[:200],
        error=type(error).__name__[:100],
        message=str(error)[:1000],
    )
    try:
        with Session(request.app.state.engine) as session:
            session.add(row)
            session.commit()
    except SQLAlchemyError:
        logger.exception("an error could not be recorded")
    return _answer(500, ErrorOut(code="internal_error", message="Internal server error."))
