from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agent.adapters.library.library import RepoLibrary
from agent.adapters.library.still import StillLibrary
from agent.core.check import Check, Formatter
from agent.core.documents import RepoPath, Role
from agent.core.settings import Settings
from agent.core.spec import Endpoint
from agent.pages.documents import named

API = "# API Plan\n\n### GET /books\n\nLists books.\n\n### POST /books\n\nAdds one.\n"
DB = "# Database\n\n## Tables\n\n### books\n\n- id: UUID, primary key\n- title: text\n"
PLAN = """\
# API Endpoint Implementation Plan: GET /books

## 1. Endpoint Overview

Lists.

## 2. Request Details

- Method: GET
- URL: /books

## 9. Implementation Steps

1. **Schema** in `app/schemas.py`
2. **Route** in `app/routes.py`
"""
FILES = {
    ".ai/api-plan.md": API,
    ".ai/db-plan.md": DB,
    ".ai/endpoints/get-books-plan.md": PLAN,
    ".cursor/rules/all.mdc": "---\nalwaysApply: true\n---\nBe kind.\n",
    ".cursor/rules/app.mdc": "---\nglobs: app/**\n---\nUse types.\n",
    ".cursor/rules/web.mdc": "---\nglobs: web/**\n---\nUse hooks.\n",
    ".ai/decisions.md": "# Decisions\n\n- 404 for another's.\n",
    "app/main.py": "app = 1\n",
    "README.md": "# Shop\n",
}


