from __future__ import annotations

from dataclasses import replace

import pytest
from scripted import ScriptedChat, drafter
from test_model_drafter import ONE, SPEC, request
from test_model_planner import ANSWER, REQUEST
from test_told_tables import BOXES, at, stated

from agent.core.documents import Document, RepoPath, Role
from agent.core.spec import Feature, Spec
from agent.drafter import Told
from agent.drafters.model.general import of_all_tables, of_its_tables
from agent.drafters.model.sending import Fence

LIDS = replace(BOXES, name="app.lids", source=at(20), columns=(), stated=())
KNOWN = replace(SPEC, tables=(BOXES,), schema=(BOXES, LIDS))
GENERAL = """# Database

All tables are small.

## 1. Indexes

- Foreign keys: all of them are indexed.
- `boxes`: all tables need one on size
  - on every table
- unique on (size)

```sql
-- for all tables
```

| for all tables |
|---|

## 2. Row-Level Security
- RLS is on for all tables.
- Helper functions:
  - `caller()`: who asks

  - `role()`: what they may
- the others are later

### lids
- owner only
"""
SENT = """[[m document docs/db-plan.md, of all tables]]
7|- Foreign keys: all of them are indexed.
20|- RLS is on for all tables.
21|- Helper functions:
22|  - `caller()`: who asks
24|  - `role()`: what they may
[[/m]]"""


def document(text: str, role: Role = "db-plan", path: str = "docs/db-plan.md") -> Document:
    return Document(path=RepoPath(path), role=role, text=text)


@pytest.mark.parametrize(
    ("one", "spec", "sent"),
    [
        (document(GENERAL), KNOWN, SENT),
        (document(GENERAL, "prd"), KNOWN, ""),
        (document(GENERAL), replace(KNOWN, tables=()), ""),
        (
            document("## Indeksy\n- wszystkie tabele mają je\n- klucz obcy `a`\n"),
            KNOWN,
            "wszystkie",
        ),
        (document("## Triggers\nOn each of the tables above.\n"), KNOWN, "2|On each"),
        (document("## Notes\n- all tables\n"), KNOWN, ""),
    ],
)
def test_what_holds_for_all_tables_is_told(one: Document, spec: Spec, sent: str) -> None:
    text = of_all_tables((one,), spec, Fence("m", str))

    assert (text == sent) if sent in {"", SENT} else (sent in text and "klucz obcy" not in text)


def test_it_is_bounded() -> None:
    many = "## RLS\n" + "- on for all tables\n" * 400

    assert len(of_all_tables((document(many),), KNOWN, Fence("m", str))) < 3_000


def test_it_is_sent_with_a_batch_and_for_a_plan() -> None:
    documents, chat = (document(GENERAL),), ScriptedChat([ONE])
    asked = replace(request(last=1), told=lambda: Told(documents=documents))

    drafter(chat).propose(replace(asked, look_up=lambda: replace(asked.known, spec=KNOWN)))

    planner = ScriptedChat([ANSWER])
    drafter(planner).plan(replace(REQUEST, spec=KNOWN, documents=documents))
    sent = SENT.replace("[[m ", "[[7f3a ").replace("[[/m", "[[/7f3a")
    assert sent in chat.sent[0][1].text
    assert sent in planner.sent[0][1].text


API = "# API\n- boxes are kept in `boxes`\n- `app.lids` too\n- the boxes\n- error_logs has none\n"
FEATURE = Feature(name="Look into a box", id="US-007")


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (("boxes",), "2|- boxes are kept in `boxes`\n"),
        (("app.lids",), "3|- `app.lids` too\n"),
        (("error_logs",), "5|- error_logs has none\n"),
        (("logs",), ""),
        ((), ""),
    ],
)
def test_for_a_feature_the_lines_that_name_its_tables_are_told(
    names: tuple[str, ...], rows: str
) -> None:
    one = document(API, "api-plan", "docs/api-plan.md")
    tables = tuple(replace(BOXES, name=name, source=at(90)) for name in names)

    text = of_its_tables((one,), tables, replace(SPEC, endpoint=FEATURE), Fence("m", str))

    title = "[[m document docs/api-plan.md, where it names its tables]]"
    assert text == (f"{title}\n{rows}[[/m]]" if rows else "")


@pytest.mark.parametrize(
    ("role", "endpoint", "line", "sent"),
    [
        ("db-plan", FEATURE, 60, True),
        ("prd", FEATURE, 60, False),
        ("db-plan", SPEC.endpoint, 60, False),
        # What is told with the table, or stands in the definition of another one.
        ("db-plan", FEATURE, 40, False),
        ("db-plan", FEATURE, 22, False),
    ],
)
def test_what_is_told_of_them_already_is_not_told_again(
    role: Role, endpoint: Feature, line: int, *, sent: bool
) -> None:
    one = document("\n" * (line - 1) + "of `boxes`\n", role)
    lids = replace(LIDS, stated=(stated("x", at(23)),))
    spec = replace(SPEC, endpoint=endpoint, schema=(lids,))

    text = of_its_tables((one,), (BOXES,), spec, Fence("m", str))

    assert (f"{line}|of `boxes`" in text) is sent
