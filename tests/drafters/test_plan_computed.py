from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

TABLES = """## Tables

### people

- id: uuid PRIMARY KEY

### profiles

- id: uuid PRIMARY KEY
- display_name: text

### offers

- id: uuid PRIMARY KEY
- owner_id: uuid REFERENCES profiles(id)
- photo_id: uuid REFERENCES photos(id)
- title: text

### photos

- id: uuid PRIMARY KEY
- offer_id: uuid REFERENCES offers(id)

### votes

- id: uuid PRIMARY KEY
- offer_id: uuid REFERENCES offers(id)
- user_id: uuid REFERENCES profiles(id)
- vote_value: integer
- created_at: timestamptz

### bids

- id: uuid PRIMARY KEY
- offer_id: uuid REFERENCES offers(id)
- bidder_id: uuid REFERENCES profiles(id)
- status: text CHECK (status IN ('open', 'closed'))
- amount: numeric
- checked_by_profile_id: uuid REFERENCES profiles(id)
- points_count: integer
- wait_ms: integer
- created_at: timestamptz

"""


def flow(path: str, answer: str) -> str:
    api = f"# API\n\n### GET {path}\n\n- Response:\n\n```json\n{answer}\n```\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TABLES),
    )
    return "\n".join(told(documents, f"GET {path}", 5))


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (
            '"photos_count": 1',
            "`photos_count`: the number of rows of `photos`, by `photos.offer_id`",
        ),
        (
            '"open_bids_count": 1',
            "by `bids.offer_id`, where `status` = `open`",
        ),
        ('"total_bids": 1', "`total_bids`: the sum of `bids.amount`, by `bids.offer_id`"),
        ('"total_points": 1', "`total_points`: the sum of `bids.points_count`, by `bids.offer_id`"),
        ('"bidders_count": 1', "`bidders_count`: the number of rows of `bids`, by `bids.offer"),
        ('"closed_bids": 1', "`closed_bids`: the number of rows of `bids`, by `bids.offer_id`,"),
        ('"has_photo": true', "`has_photo`: whether `photo_id` is set"),
        ('"is_voted": true', "`is_voted`: whether `votes` has the caller's row for it, by"),
        (
            '"user_vote": 1',
            "`vote_value` of the caller's row for it in `votes`, by `votes.offer_id` and",
        ),
        ('"my_vote_id": "uuid"', "`my_vote_id`: `id` of the caller's row for it in `votes`"),
    ],
)
def test_a_field_is_counted_or_read_from_the_rows_below(field: str, said: str) -> None:
    answer = '{ "items": [{ "id": "uuid", "title": "string", ' + field + " }] }"

    assert said in flow("/offers", answer)


@pytest.mark.parametrize(
    "field",
    [
        '"unread_count": 1',
        '"photos_count": "string"',
        '"lost_bids_count": 1',
        '"my_bids_id": 1',
        '"is_sold": true',
        '"count_of": 1',
        '"average_age": 1',
    ],
)
def test_a_field_of_nothing_known_is_left_alone(field: str) -> None:
    answer = '{ "items": [{ "id": "uuid", "title": "string", ' + field + " }] }"

    assert field.split('"')[1] not in flow("/offers", answer)


def test_the_newest_row_below_is_told() -> None:
    answer = (
        '{ "items": [{ "id": "uuid", "title": "string", "last_bid": { "id": 1, "amount": 1 },'
        ' "top_bid": { "amount": 1 }, "recent_votes": [{ "id": 1, "vote_value": 1 }],'
        ' "owner": { "id": "uuid", "name": "string" }, "total": { "wait_ms": 1, "amount": 1 } }] }'
    )
    said = flow("/offers", answer)

    assert (
        "`items[].last_bid` is the row of `bids` by `bids.offer_id`, null without one: `id`,"
        " `amount`; only the newest by `created_at`"
    ) in said
    assert (
        "by `bids.offer_id`, null without one: `amount`; only the one with the highest"
        " `points_count`" in said
    )
    assert "by `votes.offer_id`: `id`, `vote_value`; newest first by `created_at`" in said
    assert (
        "`items[].owner` is the row of `profiles` by `offers.owner_id`:"
        " `id`, `name` = `display_name`"
    ) in said
    assert "items[].total" not in said


def test_a_part_is_joined_by_the_key_that_is_named_after_it() -> None:
    answer = '{ "id": "uuid", "checkedBy": { "id": "uuid", "displayName": "string" } }'

    said = flow("/bids/{id}", answer)

    assert "`checkedBy` is the row of `profiles` by `bids.checked_by_profile_id`" in said


@pytest.mark.parametrize(("note", "sorts"), [("ignored (always by `amount`)", False), ("", True)])
def test_an_order_that_is_ignored_is_none(note: str, *, sorts: bool) -> None:
    api = f"# API\n\n### GET /bids\n\n- Query: `page`, `sort` {note}\n- Success: 200\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TABLES),
    )
    lines = [*told(documents, "GET /bids", 5), *told(documents, "GET /bids", 6)]

    assert any("Sort by `sort`" in one for one in lines) is sorts
    assert any("`sort` becomes part of a query" in one for one in lines) is sorts


def test_of_rows_without_a_known_value_no_list_is_begun() -> None:
    api = (
        "# API\n\n### POST /offers/{id}/labels\n\nAdds labels to an offer.\n\n"
        '- Request body: `{ "label_names": ["a"] }`\n'
        '- Response: `{ "labels": [{ "id": "uuid", "name": "string" }] }`\n- Success: 200\n'
    )
    labels = "\n### labels\n\n- id: uuid PRIMARY KEY\n- name: text\n- made: date DEFAULT now()\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TABLES + labels),
    )

    said = "\n".join(told(documents, "POST /offers/{id}/labels", 5))

    assert "Insert rows into `labels`" in said
    assert "each with" not in said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ('[{ "amount": 1 }]', "Read the rows of `bids`"),
        ('{ "amount": 1 }', "Read the row of `bids`"),
    ],
)
def test_an_array_is_many_rows_whatever_the_path_is_called(answer: str, said: str) -> None:
    assert said in flow("/offers/{offer_id}/bid", answer)


DAYS = """### feedings

- id: uuid PRIMARY KEY
- offer_id: uuid REFERENCES offers(id)
- local_date: date
- UNIQUE (offer_id, local_date)

"""


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("date=YYYY-MM-DD (optional)", "by `feedings.offer_id`, with `local_date` = `date`"),
        ("sort=title (optional)", "by `feedings.offer_id`"),
    ],
)
def test_rows_of_one_day_each_are_looked_for_on_the_day_that_is_asked(
    asked: str, said: str
) -> None:
    api = (
        f"# API\n\n### GET /api/offers\n\n- Query:\n  - {asked}\n- Response:\n\n```json\n"
        '[{"title": "x", "has_feeding": true}]\n```\n'
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=TABLES + DAYS),
    )
    flow_lines = "\n".join(told(documents, "GET /api/offers", 5))
    assert f"`has_feeding`: whether `feedings` has a row for it, {said} (" in flow_lines