def put(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


API_PLANS: tuple[Role, ...] = ("api-plan",)


def listed(root: Path) -> tuple[RepoPath, ...]:
    found = (Path(folder, name) for folder, _, names in os.walk(root) for name in names)
    return tuple(sorted(RepoPath(one.relative_to(root).as_posix()) for one in found))


def library(root: Path, settings: Settings | None = None) -> RepoLibrary:
    return RepoLibrary(root, paths=lambda: listed(root), settings=lambda: settings or Settings())


def still(root: Path) -> StillLibrary:
    return StillLibrary(root, paths=lambda: listed(root), settings=Settings)


DTO = "export interface CreateBookCommand { title: string }\nexport interface Cart { id: string }\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    put(root, FILES)
    return root


def test_documents_have_their_roles_and_why(shop: Path) -> None:
    found = {str(one.path): (one.role, one.why) for one in library(shop).documents()}
    assert found[".ai/api-plan.md"] == ("api-plan", "its name")
    assert found[".ai/decisions.md"] == ("decisions", "its name")
    assert found[".cursor/rules/all.mdc"][0] == "rules"
    assert ".ai/endpoints/get-books-plan.md" not in found
    assert "app/main.py" not in found


def test_a_spec_has_the_types_that_serve_it(shop: Path) -> None:
    put(shop, {"src/types.ts": DTO})
    (found,) = library(shop).spec(Endpoint(method="POST", path="/books")).types
    assert (found.name, str(found.source)) == ("CreateBookCommand", "types.ts:1")


def test_the_readers_find_what_the_documents_say(shop: Path) -> None:
    shelf = library(shop)
    assert [str(one.endpoint) for one in shelf.endpoints()] == ["GET /books", "POST /books"]
    assert [one.name for one in shelf.schema().tables] == ["books"]
    (plan,) = shelf.plans()
    assert [step.title for step in plan.steps][:1]
    assert [str(one.path.name) for one in shelf.rules()] == [
        "decisions.md",
        "all.mdc",
        "app.mdc",
        "web.mdc",
    ]


def test_an_endpoint_gets_the_rules_that_hold_for_its_plans_files(shop: Path) -> None:
    spec = library(shop).spec(Endpoint(method="GET", path="/books"))
    names = {rule.path.name for rule in spec.rules}
    assert {"all.mdc", "app.mdc", "decisions.md"} <= names
    assert "web.mdc" not in names
    assert {
        rule.path.name for rule in library(shop).spec(Endpoint(method="POST", path="/books")).rules
    } == {
        "all.mdc",
        "decisions.md",
    }


BASED = """\
# API Plan

Base path: `/shop/rpc`

### GET /books

Lists books.

### GET /pens
"""


def test_a_plan_without_the_stated_base_is_of_the_listed_endpoint(shop: Path) -> None:
    put(shop, {".ai/api-plan.md": BASED})
    shelf = library(shop)
    (plan,) = shelf.plans()
    assert [str(one) for one in plan.endpoints] == ["GET /shop/rpc/books"]
    assert [str(one) for one in plan.spelled] == ["GET /books"]
    assert shelf.findings() == ()
    spec = shelf.spec(Endpoint(method="GET", path="/shop/rpc/books"))
    assert "app.mdc" in {rule.path.name for rule in spec.rules}


def test_an_endpoint_of_two_plans_is_listed_once(shop: Path) -> None:
    put(shop, {"docs/api-plan.md": "# API Plan\n\n### GET /books/\n\n### GET /pens\n\nPens.\n"})
    found = [str(one.endpoint) for one in library(shop).endpoints()]
    assert found == ["GET /books", "POST /books", "GET /pens"]


def test_of_several_api_plans_the_better_named_counts(shop: Path) -> None:
    other = "# API Plan\n\n### PUT /book\n\n### GET /api/book\n\n### GET /shelves\n"
    draft = "<api_analysis>\n\n### PATCH /books/{id}\n\n### POST /api/book\n"
    put(shop, {"docs/api-plan.md": other, ".ai/8-api-plan.md": draft})
    shelf = library(shop)
    plans = [str(one.path) for one in shelf.documents() if one.role == "api-plan"]
    assert plans == [".ai/api-plan.md", "docs/api-plan.md", ".ai/8-api-plan.md"]
    listed = [str(one.endpoint) for one in shelf.endpoints()]
    assert listed == ["GET /books", "POST /books", "PUT /book", "GET /shelves"]
    said = [one.message for one in shelf.findings() if one.rule == "contradiction"]
    assert said == [
        "`GET /api/book` in docs/api-plan.md:5, `GET /books` in .ai/api-plan.md:3",
        "`POST /api/book` in 8-api-plan.md:5, `POST /books` in api-plan.md:7",
    ]


DESCRIBED = """openapi: 3.0.3
paths:
  /books:
    get: {responses: {"200": {description: all}}}
    post: {responses: {"200": {description: made}}}
"""


def test_another_success_in_openapi_than_in_prose_is_a_contradiction(shop: Path) -> None:
    prose = "# API Plan\n\n### GET /books\n- Response: 200 OK\n\n### POST /books\n- Response: 201\n"
    put(shop, {".ai/api-plan.md": prose, ".ai/openapi.yaml": DESCRIBED})
    said = [one.message for one in library(shop).findings() if one.rule == "contradiction"]
    assert said == ["status of `POST /books`: 201 in api-plan.md:7, 200 in openapi.yaml:5"]


def test_a_draft_alone_is_read(shop: Path) -> None:
    (shop / ".ai/api-plan.md").rename(shop / ".ai/api-plan-draft.md")
    assert [str(one.endpoint) for one in library(shop).endpoints()] == ["GET /books", "POST /books"]


def test_without_any_api_plan_the_endpoints_of_plans_count(shop: Path) -> None:
    (shop / ".ai/api-plan.md").unlink()
    found = [(str(one.endpoint), one.source.path.name) for one in library(shop).endpoints()]
    assert found == [("GET /books", "get-books-plan.md")]
    (plan,) = library(shop).plans()
    assert [str(one) for one in plan.endpoints] == ["GET /books"]

    many = (
        "# API Implementation Plan\n\n## Request Details\n\n### Pens (`/api/pens`)\n\n"
        "- `GET /`\n- `POST /new`\n  - Errors: `409 Conflict`\n\n## Data Flow\n\nIn, out.\n\n"
        "## Implementation Steps\n\n1. Route\n2. Tests\n"
    )
    put(shop, {".ai/endpoints/pens-implementation-plan.md": many})
    shelf = library(shop)
    lines = [(str(one.endpoint), one.source.line) for one in shelf.endpoints()]
    assert lines == [("GET /books", 1), ("GET /api/pens", 7), ("POST /api/pens/new", 8)]
    assert [one.code for one in shelf.spec(shelf.endpoints()[-1].endpoint).statuses] == [409]


def test_where_nothing_is_called_a_plan_what_lists_endpoints_is(shop: Path) -> None:
    (shop / ".ai/api-plan.md").unlink()
    listed = "## Endpoints\n\n- `GET /books`\n- `POST /books`\n- `GET /books/{id}`\n"
    put(shop, {"README.md": f"# Shop\n\n{listed}", "api/README.md": listed, "web/README.md": "-"})
    found = {str(one.path): one.why for one in library(shop).documents() if one.role == "api-plan"}
    assert set(found) == {"README.md", "api/README.md"}
    put(shop, {"docs/API\u8a2d\u8a08.md": listed, "docs/api-test-report.md": listed})
    found = {str(one.path): one.why for one in library(shop).documents() if one.role == "api-plan"}
    assert set(found) == {"docs/API\u8a2d\u8a08.md"}
    put(shop, {"docs/API_Reference.md": listed, "docs/api.md": "# API\n\nSee elsewhere.\n"})
    found = {str(one.path): one.why for one in library(shop).documents() if one.role == "api-plan"}
    assert found == {"docs/API_Reference.md": "the endpoints it lists; no API plan lists any"}
    put(shop, {"docs/API_Reference.md": "-", "docs/endpoints.md": "# Endpoints\n\n- GET /one\n"})
    found = {str(one.path): one.why for one in library(shop).documents() if one.role == "api-plan"}
    assert set(found) == {"docs/endpoints.md", "docs/API\u8a2d\u8a08.md"}
    put(shop, {"docs/rare-book-loans-api.md": "# Loans\n\n- GET /two\n"})
    found = {str(one.path): one.why for one in library(shop).documents() if one.role == "api-plan"}
    assert set(found) >= {"docs/endpoints.md", "docs/rare-book-loans-api.md"}
    put(shop, {"docs/rare-book-loans-api.md": "-"})
    put(shop, {"docs/API_Reference.md": listed, "docs/endpoints.md": "-"})
    put(shop, {"docs/api-plan.md": "# API architecture plan\n\nLayers and folders.\n"})
    assert len(library(shop).endpoints()) == len(("GET /books", "POST /books", "GET /books/{id}"))


def test_a_plan_that_lists_none_tells_which_documents_do(shop: Path) -> None:
    table = "| Method | Path |\n|---|---|\n| GET | /api/{0} |\n"
    put(
        shop,
        {
            ".ai/api-plan.md": "# API plan\n\nReaders GET books; see docs/modules/01-books.md.\n",
            "docs/modules/01-books.md": "# Books\n\n" + table.format("books"),
            "docs/modules/02-pens.md": "# Pens\n\n" + table.format("pens"),
        },
    )
    assert [str(one.endpoint) for one in library(shop).endpoints()] == ["GET /api/books"]


def test_what_shows_examples_alone_leaves_others_their_say(shop: Path) -> None:
    (shop / ".ai/api-plan.md").unlink()
    calls = "".join(f"### {one}\n\n```\nPOST /api/{one}\n\n{{}}\n```\n\n" for one in "abc")
    listed = "## Endpoints\n\n- `GET /api/d`\n- `GET /api/e`\n- `GET /api/f`\n"
    put(shop, {"docs/API.md": f"# API\n\n## Example requests\n\n{calls}", "README.md": listed})
    assert [str(one.endpoint) for one in library(shop).endpoints()] == [
        *("GET /api/d", "GET /api/e", "GET /api/f"),
        *("POST /api/a", "POST /api/b", "POST /api/c"),
    ]


def test_of_what_lists_endpoints_the_likelier_place_counts(shop: Path) -> None:
    (shop / ".ai/api-plan.md").unlink()

    def listed(folder: str) -> str:
        calls = (f"GET /{folder}", f"POST /{folder}", f"PUT /{folder}/{{id}}")
        return "# API\n\n## Endpoints\n\n" + "".join(f"- `{call}`\n" for call in calls)

    def found() -> set[str]:
        return {str(one.path) for one in library(shop).documents() if one.role == "api-plan"}

    put(shop, {"README.md": listed("a"), "docs/project-spec.md": listed("b")})
    assert found() == {"docs/project-spec.md"}
    put(shop, {"docs/api/books.md": listed("books"), "docs/api/pens.md": listed("pens")})
    assert found() == {"docs/api/books.md", "docs/api/pens.md"}


def test_where_no_document_is_called_after_an_api_any_may_list_endpoints(shop: Path) -> None:
    (shop / ".ai/api-plan.md").unlink()
    listed = "# Shop\n\n## Server\n\n- `GET /pens`\n- `POST /pens`\n- `GET /pens/{id}`\n"
    put(shop, {"docs/server.md": listed, "docs/pages.md": "# Pages\n\nGET /pens is called.\n"})
    put(shop, {"notes/server.md": listed.replace("pens", "inks")})
    found = {str(one.path) for one in library(shop).documents() if one.role == "api-plan"}
    assert found == {"docs/server.md"}


def tables(shop: Path) -> dict[str, str]:
    """Which files tables come from, and by what these were taken."""
    shelf = library(shop)
    whys = {one.path: one.why for one in shelf.documents()}
    return {one.source.path.value: whys[one.source.path] for one in shelf.schema().tables}


def test_where_no_database_document_is_what_defines_tables_is(shop: Path) -> None:
    for one in (*shop.glob(".ai/db-*"), *shop.glob("**/*.sql")):
        one.unlink()
    assert tables(shop) == {}
    why = "the tables it defines; no document of the database does"
    drawn = "```mermaid\nerDiagram\n  a {\n    int id PK\n  }\n  b {\n    int id PK\n  }\n```\n"
    put(shop, {"README.md": f"# Shop\n\n{drawn}", "docs/architecture.md": "# Layers\n"})
    assert tables(shop) == {"README.md": why}
    put(shop, {"api/start.sql": "CREATE TABLE a (id int);", "api/seeds/a.sql": "CREATE TABLE z ("})
    put(shop, {"api/fill.sql": "INSERT INTO a VALUES (1);"})
    assert tables(shop) == {"api/start.sql": why}
    grids = "".join(f"## `{name}`\n\n| Column | Type |\n|-|-|\n| id | int |\n\n" for name in "ab")
    put(shop, {"docs/database.md": grids, "docs/db-session.md": grids, "docs/erd.md": "# None\n"})
    put(shop, {"docs/schema.md": f"# Schema\n\nObsolete, do not use.\n\n{grids}"})
    assert tables(shop) == {"docs/database.md": why}
    put(shop, {"db/init.sql": "CREATE EXTENSION pgcrypto;"})
    assert tables(shop) == {"docs/database.md": why}
    put(shop, {"db/schema.sql": "CREATE TABLE a (id int);"})
    assert tables(shop) == {"db/schema.sql": "its name"}


def test_a_document_that_says_it_is_given_up_is_kept_apart(shop: Path) -> None:
    old = API.replace("# API Plan", "# API Plan\n\nObsolete, do not use.").replace("/books", "/old")
    put(shop, {".ai/api-plan-v1.md": old})
    put(shop, {".ai/endpoints/old-plan.md": PLAN.replace("# API", "# DEPRECATED: API")})
    for shelf in (library(shop), still(shop)):
        assert [str(one.endpoint) for one in shelf.endpoints()] == ["GET /books", "POST /books"]
        assert [(str(one.endpoint), one.standing) for one in shelf.apart()] == [
            ("GET /old", "removed"),
            ("POST /old", "removed"),
        ]
        assert len(shelf.plans()) == 1
    assert [(one.rule, str(one.source)) for one in shelf.findings()] == [
        ("given-up", "api-plan-v1.md:3"),
        ("given-up", "old-plan.md:1"),
    ]
    assert shelf.left_out(API_PLANS, ()) == (".ai/api-plan-v1.md: line 3 says that it is given up",)


def test_where_all_is_given_up_nothing_is_listed(shop: Path) -> None:
    old = API.replace("# API Plan", "# API Plan\n\nObsolete, do not use.")
    listing = old.replace("# API Plan", "# API") + "### GET /a\n\nA.\n"
    put(shop, {".ai/api-plan.md": old, "docs/api.md": listing})
    assert library(shop).endpoints() == ()
    path = RepoPath(".ai/api-plan.md")
    for settings in (
        Settings(documents=(("api-plan", (path,)),)),
        Settings(beside=(("api-plan", (path,)),)),
    ):
        shelf = library(shop, settings)
        assert len(shelf.endpoints()) == 2
        assert shelf.left_out(API_PLANS, ()) == ()


def test_the_settings_say_which_documents_count(shop: Path) -> None:
    put(shop, {"notes/rest.txt": API.replace("/books", "/toys")})
    settings = Settings(
        documents=(("api-plan", (RepoPath("notes/rest.txt"),)),),
        checks=(Check(run=("true",), when="step"),),
    )
    shelf = library(shop, settings)
    assert [str(one.endpoint) for one in shelf.endpoints()] == ["GET /toys", "POST /toys"]
    assert shelf.checks() == settings.checks
    assert [one.why for one in shelf.documents() if one.role == "api-plan"] == [
        "the settings name it"
    ]


def test_formatters_are_those_of_the_settings_or_of_the_project(shop: Path) -> None:
    program = shop / "node_modules/.bin/prettier"
    put(shop, {"package.json": '{"devDependencies": {"prettier": "3"}}'})
    assert library(shop).formats() == ()
    put(shop, {"node_modules/.bin/prettier": "#!/bin/sh\n"})
    program.chmod(0o755)
    (found,) = library(shop).formats()
    assert found.run == ("node_modules/.bin/prettier", "--stdin-filepath", "{path}")
    mine = (Formatter(run=("true",)),)
    assert library(shop, Settings(formats=mine)).formats() == mine
    assert library(shop, Settings(formats=())).formats() == ()


def test_a_change_on_disk_is_seen_at_the_next_look(shop: Path) -> None:
    shelf = library(shop)
    assert len(shelf.endpoints()) == 2
    put(shop, {".ai/api-plan.md": API + "\n### GET /pens\n\nPens.\n"})
    assert len(shelf.endpoints()) == 3
    (shop / ".ai/api-plan.md").unlink()
    assert [one.source.path.name for one in shelf.endpoints()] == ["get-books-plan.md"]


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (".ai/api-plan.md", "Lists books.", "Lists novels.", "Lists novels."),
        (".ai/db-plan.md", "title: text", "name: text", "'name'"),
        (".cursor/rules/app.mdc", "Use types.", "Use none.", "Use none."),
        (".ai/endpoints/get-books-plan.md", "app/schemas.py", "web/a.ts", "Use hooks."),
    ],
)
def test_a_spec_is_gathered_anew_where_its_ground_has_changed(
    shop: Path, path: str, old: str, new: str, said: str
) -> None:
    found = library(shop)
    books = Endpoint(method="GET", path="/books")
    before = found.spec(books)

    again = found.spec(books)
    put(shop, {path: FILES[path].replace(old, new)})

    assert again is before
    assert said not in repr(before)
    assert said in repr(found.spec(books))


