from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import stat
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.adapters.journal.lines import SCHEMA, load
from agent.adapters.journal.places import EVENTS, session_id
from agent.adapters.journal.sessions import latest, sessions
from agent.adapters.journal.store import create, reopen
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, CommitId
from agent.core.errors import SetupError
from agent.core.events import (
    EndpointChosen,
    EndpointLeft,
    Event,
    FeedbackGiven,
    FeedbackScoped,
    PlanFound,
    PlanReread,
    SessionStarted,
)
from agent.core.plan import Plan, Section, Step
from agent.core.spec import Endpoint

GET = Endpoint(method="GET", path="/books")
STEP = Step(number="1", id="aaaaaaaaaaaa", title="Add it", line=9)
PLAN = Plan(
    path=RepoPath(".ai/books.md"),
    title="Books",
    endpoints=(GET,),
    sections=(Section(title="Overview", body="text " * 2000, line=3),),
    steps=(STEP,),
)
HEAD = CommitId("0" * 40)
BLOB = BlobId("1" * 40)
TIME = b'"2026-11-20T00:00:05.000+00:00"'


def started(worktree: str = "/w") -> SessionStarted:
    return SessionStarted(session_id="one", worktree=worktree, branch="main", head=HEAD)


EVENTS_OF_A_SESSION: tuple[Event, ...] = (
    started(),
    EndpointChosen(endpoint=GET),
    PlanFound(plan=PLAN, blob=BLOB, closings=(), adopted=False),
    FeedbackGiven(text="Zażółć \ud800\x00"),
    FeedbackScoped(scope="next"),
)


class Ticking:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def written(folder: Path, events: tuple[Event, ...] = EVENTS_OF_A_SESSION) -> Path:
    journal = create(folder, "one", clock=Ticking())
    for event in events:
        journal.append(event)
    return folder / "one" / EVENTS


def test_what_was_appended_is_loaded(tmp_path: Path) -> None:
    file = written(tmp_path)
    loaded = load(file.read_bytes())
    assert loaded.events == EVENTS_OF_A_SESSION
    assert loaded.dropped is None
    assert loaded.session is not None
    assert loaded.session.notes == ("Zażółć \ud800\x00",)


