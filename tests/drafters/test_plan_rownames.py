"""What a table with a row for the endpoint calls its code is used wherever the plan names that."""

from __future__ import annotations

import re

import pytest
from planprojects import asked

from agent.core.documents import Document, RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter

API = """# API Plan

### POST /api/loan-items

Adds a loan item. Authentication required.

- Request body: `{"title": "a"}`
- Response: 201 Created

```json
{"id": 1, "title": "a"}
```

### GET /api/loan-items

Lists the loan items.

- Response: 200 OK

```json
[{"id": 1, "title": "a"}]
```

## Rate limits

- 60 requests/min per user

## Notes on the code

"""
ROWS = """| Endpoint | View type | Serializer | Throttles |
|---|---|---|---|
| /loan-items | ListCreateAPIView | `LoanListSerializer`, LoanCreateSerializer | UserThrottle |
| /loan-items/{id} | RetrieveAPIView | LoanDetailSerializer | - |
"""
SIDES = """| Method | Path | Request DTO | Response DTO | Handler |
|---|---|---|---|---|
| POST | /api/loan-items | AddLoanDto | LoanItemDto | LoanHandler |
| GET | /api/loan-items | - | LoanPageDto or none | see above |
"""


def planned(call: str, rows: str, stack: str) -> str:
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API + rows)
    tech = Document(
        path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=f"# Stack\n{stack}\n"
    )
    made = drafter.plan(asked((api, tech), call))
    assert isinstance(made, PlanDraft)
    return made.text


@pytest.mark.parametrize(
    ("call", "rows", "expected"),
    [
        (
            "POST /api/loan-items",
            ROWS,
            ["LoanCreateSerializer", "ListCreateAPIView", "UserThrottle"],
        ),
        ("GET /api/loan-items", ROWS, ["LoanListSerializer", "ListCreateAPIView", "UserThrottle"]),
        ("POST /api/loan-items", SIDES, ["AddLoanDto", "LoanItemDto", "LoanHandler"]),
        # No name stands alone in these cells.
        ("GET /api/loan-items", SIDES, ["LoanItemSerializer"]),
    ],
)
def test_the_names_of_the_endpoints_row_are_used(call: str, rows: str, expected: list[str]) -> None:
    text = planned(call, rows, "Django")
    known = r"\b\w+(?:Serializer|Dto|APIView|Throttle|Handler)\b"
    steps = text.partition("Implementation Steps")[2]
    assert set(re.findall(known, steps)) == set(expected)
    called = [one for one in expected if one.endswith(("Serializer", "Dto"))]
    types = re.search(r"## \d\. Used Types\n\n(.*)", text)
    assert types is not None
    assert all(one in types[1] for one in called)


CODE = """
### POST /api/loan-notes

Adds a note.

```python
class LoanNoteView(generics.CreateAPIView):
    def post(self, request):
        serializer = NoteSentSerializer(data=request.data)
```

- Request body: `{"title": "a"}`
- Response: 201 Created
"""


def test_the_code_that_a_passage_shows_names_its_view_and_serializer() -> None:
    text = planned("POST /api/loan-notes", CODE, "Django")
    assert "The view of `POST /api/loan-notes`: `LoanNoteView` (api-plan.md:36)" in text
    assert "with `NoteSentSerializer.validated_data` and returns `201`" in text


LIMITERS = """| Endpoint | Throttles |
|---|---|
| /loan-items | UserThrottle, LoanThrottle |
"""


def test_the_figure_is_of_the_limiter_that_is_called_by_it() -> None:
    text = planned("POST /api/loan-items", LIMITERS, "Django")
    assert "by `UserThrottle` (api-plan.md:32); its rate" in text
    assert "beside it `LoanThrottle` (api-plan.md:32): for this endpoint the documents" in text
