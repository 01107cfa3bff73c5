from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.documents import Document, RepoPath
from agent.sources.tables.migrations import schema_of

LARAVEL = """<?php
return new class extends Migration {
    public function up(): void {
        Schema::create('boats', function (Blueprint $table) {
            $table->id();
            $table->string('name', 80)->unique();
            $table->foreignId('harbour_id')->nullable()->constrained()->nullOnDelete();
            $table->enum('state', ['in', 'out'])->default('in'); // where it lies
            $table->unsignedBigInteger('owner_id');
            $table->foreign('owner_id')->references('id')->on('people')->onDelete('cascade');
            $table->timestamps();
            $table->unique(['name', 'state']);
        });
    }
    public function down(): void { Schema::dropIfExists('boats'); }
};
"""
ALTERED = """<?php
    public function up() {
        Schema::table('boats', function (Blueprint $table) {
            $table->renameColumn('state', 'place');
            $table->dropColumn(['owner_id']);
            $table->softDeletes();
        });
        Schema::rename('boats', 'ships');
        Schema::table('unknown', function (Blueprint $table) { $table->string('a'); });
    }
"""
KNEX = """exports.up = (knex) =>
  knex.schema
    .createTable('harbours', (table) => {
      table.increments('id')
      table.string('name').notNullable()
    })
    .createTable('boats', function (t) {
      t.uuid('id').primary();
      t.integer('harbour_id').references('harbours.id').onDelete('CASCADE');
      t.specificType('tags', 'text[]').defaultTo('{}');
    });
exports.down = (knex) => knex.schema.dropTable('boats');
"""


def made(*files: tuple[str, str]) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    documents = tuple(
        Document(path=RepoPath(f"database/migrations/{name}"), role="db-schema", text=text)
        for name, text in files
    )
    return {
        one.name: [(column.name, column.type, column.constraints) for column in one.columns]
        for one in schema_of(documents).tables
    }


def test_a_table_of_laravel() -> None:
    assert made(("1_a.php", LARAVEL)) == {
        "boats": [
            ("id", "bigint", ("PRIMARY KEY",)),
            ("name", "string(80)", ("NOT NULL", "UNIQUE")),
            ("harbour_id", "bigint", ("NULL", "REFERENCES harbours(id) ON DELETE SET NULL")),
            ("state", "enum", ("NOT NULL", "DEFAULT 'in'", "CHECK (state IN ('in', 'out'))")),
            (
                "owner_id",
                "unsignedBigInteger",
                ("NOT NULL", "REFERENCES people(id) ON DELETE CASCADE"),
            ),
            ("created_at", "timestamp", ("NULL",)),
            ("updated_at", "timestamp", ("NULL",)),
        ]
    }


def test_what_later_migrations_change() -> None:
    found = made(("2_b.php", ALTERED), ("1_a.php", LARAVEL))
    assert {table: [one[0] for one in columns] for table, columns in found.items()} == {
        "ships": ["id", "name", "harbour_id", "place", "created_at", "updated_at", "deleted_at"]
    }


def test_tables_of_knex() -> None:
    assert made(("1_a.js", KNEX)) == {
        "harbours": [("id", "integer", ("PRIMARY KEY",)), ("name", "string", ("NOT NULL",))],
        "boats": [
            ("id", "uuid", ("PRIMARY KEY",)),
            ("harbour_id", "integer", ("REFERENCES harbours(id) ON DELETE CASCADE",)),
            ("tags", "text[]", ("DEFAULT '{}'",)),
        ],
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("1-a.ts", 'async up(q) { await q.query(`CREATE TABLE "boats" ("id" uuid)`); }'),
        ("1_a.php", "<?php $this->addSql('CREATE TABLE boats (id UUID)');"),
        ("1_a.py", "def upgrade():\n    op.execute('CREATE TABLE boats (id uuid)')\n"),
        (
            "1_a.py",
            "def upgrade():\n    op.create_table('boats', sa.Column('id', T(), x=f(g(1))))\n",
        ),
        (
            "1_a.js",
            "up: (q) => q.createTable('boats', { id: { type: Sequelize.INTEGER } }), down: 1",
        ),
    ],
)
def test_other_ways_to_make_a_table(name: str, text: str) -> None:
    assert {
        table: [one[0] for one in columns] for table, columns in made((name, text)).items()
    } == {"boats": ["id"]}


def test_what_takes_sql_back_is_not_run() -> None:
    text = (
        "async up(q) { await q.query(`CREATE TABLE boats (id int)`); }"
        " async down(q) { await q.query(`DROP TABLE boats`); }"
    )
    assert list(made(("1-a.ts", text))) == ["boats"]


@given(st.integers(0, len(LARAVEL)), st.integers(0, len(LARAVEL)))
def test_pieces_of_migrations_never_raise(first: int, last: int) -> None:
    made(("1_a.php", LARAVEL[first:last]), ("2_b.js", KNEX[first:last]))