def test_T27_nobody_else_reads_a_session(tmp_path: Path) -> None:
    file = written(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_F52_lines_are_synced_together_with_the_names_of_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", lambda opened: synced.append(os.fstat(opened).st_ino))
    journal = create(tmp_path, "one", clock=Ticking())
    for event in EVENTS_OF_A_SESSION[:4]:
        journal.append(event)
    assert not synced
    journal.sync()
    file = tmp_path / "one" / EVENTS
    line, folder, above = (one.stat().st_ino for one in (file, file.parent, tmp_path))
    assert synced == [line, folder, above]
    journal.append(EVENTS_OF_A_SESSION[4])
    journal.sync()
    journal.sync()
    assert synced == [line, folder, above, line]


def test_F03_a_disk_that_refuses_to_sync_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_opened: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    journal = create(tmp_path, "one", clock=Ticking())
    for event in EVENTS_OF_A_SESSION:
        journal.append(event)
    monkeypatch.setattr("os.fsync", failing)
    with pytest.raises(SetupError, match="cannot be written down"):
        journal.sync()


def test_F50_a_clock_that_goes_backwards_loses_nothing(tmp_path: Path) -> None:
    times = (datetime(2026, 11, 20, tzinfo=UTC) - timedelta(days=n) for n in itertools.count())
    journal = create(tmp_path, "one", clock=lambda: next(times))
    for event in EVENTS_OF_A_SESSION:
        journal.append(event)
    assert load((tmp_path / "one" / EVENTS).read_bytes()).events == EVENTS_OF_A_SESSION
    assert sessions(tmp_path)[0].last == "2026-11-16T00:00:00.000+00:00"


def test_each_line_names_the_one_before(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in written(tmp_path).read_bytes().splitlines()]
    assert [line["seq"] for line in lines] == [0, 1, 2, 3, 4]
    assert lines[0]["prev"] == ""
    assert len({line["prev"] for line in lines}) == 5
    assert {line["v"] for line in lines} == {SCHEMA}
    assert lines[1]["time"] == "2026-11-20T00:00:02.000+00:00"


def test_a_session_in_which_nothing_happened_leaves_no_trace(tmp_path: Path) -> None:
    journal = create(tmp_path / "s", "one", clock=Ticking())
    journal.append(started())
    assert not (tmp_path / "s").exists()
    journal.append(EndpointChosen(endpoint=GET))
    loaded = load((tmp_path / "s" / "one" / EVENTS).read_bytes())
    assert loaded.events == EVENTS_OF_A_SESSION[:2]


def _change(number: int, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        assert old in lines[number]
        lines[number] = lines[number].replace(old, new)
        return b"".join(lines)

    return change


def _forge(number: int, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """The same with a sum that fits."""

    def change(data: bytes) -> bytes:
        lines = _change(number, old, new)(data).splitlines()
        bare = lines[number].rpartition(b',"sum"')[0]
        lines[number] = b'%s,"sum":"%08x"}' % (bare, zlib.crc32(bare))
        return b"\n".join(lines) + b"\n"

    return change


DAMAGE: list[tuple[str, Callable[[bytes], bytes], int, str]] = [
    ("torn last line", lambda data: data[:-9], 4, "1 line left out, from line 5 on"),
    ("torn before its end", lambda data: data[:-1], 4, "the line is cut off"),
    ("NUL tail", lambda data: data + b"\0" * 4096, 5, "from line 6 on"),
    ("NUL lines", lambda data: data + b"\0\n\0\n", 5, "from line 6 on"),
    ("bad middle", _change(2, b'"blob"', b'"blub"'), 2, "3 lines left out, from line 3 on"),
    ("middle no JSON", _change(1, b'{"v"', b'{"v'), 1, "from line 2 on: the line is damaged"),
    ("middle no record", _change(1, b"{", b"[{"), 1, "from line 2 on"),
    ("another word", _change(1, b"/books", b"/looks"), 1, "the line is damaged"),
    ("broken chain", _forge(1, b"/books", b"/looks"), 1, "do not belong together"),
    ("no sum", lambda data: data[:-19] + b"}\n", 4, "the line is no record"),
    ("a time that is none", _forge(4, TIME, b"0"), 4, "the line is no record"),
    (
        "a line gone",
        lambda data: data[: data.index(b"\n") + 1] * 2,
        1,
        "lines before it are missing",
    ),
    ("deep JSON", lambda data: data + b"[" * 200_000 + b"\n", 5, "from line 6 on"),
    ("not ASCII", lambda data: data + b"\xff\xfe\n", 5, "from line 6 on"),
    ("not a number", _change(1, b'"seq":1', b'"seq":' + b"9" * 10_000), 1, "from line 2 on"),
]


@pytest.mark.parametrize(
    ("damage", "kept", "said"), [row[1:] for row in DAMAGE], ids=[row[0] for row in DAMAGE]
)
def test_F47_resumes_at_the_last_good_line_and_keeps_the_original(
    tmp_path: Path, damage: Callable[[bytes], bytes], kept: int, said: str
) -> None:
    file = written(tmp_path)
    bad = damage(file.read_bytes())
    file.write_bytes(bad)
    journal, loaded = reopen(file.parent, clock=Ticking())
    assert loaded.events == EVENTS_OF_A_SESSION[:kept]
    assert loaded.dropped is not None
    assert said in loaded.dropped
    assert (file.parent / f"{EVENTS}.corrupt").read_bytes() == bad
    journal.append(EndpointLeft())
    again = load(file.read_bytes())
    assert again.events == (*EVENTS_OF_A_SESSION[:kept], EndpointLeft())
    assert again.dropped is None


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 100, b"x\n", b"{}\n"], ids=["empty", "NULs", "no JSON", "no header"]
)
def test_F47_a_file_without_a_beginning_is_refused_and_kept(tmp_path: Path, data: bytes) -> None:
    file = written(tmp_path)
    file.write_bytes(data)
    with pytest.raises(SetupError, match="session one cannot be read"):
        reopen(file.parent)
    assert file.read_bytes() == data


def test_F47_a_first_event_that_starts_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, EVENTS_OF_A_SESSION[1:])
    loaded = load(file.read_bytes())
    assert loaded.events == ()
    assert loaded.dropped is not None
    assert "EndpointChosen cannot follow" in loaded.dropped


def test_F47_a_second_damage_keeps_both_originals(tmp_path: Path) -> None:
    file = written(tmp_path)
    for cut in (-3, -5):
        file.write_bytes(file.read_bytes()[:cut])
        reopen(file.parent)
    names = sorted(one.name for one in file.parent.glob("*.corrupt*"))
    assert names == [f"{EVENTS}.corrupt", f"{EVENTS}.corrupt2"]


