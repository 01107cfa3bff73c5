from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.schema import Schema
from agent.sources.tables.dbplan import find_schema

TEXT = """# Database

```ts
import { pgTable } from "drizzle-orm/pg-core";

const stamps = {
  ...stamps,
  madeAt: timestamp("made_at").defaultNow().notNull(), // when, not where
};

export const state = pgEnum("state", ["new", 'worn']);

export const books = pgTable(
  "books",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /* what it is called: title, subtitle */
    title: varchar("title", { length: 80 }).notNull().unique(),
    price: numeric("price", { precision: 8, scale: 2 }).default("0.00"),
    state: state("state").notNull(),
    kind: text("kind", { enum: ["a", "b"] }).$type<Kind>(),
    shelfId: integer("shelf_id").references(() => shelves.placeId, { onDelete: "set null" }),
    ownerId: text("owner_id").references(() => people.id),
    ...stamps,
    ...unknown,
  },
  (t) => [index("books_title").on(t.title)],
);

export const shelves = schema.table("shelves", (t) => ({
  placeId: t.integer().primaryKey(),
}));
```
"""


def read(text: str) -> Schema:
    return find_schema(Document(path=RepoPath("docs/db.md"), role="db-plan", text=text))


def test_tables_in_the_code_of_drizzle() -> None:
    found = read(TEXT)
    books, shelves = found.tables
    assert (books.name, books.source.line, shelves.name) == ("books", 13, "shelves")
    assert [(one.name, one.type, " ".join(one.constraints)) for one in books.columns] == [
        ("id", "uuid", "PRIMARY KEY DEFAULT gen_random_uuid()"),
        ("title", "varchar(80)", "NOT NULL UNIQUE"),
        ("price", "numeric(8, 2)", 'DEFAULT "0.00"'),
        ("state", "state", "NOT NULL"),
        ("kind", "text", "CHECK (kind IN ('a', 'b'))"),
        ("shelf_id", "integer", "REFERENCES shelves(placeId) ON DELETE SET NULL"),
        ("owner_id", "text", "REFERENCES people(id)"),
        ("made_at", "timestamp", "DEFAULT now() NOT NULL"),
    ]
    assert [one.source.line for one in books.columns[:3]] == [16, 18, 19]
    assert [(one.name, one.type) for one in shelves.columns] == [("placeId", "integer")]
    assert [(one.name, one.values) for one in found.enumerations] == [("state", ("new", "worn"))]


@pytest.mark.parametrize(
    "text",
    [
        "# Database\n\n```ts\nexport const books = pgTable('books', {\n  id: serial('id'),",
        "# Database\n\n```prisma\nmodel books {\n  id Int @id\n}\n```\n",
    ],
)
def test_code_that_is_cut_off_and_other_code(text: str) -> None:
    assert [(one.name, one.columns[0].source.line) for one in read(text).tables] == [("books", 5)]


def test_code_that_declares_no_table() -> None:
    assert read("# Database\n\n```ts\nconst books = { id: uuid('id') };\n```\n").tables == ()
    assert read("# Database\n\n```python\npgTable('books', { })\n```\n").tables == ()
