from __future__ import annotations

import time

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.schema import Schema
from agent.core.spec import Table
from agent.sources.gathering.databases import schema_of as all_of
from agent.sources.tables.dbfiles import is_migration, is_schema, root
from agent.sources.tables.migrations import schema_of
from agent.sources.tables.sqltext import read_sql


def document(path: str, text: str) -> Document:
    return Document(path=RepoPath(path), role="db-schema", text=text)


def schema(*texts: str) -> Schema:
    files = (document(f"db/migrations/{at}.sql", text) for at, text in enumerate(texts, 1))
    return schema_of(tuple(files))


def table(*texts: str) -> Table:
    (found,) = schema(*texts).tables
    return found


BOOKS = """
-- it's a comment; with a semicolon
create table if not exists "public"."books" (
  id uuid primary key default gen_random_uuid(), /* the key, of course */
  title varchar(200) not null check (length(title) > 0),
  "kind" text default 'a,b;(',
  tags text[] default '{}'::text[],
  shelf_id uuid references shelves(id) on delete set null,
  price numeric(10, 2),
  constraint books_price check (price >= 0),
  unique (shelf_id, title)
);
"""


def test_columns_and_constraints_of_a_table() -> None:
    found = table(BOOKS)
    assert found.name == "books"
    assert found.source.line == 3
    assert [(one.name, one.type, one.constraints) for one in found.columns] == [
        ("id", "uuid", ("primary key", "default gen_random_uuid()")),
        ("title", "varchar(200)", ("not null", "check (length(title) > 0)")),
        ("kind", "text", ("default 'a,b;('",)),
        ("tags", "text[]", ("default '{}'::text[]",)),
        ("shelf_id", "uuid", ("references shelves(id) on delete set null",)),
        ("price", "numeric(10, 2)", ()),
    ]
    assert [one.source.line for one in found.columns] == [4, 5, 6, 7, 8, 9]
    assert [(one.text, one.source.line) for one in found.stated] == [
        ("constraint books_price check (price >= 0)", 10),
        ("unique (shelf_id, title)", 11),
    ]


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ("id int(11) unsigned not null auto_increment", [("id", "int(11) unsigned")]),
        ("`k` enum('a','b') default 'a', KEY `kk` (`k`)", [("k", "enum('a','b')")]),
        ("[Id] [int] IDENTITY(1,1) NOT NULL", [("Id", "[int]")]),
        ("a double precision, b bit varying", [("a", "double precision"), ("b", "bit varying")]),
        ("at timestamp(3) with time zone not null", [("at", "timestamp(3) with time zone")]),
        ("id PRIMARY KEY, name", [("id", ""), ("name", "")]),
        ('kind "public"."Kind" not null', [("kind", '"public"."Kind"')]),
        ("key text not null, value jsonb, ...", [("key", "text"), ("value", "jsonb")]),
    ],
)  # fmt: skip
def test_types_of_several_databases(sql: str, columns: list[tuple[str, str]]) -> None:
    found = table(f"CREATE TABLE t ({sql});")
    assert [(one.name, one.type) for one in found.columns] == columns


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ("add column if not exists c text not null", {"c": ("text", ("not null",))}),
        ("add c int, add column d text", {"c": ("int", ()), "d": ("text", ())}),
        ("add c int, d text", {"c": ("int", ()), "d": ("text", ())}),
        ("add (c int, d text)", {"c": ("int", ()), "d": ("text", ())}),
        ("drop column if exists b cascade", {"b": None}),
        ("alter column b type varchar(9) using b::varchar", {"b": ("varchar(9)", ("default 1",))}),
        ("alter column b varchar(9) null", {"b": ("varchar(9)", ("default 1", "null"))}),
        ("alter b set not null", {"b": ("int", ("default 1", "not null"))}),
        ("alter column a drop not null", {"a": ("text", ("unique",))}),
        ("alter column b set default 2", {"b": ("int", ("default 2",))}),
        ("alter column b drop default", {"b": ("int", ())}),
        ("modify column b text not null", {"b": ("text", ("not null",))}),
        ("change column b c text", {"b": None, "c": ("text", ())}),
        ("rename column b to c", {"b": None, "c": ("int", ("default 1",))}),
        ("rename b to a", {"b": ("int", ("default 1",))}),
        ("drop constraint t_a_key", {"a": ("text", ("not null",))}),
        ("drop column nothing", {"b": ("int", ("default 1",))}),
        ("alter column nothing type text", {"b": ("int", ("default 1",))}),
        ("alter column nothing drop default", {"b": ("int", ("default 1",))}),
        ("frobnicate b", {"b": ("int", ("default 1",))}),
    ],
)
def test_what_alter_table_does(
    change: str, wanted: dict[str, tuple[str, tuple[str, ...]] | None]
) -> None:
    start = "create table t (a text not null unique, b int default 1);"
    columns = {one.name: one for one in table(start, f"alter table only t {change};").columns}
    for name, said in wanted.items():
        one = columns.get(name)
        assert (one and (one.type, one.constraints)) == said


