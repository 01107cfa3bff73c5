"""A bound on what the wire brings, before a client puts it together (T38, F40).

A client keeps a line until its end and copies it with each piece: 50 MB without a line feed would
take it a minute to refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from agent.chat import ChatError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Twice what is read of a whole answer.
_LONGEST_LINE = 4_000_000


def bound(model: BaseChatModel, place: str, name: str) -> None:
    """Have its client's HTTP client, which stands at this place, refuse a longer line."""
    client = attrgetter(place)(model)
    client.event_hooks["response"].append(lambda response: _bounded(response, name))


def _bounded(response: Any, name: str) -> None:  # noqa: ANN401 - httpx's or httpx2's
    """What tells of an error is read whole: a line of it is shown."""
    if response.is_success:
        read = response.iter_bytes
        response.iter_bytes = lambda *given: _pieces(read, name, *given)


def _pieces(read: Callable[..., Iterator[bytes]], name: str, *given: int) -> Iterator[bytes]:
    size = 0
    for piece in read(*given):
        line, feed, rest = piece.rpartition(b"\n")
        size = len(rest) if feed else size + len(rest)
        if size > _LONGEST_LINE or len(line) > _LONGEST_LINE:
            raise ChatError("too-large", f"{name} sent more than 4 MB in a line; none is used")
        yield piece
