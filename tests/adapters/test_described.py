from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from agent.adapters.library import sealed
from agent.adapters.library.library import RepoLibrary
from agent.core.documents import RepoPath
from agent.core.settings import Settings
from agent.core.spec import Endpoint

MAIN = "openapi: 3.0.0\npaths:\n  /pens:\n    $ref: parts/pens.yaml\n"
PENS = "get:\n  summary: Lists pens\n"


def library(root: Path) -> RepoLibrary:
    def paths() -> tuple[RepoPath, ...]:
        found = (Path(folder, name) for folder, _, names in os.walk(root) for name in names)
        return tuple(sorted(RepoPath(one.relative_to(root).as_posix()) for one in found))

    return RepoLibrary(
        root, paths=paths, settings=Settings, cache=root.parent / f"{root.name}-cache"
    )


def put(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def listed(shelf: RepoLibrary) -> list[tuple[str, str]]:
    return [(str(one.endpoint), one.title) for one in shelf.endpoints()]


def test_descriptions_and_plans_are_one_list(tmp_path: Path) -> None:
    put(tmp_path, {".ai/api-plan.md": "# API\n\n### GET /pens\n\n### GET /ink\n"})
    put(tmp_path, {"docs/openapi.yaml": MAIN, "docs/parts/pens.yaml": PENS})
    put(tmp_path, {"swagger.json": '{"swagger": "2.0", "paths": {"/x": {"put": {}}}}'})
    put(tmp_path, {".ai/api-plan.yaml": "- {method: GET, path: /free}\n"})
    shelf = library(tmp_path)
    assert {name for name, _ in listed(shelf)} == {"GET /pens", "GET /ink", "GET /free", "PUT /x"}
    spec = shelf.spec(Endpoint(method="GET", path="/pens"))
    assert {one.source.path.name for one in spec.excerpts} == {
        "api-plan.md",
        "pens.yaml",
    }


def test_a_change_in_any_of_its_files_is_seen_at_the_next_look(tmp_path: Path) -> None:
    put(tmp_path, {"openapi.yaml": MAIN, "parts/pens.yaml": PENS})
    shelf = library(tmp_path)
    assert listed(shelf) == [("GET /pens", "Lists pens")]
    put(tmp_path, {"parts/pens.yaml": PENS.replace("Lists", "Shows all")})
    assert listed(shelf) == [("GET /pens", "Shows all pens")]
    (tmp_path / "parts/pens.yaml").unlink()
    assert listed(shelf) == []
    assert [str(one.source) for one in shelf.findings()] == ["openapi.yaml:3"]


def test_T04_a_reference_to_a_symlink_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    put(root, {"openapi.yaml": MAIN, "parts/x": ""})
    (tmp_path / "secret.yaml").write_text(PENS)
    (root / "parts/pens.yaml").symlink_to(tmp_path / "secret.yaml")
    shelf = library(root)
    assert listed(shelf) == []
    assert sorted(one.rule for one in shelf.findings()) == ["left-out", "ref"]


def test_T35_data_may_be_larger_than_prose_and_has_a_limit_too(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    padding = "# padding, as comments are\n" * 120_000
    put(root, {"openapi.yaml": f"{MAIN}{padding}", "parts/pens.yaml": PENS})
    with (root / "swagger.json").open("wb") as file:
        file.truncate(50 << 20)
    shelf = library(root)
    assert listed(shelf) == [("GET /pens", "Lists pens")]
    assert [one.message for one in shelf.findings()] == ["swagger.json: it is larger than 16 MB"]


def test_a_listing_is_kept_until_one_of_its_files_changes(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    put(root, {"openapi.yaml": MAIN, "parts/pens.yaml": PENS})
    assert listed(library(root)) == [("GET /pens", "Lists pens")]
    (kept,) = (tmp_path / "repo-cache").glob("described-*.json")
    sealed.save(kept, json.loads(json.dumps(sealed.load(kept)).replace("Lists", "Keeps")))
    assert listed(library(root)) == [("GET /pens", "Keeps pens")]
    put(root, {"parts/pens.yaml": PENS.replace("Lists", "Shows all")})
    assert listed(library(root)) == [("GET /pens", "Shows all pens")]


@pytest.mark.parametrize("damage", [b"", b"\0" * 90, b'{"version": 9}', None])
def test_a_listing_that_is_damaged_is_made_again(tmp_path: Path, damage: bytes | None) -> None:
    root = tmp_path / "repo"
    put(root, {"openapi.yaml": MAIN, "parts/pens.yaml": PENS})
    library(root).endpoints()
    (kept,) = (tmp_path / "repo-cache").glob("described-*.json")
    if damage is None:
        sealed.save(kept, {"key": 1, "others": [], "listing": {}})
    else:
        kept.write_bytes(damage)
    assert listed(library(root)) == [("GET /pens", "Lists pens")]
