"""The function that a route of the project calls already, in whatever file of services."""

from __future__ import annotations

import pytest
from planprojects import endpoint

from agent.core.documents import RepoPath
from agent.drafter import Code
from agent.drafters.builtin.planning.places.calledby import called_by_route
from agent.drafters.builtin.planning.places.ground import Ground, Place
from agent.drafters.builtin.planning.places.layout import Layout
from agent.drafters.builtin.planning.subject import subject_of

ROUTE = "src/pages/api/lamps/[id].ts"
FILES = {
    ROUTE: """import type { APIRoute } from "astro";
import { LampService } from "@/lib/services/lamp.service";
import { lightRoom, type Room } from "src/lib/services/rooms/light";
import { readers } from "../../../lib/services/subscriber";
import { trackLampDescribed } from "@/lib/services/tracks";
import { parse } from "@/lib/utils/parse";
import { Shelf } from "@/lib/services/shelf";

export const GET: APIRoute = async ({ params }) => {
  const body = await parse(params);
  const service = new LampService();
  await service.checkCaller(params.id);
  const lamp = await service.describeLamp(params.id);
  await trackLampDescribed(lamp);
  return new Response(lamp);
};

export const PATCH: APIRoute = async ({ params }) => {
  await lightRoom(params.id);
  const told = await missing(params.id);
};

export const DELETE: APIRoute = async ({ params }) => {
  return await new Shelf().delete(params.id);
};

export const PUT: APIRoute = async ({ params }) => {
  await readers.subscribe(params.id);
};

export const POST: APIRoute = async () => {
  await new LampService().checkCaller("");
};
""",
    "src/lib/services/lamp.service.ts": """export class LampService {
  async checkCaller(id: string) {}
  async describeLamp(id: string) {}
}
""",
    "src/lib/services/rooms/light.ts": "\nexport async function lightRoom(id: string) {}\n",
    "src/lib/services/shelf.ts": "export class Shelf {\n  async delete(id: string) {}\n}\n",
    "src/lib/services/subscriber.ts": """export class TooMany extends Error {}
export const readers = {
  subscribe: async (id: string) => id,
};
""",
    "src/lib/services/tracks.ts": "export async function trackLampDescribed() {}\n",
    "src/lib/utils/parse.ts": "export async function parse(lamp: object) {}\n",
}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("GET /api/lamps/{id}/describe", "describeLamp src/lib/services/lamp.service.ts:3"),
        ("PATCH /api/lamps/{id}/light", "lightRoom src/lib/services/rooms/light.ts:2"),
        ("DELETE /api/lamps/{id}", "Shelf.delete src/lib/services/shelf.ts:2"),
        ("POST /api/lamps/{id}", ""),
        ("PUT /api/subscriptions/{id}", "readers.subscribe src/lib/services/subscriber.ts:3"),
        ("PUT /api/lamps/{id}", ""),
    ],
)
def test_what_the_handler_waits_for_is_the_function(call: str, expected: str) -> None:
    files = {RepoPath(path): text.encode() for path, text in FILES.items()}
    code = Code(listed=lambda: tuple(files), read=files.get)
    ground = Ground(there=tuple(files), planned=(), named=(), subjects=frozenset())
    subject = subject_of(endpoint(call))

    def found(*, new: bool) -> str:
        place = Place(path=RepoPath(ROUTE), new=new)
        called = called_by_route(subject, Layout(places=(("route", place),)), ground, code)
        return f"{called.name} {called.source.path}:{called.source.line}" if called else ""

    assert found(new=False) == expected
    assert found(new=True) == ""
