"""A table whose name says with one more word that it is a row: `plant_card` of `/plants`."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### DELETE /api/plants/:id

- Description: Delete plant (cascades to care logs).
- Response: success message.
- Errors: 401, 404

### DELETE /api/plants/:id/ills/:illId

- Description: Remove ill.
- Response: success message.
- Errors: 401, 404

## Authentication

- JWT in the `Authorization` header.
"""
DB = """# DB

**plant_card**
- `id` uuid, PK
- `user_id` uuid, NOT NULL, FK -> `auth.users(id)`
- `name` varchar(50), NOT NULL

**ill_entry**
- `id` uuid, PK
- `plant_card_id` uuid, NOT NULL, FK -> `plant_card(id)`
- `name` varchar(50), NOT NULL

**care_log**
- `id` uuid, PK
- `plant_card_id` uuid, NOT NULL, FK -> `plant_card(id)`

## Row policies (RLS)

- `care_log`:
  - SELECT/INSERT/UPDATE/DELETE: there is a `plant_card` with `id = plant_card_id`
"""


@pytest.mark.parametrize(
    ("path", "table", "key"),
    [
        ("/api/plants/:id", "plant_card", "`id` = `id`"),
        ("/api/plants/:id/ills/:illId", "ill_entry", "`id` = `illId`, `plant_card_id` = `id`"),
    ],
)
def test_the_row_of_the_path_is_found_and_removed(path: str, table: str, key: str) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    said = "\n".join(told(documents, f"DELETE {path}", 5))
    assert f"find the row of `{table}` with {key}" in said.replace("Find", "find")
    assert f"Delete the row of `{table}`" in said
    assert "NULL" not in said
    assert "SELECT/" not in said
