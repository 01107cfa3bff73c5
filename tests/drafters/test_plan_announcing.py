"""Lines that only announce something are in no section of a plan."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath
from agent.drafters.builtin.planning.sentences.announcing import announces

API = """# API

## Endpoints

1. **List the shelves**
   - **Method:** GET
   - **URL:** `/shelves`
   - Success: 200
   - Errors:
     - Status: 404 Not Found
     - Message: "No such hall"
   - Documentation:
     - Detailed Examples: `/docs/examples/shelves.md`

2. **Create shelves (in bulk)** ✅ DONE
   - **Method:** POST
   - **URL:** `/shelves`

## Security

**Note:** Tokens are made by the gateway. The following endpoints are provided by it as they are.
"""


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("This section defines the minimum error contract expected by the screens.", True),
        ("Poniższa tabela opisuje wszystkie kody błędów aplikacji.", True),
        ("- Quick Reference: `/docs/shelves-quick.md`", True),
        ("- Status: implemented in part", True),
        ('- Message: "Shelf not found"', True),
        ("2. **Move shelves** ✅ IMPLEMENTED", True),
        ("The list is sorted by title, newest first.", False),
        ("Only the owner may move shelves; others get `403`.", False),
        ("Uses the template in `mails/welcome.html` for each new member.", False),
        ("The following fields must not change once a shelf is lent.", False),
    ],
)
def test_what_only_announces(text: str, *, is_one: bool) -> None:
    assert announces(text) is is_one


def test_a_plan_tells_none_of_them_and_the_message_with_its_status() -> None:
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API)

    lines = [line for at in range(1, 9) for line in told((api,), "GET /shelves", at)]
    text = "\n".join(lines)

    assert "- `404 Not Found`: No such hall (api-plan.md:10)" in lines
    for said in ("Message", "Detailed Examples", "in bulk", "The following"):
        assert said not in text


@pytest.mark.parametrize("label", ["**Description** ", "**Description**: ", "Description: "])
def test_a_description_is_told_without_its_label(label: str) -> None:
    text = f"# API\n\n### GET /shelves\n\n- {label}Lists the shelves of a hall.\n- Success: 200\n"
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    assert told((api,), "GET /shelves", 1)[2].startswith("Lists the shelves of a hall (api-plan")
