"""Folders that documents draw as a tree, and the files of steps that go there."""

from __future__ import annotations

import pytest
from test_plan_stacks import drafted

from agent.core.documents import RepoPath, Source
from agent.core.spec import Endpoint
from agent.drafters.builtin.planning.places.drawn import drawn
from agent.drafters.builtin.planning.places.ground import Ground, Named
from agent.drafters.builtin.planning.places.layout import lay_out
from agent.drafters.builtin.planning.places.stacks import built, stacks
from agent.drafters.builtin.planning.subject import subject_of

SHOP = """shop/
+-- backend/   # server
|   +-- app/
|   |   +-- api/
|
|   +-- tests/
+-- docs/"""
TREES = [
    (SHOP, ["backend", "backend/app", "backend/app/api", "backend/tests", "docs"]),
    ("src/\n\u251c\u2500 lib\n\u2502  \u2514\u2500 `services/`", ["src/lib", "src/lib/services"]),
    (".\n+-- src\n|   |-- api\n|   `-- db", ["src", "src/api", "src/db"]),
    ("`backend/src/`\n\u2514\u2500\u2500 routes", ["backend/src/routes"]),
    ("Some words stand here.\n\u2514\u2500\u2500 .", []),
    ("Call it with\n`--flag` set", []),
    ("| a | b |\n|---|---|\n- an item", []),
]


@pytest.mark.parametrize(("text", "paths"), TREES)
def test_each_line_of_a_tree_has_its_whole_path(text: str, paths: list[str]) -> None:
    assert list(drawn(tuple(text.split("\n"))).values()) == paths


def placed(stack: str, target: str, *said: str) -> dict[str, str]:
    """Where each role's code goes where a document names these folders."""
    method, path = target.split()
    subject = subject_of(Endpoint(method=method, path=path))
    source = Source(path=RepoPath("README.md"), line=1, last=1)
    named = tuple(
        Named(path=one.partition(" ")[0].rstrip("/"), source=source, said=one) for one in said
    )
    ground = Ground(there=(), planned=(), named=named, subjects=frozenset())
    known = built(next(one for one in stacks() if one.name == stack), (), ())
    return {role: place.path.value for role, place in lay_out(subject, known, ground).places}


def test_the_folder_of_the_server_is_before_each_layer_once() -> None:
    found = placed("fastapi", "GET /loan-items", "backend/app/", "backend/app/schemas/")
    assert found["types"] == "backend/app/schemas/loan_items.py"
    assert found["service"] == "backend/app/services/loan_items.py"
    nest = placed("nest", "GET /loan-items", "apps/api/src/", "apps/api/src/users/")
    assert nest["route"] == "apps/api/src/loan-items/loan-items.controller.ts"
    go = placed("go", "GET /loan-items", "app/internal/handlers/")
    assert go["route"] == "app/internal/handlers/loan_item_handler.go"
    assert go["tests"] == "app/internal/handlers/loan_item_handler_test.go"
    other = placed("go", "GET /loan-items", "internal/handler/")
    assert other["route"] == "internal/handler/loan_item_handler.go"
    assert other["tests"] == "internal/handler/loan_item_handler_test.go"


def test_folders_of_pages_are_not_the_server_s_where_both_are_named() -> None:
    found = placed("express", "GET /loans", "frontend/src/services/", "backend/src/services/")
    assert found["service"] == "backend/src/services/loan.service.ts"


TESTS = [
    ("astro", ("src/test/ # setup",), "src/lib/services/loan.service.test.ts"),
    ("astro", ("e2e/tests/",), "src/lib/services/loan.service.test.ts"),
    ("astro", ("src/lib/validation/__tests__/",), "src/lib/services/loan.service.test.ts"),
    ("astro", ("tests/",), "tests/listLoans.test.ts"),
]


@pytest.mark.parametrize(("stack", "said", "tests"), TESTS)
def test_a_named_folder_of_tests_is_taken_if_it_is_for_these(
    stack: str, said: tuple[str, ...], tests: str
) -> None:
    assert placed(stack, "GET /api/loans", *said)["tests"] == tests


def test_the_root_of_routes_may_stand_in_a_longer_path() -> None:
    found = placed("next", "GET /api/loans", "app/api/users/route.ts")
    assert found["route"] == "app/api/loans/route.ts"


OWN = """# Layout

```
src/
├── pages/
│   └── api/
│       ├── loan-items/  # loans
│       └── users/
├── schemas/
│   ├── loan-items.schema.ts
│   └── users.schema.ts
├── services/
│   └── loan-item.service.ts
```
"""


def test_files_are_called_as_a_tree_has_them() -> None:
    text = drafted("Astro, TypeScript, Zod", rules=OWN)
    for file in (
        "src/pages/api/loan-items/index.ts",
        "src/schemas/loan-items.schema.ts",
        "src/services/loan-item.service.ts",
    ):
        assert f"files: `{file}` (new" in text
    assert "`src/pages/api/loan-items.ts` (new)" in drafted("Astro, TypeScript, Zod")
