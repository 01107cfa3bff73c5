from __future__ import annotations

from agent.sources.general.chunks import chunks

PLAN = """# API

## Endpoints

### GET /loans

## Validation

Loans
- Limits:
  - at most 9

- One a day

It holds for all.
- Of the text above

### Fees

- Paid at once
"""


def test_a_line_above_a_list_is_its_title() -> None:
    found = {one.text.split("\n")[0]: one.about for one in chunks(PLAN)}

    assert found == {
        "Loans": "Loans",
        "- Limits:": "Loans",
        "- One a day": "Loans",
        "It holds for all.": "Validation",
        "- Of the text above": "Validation",
        "- Paid at once": "Fees",
    }
