from __future__ import annotations

from agent.core.documents import Document, RepoPath
from agent.sources.tables.migrations import schema_of

SCHEMA = """ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "boats", force: :cascade do |t|
    t.string "name", limit: 80, null: false
    t.bigint "harbour_id", null: false
    t.decimal "length", precision: 5, scale: 2, default: "0.0"
    t.index ["harbour_id"], name: "index_boats_on_harbour_id"
  end

  create_table "harbours", id: :uuid, force: :cascade do |t|
    t.string "name"
  end
  add_foreign_key "boats", "harbours"
end
"""
MIGRATION = """class CreateSails < ActiveRecord::Migration[7.0]
  def change
    create_table :sails do |t|
      t.references :boat, null: false, foreign_key: true
      t.string :colour, :cut, null: false
      t.timestamps
    end
    add_column :sails, :area, :integer, default: 3
    rename_column :sails, :cut, :shape
    remove_column :sails, :colour
  end
end
"""


def made(name: str, text: str) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    document = Document(path=RepoPath(f"db/{name}"), role="db-schema", text=text)
    return {
        one.name: [(column.name, column.type, column.constraints) for column in one.columns]
        for one in schema_of((document,)).tables
    }


def test_the_schema_that_rails_dumps() -> None:
    assert made("schema.rb", SCHEMA) == {
        "boats": [
            ("id", "bigint", ("PRIMARY KEY",)),
            ("name", "string(80)", ("NOT NULL",)),
            ("harbour_id", "bigint", ("NOT NULL", "REFERENCES harbours(id)")),
            ("length", "decimal(5, 2)", ('DEFAULT "0.0"',)),
        ],
        "harbours": [("id", "uuid", ("PRIMARY KEY",)), ("name", "string", ())],
    }


def test_a_migration_of_rails() -> None:
    assert made("migrate/1_a.rb", MIGRATION) == {
        "sails": [
            ("id", "bigint", ("PRIMARY KEY",)),
            ("boat_id", "bigint", ("NOT NULL", "REFERENCES boats(id)")),
            ("created_at", "datetime", ("NOT NULL",)),
            ("updated_at", "datetime", ("NOT NULL",)),
            ("area", "integer", ("DEFAULT 3",)),
            ("shape", "string", ("NOT NULL",)),
        ]
    }
