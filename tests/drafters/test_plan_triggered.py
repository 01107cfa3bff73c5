"""What the database does at a write stands in the flow."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /goals/{goal_id}/payments

- Request body: `{ "amount": "number" }`
- Success: 201

### PUT /payments/{id}

- Request body: `{ "amount": "number" }`
- Success: 200

### DELETE /payments/{id}

- Success: 204

### GET /payments/{id}

- Success: 200
"""
DB = """## Schema

```sql
CREATE TABLE goals (id uuid PRIMARY KEY, saved numeric);
CREATE TABLE payments (
  id uuid PRIMARY KEY,
  goal_id uuid REFERENCES goals(id),
  amount numeric,
  updated_at timestamptz
);
CREATE TRIGGER payments_sum
AFTER INSERT OR DELETE ON payments
FOR EACH ROW EXECUTE FUNCTION public.sum_up();
CREATE TRIGGER payments_limit BEFORE INSERT ON payments
FOR EACH ROW EXECUTE PROCEDURE at_most_ten();
CREATE TRIGGER payments_time BEFORE UPDATE ON payments
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
```
"""
SUM = "After it the trigger `payments_sum` runs `public.sum_up()` (db-plan.md:11-13)"
LIMIT = "Before it the trigger `payments_limit` runs `at_most_ten()` (db-plan.md:14-15)"


@pytest.mark.parametrize(
    ("call", "items"),
    [
        ("POST /goals/{goal_id}/payments", [SUM, LIMIT]),
        ("PUT /payments/{id}", []),
        ("DELETE /payments/{id}", [SUM]),
        ("GET /payments/{id}", []),
    ],
)
def test_the_triggers_of_a_write_are_told(call: str, items: list[str]) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    said = [line.partition(". ")[2] for line in told(documents, call, 5)]

    assert [one for one in said if "the trigger" in one] == items