def test_specs_that_are_asked_for_at_once_are_each_their_own(shop: Path) -> None:
    found = still(shop)
    endpoints = [Endpoint(method=one, path="/books") for one in ("GET", "POST")] * 40

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(found.spec, endpoints))

    assert [one.endpoint for one in told] == endpoints


def test_a_spec_follows_a_file_that_its_description_refers_to(shop: Path) -> None:
    reference = '{"$ref": "book.json"}'
    body = (
        f'"responses": {{"200": {{"content": {{"application/json": {{"schema": {reference}}}}}}}}}'
    )
    get = f'"/books": {{"get": {{{body}}}}}'
    put(shop, {"openapi.json": f'{{"openapi": "3.0.0", "info": {{}}, "paths": {{{get}}}}}'})
    put(shop, {"book.json": '{"type": "object", "properties": {"title": {"type": "string"}}}'})
    found = library(shop)
    books = Endpoint(method="GET", path="/books")
    before = repr(found.spec(books))

    put(shop, {"book.json": '{"type": "object", "properties": {"writer": {"type": "string"}}}'})

    assert "writer" not in before
    assert "writer" in repr(found.spec(books))


def test_what_cannot_be_read_is_left_out_and_noted(shop: Path) -> None:
    outside = shop.parent / "outside.md"
    outside.write_text(API)
    (shop / "docs").mkdir()
    (shop / "docs/api-plan.md").symlink_to(outside)
    (shop / "docs/db-plan.md").write_bytes(b"# Tables\n\0\0")
    (shop / "docs/prd.md").write_bytes("# Требования ".encode("cp1251") * 500)
    (shop / "docs/tech-stack.md").write_bytes(b"x" * (2 * 1024 * 1024 + 1))
    shelf = library(shop)
    assert len(shelf.documents()) == 6
    assert sorted(one.message for one in shelf.findings()) == [
        "docs/api-plan.md: it is a symlink, or no regular file",
        "docs/db-plan.md: it is binary",
        "docs/prd.md: it is no text in UTF-8, UTF-16 or a Latin code page",
        "docs/tech-stack.md: it is larger than 512 KB",
    ]
    (shop / "docs/db-plan.md").write_text("# Tables\n")
    shelf.documents()
    assert "docs/db-plan.md: it is binary" not in [one.message for one in shelf.findings()]


