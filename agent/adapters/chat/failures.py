"""What the clients raise, as our closed set: langchain's errors, a client's own, and the wire's.

Three kinds of errors come up for one fault, by provider and by how far the answer was; they are
told apart here and nowhere else. Keys are masked before a word of it is kept (T27).
"""

from __future__ import annotations

from collections.abc import Iterator

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

from agent.chat import ChatError, FailureKind
from agent.core.keys import masked

# From the narrowest to the widest.
_LANGCHAIN: tuple[tuple[type[ModelError], FailureKind], ...] = (
    (ContextOverflowError, "too-long"),
    (ModelAuthenticationError, "key"),
    (ModelPermissionDeniedError, "forbidden"),
    (ModelNotFoundError, "no-model"),
    (ModelInvalidRequestError, "request"),
    (ModelRateLimitError, "rate"),
    (ModelTimeoutError, "silence"),
    (ModelConnectionError, "connection"),
    (ModelAPIError, "server"),
)
_STATUSES: dict[int, FailureKind] = {
    400: "request",
    401: "key",
    403: "forbidden",
    404: "no-model",
    408: "silence",
    413: "too-long",
    422: "request",
    429: "rate",
}
# Class names of httpx, httpx2 and requests, which are no dependencies of ours.
_WIRE: tuple[tuple[str, FailureKind], ...] = (
    ("RemoteProtocolError", "cut"),
    ("ReadError", "cut"),
    ("IncompleteRead", "cut"),
    ("ChunkedEncodingError", "cut"),
    ("DecodingError", "cut"),
    ("JSONDecodeError", "cut"),
    ("ConnectTimeout", "connection"),
    ("TimeoutException", "silence"),
    ("TimeoutError", "silence"),
    ("TransportError", "connection"),
    ("ConnectionError", "connection"),
)
_SAID: dict[FailureKind, str] = {
    "key": "does not accept the key; set {key} to a valid one",
    "forbidden": "does not let this key do that",
    "no-model": "knows no such model, or nothing answers at this address",
    "request": "cannot take the request",
    "too-long": "cannot take that much text; a smaller step, or a model with more room, can",
    "rate": "is over its limit for now",
    "server": "failed",
    "connection": "cannot be reached",
    "silence": "said nothing for too long",
    "cut": "broke off; nothing of the answer is used",
    "too-large": "answered more than is read; nothing of it is used",
    "budget": "",
}
_SERVER = 500
_LONGEST = 200
_MOST_MASKED = 4000


def failure(error: Exception, *, name: str, key_name: str, secrets: tuple[str, ...]) -> ChatError:
    """Our error for the client's, its own words after ours, without keys, in one line."""
    kind = _kind(error)
    said = _SAID[kind].replace("{key}", key_name or "its key")
    # What is cut first leaves no part of a key: much more is masked than is shown.
    words = masked(" ".join(_words(error)[:_MOST_MASKED].split()), secrets)[:_LONGEST]
    reason = f"{name} {said}" + (f" ({words})" if words and kind != "cut" else "")
    return ChatError(kind, reason, wait=_wait(error))


def _kind(error: Exception) -> FailureKind:
    for one in _chain(error):
        for base, kind in _LANGCHAIN:
            if isinstance(one, base):
                return "cut" if kind == "connection" and _broke_off(one) else kind
        status = getattr(one, "status_code", None)
        if isinstance(status, int) and status:
            return _STATUSES.get(status, "server" if status >= _SERVER else "request")
        names = [base.__name__ for base in type(one).__mro__]
        for name, kind in _WIRE:
            if name in names:
                return kind
    return "server"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it."""
    for _ in range(8):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _broke_off(error: BaseException) -> bool:
    """Whether a connection that stood was lost: then a part of the answer has come."""
    names = {base.__name__ for one in _chain(error) for base in type(one).__mro__}
    return bool(names & {"RemoteProtocolError", "ReadError"})


def _words(error: Exception) -> str:
    """What the provider says went wrong."""
    for one in _chain(error):
        body = getattr(one, "body", None) or getattr(one, "details", None)
        inner = body.get("error", body) if isinstance(body, dict) else None
        text = inner.get("message") if isinstance(inner, dict) else None
        if isinstance(text, str) and text:
            return text
    return str(error)


def _wait(error: Exception) -> float | None:
    """How long the server asks to wait, in seconds."""
    for one in _chain(error):
        headers = getattr(getattr(one, "response", None), "headers", None)
        said = headers.get("retry-after") if headers is not None else None
        if said is not None:
            return _seconds(said)
    return None


def _seconds(said: str) -> float | None:
    """What is no number is a date, which no provider sends."""
    try:
        return max(float(said), 0.0)
    except ValueError:
        return None
