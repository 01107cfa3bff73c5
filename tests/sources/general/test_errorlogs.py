"""Which lines want the errors of all endpoints logged."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.general.errorlogs import logs_errors
from agent.sources.general.globalnotes import notes


@pytest.mark.parametrize(
    ("text", "logs"),
    [
        ("- Log all API errors with who called", True),
        ("Log errors with their stack traces", True),
        ("- The server logs detailed errors", True),
        ("On error we log:", True),
        ("- Unexpected errors are logged", True),
        ("Include request_id in all error responses", True),
        ("- Logowanie wszystkich b\u0142\u0119d\u00f3w", True),
        ("- Generation errors are logged", False),
        ("Handles and logs OpenRouter API errors", False),
        ("Log slow queries", False),
        ("The log shows errors", False),
    ],
)
def test_a_line_logs_the_errors_of_whatever_endpoint(text: str, *, logs: bool) -> None:
    assert logs_errors(text) is logs


def test_the_line_alone_is_a_note_wherever_it_stands() -> None:
    text = """# API

### POST /rafts

- Success: 201

## Watching

What is watched:

- Slow queries
- Log all errors with the raft
- `GET /rafts` logs all errors twice
"""
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    found = notes(plan, Endpoint(method="POST", path="/rafts"))

    assert [(one.source.line, one.source.last, one.about) for one in found] == [
        (12, 12, "Watching")
    ]
