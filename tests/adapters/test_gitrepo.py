from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sandbox import Sandbox, Work

from agent.adapters.git.repo import GitRepo, open_repository
from agent.core.documents import RepoPath
from agent.core.edits import BlobId
from agent.core.errors import NOBODY, RefusedError, SetupError


def test_F15_not_a_repository(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="not in a git repository"):
        open_repository(tmp_path)
    with pytest.raises(SetupError, match="is not a folder"):
        open_repository(tmp_path / "none")


def test_F15_no_commit_yet(empty: Sandbox) -> None:
    with pytest.raises(SetupError, match="has no commit yet"):
        open_repository(empty.root)


def test_F15_bare_makes_no_file(tmp_path: Path, repo: Sandbox) -> None:
    bare = tmp_path / "bare"
    repo.git("clone", "-q", "--bare", ".", str(bare))
    before = sorted(bare.rglob("*"))
    with pytest.raises(SetupError, match="is a bare repository"):
        open_repository(bare)
    assert sorted(bare.rglob("*")) == before


def test_T14_embedded_bare_repository(repo: Sandbox, tmp_path: Path) -> None:
    inner = repo.root / "docs" / "inner"
    repo.git("clone", "-q", "--bare", ".", str(inner))
    sentinel = tmp_path / "ran"
    repo.git("-C", str(inner), "config", "core.fsmonitor", f"touch {sentinel}")
    repo.git("-C", str(inner), "config", "core.bare", "false")
    repo.git("-C", str(inner), "config", "core.worktree", str(repo.root))
    with pytest.raises(SetupError, match="is a bare repository"):
        open_repository(inner)
    assert not sentinel.exists()


def test_inside_the_git_directory(repo: Sandbox) -> None:
    with pytest.raises(SetupError, match="inside a git directory"):
        open_repository(repo.root / ".git")


def test_T12_a_work_tree_elsewhere_is_refused(repo: Sandbox, tmp_path: Path) -> None:
    repo.git("config", "core.worktree", str(tmp_path))
    with pytest.raises(SetupError, match="is not the work tree of"):
        open_repository(repo.root)


def test_git_missing_or_old(repo: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(SetupError, match="git is not installed"):
        open_repository(repo.root)
    (programs / "git").write_text("#!/bin/sh\necho git version 2.31.4\n")
    (programs / "git").chmod(0o755)
    with pytest.raises(SetupError, match=r"git 2\.31 is too old"):
        open_repository(repo.root)


def test_F15_from_a_folder_below_and_with_a_foreign_environment(
    repo: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, "/nonexistent")
    found = open_repository(repo.root / "docs")
    assert found.place.root == repo.root
    assert found.head().branch == "main"


def test_F15_worktree_detached_shallow_and_submodule(repo: Sandbox, tmp_path: Path) -> None:
    repo.commit("Second")
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    repo.git("clone", "-q", "--depth=1", f"file://{repo.root}", str(tmp_path / "shallow"))
    allowed = ("-c", "protocol.file.allow=always")
    repo.git(*allowed, "submodule", "--quiet", "add", str(repo.root), "docs/sub")
    for root in (tmp_path / "linked", tmp_path / "shallow", repo.root / "docs" / "sub"):
        work = Work.open(Sandbox(root))
        assert work.repo.place.root == root
        assert work.step(work.edit("docs/x.md", b"x\n")).surprises == ()
        assert Sandbox(root).status() == ""
        assert work.repo.landed(work.intent()) is None
        assert work.leftovers() == []


def test_T18_a_submodule_is_not_committed_into(repo: Sandbox) -> None:
    allowed = ("-c", "protocol.file.allow=always")
    repo.git(*allowed, "submodule", "--quiet", "add", str(repo.root), "sub")
    repo.commit("Add a submodule")
    repo.git("submodule", "--quiet", "deinit", "--all")
    work = Work.open(repo)
    with pytest.raises(RefusedError, match="in submodule"):
        work.step(work.edit("sub/x.py", b"x"))


def test_store_load_and_not_found(work: Work) -> None:
    data = b"\r\n\0\xff"
    assert work.repo.load(work.repo.store(data)) == data
    for missing in ("1" * 40, "--help", "HEAD"):
        with pytest.raises(RefusedError, match="REFUSED not-found"):
            work.repo.load(BlobId(missing))


def test_what_is_stored_already_is_made_young(repo: Sandbox, work: Work) -> None:
    blob = work.repo.store(b"kept")
    file = repo.root / ".git" / "objects" / blob[:2] / blob[2:]
    os.utime(file, (1, 1))

    assert work.repo.store(b"kept") == blob
    assert file.stat().st_mtime > 1
    file.unlink()
    assert work.repo.store(b"kept") == blob
    assert repo.raw("cat-file", "blob", blob) == b"kept"


def test_changed_and_paths(repo: Sandbox) -> None:
    repo.write("app.py", "dirty")
    repo.write("staged.py", "x")
    repo.git("add", "staged.py")
    repo.write("folder/untracked name.py", "x")
    repo.write("x.log", "ignored")
    repo.write(".ai/plan.log", "ignored, but ours to read")
    repo.write("new\nline.py", "x")
    (repo.root / "link").symlink_to("app.py")
    (repo.root / ".ai" / "link.md").symlink_to("plan.log")
    os.mkfifo(repo.root / ".ai" / "pipe")
    (repo.root / "docs/notes.md").unlink()
    found = open_repository(repo.root)
    changed = {path.value for path in found.changed()}
    assert changed == {
        *("app.py", "staged.py", "folder/untracked name.py", "docs/notes.md", "link"),
        *("new\ufffdline.py", ".ai/link.md"),
    }
    assert found.changed((RepoPath("app.py"), RepoPath("run.sh"))) == (RepoPath("app.py"),)
    assert found.changed((RepoPath("x.log"),)) == (RepoPath("x.log"),)
    assert [path.value for path in found.paths()] == [
        *(".ai/plan.log", ".gitignore", "app.py", "docs/notes.md", "folder/untracked name.py"),
        *("run.sh", "staged.py"),
    ]


def test_below_ai_no_link_and_no_repository_is_entered(repo: Sandbox, tmp_path: Path) -> None:
    found = open_repository(repo.root)
    repo.write(".ai/inner/plan.md", "not ours")
    repo.git("init", "-q", "--template=", ".ai/inner")
    assert all(path.folder != ".ai/inner" for path in found.paths())

    shutil.rmtree(repo.root / ".ai")
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "plan.md").write_text("elsewhere")
    (repo.root / ".ai").symlink_to(tmp_path / "plans")
    assert all(not path.value.startswith(".ai") for path in found.paths())


