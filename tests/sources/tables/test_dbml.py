from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.schema import Schema
from agent.sources.finding.roles import classify
from agent.sources.gathering.databases import schema_of

SHOP = """\
// what we lend
Project shop { database_type: 'PostgreSQL' }

Enum "book_state" {
  new [note: 'just bought']
  used // for long
}

Table public.books as B [headercolor: #fff] {
  id uuid [pk, default: `gen_random_uuid()`, note: 'its number']
  title varchar(200) [not null, unique]
  state book_state [default: 'new, as bought']
  shelf_id int [null, ref: > shelves.id]
  pages int [check: `pages > 0`, increment]
  Note: 'All that is lent'
  indexes {
    (title, state) [unique]
    shelf_id
  }
}
Table shelves { id int [primary key] }
Table loans {
  book_id uuid
  reader_id uuid
  Note { '''
    Table ghosts { id int }
  ''' }
  indexes { (book_id, reader_id) [pk] }
}
/* Table others { id int } */
Ref: loans.book_id > B.id [delete: set null]
Ref { shelves.id < books.(a, b) }
Ref many: books.id <> loans.book_id
"""
DRAWN = """\
# Database

## Diagram

```mermaid
erDiagram
    BOOKS ||--o{ loans : "are lent"
    BOOKS {
        uuid id PK
        varchar(200) title UK "as printed"
    }
    loans["Loans made"] {
        uuid book_id PK, FK
    }
```
"""


def read(path: str, text: str) -> Schema:
    role = classify(RepoPath(path), text[:4096])
    assert role == "db-plan"
    return schema_of([Document(path=RepoPath(path), role=role, text=text)])


@pytest.mark.parametrize("fenced", [None, "dbml", "", "text"])
def test_tables_of_a_diagram_in_dbml(fenced: str | None) -> None:
    text = SHOP if fenced is None else f"# Schema\n\n```{fenced}\n{SHOP}```\n"
    found = read("docs/shop.dbml" if fenced is None else ".ai/db-plan.md", text)
    books, shelves, loans = found.tables
    assert [one.name for one in found.tables] == ["books", "shelves", "loans"]
    assert [(one.name, one.type, one.constraints, one.note) for one in books.columns] == [
        ("id", "uuid", ("PRIMARY KEY", "DEFAULT gen_random_uuid()"), "its number"),
        ("title", "varchar(200)", ("NOT NULL", "UNIQUE"), ""),
        ("state", "book_state", ("DEFAULT 'new, as bought'",), ""),
        ("shelf_id", "int", ("NULL", "REFERENCES shelves(id)"), ""),
        ("pages", "int", ("CHECK (pages > 0)", "increment"), ""),
    ]
    assert books.source.line == 9 + 3 * (fenced is not None)
    assert books.note == "All that is lent"
    assert books.constraints == (
        "UNIQUE (title, state)",
        "FOREIGN KEY (a, b) REFERENCES shelves(id)",
    )
    assert [one.text for one in books.indexes] == ["(title, state) [unique]", "shelf_id"]
    assert len(books.relations) == 2
    assert [one.constraints for one in shelves.columns] == [("PRIMARY KEY",)]
    assert loans.constraints == ("PRIMARY KEY (book_id, reader_id)",)
    rows = text.split("\n")
    (key,) = loans.stated
    assert "(book_id, reader_id) [pk]" in rows[key.source.line - 1]
    assert loans.columns[0].constraints == ("REFERENCES books(id) ON DELETE SET NULL",)
    assert [(one.name, one.values) for one in found.enumerations] == [
        ("book_state", ("new", "used"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "}",
        "Table {",
        "Table a {\n id",
        "Enum {\n a\n}",
        "Ref: a > b",
        "Ref: a.b > c.d",
        "{" * 50,
    ],
)
def test_broken_dbml_never_raises(text: str) -> None:
    assert all(not one.columns for one in read("a.dbml", text).tables)


def test_a_plan_that_only_draws_its_tables() -> None:
    books, loans = read(".ai/db-plan.md", DRAWN).tables
    assert (books.name, loans.name) == ("books", "Loans made")
    assert [(one.name, one.type, one.constraints, one.note) for one in books.columns] == [
        ("id", "uuid", ("PRIMARY KEY",), ""),
        ("title", "varchar(200)", ("UNIQUE",), "as printed"),
    ]
    assert loans.columns[0].constraints == ("PRIMARY KEY", "FOREIGN KEY")
    assert [one.text for one in books.relations] == ['BOOKS ||--o{ loans : "are lent"']


def test_a_drawing_beside_tables_adds_none() -> None:
    text = f"{DRAWN}\n## Tables\n\n### shelves\n\n- id: uuid\n"
    assert [one.name for one in read(".ai/db-plan.md", text).tables] == ["shelves"]
