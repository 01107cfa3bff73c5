from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Excerpt
from agent.sources.passages.elided import elided

WRITTEN = 'Answers `{ "data": [], "page": { "at": 1, "of": [2] } }`.'
DOTS = 'Answers `{ "data": [], "page": {...} }`.'
SPREAD = '"page": {\n  "at": 1\n}\n'


def told(text: str, passage: str) -> list[tuple[int, int, str]]:
    document = Document(path=RepoPath("api.md"), role="api-plan", text=text)
    line = text[: text.index(passage)].count("\n") + 1
    own = Excerpt(source=document.source(line, line + passage.count("\n")), text=passage)
    return [(one.source.line, one.source.last, one.text) for one in elided(own, document)]


@pytest.mark.parametrize(
    ("text", "passage", "found"),
    [
        (f"{WRITTEN}\n\n{DOTS}\n", DOTS, [(1, 1, '"page": { "at": 1, "of": [2] }')]),
        (f"{DOTS}\n\n{SPREAD}", DOTS, [(3, 5, SPREAD.rstrip())]),
        (f"{DOTS}\r\n\r\n{WRITTEN}\r\n", DOTS, [(3, 3, '"page": { "at": 1, "of": [2] }')]),
        ('"page": [ … ]\n"page": [1]\n', '"page": [ … ]', [(2, 2, '"page": [1]')]),
        (f"{DOTS}\n{DOTS}\n", f"{DOTS}\n", []),
        (f'{DOTS}\n"page": {{ "in": {{...}} }}\n', DOTS, []),
        (f'{DOTS}\n"page": {{ "in": 1\n', DOTS, []),
        (f'{DOTS}\n"page": {{ "in": "{"x" * 900}" }}\n', DOTS, []),
        (f'{DOTS}\n"pages": {{ "in": 1 }}\n', DOTS, []),
        (f"{WRITTEN}\n", WRITTEN, []),
    ],
)
def test_what_is_left_out_as_dots(
    text: str, passage: str, found: list[tuple[int, int, str]]
) -> None:
    assert told(text, passage) == found