def test_while_files_are_still_they_are_listed_once(repo: Sandbox) -> None:
    found = open_repository(repo.root)
    with found.listing.still():
        before = found.paths()
        repo.write("new.py", "x")
        assert found.paths() == before
    assert RepoPath("new.py") in found.paths()
    repo.write("newer.py", "x")
    assert RepoPath("newer.py") in found.paths()


def test_they_are_still_in_one_thread_alone(repo: Sandbox) -> None:
    found = open_repository(repo.root)
    with found.listing.still(), ThreadPoolExecutor(max_workers=1) as other:
        before = found.paths()
        repo.write("new.py", "x")
        assert RepoPath("new.py") in other.submit(found.paths).result()
        assert found.paths() == before


def test_committed_is_what_a_checkout_writes(repo: Sandbox) -> None:
    found = open_repository(repo.root)
    blob = found.committed(RepoPath("app.py"))
    assert blob == repo.git("rev-parse", "HEAD:app.py")
    assert found.committed(RepoPath("none.py")) is None
    repo.git("config", "core.autocrlf", "true")
    repo.write("app.py", "dirty")
    smudged = found.committed(RepoPath("app.py"))
    assert smudged is not None
    assert found.load(smudged) == b"one\r\ntwo\r\nthree\r\n"


def test_F26_damage_names_fsck(repo: Sandbox) -> None:
    found = open_repository(repo.root)
    (repo.root / ".git/index").write_bytes(b"garbage")
    with pytest.raises(RefusedError, match=r"REFUSED git-state .*git fsck"):
        found.changed()


PROGRAMS = (
    ("core.fsmonitor", "touch {}; false"),
    ("core.pager", "touch {}"),
    ("core.editor", "touch {}"),
    ("core.sshCommand", "touch {}"),
    ("diff.external", "touch {}"),
    ("diff.x.textconv", "touch {}; cat"),
    ("filter.x=y.clean", "touch {}; cat"),
    ("filter.x=y.smudge", "touch {}; cat"),
    ("filter.x=y.required", "true"),
    ("gpg.program", "touch {}"),
    ("log.showSignature", "true"),
)


def test_T13_reads_run_no_program_of_the_config(repo: Sandbox, tmp_path: Path) -> None:
    repo.commit("Attributes", **{".gitattributes": "* filter=x=y diff=x\n"})
    sentinel, ran = tmp_path / "sentinel", []
    for key, command in PROGRAMS:
        repo.git("config", key, command.format(sentinel))
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "pre-commit", "reference-transaction", "fsmonitor-watchman"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {sentinel}\n")
        (hooks / name).chmod(0o755)
    repo.git("config", "core.hooksPath", str(hooks))
    repo.write("app.py", "one\nTWO\nthree\n")  # as long as before: only its content tells
    sentinel.unlink(missing_ok=True)
    found = open_repository(repo.root)
    for look in (
        *(found.head, found.obstacle, found.changed, found.paths),
        *(lambda: found.committed(RepoPath("app.py")), lambda: found.committed(RepoPath("run.sh"))),
        *(lambda: found.load(found.store(b"x")), lambda: found.changed((RepoPath("run.sh"),))),
    ):
        look()
        if sentinel.exists():
            ran.append(look)
            sentinel.unlink()
    assert ran == []
    assert found.changed() == (RepoPath("app.py"),)


