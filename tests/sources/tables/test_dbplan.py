from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Table
from agent.sources.tables.dbplan import find_schema


def found(text: str) -> tuple[Table, ...]:
    return find_schema(Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=text)).tables


GRID = """## 1. Tables

### 1.1 `books`

| Column | Type | Constraints |
|---|---|---|
| id | uuid | PRIMARY KEY |
| title | varchar(200) | NOT NULL, CHECK (length(title) > 0) |
| shelf_id | uuid | REFERENCES shelves(id) ON DELETE SET NULL |

- UNIQUE (shelf_id, title)

### 1.2 book_state_enum

- `new`, `used`

## 2. Indexes

### books

- `idx_books_title` on books(title)
"""
BULLETS = """## Tabele

### Tabela: `books`

- **id**: uuid, PRIMARY KEY
- **title**: VARCHAR(200) NOT NULL
  - CHECK (length(title) > 0)
- shelf_id UUID REFERENCES shelves(id) ON DELETE SET NULL
- UNIQUE (shelf_id, title)

## Row Level Security

### shelves

- id uuid
"""
NESTED = """1. Tables

- **`app.books`**: what we own
  - `id`: `uuid`, PRIMARY KEY
  - `title varchar(200)` NOT NULL CHECK (length(title) > 0)
  - shelf_id uuid REFERENCES shelves(id) ON DELETE SET NULL
  - UNIQUE (shelf_id, title)

2. Indexes

- books
  - id uuid
"""
SQL = """### Books Table

```sql
CREATE TYPE state AS ENUM ('new', 'used');
CREATE TABLE IF NOT EXISTS "public"."books" (
  id uuid PRIMARY KEY, -- the key, of course
  title varchar(200) NOT NULL CHECK (length(title) > 0),
  shelf_id uuid REFERENCES shelves(id) ON DELETE SET NULL,
  UNIQUE (shelf_id, title)
);
CREATE TABLE books_2026 PARTITION OF books;
```
"""


@pytest.mark.parametrize(
    "text", [GRID, BULLETS, NESTED, SQL], ids=["grid", "list", "nested", "sql"]
)
def test_the_same_table_in_four_styles(text: str) -> None:
    (table,) = found(text)
    assert table.name == "books"
    assert [column.name for column in table.columns] == ["id", "title", "shelf_id"]
    assert [column.type.casefold() for column in table.columns] == ["uuid", "varchar(200)", "uuid"]
    assert [column.constraints for column in table.columns] == [
        ("PRIMARY KEY",),
        ("NOT NULL", "CHECK (length(title) > 0)"),
        ("REFERENCES shelves(id) ON DELETE SET NULL",),
    ]
    assert table.constraints == ("UNIQUE (shelf_id, title)",)
    lines = text.split("\n")
    assert all(one.text in lines[one.source.line - 1].replace("`", "") for one in table.stated)
    assert all(one.name in lines[one.source.line - 1] for one in table.columns)


def test_models_as_code_declares_them() -> None:
    text = """# Django models schema

## Models

### Book (what is lent)
- `title: CharField(max_length=64, unique=True)` - as printed.
- `shelf: ForeignKey(Shelf, on_delete=models.SET_NULL, related_name="books", null=True)`.
- sold = models.DateField(auto_now=True)
- Indexes: (`title`).
"""
    (table,) = found(text)
    assert table.name == "Book"
    assert [(one.name, one.type, one.constraints) for one in table.columns] == [
        ("title", "CharField(64)", ("UNIQUE",)),
        ("shelf", "ForeignKey", ("REFERENCES Shelf ON DELETE SET NULL", "NULL")),
        ("sold", "DateField", ("auto_now=True",)),
    ]


def test_collections_with_maps_inside() -> None:
    text = """1. Collections

- Collection: `books`
  - Document ID: the number (string)
  - Fields:
    - `type`: string (required, unique, one of: "new", "used")
    - `shelf`: map (required)
      - `room`: string (optional)
      - `tags`: array of strings
    - `sold`: timestamp
- Collection `readers`
  - Fields:
    - `towns`: array of strings (required)
"""
    tables = found(text)
    assert [table.name for table in tables] == ["books", "readers"]
    assert [(one.name, one.type, one.constraints) for one in tables[0].columns] == [
        ("type", "string", ("required", "unique", 'one of: "new", "used"')),
        ("shelf", "map", ("required",)),
        ("shelf.room", "string", ("optional",)),
        ("shelf.tags", "array of strings", ()),
        ("sold", "timestamp", ()),
    ]
    assert [one.name for one in tables[1].columns] == ["towns"]


