"""A piece of new code for one file, before it is put there."""

from __future__ import annotations

from agent.core.documents import RepoPath
from agent.core.values import dataclass
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.imports import House
from agent.drafters.builtin.crud.insert import Addition, extend, new_module
from agent.drafters.builtin.project.modules import module_name
from agent.drafters.builtin.project.reading import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Definitions for a file, the names they bring, and the file's docstring if it is new."""

    path: RepoPath
    addition: Addition
    names: tuple[str, ...]
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The file holds all of it already."""

    reason: str


def dotted(project: Project, path: RepoPath) -> str:
    """The name that a file is, or will be, imported by."""
    known = project.module(path)
    if known is not None:
        return known.name
    packages = {one.path.folder for one in project.modules if one.path.name == "__init__.py"}
    if packages and path.folder not in packages:
        packages |= {path.folder}
    return module_name(path, packages)


def house(project: Project) -> House:
    """What holds for all files of the project."""
    own = {one.name.split(".")[0] for one in project.modules if not one.test}
    return House(width=project.width, own=frozenset(own))


def placed(piece: Piece, made: Design) -> tuple[tuple[RepoPath, bytes], ...] | str:
    """The piece's file, and the `__init__.py` of a new package; or why it cannot be put there."""
    project = made.project
    name = dotted(project, piece.path)
    there = project.code.read(piece.path)
    if there is None or not there.strip():
        doc = piece.doc if project.docstrings else ""
        text = new_module(doc, piece.addition, name=name, house=house(project))
        return (*_package(piece.path, project), (piece.path, text.encode()))
    known = project.module(piece.path)
    if known is None:
        return f"{piece.path} does not parse"
    taken = _clash(piece, known.names(), known.imports(), name)
    if taken:
        return f"`{taken}` means something else in {piece.path}"
    text = extend(known.text, piece.addition, name=name, house=house(project))
    return ((piece.path, text.encode()),)


def _clash(piece: Piece, names: frozenset[str], imports: dict[str, str], own: str) -> str | None:
    for need in piece.addition.needs:
        whole, _, alias = need.partition(" as ")
        home, _, name = whole.rpartition(".")
        bound = alias or name
        if home != own and bound in names and imports.get(bound) != whole:
            return bound
    return next((name for name in piece.names if name in names), None)


def _package(path: RepoPath, project: Project) -> tuple[tuple[RepoPath, bytes], ...]:
    """An empty `__init__.py` where the project has one in its other folders."""
    marked = {one.path.folder for one in project.modules if one.path.name == "__init__.py"}
    upper = path.folder.rpartition("/")[0]
    if path.folder in marked or upper not in marked:
        return ()
    return ((RepoPath(f"{path.folder}/__init__.py"), b""),)
