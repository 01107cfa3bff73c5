"""The file of a type: one for all of an endpoint's, or one for each beside those of its side."""

from __future__ import annotations

from dataclasses import replace

from agent.core.documents import RepoPath
from agent.drafters.builtin.planning.places.coded import Types
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.places.layout import Layout
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.drafters.builtin.planning.subject import fold


def file_of(type_: str, names: Types, layout: Layout, stack: Stack) -> Place | None:
    """Where the type goes: with all others, or beside what is given or what is answered."""
    place = layout.place("types")
    own = {side: layout.place(side) for side in ("given", "answer")}
    if not (any(own.values()) or stack.one_type_a_file):
        return place
    near = own["answer" if type_ in {names.answer, names.page} else "given"]
    near = near or (place if stack.one_type_a_file else None)
    near = near or next(filter(None, own.values()), place)
    return _beside(near, type_, layout) if near is not None else None


def _beside(near: Place, type_: str, layout: Layout) -> Place:
    """The same file where it is called so, else one beside it."""
    if fold(near.path.name.removesuffix(near.path.suffix)) == fold(type_):
        return near
    path = RepoPath(f"{near.path.folder}/{type_}{near.path.suffix}".lstrip("/"))
    return replace(near, path=path, new=path.value not in layout.there)