def test_names_and_keys_in_prose() -> None:
    (table,) = found("Main entities\nbooks: id (PK), shelf_id (FK), title, created_at\n")
    assert (table.name, [one.name for one in table.columns]) == (
        "books",
        ["id", "shelf_id", "title", "created_at"],
    )


def test_a_lead_line_is_no_name() -> None:
    text = "## 1. Lista tabel\n\n### 1.1. `books` - all\n\nCREATE TABLE (opis):\n- id: uuid\n"
    assert [table.name for table in found(text)] == ["books"]


def test_display_names_become_identifiers() -> None:
    text = "## Database Schema\n\n### 3. Shortcut Groups\n\n- **id**: UUID PRIMARY KEY\n"
    assert [table.name for table in found(text)] == ["shortcut_groups"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Tables\n",
        "```sql\nCREATE TABLE\n```",
        "2. YAML files\n\n- `books.yaml` - all\n  - `id`: String\n",
        "```sql\nCREATE VIEW a AS SELECT 1;\n```",
        "19. Unikalne ograniczenie `UNIQUE(shelf_id, title)` na `books`.",
        "2. Dodanie ograniczeń CHECK: `size > 0`.",
        "\0",
    ],
)
def test_nothing_to_find(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    "text", ["```sql\nCREATE TABLE a (id int, b text CHECK (", "| a |\n|---|\n", "- `a`: uuid"]
)
def test_malformed_never_raises(text: str) -> None:
    found("## Tables\n\n### x_y\n\n" + text)


def test_titles_that_say_table_and_titles_of_later() -> None:
    text = "# Schema\n\n## 1. Tables and Columns\n\n### 1.1. Books Table\n- **id**: UUID\n\n"
    text += "### Reviews\n- **id**: UUID\n\n## Future (Post-MVP)\n\n### 2.1 Shelves\n- id: UUID\n"
    text += "\n### Search (future)\n\n```sql\nALTER TABLE books ADD COLUMN words tsvector;\n```\n"
    books, reviews = found(text)
    assert (books.name, reviews.name) == ("books", "Reviews")
    assert [one.name for one in books.columns] == ["id"]


def test_tables_that_a_plan_only_names() -> None:
    text = "# Schema planning\n\n## Database schema\n\n- **books**: all that is lent\n"
    text += "- **shelves**: where they stand\n\n### Security\n\n- **rls**: on\n- **keys**: none\n"
    assert [(one.name, one.source.line, one.columns) for one in found(text)] == [
        ("books", 5, ()),
        ("shelves", 6, ()),
    ]


def test_headings_that_are_names_and_what_a_diagram_joins_are_tables() -> None:
    said = (
        "# Schema\n\n## books\n\nAll that is lent.\n\n## `book_copies`\n\nEach.\n\n## pens\n\nx\n"
    )
    assert [(one.name, one.columns) for one in found(said)] == [
        ("books", ()),
        ("book_copies", ()),
        ("pens", ()),
    ]
    assert found(said.replace("## pens", "## Why we lend")) == ()
    assert found(said.replace("book_copies", "copies")) == ()
    drawn = f"# Schema\n\n```mermaid\nerDiagram\n  BOOK ||--o{{ Copy : has\n```\n\n{said[10:40]}"
    assert [(one.name, one.source.line) for one in found(drawn)] == [("book", 5), ("Copy", 5)]


def test_bold_names_with_a_remark_over_pipe_tables() -> None:
    head = "| Column | Type | Constraints |\n|---|---|---|\n"
    text = (
        "1. Tables\n**Enums**\nstate enum: new, used\n\n"
        f"**Books** (table name: Books)\n{head}| Id | uuid | Primary key |\n"
        f"| CreatedAt, UpdatedAt | timestamptz | Not null |\n\n**Shelves** (with books):\n{head}"
        "| Id | uuid | Primary key |\n| Name, Code, etc. | text | Not null |\n"
        "| either, or what | text | |\n\n2. Relationships\n- Books N:1 Shelves\n"
    )
    assert [(one.name, [each.name for each in one.columns]) for one in found(text)] == [
        ("Books", ["Id", "CreatedAt", "UpdatedAt"]),
        ("Shelves", ["Id", "Name", "Code"]),
    ]


