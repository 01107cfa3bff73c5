"""The one form of all errors, shown in a general section in many ways."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.general.errorform import answer_form, error_form

BOOKS = '# API\n\n### GET /books\n\n- 200 OK\n- 404: `{ "error": "none" }`\n\n'
FLAT = '```json\n{ "error": "CODE", "message": "words", "details": { "field": "name" } }\n```\n'
OTHER = FLAT.replace("message", "words")


def fields(text: str) -> list[str] | None:
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=BOOKS + text)
    form = error_form(document)
    return None if form is None else [one.name for one in form.fields]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an object `error`, under any label on errors
        ('## Errors\n\n```json\n{ "error": { "code": "x" } }\n```\n', ["error", "error.code"]),
        # a flat one, where it is said to be the form
        (f"## Error Response Format\n\n{FLAT}", ["error", "message", "details"]),
        (f"## Errors\n\nAll follow this structure:\n\n{FLAT}", ["error", "message", "details"]),
        (f"## Errors\n\n**Standard format:**\n\n{FLAT}", ["error", "message", "details"]),
        (f"## Fehler\n\nEinheitliches Format\n\n{FLAT}", ["error", "message", "details"]),
        ("## Rules\n\n- Error payload shape: `{ error: { code: string, more?: object } }`\n",
         ["error", "error.code", "error.more"]),
        ("## Rules\n\n- Errors: Envelope `{code, message, details?}`; common codes `a`, `b`.\n",
         ["code", "message", "details"]),
        # two of which neither is the form of all
        ("## Rules\n\n- Errors: Envelope `{code, message}` or for input `{code, errors: [x]}`.\n",
         None),
        (f"## Error format\n\n{FLAT}\n## Input: error format\n\n{OTHER}", None),
        ("## Rules\n\n- Errors: Envelope `{code, message}`, with `{code, message, errors}`.\n",
         ["code", "message"]),
        # how a refused value is named is no sample of one error
        (("## Errors\n\n```json\n"
         '{ "error": { "code": "x", "details": { "field": "a", "value": 1 } } }\n```\n'),
         ["error", "error.code", "error.details", "error.details.field", "error.details.value"]),
        ('## Errors\n\n```json\n{ "error": { "code": "x", "details": { "field": "a" } } }\n```\n',
         ["error", "error.code", "error.details"]),
        (("## Errors\n\n```json\n"
         '{ "error": { "code": "x", "details": { "field": "a", "size": 1 } } }\n```\n'),
         ["error", "error.code", "error.details"]),
        # named in words
        ("## Errors\n\n- **Consistent format**: `error`, `message` and optional `details`\n",
         ["error", "message", "details"]),
        ("## Errors\n\n- **Consistent format**: `error`, `message` and `data`\n", None),
        ("## Errors\n\n- Logs have a consistent format: `error`, `message`\n", None),
        # after a list of statuses, which are of other lines
        (f"## Errors\n\n- 401: nobody\n- 429: too many\n\n4xx: one structured body:\n\n{FLAT}",
         ["error", "message", "details"]),
        # one error's own, a log's line, code, an answer with data
        (f"## Errors\n\n#### Validation errors (422)\n\nPayload:\n\n{FLAT}", None),
        (f"## Errors\n\nIn the log errors have this format:\n\n{FLAT}", None),
        ("## Error format\n\n```ts\nfunction fail() { return { error: 1 } }\n```\n", None),
        ('## Error format\n\n```json\n{ "data": null, "error": "x" }\n```\n', None),
        (f"## Answers\n\nSome of them:\n\n{FLAT}", None),
        ("## Rules\n\n- No error is shown.\n", None),
    ],
)  # fmt: skip
def test_the_form_of_all_errors(text: str, expected: list[str] | None) -> None:
    assert fields(text) == expected


WRAPPED = '```json\n{\n"data": {},\n"at": "a",\n"note": "optional words"\n}\n```\n'
ALL = {"data": None, "at": None, "note": False}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"## Answers\n\n**Success response:**\n\n{WRAPPED}", ALL),
        (f"## Response format\n\n{WRAPPED}", ALL),
        ('- All responses use an envelope: `{ "data": {}, "error": null }`\n', {"data": None}),
        ('- Most successful responses have an envelope: `{ "data": {} }`\n', None),
        (f"## Response format of lists\n\n{WRAPPED}", None),
        (f"## Response format\n\n{WRAPPED.replace('data', 'book')}", None),
        (f"## Samples\n\n{WRAPPED}", None),
        (f"### POST /books\n\n**Success response:**\n\n{WRAPPED}", None),
    ],
)  # fmt: skip
def test_what_every_success_is_wrapped_in(text: str, expected: dict[str, bool] | None) -> None:
    document = Document(
        path=RepoPath("api-plan.md"), role="api-plan", text=f"{BOOKS}## Rules\n\n{text}"
    )
    form = answer_form(document)
    assert (None if form is None else {one.name: one.required for one in form.fields}) == expected
