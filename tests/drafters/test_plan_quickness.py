"""How quick calls of a method have to be, and rows that are read together."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### GET /kilns/{id}

- Response: `{"heat": 1, "cups": [{"size": 1}]}`
- Success: 200

### POST /kilns

- Request: `{"heat": 1}`
- Success: 201

### Szczeg\u00f3\u0142y pieca

- **Metoda**: `GET`
- **\u015acie\u017cka**: `/ovens/{id}`
- Success: 200

### Szczeg\u00f3\u0142y innego pieca

- **Metoda**: `GET`
- **\u015acie\u017cka**: `/ovens/{id}/other`
- Success: 200

## Performance

"""
ROWS = """# Database

### kilns

- `id`: UUID, primary key
- `heat`: INTEGER

### cups

- `id`: UUID, primary key
- `kiln_id`: UUID, references kilns(id)
- `size`: INTEGER
"""


@pytest.mark.parametrize(
    ("call", "line", "times"),
    [
        ("GET /kilns/{id}", "Target: p95 < 90 ms for GET, < 200 ms for POST", 1),
        ("GET /kilns/{id}", "Target: p95 < 90 ms for every DELETE that comes", 0),
        ("GET /kilns/{id}", "Target: p95 < 90 ms of the nightly jobs there", 0),
        ("GET /kilns/{id}", "Use eager loading for kilns \u2192 cups joins there", 1),
        ("GET /kilns/{id}", "Use eager loading for shelves \u2192 cups joins there", 0),
        ("GET /kilns/{id}", "Avoid N+1 queries when rows that belong are read", 1),
        ("GET /kilns/{id}", "Send `Cache-Control: private` with read endpoints there", 1),
        ("GET /kilns/{id}", "Private data `Cache-Control: no-store`", 1),
        ("POST /kilns", "Private data `Cache-Control: no-store`", 0),
        ("POST /kilns", "Send `Cache-Control: private` with read endpoints there", 0),
        ("GET /kilns/{id}", "Send an `ETag` with read-heavy endpoints (`/cups`) there", 0),
        ("POST /kilns", "Use eager loading for kilns \u2192 cups joins there", 0),
        ("GET /kilns/{id}", "The kilns page load is < 2 seconds for all of them", 0),
        ("GET /kilns/{id}", "Kilns shelf: IX_Shelf supports fast scans of kilns there", 0),
        ("GET /kilns/{id}", "Kilns: IX_Kilns supports fast scans of them there", 1),
        ("GET /kilns/{id}", "Indexes of kilns: `idx_a`, `idx_b`, `idx_c` as they are there", 0),
        (
            "GET /ovens/{id}",
            "Szczeg\u00f3\u0142y pieca: cache na 30 sekund i nie d\u0142u\u017cej",
            1,
        ),
        ("GET /ovens/{id}/other", "Szczeg\u00f3\u0142y pieca: cache na 30 sekund i ju\u017c", 0),
        (
            "GET /kilns/{id}",
            "Szczeg\u00f3\u0142y pieca: cache na 30 sekund i nie d\u0142u\u017cej",
            0,
        ),
        ("POST /kilns", "Avoid N+1 queries when rows that belong are read", 0),
    ],
)
def test_a_general_line_on_speed_is_told_where_it_holds(
    call: str,
    line: str,
    times: int,
) -> None:
    filler = "".join(f"- Word {at} is none.\n" for at in range(14))
    documents = (
        Document(
            path=RepoPath(".ai/api-plan.md"), role="api-plan", text=f"{API}{filler}- {line}\n"
        ),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=ROWS),
    )
    assert sum(line in one for one in told(documents, call, 8)) == times
