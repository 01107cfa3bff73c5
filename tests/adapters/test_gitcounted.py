"""What a commit changed is told from its index as git tells it, or git is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sandbox import Sandbox, Work

from agent.adapters.git.run import Call, Git, Ran

LINES = b"".join(b"line %d\n" % n for n in range(40))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The heads whose difference git was asked for."""
    found: list[str] = []
    run = Git.run

    def asked(git: Git, call: Call) -> Ran:
        if call.args[0] == "diff-tree":
            found.append(call.args[-3])
        return run(git, call)

    monkeypatch.setattr(Git, "run", asked)
    return found


def as_git_counts(box: Sandbox) -> tuple[tuple[str, ...], int, int]:
    rows = box.git("diff-tree", "-r", "-z", "--numstat", "--no-renames", "HEAD^", "HEAD").split(
        "\0"
    )
    fields = [row.split("\t") for row in rows if row]
    added, removed = (sum(0 if row[at] == "-" else int(row[at]) for row in fields) for at in (0, 1))
    return tuple(row[2] for row in fields), added, removed


Steps = dict[str, bytes | None]


@pytest.mark.parametrize(
    "steps",
    [
        {"app.py": b"one\nTWO\nthree\n"},
        {"app.py": b"one\ntwo\nthree"},  # no line feed at the end
        {"app.py": b"one\ntwo\r\nthree\n"},
        {"app.py": b""},
        {"app.py": b"zero\none\ntwo\nthree\n", "new/deep.py": LINES, "new.py": b""},
        {"app.py": None, "docs/notes.md": None},
        {"docs/notes.md": b"# Notes\n\nMore\n\nText\n", "a b.py": b"x\rx\n"},
    ],
    ids=["line", "end", "crlf", "emptied", "new", "deleted", "inserted"],
)
def test_it_is_what_git_counts(work: Work, told: list[str], steps: Steps) -> None:
    made = work.step(*(work.edit(path, data) for path, data in steps.items()))
    assert (made.files, made.added, made.removed) == as_git_counts(work.sandbox)
    assert made.surprises == ()
    assert told == []
    assert work.sandbox.status() == ""


def attributes(box: Sandbox) -> None:
    box.write("docs/.gitattributes", "*.md -diff\n")


def tracked(box: Sandbox) -> None:
    attributes(box)
    box.commit("Attributes")
    (box.root / "docs/.gitattributes").unlink()


def elsewhere(box: Sandbox) -> None:
    box.write(".git/info/attributes", "*.md -diff\n")


def from_a_tree(box: Sandbox) -> None:
    box.git("config", "attr.tree", "HEAD")


def hooked(box: Sandbox) -> None:
    box.hook("pre-commit", "echo more >more.txt; git add more.txt")


def nothing(_: Sandbox) -> None:
    """As it is."""


@pytest.mark.parametrize(
    ("make", "data"),
    [
        (attributes, b"# Other\n\nText\n"),
        (tracked, b"# Other\n\nText\n"),
        (elsewhere, b"# Other\n\nText\n"),
        (from_a_tree, b"# Other\n\nText\n"),
        (hooked, b"# Other\n\nText\n"),
        (nothing, b"Text\n\n# Notes\n"),  # which lines were moved is git's to say
        (nothing, b"# Notes\n\0\n"),
    ],
    ids=["attributes", "tracked", "elsewhere", "tree", "hook", "moved", "binary"],
)
def test_where_there_is_a_doubt_git_counts(
    repo: Sandbox, told: list[str], make: Callable[[Sandbox], None], data: bytes
) -> None:
    make(repo)
    work = Work.open(repo)
    head = work.repo.head().commit
    made = work.step(work.edit("docs/notes.md", data))
    assert (made.files, made.added, made.removed) == as_git_counts(repo)
    assert told == [head]


def test_a_message_alone_changes_nothing(work: Work, told: list[str]) -> None:
    assert work.repo.commit(work.intent()).files == ()
    assert told == []
