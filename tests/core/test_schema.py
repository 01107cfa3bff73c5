from __future__ import annotations

from agent.core.documents import RepoPath, Source
from agent.core.schema import Schema, View, joined
from agent.core.spec import Column, Enumeration, Excerpt, Table

_ONE = Source(path=RepoPath("db-plan.md"), line=1, last=1)
_TWO = Source(path=RepoPath("schema.sql"), line=9, last=9)


def _said(text: str, source: Source) -> Excerpt:
    return Excerpt(source=source, text=text)


def test_a_table_of_two_documents_is_one_and_the_first_wins() -> None:
    first = Table(
        name="books",
        source=_ONE,
        columns=(Column(name="id", type="uuid", source=_ONE),),
        stated=(_said("unique (isbn)", _ONE),),
        indexes=(_said("create index a on books (title)", _ONE),),
    )
    second = Table(
        name="Books",
        source=_TWO,
        columns=(
            Column(name="ID", type="text", source=_TWO),
            Column(name="title", type="text", source=_TWO),
        ),
        stated=(_said("UNIQUE(isbn)", _TWO), _said("check (pages > 0)", _TWO)),
        indexes=(
            _said("create  index a\non books (title)", _TWO),
            _said("create index b on books (isbn)", _TWO),
        ),
        policies=(_said("owner only", _TWO),),
    )

    (table,) = joined([Schema(tables=(first,)), Schema(tables=(second,))]).tables

    assert (table.name, table.source) == ("books", _ONE)
    assert [(one.name, one.type) for one in table.columns] == [("id", "uuid"), ("title", "text")]
    assert table.stated == (_said("unique (isbn)", _ONE), _said("check (pages > 0)", _TWO))
    assert [one.text for one in table.indexes] == [
        "create index a on books (title)",
        "create index b on books (isbn)",
    ]
    assert [one.text for one in table.policies] == ["owner only"]


def test_enumerations_and_views_are_named_once() -> None:
    state = Enumeration(name="state", source=_ONE, values=("new", "old"))
    view = View(name="shelf", source=_ONE, text="select 1")
    again = Schema(
        enumerations=(Enumeration(name="STATE", source=_TWO),),
        views=(View(name="Shelf", source=_TWO),),
    )

    assert joined([Schema(enumerations=(state,), views=(view,)), again]) == Schema(
        enumerations=(state,), views=(view,)
    )
