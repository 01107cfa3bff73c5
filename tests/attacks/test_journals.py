from __future__ import annotations

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from loop import Loop, check_text, project
from sandbox import Sandbox

from agent.adapters.git.repo import open_repository
from agent.core.errors import RefusedError, SetupError, UsageError

Record = dict[str, Any]
RAN = "open('ran.log', 'a').write('x')"


def journal(loop: Loop) -> Path:
    return loop.box.root / ".git/waltz/sessions" / loop.newest / "events.jsonl"


def forged(loop: Loop, change: Callable[[Record], None]) -> None:
    """The newest session with its events changed, and a chain that holds all the same."""
    path = journal(loop)
    lines, prev = [], ""
    for line in path.read_text().splitlines():
        record = json.loads(line)
        change(record["event"])
        del record["sum"]
        bare = json.dumps({**record, "prev": prev}, separators=(",", ":"))[:-1]
        text = f'{bare},"sum":"{zlib.crc32(bare.encode()):08x}"}}'
        prev = hashlib.sha256(text.encode()).hexdigest()[:32]
        lines.append(f"{text}\n")
    path.write_text("".join(lines))


def cut(loop: Loop, kind: str) -> None:
    """What a SIGKILL right after the first event of this kind leaves."""
    path = journal(loop)
    lines = path.read_text().splitlines(keepends=True)
    kinds = [json.loads(line)["event"]["kind"] for line in lines]
    path.write_text("".join(lines[: kinds.index(kind) + 1]))


def flipped(loop: Loop, old: str, new: str) -> None:
    """One word of the journal changed, as an editor would."""
    path = journal(loop)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    return Loop(project(empty))


@pytest.fixture
def checked(empty: Sandbox) -> Loop:
    empty.write(".gitignore", "*.log\n")
    return Loop(project(empty, settings=check_text(RAN)))


def forget(sealed: Path) -> None:
    shutil.rmtree(sealed / "state/trust")


@pytest.mark.parametrize("moment", ["before", "step"])
def test_T09_a_journal_s_yes_is_no_trust(checked: Loop, sealed: Path, moment: str) -> None:
    log = checked.box.root / "ran.log"
    checked.talk("none", "1", "y")
    if moment == "before":
        cut(checked, "checks-trusted")
    log.unlink()
    forget(sealed)
    keys = () if moment == "before" else ("y",)
    run = checked.resume(*keys)
    assert "May they run?" in run.gate
    assert not log.exists()
    checked.resume("y", "y")
    assert checked.states()[0] == "verified"


def test_T42_a_flipped_verdict_breaks_the_chain(loop: Loop) -> None:
    loop.talk("none", "1", "n because", "stop")
    flipped(loop, '"verdict":"no"', '"verdict":"yes"')
    run = loop.resume()
    assert "the end of the session could not be read" in run.text
    assert loop.subjects == []
    assert not (loop.box.root / "app/f1.py").exists()
    assert journal(loop).with_name("events.jsonl.corrupt").exists()


def test_T30_a_forged_digest_approves_nothing(loop: Loop) -> None:
    loop.talk("none", "1", "n because")

    def forge(event: Record) -> None:
        if event["kind"] == "proposal-reviewed":
            event["verdict"], event["digest"] = "yes", "0" * 64

    forged(loop, forge)
    loop.resume()
    assert loop.subjects == []
    assert not (loop.box.root / "app/f1.py").exists()


def test_T15_a_forged_commit_is_no_option(loop: Loop, tmp_path: Path) -> None:
    hook = loop.box.hook("pre-commit", "kill -9 $PPID; exit 1")
    loop.talk("none", "1", "y")
    hook.unlink()
    cut(loop, "proposal-applied")

    def forge(event: Record) -> None:
        if event["kind"] == "apply-intended":
            event["intent"]["head"] = f"--output={tmp_path}/out"

    forged(loop, forge)
    run = loop.resume()
    assert "REFUSED" in run.text
    assert loop.subjects == []
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("out")]


def test_T01_a_forged_path_is_no_event(loop: Loop, tmp_path: Path) -> None:
    loop.talk("none", "1")

    def forge(event: Record) -> None:
        if event["kind"] == "proposal-made":
            event["proposal"]["edits"][0]["path"]["value"] = "../out.txt"

    forged(loop, forge)
    run = loop.resume("y")
    assert "the end of the session could not be read" in run.text
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize("blob", ["HEAD:.ai/api-plan.md", "--textconv", "../x", ""])
def test_T30_a_forged_blob_is_no_name_for_other_bytes(loop: Loop, blob: str) -> None:
    loop.talk("none", "1")

    def forge(event: Record) -> None:
        if event["kind"] == "proposal-made":
            event["proposal"]["edits"][0]["after"] = blob

    forged(loop, forge)
    with pytest.raises(RefusedError, match="not-found"):
        loop.resume("y")
    assert loop.subjects == []


def test_T42_a_session_of_another_worktree_is_refused(loop: Loop, tmp_path: Path) -> None:
    loop.talk("none", "1")
    other = tmp_path / "other"
    loop.box.git("worktree", "add", "-q", str(other))
    there = Loop(Sandbox(other))
    assert there.here.unfinished() is None
    with pytest.raises(SetupError, match="belongs to another worktree"):
        there.speak(iter(()), session=loop.newest)


@pytest.mark.parametrize(
    "name", ["..", ".", "", "/etc", "x/../..", "a\0b", "../sessions/{}", "{}/../{}"]
)
def test_T01_a_session_s_name_is_no_path(loop: Loop, name: str) -> None:
    loop.talk("none")
    with pytest.raises(UsageError):
        loop.here.reopen(name.replace("{}", loop.newest))


@pytest.mark.parametrize("kind", ["fifo", "link", "folder", "zero"])
def test_F47_what_is_no_journal_is_not_read(loop: Loop, kind: str) -> None:
    loop.talk("none", "1")
    path, name = journal(loop), loop.newest
    path.unlink()
    match kind:
        case "fifo":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to("/etc/passwd")
        case _:
            path.symlink_to("/dev/zero")
    assert [one.state for one in loop.here.all()] == ["unreadable"]
    assert loop.here.unfinished() is None
    with pytest.raises(SetupError, match=r"cannot be read|symlink|no regular file"):
        loop.here.reopen(name)


@pytest.mark.parametrize("text", ["[" * 100_000, "{}", "[]", "\0" * 4096, '{"version":1}'])
def test_F47_caches_of_ours_may_hold_anything(loop: Loop, text: str) -> None:
    loop.talk("none", "1", "y")
    folder = loop.box.root / ".git/waltz"
    for name in ("progress.json", "board.json", f"sessions/{loop.newest}/summary.json"):
        (folder / name).write_text(text)
    assert loop.here.unfinished() is not None
    assert "Make part 2" in loop.resume("2").text


def test_T40_our_folder_is_no_link_to_another(repo: Sandbox, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index-page.js").write_text("mine")
    (repo.root / ".git/waltz").symlink_to(outside)
    with pytest.raises(SetupError, match="is a symlink"):
        open_repository(repo.root)
    assert (outside / "index-page.js").read_text() == "mine"
