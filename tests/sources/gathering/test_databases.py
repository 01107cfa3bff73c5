from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath, Role
from agent.core.spec import Endpoint
from agent.sources.gathering.databases import findings_of, schema_of
from agent.sources.gathering.gather import gather

PLAN = """# Database plan

## 1. Tables

### 1.1 `books`

| Column | Type | Constraints |
|---|---|---|
| id | uuid | PRIMARY KEY |
| title | varchar(200) | NOT NULL |
| state | book_state | NOT NULL |
| note | text | NULL |

**Unique constraint:** (title, state)

### 1.2 Shelf Marks

- `id` uuid PRIMARY KEY
- `state` text
  - which one it is, `NOT NULL`, DEFAULT 'new'

## 2. Enums

- `book_state`: `new`, `used`
- **colour**
  - `red`: loud
  - `blue`

## 3. Views

- `book_totals`: how many of each

## 4. Relationships

- books 1—N shelf_marks, because each of the books has many marks, and no mark ever stands
  in two of them

## 5. Indexes

| Index | Table | Columns |
|---|---|---|
| idx_title | books | title |

- books:
  - `idx_books_state` (state)

## 6. Triggers

- `touch` on `books` before update

## 7. RLS

### books

- Select: everybody

Shelf marks:

```sql
CREATE POLICY p ON shelf_marks FOR SELECT USING (true);
CREATE TABLE not_here (id int);
```
"""
SQL = """create table books (id uuid primary key, title text not null, state book_state, extra int,
  note text not null);
create table loans (id int);
create index idx_title on books (title);
"""


def documents(sql: str = SQL) -> tuple[Document, ...]:
    files: tuple[tuple[str, Role, str], ...] = (
        ("db/migrations/1.sql", "db-schema", sql),
        (".ai/db-plan.md", "db-plan", PLAN),
    )
    return tuple(Document(path=RepoPath(path), role=role, text=text) for path, role, text in files)


def test_what_stands_beside_tables_belongs_to_them() -> None:
    found = schema_of(documents("")[1:])
    books, marks = found.tables
    assert (books.name, marks.name) == ("books", "shelf_marks")
    assert books.constraints == ("Unique constraint: (title, state)",)
    assert marks.columns[1].constraints == ("NOT NULL", "DEFAULT 'new'")
    assert [(one.text, one.source.line) for one in books.indexes] == [
        ("idx_title | books | title", 42),
        ("idx_books_state (state)", 45),
    ]
    assert [one.text for one in books.triggers] == ["touch on books before update"]
    assert [one.text for one in books.policies] == ["Select: everybody"]
    assert [one.source.line for one in marks.policies] == [60]
    (relation,) = books.relations
    assert marks.relations == (relation,)
    assert (relation.source.line, relation.source.last) == (35, 36)


def test_enumerations_and_views_of_a_plan() -> None:
    found = schema_of(documents("")[1:])
    assert [(one.name, one.values) for one in found.enumerations] == [
        ("book_state", ("new", "used")),
        ("colour", ("red", "blue")),
    ]
    assert [one.name for one in found.views] == ["book_totals"]


def test_migrations_add_what_the_plan_lacks() -> None:
    books, _, loans = schema_of(documents()).tables
    assert [one.name for one in books.columns] == ["id", "title", "state", "note", "extra"]
    assert books.columns[1].type == "varchar(200)"
    assert loans.name == "loans"
    assert str(books.columns[-1].source) == "1.sql:1"


def test_contradictions_are_found_with_both_places() -> None:
    found = findings_of(documents())
    assert [one.message for one in found] == [
        "type of `books.title`: varchar(200) in db-plan.md:10, text in 1.sql:1",
        "nulls of `books.state`: NOT NULL in db-plan.md:11, NULL in 1.sql:1",
        "nulls of `books.note`: NULL in db-plan.md:12, NOT NULL in 1.sql:2",
    ]
    assert [str(one) for one in (found[0].source, *found[0].evidence)] == [
        "db-plan.md:10",
        "1.sql:1",
    ]