def test_remarks_and_keys_as_mysql_has_them() -> None:
    found = table(
        "CREATE TABLE `books` (\n  `id` BIGINT NOT NULL AUTO_INCREMENT COMMENT 'one''s, no one',\n"
        "  `note` TEXT COMMENT 'NOT NULL is no constraint here',\n  PRIMARY KEY (`id`),\n"
        "  UNIQUE KEY `uk_note` (`note`),\n  KEY `idx_note` (`note`)\n) COMMENT='all of them';\n"
    )
    assert [(one.constraints, one.note) for one in found.columns] == [
        (("NOT NULL", "AUTO_INCREMENT"), "one's, no one"),
        ((), "NOT NULL is no constraint here"),
    ]
    assert [one.text for one in found.stated] == [
        "PRIMARY KEY (`id`)",
        "UNIQUE KEY `uk_note` (`note`)",
    ]
    assert [one.text for one in found.indexes] == ["KEY `idx_note` (`note`)"]


def test_constraints_come_and_go() -> None:
    start = "create table t (a int, constraint k check (a > 0));"
    add = "alter table t add constraint f foreign key (a) references u(id), drop constraint k;"
    (left,) = table(start, add).stated
    assert (left.text, left.source.line) == ("constraint f foreign key (a) references u(id)", 1)
    assert left.source.path.name != table(start).source.path.name


def test_tables_are_dropped_and_renamed_with_what_is_theirs() -> None:
    start = "create table a (id int); create table b (id int); create index i on a (id);"
    left = table(start, "drop table if exists b, c cascade; alter table a rename to z;")
    assert left.name == "z"
    assert [one.text for one in left.indexes] == ["create index i on a (id)"]
    again = table(start, "drop table a; drop table b; create table a (id int);")
    assert again.indexes == ()


def test_a_table_of_one_session_is_none_of_the_schema() -> None:
    sql = "create temporary table s (a int); create unlogged table t (b int);"
    assert table(sql).name == "t"


def test_what_belongs_to_a_table() -> None:
    found = table(
        BOOKS,
        "create unique index concurrently if not exists i on public.books using gin (title);"
        "create index on books (price); create index gone on books (id); drop index public.gone;",
        "create or replace trigger t before update of title on books\n"
        "for each row execute function f();\n"
        'create policy "own; rows" on books for select using (true);'
        'create policy "two" on books; drop policy if exists "two" on books;'
        "alter table books enable row level security;"
        "comment on table public.books is 'it''s ours';"
        "comment on column books.title is 'Its name';"
        "comment on column other.title is 'no'; comment on column title is 'no';",
    )
    assert [one.source.line for one in found.indexes] == [1, 1]
    assert [one.text.split("\n")[0] for one in found.triggers] == [
        "create or replace trigger t before update of title on books"
    ]
    assert [one.text for one in found.policies] == [
        'create policy "own; rows" on books for select using (true)',
        "alter table books enable row level security",
    ]
    assert (found.note, found.columns[1].note) == ("it's ours", "Its name")
    off = "alter table books disable row level security"
    on = "alter table books enable row level security"
    opened, guarded = table(BOOKS, on, off), table(BOOKS, on, off, on)
    assert (opened.policies, [one.text for one in opened.unguarded]) == ((), [off])
    assert ([one.text for one in guarded.policies], guarded.unguarded) == ([on], ())


def test_a_security_policy_is_of_each_table_it_filters() -> None:
    sql = """create table dbo.books (a int); create table dbo.pens (a int); create table t (a int);
create security policy own add filter predicate dbo.is_own(a) on dbo.books,
  add block predicate dbo.is_own(a) on dbo.books after insert,
  add filter predicate dbo.is_own(a) on pens with (state = on);"""
    assert [(one.name, len(one.policies)) for one in schema(sql).tables] == [
        ("books", 1),
        ("pens", 1),
        ("t", 0),
    ]


def test_enumerations_and_views() -> None:
    found = schema(
        "create type state as enum ('new', 'old'); create type gone as enum ('x');"
        "do $$ begin create type kind as enum ('a');"
        " exception when duplicate_object then null; end $$;",
        "alter type state add value if not exists 'used' before 'old';"
        "alter type state add value 'last'; alter type state rename value 'new' to 'fresh';"
        "alter type nothing add value 'x'; drop type gone;"
        "alter type kind rename to sort; alter type nothing rename to some;",
        "create or replace view v as select 1; create materialized view w as select 2;"
        "drop view if exists v;",
    )
    assert [(one.name, one.values) for one in found.enumerations] == [
        ("state", ("fresh", "used", "old", "last")),
        ("sort", ("a",)),
    ]
    assert [(one.name, one.text) for one in found.views] == [
        ("w", "create materialized view w as select 2")
    ]


def test_files_are_run_in_the_order_of_their_numbers() -> None:
    files = (
        document("m/migration/V10__c.sql", "alter table t rename column b to c"),
        document("m/migration/V2__b.sql", "alter table t rename column a to b"),
        document("m/migration/V1__a.sql", "create table t (a int)"),
    )
    (found,) = schema_of(files).tables
    assert [one.name for one in found.columns] == ["c"]