DOCUMENTS = """\
## Schema of the MongoDB database

## 1. Collections

### Book

```javascript
{
  _id: ObjectId,          // made by MongoDB
  title: String,
  "tags": [String],
  state: { type: String, enum: ["new", "used"] },
  shelf: {
    _id: ObjectId,
  },
  notes: [{
    text: String, // {
  }],
  // no field: at all
}
```

### Shelf

| Field | Type |
|---|---|
| name | text |

```js
{ name: String }
```

```bash
{
  not: Field,
}
```

## 2. Indexes

### Book

```javascript
db.books.createIndex({ title: 1 })
```
"""


def test_collections_as_the_shape_of_a_document() -> None:
    book, shelf = found(DOCUMENTS)
    assert [(one.name, one.type, one.constraints) for one in book.columns] == [
        ("_id", "ObjectId", ("made by MongoDB",)),
        ("title", "String", ()),
        ("tags", "[String]", ()),
        ("state", "String", ()),
        ("shelf", "object", ()),
        ("notes", "array", ()),
    ]
    assert (book.source.line, book.columns[0].source.line) == (5, 9)
    assert [(one.name, one.type) for one in shelf.columns] == [("name", "text")]


def test_an_example_in_a_relational_plan_is_no_table() -> None:
    text = DOCUMENTS.replace("MongoDB", "SQL").replace("Collections", "Tables")
    assert [one.name for one in found(text)] == ["Shelf"]


@pytest.mark.parametrize(
    ("header", "cell", "said"),
    [
        ("Nullable", "NO", "NOT NULL"),
        ("Nullable", "YES", "NULL"),
        ("Null?", "No", "NOT NULL"),
        ("Wymagane", "tak", "NOT NULL"),
        ("Wymagane", "nie", "NULL"),
        ("Required", "x", "Required: x"),
        ("Nullable", "when draft", "Nullable: when draft"),
    ],
)
def test_a_column_on_missing_values_is_told_in_sql(header: str, cell: str, said: str) -> None:
    text = f"""# Schema

## Table books

| Name | Type | {header} |
|---|---|---|
| page | INT | {cell} |
"""
    assert [one.constraints for one in found(text)[0].columns] == [(said,)]


EAST = """# テーブル定義書

## 1. 本テーブル (books)

### テーブル定義

| カラム名 | データ型 | PK | NOT NULL | デフォルト | 制約 |
|---|---|---|---|---|---|
| id | INT | O | O | - | AUTO_INCREMENT |
| title | VARCHAR(20) | - | ✓ | 'x' | UNIQUE |

### 価格

| カラム名 | データ型 | 説明 |
|---|---|---|
| price | INT | 円 |

## 2. SHELVES\uff08棚\uff09

| カラム名 | データ型 | FK |
|---|---|---|
| book_id | INT | books.id |

## 型の規則

| 名 | 型 |
|---|---|
| uuid | UUID |
"""


@pytest.mark.parametrize(
    ("type_", "note", "said"),
    [
        ("UUID PK", "", ("UUID", ("PK",))),
        ("INT (FK)", "the shelf", ("INT", ("FK",))),
        ("TEXT UNIQUE", "not null", ("TEXT", ("UNIQUE", "NOT NULL"))),
        ("UUID PK", "Primary key, generated", ("UUID", ("PK",))),
        ("UUID", "PK (generated)", ("UUID", ("PRIMARY KEY",))),
        ("UUID", "\u4e3b\u952e", ("UUID", ("PRIMARY KEY",))),
        ("UUID", "References `a.b(id)` ON DELETE CASCADE", None),
        ("TEXT", "Unique, nullable, indexed", ("TEXT", ("UNIQUE", "NULLABLE"))),
        ("BOOLEAN", "Default true \u2014 soft removal", ("BOOLEAN", ("Default true",))),
        ("TEXT", "Unique identifier", ("TEXT", ())),
        ("UUID", "Foreign key to shelves.id, where", ("UUID", ("Foreign key to shelves.id",))),
        ("UUID", "Foreign key to the shelf it stands on", ("UUID", ())),
        ("INT NOT NULL - in years", "", ("INT", ("NOT NULL",))),
        ("string (ISO 3166)", "Nullable in drafts", ("string (ISO 3166)", ())),
    ],
)
def test_what_a_type_and_a_description_say_of_keys(
    type_: str, note: str, said: tuple[str, tuple[str, ...]] | None
) -> None:
    grid = (
        f"## `t`\n\n| Column | Type | Notes |\n|-|-|-|\n| a | {type_} | {note} |\n| b | TEXT | |\n"
    )
    ((one, _),) = (table.columns for table in found(grid))
    assert (one.type, one.constraints) == (said or ("UUID", (note.replace("`", ""),)))