@pytest.mark.parametrize(
    ("codec", "name"), [("cp1250", "CP1250"), ("iso8859_2", "ISO-8859-2"), ("utf-16", "UTF-16")]
)
def test_a_document_in_another_encoding_is_read_and_said(shop: Path, codec: str, name: str) -> None:
    text = "# API Plan\n\n### GET /książki\n\nZwraca książki, błędny próg, źle śpi.\n" + "x" * 5000
    (shop / ".ai/api-plan.md").write_bytes(text.encode(codec))
    shelf = library(shop)
    assert [str(one.endpoint) for one in shelf.endpoints()] == ["GET /książki"]
    assert [one.message for one in shelf.findings()] == [
        f".ai/api-plan.md is not UTF-8: it is read as {name}"
    ]
    put(shop, {".ai/api-plan.md": text})
    assert shelf.documents()
    assert shelf.findings() == ()


def test_T35_a_document_that_cannot_be_opened_is_left_out(shop: Path) -> None:
    os.mkfifo(shop / ".ai/prd.md")
    assert all(one.role != "prd" for one in library(shop).documents())


def test_a_head_that_ends_inside_a_character_is_read(shop: Path) -> None:
    put(shop, {"docs/notes.md": "x" * 4095 + "é" * 10})
    assert library(shop).findings() == ()
    library(shop).documents()


