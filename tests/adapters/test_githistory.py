from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from sandbox import Sandbox, Work

from agent.adapters.git.history import GitHistory
from agent.adapters.git.place import locate
from agent.core.documents import RepoPath
from agent.core.edits import CommitId, FileEdit
from agent.core.errors import RefusedError
from agent.memory import Size

STEP = "feat: x\n\nWaltz-Endpoint: POST /x\nWaltz-Step: {}/8\n"


@pytest.fixture
def history(repo: Sandbox) -> GitHistory:
    return GitHistory(locate(repo.root))


def test_records_are_ours_and_reverts_newest_first(repo: Sandbox, history: GitHistory) -> None:
    first = repo.commit(STEP.format(1), a="1")
    repo.commit("Waltz-less", a="2")
    repo.commit(f'Revert "x"\n\nThis reverts commit {first}.', a="3")
    repo.commit("a body\n\nthat names Waltz-Step: only inside a line", a="4")
    records = history.records()
    assert [record.message.splitlines()[0] for record in records] == ['Revert "x"', "feat: x"]
    assert records[1].id == first
    assert records[1].time == int(repo.git("log", "-1", "--format=%ct", first))
    assert records[1].message.endswith("Waltz-Step: 1/8\n")


def test_the_cache_is_kept_by_head_and_grows(repo: Sandbox, history: GitHistory) -> None:
    cache = repo.root / ".git/waltz/progress.json"
    repo.commit(STEP.format(1), a="1")
    fresh = history.records()
    assert json.loads(cache.read_bytes())["head"] == repo.git("rev-parse", "HEAD")
    assert history.records() == fresh
    repo.commit(STEP.format(2), a="2")
    repo.commit("other", a="3")
    grown = history.records()
    cache.unlink()
    assert history.records() == grown
    assert len(grown) == len(fresh) + 1


def test_merges_rewinds_and_amends_are_read_anew(repo: Sandbox, history: GitHistory) -> None:
    repo.commit(STEP.format(1), a="1")
    assert len(history.records()) == 1
    repo.git("checkout", "-q", "-b", "side")
    repo.commit(STEP.format(2), b="2")
    repo.git("checkout", "-q", "main")
    repo.commit(STEP.format(3), c="2")
    assert len(history.records()) == 2
    repo.git("merge", "-q", "side", "-m", "merge")
    assert len(history.records()) == 3
    repo.git("commit", "-q", "--amend", "-m", "amended")
    assert len(history.records()) == 3
    repo.git("update-ref", "HEAD", "HEAD~2")
    assert len(history.records()) == 1


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b'{"version": 2}', b'{"version":1,"head":"x","records":[]}', b"\xff"],
)
def test_a_damaged_cache_is_rebuilt(repo: Sandbox, history: GitHistory, damage: bytes) -> None:
    repo.commit(STEP.format(1), a="1")
    good = history.records()
    repo.write(".git/waltz/progress.json", damage)
    assert history.records() == good


def test_a_cache_with_bad_records_is_rebuilt(repo: Sandbox, history: GitHistory) -> None:
    head = repo.commit(STEP.format(1), a="1")
    for records in ([["x"]], [["x", "y", "z"]], None, [[head, None, ""]]):
        text = json.dumps({"version": 1, "head": head, "records": records})
        repo.write(".git/waltz/progress.json", text)
        assert len(history.records()) == 1


def test_edits_of_a_commit(repo: Sandbox, history: GitHistory) -> None:
    work = Work.open(repo)
    edits = (
        work.edit("app.py", b"new\n"),
        work.edit("docs/notes.md", None),
        work.edit("tool", b"#!", "100755"),
    )
    made = work.step(*edits)
    assert history.edits(made.id) == edits
    first = history.edits(CommitId(repo.git("rev-parse", "HEAD~1")))
    assert {edit.path.value for edit in first} == {
        ".gitignore",
        "app.py",
        "docs/notes.md",
        "run.sh",
    }
    assert {edit.before for edit in first} == {None}


def test_edits_are_in_bytes_as_checked_out(repo: Sandbox, history: GitHistory) -> None:
    repo.git("config", "core.autocrlf", "true")
    work = Work.open(repo)
    edit = work.edit("x.txt", b"a\r\n")
    assert history.edits(work.step(edit).id) == (edit,)


def test_edits_leave_out_what_is_no_file_s_bytes(repo: Sandbox, history: GitHistory) -> None:
    (repo.root / "link").symlink_to("app.py")
    (repo.root / "app.py").chmod(0o755)
    head = repo.commit("Link", **{"new\nline": "x", "plain": "x"})
    blob = repo.git("rev-parse", "HEAD:plain")
    work = Work.open(repo)
    assert history.edits(CommitId(head)) == (
        FileEdit(path=RepoPath("plain"), before=None, after=work.repo.store(b"x")),
    )
    assert blob == work.repo.store(b"x")


