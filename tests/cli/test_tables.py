from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from program import Program

if TYPE_CHECKING:
    from sandbox import Sandbox

FILES = {
    ".ai/db-plan.md": (
        "# Database\n\n## Tables\n\n### books\n\n- id: uuid PRIMARY KEY\n- title: text NOT NULL\n\n"
        "## RLS\n\n- books: everybody may read, and those who have a card may borrow for a month\n"
    ),
    "supabase/migrations/1_init.sql": (
        "create type state as enum ('new', 'used');\n"
        "create table books (id uuid primary key, title varchar(9) not null, state state);\n"
        "create index i on books (title);\n"
    ),
    "supabase/migrations/2_view.sql": (
        "create view used as select * from books where state = 'used' order by title;\n"
        "comment on table books is 'What we own';\ncomment on column books.state is 'how old';\n"
    ),
}

SHOWN = """
books db-plan.md:5
  What we own
  id uuid PRIMARY KEY
  title text NOT NULL
  state state how old
  index: create index i on books (title) 1_init.sql:3
  policy: books: everybody may read, and those who have a card may borrow for a month
    db-plan.md:12
Enums
  state new | used 1_init.sql:1
Views
  used create view used as select * from books where state = 'used' order by title
    2_view.sql:1
"""


@pytest.fixture
def waltz(repo: Sandbox, capsys: pytest.CaptureFixture[str]) -> Program:
    for path, text in FILES.items():
        repo.write(path, text)
    return Program(repo.root, capsys)


@pytest.mark.parametrize("columns", [80, 44])
def test_tables_with_what_is_theirs_enums_and_views_apart(
    waltz: Program, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out, err = waltz("tables")
    assert not err
    assert max(map(len, out.splitlines())) <= columns
    assert " ".join(out.split()) == " ".join(SHOWN.split())


def test_migrations_are_one_line_of_the_doctor(waltz: Program) -> None:
    out, _ = waltz("doctor")
    assert "supabase/migrations (2 files)" in out
    assert "supabase/migrations/1_init.sql" not in out
    said = "type of `books.title`: text in db-plan.md:8, varchar(9) in 1_init.sql:2"
    assert said in " ".join(out.split())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("endpoints", {"api-plan-2.md", "get-books-implementation-plan.md", ".ai/b.md"}),
        ("tables", {"db-plan-2.md", ".ai/b.md"}),
        ("plans", {"get-books-implementation-plan.md", ".ai/b.md"}),
    ],
)
def test_what_is_left_out_is_said_beside_it(
    waltz: Program, repo: Sandbox, monkeypatch: pytest.MonkeyPatch, command: str, said: set[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    repo.write(".ai/api-plan.md", "# API Plan\n\n### GET /books\n")
    repo.write(".ai/b.md", "# План".encode("cp1251"))
    ignored = ("api-plan-2.md", "db-plan-2.md", "get-books-implementation-plan.md", "notes.md")
    for name in ignored:
        repo.write(name, "# Some plan\n")
    repo.write(".gitignore", "/*-2.md\n/*-plan.md\n/notes.md\n")
    out, err = waltz(command, "--json")
    assert out.startswith("{")
    told = dict(row.removeprefix("left out: ").split(": ", 1) for row in err.splitlines())
    assert set(told) == said
    assert told.pop(".ai/b.md") == "it is no text in UTF-8, UTF-16 or a Latin code page"
    assert set(told.values()) == {"git ignores it; .ai/waltz.toml can name it"}
