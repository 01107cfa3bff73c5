from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.documents import Document, RepoPath
from agent.sources.tables.dbfiles import is_migration, is_schema, root
from agent.sources.tables.migrations import schema_of

XML = """<databaseChangeLog xmlns="x">
  <changeSet id="1" author="a">
    <createTable tableName="boats" remarks="what floats > 3 m">
      <column name="id" type="uuid" defaultValueComputed="gen_random_uuid()">
        <constraints primaryKey="true" nullable="false"/>
      </column>
      <column name="name" type="varchar(80)"><constraints unique="true"/></column>
      <column name="harbour_id" type="bigint"/>
    </createTable>
    <!-- <createTable tableName="no"/> -->
    <addForeignKeyConstraint baseTableName="boats" baseColumnNames="harbour_id"
        constraintName="fk" referencedTableName="harbours" referencedColumnNames="id"
        onDelete="CASCADE"/>
    <addUniqueConstraint tableName="boats" columnNames="name, harbour_id"/>
    <rollback><dropTable tableName="boats"/></rollback>
  </changeSet>
  <changeSet id="2" author="a">
    <addColumn tableName="boats"><column name="length" type="int"/></addColumn>
    <renameColumn tableName="boats" oldColumnName="name" newColumnName="title"/>
    <sql>create table sails (id int);</sql>
  </changeSet>
</databaseChangeLog>
"""
YAML = """databaseChangeLog:
  - changeSet:
      id: 1
      changes:
        - createTable:
            columns:
              - column:
                  name: id
                  type: bigint
                  constraints:
                    primaryKey: true
              - column:
                  name: name
                  type: varchar(80)
                  constraints:
                    nullable: false
            tableName: boats
        - renameTable:
            oldTableName: boats
            newTableName: ships
"""


def made(name: str, text: str) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    document = Document(path=RepoPath(f"db/changelog/{name}"), role="db-schema", text=text)
    return {
        one.name: [(column.name, column.type, column.constraints) for column in one.columns]
        for one in schema_of((document,)).tables
    }


def test_a_change_log_in_xml() -> None:
    assert made("1.xml", XML) == {
        "boats": [
            ("id", "uuid", ("DEFAULT gen_random_uuid()", "PRIMARY KEY", "NOT NULL")),
            ("harbour_id", "bigint", ("REFERENCES harbours(id) ON DELETE CASCADE",)),
            ("length", "int", ()),
            ("title", "varchar(80)", ("UNIQUE",)),
        ],
        "sails": [("id", "int", ())],
    }


def test_a_change_log_in_yaml() -> None:
    assert made("1.yaml", YAML) == {
        "ships": [("id", "bigint", ("PRIMARY KEY",)), ("name", "varchar(80)", ("NOT NULL",))]
    }


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("src/main/resources/db/changelog/v1/1.xml", "src/main/resources/db/changelog"),
        ("liquibase/1.yml", "liquibase"),
        ("config/db.changelog-master.yaml", "config"),
    ],
)
def test_change_logs_by_place(path: str, folder: str) -> None:
    assert is_schema(RepoPath(path))
    assert is_migration(RepoPath(path))
    assert root(RepoPath(path)) == folder


@pytest.mark.parametrize("path", ["changelogs/unreleased/fix.yml", "pom.xml", "docs/changelog.xml"])
def test_other_logs_of_changes_are_no_schema(path: str) -> None:
    assert not is_schema(RepoPath(path))


@given(st.integers(0, len(XML)), st.integers(0, len(XML)))
def test_pieces_of_logs_never_raise(first: int, last: int) -> None:
    made("1.xml", XML[first:last])
    made("1.yaml", YAML[first:last])
