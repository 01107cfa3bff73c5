"""`/try`: curl lines from the spec, for success and each documented error."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from agent.core.page import Block, Span, Verbatim, line
from agent.core.samples import Json, beyond, body, good, kind
from agent.core.spec import Parameter, Spec, Status
from agent.core.values import dataclass

_OPEN = re.compile(
    r"\b(?:public|anonymous|no auth\w*|none|not required|without auth\w*|publiczn\w*|brak"
    r"|nie wymaga\w*|bez autoryzacji)\b",
    re.IGNORECASE,
)
_COOKIE = re.compile(r"\bcookie", re.IGNORECASE)
_BEARER = re.compile(r"\bbearer|\bjwt\b|authorization", re.IGNORECASE)
_UNKNOWN = {"uuid": "00000000-0000-4000-8000-000000000000", "integer": "999999999"}
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_SENT = frozenset(("authorization", "content-type", "cookie"))
_KEY = "id"
_WIDTH = 76
_MOST = 2
_OTHER = "$OTHER"
_BAD_FORM, _BAD_VALUE = 400, 422


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """One request: values of the path by name, of the query, the body's text, who asks."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    token: str | None = None
    why: str = ""


def try_rows(spec: Spec) -> Iterator[Block]:
    """For each documented status, with its source, the requests that should get it."""
    right = _right(spec)
    signed = "; $TOKEN: what a signed-in user sends" if right.token else ""
    yield line(Span(f"From the documents. $H: where your service listens{signed}.", "dim"))
    for status in spec.statuses:
        found = list(_requests(spec, status, right))
        why = Span(f" {found[0].why}", "own") if found and found[0].why else None
        said = why or Span(f" {' '.join(status.meaning.split())}")
        source = Span(f"   {status.source}", "dim")
        yield line(Span(f"{status.code}", "title"), said, source, hang=4)
        for number, request in enumerate(found):
            if number:
                yield line(Span(f"    {request.why}", "own"))
            if request != replace(right, why=request.why) or status == spec.success():
                yield Verbatim(_curl(spec, request))


def _requests(spec: Spec, status: Status, right: _Request) -> Iterator[_Request]:
    """None where the documents do not tell what would cause it."""
    if status == spec.success():
        yield right
        return
    match status.code:
        case 400 | 422:
            yield from _wrong(spec, status, right)
        case 401 if right.token is not None:
            yield replace(right, token=None, why="nobody is signed in")
        case 403 if right.token is not None:
            yield replace(right, token=_OTHER, why=f"{_OTHER}: who may not do this")
        case 404 if spec.endpoint.parameters:
            last = spec.endpoint.parameters[-1]
            unknown = _UNKNOWN.get(_path_kind(spec, last), "no-such-one")
            path = {**right.path, last: unknown}
            yield replace(right, path=path, why=f"{last} names nothing")
        case 409:
            success = spec.success()
            again = f"the line of {success.code} once more: " if success else ""
            yield replace(right, why=f"{again}{' '.join(status.meaning.split())}")
        case _:
            return


def _wrong(spec: Spec, status: Status, right: _Request) -> Iterator[_Request]:
    """Requests that break what is documented; of 400 and 422 the first is for a broken form."""
    if status.code == _BAD_FORM and spec.status(_BAD_VALUE) is not None and right.body is not None:
        yield replace(right, body="{", why="the body is no JSON")
        return
    found = [*_wrong_body(spec, right), *_wrong_query(spec, right), *_wrong_path(spec, right)]
    named = [one for one in found if one.why.split(" ")[0].casefold() in status.meaning.casefold()]
    rest = [one for one in found if one not in named]
    yield from [*named, *rest][:_MOST]


def _wrong_body(spec: Spec, right: _Request) -> Iterator[_Request]:
    if spec.request is None or right.body is None:
        return
    whole = body(spec.request)
    if not isinstance(whole, dict):
        return
    top = [one for one in spec.request.fields if one.name in whole]
    for one in top:
        if one.required:
            rest = {key: value for key, value in whole.items() if key != one.name}
            yield replace(right, body=_text(rest), why=f"{one.name} is missing")
            break
    for one in top:
        bad = beyond(one)
        if bad is not None:
            yield replace(right, body=_text({**whole, one.name: bad[0]}), why=bad[1])


