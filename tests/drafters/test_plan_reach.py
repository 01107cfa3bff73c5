"""Whom row policies in SQL let reach a row, and what a plan makes of it."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath
from agent.core.spec import Table
from agent.drafters.builtin.planning.facts.links import Links, links_of
from agent.drafters.builtin.planning.tables.reach import Way, plain, ways
from agent.drafters.builtin.planning.tables.subqueries import roles_in
from agent.sources.gathering.databases import schema_of

API = """# API

All endpoints need a Bearer token, else 401.

### GET /tours/{tourId}/comments

- Description: All comments on a tour.
- Success: 200
- Errors: 401, 403 not a participant, 404

### PATCH /tours/{tourId}/comments/{commentId}

- Description: Changes a comment.
- Request body: `{"content": "a"}`
- Success: 200
- Errors: 401, 403, 404

### GET /budgets

- Description: Budgets for the overview.
- Success: 200
- Errors: 401

### POST /budgets

- Description: Adds a budget.
- Request body: `{"month": "2026-01"}`
- Success: 201
- Errors: 401

### GET /budgets/{budgetId}

- Success: 200
- Errors: 401, 404

### PATCH /households

- Request body: `{"name": "a"}`
- Success: 200
- Errors: 401

### GET /vehicles

- Success: 200
- Errors: 401

### PATCH /vehicles/{uuid}

- Request body: `{"name": "a"}`
- Success: 200
- Errors: 401, 403, 404

### GET /users/{id}

- Description: A user as others see them.
- Success: 200
- Errors: 401, 404
"""
DB = """# Database

```sql
CREATE TABLE users (id uuid PRIMARY KEY, role text);
CREATE TABLE households (
  id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users(id), name text
);
CREATE TABLE budgets (
  id uuid PRIMARY KEY, household_id uuid NOT NULL REFERENCES households(id), month date NOT NULL
);
CREATE TABLE tours (
  id uuid PRIMARY KEY, owner_id uuid NOT NULL REFERENCES public.users.id, title text
);
CREATE TABLE participants (
  tour_id uuid REFERENCES tours(id), user_id uuid REFERENCES users(id), PRIMARY KEY (tour_id)
);
CREATE TABLE comments (
  id uuid PRIMARY KEY, tour_id uuid NOT NULL REFERENCES tours(id),
  user_id uuid NOT NULL REFERENCES users(id), content text
);
CREATE TABLE vehicles (uuid uuid PRIMARY KEY, company_uuid uuid NOT NULL, name text);
CREATE POLICY a ON users FOR ALL USING (auth.uid() = id);
CREATE POLICY b ON households FOR ALL USING (id = get_household_id());
CREATE POLICY c ON budgets FOR ALL USING (household_id = public.get_household_id());
CREATE POLICY d ON budgets FOR ALL TO anon USING (true);
CREATE POLICY e ON tours FOR SELECT USING (
  EXISTS (SELECT 1 FROM participants p WHERE p.tour_id = tours.id AND p.user_id = auth.uid())
);
CREATE POLICY f ON comments FOR SELECT USING (
  tour_id IN (SELECT tour_id FROM participants WHERE user_id = (SELECT auth.uid()))
);
CREATE POLICY g ON comments FOR UPDATE USING (user_id = auth.uid());
CREATE POLICY h ON vehicles FOR ALL USING (company_uuid = get_company_uuid());
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), text=API, role="api-plan"),
    Document(path=RepoPath(".ai/db-plan.md"), text=DB, role="db-plan"),
)


def _flow(call: str) -> str:
    return "\n".join(told(DOCUMENTS, call, 5))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            "GET /tours/{tourId}/comments",
            (
                "`participants.tour_id` = `tours.id` and `participants.user_id` = the caller; "
                "otherwise `403`"
            ),
        ),
        ("GET /budgets", "`households.user_id` = the caller, reached by `budgets.household_id`"),
        ("GET /budgets/{budgetId}", "`households.user_id` = the caller, reached by"),
        ("PATCH /households", "where `households.user_id` = the caller"),
        ("GET /vehicles", "where `vehicles.company_uuid` = `get_company_uuid()`"),
        (
            "PATCH /vehicles/{uuid}",
            (
                "the caller belongs to it: `vehicles.company_uuid` = `get_company_uuid()`, "
                "which is the caller's; otherwise `403`"
            ),
        ),
    ],
)
def test_a_plan_reads_whose_a_row_is_from_the_policies(call: str, said: str) -> None:
    assert said in _flow(call)


def test_a_row_of_another_company_is_refused_in_its_word() -> None:
    errors = "\n".join(told(DOCUMENTS, "PATCH /vehicles/{uuid}", 7))
    assert "a row with other `vehicles.company_uuid` than the caller's" in errors


def test_others_are_shown_though_one_may_change_oneself_alone() -> None:
    assert "users.id` = the caller" not in _flow("GET /users/{id}")