def test_since(repo: Sandbox, history: GitHistory) -> None:
    old = CommitId(repo.git("rev-parse", "HEAD"))
    assert history.since(old) == ()
    new = repo.commit("naïve\n\nbody", a="1")
    found = history.since(old)
    assert found is not None
    assert [(one.id, one.message) for one in found] == [(new, "naïve\n\nbody\n")]
    repo.git("update-ref", "HEAD", old)
    assert history.since(CommitId(new)) is None
    assert history.since(CommitId("1" * 40)) is None


def test_subjects_are_those_of_git_wherever_head_goes(repo: Sandbox, history: GitHistory) -> None:
    def told(count: int) -> tuple[str, ...]:
        return tuple(repo.git("log", f"-{count}", "--format=%s").splitlines())

    steps: tuple[tuple[str, ...], ...] = (
        ("commit", "-q", "--allow-empty", "-m", "feat: two"),
        ("commit", "-q", "--allow-empty", "-m", "feat: three"),
        ("rev-parse", "HEAD"),
        ("reset", "-q", "--soft", "HEAD~2"),
        ("commit", "-q", "--allow-empty", "--amend", "-m", "Begin"),
    )
    for step in steps:
        repo.git(*step)
        assert [history.subjects(50), history.subjects(50)] == [told(50)] * 2


def test_subjects(repo: Sandbox, history: GitHistory) -> None:
    repo.commit("feat: two\n\nbody", a="1")
    assert history.subjects(50) == ("feat: two", "Start")
    assert history.subjects(1) == ("feat: two",)


def test_T15_ids_are_ids(repo: Sandbox, history: GitHistory) -> None:
    for bad in ("--output=f", "HEAD", "x" * 40):
        with pytest.raises(RefusedError, match="REFUSED not-found"):
            history.edits(CommitId(bad))
        with pytest.raises(RefusedError, match="REFUSED not-found"):
            history.since(CommitId(bad))
    with pytest.raises(RefusedError, match="REFUSED git-state"):
        history.edits(CommitId("1" * 40))
    assert not (repo.root / "f").exists()


def test_T13_history_runs_no_program_and_stays_here(
    repo: Sandbox, history: GitHistory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentinel = tmp_path / "sentinel"
    for key in ("core.fsmonitor", "diff.external", "gpg.program", "core.pager", "diff.x.textconv"):
        repo.git("config", key, f"touch {sentinel}")
    repo.git("config", "log.showSignature", "true")
    signed = repo.raw("cat-file", "commit", "HEAD").replace(
        b"\n\n", b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n -----END PGP SIGNATURE-----\n\n", 1
    )
    made = repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed)
    repo.git("update-ref", "HEAD", made)
    sentinel.unlink(missing_ok=True)
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"):
        monkeypatch.setenv(name, os.devnull)
    assert history.records() == ()
    assert history.subjects(5) == ("Start",)
    assert history.since(CommitId(made)) == ()
    assert len(history.edits(CommitId(made))) == 4
    assert not sentinel.exists()


def test_a_repository_that_cannot_be_written_to_is_still_read(
    repo: Sandbox, history: GitHistory, tmp_path: Path
) -> None:
    repo.commit(STEP.format(1), a="1")
    (repo.root / ".git/waltz").symlink_to(tmp_path / "nowhere")
    assert len(history.records()) == 1


def test_which_commits_changed_a_file(repo: Sandbox, history: GitHistory) -> None:
    odd = "src/[id]/\x01a\n?.ts"
    made = repo.commit("made", **{"src/a.ts": "1", "src/[id]/x.ts": "1", odd: "1"})
    repo.commit("other", **{"src/b.ts": "1", "src/i/x.ts": "1"})
    newer = repo.commit("changed", **{"src/a.ts": "2"})
    paths = [RepoPath(one) for one in ("src/a.ts", "src/[id]/x.ts", "src", "gone.ts")]
    found = history.touching(paths)
    assert [(one.commit, one.path.value, one.added) for one in found] == [
        (newer, "src/a.ts", False),
        (made, "src/[id]/x.ts", True),
        (made, "src/a.ts", True),
    ]
    assert all(one.ago.endswith(" ago") for one in found)
    assert history.touching(()) == ()


def test_a_merge_is_no_change_of_its_own(repo: Sandbox, history: GitHistory) -> None:
    repo.git("checkout", "-q", "-b", "side")
    side = repo.commit("side", b="1")
    repo.git("checkout", "-q", "main")
    repo.commit("main", c="1")
    repo.git("merge", "-q", "side", "-m", "merge")
    assert [one.commit for one in history.touching([RepoPath("b")])] == [side]


def test_how_much_a_commit_changed(repo: Sandbox, history: GitHistory) -> None:
    first = CommitId(repo.git("rev-parse", "HEAD"))
    files: dict[str, bytes | str] = {"app.py": "one\nTWO\n", "b.bin": b"\0"}
    two = CommitId(repo.commit("two", **files))
    none = CommitId(repo.commit("none"))
    assert history.sizes([two, none, first]) == {
        two: Size(files=2, added=1, removed=2),
        first: Size(files=4, added=8, removed=0),
    }
    assert history.sizes([]) == {}
    with pytest.raises(RefusedError):
        history.sizes([CommitId("--all")])