@pytest.mark.parametrize(
    "said",
    [
        "FK \u2192 shelves(id)",
        "REFERENCES shelves(id)",
        "klucz obcy do shelves(id)",
    ],
)
def test_what_happens_after_a_comma_belongs_to_the_key(said: str) -> None:
    ((one,),) = (
        table.columns
        for table in found(f"## `t`\n\n- a: uuid, {said}, unique, ON DELETE CASCADE\n")
    )
    assert one.constraints == (f"{said} ON DELETE CASCADE", "unique")


def test_a_key_in_brackets_with_a_remark_behind_it() -> None:
    ((one,),) = (table.columns for table in found("## `t`\n\n- a: uuid (Primary key) - its name\n"))
    assert one.constraints == ("Primary key",)


def test_tables_under_headings_in_other_letters() -> None:
    books, shelves = found(EAST)
    assert (books.name, books.source.line, shelves.name) == ("books", 3, "SHELVES")
    assert {one.name: one.constraints for one in (*books.columns, *shelves.columns)} == {
        "id": ("PK", "NOT NULL", "AUTO_INCREMENT"),
        "title": ("NOT NULL", "DEFAULT 'x'", "UNIQUE"),
        "price": (),
        "book_id": ("books.id",),
    }


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Tabelle: Kunden", "Kunden"),
        ("Kunden-Tabelle", "kunden"),
        ("Tabla `clientes`", "clientes"),
        ("Shortcut Groups", "shortcut_groups"),
        ("Why numbers are whole", ""),
        ("Users vs Members", ""),
        ("用户表 users", "users"),
        ("用户 ID", ""),
        ("a 和 b", ""),
        ("Relational database\n\n### Schema: Table `books`", "books"),
        ("Structure of the `books` table", "books"),
        ("Table structure: books", "books"),
        ("Struktura tabeli books", "books"),
        ("Book table schema", "book"),
        ("Books schema", "Books"),
        ("`books`\n\n### Table structure", "books"),
        ("Vector database: Faiss\n\n### Schemat metadanych", ""),
        ("Payload metadata (JSON)", ""),
    ],
)
def test_which_headings_name_a_table(title: str, name: str) -> None:
    tables = found(f"# Schema\n\n## {title}\n\n| Name | Type |\n|---|---|\n| id | int |\n")
    assert [one.name for one in tables] == [name] * bool(name)


def test_a_tables_constraints_that_stand_below_its_last_column() -> None:
    (table,) = found(
        "# Schema\n\n## Table Loans\n\n- **book_id**: INT, NOT NULL\n- **page**: TEXT\n"
        "  - UNIQUE (page)\n  - PRIMARY KEY (book_id, page) \u2013 one a pair\n"
        "  - FOREIGN KEY (book_id) REFERENCES Books(id)\n"
    )
    assert [one.constraints for one in table.columns] == [("NOT NULL",), ("UNIQUE (page)",)]
    assert [(one.text, one.source.line) for one in table.stated] == [
        ("PRIMARY KEY (book_id, page) \u2013 one a pair", 8),
        ("FOREIGN KEY (book_id) REFERENCES Books(id)", 9),
    ]


