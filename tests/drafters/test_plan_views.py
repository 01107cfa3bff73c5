from __future__ import annotations

from planprojects import told

from agent.core.documents import Document, RepoPath

DB = """# Database

## Tables

### players

- id: uuid PRIMARY KEY
- user_id: uuid
- name: text
- points: integer

### notes

- id: uuid PRIMARY KEY
- user_id: uuid
- body: text

## Views

### top_players (MATERIALIZED VIEW)

Registered players only.

**Columns**:
- `id`, `name`, `points`, `rank_position` - the place

**Order**: `points DESC`

### user_stats

```sql
CREATE VIEW user_stats AS
SELECT user_id, COUNT(*) AS total_runs, AVG(ms) AS avg_ms, SUM(tokens) AS total_tokens
FROM runs GROUP BY user_id;
```
"""


def flow(path: str, answer: str, more: str = "") -> str:
    api = f"# API\n\n### GET {path}\n\n{more}- Response:\n\n```json\n{answer}\n```\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    return "\n".join(told(documents, f"GET {path}", 5))


RANKED = '"rankPosition": 1, "playerId": "uuid", "name": "string", "points": 1'


def test_a_list_is_read_from_the_view_that_has_all_of_it() -> None:
    said = flow("/rankings", f'{{ "content": [{{ {RANKED} }}] }}', "- Query: `startRank`\n")

    assert (
        'Read the rows of the view `top_players` ("Registered players only"):'
        " `rank_position` >= `startRank`, ordered by points DESC"
    ) in said


def test_the_queries_of_a_view_stand_in_a_repository_of_its_own() -> None:
    api = f"# API\n\n### GET /rankings\n\n- Response:\n\n```json\n[{{ {RANKED} }}]\n```\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
        Document(
            path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text="# S\n\nSpring Boot\n"
        ),
    )
    said = "\n".join(told(documents, "GET /rankings", 9))

    assert "the queries stand in `TopPlayerRepository`" in said


def test_what_a_view_answers_is_told_by_its_own_columns() -> None:
    path, answer = "/rankings", f'{{ "content": [{{ {RANKED} }}] }}'
    said = flow(path, answer)
    api = f"# API\n\n### GET {path}\n\n- Response:\n\n```json\n{answer}\n```\n"
    strict = DB.replace("uuid PRIMARY KEY", "uuid NOT NULL").replace(
        "- name: text", "- name: text NULL"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=strict),
    )

    assert "`playerId` = `top_players.id`" in said
    # The view may leave out the players without a name.
    assert "null" not in "\n".join(told(documents, f"GET {path}", 4))


def test_one_row_of_a_view_is_found_by_the_path_and_may_be_missing() -> None:
    said = flow("/rankings/{rankedId}", f"{{ {RANKED} }}", "- Errors: 404 not found\n")

    assert "Read the row of the view `top_players`" in said
    assert "`id` = `rankedId`; `404` if there is none" in said
    assert "ordered" not in said


def test_statistics_of_a_view_are_the_callers_and_the_rest_is_counted() -> None:
    answer = '{ "total_runs": 1, "avg_ms": 1, "total_tokens": 1, "total_notes": 1 }'
    said = flow("/me/stats", answer, "- Authentication: JWT\n- Errors: 401\n")

    assert "Read the row of the view `user_stats` where `user_stats.user_id` = the caller" in said
    assert "`total_notes`: the number of rows of `notes`" in said
    assert "`total_runs`:" not in said


def test_a_view_with_no_more_than_a_table_is_left_alone() -> None:
    said = flow("/players", '[{ "id": "uuid", "name": "string", "points": 1 }]')

    assert "Read the rows of `players`" in said


STATS = """## Database

### groups

- id: uuid PRIMARY KEY
- name: text

### notes

- id: uuid PRIMARY KEY
- group_id: uuid REFERENCES groups(id)
- body: text

### Views

- `group_stats`: sums: group_id, total_notes, mean_length.
"""


def test_a_view_listed_in_a_line_serves_a_part_of_a_row_of_the_path() -> None:
    answer = (
        '{ "data": { "group_id": "uuid", "total_notes": 1, "mean_length": 1,'
        ' "notes": [{ "id": "uuid", "body": "string" }] } }'
    )
    api = (
        f"# API\n\n### GET /groups/{{group_id}}/stats\n\n- Response:\n\n```json\n{answer}\n```\n\n"
        "## Business Logic\n\n- Group stats -> `/groups/{group_id}/stats` + stats view.\n"
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=STATS),
    )
    said = "\n".join(told(documents, "GET /groups/{group_id}/stats", 5))

    assert "Read the row of the view `group_stats`: `group_id` = `group_id`" in said
    assert "`total_notes`:" not in said
    assert "->" not in said