@pytest.mark.parametrize("mark", ["-- +goose Down", "-- migrate:down", "--//@UNDO"])
def test_what_takes_a_migration_back_is_not_run(mark: str) -> None:
    assert table(f"create table t (a int);\n{mark}\ndrop table t;").name == "t"


@pytest.mark.parametrize(
    "broken",
    [
        "create table x (id int",
        "create table x (id int, a text default 'never closed);",
        "create table x (id int)) );",
        "alter table ; alter table t add",
        "create table",
        "create function f() returns trigger as $$ begin",
        "/* never closed",
        'create table "x (id int);',
        "create policy on; create index; comment on column is",
        "\ufeff;;;;",
    ],
)
def test_a_broken_statement_takes_nothing_with_it(broken: str) -> None:
    sql = f"{broken}\ncreate table good (id int primary key);\n"
    assert "good" in [one.name for one in schema(sql).tables]


def test_T37_thousands_of_tables_take_no_more_than_a_second() -> None:
    one = BOOKS.replace('"books"', '"books_{}"')
    text = "".join(one.replace("{}", str(at)) for at in range(2000))
    began = time.process_time()
    assert len(schema(text).tables) == 2000
    assert time.process_time() - began < 20  # quadratic takes minutes


@pytest.mark.parametrize(
    "piece",
    ["'", '"', "`", "$a$", "$", "/*", "--", "(", ")", ",", ";", "create table x (", "create type x",
     "alter table x add ", "do $$ begin ", "create index ", "create trigger x ", " on ", "begin ",
     "drop table x, ", "x ", "\n", "create table x (a int);", "'' ", "; \n", "comment on a."],
)  # fmt: skip
def test_T37_any_text_is_read_in_time(piece: str) -> None:
    for start in ("", "create table t (a text default ", "create trigger t "):
        began = time.process_time()
        schema(start + piece * (100_000 // len(piece)))
        assert time.process_time() - began < 20, (piece, start)


def test_places_are_the_same_in_all_copies() -> None:
    sql = read_sql("a 'b;' -- c\n\"d(\" $x$ ;e $x$ 'f")
    assert len(sql.bare) == len(sql.masked) == len(sql.text)
    assert [sql.words(*one) for one in sql.statements()] == ["a 'b;' \"d(\" $x$ ;e $x$ 'f"]


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("supabase/migrations/2025_init.sql", "supabase/migrations"),
        ("src/main/resources/db/migration/V1__init.sql", "src/main/resources/db/migration"),
        ("apps/a/prisma/migrations/1_x/migration.sql", "apps/a/prisma/migrations"),
        ("db/migrate_users.sql", "db"),
        ("drizzle/0000_x.sql", "drizzle"),
        ("V1__init.sql", ""),
        ("docker/mysql/migration_ledger.sql", "docker/mysql"),
        ("database/migrations/2024_create_tests_table.php", "database/migrations"),
        ("Shop.Data/Migrations/2025_Init.cs", "Shop.Data/Migrations"),
    ],
)
def test_migrations_by_place(path: str, folder: str) -> None:
    assert is_schema(RepoPath(path))
    assert is_migration(RepoPath(path))
    assert root(RepoPath(path)) == folder


@pytest.mark.parametrize(
    "path",
    ["prisma/schema.prisma", "db/schema.sql", "supabase/schemas/a.sql", "sql/shop_tables_only.sql",
     "docker/mysql/init.sql", "docker-entrypoint-initdb.d/01_schema.sql", "db/schema.rb",
     "backend/database/init.sql", "db/01-init-db.sql", "sql/database_design.sql"],
)  # fmt: skip
def test_whole_schemas_by_place(path: str) -> None:
    assert is_schema(RepoPath(path))
    assert not is_migration(RepoPath(path))


@pytest.mark.parametrize(
    "path",
    ["db/migrations/1_x.down.sql", "migrations/x/down.sql", "db/migration/U1__x.sql", "a/b.sql",
     "Data/Migrations/2025_Init.Designer.cs", "Data/Migrations/ShopModelSnapshot.cs",
     "supabase/seed.sql", "tests/schema.sql", "migrations/0001_x.py",
     "sql/queries.sql", "docs/init.sql", "sql/seed_tables.sql", "db/undesigned.sql"],
)  # fmt: skip
def test_other_files_are_no_schema(path: str) -> None:
    assert not is_schema(RepoPath(path))


@pytest.mark.parametrize(
    ("paths", "columns"),
    [
        (("supabase/migrations/old/1.sql", "supabase/migrations/2.sql"), ["id", "b"]),
        (("db/migrations/old/1.sql", "db/migrations/2.sql"), ["id", "b", "a"]),
        (("supabase/migrations/one/1.sql", "supabase/migrations/two/2.sql"), ["id", "a", "b"]),
    ],
)
def test_files_below_those_that_supabase_runs_are_put_away(
    paths: tuple[str, str], columns: list[str]
) -> None:
    made = "create table if not exists books (id int primary key, {} int);"
    files = [document(path, made.format(name)) for path, name in zip(paths, "ab", strict=True)]
    (books,) = all_of(files).tables
    assert [one.name for one in books.columns] == columns