BOOKS = """# Schema

## books

| Name | Type |
|---|---|
| title | text |
| size | int |

"""
LOANS = "## loans\n\n- id: int\n- book_id: int\n\n"
GROUPED = """#### Ograniczenia (Constraints):

1. **kind_check** - one of:
   - thin: `size < 9`
   - thick: `size >= 9`

2. **UNIQUE constraints**:
   - `title` - one each

3. **Foreign Keys**:
   - `shelf` \u2192 `shelves.id`
"""
NUMBERED = """**Constraints:**

1. **kind_check** - one of:
   - `size < 9`
2. no title twice

**Indexes:**

- by title
"""


@pytest.mark.parametrize(
    ("passage", "stated"),
    [
        ("#### Constraints\n\n- `one` UNIQUE (title)\n", ["12 one UNIQUE (title)"]),
        ("**Ograniczenia**:\n- `size_check`: co najmniej 1\n", ["11 size_check: co najmniej 1"]),
        (
            GROUPED,
            [
                "12-14 kind_check - one of: thin: size < 9; thick: size >= 9",
                "17 UNIQUE: title - one each",
                "20 FOREIGN KEY: shelf \u2192 shelves.id",
            ],
        ),
        (NUMBERED, ["12-13 kind_check - one of: size < 9", "14 no title twice"]),
        ("#### Constraints\n\n- None\n", []),
        ("#### Constraints\n\n- isbn: text NOT NULL\n", []),
        ("#### Constraints\n\n- UNIQUE (title)\n- `UNIQUE (title)`\n", ["12 UNIQUE (title)"]),
    ],
)
def test_a_passage_on_constraints_below_a_table(passage: str, stated: list[str]) -> None:
    (table,) = found(BOOKS + passage)
    told = [f"{str(one.source).partition(':')[2]} {one.text}" for one in table.stated]
    assert told == stated


def test_no_table_is_made_of_what_follows_a_numbered_passage() -> None:
    again = "\n2. **loans**\n- id: int\n- since: date\n"
    tables = found(f"# Schema\n\n1. **books**\n- id: int\n- size: int\n\n{NUMBERED}{again}")
    assert [(one.name, len(one.columns)) for one in tables] == [("books", 2), ("loans", 2)]


@pytest.mark.parametrize(
    ("passage", "books", "loans"),
    [
        (
            "- `books.title` UNIQUE.\n- `loans.book_id` once\n",
            ["books.title UNIQUE."],
            ["loans.book_id once"],
        ),
        ("- One title: UNIQUE on `books(title)`\n", ["One title: UNIQUE on books(title)"], []),
        ("- nothing is lost\n- `shelves.id` > 0\n", [], []),
        ("### loans\n\n- `id > 0`\n", [], ["id > 0"]),
        ("### Check constraints\n\n- `books.size` > 0\n", ["CHECK: books.size > 0"], []),
    ],
)
def test_a_section_of_its_own_on_constraints(
    passage: str, books: list[str], loans: list[str]
) -> None:
    for title in ("## 5. Constraints", "## Ograniczenia i regu\u0142y"):
        tables = {one.name: one for one in found(f"{BOOKS}{LOANS}{title}\n\n{passage}")}
        assert list(tables["books"].constraints) == books
        assert list(tables["loans"].constraints) == loans


def test_a_remark_behind_a_column_is_no_part_of_its_constraints() -> None:
    (table,) = found(
        "# Schema\n\n## Table users\n\n- secret: varchar(255) NOT NULL -- a hash, of the word\n"
        "- level: smallint DEFAULT 1 -- 1 to 8\n  - CHECK (level > 0)\n"
        "- `id` (UUID, PRIMARY KEY) - what a user is known by\n"
        "- `shelf` (UUID, FOREIGN KEY): where it stands\n"
        "- `name` TEXT NOT NULL CHECK (length(name) > 2) - in full, part of the PRIMARY KEY\n"
        "- `age` INT NOT NULL - in years (1 - 99)\n"
    )
    assert [(one.constraints, one.note) for one in table.columns] == [
        (("NOT NULL",), "a hash, of the word"),
        (("DEFAULT 1", "CHECK (level > 0)"), "1 to 8"),
        (("PRIMARY KEY",), "what a user is known by"),
        (("FOREIGN KEY",), "where it stands"),
        (
            ("NOT NULL", "CHECK (length(name) > 2)", "PRIMARY KEY"),
            "in full, part of the PRIMARY KEY",
        ),
        (("NOT NULL",), "in years (1 - 99)"),
    ]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Users", ["users"]),
        ("Table `users`", ["users"]),
        ("PostgreSQL Schema Plan \u2013 Shop", []),
    ],
)
def test_what_stands_below_a_documents_title(title: str, names: list[str]) -> None:
    tables = found(f"# {title}\n\n- id: uuid\n- Time: `TIMESTAMPTZ`\n\n## Notes\n\nNone.\n")
    assert [one.name.casefold() for one in tables] == names


