"""What a framework serves itself is set up, not written."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API plan

Every error has this body:
```json
{"code": "string", "message": "string"}
```

### GET /actuator/info

Tells the version. Public.

Response:
```json
{"build": "string"}
```

- 200: OK

### GET /api/actuators

Lists the actuators of a machine. Public.

- 200: OK
"""


def _documents(stack: str) -> tuple[Document, ...]:
    return (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=stack),
    )


def test_a_path_of_the_framework_is_set_up_and_has_no_code_of_its_own() -> None:
    lines = told(_documents("- Spring Boot 3"), "GET /actuator/info", 9)
    titles = [one for one in lines if one.startswith("### ")]
    assert titles == ["### 1. Route: GET /actuator/info", "### 2. Tests: GET /actuator/info"]
    text = "\n".join(lines)
    assert "files: `src/main/resources/application.yml` (new if missing)" in text
    assert "`info` in `management.endpoints.web.exposure.include` (by convention)" in text
    assert "needs no named type" in "\n".join(
        told(_documents("- Spring Boot"), "GET /actuator/info", 3)
    )


@pytest.mark.parametrize(
    ("stack", "call"),
    [("- Spring Boot 3", "GET /api/actuators"), ("- NestJS", "GET /actuator/info")],
)
def test_any_other_path_is_written(stack: str, call: str) -> None:
    assert any("Service: " in one for one in told(_documents(stack), call, 9))
