"""`/try`: curl lines from the spec, for success and each documented error."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator

from agent.core.page import Block, Span, line
from agent.core.spec import Parameter, Spec, Status

_SAMPLES = {"integer": 1, "int": 1, "number": 1.5, "boolean": True, "bool": True}


def try_rows(spec: Spec) -> Iterator[Block]:
    """One command a documented status, each with the status's source."""
    yield line(Span("From the documents ($H is where your service listens):", "dim"))
    success = spec.success()
    for status in spec.statuses:
        command = _command(spec, status, success)
        if command is None:
            yield line(
                f"  {status.code}  {status.meaning}",
                Span(f"   {status.source}", "dim"),
                hang=7,
            )
            continue
        yield line(f"  {status.code}  {command}", Span(f"   {status.source}", "dim"), hang=7)


def _command(spec: Spec, status: Status, success: Status | None) -> str | None:
    """The request that should get this status; None where the documents do not show one."""
    if status == success:
        return _curl(spec, _path(spec, "1"), _body(spec))
    match status.code:
        case 404 if spec.endpoint.parameters:
            return _curl(spec, _path(spec, "999999"), _body(spec))
        case 400 | 422 if spec.request is not None:
            return _curl(spec, _path(spec, "1"), "{}")
        case 409 if spec.request is not None:
            return f"{_curl(spec, _path(spec, '1'), _body(spec))}   (twice)"
        case _:
            return None


def _path(spec: Spec, value: str) -> str:
    path = spec.endpoint.path
    for name in spec.endpoint.parameters:
        for form in (f"{{{name}}}", f":{name}", f"<{name}>", f"[{name}]"):
            path = path.replace(form, value)
    return path


def _curl(spec: Spec, path: str, body: str | None) -> str:
    parts = ["curl -si"]
    if spec.endpoint.method != "GET":
        parts.append(f"-X {spec.endpoint.method}")
    parts.append(f"$H{shlex.quote(path)}")
    if body is not None:
        parts.append(f"-H 'Content-Type: application/json' -d {shlex.quote(body)}")
    return " ".join(parts)


def _body(spec: Spec) -> str | None:
    """The documented example on one line, else one made of the required fields."""
    request = spec.request
    if request is None:
        return None
    if request.example:
        try:
            return json.dumps(json.loads(request.example), ensure_ascii=False)
        except ValueError:
            return re.sub(r"\s+", " ", request.example).strip()
    fields = {field.name: _sample(field) for field in request.fields if field.required}
    return json.dumps(fields)


def _sample(field: Parameter) -> object:
    return _SAMPLES.get((field.type or "").casefold(), "text")
