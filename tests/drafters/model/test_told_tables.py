from __future__ import annotations

from dataclasses import replace

import pytest
from scripted import ScriptedChat, drafter
from test_model_drafter import ONE, SPEC, STEPS, knowing, request

from agent.core.documents import RepoPath, Source
from agent.core.spec import Column, Excerpt, Table
from agent.drafters.model import brief, tables
from agent.drafters.model.sending import Fence

DB = RepoPath("docs/db-plan.md")
SQL = RepoPath("db/1_init.sql")


def at(line: int, last: int = 0, path: RepoPath = DB) -> Source:
    return Source(path=path, line=line, last=last or line)


def stated(text: str, source: Source) -> Excerpt:
    return Excerpt(source=source, text=text)


BOXES = Table(
    name="boxes",
    source=at(9),
    note="what holds cards",
    columns=(
        Column(name="id", type="uuid", source=at(11), constraints=("PRIMARY KEY",)),
        Column(
            name="size", type="int", source=at(12, 13), constraints=("CHECK (size > 0)",), note="mm"
        ),
        Column(name="made", type="date", source=at(4, path=SQL)),
    ),
    stated=(stated("UNIQUE (size, made)", at(15)), stated("CHECK (made > x)", at(6, path=SQL))),
    triggers=(stated("CREATE TRIGGER t\n  ON boxes", at(30, 31)),),
    policies=(stated("owner only", at(40)),),
    indexes=(stated("ix_boxes on size", at(50)), stated("uq_boxes: size, UNIQUE", at(51))),
)
COLUMNS = """boxes: what holds cards
11|id uuid PRIMARY KEY
12-13|size int CHECK (size > 0) -- mm
1_init.sql:4|made date
15|UNIQUE (size, made)
1_init.sql:6|CHECK (made > x)
"""
UNIQUE = "51|uq_boxes: size, UNIQUE\n"


def test_each_row_of_a_table_has_its_own_line() -> None:
    more = "30|CREATE TRIGGER t\n31|  ON boxes\n40|owner only\n50|ix_boxes on size\n"
    fence = Fence("m", str)

    assert tables.whole(BOXES, "table", fence, set()) == (
        f"[[m table docs/db-plan.md:9-15]]\n{COLUMNS}{more}{UNIQUE}[[/m]]"
    )
    assert tables.columns(BOXES, "table for errors", fence) == (
        f"[[m table for errors docs/db-plan.md:9-15]]\n{COLUMNS}{UNIQUE}[[/m]]"
    )


def test_a_relation_of_two_tables_is_told_once() -> None:
    relation = stated("a box has a lid", at(60))
    listed = stated("`boxes`, lids and pens.", at(61))
    both = tuple(
        replace(BOXES, name=name, relations=(relation, listed)) for name in ("boxes", "lids")
    )

    text = brief.documents(replace(SPEC, tables=both), Fence("m", str))

    assert text.count("60|a box has a lid") == 1
    # Its sentence stands elsewhere: of the names alone nobody knows what they say.
    assert "61|" not in text
    assert text.count("40|owner only") == 2


def test_tables_beside_those_of_the_endpoint_are_told_by_their_columns() -> None:
    text = brief.documents(replace(SPEC, tables=(BOXES,), beside=(BOXES,)), Fence("m", str))

    assert f"[[m table docs/db-plan.md:9-15]]\n{COLUMNS}30|" in text
    assert f"[[m table beside them docs/db-plan.md:9-15]]\n{COLUMNS}{UNIQUE}[[" in text


DEMANDS = """[[7f3a constraints of table docs/db-plan.md:9-15]]
boxes
12-13|size int CHECK (size > 0)
15|UNIQUE (size, made)
1_init.sql:6|CHECK (made > x)
51|uq_boxes: size, UNIQUE
[[/7f3a]]"""


@pytest.mark.parametrize(
    ("body", "known", "sent"),
    [
        ("fills `boxes`", (), True),
        ("fills `public.boxes`", (), True),
        ("fills boxes of paper", (), False),
        ("fills `boxes`", (BOXES,), False),
    ],
)
def test_what_another_table_that_a_step_names_demands_is_told(
    body: str, known: tuple[Table, ...], *, sent: bool
) -> None:
    chat = ScriptedChat([ONE])
    step = replace(STEPS[0], body=body)
    spec = replace(SPEC, tables=known, schema=(BOXES,))

    drafter(chat).propose(knowing(replace(request(last=1), step=step, batch=(step,)), spec=spec))

    assert (DEMANDS in chat.last) is sent


def test_a_table_that_demands_nothing_is_not_told() -> None:
    plain = replace(BOXES, columns=BOXES.columns[:1], stated=(), indexes=())

    assert not tables.demanding(plain, Fence("m", str))


@pytest.mark.parametrize(
    ("marks", "stated_key", "told"),
    [
        (("PRIMARY KEY", "PK"), "", True),
        (("PRIMARY KEY", "NOT NULL"), "", False),
        (("PRIMARY KEY", "PRIMARY KEY"), "CHECK (upkeep > 0)", True),
        (("PRIMARY KEY", "PRIMARY KEY"), "PRIMARY KEY (size, id)", False),
    ],
)
def test_a_key_of_several_columns_is_told_as_one(
    marks: tuple[str, str], stated_key: str, *, told: bool
) -> None:
    columns = tuple(
        replace(one, constraints=(mark,))
        for one, mark in zip(BOXES.columns[:2], marks, strict=True)
    )
    said = (stated(stated_key, at(16)),) if stated_key else ()

    text = tables.columns(replace(BOXES, columns=columns, stated=said), "table", Fence("m", str))

    assert ("\n11-13|PRIMARY KEY (id, size)\n" in text) is told
