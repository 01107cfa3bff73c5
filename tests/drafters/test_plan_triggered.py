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
CREATE FUNCTION public.sum_up() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE goals SET saved = saved + NEW.amount, updated_at = now() WHERE id = NEW.goal_id;
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE goals
        SET saved = (SELECT sum(amount) FROM payments), best = max(1, 2) -- of all
        WHERE id = OLD.goal_id;
        DELETE FROM notes WHERE id = OLD.id;
    ELSE
        DELETE FROM never;
    END IF;
    IF 1 = 1 THEN
        IF 2 = 2 THEN
            INSERT INTO app.log (id) VALUES (1);
        ELSE
            SELECT 1;
        END IF;
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
UPDATE goals SET saved = 0;
CREATE FUNCTION at_most_ten() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'no more';
    PERFORM 1;
```

## Triggers

- `payments`: payments_daily rejects inserts above ten a day.
- `payments`: AFTER INSERT on goals counts them.
- `payments`: a future trigger at insert.
- `payments`: at insert it is set updated_at.

Function: `mail_out()` - AFTER INSERT/DELETE ON goals, payments:
```
INSERT INTO mails (id) VALUES (1);
```
Function: `nothing()` - BEFORE DELETE ON goals:
"""
SUM = (
    "After it the trigger `payments_sum` runs `public.sum_up()`: `goals.saved` = "
    "`saved + NEW.amount`; adds rows to `log` (`id`) (db-plan.md:11-13, db-plan.md:21-32)"
)
LIMIT = (
    "Before it the trigger `payments_limit` runs `at_most_ten()`: "
    'refuses: "no more" (db-plan.md:14-15, db-plan.md:43)'
)
GONE = (
    "After it the trigger `payments_sum` runs `public.sum_up()`: `goals.saved`, `goals.best` = "
    "`max(1, 2)`; removes rows from `notes`; adds rows to `log` (`id`) "
    "(db-plan.md:11-13, db-plan.md:23-32)"
)
DAILY = "payments: payments_daily rejects inserts above ten a day (db-plan.md:49)"
MAILS = "After it `mail_out()` runs: adds rows to `mails` (`id`) (db-plan.md:54, db-plan.md:56)"


@pytest.mark.parametrize(
    ("call", "items"),
    [
        ("POST /goals/{goal_id}/payments", [SUM, LIMIT, DAILY, MAILS]),
        ("PUT /payments/{id}", []),
        ("GET /payments/{id}", []),
    ],
)
def test_the_triggers_of_a_write_are_told(call: str, items: list[str]) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    said = [line.partition(". ")[2] for line in told(documents, call, 5)]

    found = ("the trigger", "payments_daily", "runs", "future", "AFTER", "set updated_at")
    assert [one for one in said if any(word in one for word in found)] == items


def test_what_the_database_does_is_no_part_of_the_service() -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    call = "POST /goals/{goal_id}/payments"
    flow = [one for one in told(documents, call, 5) if one[:1].isdigit()]
    last = max(at for at, one in enumerate(flow, start=1) if "Insert a row" in one)
    does = next(one for one in told(documents, call, 9) if "section 5, no." in one)

    assert "`payments_sum`" in flow[last]
    assert f"\u2013{last};" in does


WORDS = """# DB

### payments

- `id` uuid primary key
- `amount` numeric

## Triggers

PAYMENTS
"""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            (
                "### `payments_limit`\n\n- **Table**: `payments`\n- **Event**: BEFORE INSERT\n"
                "- **Function**: `check_limit()`\n- **Description**: Refuses a sixth payment."
            ),
            "Before it the trigger `payments_limit` runs `check_limit()`: Refuses a sixth payment",
        ),
        (
            (
                "### payments_sum\n\n**Table**: `payments`\n**Type**: AFTER INSERT\n"
                "**Condition**: `NEW.amount > 0`\n**Purpose**: Adds to it."
            ),
            "After it the trigger `payments_sum` runs: Adds to it (only where NEW.amount > 0)",
        ),
        (
            "### pay_log\n\n- **Table**: `payments`\n- **Event**: INSERT\n- **Purpose**: Logs.",
            "The trigger `pay_log`: Logs",
        ),
        (
            "- Trigger on payments: after each INSERT the goal's sum grows.",
            "after each INSERT the goal's sum grows",
        ),
    ],
)
def test_a_trigger_told_in_words_says_when_and_what(said: str, expected: str) -> None:
    path = RepoPath("docs/db-plan.md")
    db = Document(path=path, role="db-plan", text=WORDS.replace("PAYMENTS", said))
    api = Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=API)
    flow = "\n".join(told((api, db), "POST /goals/{goal_id}/payments", 5))
    assert expected in flow


LEAVES = """## Schema

```sql
CREATE TABLE goals (id uuid PRIMARY KEY, saved numeric);
CREATE TABLE payments (id uuid PRIMARY KEY, goal_id uuid REFERENCES goals(id), state text);
CREATE TRIGGER payments_thanks AFTER INSERT ON payments
FOR EACH ROW EXECUTE FUNCTION thank();
CREATE FUNCTION thank() RETURNS trigger AS $$
BEGIN
  LEAVE
  INSERT INTO thanks (id) VALUES (NEW.id);
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;
```
"""
THANKS = "After it the trigger `payments_thanks` runs `thank()`: adds rows to `thanks` (`id`)"
PAID = """# API

### POST /payments/{id}/pay

Pays. Sets `state` = `paid`.

- Success: 200

### POST /payments/{id}/refuse

Refuses. Sets `state` = `refused`.

- Success: 200
"""


@pytest.mark.parametrize(
    ("leaves", "only"),
    [
        ("IF NEW.state != 'paid' THEN RETURN NEW; END IF;", "`NEW.state = 'paid'`"),
        (
            "IF NEW.state <> 'paid' OR OLD.state = 'paid' THEN\n    RETURN NEW;\n  END IF;",
            "`NEW.state = 'paid'`",
        ),
        ("IF NEW.state != 'paid' THEN PERFORM 1; END IF;", ""),
        ("PERFORM 1;", ""),
    ],
)
def test_a_trigger_that_leaves_at_once_says_where_it_does_not(leaves: str, only: str) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(
            path=RepoPath(".ai/db-plan.md"), role="db-plan", text=LEAVES.replace("LEAVE", leaves)
        ),
    )

    said = [one for one in told(documents, "POST /goals/{goal_id}/payments", 5) if "thank" in one]

    assert [THANKS in one for one in said] == [True]
    assert [one.partition("(only where ")[2].partition(")")[0] for one in said] == [only]


def _thanked(call: str, leads: str) -> list[str]:
    leaves = "IF NEW.state != 'paid' THEN RETURN NEW; END IF;"
    schema = LEAVES.replace("LEAVE", leaves).replace("INSERT ON", "UPDATE ON")
    schema = schema.replace("(NEW.id);", "(NEW.id)\n  ON CONFLICT DO NOTHING;")
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=PAID),
        Document(
            path=RepoPath(".ai/db-plan.md"),
            role="db-plan",
            text=f"# DB\n\n{leads}" + schema.partition("## Schema\n\n")[2],
        ),
    )
    return [one for one in told(documents, call, 5) if "thank" in one]


@pytest.mark.parametrize(
    ("leads", "said"),
    [
        ("", ""),
        ("## Schema\n\nThanks once the last one is paid. It is short.\n\n",
         "; Thanks once the last one is paid"),
        # a title, and what only names it
        ("## Thanks once it is paid\n\n", ""),
        ("## Schema\n\nThe trigger thanks.\n\n", ""),
    ],
)  # fmt: skip
def test_the_sentence_above_says_in_which_case_it_runs(leads: str, said: str) -> None:
    (one,) = _thanked("POST /payments/{id}/pay", leads)

    assert "`thanks` (`id`) `ON CONFLICT DO NOTHING` (only where `NEW.state = 'paid'`)" in one
    assert one.partition("'paid'`)")[2].partition(" (db-plan")[0] == said


def test_a_trigger_that_waits_for_another_state_is_not_told() -> None:
    assert _thanked("POST /payments/{id}/refuse", "") == []
