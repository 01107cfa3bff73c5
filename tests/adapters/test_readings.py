from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from agent.adapters.library import sealed
from agent.adapters.library.readings import KeptReadings
from agent.core.documents import Document, RepoPath, Source
from agent.core.spec import Endpoint, Listed

DOCUMENT = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text="### GET /books\n")
KIND = tuple[Listed, ...]


@dataclass
class Reader:
    """Reads one endpoint, and counts how often."""

    count: int = 0
    found: KIND = field(
        default=(
            Listed(
                endpoint=Endpoint(method="GET", path="/books"),
                title="GET /books",
                source=Source(path=DOCUMENT.path, line=1, last=1),
            ),
        )
    )

    def __call__(self) -> KIND:
        self.count += 1
        return self.found


def kept(folder: Path | None, reader: Reader, document: Document = DOCUMENT) -> KIND:
    return KeptReadings(folder)("endpoints", KIND, [document], reader)


def test_what_was_read_is_found_again(tmp_path: Path) -> None:
    folder, reader = tmp_path / "waltz/cache", Reader()
    assert kept(folder, reader) == kept(folder, reader) == reader.found
    assert reader.count == 1
    assert (folder / "reading-endpoints.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "other",
    [
        Document(path=DOCUMENT.path, role="api-plan", text="### GET /book\n"),
        Document(path=RepoPath(".ai/api.md"), role="api-plan", text=DOCUMENT.text),
        Document(path=DOCUMENT.path, role="db-plan", text=DOCUMENT.text),
    ],
)
def test_another_document_is_read(tmp_path: Path, other: Document) -> None:
    reader = Reader()
    for one in (DOCUMENT, other, other, DOCUMENT):
        kept(tmp_path / "waltz/cache", reader, one)
    assert reader.count == 3


def test_one_look_asks_the_disk_once(tmp_path: Path) -> None:
    folder, reader = tmp_path / "waltz/cache", Reader()
    readings = KeptReadings(folder)
    readings("endpoints", KIND, [DOCUMENT], reader)
    (folder / "reading-endpoints.json").unlink()
    assert readings("endpoints", KIND, [DOCUMENT], reader) == reader.found
    assert reader.count == 1


@pytest.mark.parametrize(
    ("left", "more"), [(0, b""), (0, b"\xff\n{}"), (-4, b""), (-20, b"x" * 20)]
)
def test_a_damaged_file_is_made_again(tmp_path: Path, left: int, more: bytes) -> None:
    folder, reader = tmp_path / "waltz/cache", Reader()
    kept(folder, reader)
    file = folder / "reading-endpoints.json"
    whole = file.read_bytes()
    file.write_bytes(whole[:left] + more)
    assert kept(folder, reader) == reader.found
    assert file.read_bytes() == whole


@pytest.mark.parametrize("value", [{"a": 1}, [{"endpoint": 1}], "no", None])
def test_what_is_no_value_of_the_type_is_made_again(tmp_path: Path, value: object) -> None:
    folder, reader = tmp_path / "waltz/cache", Reader()
    kept(folder, reader)
    file = folder / "reading-endpoints.json"
    found = sealed.load(file)
    assert isinstance(found, list)
    sealed.save(file, [found[0], value])
    assert kept(folder, reader) == reader.found
    assert reader.count == 2
    assert sealed.load(file) == found


@pytest.mark.parametrize("place", ["file", "link", "nowhere"])
def test_T04_where_nothing_can_be_kept_it_is_read(tmp_path: Path, place: str) -> None:
    folder, reader = tmp_path / "waltz/cache", Reader()
    if place == "file":
        (tmp_path / "waltz").write_text("in the way")
    if place == "link":
        folder.mkdir(parents=True)
        (tmp_path / "theirs").write_text("theirs")
        (folder / "reading-endpoints.json").symlink_to(tmp_path / "theirs")
    assert kept(None if place == "nowhere" else folder, reader) == reader.found
    assert not (tmp_path / "theirs").exists() or (tmp_path / "theirs").read_text() == "theirs"