@pytest.mark.parametrize(
    ("planned", "built", "differ"),
    [
        ("uuid", "UUID", False),
        ("varchar(9)", "character varying(9)", False),
        ("varchar", "varchar(9)", False),
        ("varchar(9)", "varchar(8)", True),
        ("integer", "serial", False),
        ("integer", "bigint", True),
        ("timestamptz", "timestamp with time zone", False),
        ("timestamptz", "timestamp", True),
        ("text", "text[]", True),
        ("string", "text", False),
        ("string", "integer", True),
        ("my_type", "text", False),
        ("numeric(5,2)", "decimal(5, 2)", False),
    ],
)
def test_types_are_compared_by_what_they_mean(planned: str, built: str, *, differ: bool) -> None:
    texts = (f"```sql\ncreate table t (a {planned});\n```", f"create table t (a {built});")
    plan = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=texts[0])
    code = Document(path=RepoPath("migrations/1.sql"), role="db-schema", text=texts[1])
    assert bool(findings_of((plan, code))) == differ


@pytest.mark.parametrize(
    ("kind", "built", "differ"),
    [("String", "text", False), ("Int", "text", True), ("Kind", "text", False)],
)
def test_types_of_prisma_are_wide(kind: str, built: str, *, differ: bool) -> None:
    plan = Document(
        path=RepoPath(".ai/db-plan.md"),
        role="db-plan",
        text=f"```sql\ncreate table t (a {built});\n```",
    )
    code = Document(
        path=RepoPath("prisma/schema.prisma"),
        role="db-schema",
        text=f"model t {{\n a {kind}?\n}}\n",
    )
    assert bool(findings_of((code, plan))) == differ


def test_a_column_that_code_spells_otherwise_is_one() -> None:
    prisma = (
        "model books {\n id String @id\n title String\n State String?\n createdAt DateTime\n}\n"
    )
    code = Document(path=RepoPath("prisma/schema.prisma"), role="db-schema", text=prisma)
    text = "## Tables\n### `books`\n- id uuid PRIMARY KEY\n- created_at timestamptz NOT NULL\n"
    plan = Document(path=RepoPath("p.md"), role="db-plan", text=text)
    (books,) = schema_of((code, plan)).tables
    assert [one.name for one in books.columns] == ["id", "created_at", "title", "State"]
    (found,) = findings_of((code, plan))
    assert found.message == (
        "name of `books.created_at`: created_at in p.md:4, createdAt in schema.prisma:5"
    )


def test_an_endpoint_gets_its_tables_with_the_enumerations_they_hold() -> None:
    spec = gather(Endpoint(method="GET", path="/books"), documents(), ())
    assert [one.name for one in spec.tables] == ["books"]
    assert [one.name for one in spec.enumerations] == ["book_state"]
    assert [one.topic for one in spec.contradictions] == ["type", "nulls", "nulls"]


def test_a_key_of_the_table_is_never_null() -> None:
    plan = Document(
        path=RepoPath("p.md"), role="db-plan", text="## Tables\n### t_t\n- a int NOT NULL\n"
    )
    code = Document(
        path=RepoPath("migrations/1.sql"),
        role="db-schema",
        text="create table t_t (a int, primary key (a));",
    )
    assert findings_of((plan, code)) == ()


TIED = """# Database Plan

## Tables

### users

- `id` bigint primary key

### books

- `id` bigint primary key
- `owner_id` bigint references users(id)

### pages

- `id` bigint primary key
- `book_id` bigint references books(id)

### Relations

- users (1) to (N) shelves

### shelves

- `id` bigint primary key
"""


@pytest.mark.parametrize(
    ("path", "answer", "tables", "beside"),
    [
        ("/books", "{}", ["books"], ["users", "pages"]),
        ("/me", '{ "userId": 1 }', ["users"], ["books", "shelves"]),
        ("/sum", '{ "total_pages": 1 }', ["pages"], ["books"]),
        ("/other", '{ "id": 1 }', [], []),
    ],
)
def test_tables_that_keys_tie_and_those_an_answer_points_to(
    path: str, answer: str, tables: list[str], beside: list[str]
) -> None:
    api = f"# API\n\n## Endpoints\n\n### GET {path}\n\n- Response 200:\n\n```json\n{answer}\n```\n"
    documents = [
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TIED),
    ]
    spec = gather(Endpoint(method="GET", path=path), documents, ())

    assert [one.name for one in spec.tables] == tables
    assert [one.name for one in spec.beside] == beside


