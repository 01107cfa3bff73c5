"""The row that is the caller's own self is found by who calls, not by whose family it is."""

from __future__ import annotations

from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a Bearer token, else 401.

### GET /profiles/me

- Description: Return the caller's profile (parent or child).
- Success: 200
- Errors: 401
"""
DB = """## Tables

### families

- id: uuid PRIMARY KEY

### profiles

- id: uuid PRIMARY KEY
- auth_user_id: uuid UNIQUE REFERENCES auth.users(id)
- family_id: uuid NOT NULL REFERENCES families(id)
- role: text CHECK (role IN ('parent', 'child'))

## Policies

- profiles: members read the profiles of their own family
"""


def test_me_is_one_row() -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )

    flow = "\n".join(told(documents, "GET /profiles/me", 5))

    assert "Read the row of `profiles` where `profiles.auth_user_id` = the caller (" in flow
    assert "family_id" not in flow
