from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

TABLES = """## Tables

### feeds

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- title: text

### feed_entries

- id: uuid PRIMARY KEY
- feed_id: uuid REFERENCES feeds(id)
- title: text
- link: text
- author: text
- published_at: timestamptz

### feed_mutes

- user_id: uuid REFERENCES users(id)
- target_id: uuid
- muted_until: timestamptz

### feed_links

- id: uuid PRIMARY KEY
- feed_id: uuid REFERENCES feeds(id)
- token: text

### readers

- feed_id: uuid REFERENCES feeds(id)
- user_id: uuid REFERENCES users(id)
- role: text

### users

- id: uuid PRIMARY KEY
"""


def flow(path: str, answer: str) -> str:
    api = (
        f"# API\n\n### GET {path}\n\n- Authentication: JWT\n"
        f"- Response:\n\n```json\n{answer}\n```\n\n- Errors: 401, 404\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TABLES),
    )
    return "\n".join(told(documents, f"GET {path}", 5))


ENTRY = '"link": "x", "author": "x", "published_at": "x"'


@pytest.mark.parametrize(
    ("path", "answer", "table"),
    [
        ("/feeds/{feed_id}/news", f'{{"data": [{{{ENTRY}}}]}}', "feed_entries"),
        ("/feeds/{feed_id}/entries/{entry_id}", f'{{"id": "x", {ENTRY}}}', "feed_entries"),
        (
            "/feeds/{feed_id}/silent",
            '{"data": [{"target_id": "x", "muted_until": "x"}]}',
            "feed_mutes",
        ),
        # The path's own row, as far as the answer has it, and what is named by the path.
        ("/feeds/{feed_id}", f'{{"id": "x", "title": "x", "data": [{{{ENTRY}}}]}}', "feeds"),
        ("/feeds", f'{{"data": [{{{ENTRY}}}]}}', "feeds"),
        # A link is found by its token, whatever else is shown of it.
        ("/links/{token}", f'{{"data": [{{{ENTRY}}}]}}', "feed_links"),
    ],
)
def test_the_table_that_an_answer_shows_is_read(path: str, answer: str, table: str) -> None:
    assert f"`{table}`" in flow(path, answer)


def test_an_answer_with_little_of_a_table_is_none_of_it() -> None:
    answer = '{"data": [{"link": "x", "shares": 1, "clicks": 2, "views": 3}]}'
    assert "feed_entries" not in flow("/feeds/{feed_id}/reach", answer)
    assert "feed_entries" not in flow("/news", f'{{"data": [{{{ENTRY}, "shares": 1}}]}}')


BATCHES = """## Tables

### feeds

- id: uuid PRIMARY KEY

### readers

- id: uuid PRIMARY KEY
- feed_id: uuid REFERENCES feeds(id)

### shelf_places

- id: uuid PRIMARY KEY
- reader_id: uuid NOT NULL REFERENCES readers(id)
- shelf: integer NOT NULL
"""


@pytest.mark.parametrize(
    ("entry", "table"),
    [
        ('"reader_id": "uuid", "shelf": 1', "shelf_places"),
        # One column alone is that of many, and a foreign one is none.
        ('"shelf": 1', "feeds"),
        ('"reader_id": "uuid", "shelf": 1, "colour": "x"', "feeds"),
    ],
)
def test_the_entries_of_a_list_are_rows_of_the_table_called_alike(entry: str, table: str) -> None:
    api = (
        "# API\n\n### POST /feeds/{feed_id}/shelves\n\n- Assigns places\n- Request body:\n\n"
        f'```json\n{{"places": [{{{entry}}}]}}\n```\n\n- Success: 201\n'
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=BATCHES),
    )
    said = [one for one in told(documents, "POST /feeds/{feed_id}/shelves", 5) if "Insert" in one]

    assert [f"`{table}`" in one for one in said] == [True]


def test_a_passage_that_names_no_column_has_a_plan() -> None:
    documents = (
        Document(
            path=RepoPath(".ai/api-plan.md"),
            role="api-plan",
            text='# API\n\n### PUT /moods/{id}\n\n- Body:\n\n```json\n{"user_id": "x"}\n```\n',
        ),
        Document(
            path=RepoPath(".ai/db-plan.md"), role="db-plan", text="## shelves\n\n- user_id: uuid\n"
        ),
    )
    assert told(documents, "PUT /moods/{id}", 5)