def test_a_path_that_only_a_resources_description_names() -> None:
    api = (
        "# API\n\n## Resources\n\n| Resource | Table | About |\n|---|---|---|\n"
        "| Page | `pages` | What readers mark |\n\n## Endpoints\n\n### GET /readers/me\n"
    )
    documents = [
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TIED),
    ]
    spec = gather(Endpoint(method="GET", path="/readers/me"), documents, ())

    assert [one.name for one in spec.tables] == ["pages"]


def test_the_table_that_holds_the_fields_comes_before_what_one_points_to() -> None:
    api = (
        "# API\n\n## Endpoints\n\n### POST /collection\n\n- Request:\n\n```json\n"
        '{ "book_id": 1, "shelf": "a", "copies": 2 }\n```\n'
    )
    held = "### held\n\n- `book_id` bigint references books(id)\n- `shelf` text\n- `copies` int\n"
    documents = [
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=f"{TIED}\n{held}"),
    ]
    spec = gather(Endpoint(method="POST", path="/collection"), documents, ())

    assert [one.name for one in spec.tables] == ["held", "books"]


def test_types_in_a_diagram_are_rough() -> None:
    drawn = "# Model\n\n```mermaid\nerDiagram\n  t {\n    timestamp a\n  }\n```\n"
    plan = Document(path=RepoPath("docs/data-model.md"), role="db-plan", text=drawn)
    code = Document(
        path=RepoPath("migrations/1.sql"), role="db-schema", text="create table t (a timestamptz);"
    )
    assert findings_of((plan, code)) == ()


def test_code_with_the_line_breaks_of_windows() -> None:
    model = "class Pen(models.Model):\r\n    ink = models.CharField(max_length=9)\r\n"
    code = Document(path=RepoPath("shop/models.py"), role="db-schema", text=model)
    assert [one.name for one in schema_of((code,)).tables] == ["Pen"]


@pytest.mark.parametrize(
    ("drawn", "made", "names"),
    [
        # A diagram of classes, and the tables that these are mapped to.
        ("Analysis DeskLamp", "analyses desk_lamps", "analyses desk_lamps"),
        ("books", "book", "books book"),
        ("Book", "books pens", "books pens"),
        ("Book", "booklets", "Book booklets"),
    ],
)
def test_a_class_and_its_table_are_one(drawn: str, made: str, names: str) -> None:
    diagram = "".join(f"  {one} {{\n    int id\n    text said\n  }}\n" for one in drawn.split())
    plan = f"# DB\n\n```mermaid\nerDiagram\n{diagram}```\n"
    script = "".join(f"create table {one} (id int, a text);\n" for one in made.split())
    tables = schema_of(
        (
            Document(path=RepoPath("docs/database.md"), role="db-plan", text=plan),
            Document(path=RepoPath("1.sql"), role="db-schema", text=script),
        )
    ).tables
    assert [one.name for one in tables] == names.split()
    assert [one.name for one in tables[0].columns][:2] == ["id", "said"]


def test_a_sketch_takes_types_and_name_from_what_is_built() -> None:
    plan = "# Data\n\n## Entities\n\n### Desk Lamp\n\nFields:\n\n- `id`\n- `watts`\n- `seen_at`\n"
    made = "create table desk_lamps (id int primary key, watts numeric not null);"
    (table,) = schema_of(
        (
            Document(path=RepoPath("docs/data-model.md"), role="db-plan", text=plan),
            Document(path=RepoPath("1.sql"), role="db-schema", text=made),
        )
    ).tables
    columns = [(one.name, one.type, " ".join(one.constraints)) for one in table.columns]
    assert table.name == "desk_lamps"
    assert columns == [
        ("id", "int", "primary key"),
        ("watts", "numeric", "not null"),
        ("seen_at", "", ""),
    ]
