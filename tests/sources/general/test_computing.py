from __future__ import annotations

from agent.core.documents import Document, RepoPath
from agent.core.spec import Body, Parameter
from agent.sources.general.computing import computing

PLAN = """# API

## Endpoints

### GET /loans

- `days_late` = today - due

## Rules

- **days_late**: not stored, calculated as today - due
- Sums compute `openFees = fees - paid` for each
- Calculate open fees from the fees and what is paid

```
open_fees = fees - paid
```

- `due` = lent + 14
- Open fees are shown

### Testing

- Calculate days late: `today - due`
"""


def test_lines_that_compute_what_is_answered() -> None:
    document = Document(path=RepoPath("api.md"), role="api-plan", text=PLAN)
    lines = PLAN.split("\n")
    source = document.source(1)
    fields = tuple(
        Parameter(name=one, place="response", source=source)
        for one in ("data.days_late", "openFees", "due")
    )

    found = list(computing(document, [Body(source=source, fields=fields)]))

    assert [lines[one.source.line - 1] for one in found] == [
        "- **days_late**: not stored, calculated as today - due",
        "- Sums compute `openFees = fees - paid` for each",
        "- Calculate open fees from the fees and what is paid",
    ]
    assert [one.topic.computes for one in found if one.topic] == [
        "days_late",
        "openFees",
        "openFees",
    ]


def test_a_function_that_makes_a_value_is_told_with_its_passage() -> None:
    text = PLAN + (
        "\n## Shelf state\n\n**Logic**:\n- The state comes from the loans\n"
        "- Uses `generate_shelf_state(p_id)`\n\n## Functions\n\n- `make_shelf_state(p)`: makes it\n"
    )
    document = Document(path=RepoPath("api.md"), role="api-plan", text=text)
    source = document.source(1)
    field = Parameter(name="shelfState", place="response", source=source)

    found = list(computing(document, [Body(source=source, fields=(field,))]))

    assert [one.text.split("\n")[1] for one in found] == ["- The state comes from the loans"]


def test_all_below_a_title_that_names_a_value_is_on_it_where_some_is_computed() -> None:
    text = PLAN + (
        "\n### Reader and Shelf Rate\n\n- Of a closed shelf: 0\n- shelfRate = lent / all\n"
        "\n### Shelf Rate on screen\n\n- It is green\n"
    )
    document = Document(path=RepoPath("api.md"), role="api-plan", text=text)
    source = document.source(1)
    fields = tuple(
        Parameter(name=one, place="response", source=source)
        for one in ("items[].shelfRate", "rate")
    )

    found = list(computing(document, [Body(source=source, fields=fields)]))

    assert [one.text for one in found] == ["- Of a closed shelf: 0", "- shelfRate = lent / all"]