OPEN = """# API

### GET /loans/{id}

- Success: 200
- Errors: 403

### GET /loans

- Success: 200

### POST /tags

- Request body: `{"name": "a"}`
- Success: 201

### GET /tags

- Success: 200

### DELETE /tours/{tourId}/seats/{seatId}

- Success: 204
- Errors: 403, 404

### GET /stamps

- Success: 200
"""
LOANS = """# Database

```sql
CREATE TABLE users (id uuid PRIMARY KEY, role text CHECK (role IN ('ADMIN', 'USER')));
CREATE TABLE loans (id uuid PRIMARY KEY, lender_id uuid, borrower_id uuid, user_id uuid);
CREATE TABLE tags (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE stamps (id uuid PRIMARY KEY, user_id uuid);
CREATE TABLE tours (id uuid PRIMARY KEY, owner_id uuid REFERENCES users(id));
CREATE TABLE crew (tour_id uuid REFERENCES tours(id), user_id uuid REFERENCES users(id));
CREATE TABLE seats (
  id uuid PRIMARY KEY, tour_id uuid REFERENCES tours(id), user_id uuid REFERENCES users(id)
);
CREATE POLICY a ON loans FOR SELECT USING (lender_id = auth.uid() OR borrower_id = auth.uid());
CREATE POLICY b ON loans FOR SELECT USING (
  EXISTS (SELECT 1 FROM users WHERE id = auth.uid() AND role = 'ADMIN')
);
CREATE POLICY c ON tags FOR INSERT WITH CHECK (is_admin());
CREATE POLICY d ON tags FOR SELECT USING (is_admin() OR is_editor());
CREATE POLICY e ON tours FOR SELECT USING (
  EXISTS (SELECT 1 FROM crew c WHERE c.tour_id = tours.id AND c.user_id = auth.uid())
);
CREATE POLICY f ON seats FOR DELETE USING (
  user_id = auth.uid()
  OR EXISTS (SELECT 1 FROM tours t WHERE t.id = seats.tour_id AND t.owner_id = auth.uid())
);
CREATE POLICY g ON stamps FOR SELECT USING (true);
```
"""
LOANED = (
    Document(path=RepoPath(".ai/api-plan.md"), text=OPEN, role="api-plan"),
    Document(path=RepoPath(".ai/db-plan.md"), text=LOANS, role="db-plan"),
)


def test_either_side_and_a_role_reach_a_row() -> None:
    said = "\n".join(told(LOANED, "GET /loans/{id}", 5))
    assert "Require a signed-in caller; `401` without one" in said
    assert (
        "`loans.lender_id` or `loans.borrower_id` = the caller, "
        "or the caller has the role `ADMIN`; otherwise `403`"
    ) in said
    errors = "\n".join(told(LOANED, "GET /loans/{id}", 7))
    assert "none of `loans.lender_id`, `loans.borrower_id`, `ADMIN` lets in" in errors


def test_a_list_has_the_rows_of_either_side() -> None:
    said = "\n".join(told(LOANED, "GET /loans", 5))
    assert "where `loans.lender_id` or `loans.borrower_id` = the caller" in said


def test_a_role_is_asked_where_the_policies_let_in_nobody_else() -> None:
    said = "\n".join(told(LOANED, "POST /tags", 5))
    assert "Require the caller's `users.role` to be `ADMIN`" in said
    several = "\n".join(told(LOANED, "GET /tags", 5))
    assert "Require the role `admin` or `editor` of the caller" in several


def test_an_open_policy_asks_for_nobody() -> None:
    assert "`401`" not in "\n".join(told(LOANED, "GET /stamps", 5))


def _let(condition: str) -> tuple[Way, ...] | None:
    text = f"```sql\n{SCHEMA}CREATE POLICY p ON notes FOR ALL USING ({condition});\n```\n"
    db = Document(path=RepoPath(".ai/db-plan.md"), text=text, role="db-plan")
    links: Links = links_of(schema_of((db,)).tables)
    table: Table | None = links.exactly("notes")
    assert table is not None
    return ways(links, table, "select")


