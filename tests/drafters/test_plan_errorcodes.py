"""The words that a general list has for errors stand with the statuses that they are usual for."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT as `Authorization: Bearer`.

### POST /sledges

- Request body: `{ "name": "string" }`
- Success: 201
- Errors:
  - 400 Bad Request: no name
  - 401 Unauthorized
  - 403 Forbidden: SLEDGE_LENT, somebody has it
  - 404 Not Found: no hill

## Error codes

- `VALIDATION_ERROR` - what is sent is no good
- `UNAUTHORIZED` - no token
- `FORBIDDEN` - not allowed
- `NOT_FOUND`: nothing there
- `INTERNAL_ERROR` - it fell over
"""


def codes(*more: str) -> dict[str, str]:
    text = API + "\n".join(more)
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),)
    lines = told(documents, "POST /sledges", 7)
    found = (line.removeprefix("- ").rpartition(" (")[0] for line in lines if "`" in line)
    return {one.partition("`")[2][:3]: one for one in found}


def test_a_status_is_told_with_its_word_and_the_rest_as_that_of_the_server() -> None:
    found = codes()

    assert found["400"] == "`400 Bad Request`, `VALIDATION_ERROR`: no name"
    assert found["401"] == "`401 Unauthorized`, `UNAUTHORIZED`: a call without a valid sign-in"
    assert found["404"] == "`404 Not Found`, `NOT_FOUND`: no hill"
    assert "Anything else is `500`, `INTERNAL_ERROR`: it fell over" in found["POS"]


def test_the_line_of_the_status_is_cited_where_that_of_the_word_has_none() -> None:
    text = API + "\n## Statuses\n\n- `500 Internal Server Error` - it fell over\n"
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),)
    said = "\n".join(told(documents, "POST /sledges", 7))

    assert "`INTERNAL_ERROR`: it fell over (api-plan.md:21, api-plan.md:25)" in said


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("- 500 Internal Server Error: it fell", "`500 Internal Server Error`: it fell (api"),
        ("- 500: AI is down", ""),
        ("- 503 Service Unavailable: shut", "`503 Service Unavailable`: shut (api-plan.md:17)"),
        ("- 503: the LLM does not answer", ""),
        ("- 502 Bad Gateway", ""),
        ("- 500 rows on each page", ""),
    ],
)  # fmt: skip
def test_the_faults_of_the_server_are_those_of_the_list(listed: str, said: str) -> None:
    text = f"{API.partition('## Error codes')[0]}## Error statuses\n\n{listed}\n"
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),)
    lines = [one for one in told(documents, "POST /sledges", 7) if "`50" in one]
    lines = [one for one in lines if "by convention" not in one]

    assert [said in one for one in lines] == ([True] if said else [])


def test_a_word_of_its_own_is_the_one_that_it_has() -> None:
    assert codes()["403"] == "`403 Forbidden`: SLEDGE_LENT, somebody has it"


@pytest.mark.parametrize("word", ["NO_HILL_LEFT", "NO_SNOW"])
def test_where_some_words_are_of_one_case_a_bad_request_may_be_any(word: str) -> None:
    found = codes(f"- `{word}` - it is summer")

    assert found["400"] == "`400 Bad Request`: no name"
    assert found["404"] == "`404 Not Found`, `NOT_FOUND`: no hill"


def test_what_is_logged_of_any_error_is_told_with_the_members_shown_below() -> None:
    shown = '```json\n{\n  "level": "error",\n  "sledge": "1"\n}\n```'
    log = (
        f"## Logs\n\nA middleware numbers calls. On error we log:\n\n{shown}\n\n- Log slow sledges"
    )

    assert "On error we log `level`, `sledge`" in codes("", log)["POS"]
    assert "log slow" not in "".join(codes("", log).values()).casefold()
    assert "On error we log" in codes("", log.replace("\n\n```json", "\n\nso:\n\n```json"))["POS"]
