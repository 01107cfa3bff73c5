from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from sandbox import Sandbox, Work

IDENTITY = {
    "user.name": "Ada Test",
    "user.email": "ada@example.com",
    "init.defaultBranch": "main",
    "commit.gpgsign": "false",
    "maintenance.auto": "false",  # after a commit git would start one more of itself
}
DATE = "2026-11-20T12:00:00+00:00"


# Most tests make a repository, and git and the journal wait for the disk at each write of theirs.
_MEMORY = Path("/dev/shm")  # noqa: S108 (pytest makes a folder of its own there)
_ROOM = 2 << 30


def _is_fit(folder: Path) -> bool:
    """Whether there is room, and programs of the tests may run there."""
    return (
        folder.is_dir()
        and not os.statvfs(folder).f_flag & os.ST_NOEXEC
        and shutil.disk_usage(folder).free > _ROOM
    )


if _is_fit(_MEMORY):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# Under nohup a hang-up is ignored, in the background Ctrl-C too; every child would inherit that.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let groups hold: pytest 9.2 does not read the id that xdist 3.8 writes a group to."""
    for item in items:
        grouped: str | None = vars(item).get("_nodeid")
        if grouped is not None and item.nodeid != grouped:
            item._id = type(item._id).parse(grouped)  # noqa: SLF001 (there is no other way in)


@pytest.fixture(autouse=True)
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: no setting of the machine reaches git or Waltz."""
    home = tmp_path / "home"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith(("GIT_", "WALTZ_", "XDG_"))]:
        monkeypatch.delenv(name)
    config = home / "gitconfig"
    lines = (f"[{key.split('.')[0]}]\n\t{key.split('.')[1]} = {v}\n" for key, v in IDENTITY.items())
    config.write_text("".join(lines))
    settings = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_DATE": DATE,
        "GIT_COMMITTER_DATE": DATE,
        "GIT_EDITOR": "false",
        "EDITOR": "false",
        "LC_ALL": "C.UTF-8",
        # The plugins of this environment are nothing to the projects whose tests are run here.
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    for name in ("EMAIL", "VISUAL", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children run as a user runs them: measuring them handles signals and writes files."""
    for name in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def empty(tmp_path: Path) -> Sandbox:
    """A repository without a commit, on `main`."""
    root = tmp_path / "repo"
    root.mkdir()
    sandbox = Sandbox(root)
    sandbox.git("init", "-q", "--template=")
    return sandbox


@pytest.fixture
def repo(empty: Sandbox) -> Sandbox:
    """A small repository with one commit."""
    empty.write("app.py", "one\ntwo\nthree\n")
    empty.write("docs/notes.md", "# Notes\n\nText\n")
    empty.write("run.sh", "#!/bin/sh\n").chmod(0o755)
    empty.write(".gitignore", "*.log\n")
    empty.commit("Start")
    return empty


@pytest.fixture
def work(repo: Sandbox) -> Work:
    """The adapters at work in `repo`."""
    return Work.open(repo)