def test_classes_tell_of_the_tables_where_no_document_does(shop: Path) -> None:
    model = "from sqlmodel import SQLModel\n\n\nclass {0}(SQLModel, table=True):\n    id: int\n"
    code = {f"app/models/{one}.py": model.format(one.title()) for one in ("book", "shelf")}
    put(shop, code)
    assert [one.name for one in library(shop).schema().tables] == ["books"]

    (shop / ".ai/db-plan.md").unlink()
    found = library(shop)

    assert [one.name for one in found.schema().tables] == ["book", "shelf"]
    roles = [one.role for one in found.documents() if one.path.value.startswith("app/models")]
    assert sorted(roles) == ["db-schema", "db-schema", "types", "types"]
    rows = [one for one in named(found.documents()) if one.role == "db-schema"]
    assert [one.path for one in rows] == ["app/models (2 files)"]


def test_beside_migrations_of_net_classes_tell_of_what_other_files_make(shop: Path) -> None:
    (shop / ".ai/db-plan.md").unlink()
    put(
        shop,
        {
            "Shop/Data/ShopContext.cs": "class C : DbContext { DbSet<Book> Books { get; set; } }",
            "Shop/Data/Shelf.cs": '[Table("shelves")]\n'
            "public class Shelf { public int Id { get; } }",
            "Shop/Data/Migrations/1_Init.cs": 'void Up() { Create.Table("books")'
            '.WithColumn("id").AsInt32(); }',
        },
    )

    assert [one.name for one in library(shop).schema().tables] == ["books", "shelves"]


