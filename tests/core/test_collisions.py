from __future__ import annotations

import time

import pytest

from agent.core.collisions import collision, doubled
from agent.core.documents import RepoPath

THERE = tuple(RepoPath(one) for one in ("app/main.py", "app/caf\u00e9.py", "docs/aux.md"))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("app/Main.py", "it would be at app/main.py"),
        ("App/new.py", "it would be at app/main.py"),
        ("app/cafe\u0301.py", "it would be at app/caf\u00e9.py"),
        ("app/CON", "on Windows"),
        ("app/aux.py", "on Windows"),
        ("com1.tar.gz/x.py", "on Windows"),
        ("app/x.", "on Windows"),
        ("app/x /y.py", "on Windows"),
    ],
)
def test_T43_a_name_that_is_another_elsewhere(path: str, said: str) -> None:
    refusal = collision([RepoPath(path)], THERE)
    assert refusal is not None
    assert refusal.code == "ambiguous"
    assert said in refusal.reason


@pytest.mark.parametrize(
    "path",
    ["app/main.py", "app/other.py", "docs/aux.md", "app/console.py", "api/main.py", "a.b", "app"],
)
def test_T43_other_names_are_fine(path: str) -> None:
    assert collision([RepoPath(path)], THERE) is None


@pytest.mark.parametrize(
    ("first", "second"), [("a/b.py", "a/B.py"), ("caf\u00e9", "cafe\u0301"), ("x", "x")]
)
def test_T43_two_names_of_one_file(first: str, second: str) -> None:
    assert doubled([RepoPath(first), RepoPath("other")]) is None
    refusal = doubled([RepoPath(first), RepoPath(second)])
    assert refusal is not None
    assert refusal.subject == second


def test_T38_a_hundred_thousand_files() -> None:
    there = tuple(RepoPath(f"app/folder{n % 100}/file{n}.py") for n in range(100_000))
    began = time.process_time()
    assert collision([RepoPath("app/folder1/new.py")], there) is None
    assert time.process_time() - began < 2
