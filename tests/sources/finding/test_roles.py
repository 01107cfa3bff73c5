from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.core.documents import RepoPath
from agent.sources.finding.roles import candidates, classify

CORPUS = Path(__file__).parents[3].parent / "shared/corpus"
ROLES = {"api_plan": "api-plan", "db_plan": "db-plan", "tech_stack": "tech-stack", "plans": "plan"}


@pytest.mark.parametrize(
    ("path", "role"),
    [
        (".ai/api-plan.md", "api-plan"),
        ("DOCS/8_api-plan.md", "api-plan"),
        ("docs/api_plan.md", "api-plan"),
        ("backend/design/03-api-contract.md", "api-plan"),
        ("docs/openapi.yaml", "api-plan"),
        (".ai/docs/8-api-plan.md", "api-plan"),
        ("doc/design/API_Plan.md", "api-plan"),
        (".ai/plans-archive/api-plan.yaml", "api-plan"),
        ("backend/swagger.json", "api-plan"),
        (".ai/db-plan.md", "db-plan"),
        ("docs/model-schema.md", "db-plan"),
        ("docs/data_model.md", "db-plan"),
        ("docs/modelo-datos.md", "db-plan"),
        ("docs/modelo-de-dados.md", "db-plan"),
        ("docs/shop.dbml", "db-plan"),
        ("docs/backend-db-plan.md", "db-plan"),
        (".ai/old/db-plan.md", None),
        (".ai/api_plan_old.md", None),
        (".ai/prompts/api-plan.md", None),
        (".ai/6_db-plan-detailed.md", "db-plan"),
        (".ai/techstack.md", "tech-stack"),
        (".ai/tech_stack.md", "tech-stack"),
        (".ai/prd.md", "prd"),
        (".ai/decisions.md", "decisions"),
        (".ai/prd-planning-summary.md", None),
        ("docs/prd-planing.md", None),
        ("docs/prd-status.md", None),
        ("docs/rest-api-plan-creation.md", None),
        ("docs/api-plan-order-status-rules.md", "api-plan"),
        (".ai/api-implementation-plan.md", None),
        (".cursor/rules/a/b.mdc", "rules"),
        (".ai/rules/api.md", "rules"),
        (".aiassistant/rules/api.md", "rules"),
        (".ai/rules/tech-stack.md", "tech-stack"),
        (".kiro/steering/structure.md", "rules"),
        (".junie/guidelines.md", "rules"),
        ("AGENTS.md", "rules"),
        ("web/CLAUDE.md", "rules"),
        (".cursorrules", "rules"),
        (".github/copilot-instructions.md", "rules"),
        ("CONVENTIONS.md", "rules"),
        ("src/types.ts", "types"),
        ("app/schemas/book.py", "types"),
        ("src/books/dto/create-book.dto.ts", "types"),
        ("src/lib/validation/book.schema.ts", "types"),
        ("Shop.Api/Contracts/Books/CreateBook.cs", "types"),
        ("Shop/Features/CreateBookRequest.cs", "types"),
        ("src/main/java/shop/book/BookDto.java", "types"),
        ("src/main/java/shop/dto/BookMapper.java", None),
        ("Shop/Commands/CreateBookCommandHandler.cs", None),
        ("Shop/Contracts/IRepository.cs", None),
        ("src/types.test.ts", None),
        ("src/db/database.types.ts", None),
        ("app/models/book.py", None),
        ("README.md", None),
    ],
)
def test_by_name(path: str, role: str | None) -> None:
    assert classify(RepoPath(path), "") == role


@pytest.mark.parametrize(
    ("path", "head", "role"),
    [
        (".ai/x.md", "\ufeff# API Endpoint Implementation Plan: POST /x\n", "plan"),
        (".ai/x.md", " # API Endpoint Implementation Plan: POST /x\n", "plan"),
        (".ai/books-implementation-plan.md", "## Endpoint: GET /books\n", "plan"),
        (".ai/books.md", "## Endpoint: GET /books\n", None),
        (".ai/x.md", "# Plan implementacji widoku\n", None),
        (".ai/x.md", "# REST API Plan\n", "api-plan"),
        ("plan.md", "# Lamp Routes Plan\n", "api-plan"),
        (".ai/x.md", "# Schemat bazy danych\n", "db-plan"),
        ("docs/sql/x.md", "# X\nCREATE TABLE a (\n  id int);\ncreate table b (", "db-plan"),
        ("docs/sql/x.md", "# X\nCREATE TABLE a (id int);", None),
        ("docs/review/x.md", "# X\nCREATE TABLE a (\n  id int);\ncreate table b (", None),
        (".ai/x.md", "1. List of tables\n", "db-plan"),
        (".ai/x.md", "# API: POST /x\n\nCREATE TABLE x (\n", None),
        ("docs/x.md", "# Schemat modeli Django\n", "db-plan"),
        (".ai/x.md", "# Product Requirements Document\n", "prd"),
        (".ai/x.md", "# Stos technologiczny\n", "tech-stack"),
        ("docs/x.yaml", "openapi: 3.0.3\n", "api-plan"),
        ("docs/x.json", '{"swagger": "2.0"}', "api-plan"),
        ("docs/x.yaml", "services:\n", None),
        ("app/models/book.py", "from pydantic import BaseModel\n", "types"),
        ("app/models/book.py", "from sqlalchemy.orm import Mapped\n", None),
        (".ai/x.md", "# PRD security verification\n", None),
        (".ai/implementations/x.md", "CREATE TABLE books (\n", None),
        ("src/x.ts", "# REST API Plan\n", None),
    ],
)
def test_by_content(path: str, head: str, role: str | None) -> None:
    assert classify(RepoPath(path), head) == role


def test_candidates() -> None:
    wanted = [
        ".ai/a/b.md",
        "DOCS/a.md",
        "x.md",
        "pkg/.ai/y.md",
        "pkg/api-plan.md",
        "openapi.json",
        "backend/openapi/meetings.yaml",
        ".cursor/plans/api/x.plan.md",
        ".docs/endpoints/x.md",
        "apps/books/get-books-implementation-plan.md",
        ".cursorrules",
        "src/types.ts",
    ]
    others = [
        "node_modules/a/docs/x.md",
        "docs/a.png",
        "src/a.py",
        "ci.yml",
        "lib/notes.md",
        ".venv/docs/x.md",
    ]
    paths = [RepoPath(one) for one in [*wanted, *others, "demo/project/AGENTS.md"]]
    found = candidates(paths, without=(RepoPath("demo/project"),))
    assert [one.value for one in found] == wanted


def projects() -> list[Any]:
    found = sorted(CORPUS.glob("*/expected.json"))
    if not found:
        return [pytest.param(Path(), marks=pytest.mark.skip(reason="no corpus beside the project"))]
    return [pytest.param(one.parent, id=one.parent.name) for one in found]


@pytest.mark.parametrize("folder", projects())
def test_corpus_roles(folder: Path) -> None:
    truth = json.loads((folder / "expected.json").read_text())
    real = {one["path"] for one in truth["plans"] if one["kind"] == "endpoint"}
    wanted = {
        path: ROLES.get(key, key)
        for key, value in truth["documents"].items()
        for path in (value if isinstance(value, list) else [value])
        if path and key != "types" and (key != "plans" or path in real)
    }
    paths = [RepoPath(str(one.relative_to(folder))) for one in folder.rglob("*") if one.is_file()]
    found = {
        path.value: role
        for path in candidates(paths)
        if (role := classify(path, (folder / path.value).read_bytes().decode()))
    }
    assert found == wanted