def test_beside_sql_alone_classes_tell_of_what_other_files_make(shop: Path) -> None:
    (shop / ".ai/db-plan.md").unlink()
    model = "from sqlmodel import SQLModel\n\n\nclass {0}(SQLModel, table=True):\n    id: int\n"
    put(shop, {f"app/models/{one}.py": model.format(one.title()) for one in ("book", "shelf")})
    put(shop, {"db/schema.sql": "CREATE TABLE books (id int);"})

    assert [one.name for one in library(shop).schema().tables] == ["books", "shelf"]


def test_migrations_in_code_stand_beside_a_plan_as_those_in_sql_do(shop: Path) -> None:
    php = "<?php Schema::create('loans', function (Blueprint $t) { $t->id(); });"
    put(shop, {"database/migrations/2024_create_loans_table.php": php})

    assert [one.name for one in library(shop).schema().tables] == ["books", "loans"]


def test_sql_adds_to_a_document_that_only_begins_with_tables(shop: Path) -> None:
    made = "```sql\nCREATE TABLE {0} (id int);\nCREATE TABLE {0}_rows (id int);\n```\n"
    (shop / ".ai/db-plan.md").unlink()
    put(shop, {"docs/gaps.md": "# What is missing\n\n" + made.format("loans")})
    put(shop, {"dump.sql": "CREATE TABLE readers (id int);\n"})
    assert [one.name for one in library(shop).schema().tables] == ["loans", "loans_rows", "readers"]

    put(shop, {".ai/db-plan.md": DB})
    names = [one.name for one in library(shop).schema().tables]
    assert sorted(names) == ["books", "loans", "loans_rows"]