def test_tables_in_plain_text() -> None:
    text = (
        "Database\n\n1. users\n\nColumns\t\nid\nphone (nullable)\nlanguage (pl, en)\n\nMore.\n\n"
        "1-2. user_photo \n\nColumns:\nid\nuser_id\n\nColumns\n\nid\n\nFields\n"
    )
    users, photo = found(text)
    assert (users.name, users.source.line, photo.name) == ("users", 3, "user_photo")
    assert [(one.name, one.constraints, one.note) for one in users.columns] == [
        ("id", (), ""),
        ("phone", ("NULL",), ""),
        ("language", (), "pl, en"),
    ]
    assert [one.name for one in photo.columns] == ["id", "user_id"]


def test_headings_over_nothing_but_names() -> None:
    text = "# Data\n\n## books\n- id\n- title\n\n## pens\n- book_id\n- `ink`\n\n## why\n- x\n- y\n"
    books, pens = found(text)
    assert [one.name for one in books.columns] == ["id", "title"]
    assert [one.name for one in pens.columns] == ["book_id", "ink"]
    (books,) = found(text.replace("`ink`", "what it is for"))
    assert books.name == "books"


LISTED_IN_FENCES = """# Planning summary

## Decisions made

### 4. Shelf limits
- Counter in `books`: `shelf_count` (INT, default 0)
- Return date: `due_at`

## Books table structure

```sql
books:
  - id (INT UNSIGNED, PRIMARY KEY, AUTO_INCREMENT)
  - state (ENUM('new', 'used'), DEFAULT 'new')
  - price (DECIMAL(6,2))
  - FOREIGN KEY (shelf_id) REFERENCES shelves(id)

notes
  - ink (TEXT)
```
"""


def test_tables_listed_in_a_fence_by_name() -> None:
    (books,) = found(LISTED_IN_FENCES)
    assert [(one.name, one.type, one.constraints) for one in books.columns] == [
        ("id", "INT UNSIGNED", ("PRIMARY KEY", "AUTO_INCREMENT")),
        ("state", "ENUM('new', 'used')", ("DEFAULT 'new'",)),
        ("price", "DECIMAL(6,2)", ()),
    ]
    assert books.constraints == ("FOREIGN KEY (shelf_id) REFERENCES shelves(id)",)
    assert books.source.line == 9


def test_tables_named_in_bold_inside_a_numbered_item() -> None:
    text = """1. **Tables with columns and types**

   **AspNetUsers (extended)**
   - **Id**: NVARCHAR(450), PRIMARY KEY

   **Books**
   - **BookId**: INT, NOT NULL

   **Columns**
   - **Title**: TEXT

2. **Relationships**

   **Shelves**
   - **BookId**: INT
"""
    users, books, *_ = found(text)
    assert [one.name for one in users.columns] == ["Id"]
    assert (books.name, books.columns[0].name) == ("Books", "BookId")


def test_models_of_code_under_headings_in_another_language() -> None:
    text = (
        "# Модель данных\n\n## 1. Базовые\n\n### 1.1 `Stamped` (abstract)\n\n"
        "- `made_at: DateTimeField(auto_now=True)`\n\n## 2. Модели книг\n\n## 2.1 `Book`\n\n"
        "### Поля\n\n| Поле | Тип |\n|---|---|\n| `id` | `BigAutoField` |\n"
        "| `shelf` | `ForeignKey(Shelf)` |\n\n### Ограничения\n\n1. `id`: один.\n"
    )
    (book,) = found(text)
    assert (book.name, [one.name for one in book.columns]) == ("Book", ["id", "shelf"])


