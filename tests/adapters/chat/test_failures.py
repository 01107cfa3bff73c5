from __future__ import annotations

from typing import Any

import pytest
from langchain_core.exceptions import ModelConnectionError, ModelTimeoutError

from agent.adapters.chat.failures import failure

httpx: Any = pytest.importorskip("httpx", reason="no provider's client is installed")


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (httpx.ConnectError("[Errno -2] Name\nor service not known"), "connection", "be reached"),
        (ConnectionRefusedError(111, "Connection refused"), "connection", "be reached"),
        (httpx.ConnectTimeout("timed out"), "connection", "be reached"),
        (httpx.ReadTimeout("timed out"), "silence", "said nothing"),
        (TimeoutError("timed out"), "silence", "said nothing"),
        (ModelTimeoutError("timed out"), "silence", "said nothing"),
        (httpx.ReadError("reset by peer"), "cut", "broke off"),
        (httpx.RemoteProtocolError("peer closed connection"), "cut", "broke off"),
        (caused(ModelConnectionError("x"), httpx.ConnectError("y")), "connection", "be reached"),
        (caused(ModelConnectionError("x"), httpx.ReadError("y")), "cut", "broke off"),
        (RuntimeError("of no known kind"), "server", "failed"),
    ],
    ids=repr,
)
def test_F29_each_phase_of_a_request_fails_in_its_own_words(
    error: Exception, kind: str, said: str
) -> None:
    found = failure(error, name="openai:m", key_name="K", secrets=())

    assert found.kind == kind
    assert said in str(found)
    assert "\n" not in str(found)


class StatusError(Exception):
    def __init__(self, status: int) -> None:
        super().__init__("its words")
        self.status_code = status


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, "request"), (401, "key"), (403, "forbidden"), (404, "no-model"), (408, "silence"),
     (413, "too-long"), (418, "request"), (422, "request"), (429, "rate"), (500, "server"),
     (502, "server"), (529, "server")],
)  # fmt: skip
def test_F27_F28_a_status_that_no_client_names_is_one_of_ours(status: int, kind: str) -> None:
    found = failure(StatusError(status), name="x:m", key_name="X_KEY", secrets=("words",))

    assert found.kind == kind
    assert ("set X_KEY" in str(found)) == (kind == "key")
