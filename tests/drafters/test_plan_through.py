from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

DB = """## Tables

### users

- id: uuid PRIMARY KEY

### notes

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- tag_id: uuid REFERENCES tags(id)
- created_by_user_id: uuid REFERENCES users(id)
- from_place_id: uuid
- to_place_id: uuid
- profile_id: uuid
- title: text
- body: text

### tags

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- name: text

### tag_access

- id: uuid PRIMARY KEY
- tag_id: uuid REFERENCES tags(id)
- recipient_id: uuid REFERENCES users(id)

### labels

- id: uuid PRIMARY KEY
- name: text

### note_labels

- note_id: uuid REFERENCES notes(id)
- label_id: uuid REFERENCES labels(id)
- added_at: timestamptz

### views

- note_id: uuid REFERENCES notes(id)
- device_id: uuid
"""


def flow(path: str, more: str = "", answer: str = '[{ "id": 1, "title": "string" }]') -> str:
    api = (
        f"# API\n\n### GET {path}\n\n- Description: List their own.\n- Authentication: JWT\n"
        f"{more}- Response:\n\n```json\n{answer}\n```\n\n- Errors: 401\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    return "\n".join(told(documents, f"GET {path}", 5))


def test_shared_rows_come_by_the_table_that_shares_what_they_are_of() -> None:
    query = "- Query parameters:\n  - `include_shared`: boolean, default false\n"

    assert (
        "or, with `include_shared`, `tag_access` has a row with `tag_id` = `notes.tag_id` and"
        " `recipient_id` = the caller"
    ) in flow("/notes", query)
    assert "`tag_access` has a row with `tag_id` = `tags.id`" in flow("/tags", query)


def test_rows_below_a_row_of_the_path_come_by_a_table_of_pairs() -> None:
    said = flow(
        "/labels/{label_id}/notes", answer='[{ "id": 1, "title": "string", "added_at": "string" }]'
    )

    assert "`note_labels` has a row with `note_id` = `notes.id` and `label_id` = `label_id`" in said
    assert "Join `note_labels` by `note_labels.note_id` for `added_at`" in said
    assert "created_by_user_id" not in flow("/users/{user_id}/notes")


def test_a_value_of_the_query_is_found_in_the_tables_below() -> None:
    query = (
        "- Query parameters:\n  - `label`: string\n  - `device_id`: uuid\n  - `mood`: string\n"
        "  - `child_profile_id`: uuid\n"
        "  - `search`: string, in title and body\n"
    )
    said = flow("/notes", query, '[{ "id": 1, "title": "string", "labels": [] }]')

    assert (
        "`note_labels` has a row with `note_id` = `notes.id` and `label_id` = that of the row of"
        " `labels` with `name` = `label`"
    ) in said
    assert "`views` has a row with `note_id` = `notes.id` and `device_id` = `device_id`" in said
    assert "`profile_id` = `child_profile_id`" in said
    assert "`title`, `body` ~ `search`" in said
    assert "; with `mood` (section 2)" in said
    assert "`labels`: the rows of `labels` that `note_labels.note_id` and" in said


def test_a_read_does_not_repeat_what_it_is_for() -> None:
    api = (
        "# API\n\n### GET /notes\n\n- Description: List the notes of `kind` one.\n\n"
        "### GET /tags\n\n- Description: Tags of `kind` one or `null`.\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )

    assert "kind" not in "\n".join(told(documents, "GET /notes", 5))
    assert "kind" in "\n".join(told(documents, "GET /tags", 5))


SHOP = """## Tables

### users

- id: uuid PRIMARY KEY

### sizes

- id: int PRIMARY KEY
- name: text

### {people}

- id: uuid PRIMARY KEY
- user_id: uuid {unique}REFERENCES users(id)
- size_id: int REFERENCES sizes(id)

### collars

- id: uuid PRIMARY KEY
- size_id: int REFERENCES sizes(id)
- name: text
"""


@pytest.mark.parametrize(
    ("people", "unique", "shut"),
    [
        # Profiles of things that a person has many of make no group of what they refer to.
        ("cat_profiles", "", False),
        ("cat_profiles", "UNIQUE ", True),
        ("user_profiles", "", True),
        ("profiles", "", True),
    ],
)
def test_rows_are_shut_by_the_group_of_persons_only(
    people: str, unique: str, *, shut: bool
) -> None:
    api = (
        "# API\n\n### GET /collars\n\n- Description: List collars.\n- Authentication: JWT\n"
        '- Response:\n\n```json\n[{ "id": 1, "name": "string" }]\n```\n\n- Errors: 401\n'
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(
            path=RepoPath(".ai/db-plan.md"),
            role="db-plan",
            text=SHOP.format(people=people, unique=unique),
        ),
    )
    said = "\n".join(told(documents, "GET /collars", 5))
    assert (f"`{people}.size_id`" in said) is shut
