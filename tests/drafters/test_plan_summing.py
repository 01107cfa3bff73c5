from __future__ import annotations

from planprojects import told

from agent.core.documents import Document, RepoPath

TABLES = """## Tables

### users

- id: uuid PRIMARY KEY

### categories

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- name: text

### incomes

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- amount: numeric
- date: date

### expenses

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- category_id: uuid REFERENCES categories(id)
- amount: numeric
- date: date

### runs

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- status: text CHECK (status IN ('success', 'failure'))
- used_tokens: integer
"""


def flow(path: str, answer: str, query: str = "`month` (YYYY-MM)", sign_in: str = "JWT") -> str:
    api = (
        f"# API\n\n### GET {path}\n\n- Authentication: {sign_in}\n- Query: {query}\n"
        f"- Response:\n\n```json\n{answer}\n```\n\n- Errors: 401\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TABLES),
    )
    return "\n".join(told(documents, f"GET {path}", 5))


def test_sums_of_a_month_name_their_tables_columns_and_groups() -> None:
    said = flow(
        "/budget/monthly",
        '{ "total_income": 1, "total_expenses": 1, "remaining": 1, "breakdown": '
        '[{ "category_name": "string", "percentage": 1, "amount": 1 }] }',
    )

    assert (
        "Read the caller's rows of `incomes` (`user_id`), `expenses` (`user_id`),"
        " with `month`-01 <= `date` < `month`-01 + 1 month"
    ) in said
    assert (
        "`total_income`: the sum of `incomes.amount`; `total_expenses`: the sum of"
        " `expenses.amount`; `remaining` = `total_income` - `total_expenses`"
    ) in said
    assert (
        "`breakdown[]`: these rows of `expenses` grouped by `category_id`: `category_name` ="
        " `categories.name`, `amount` = the sum of `amount`, `percentage`"
        " = that / `total_expenses` * 100 (0 where that is 0)"
    ) in said


def test_a_report_lists_rows_and_groups_them() -> None:
    said = flow(
        "/reports/monthly",
        '{ "expenses": [{ "date": "date", "amount": 1, "category": "string" }],'
        ' "shares": [{ "category": "string", "share": 1 }],'
        ' "others": [{ "category": "string", "mood": 1 }] }',
        query="none",
    )

    assert (
        "`expenses[]` are these rows of `expenses`: `date`, `amount`,"
        " `category` = `categories.name`"
    ) in said
    assert "`share` = that / the sum of all * 100" in said
    assert "others" not in said
    assert "`month`" not in said


def test_statistics_count_rows_in_their_states() -> None:
    said = flow("/stats", '{ "failure_runs": 1, "total_tokens": 1, "mood": "string" }')

    assert "`failure_runs`: the number of rows of `runs`, where `status` = `failure`" in said
    assert "`total_tokens`: the sum of `runs.used_tokens`" in said


def test_what_is_of_all_people_is_no_sum_of_the_callers_rows() -> None:
    answer = '{ "total_runs": 1 }'

    assert "the caller's rows" in flow("/stats", answer)
    assert "the caller's rows" not in flow("/admin/stats", answer)
    assert "the caller's rows" not in flow("/stats", '{ "mood": "string" }')
