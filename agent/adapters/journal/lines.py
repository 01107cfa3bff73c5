"""The lines of a journal: each says its version, number, time, the line before it, and its sum.

By the digest of the line before, each line vouches for all that stand above it; by its own sum the
last one is believed as well. Lines of version 1 have none.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from agent.codec import decoder, encode
from agent.core.errors import RefusedError, SetupError
from agent.core.events import Event
from agent.core.fold import apply, begin
from agent.core.session import Session
from agent.core.values import dataclass

SCHEMA = 2
_FIELDS = {"v", "seq", "time", "prev", "event"}
_SUM = re.compile(rb',"sum":"([0-9a-f]{8})"\}\Z')


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where a journal ends: what the next line continues."""

    seq: int = 0
    digest: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line, read."""

    time: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The good lines of a journal and what they fold to; `dropped` says what was left out."""

    records: tuple[Record, ...] = ()
    session: Session | None = None
    end: End = End()
    dropped: str | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened, in order."""
        return tuple(record.event for record in self.records)


class _BadLineError(ValueError):
    """A line that cannot be used."""


class _BrokenChainError(_BadLineError):
    """A line that does not hold the digest of the one before: that one may be the bad one."""


def render(event: Event, *, time: str, end: End) -> tuple[bytes, End]:
    """The line of one event after `end`, and the end after it."""
    record = {"v": SCHEMA, "seq": end.seq, "time": time, "prev": end.digest, "event": encode(event)}
    bare = json.dumps(record, separators=(",", ":"), allow_nan=False).encode("ascii")[:-1]
    text = b'%s,"sum":"%s"}' % (bare, _sum(bare))
    return text + b"\n", _after(end, text)


def _sum(bare: bytes) -> bytes:
    """The sum of a line, which is up to here what is before it."""
    return b"%08x" % zlib.crc32(bare)


def _after(end: End, text: bytes) -> End:
    digest = hashlib.sha256(text).hexdigest()[:32]
    return End(seq=end.seq + 1, digest=digest, size=end.size + len(text) + 1)


def load(data: bytes) -> Loaded:
    """The longest good beginning of a journal (F47).

    Raises SetupError when a newer Waltz has written in it (F48).
    """
    if not data:
        return Loaded(dropped="the file is empty")
    before = good = Loaded()
    for text, whole in _lines(data):
        try:
            before, good = good, _with(good, text, whole=whole)
        except _BrokenChainError as error:
            return _ending(before, data, error)
        except (ValueError, LookupError, RecursionError, RefusedError) as error:
            return _ending(good, data, error)
    return good


def _ending(good: Loaded, data: bytes, error: Exception) -> Loaded:
    left = data[good.end.size :].rstrip(b"\n\0").count(b"\n") + 1
    count = "1 line" if left == 1 else f"{left} lines"
    return replace(good, dropped=f"{count} left out, from line {good.end.seq + 1} on: {error}")


def _lines(data: bytes) -> Iterator[tuple[bytes, bool]]:
    *whole, rest = data.split(b"\n")
    for text in whole:
        yield text, True
    if rest:
        yield rest, False


def _with(good: Loaded, text: bytes, *, whole: bool) -> Loaded:
    if not whole:
        raise _BadLineError("the line is cut off")
    value = _record(text)
    if value["seq"] != good.end.seq:
        raise _BadLineError("lines before it are missing")
    if value["prev"] != good.end.digest:
        raise _BrokenChainError("the lines do not belong together")
    event: Event = decoder(Event)(value["event"])
    session = begin(event) if good.session is None else apply(good.session, event)
    record = Record(time=value["time"], event=event)
    return Loaded(records=(*good.records, record), session=session, end=_after(good.end, text))


def _record(text: bytes) -> dict[str, Any]:
    """What a line holds; nothing in it is believed where its sum is another."""
    ending = _SUM.search(text)
    if ending and ending[1] != _sum(text[: ending.start()]):
        raise _BadLineError("the line is damaged")
    try:
        value = json.loads(text.decode("ascii"))
    except ValueError as error:
        raise _BadLineError("the line is no JSON") from error
    if not isinstance(value, dict) or type(value.get("v")) is not int:
        raise _BadLineError("the line is no record")
    if value["v"] > SCHEMA:
        raise SetupError(
            f"this session was written by a newer Waltz (schema {value['v']}, this one reads"
            f" {SCHEMA}): update Waltz, or start a new session"
        )
    summed = {"sum"} if ending else set[str]()
    whole = value.keys() == _FIELDS | summed and (value["v"] > 1) == bool(ending)
    if not whole or not isinstance(value["time"], str):
        raise _BadLineError("the line is no record")
    return value
