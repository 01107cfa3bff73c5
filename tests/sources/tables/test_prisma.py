from __future__ import annotations

import time

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.schema import Schema
from agent.sources.tables.prisma import schema_of


def read(*texts: str) -> Schema:
    return schema_of(
        tuple(
            Document(path=RepoPath(f"prisma/{at}.prisma"), role="db-schema", text=text)
            for at, text in enumerate(texts)
        )
    )


LIBRARY = """datasource db {
  url = env("DATABASE_URL") // "quoted" // twice
}

/// Who borrows
model Reader {
  id    String  @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid // the key
  email String  @unique @map("e_mail") @db.VarChar(200)
  loans Loan[]
  kind  Kind    @default(CHILD)
  tags  String[]

  @@map("readers")
}

model Loan {
  id       Int      @id @default(autoincrement())
  note     String?
  reader   Reader   @relation(fields: [readerId], references: [id], onDelete: SetNull)
  readerId String   @map("reader_id") @db.Uuid
  bookA    Int
  bookB    Int
  book     Book     @relation(fields: [bookA, bookB], references: [a, b])
  since    DateTime @updatedAt

  @@index([readerId, since(sort: Desc)])
  @@unique([readerId, bookA])
}

enum Kind {
  CHILD
  ADULT @map("adult")
  @@map("reader_kind")
}

view Late {
  id Int @unique
}
"""
BOOK = "model Book {\r\n  a Int\r\n  b Int\r\n  loans Loan[]\r\n  @@id([a, b])\r\n}\r\n"


def test_models_are_tables_as_the_database_names_them() -> None:
    readers, loans, books = read(LIBRARY, BOOK).tables
    assert (readers.name, readers.source.line) == ("readers", 6)
    assert [(one.name, one.type, one.constraints) for one in readers.columns] == [
        (
            "id",
            "String",
            ("PRIMARY KEY", "NOT NULL", 'DEFAULT dbgenerated("gen_random_uuid()")', "@db.Uuid"),
        ),
        ("e_mail", "String", ("NOT NULL", "UNIQUE", "@db.VarChar(200)")),
        ("kind", "reader_kind", ("NOT NULL", "DEFAULT CHILD")),
        ("tags", "String[]", ()),
    ]
    assert [(one.name, one.constraints) for one in loans.columns] == [
        ("id", ("PRIMARY KEY", "NOT NULL", "DEFAULT autoincrement()")),
        ("note", ("NULL",)),
        ("reader_id", ("NOT NULL", "@db.Uuid", "REFERENCES readers(id) ON DELETE SET NULL")),
        ("bookA", ("NOT NULL",)),
        ("bookB", ("NOT NULL",)),
        ("since", ("NOT NULL", "@updatedAt")),
    ]
    assert loans.constraints == (
        "FOREIGN KEY (bookA, bookB) REFERENCES Book(a, b)",
        "UNIQUE (reader_id, bookA)",
    )
    assert [one.text for one in loans.indexes] == ["@@index([readerId, since(sort: Desc)])"]
    assert [one.source.line for one in loans.relations] == [19, 23]
    assert books.constraints == ("PRIMARY KEY (a, b)",)
    assert [one.source.line for one in (*loans.stated, *books.stated)] == [23, 27, 5]
    assert [one.name for one in books.columns] == ["a", "b"]


def test_enumerations_and_views_stand_apart() -> None:
    found = read(LIBRARY, BOOK)
    (kind,) = found.enumerations
    assert (kind.name, kind.values) == ("reader_kind", ("CHILD", "adult"))
    assert [one.name for one in found.views] == ["Late"]


@pytest.mark.parametrize(
    "text", ["", "model", "model X {", "model X {\n a\n @@map(\n}", "}\n}", 'enum E {\n @@map("\n']
)
def test_malformed_never_raises(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    "piece", ["@", "@a(", '"', "(", "//", "a b ", '@default("', "[a, ", "\n a b"]
)
def test_T37_any_text_is_read_in_time(piece: str) -> None:
    began = time.process_time()
    read("model X {\n a String " + piece * (40_000 // len(piece)))
    assert time.process_time() - began < 2
