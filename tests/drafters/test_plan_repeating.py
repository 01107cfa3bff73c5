"""What a passage only repeats of other sections is no step: values, bodies of refusals."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### PATCH /tags/{id}

- Description: Edit a tag.
- Request body: `{ "name": "string", "status": "string" }`
- Success: 200
- Rules:
  - Tag status must be one of ['new', 'kept']
  - Tag name must be one of ['a', 'b']
  - Message: `{ "error": "Bad tag, try it again" }`
  - Required: Yes (from the URL path)
  - Keep a tag that is in use by somebody else.
"""
DB = """# Database

## tags

- id: UUID PRIMARY KEY
- name: TEXT
- status: TEXT CHECK (status IN ('new', 'kept', 'gone'))
"""


@pytest.fixture(name="flow", scope="module")
def _flow() -> str:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    return "\n".join(told(documents, "PATCH /tags/{id}", 5))


@pytest.mark.parametrize("said", ["Message:", "Required: Yes"])
def test_what_other_sections_tell_is_no_step(flow: str, said: str) -> None:
    assert said not in flow


@pytest.mark.parametrize("said", ["Tag name must be one of", "Keep a tag that is in use"])
def test_what_says_more_is_a_step(flow: str, said: str) -> None:
    assert said in flow