def test_T13_a_missing_object_is_not_fetched(repo: Sandbox, tmp_path: Path) -> None:
    sentinel = tmp_path / "sentinel"
    for key, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("protocol.ext.allow", "always"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", f"ext::sh -c touch% {sentinel}"),
    ):
        repo.git("config", key, value)
    blob = BlobId(repo.git("rev-parse", "HEAD:app.py"))
    (repo.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(RefusedError, match="REFUSED not-found"):
        open_repository(repo.root).load(blob)
    assert not sentinel.exists()
    with pytest.raises(AssertionError):
        repo.git("cat-file", "blob", blob)
    assert sentinel.exists()


def test_T15_names_and_messages_are_no_options(repo: Sandbox) -> None:
    work = Work.open(repo)
    repo.git("update-ref", "refs/heads/--output=f", "HEAD")
    repo.git("symbolic-ref", "HEAD", "refs/heads/--output=f")
    intent = work.intent(work.edit("--output=f.txt", b"x\n"), message="--author=Eve <e@v.e>\n")
    work.tree.write(intent.edits)
    work.repo.commit(intent)
    assert repo.git("log", "-1", "--format=%an|%s") == "Ada Test|--author=Eve <e@v.e>"
    assert work.repo.changed((RepoPath("--output=f.txt"),)) == ()
    assert not (repo.root / "f").exists()
    assert work.repo.head().branch == "--output=f"


@pytest.mark.parametrize(
    ("setup", "what"),
    [
        (("merge", "other"), "merge"),
        (("rebase", "other"), "rebase"),
        (("cherry-pick", "other"), "cherry-pick"),
        (("revert", "--no-edit", "HEAD~1"), "revert"),
        (("bisect", "start"), "bisect"),
    ],
)
def test_F14_work_under_way(repo: Sandbox, setup: tuple[str, ...], what: str) -> None:
    repo.git("checkout", "-q", "-b", "other")
    repo.commit("Theirs", **{"app.py": "theirs\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("Before", **{"app.py": "before\n"})
    repo.commit("Ours", **{"app.py": "ours\n"})
    work = Work.open(repo)
    intent = work.intent(work.edit("new.py", b"x"))
    shutil.copytree(repo.root / ".git", repo.root.parent / "copy")
    try:
        repo.git(*setup)
    except AssertionError:
        conflict = repo.status()
        assert "u UU" in conflict
    refusal = work.repo.obstacle()
    assert refusal is not None
    assert (refusal.code, refusal.subject) == ("git-state", what)
    before = repo.status()
    work.tree.write(intent.edits)
    with pytest.raises(RefusedError, match=f"git-state {what}"):
        work.repo.commit(intent)
    with pytest.raises(RefusedError, match=f"git-state {what}"):
        work.repo.commit(work.intent(message="x"))
    work.tree.write(intent.inverse())
    assert repo.status() == before


def test_F14_conflicts_left_in_the_index(repo: Sandbox) -> None:
    repo.write("app.py", "stashed\n")
    repo.git("stash", "-q")
    repo.commit("Ours", **{"app.py": "ours\n"})
    with pytest.raises(AssertionError):
        repo.git("stash", "pop")
    refusal = open_repository(repo.root).obstacle()
    assert refusal is not None
    assert (refusal.code, refusal.subject) == ("git-state", "app.py")


def test_F06_index_lock(work: Work) -> None:
    lock = work.sandbox.write(".git/index.lock", "")
    os.utime(lock, (0, 0))
    refusal = work.repo.obstacle()
    assert refusal is not None
    assert refusal.code == "busy"
    assert refusal.subject == str(lock)
    intent = work.two()
    work.tree.write(intent.edits)
    with pytest.raises(RefusedError, match=r"REFUSED busy .*index\.lock: .* held it for \d+ s"):
        work.repo.commit(intent)
    assert lock.exists()
    lock.unlink()
    assert work.repo.obstacle() is None
    assert work.repo.commit(intent).surprises == ()


@pytest.mark.parametrize("name", ["HEAD.lock", "refs/heads/main.lock"])
def test_F06_other_locks(work: Work, name: str) -> None:
    work.sandbox.write(f".git/{name}", "")
    intent = work.two()
    work.tree.write(intent.edits)
    with pytest.raises(RefusedError, match="REFUSED busy"):
        work.repo.commit(intent)


def test_F16_no_identity_is_never_invented(repo: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("EMAIL", "guess@example.com")  # of which git would make somebody
    work = Work.open(repo)
    refusal = work.repo.obstacle()
    assert refusal is not None
    assert "git config --global user.name" in refusal.reason
    assert "git config --global user.email" in refusal.reason
    head = work.repo.head()
    with pytest.raises(RefusedError):
        work.repo.commit(work.intent())
    assert work.repo.head() == head


def test_F16_who_the_settings_name_git_is_not_asked_for(
    repo: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.delenv(name)
    found = open_repository(repo.root)
    assert found.obstacle() is None
    gone = f"{os.path.realpath(found.place.git.program)}-gone"
    without = GitRepo(replace(found.place, git=replace(found.place.git, program=gone)))
    assert without.obstacle() is None
    monkeypatch.setenv("GIT_COMMITTER_NAME", "")
    with pytest.raises(RefusedError, match="cannot be run"):
        without.obstacle()
    refusal = found.obstacle()
    assert refusal is not None
    assert refusal.subject == NOBODY