def _wrong_query(spec: Spec, right: _Request) -> Iterator[_Request]:
    for one in _placed(spec, "query"):
        bad = beyond(one)
        if bad is not None:
            yield replace(right, query={**right.query, one.name: _word(bad[0])}, why=bad[1])


def _wrong_path(spec: Spec, right: _Request) -> Iterator[_Request]:
    for name in spec.endpoint.parameters:
        if _path_kind(spec, name) in _UNKNOWN:
            wrong = {**right.path, name: "wrong"}
            yield replace(right, path=wrong, why=f"{name} is no {_path_kind(spec, name)}")


def _right(spec: Spec) -> _Request:
    """The request that the documents say should succeed."""
    known = ((name, _in_path(spec, name)) for name in spec.endpoint.parameters)
    path = {name: _word(good(one)) if one is not None and one.type else "1" for name, one in known}
    query = {one.name: _word(good(one)) for one in _placed(spec, "query") if one.required}
    text = None if spec.request is None else _text(body(spec.request))
    return _Request(path=path, query=query, body=text, token=_token(spec))


def _token(spec: Spec) -> str | None:
    said = spec.auth.text if spec.auth else ""
    asked = spec.status(401) is not None or spec.status(403) is not None
    closed = asked or (bool(said) and not _OPEN.search(said))
    return "$TOKEN" if closed else None


def _placed(spec: Spec, place: str) -> tuple[Parameter, ...]:
    return tuple(one for one in spec.parameters if one.place == place)


def _path_kind(spec: Spec, name: str) -> str:
    found = _in_path(spec, name)
    return kind(found) if found is not None else "text"


def _in_path(spec: Spec, name: str) -> Parameter | None:
    """What the documents say of it; a type that they leave out is that of the columns it names."""
    found = next((one for one in _placed(spec, "path") if one.name == name), None)
    if found is None or found.type:
        return found
    columns = [column for table in spec.tables for column in table.columns]
    named = [one for one in columns if _folded(one.name) == _folded(name)]
    keys = [one for one in columns if _folded(one.name) == _KEY and _folded(name).endswith(_KEY)]
    typed = [replace(found, type=one.type) for one in named or keys]
    return typed[0] if len(set(map(kind, typed))) == 1 else found


def _folded(name: str) -> str:
    return name.casefold().replace("_", "")


def _word(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def _curl(spec: Spec, request: _Request) -> str:
    """One command, over several lines where it is long, to be pasted as it is."""
    parts = ["curl -si"]
    if spec.endpoint.method != "GET":
        parts[0] += f" -X {spec.endpoint.method}"
    parts[0] += f" $H{shlex.quote(_url(spec, request))}"
    if request.token is not None:
        said = spec.auth.text if spec.auth else ""
        cookie = _COOKIE.search(said) and not _BEARER.search(said)
        name = f'-b "{request.token}"' if cookie else f'-H "Authorization: Bearer {request.token}"'
        parts.append(name)
    parts += _headers(spec)
    if request.body is not None:
        parts += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(request.body)}"]
    whole = " ".join(parts)
    return whole if len(whole) <= _WIDTH else " \\\n  ".join(parts)


def _headers(spec: Spec) -> list[str]:
    """What must be sent beside who asks and what the body is."""
    needed = [one for one in _placed(spec, "header") if one.required]
    own = [one for one in needed if one.name.casefold() not in _SENT]
    return [f"-H {shlex.quote(f'{one.name}: {_word(good(one))}')}" for one in own]


def _url(spec: Spec, request: _Request) -> str:
    path = spec.endpoint.path
    for name, value in request.path.items():
        for form in (f"{{{name}}}", f":{name}", f"<{name}>", f"[{name}]"):
            path = path.replace(form, _encoded(value))
    pairs = (f"{_encoded(name)}={_encoded(value)}" for name, value in request.query.items())
    return f"{path}?{'&'.join(pairs)}" if request.query else path


def _encoded(text: str) -> str:
    """The text as a part of a URL (RFC 3986: all but the unreserved characters escaped)."""
    kept = _UNRESERVED.fullmatch
    return "".join(one if kept(one) else _escaped(one) for one in text)


def _escaped(one: str) -> str:
    return "".join(f"%{byte:02X}" for byte in one.encode())