def test_fields_that_are_listed_after_their_label_are_no_table() -> None:
    text = "## Data model\n\n- `books`\n- Fields: `id`, `title`, `made_at` (time)\n"
    assert "Fields" not in [one.name for one in found(text)]
    (books,) = found("## Data model\n\n- `books`\n  - Fields: `id`, `title`, `made_at` (time)\n")
    assert (books.name, len(books.columns)) == ("books", 3)


def test_keys_of_a_column_are_no_table() -> None:
    text = "### books\n\n- id: uuid\n\n**Keys of `extras` (JSONB)**:\n\n"
    grid = "| Key | Type |\n|---|---|\n| `worn` | bool |\n| `new` | bool |\n"
    assert [one.name for one in found(text + grid)] == ["books"]


@pytest.mark.parametrize(
    "said",
    [
        "Tablename `user_messages`. Stores them.",
        "**Nazwa tabeli:** `user_messages`",
        "Nome da tabela: `user_messages`",
        'Table: `"user_messages"`',
    ],
)
def test_the_line_below_a_title_of_words_names_the_table(said: str) -> None:
    grid = "| Column | Type |\n|---|---|\n| id | uuid |\n"
    tables = found(
        f"# Database\n\n## Messages sent\n{said}\n{grid}\n## Other\n\nNo table.\n\n{grid}"
    )
    assert [one.name for one in tables] == ["user_messages", "Other"]


def test_a_row_without_a_name_states_what_holds_of_the_table() -> None:
    head = "| Column | Type | Constraints | Note |\n|---|---|---|---|\n"
    head += "| `ink` | `TEXT` | `NOT NULL` | |\n"
    (pens,) = found(f"### pens\n\n{head}| | | `UNIQUE (ink, cap)` | one of each |\n")
    assert ([one.name for one in pens.columns], pens.constraints) == (
        ["ink"],
        ("UNIQUE (ink, cap)",),
    )


@pytest.mark.parametrize(
    ("line", "name", "type_", "said"),
    [
        ("**type**: ENUM('wet', 'dry')", "type", "ENUM('wet', 'dry')", ()),
        ('`kind`: "wet"|"dry"', "kind", '"wet"|"dry"', ()),
        ("`last`: Date | NULL", "last", "Date", ("NULL",)),
        (
            "`no` int GENERATED BY DEFAULT AS IDENTITY NOT NULL",
            "no",
            "int",
            ("GENERATED BY DEFAULT AS IDENTITY", "NOT NULL"),
        ),
        ('kind: CharField(choices=[("a","A"),("b","B")])', "kind", "CharField", None),
    ],
)
def test_a_column_in_one_line(
    line: str, name: str, type_: str, said: tuple[str, ...] | None
) -> None:
    (pens,) = found(f"## Tables\n\n### pens\n\n- id: uuid\n- {line}\n- PK `(id, ink)`\n")
    one = pens.columns[-1]
    said = ('choices=[("a","A"),("b","B")]',) if said is None else said
    assert (one.name, one.type, one.constraints) == (name, type_, said)
    assert pens.constraints == ("PK (id, ink)",)


@pytest.mark.parametrize(
    "said", ["Extends the table `auth.people`, one to one.", "Kopia tabeli `people`."]
)
def test_a_line_below_a_title_may_speak_of_another_table(said: str) -> None:
    grid = "| Column | Type |\n|---|---|\n| id | uuid |\n"
    assert [one.name for one in found(f"## 1. `cards`\n\n{said}\n\n{grid}")] == ["cards"]


def test_the_sql_below_a_title_spells_the_name_and_says_the_same_once() -> None:
    sql = "```sql\nCREATE TABLE pen_caps (\n id INT,\n UNIQUE (id)\n);\n```\n"
    text = f"# Tables\n\n### 1. PenCaps Table\n\n{sql}\n- `id` (INT): its key\n"
    (caps,) = found(f"{text}\n## All SQL\n\n{sql}")
    assert (caps.name, caps.constraints) == ("pen_caps", ("UNIQUE (id)",))


def test_a_title_with_a_remark_behind_it_is_a_title() -> None:
    books, loans = found(
        "1. Tables\n\n**Table: books**\n\n- id: UUID PRIMARY KEY\n- title: TEXT\n\n"
        "**Table: loans**  -- who has which (book)\n\n- id: UUID PRIMARY KEY\n- book_id: UUID\n"
        "- CONSTRAINT once UNIQUE (book_id)\n"
    )
    assert [one.name for one in books.columns] == ["id", "title"]
    assert (loans.name, [one.name for one in loans.columns]) == ("loans", ["id", "book_id"])
    assert loans.constraints == ("CONSTRAINT once UNIQUE (book_id)",)


