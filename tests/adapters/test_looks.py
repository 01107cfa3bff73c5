from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from agent.adapters.library import sealed
from agent.adapters.library.found import Asked, Find, Found, Ground
from agent.adapters.library.library import RepoLibrary
from agent.adapters.library.looks import KeptLook
from agent.adapters.library.shelf import Shelf
from agent.core.documents import RepoPath
from agent.core.settings import Settings

PLAN, NOTES, GONE = RepoPath(".ai/api-plan.md"), RepoPath("docs/a.md"), RepoPath("docs/b.md")
ASKED = Asked(paths=(PLAN, NOTES, GONE), named=(), beside=())


@dataclass
class Looker:
    """Reads a plan whole and how notes begin, and counts how often."""

    count: int = 0
    seen: list[str | None] = field(default_factory=list)

    def __call__(self, ground: Ground) -> Found:
        self.count += 1
        self.seen += [ground.text(PLAN), ground.head(NOTES), ground.head(GONE)]
        find = Find(path=PLAN, role="api-plan", why="its name")
        return Found(documents=(find,), gone=(replace(find, path=NOTES, given_up=2),))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in ((PLAN, "# Plan\n"), (NOTES, "# Notes\n")):
        file = tmp_path / "here" / path.value
        file.parent.mkdir(parents=True)
        file.write_text(text)
    return tmp_path / "here"


def look(root: Path, looker: Looker, asked: Asked = ASKED, folder: str = "waltz/cache") -> Found:
    return KeptLook(root.parent / folder, Shelf(root))(asked, looker)


def test_a_later_run_looks_no_more(root: Path) -> None:
    looker = Looker()

    assert look(root, looker) == look(root, looker)
    assert looker.count == 1
    assert looker.seen == ["# Plan\n", "# Notes\n", None]
    assert (root.parent / "waltz/cache/look.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("path", [PLAN, NOTES, GONE])
def test_another_text_is_looked_at(root: Path, path: RepoPath) -> None:
    looker, kept = Looker(), KeptLook(root.parent / "waltz/cache", Shelf(root))
    look(root, looker)
    kept(ASKED, looker)
    (root / path.value).write_text("# Else\n")

    kept(ASKED, looker)
    assert looker.count == 2
    look(root, looker)
    assert looker.count == 2
    assert "# Else\n" in looker.seen


@pytest.mark.parametrize(
    "asked",
    [
        replace(ASKED, paths=(PLAN, GONE)),
        replace(ASKED, named=(("prd", (NOTES,)),)),
        replace(ASKED, beside=(("prd", (NOTES,)),)),
    ],
)
def test_another_question_is_looked_into(root: Path, asked: Asked) -> None:
    looker = Looker()
    for one in (ASKED, asked, asked, ASKED):
        look(root, looker, one)

    assert looker.count == 3


def test_a_long_document_that_was_read_is_the_same(root: Path) -> None:
    looker, shelf = Looker(), Shelf(root)
    for path in (PLAN, NOTES):
        (root / path.value).write_text("# Zażółć\n" * 2000)
    kept = KeptLook(root.parent / "waltz/cache", shelf)
    kept(ASKED, looker)
    shelf.text(NOTES)

    kept(ASKED, looker)
    look(root, looker)
    assert looker.count == 1
    assert shelf.head(NOTES) == Shelf(root).head(NOTES) == looker.seen[1]


def test_in_one_run_the_disk_is_asked_once(root: Path) -> None:
    looker, kept = Looker(), KeptLook(root.parent / "waltz/cache", Shelf(root))
    kept(ASKED, looker)
    (root.parent / "waltz/cache/look.json").unlink()

    assert kept(ASKED, looker).documents[0].path == PLAN
    assert looker.count == 1


def test_while_the_files_are_still_nothing_is_looked_at_again(root: Path) -> None:
    looker, kept = Looker(), KeptLook(None, Shelf(root), still=True)
    first = kept(ASKED, looker)
    (root / PLAN.value).write_text("# Another\n")

    assert kept(ASKED, looker) is first
    assert looker.count == 1


@pytest.mark.parametrize("way", ["cut", "wrong", "foreign", "path"])
def test_a_damaged_look_is_made_again(root: Path, way: str) -> None:
    looker, file = Looker(), root.parent / "waltz/cache/look.json"
    found = look(root, looker)
    whole, value = file.read_bytes(), sealed.load(file)
    assert isinstance(value, dict)
    if way == "cut":
        file.write_bytes(whole[:-4])
    if way == "wrong":
        sealed.save(file, {**value, "gone": None})
    if way == "foreign":
        sealed.save(file, [1])
    if way == "path":
        saw = [{"path": {"value": "../a"}, "whole": True, "digest": None}]
        sealed.save(file, {**value, "saw": saw})

    assert look(root, looker) == found
    assert looker.count == 2
    assert file.read_bytes() == whole


def test_T04_no_look_is_kept_through_a_link(root: Path) -> None:
    folder, looker = root.parent / "waltz/cache", Looker()
    folder.mkdir(parents=True)
    theirs = root.parent / "theirs"
    theirs.write_text("theirs")
    (folder / "look.json").symlink_to(theirs)

    look(root, looker)
    look(root, looker)
    assert looker.count == 2 or not (folder / "look.json").is_symlink()
    assert theirs.read_text() == "theirs"


def test_where_nothing_is_kept_it_looks(root: Path) -> None:
    looker = Looker()
    for _ in range(2):
        KeptLook(None, Shelf(root))(ASKED, looker)

    assert looker.count == 2


def test_a_library_finds_the_same_with_and_without(root: Path) -> None:
    texts = {
        ".ai/api-plan.md": "# API plan\n\n### GET /books\n\n### POST /books\n",
        ".ai/api-plan-draft.md": "# Draft\n\n### GET /drafts\n",
        "docs/db-plan.md": "# Database plan\n\n## Tables\n\n### books\n\n- id: uuid\n",
        "docs/books-implementation-plan.md": "# Implementation plan: GET /books\n\n## Steps\n",
        "docs/old-plan.md": "# API plan\n\nThis document is obsolete.\n\n### GET /old\n",
    }
    for name, text in texts.items():
        (root / name).write_text(text)
    paths = tuple(map(RepoPath, texts))

    def library(folder: Path | None) -> RepoLibrary:
        return RepoLibrary(root, paths=lambda: paths, settings=Settings, cache=folder)

    def found(one: RepoLibrary) -> tuple[object, ...]:
        listed = one.documents(), one.endpoints(), one.plans(), one.schema(), one.apart()
        return (*listed, one.left_out(["api-plan"], ["docs/api-plan.pdf"]))

    fresh = found(library(None))
    assert [found(library(root.parent / "waltz/cache")) for _ in range(3)] == [fresh] * 3
