"""What a plan needs and the documents leave open, as questions with options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.findings import Gap
from agent.core.patterns import deferred
from agent.sources.passages.inwords import answer
from agent.sources.passages.media import is_medium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.spec import Parameter, Spec

_SUCCESS = {
    "GET": ("200 OK",),
    "HEAD": ("200 OK",),
    "OPTIONS": ("204 No Content",),
    "POST": ("201 Created", "200 OK", "202 Accepted"),
    "PUT": ("200 OK", "204 No Content"),
    "PATCH": ("200 OK", "204 No Content"),
    "DELETE": ("204 No Content", "200 OK"),
}
_WITH_BODY = {"POST", "PUT", "PATCH"}
_UNBOUNDED = {"boolean", "bool", "uuid", "date", "datetime", "timestamp", "object", "array"}
_BOUND = deferred(r"\bcheck\b|char\w*\s*\(\d|\benum\b|\bnumeric\s*\(\d", re.IGNORECASE)
_NO_CONTENT = 204
_CLIENT_ERROR = 400


def find_gaps(spec: Spec, *, bodiless: bool) -> tuple[Gap, ...]:
    """The open questions of a gathered spec; `bodiless`: "no body" is said."""
    return (*_statuses(spec), *_auth(spec), *_bodies(spec, bodiless=bodiless), *_rest(spec))


def _statuses(spec: Spec) -> Iterator[Gap]:
    if spec.success() is None:
        yield Gap(
            topic="statuses",
            key="success",
            question=f"Which status does {spec.endpoint} answer on success?",
            options=_SUCCESS[spec.endpoint.method],
        )
    if not any(one.code >= _CLIENT_ERROR for one in spec.statuses):
        yield Gap(
            topic="statuses",
            key="errors",
            question=f"Which error statuses does {spec.endpoint} answer? None is documented.",
            options=_errors(spec),
        )


def _errors(spec: Spec) -> tuple[str, ...]:
    codes = ["400 Bad Request"] if spec.request or spec.parameters else []
    codes += ["401 Unauthorized"] if spec.auth else []
    codes += ["404 Not Found"] if spec.endpoint.parameters else []
    failed = "500 Internal Server Error"
    return (", ".join([*codes, failed]), f"only {failed}") if codes else (failed,)


def _auth(spec: Spec) -> Iterator[Gap]:
    if spec.auth is None:
        yield Gap(
            topic="auth",
            key="auth",
            question=f"Who may call {spec.endpoint}? The documents do not say.",
            options=("anyone", "a signed-in user", "the owner of the resource"),
        )


def _bodies(spec: Spec, *, bodiless: bool) -> Iterator[Gap]:
    if spec.request is None and spec.endpoint.method in _WITH_BODY and not bodiless:
        yield Gap(
            topic="body",
            key="body",
            question=f"What does the request body of {spec.endpoint} hold? None is documented.",
            options=("no request body", "the writable columns of the table"),
        )
    fields = spec.request.fields if spec.request else ()
    open_fields = [one.name for one in fields if _is_open(one) and not _bounded(one, spec)]
    if open_fields:
        names = ", ".join(open_fields)
        yield Gap(
            topic="limits",
            key="limits",
            names=tuple(open_fields),
            question=f"Which limits hold for {names}? The documents give none.",
            options=("those of the table's columns", "none"),
        )
    success = spec.success()
    lines = [line for one in spec.excerpts[:1] for line in one.text.split("\n")]
    sent = spec.responses or spec.streamed or any(is_medium(one) or answer(one) for one in lines)
    if not sent and not (success and success.code == _NO_CONTENT):
        yield Gap(
            topic="response",
            key="response",
            question=f"What does {spec.endpoint} answer with? No response body is documented.",
            options=("the resource", "no body"),
        )


def _is_open(field: Parameter) -> bool:
    if field.limits or field.name.casefold().endswith("id"):
        return False
    return (field.type or "string").casefold() not in _UNBOUNDED


def _bounded(field: Parameter, spec: Spec) -> bool:
    """Whether a rule says more of it, or its column has a length, a CHECK, or a set of values."""
    known = {one.name.casefold() for one in spec.enumerations}
    return _is_ruled(field, spec) or any(
        _same(column.name, field.name)
        and (
            _BOUND.search(" ".join((column.type, *column.constraints))) is not None
            or column.type.casefold().rsplit(".", 1)[-1] in known
            or any(_checks(one, column.name) for one in table.constraints)
        )
        for table in spec.tables
        for column in table.columns
    )


def _is_ruled(field: Parameter, spec: Spec) -> bool:
    """Whether a general rule begins with the field: "`code` must exist and be active"."""
    rule = re.compile(rf"^\W*`{re.escape(field.name)}`:?\s+(?:must|musi)\b", re.MULTILINE)
    return any(rule.search(one.text) for one in spec.notes)


def _same(column: str, field: str) -> bool:
    last = field.rsplit(".", 1)[-1]
    return re.sub(r"[_-]", "", column).casefold() == re.sub(r"[_-]", "", last).casefold()


def _checks(constraint: str, column: str) -> bool:
    checks = re.search(r"\bcheck\b", constraint, re.IGNORECASE) is not None
    return checks and re.search(rf"\b{re.escape(column)}\b", constraint) is not None


def _rest(spec: Spec) -> Iterator[Gap]:
    if not spec.tables:
        yield Gap(
            topic="table",
            key="table",
            question=f"Which table does {spec.endpoint} work on? No documented one fits its path.",
        )
    columns = {column.name for table in spec.tables for column in table.columns}
    untyped = [
        one.name
        for one in spec.parameters
        if one.place == "path" and one.type is None and not columns & {one.name, "id", "Id"}
    ]
    if untyped:
        yield Gap(
            topic="types",
            key="types",
            names=tuple(untyped),
            question=f"What type has {', '.join(untyped)} in the path?",
            options=("integer", "uuid", "string"),
        )
