from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from test_model_drafter import PLAN, SPEC, a_step, code

from agent.core.documents import RepoPath
from agent.core.plan import Step
from agent.core.spec import Rule
from agent.drafter import Known, StepRequest
from agent.drafters.model.importing import Modules
from agent.drafters.model.outlining import outline
from agent.drafters.model.picking import Shown, pick
from agent.drafters.model.sending import Fence

ROUTE = b"""import { listGoals } from "../../lib/services/goals.service";
import { z } from "zod";

export const prerender = false;
export async function GET(context: APIContext) {
  return listGoals(context);
}
"""
SERVICE = (
    b"""export interface Goal {
  id: string;
  name?: string;
}

export async function listGoals(context: unknown): Promise<Goal[]> {
  const rows = await load(context);
  return rows;
}
"""
    + b"// more\n" * 60
)
PROJECT = {
    "src/pages/api/goals.ts": ROUTE,
    "src/lib/services/goals.service.ts": SERVICE,
    "src/lib/services/goals.service.test.ts": b"test('x', () => {});\n",
    "src/components/Goal.tsx": b"export const Goal = () => null;\n",
    "app/__init__.py": b"",
    "app/books.py": b"from app import db\nfrom app.models import Book\n\ndef get_book(): ...\n",
    "app/models.py": b"class Book:\n    id: int\n    name: str = ''\n" + b"# more\n" * 60,
    "app/db.py": b"def connect() -> None: ...\n",
    "tests/conftest.py": b"def client(): ...\n",
    "tests/test_books.py": b"def test_get_book(): ...\n",
    ".env": b"KEY=1\n",
}

RULES = (Rule(path=RepoPath(".rules"), text="a", always=True),)


def asked(step: Step, project: Mapping[str, bytes], *others: Step) -> StepRequest:
    plan = replace(PLAN, steps=(step, *others))
    return StepRequest(
        step=step,
        plan=plan,
        endpoint=SPEC.endpoint,
        look_up=lambda: Known(spec=SPEC, rules=RULES),
        code=code(project),
    )


def picked_for(request: StepRequest) -> dict[str, Shown]:
    found = pick(request, Modules(request.code.paths))
    return {one.path.value: one for one in found}


def picked(
    *files: str,
    project: Mapping[str, bytes] = PROJECT,
    others: tuple[Step, ...] = (),
    body: str = "",
) -> dict[str, Shown]:
    return picked_for(asked(replace(a_step(1, *files), body=body), project, *others))


def test_a_new_service_gets_a_sibling_its_test_and_what_it_imports() -> None:
    found = picked("src/lib/services/users.service.ts")

    assert list(found) == [
        "src/lib/services/goals.service.ts",
        "src/lib/services/goals.service.test.ts",
    ]
    assert found["src/lib/services/goals.service.ts"].whole


def test_a_route_that_is_there_is_whole_and_its_imports_are_signatures() -> None:
    found = picked("src/pages/api/goals.ts")

    assert found["src/pages/api/goals.ts"].whole
    service = found["src/lib/services/goals.service.ts"]
    assert [line for _, line in service.lines] == [
        "export interface Goal {",
        "  id: string;",
        "  name?: string;",
        "export async function listGoals(context: unknown): Promise<Goal[]> {",
    ]
    assert "6 of 68 lines" not in service.said(Fence("7f3a", str))
    assert ", 4 of 69 lines]]" in service.said(Fence("7f3a", str))


def test_a_python_module_imports_by_name() -> None:
    found = picked("app/books.py")

    assert set(found) == {"app/books.py", "app/db.py", "app/models.py"}
    assert [line for _, line in found["app/models.py"].lines] == [
        "class Book:",
        "    id: int",
        "    name: str = ''",
    ]


def test_a_new_test_gets_a_test_and_the_fixtures() -> None:
    assert {"tests/test_books.py", "tests/conftest.py"} <= set(picked("tests/test_loans.py"))


@pytest.mark.parametrize(
    ("others", "body", "sent"),
    [
        # It is named alone: one read away.
        (("app/db.py",), "", set()),
        (("app/db.py",), "opened by `connect() -> Session`", {"app/db.py"}),
        (("app/models.py",), "gives `list[Book]`", {"app/models.py"}),
        (("app/models.py",), "gives a Book", set()),
        # What is named uses another one of the plan's.
        (("app/books.py", "app/db.py"), "calls `get_book`", {"app/books.py", "app/db.py"}),
        (("app/none.py",), "calls `get_book`", set()),
        (("tests/helpers.py",), "", {"tests/helpers.py"}),
    ],
)
def test_of_another_step_what_the_batch_uses_goes_along(
    others: tuple[str, ...], body: str, sent: set[str]
) -> None:
    project = {**PROJECT, "tests/helpers.py": b"def rows(): ...\n"}
    made = (a_step(2, *others), a_step(3, "tests/test_books.py"))

    found = picked("tests/test_loans.py", project=project, others=made, body=body)

    said = {one for one, shown in found.items() if shown.why == "plan"}
    assert said == sent
    assert all(", of another step" in found[one].said(Fence("7f3a", str)) for one in sent)


