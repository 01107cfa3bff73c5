"""What an endpoint beside pages needs: its schema run, its caller known, its writes whole."""

from __future__ import annotations

import re
from typing import Any

import pytest
from planprojects import endpoint, profile

from agent.core.documents import Document, RepoPath
from agent.core.spec import Rule
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin import plan as drafter
from agent.sources.gathering.gather import gather

API = """# API

## Orders

### POST /api/orders

- Description: Places an order.
- Request body:

```json
{
  "title": "string (<=80)",
  "loaves": [{ "flour": "string", "grams": 400, "note": "string" }]
}
```

- Success: 201
- Errors: 400

### GET /api/orders/{id}

- Success: 200

## Access

- Supabase Auth tokens; 401 without one.
- Authorization:
  - Bakers can access /api/orders and what is below it.
  - Drivers also can create own orders
"""
DB = """# DB

### orders

- id: uuid, primary key
- baker_id: uuid, not null, references users(id)
- title: text, not null

### loaves

- id: uuid, primary key
- order_id: uuid, not null, references orders(id)
- flour: text, not null
- grams: int, not null
- note: text, null

### users

- id: uuid, primary key

## Policies

```sql
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE loaves ENABLE ROW LEVEL SECURITY;
CREATE POLICY orders_own ON orders FOR INSERT WITH CHECK (baker_id = auth.uid());
CREATE POLICY loaves_read ON loaves FOR SELECT USING (
  EXISTS (SELECT 1 FROM orders WHERE orders.id = order_id AND orders.baker_id = auth.uid())
);
```
"""
STACK = "- Astro 5\n- Supabase"
RULES = """# Rules

- `./src/middleware/index.ts` - Astro middleware
- Use Zod schemas to validate what is exchanged
- Use zod for input validation in API routes
- Use SupabaseClient from `src/db/supabase.client.ts`
"""


def drafted(call: str, rules: str = RULES, stack: str = STACK, there: tuple[str, ...] = ()) -> str:
    documents = [
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=DB),
        Document(path=RepoPath("tech-stack.md"), role="tech-stack", text=stack),
    ]
    rule = Rule(path=RepoPath("AGENTS.md"), text=rules, always=True)
    texts = {**{one.path: one.text for one in documents}, rule.path: rules}
    made = drafter.plan(
        PlanRequest(
            spec=gather(endpoint(call), documents, (rule,)),
            profile=profile(),
            path=RepoPath("p.md"),
            answers=(),
            siblings=(),
            code=Code(
                listed=lambda: (*texts, *map(RepoPath, there)),
                read=lambda path: texts.get(path, "").encode() or None,
            ),
            rules=(rule,),
        )
    )
    assert isinstance(made, PlanDraft)
    return made.text


LINES = [
    "`loaves[].flour` (string, required), `loaves[].grams` (integer, required)",
    "; Drivers also can create own orders (api-plan.md:",
    "all or nothing: by one database function (`rpc`)",
    "order.service.ts` (new), `src/db/supabase.client.ts` (new if missing)\n",
    "files: `src/pages/api/orders.ts` (new), `src/middleware/index.ts` (new if missing)\n",
    "with `CreateOrderCommand` (checked by `createOrderSchema`) and returns `201`",
    "- Before it, `src/middleware/index.ts` has to tell the caller (AGENTS.md:3)",
    "files: `src/lib/services/order.service.test.ts` (new), `tests/api/orders.test.ts` (new)\n",
    "`createOrderSchema`: `title` outside the limits, required values missing\n- `POST",
]


@pytest.mark.parametrize("line", LINES)
def test_what_such_an_endpoint_needs_is_in_its_plan(line: str) -> None:
    assert line in drafted("POST /api/orders")


UNSAID = [
    ("POST /api/orders", "`loaves[].note` (string, required", {}),
    ("POST /api/orders", "has to tell the caller", {"there": ("src/middleware/index.ts",)}),
    ("POST /api/orders", "(`rpc`)", {"stack": "- Astro 5\n- Supabase\n- Prisma"}),
    ("POST /api/orders", "supabase.client.ts`\n", {"rules": "- Use Zod."}),
    ("GET /api/orders/{id}", "own orders", {}),
    ("GET /api/orders/{id}", "(`rpc`)", {}),
]


@pytest.mark.parametrize(("call", "line", "other"), UNSAID)
def test_what_it_does_not_need_is_left_out(call: str, line: str, other: dict[str, Any]) -> None:
    assert line not in drafted(call, **other)


@pytest.mark.parametrize(
    ("stack", "there", "files"),
    [
        ("- Next.js 15", (), "src/app/api/orders/route.test.ts"),
        (
            "- Astro 5",
            ("src/lib/services/box.ts", "src/lib/services/__tests__/box.test.ts"),
            "src/pages/api/__tests__/orders.test.ts",
        ),
        ("- Express", (), ""),
    ],
)
def test_a_route_is_tested_where_no_page_becomes_of_it(
    stack: str, there: tuple[str, ...], files: str
) -> None:
    text = drafted("POST /api/orders", rules="- Use Zod.", stack=stack, there=there)
    [line] = re.findall(r"^- Kind: edit; files: (.*test.*)$", text, re.MULTILINE)

    assert re.findall(r"`([^`]+)`", line)[1:] == [files] * bool(files)