SCHEMA = """CREATE TABLE users (id uuid PRIMARY KEY, role text);
CREATE TABLE books (id uuid PRIMARY KEY, user_id uuid REFERENCES users(id));
CREATE TABLE pages (id uuid PRIMARY KEY, book_id uuid REFERENCES books(id));
CREATE TABLE crew (org_id uuid, user_id uuid REFERENCES users(id), role text);
CREATE TABLE notes (
  id uuid PRIMARY KEY, page_id uuid REFERENCES pages(id), org_id uuid, user_id uuid
);
"""


@pytest.mark.parametrize(
    ("condition", "columns", "over", "roles"),
    [
        ("auth.uid() = user_id", ["user_id"], [], ()),
        ("(auth.uid())::uuid=notes.user_id AND deleted_at IS NULL", ["user_id"], [], ()),
        ("user_id = current_setting('app.current_user_id')::uuid", ["user_id"], [], ()),
        ("user_id = auth.uid() AND status = 'open'", ["user_id"], [], ()),
        (
            (
                "exists (select 1 from pages p join books b on b.id = p.book_id "
                "where p.id = notes.page_id and b.user_id = auth.uid())"
            ),
            ["user_id"],
            ["page_id", "book_id"],
            (),
        ),
        (
            (
                "page_id in (select p.id from pages p join books b on p.book_id = b.id "
                "where b.user_id = auth.uid())"
            ),
            ["user_id"],
            ["page_id", "book_id"],
            (),
        ),
        (
            (
                "exists (select 1 from crew c where c.org_id = notes.org_id "
                "and c.user_id = auth.uid() and c.role in ('admin', 'editor'))"
            ),
            ["user_id"],
            [],
            ("admin", "editor"),
        ),
    ],
)
def test_a_condition_is_a_way_to_the_caller(
    condition: str, columns: list[str], over: list[str], roles: tuple[str, ...]
) -> None:
    found = _let(condition)
    assert found is not None
    (way,) = found
    assert way.tie is not None
    assert [one.name for one in way.tie.columns] == columns
    assert [one.column.name for one in way.tie.over] == over
    assert way.roles == roles


def test_one_of_several_will_do() -> None:
    found = _let("deleted_at is null and (user_id = auth.uid() or is_admin() or false)")
    assert found is not None
    assert [one.tie is not None for one in found] == [True, False]
    assert found[1].roles == ("admin",)


def test_one_function_under_two_names_is_one_way() -> None:
    found = _let("org_id = auth.org_id() or org_id = get_org_id()")
    assert found is not None
    assert [one.tie.value for one in found if one.tie is not None] == ["auth.org_id()"]


@pytest.mark.parametrize("condition", ["true", "auth.role() = 'authenticated'"])
def test_what_is_open_is_open(condition: str) -> None:
    found = _let(condition)
    assert found is not None
    assert [one.open for one in found] == [True]


@pytest.mark.parametrize(
    "condition",
    [
        "is_public = true",
        "can_access(id)",
        "missing = auth.uid()",
        "missing = get_missing()",
        "exists (select 1 from nowhere n where n.id = notes.page_id and n.user_id = auth.uid())",
        "exists (select 1 from pages p where p.id = notes.page_id and p.size > 3)",
        "exists (select 1 from books b where b.user_id = auth.uid())",
        "exists (select 1 from books b where b.id = notes.gone and b.user_id = auth.uid())",
        "exists (select 1 from books b where b.id = notes.page_id and b.gone = auth.uid())",
    ],
)
def test_what_is_not_understood_lets_nothing_be_said(condition: str) -> None:
    assert _let(condition) is None


@pytest.mark.parametrize(
    ("condition", "roles"),
    [
        ("exists (select 1 from users where id = auth.uid() and role = 'HR')", ("HR",)),
        ("(auth.jwt() -> 'user_metadata' ->> 'role') = 'admin'", ("admin",)),
        ("current_app_role() in ('manager','admin')", ("manager", "admin")),
        ("public.current_user_is_admin_or_planner()", ("admin", "planner")),
        ("(select role from users where email = auth.jwt() ->> 'email') = 'admin'", ("admin",)),
        ("exists (select 1 from users u where u.id = auth.uid() and u.role = kind)", ()),
        ("exists (select 1 from users u where u.id = auth.uid())", ()),
        ("can_access(id)", ()),
    ],
)
def test_a_role_alone(condition: str, roles: tuple[str, ...]) -> None:
    assert roles_in(plain(condition)) == roles
