from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath, Source
from agent.core.errors import RefusedError


def refusal_code(text: str) -> str:
    with pytest.raises(RefusedError) as caught:
        RepoPath(text)
    assert str(caught.value).startswith(f"REFUSED {caught.value.refusal.code} {text}: ")
    return caught.value.refusal.code


@pytest.mark.parametrize(
    "text", ["../outside.txt", "a/../../x", "a/./../../x", "..", ".", "", "a//b", "a/", "./a"]
)
def test_T01_parent_traversal(text: str) -> None:
    assert refusal_code(text) == "outside-repo"


@pytest.mark.parametrize(
    "text",
    [
        "/etc/x",
        "~/.bashrc",
        "~root/x",
        "C:\\x",
        "C:x",
        "\\\\srv\\s\\x",
        "file:///x",
        "http://x/y",
        "a\x00b",
        "a\nb",
        "a\x7fb",
        "a\\b",
    ],
)
def test_T02_paths_from_elsewhere(text: str) -> None:
    assert refusal_code(text) == "outside-repo"


def test_T03_look_alike_of_the_root() -> None:
    assert refusal_code("../app-evil/x") == "outside-repo"
    assert RepoPath("app-evil/x").folder == "app-evil"


@pytest.mark.parametrize(
    "text", [".git/hooks/pre-commit", ".git/config", ".git/info/attributes", "sub/.git/x", ".git"]
)
def test_T05_the_git_folder(text: str) -> None:
    assert refusal_code(text) == "git-dir"


@pytest.mark.parametrize(
    "text",
    [
        ".GIT/hooks/x",
        ".gI\u200cT/x",
        ".g\ufeffit/x",
        "git~1/x",
        "GIT~2",
        ".git. /x",
        ".git.../x",
        ".git::$INDEX_ALLOCATION/x",
        ".git...:ads",
        ".git\\x",
        ".\\.GIT\\x",
        "a/.Git /b",
    ],
)
def test_T06_look_alikes_of_the_git_folder(text: str) -> None:
    assert refusal_code(text) == "git-dir"


@pytest.mark.parametrize(
    ("text", "folder", "name", "suffix"),
    [
        ("app/main.py", "app", "main.py", ".py"),
        ("Makefile", "", "Makefile", ""),
        (".gitignore", "", ".gitignore", ""),
        (".github/workflows/ci.yml", ".github/workflows", "ci.yml", ".yml"),
        ("src/pages/[id].tsx", "src/pages", "[id].tsx", ".tsx"),
        ("a/ż ó.tar.gz", "a", "ż ó.tar.gz", ".gz"),
        ("legit/git~x", "legit", "git~x", ""),
        ("a/...b", "a", "...b", ".b"),
    ],
)
def test_a_path_inside_has_its_parts(text: str, folder: str, name: str, suffix: str) -> None:
    path = RepoPath(text)
    assert (path.folder, path.name, path.suffix, str(path)) == (folder, name, suffix, text)


@pytest.mark.parametrize(
    ("line", "last", "shown"), [(4, None, "api.md:4"), (4, 4, "api.md:4"), (4, 9, "api.md:4-9")]
)
def test_a_fact_says_where_it_stands(line: int, last: int | None, shown: str) -> None:
    document = Document(path=RepoPath(".ai/api.md"), role="api-plan", text="")
    assert str(document.source(line, last)) == shown


@pytest.mark.parametrize(("line", "last"), [(0, 1), (5, 4), (-1, -1)])
def test_lines_that_are_no_passage(line: int, last: int) -> None:
    with pytest.raises(ValueError, match="no passage"):
        Source(path=RepoPath("a.md"), line=line, last=last)
