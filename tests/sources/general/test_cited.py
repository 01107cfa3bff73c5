from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.general.cited import cited

PRD = """# PRD

FR-1 Loans: a reader may lend nine books.
- **FR-2**: Nobody lends a book twice.
- FR-3..FR-9: the rest of what is asked
| FR-4/FR-5 | Fines are paid | at once |
- As said (FR-1), a reader may lend nine books.
- UTF-8 is used for all texts

### US-12: Late loans

- A fine is due.

### US-13: Lost books

FR-6
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/prd.md"), role="prd", text=PRD),
    Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text="FR-1 is met by Python"),
)


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("Lends a book (FR-1).", [("FR-1", 3, 3)]),
        ("See FR-2, FR-1", [("FR-2", 4, 4), ("FR-1", 3, 3)]),
        ("(FR-5)", [("FR-5", 6, 6)]),
        ("For US-12", [("US-12", 10, 13)]),
        ("FR-3, FR-6, FR-7 in UTF-8", []),
    ],
)
def test_a_rule_is_read_where_it_is_written_out(
    passage: str, found: list[tuple[str, int, int]]
) -> None:
    read = [(one.about, one.source.line, one.source.last) for one in cited(passage, DOCUMENTS)]

    assert read == found