def test_F48_a_newer_version_is_refused_and_nothing_written(tmp_path: Path) -> None:
    file = written(tmp_path, EVENTS_OF_A_SESSION[:2])
    file.write_bytes(file.read_bytes() + b'{"v":3}\n')
    with pytest.raises(SetupError, match="newer Waltz"):
        reopen(file.parent)
    assert [one.name for one in file.parent.iterdir()] == [EVENTS]
    assert sessions(tmp_path)[0].state == "unreadable"


def test_F47_each_damaged_letter_of_the_last_line_is_seen(tmp_path: Path) -> None:
    data = written(tmp_path).read_bytes()
    start = data.rindex(b"\n", 0, -1) + 1
    for at in range(start, len(data)):
        for bit in (1, 4):
            damaged = data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]
            loaded = load(damaged)
            assert loaded.events == EVENTS_OF_A_SESSION[:4], damaged[start:]
            assert loaded.dropped is not None


def _as_version_1(data: bytes) -> bytes:
    lines, prev = b"", ""
    for line in data.splitlines():
        record = json.loads(line) | {"v": 1, "prev": prev}
        record.pop("sum")
        text = json.dumps(record, separators=(",", ":")).encode()
        lines, prev = lines + text + b"\n", hashlib.sha256(text).hexdigest()[:32]
    return lines


def test_F48_a_session_of_version_1_goes_on_with_sums(tmp_path: Path) -> None:
    file = written(tmp_path)
    file.write_bytes(_as_version_1(file.read_bytes()))
    journal, loaded = reopen(file.parent, clock=Ticking())
    assert (loaded.events, loaded.dropped) == (EVENTS_OF_A_SESSION, None)
    journal.append(EndpointLeft())
    again = load(file.read_bytes())
    assert (again.events, again.dropped) == ((*EVENTS_OF_A_SESSION, EndpointLeft()), None)
    assert [json.loads(one)["v"] for one in file.read_bytes().splitlines()] == [*[1] * 5, SCHEMA]


def test_F50_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("in the way")
    journal = create(tmp_path / "s", "one")
    journal.append(started())
    with pytest.raises(SetupError, match="cannot be written down"):
        journal.append(EndpointChosen(endpoint=GET))


def test_T04_a_symlink_in_place_of_the_journal_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / EVENTS).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SetupError):
        written(tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_session_ids_sort_by_time_and_differ() -> None:
    clock = Ticking()
    ids = [session_id(clock()) for _ in range(3)]
    assert ids == sorted(ids)
    within = [session_id(clock.now.replace(microsecond=one)) for one in (0, 9, 16, 999_999)]
    assert within == sorted(within)
    assert session_id(clock.now) != session_id(clock.now)


def test_sessions_are_listed_newest_first(tmp_path: Path) -> None:
    clock = Ticking()
    for name, worktree in (("b", "/w"), ("a", "/other")):
        journal = create(tmp_path, name, clock=clock)
        journal.append(started(worktree))
        journal.append(EndpointChosen(endpoint=GET))
    (tmp_path / "empty").mkdir()
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / EVENTS).write_bytes(b"?")
    found = sessions(tmp_path)
    assert [(one.id, one.state) for one in found] == [
        ("a", "none"),
        ("b", "none"),
        ("c", "unreadable"),
    ]
    assert found[0].endpoint == "GET /books"
    assert found == sessions(tmp_path)
    newest = latest(tmp_path, "/w")
    assert newest is not None
    assert newest.id == "b"
    assert sessions(tmp_path / "none") == ()


def test_a_kept_summary_is_made_again_when_the_session_went_on(tmp_path: Path) -> None:
    file = written(tmp_path, EVENTS_OF_A_SESSION[:2])
    assert sessions(tmp_path)[0].state == "none"
    journal, _ = reopen(file.parent, clock=Ticking())
    journal.append(EVENTS_OF_A_SESSION[2])
    assert sessions(tmp_path)[0].state == "planned"
    (file.parent / "summary.json").write_bytes(b'{"size": 1}')
    assert sessions(tmp_path)[0].state == "planned"


def test_500_events_load_within_a_blink(tmp_path: Path) -> None:
    again = PlanReread(plan=PLAN, blob=BLOB)
    middle = (FeedbackGiven(text="x"), FeedbackScoped(scope="next"), again)
    file = written(tmp_path, (*EVENTS_OF_A_SESSION[:3], *middle * 166))
    data = file.read_bytes()
    load(data)
    begun = time.perf_counter()
    assert len(load(data).events) == 501
    assert time.perf_counter() - begun < 2.5