LISTED = """# Database schema

## Baseline

- zone: `timestamp`

## Collections

## 1. `pens`

### Fields

```text
ink
madeAt
```

### Example

```text
one
two
```

## Required Queries

### Inks

- Create ink.
- Change ink.
"""


def test_fields_in_a_fence_and_sections_of_no_table() -> None:
    tables = found(LISTED)
    assert [(one.name, [each.name for each in one.columns]) for one in tables] == [
        ("pens", ["ink", "madeAt"])
    ]


def test_a_list_that_tells_the_columns_of_some_tables_names_the_others_too() -> None:
    text = (
        "# Database plan\n\n## Tables\n\n- `pens`: id, ink, made_at\n- `inks`: id, name\n"
        "- `caps` - what closes a pen\n"
    )
    assert [(one.name, [each.name for each in one.columns]) for one in found(text)] == [
        ("pens", ["id", "ink", "made_at"]),
        ("inks", ["id", "name"]),
        ("caps", []),
    ]


def test_names_in_lines_of_their_own_right_above_lists() -> None:
    text = (
        "# Schema\n\n## Catalog\n\npens\n- id uuid PK\n- ink text NOT NULL\nIndexes\n- (ink)\n\n"
        "## Auditing (security, limits)\n\n"
        "caps\n- id uuid PK\n- pen_id uuid REFERENCES pens(id)\nNotes\n- ink: text of all\n"
    )
    assert [(one.name, [each.name for each in one.columns]) for one in found(text)] == [
        ("pens", ["id", "ink"]),
        ("caps", ["id", "pen_id"]),
    ]


def test_columns_whose_names_are_like_a_tables_name_are_no_tables() -> None:
    text = (
        "# Database plan\n\n## Tables\n\n### Pens\n\n- **id**: UUID\n- **inkColour**: UUID\n\n"
        "### InkColour\n\n- **id**: UUID\n- **shade**: TEXT\n"
    )
    assert [(one.name, [each.name for each in one.columns]) for one in found(text)] == [
        ("Pens", ["id", "inkColour"]),
        ("InkColour", ["id", "shade"]),
    ]


def test_columns_below_the_rows_that_a_table_begins_with() -> None:
    text = (
        "# DB\n\n## Tables\n\n### `shades`\n\n**Reference data (seed):**\n\n"
        "| code | shade |\n|---|---|\n| `b` | Blue |\n\n"
        "- **code**: `text`, primary key\n- **shade**: `varchar(20)`\n"
    )
    (table,) = found(text)
    assert [(one.name, one.type) for one in table.columns] == [
        ("code", "text"),
        ("shade", "varchar(20)"),
    ]


@pytest.mark.parametrize(
    "title", ["Rules (RLS)", "Rules (Row Level Security - RLS)", "Rules (RLS, grants)"]
)
def test_what_a_title_in_brackets_is_about(title: str) -> None:
    text = (
        f"# DB\n\n## Tables\n\n### `pens`\n\n- `id` uuid PK\n\n## {title}\n\n### `pens`\n\n"
        "- **SELECT**: the owner only\n"
    )
    (table,) = found(text)
    assert [one.text for one in table.policies] == ["SELECT: the owner only"]


def test_a_heading_that_speaks_of_a_note_as_a_thing_is_a_table() -> None:
    text = "# DB\n\n## Tables\n\n### Loan Note\n\n- id: uuid\n\n### Notes\n\n- seen: twice\n"
    assert [one.name for one in found(text)] == ["loan_note"]


def test_what_an_endpoint_does_to_an_index_is_no_index() -> None:
    text = (
        "# DB\n\n### `pens`\n\n- `id` uuid PK\n\n## Flow\n\n1. **Upload**: makes `pens`.\n"
        "2. **Indexing (`POST /pens/{id}/index`):**\n   - It takes `pens` from the store.\n"
    )
    (table,) = found(text)
    assert table.indexes == ()
