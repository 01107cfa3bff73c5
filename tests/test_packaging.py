from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def build(kind: str, source: Path, target: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked."""
    archive = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    room = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as tar:
        tar.extractall(room, filter="data")
    (top,) = room.iterdir()
    return top


@pytest.fixture(scope="module")
def installed(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel made from the source distribution puts into site-packages."""
    wheel = build("wheel", sdist, tmp_path_factory.mktemp("wheel"))
    room = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(room)  # noqa: S202 - our own wheel
    return room


def ours(folder: str) -> set[str]:
    command = ["git", "ls-files", "-co", "--exclude-standard", "--deduplicate", "-z", folder]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return {path for path in listed.split("\0") if path and (ROOT / path).is_file()}


def below(root: Path, folder: str) -> set[str]:
    return {str(path.relative_to(root)) for path in (root / folder).rglob("*") if path.is_file()}


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "agent", *arguments],
        cwd=site,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("folder", ["agent", "prompts", "tests", "bench", ".ai"])
def test_the_source_distribution_is_whole(sdist: Path, folder: str) -> None:
    assert below(sdist, folder) == ours(folder)


def test_the_wheel_holds_the_program_and_its_prompts(installed: Path) -> None:
    prompts = {f"agent/{path}" for path in ours("prompts")}

    assert below(installed, "agent") == ours("agent") | prompts
    assert prompts


def test_the_wheel_has_no_other_package(installed: Path) -> None:
    folders = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}

    assert folders == {"agent"}


def test_the_installed_program_runs(installed: Path) -> None:
    done = run(installed, "--version")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("waltz ")


def test_the_installed_demo_is_whole(installed: Path, tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    run(installed, "demo", str(demo))
    project = ROOT / "agent" / "demo" / "project"
    listed = subprocess.run(
        ["git", "ls-files"], cwd=demo, check=True, capture_output=True, text=True
    ).stdout

    prefix = "agent/demo/project/"
    assert set(listed.split()) == {path.removeprefix(prefix) for path in ours(str(project))}
