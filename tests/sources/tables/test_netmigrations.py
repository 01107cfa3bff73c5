"""The migrations of .NET: Entity Framework's and FluentMigrator's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.documents import Document, RepoPath
from agent.core.schema import Schema
from agent.sources.tables.migrations import makes_tables, schema_of

EF = """public partial class Init : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "harbours",
            schema: "sea",
            columns: table => new
            {
                Id = table.Column<int>(type: "integer", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", By.DefaultColumn), // the key
                port_name = table.Column<string>(maxLength: 80, nullable: false, defaultValue: ""),
                opened = table.Column<DateTime>(type: "date", nullable: true,
                    defaultValueSql: "now()")
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_harbours", x => x.Id);
                table.CheckConstraint("ck_name", "port_name <> ''");
            });
        migrationBuilder.CreateTable(
            name: "boats",
            columns: table => new
            {
                Id = table.Column<Guid>(type: "uuid", nullable: false),
                HarbourId = table.Column<int>(type: "integer", nullable: false),
                Mark = table.Column<string>(type: "text", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_boats", x => new { x.Id, x.HarbourId });
                table.ForeignKey(
                    name: "FK_boats_harbours_HarbourId",
                    column: x => x.HarbourId,
                    principalTable: "harbours",
                    principalColumn: "Id",
                    onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex(name: "IX_boats_Mark", table: "boats", column: "Mark",
            unique: true);
        migrationBuilder.CreateIndex(name: "IX_boats_H", table: "boats",
            columns: new[] { "HarbourId" });
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(name: "boats");
    }
}
"""
CHANGED = """public partial class Next : Migration
{
    protected override void Up(MigrationBuilder b)
    {
        b.DropForeignKey(name: "FK_boats_harbours_HarbourId", table: "boats");
        b.DropIndex("IX_boats_Mark", "boats");
        b.DropIndex(name: "IX_boats_H", table: "boats");
        b.RenameColumn(name: "HarbourId", table: "boats", newName: "PortId");
        b.AddColumn<Guid>(name: "Owner", table: "boats", type: "uuid", nullable: false,
            defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));
        b.AlterColumn<string>(name: "Mark", table: "boats", type: "varchar(9)", nullable: false);
        b.DropColumn(name: "opened", table: "harbours");
        b.AddForeignKey(name: "FK", table: "boats", column: "PortId", principalTable: "ports");
        b.AddUniqueConstraint("AK", "boats", new[] { "Mark", "Owner" });
        b.RenameTable(name: "harbours", newName: "ports");
        b.Sql(@"CREATE TABLE ""crews"" (
            ""Id"" uuid)");
        b.AddColumn<int>(name: "x", table: "unknown", nullable: true);
    }
    protected override void Down(MigrationBuilder b) { b.Sql("DROP TABLE crews"); }
}
"""
FLUENT = """[Migration(1)]
public class Init : Migration
{
    public override void Up()
    {
        Create.Table("harbours")
            .WithColumn("Id").AsInt32().PrimaryKey().Identity()
            .WithColumn("Name").AsString(80).NotNullable().Unique(); // as on the chart
        Create.Table(nameof(Data.Boat))
            .WithColumn("Id").AsGuid().PrimaryKey()
            .WithColumn("HarbourId").AsInt32().Nullable()
                .ForeignKey("FK_Boat", "harbours", "Id").OnDelete(Rule.SetNull)
            .WithColumn("Price").AsDecimal(10, 2).WithDefaultValue(0)
            .WithColumn("Tags").AsCustom("text[]").Nullable();
        Create.Index("IX_Boat_Price").OnTable("Boat").OnColumn("Price").Ascending();
    }

    public override void Down() { Delete.Table("Boat"); }
}
"""
SPOKEN = """public class Next : ForwardOnlyMigration
{
    public override void Up()
    {
        Alter.Table("Boat").AddColumn("Mark").AsString().Nullable();
        Create.Column("Owner").OnTable("Boat").AsGuid();
        Create.ForeignKey("FK").FromTable("Boat").ForeignColumn("Owner")
            .ToTable("people").PrimaryColumn("Id");
        Create.Index("IX").OnTable("Boat").OnColumn("Mark").Unique();
        Create.UniqueConstraint("UQ").OnTable("Boat").Columns("Owner", "Mark");
        Rename.Column("Price").OnTable("Boat").To("Cost");
        Delete.Column("Tags").FromTable("Boat");
        Rename.Table("harbours").To("ports");
        Delete.Table("gone");
    }
}
"""


def read(*texts: str) -> Schema:
    return schema_of(
        tuple(
            Document(path=RepoPath(f"Shop/Migrations/{at}.cs"), role="db-schema", text=text)
            for at, text in enumerate(texts, 1)
        )
    )


def told(schema: Schema) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    return {
        one.name: [(column.name, column.type, column.constraints) for column in one.columns]
        for one in schema.tables
    }


def test_tables_of_entity_framework() -> None:
    schema = read(EF)
    assert told(schema) == {
        "harbours": [
            ("Id", "integer", ("PRIMARY KEY",)),
            ("port_name", "string(80)", ("NOT NULL", "DEFAULT ''")),
            ("opened", "date", ("NULL", "DEFAULT now()")),
        ],
        "boats": [
            ("Id", "uuid", ("NOT NULL",)),
            ("HarbourId", "integer", ("NOT NULL", "REFERENCES harbours(Id) ON DELETE CASCADE")),
            ("Mark", "text", ("NULL", "UNIQUE")),
        ],
    }
    harbours, boats = schema.tables
    assert [one.source.line for one in harbours.columns] == [10, 12, 13]
    assert [one.text for one in harbours.stated] == ["CHECK (port_name <> '')"]
    assert [(one.text, one.source.line) for one in boats.stated] == [
        ("PRIMARY KEY (Id, HarbourId)", 31)
    ]
    assert [one.text for one in boats.indexes] == ["IX_boats_H (HarbourId)"]


def test_what_later_migrations_of_entity_framework_change() -> None:
    schema = read(EF, CHANGED)
    assert told(schema) == {
        "ports": [
            ("Id", "integer", ("PRIMARY KEY",)),
            ("port_name", "string(80)", ("NOT NULL", "DEFAULT ''")),
        ],
        "boats": [
            ("Id", "uuid", ("NOT NULL",)),
            ("PortId", "integer", ("NOT NULL", "REFERENCES ports")),
            ("Mark", "varchar(9)", ("NOT NULL",)),
            ("Owner", "uuid", ("NOT NULL",)),
        ],
        "crews": [("Id", "uuid", ())],
    }
    boats = schema.tables[1]
    assert [one.text for one in boats.stated][-1] == "UNIQUE (Mark, Owner)"
    assert boats.indexes == ()


def test_tables_of_fluent_migrator() -> None:
    schema = read(FLUENT)
    assert told(schema) == {
        "harbours": [
            ("Id", "Int32", ("PRIMARY KEY",)),
            ("Name", "String(80)", ("NOT NULL", "UNIQUE")),
        ],
        "Boat": [
            ("Id", "Guid", ("PRIMARY KEY",)),
            ("HarbourId", "Int32", ("NULL", "REFERENCES harbours(Id) ON DELETE SET NULL")),
            ("Price", "Decimal(10, 2)", ("NOT NULL", "DEFAULT 0")),
            ("Tags", "text[]", ("NULL",)),
        ],
    }
    assert [one.text for one in schema.tables[1].indexes] == ["IX_Boat_Price (Price)"]


def test_what_later_migrations_of_fluent_migrator_change() -> None:
    schema = read(FLUENT, SPOKEN)
    assert told(schema) == {
        "ports": [
            ("Id", "Int32", ("PRIMARY KEY",)),
            ("Name", "String(80)", ("NOT NULL", "UNIQUE")),
        ],
        "Boat": [
            ("Id", "Guid", ("PRIMARY KEY",)),
            ("HarbourId", "Int32", ("NULL", "REFERENCES harbours(Id) ON DELETE SET NULL")),
            ("Cost", "Decimal(10, 2)", ("NOT NULL", "DEFAULT 0")),
            ("Mark", "String", ("NULL", "UNIQUE")),
            ("Owner", "Guid", ("NOT NULL", "REFERENCES people(Id)")),
        ],
    }
    assert [one.text for one in schema.tables[1].stated] == ["UNIQUE (Owner, Mark)"]


@pytest.mark.parametrize(
    ("text", "makes"),
    [
        (EF, True),
        (FLUENT, True),
        ('public class A : Migration { void Up() { Execute("CREATE TABLE a (b int)"); } }', True),
        ('public class A : Migration { void Up() { Delete.Table("a"); } }', False),
    ],
)
def test_which_migrations_make_tables(text: str, *, makes: bool) -> None:
    assert makes_tables(RepoPath("Migrations/1.cs"), text) is makes


@pytest.mark.parametrize("text", [EF, CHANGED, FLUENT, SPOKEN])
@given(first=st.integers(0, 2_600), last=st.integers(0, 2_600))
def test_pieces_never_raise(text: str, first: int, last: int) -> None:
    read(EF, FLUENT, text[first:last])