def test_beside_an_index_of_endpoints_there_is_what_describes_them(shop: Path) -> None:
    (shop / ".ai/api-plan.md").unlink()
    paths = ("pens", "inks", "nibs")
    rows = "".join(f"| `/{one}` | GET | all |\n" for one in paths)
    index = f"# API endpoints\n\n| Endpoint | Method | Description |\n|---|---|---|\n{rows}"
    told = "# {0}\n\n## All\n\n**URL**: `/{0}`\n\n**Method**: `GET`\n\nErrors: 404 none\n"
    others = "# Login\n\n## Get in\n\n**URL**: `/login`\n\n**Method**: `POST`\n\nErrors: 401\n"
    put(shop, {"docs/api/endpoints.md": index, "docs/api/login-endpoints.md": others})
    put(shop, {f"docs/api/{one}-endpoints.md": told.format(one) for one in paths})
    put(shop, {"docs/pens-endpoints.md": told.format("pens")})
    shelf = library(shop)
    found = [str(one.path) for one in shelf.documents() if one.role == "api-plan"]
    assert set(found) == {f"docs/api/{one}endpoints.md" for one in ("", "pens-", "inks-", "nibs-")}
    spec = shelf.spec(Endpoint(method="GET", path="/nibs"))
    assert [one.code for one in spec.statuses] == [404]


def test_where_a_plan_only_sketches_its_tables_classes_tell_of_them(shop: Path) -> None:
    plan = "# Data\n\n## Entities\n\n### Desk Lamp\n\nFields:\n\n- `id`\n- `watts`\n"
    model = "class DeskLamp(Base):\n    __tablename__ = 'desk_lamps'\n    id = Column(Integer)\n"
    put(shop, {".ai/db-plan.md": plan, "app/models/lamp.py": model})
    (table,) = library(shop).schema().tables
    columns = [(one.name, one.type) for one in table.columns]
    assert (table.name, columns) == ("desk_lamps", [("id", "Integer"), ("watts", "")])