@pytest.mark.parametrize(
    ("path", "sent"), [("app/db.py", True), ("docs/db-plan.md", False), (".rules", False)]
)
@pytest.mark.parametrize("in_item", [False, True])
def test_a_file_that_the_steps_text_cites_is_shown_but_a_document(
    path: str, *, sent: bool, in_item: bool
) -> None:
    step = a_step(1, "app/new.py")
    # Of an item nobody lists the files: they are what it names.
    cites = (
        replace(step, items=(a_step(2, path),))
        if in_item
        else replace(step, body=f"laid out like `{path}`:2")
    )

    found = picked_for(asked(cites, {**PROJECT, "docs/db-plan.md": b"a\n", ".rules": b"a\n"}))

    assert (path in found and found[path].why == "step") is sent


def test_a_document_that_a_step_changes_is_shown() -> None:
    assert picked("docs/a.md", project={**PROJECT, "docs/a.md": b"a\n"})["docs/a.md"].whole


def test_of_a_long_file_the_named_regions_are_shown() -> None:
    lines = [f"x{n} = {n}" for n in range(600)]
    lines[500] = "def create_card(): ..."
    project = {"app/long.py": "\n".join(lines).encode()}

    (found,) = picked("app/long.py", project=project, body="change `create_card`").values()

    numbers = [number for number, _ in found.lines]
    assert {1, 30, 501, 490, 513} <= set(numbers)
    assert len(numbers) < 100


def test_a_rare_name_is_shown_before_a_common_one() -> None:
    lines = [f"status_{n} = status" for n in range(600)]
    lines[550] = "duration = 1"
    project = {"app/long.py": "\n".join(lines).encode()}

    said = "add `duration` beside `status`"
    (found,) = picked("app/long.py", project=project, body=said).values()

    numbers = [number for number, _ in found.lines]
    assert {539, 551, 563} <= set(numbers)
    assert len(numbers) <= 400


def test_of_a_long_file_of_another_step_what_that_step_names_is_shown() -> None:
    lines = [f"x{n} = {n}" for n in range(200)]
    lines[150] = "    async def remove_all(self, name): ..."
    made = replace(a_step(1, "app/long.py"), body="- `remove_all(name) -> bool`: False where gone")
    project = {"app/long.py": "\n".join(lines).encode()}

    said = "calls `remove_all` of the `Repository`"
    (found,) = picked("tests/test_new.py", project=project, others=(made,), body=said).values()

    numbers = [number for number, _ in found.lines]
    assert (numbers[0], numbers[-1]) == (139, 163)


def test_a_path_that_a_command_names_from_its_folder_is_the_file_there() -> None:
    project = {
        "backend/tests/test_books.py": b"def test_book(): ...\n",
        "backend/tests/test_auth.py": b"def test_auth(): ...\n",
        "backend/tests/conftest.py": b"def client():\n    return make()\n" + b"# more\n" * 60,
        "e2e/conftest.py": b"def browser(): ...\n",
    }
    said = "- Proof: `docker compose exec api pytest tests/test_books.py`"
    found = picked("backend/tests/test_books.py", project=project, body=said)

    assert list(found) == ["backend/tests/test_books.py", "backend/tests/conftest.py"]
    assert found["backend/tests/conftest.py"].text == "def client():"


def test_fixtures_of_other_tests_are_none_of_a_new_one() -> None:
    found = picked(
        "tests/test_loans.py", project={**PROJECT, "e2e/conftest.py": b"def page(): ..."}
    )

    assert "tests/conftest.py" in found
    assert "e2e/conftest.py" not in found


def test_T25_a_file_of_keys_is_never_picked() -> None:
    assert picked(".env") == {}


@pytest.mark.parametrize(
    ("path", "line", "target"),
    [
        ("src/a/b.ts", 'import x from "../c"', "src/c.ts"),
        ("src/a/b.ts", 'import x from "@/lib/d"', "src/lib/d/index.ts"),
        ("src/a/b.ts", "const x = require('./e.js')", "src/a/e.ts"),
        ("app/a.py", "from .b import c", "app/b.py"),
        ("app/a.py", "from . import b", "app/b.py"),
        ("app/x/a.py", "from ..b import c", "app/b.py"),
        ("src/main/java/com/x/A.java", "import com.x.B;", "src/main/java/com/x/B.java"),
        ("src/a/b.ts", 'import x from "zod"', None),
    ],
)
def test_imports_of_the_repositorys_own(path: str, line: str, target: str | None) -> None:
    there = (
        "src/c.ts",
        "src/lib/d/index.ts",
        "src/a/e.ts",
        "app/b.py",
        "src/main/java/com/x/B.java",
    )

    found = Modules(tuple(map(RepoPath, there))).used(RepoPath(path), f"{line}\n")

    assert [one.value for one in found] == ([target] if target else [])


def test_an_outline_is_what_is_declared() -> None:
    code_lines = (
        "public class A {",
        "    private readonly Db _db;",
        "    public async Task<IActionResult> Get(int id) {",
        "        return Ok(id);",
        "        if (x) {",
        '            print("Connected to the store")',
        "model Book {",
        "const x = 1;",
        "export const schema = z.object({",
        "def f(x: int) -> int:",
        "x" * 300,
    )

    assert [line.strip() for _, line in outline(code_lines)] == [
        "public class A {",
        "public async Task<IActionResult> Get(int id) {",
        "model Book {",
        "export const schema = z.object({",
        "def f(x: int) -> int:",
    ]
