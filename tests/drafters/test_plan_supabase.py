"""What Supabase serves itself: the pages ask it, and a function has a folder of its own."""

from __future__ import annotations

import pytest
from planprojects import endpoint, profile

from agent.core.documents import Document, RepoPath
from agent.core.spec import Rule
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin import plan as drafter
from agent.sources.gathering.gather import gather

PAGES = "- React with Vite\n- Supabase (PostgreSQL, REST, Auth)\n"
API = """# API Plan

### {call}

Lists the lamps of the caller.

- Response: 200 OK
- Errors: 400 Bad Request, 401 Unauthorized, 404 Not Found
"""


def _files(call: str, stack: str, there: tuple[str, ...] = ()) -> list[str]:
    documents = [
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API.format(call=call)),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=f"# S\n\n{stack}"),
    ]
    texts = {one.path: one.text for one in documents}
    texts |= {RepoPath(one): "" for one in there}
    rules = tuple(
        Rule(path=RepoPath(one), text="Use Astro.", always=True)
        for one in there
        if one.endswith(".mdc")
    )
    request = PlanRequest(
        spec=gather(endpoint(call), documents, rules),
        profile=profile(),
        path=RepoPath(".ai/p.md"),
        answers=(),
        siblings=(),
        code=Code(
            listed=lambda: tuple(texts), read=lambda path: texts.get(path, "").encode() or None
        ),
    )
    drafted = drafter.plan(request)
    assert isinstance(drafted, PlanDraft)
    lines = drafted.text.split("\n")
    return [line.rpartition("files: ")[2] for line in lines if line.startswith("- Kind: edit")]


@pytest.mark.parametrize(
    ("call", "stack", "there", "files"),
    [
        (
            "GET /lamps",
            PAGES,
            (),
            ["`src/api/lamps.api.ts` (new)", "`src/api/lamps.api.test.ts` (new)"],
        ),
        (
            "GET /rest/v1/lamps",
            "- Astro\n- Supabase\n",
            ("src/lib/services/lamp.service.ts",),
            ["`src/lib/services/lamp.service.ts` (exists)"],
        ),
        (
            "POST /functions/v1/count-lamps",
            PAGES,
            ("supabase/functions/count-lamp/index.ts",),
            ["`supabase/functions/count-lamp/index.ts` (exists)"],
        ),
        (
            "POST /functions/v1/count-lamps",
            PAGES,
            (),
            ["`supabase/functions/count-lamps/index.ts`"],
        ),
        ("GET /rest/v1/lamps", "- Astro\n", (), ["`src/lib/services/lamp.service.ts` (new)"]),
        ("GET /lamps", f"{PAGES}- Hono\n", (), ["you choose"]),
        ("GET /lamps", "- Supabase\n", (), ["you choose"]),
    ],
)
def test_no_route_is_written_for_what_is_served_already(
    call: str, stack: str, there: tuple[str, ...], files: list[str]
) -> None:
    found = _files(call, stack, there)

    assert found[0].startswith(files[0])
    assert found[: len(files)][-1].startswith(files[-1])
    assert ("Astro" in stack and "Supabase" not in stack) is any("pages/api" in x for x in found)


def test_rules_that_are_named_for_a_server_come_before_the_pages() -> None:
    found = _files("GET /lamps", PAGES, (".cursor/rules/astro.mdc",))

    assert "`src/pages/api/lamps.ts` (new)" in found


def test_a_manifest_with_a_server_comes_before_the_pages() -> None:
    found = _files("GET /lamps", PAGES, ("astro.config.mjs",))

    assert "`src/pages/api/lamps.ts` (new)" in found
