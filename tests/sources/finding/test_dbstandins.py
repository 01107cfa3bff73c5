from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.finding.dbstandins import defines, groups, standing_in


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("data-model.md", True),
        ("modelo_entidade_relacionamento.md", True),
        ("entidad-relacion.md", True),
        ("entidades.md", True),
        ("er-diagram.md", True),
        ("entities-session.md", False),
        ("identidade.md", False),
        ("entities/lamps.md", True),
        ("entities/README.md", False),
        ("guides/lamps.md", False),
    ],
)
def test_what_is_called_after_the_tables_may_define_them(name: str, *, named: bool) -> None:
    assert bool(groups([RepoPath(f"docs/{name}")])[0]) is named


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("backend/app/models/book.py", True),
        ("shop/models.py", True),
        ("src/books/book.entity.ts", True),
        ("src/db/schema.ts", True),
        ("src/main/java/org/shop/entity/Book.java", True),
        ("Shop.Data/Models/Book.cs", True),
        ("Shop.Data/ShopDbContext.cs", True),
        ("Shop.Tests/Models/BookTests.cs", False),
        ("Shop.Data/Migrations/1_Init.cs", False),
        ("Shop.Data/Migrations/ShopDbContextModelSnapshot.cs", False),
        ("app/models/__init__.py", False),
        ("app/models/test_book.py", False),
        ("alembic/versions/models/1_a.py", False),
        ("src/services/books.ts", False),
        ("shop_db/tables/mymodels.py", True),
        ("internal/models/book.go", True),
        ("server/models/Book.js", True),
        ("server/routes/books.js", False),
        ("node_modules/x/models/a.py", False),
    ],
)
def test_where_code_may_map_classes_to_tables(path: str, *, may: bool) -> None:
    assert bool(groups([RepoPath(path)])[-2]) is may


@pytest.mark.parametrize(
    ("path", "text", "role"),
    [
        ("db/migrations/1_a.js", "k.schema.createTable('a', (t) => { t.uuid('id') })", "db-schema"),
        ("db/migrate/1_a.rb", 'create_table "a" do |t|\n  t.text "b"\nend\n', "db-schema"),
        ("migrations/1-a.ts", "await q.query(`CREATE TABLE a (id int)`);", "db-schema"),
        ("alembic/versions/1_a.py", "    op.create_table('a', sa.Column('b'))\n", "db-schema"),
        ("migrations/1-a.ts", "await q.query(`SELECT 1`);", None),
        ("src/routes/a.ts", "await q.query(`CREATE TABLE a (id int)`);", None),
    ],
)
def test_code_of_migrations_stands_in_where_it_makes_tables(
    path: str, text: str, role: str | None
) -> None:
    found = groups([RepoPath(path)])[-1]
    assert (standing_in(RepoPath(path), text) if found else None) == role


def test_code_stands_in_only_where_it_maps_a_class() -> None:
    path = RepoPath("app/models/book.py")
    assert standing_in(path, "class A(Base):\n    __tablename__ = 'a'\n") == "db-schema"
    assert standing_in(path, "class A:\n    pass\n") is None


def test_a_copy_of_rows_defines_no_table() -> None:
    path, copies = RepoPath("sql/keep.sql"), "CREATE TABLE kept AS SELECT * FROM books;\n"
    assert standing_in(path, copies) is None
    assert standing_in(path, copies + "create table books (id int);\n") == "db-schema"


def test_sql_stands_in_beside_prose() -> None:
    found = groups([RepoPath("docs/database-gaps.md"), RepoPath("dump.sql"), RepoPath("README.md")])
    assert [[one.value for one in group] for group in found] == [
        ["docs/database-gaps.md", "dump.sql"],
        ["README.md"],
        [],
        [],
    ]


def test_a_file_a_table_needs_no_second_one() -> None:
    text = "# **lamps**\n\nAll that give light.\n\n## Fields\n\n- `id`: integer, **PK**\n"
    assert standing_in(RepoPath("docs/entity/lamps.md"), text) == "db-plan"
    assert standing_in(RepoPath("docs/entities.md"), text) is None


@pytest.mark.parametrize(
    ("columns", "sure"),
    [
        ("- `id` uuid\n- `name` text\n", True),
        ("- `id`\n- `name`\n", False),
        # Columns that are plain at sight: the tables are not read for that.
        ("- id UUID PRIMARY KEY\n- `n` text NOT NULL\n- b: bigint DEFAULT 0\n", True),
        ("| a | b |\n|---|---|\n| `id` | UUID |\n| n | VARCHAR(9) |\n| t | INT |\n", True),
    ],
)
def test_a_plan_that_only_sketches_its_tables_leaves_room_for_code(
    columns: str, *, sure: bool
) -> None:
    text = f"# Data\n\n## Entities\n\n### Desk Lamp\n\nPlanned fields:\n\n{columns}"
    assert defines("db-plan", RepoPath("docs/data-model.md"), text) is sure
