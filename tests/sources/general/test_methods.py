"""Sections on a method with a name of its own are of the endpoints whose passages name it."""

from __future__ import annotations

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.general.globalnotes import notes
from agent.sources.general.methods import naming, without_method

TEXT = """# API

## Endpoints

### POST /loans/review

Submit how well a reader knows a book (SM-2, JSON).

### GET /loans

A list as JSON.

## Algorithm

### 7. SM-2 Algorithm (Summary)

If rating < 3: interval = 1

### 8. SM-2 of the shelf keepers

Another one.

### 9. JSON

Nothing.
"""


def test_a_method_is_of_the_passages_that_name_it() -> None:
    assert list(naming(TEXT, "7. SM-2 Algorithm (Summary)")) == ["POST /loans/review"]
    assert list(naming(TEXT, "9. JSON")) == []
    assert without_method("SM-2 Algorithm of books").split() == ["of", "books"]


def test_its_section_is_a_note_on_the_endpoint() -> None:
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=TEXT)
    found = notes(document, Endpoint(method="POST", path="/loans/review"))
    own = [one.text for one in found if one.topic is not None and one.topic.own]
    assert own == ["If rating < 3: interval = 1"]
