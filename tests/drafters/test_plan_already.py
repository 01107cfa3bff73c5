"""What the code has already is taken: the service's function, the schema's file."""

from __future__ import annotations

import pytest
from planprojects import endpoint

from agent.core.documents import RepoPath, Source
from agent.core.shapes import TypeDefinition
from agent.core.spec import Spec
from agent.drafter import Code
from agent.drafters.builtin.planning.places.already import existing_function, with_schema
from agent.drafters.builtin.planning.places.ground import Ground, Place
from agent.drafters.builtin.planning.places.layout import Layout
from agent.drafters.builtin.planning.places.stacks import UNKNOWN, stacks
from agent.drafters.builtin.planning.subject import subject_of

SERVICE = RepoPath("src/lib/services/lamp.service.ts")
ASTRO = next(one for one in stacks() if one.name == "astro")
METHODS = """export class LampService {
  async getLamps(query: Query): Promise<Lamp[]> { return []; }
  async getLampById(id: string) { return this.one(id); }
  static async addLamp(lamp: Lamp) { return lamp; }
  private removeLamp(id: string): void {}
}
export const lightLamp = async (id: string) => id;
export async function listRoomLamps(room: string) { return []; }
"""
PYTHON = "async def update_lamp(lamp_id: int) -> None:\n    pass\n"


def _layout(*, new: bool = False, checks: str = "", route: str = "") -> Layout:
    places = [("service", Place(path=SERVICE, new=new))]
    places += [("validation", Place(path=RepoPath(checks), new=True))] if checks else []
    places += [("route", Place(path=RepoPath(route), new=True))] if route else []
    return Layout(places=tuple(places))


@pytest.mark.parametrize(
    ("call", "text", "name"),
    [
        ("GET /api/lamps", METHODS, "getLamps"),
        ("GET /api/lamps/{id}", METHODS, "getLampById"),
        ("GET /api/lamps/{lampId}", METHODS, "getLampById"),
        ("GET /api/public/lamps/{hash}", METHODS, ""),
        ("POST /api/lamps", METHODS, "addLamp"),
        ("DELETE /api/lamps/:id", METHODS, "removeLamp"),
        ("POST /api/lamps/{id}/light", METHODS, "lightLamp"),
        ("GET /api/rooms/{id}/lamps", METHODS, "listRoomLamps"),
        ("PATCH /api/lamps/{id}", METHODS, ""),
        ("PATCH /api/lamps/{id}", PYTHON, "update_lamp"),
        ("PATCH /api/lamps/{id}", PYTHON.replace("update", "_update"), ""),
        ("GET /api/lamps", "", ""),
    ],
)
def test_the_service_s_own_function_is_taken(call: str, text: str, name: str) -> None:
    code = Code(listed=lambda: (SERVICE,), read=lambda _: text.encode() or None)
    subject = subject_of(endpoint(call))

    found = existing_function(subject, ASTRO, _layout(), code)
    assert (found.name if found is not None else "") == name
    assert found is None or name in text.splitlines()[found.source.line - 1]
    assert existing_function(subject, ASTRO, _layout(new=True), code) is None
    assert existing_function(subject, UNKNOWN, _layout(), code) is None


ROUTES = tuple(RepoPath(f"src/pages/api/{one}.ts") for one in ("rooms", "walls", "doors"))
USUAL = "src/lib/schemas/lamp.schema.ts"


def _checked(name: str, path: str, there: tuple[RepoPath, ...], checks: str = USUAL) -> str:
    source = Source(path=RepoPath(path), line=1, last=1)
    spec = Spec(
        endpoint=endpoint("POST /api/lamps"),
        title="",
        types=(TypeDefinition(name=name, source=source, serves="body"),),
    )
    ground = Ground(there=there, planned=(), named=(), subjects=frozenset())
    layout = _layout(checks=checks, route="src/pages/api/lamps.ts")
    found = with_schema(layout, spec, ground)
    place = found.place("validation")
    return place.path.value if place is not None else ""


@pytest.mark.parametrize(
    ("name", "path", "there", "expected"),
    [
        ("LampSchema", "src/lib/schemas.ts", ("src/lib/schemas.ts",), "src/lib/schemas.ts"),
        ("LampSchema", "src/lib/schemas.ts", (), USUAL),
        ("LampResponseSchema", "src/lib/schemas.ts", ("src/lib/schemas.ts",), USUAL),
        ("LampDto", "src/lib/schemas.ts", ("src/lib/schemas.ts",), USUAL),
        ("LampSchema", "src/types.ts", ("src/types.ts",), "src/types.ts"),
    ],
)
def test_checks_go_where_the_schema_is(
    name: str, path: str, there: tuple[str, ...], expected: str
) -> None:
    assert _checked(name, path, tuple(map(RepoPath, there))) == expected


def test_routes_that_check_for_themselves_get_no_file_for_it() -> None:
    other = RepoPath("src/lib/schemas/room.schema.ts")

    assert _checked("LampDto", "src/types.ts", ROUTES) == ""
    assert _checked("LampDto", "src/types.ts", ROUTES[:1]) == USUAL
    assert _checked("LampDto", "src/types.ts", (*ROUTES, other)) == USUAL
    assert _checked("LampDto", "a.ts", (*ROUTES, RepoPath("db/lamp_schema.sql"))) == ""
    assert _checked("LampSchema", "src/a.ts", (RepoPath("src/a.ts"),), checks="") == ""
