"""Which stack a plan's files follow: what is there, is said, and manifests and papers show."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from planprojects import endpoint, profile

from agent.core.documents import Document, RepoPath
from agent.core.spec import Rule
from agent.drafter import Code, PlanRequest
from agent.drafters.builtin.planning.citations import passages_of
from agent.drafters.builtin.planning.places.papers import papers
from agent.drafters.builtin.planning.places.stacks import Stack
from agent.drafters.builtin.planning.places.whichstack import which_stack
from agent.sources.gathering.gather import gather
from agent.sources.plans.reading import read_plans

API = "# API Plan\n\n{}\n\n### GET /api/loans\n\nLists loans.\n\n- Response: 200 OK\n"
PLAN = """# API Endpoint Implementation Plan: GET /api/books

## 1. Endpoint Overview

Lists them.

## 2. Implementation Steps

### 1. Route

- Files: `src/pages/api/books.ts`
"""


def found(
    stack: str = "",
    rules: str = "",
    api: str = "",
    *,
    plan: bool = False,
    files: Mapping[str, str] | None = None,
) -> Stack:
    """The stack of a project with this tech stack, these rules and files."""
    texts = {RepoPath(name): text for name, text in (files or {}).items()}
    documents = [
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API.format(api)),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=f"# S\n\n{stack}\n"),
    ]
    texts.update({one.path: one.text for one in documents})
    rule = Rule(path=RepoPath("AGENTS.md"), text=rules, always=True)
    sibling = RepoPath(".ai/get-books-implementation-plan.md")
    code = Code(listed=lambda: tuple(texts), read=lambda path: texts.get(path, "").encode() or None)
    request = PlanRequest(
        spec=gather(endpoint("GET /api/loans"), documents, (rule,) if rules else ()),
        profile=profile(),
        path=RepoPath(".ai/p.md"),
        answers=(),
        siblings=read_plans(sibling, PLAN) if plan else (),
        code=code,
        rules=(rule,) if rules else (),
    )
    return which_stack(request, passages_of(code.read))


def named(*args: str, plan: bool = False, files: Mapping[str, str] | None = None) -> str:
    """Its name alone."""
    return found(*args, plan=plan, files=files).name


PACKAGE = '{{"dependencies": {{"{}": "1"}}}}'
SAID = [
    ("Next.js 15\n\nWe eliminate the need for NestJS", "next"),
    ("Frontend: Astro\n\nPages: Astro 5\n\nMore Astro\n\nBackend: FastAPI", "fastapi"),
    ("NestJS API\n\nNestJS modules\n\n- FastAPI: placeholder, do not wire", "nest"),
    ("Flask 3 with Jinja", "flask"),
    ("Go 1.22 (Gin)", "go"),
    ("Spring Boot 3", "spring"),
    ("Free shipping by express, each spring", ""),
]


@pytest.mark.parametrize(("said", "name"), SAID)
def test_a_text_names_what_is_taken_and_not_what_is_rejected(said: str, name: str) -> None:
    assert named(said.replace("\n\n", "\n\n- ")) == name


def test_of_several_that_are_named_plans_show_which_serves_the_api() -> None:
    both = "- Scraper: NestJS\n- Framework: Astro 5"
    assert named(both) == "nest"
    assert named(both, plan=True) == "astro"
    assert named("- Next.js", plan=True) == "next"


MANIFESTS = [
    ({"package.json": PACKAGE.format("express")}, "express"),
    ({"backend/package.json": PACKAGE.format("@nestjs/core")}, "nest"),
    ({"frontend/package.json": PACKAGE.format("next")}, ""),
    ({"orders-service/package.json": PACKAGE.format("express")}, "express"),
    ({"requirements.txt": "flask==3\n"}, "flask"),
    ({"ai/requirements.txt": "fastapi\n", "README.md": "Built with Laravel 12"}, "laravel"),
    ({"package.json": ""}, ""),
    ({"main.py": "print()"}, "fastapi"),
    (
        {"package.json": PACKAGE.format("@nestjs/core"), "README.md": "Seeds: `C###_*.sql` in C#1"},
        "nest",
    ),
]


@pytest.mark.parametrize(("files", "name"), MANIFESTS)
def test_where_nothing_is_said_a_manifest_shows_it(files: dict[str, str], name: str) -> None:
    assert named(files=files) == name


PAPERS = [
    ({"README.md": "| Frontend | Next.js |\n| Backend | NestJS |"}, "nest"),
    ({"docs/architecture.md": "Django 5"}, "django"),
    ({"frontend/README.md": "Next.js"}, ""),
    ({"README.md": "```\nfastapi\n```\n"}, ""),
    ({"README.md": "Quarkus 3\n\nThe AI service is in Flask"}, ""),
    ({"README.md": "The API is in Express.\n\nAnother is in FastAPI."}, ""),
    ({"README.md": "Astro 1\n\nAstro 2\n\nAstro 3\n\nAstro 4\n\nOr Express?"}, "astro"),
]


@pytest.mark.parametrize(("files", "name"), PAPERS)
def test_else_a_paper_on_the_whole_names_it(files: dict[str, str], name: str) -> None:
    assert named(files=files) == name


def test_the_api_s_own_document_may_name_it() -> None:
    assert named("", "", "Served by the Spring Boot backend.") == "spring"


def test_a_project_without_typescript_has_its_files_in_javascript() -> None:
    plain = found(files={"package.json": PACKAGE.format("express")})
    assert {one.suffix for one in plain.layers} == {".js"}
    assert plain.layers[0].home == "src/types/{kebab_thing}.js"
    typed = '{"dependencies": {"express": "4"}, "devDependencies": {"typescript": "5"}}'
    assert {one.suffix for one in found(files={"package.json": typed}).layers} == {".ts"}
    assert {one.suffix for one in found("Express, JavaScript").layers} == {".js"}
    assert {one.suffix for one in found("Express").layers} == {".ts"}


def test_papers_are_those_on_the_whole_the_api_and_tests() -> None:
    there = ("docs/architecture.md", "README.md", "backend/README.md", "docs/ui-architecture.md",
             ".ai/test-plan.md", "src/x/README.md")  # fmt: skip
    documents = [Document(path=RepoPath("api.md"), role="api-plan", text=API.format(""))]
    spec = gather(endpoint("GET /api/loans"), documents, ())
    assert [one.value for one in papers(spec, tuple(map(RepoPath, there)))] == [
        "docs/architecture.md", "README.md", "backend/README.md", "api.md", ".ai/test-plan.md",
    ]  # fmt: skip


NEXT = {"web/next.config.ts": "", "web/package.json": PACKAGE.format("next")}
API_FILES = {f"web/app/api/{one}/route.ts": "" for one in ("a", "b", "c")}
PY = {"backend/requirements.txt": "fastapi\n"}
ROUTERS = {"backend/app/routers/books.py": "", "backend/app/routers/__init__.py": ""}
NODE = {"bff/package.json": PACKAGE.format("express"), "bff/src/routes/a.ts": "",
        "bff/src/routes/b.ts": ""}  # fmt: skip
FASTAPI_THERE = "## Backend\n- FastAPI\n\n## Frontend\n- Next.js"
SERVERS = [
    ("", NEXT, "next", "web/"),
    ("", {**NEXT, **PY}, "fastapi", "backend/"),
    ("", {**NEXT, **API_FILES, **PY}, "next", "web/"),
    (FASTAPI_THERE, {**NEXT, **API_FILES, **PY}, "fastapi", "backend/"),
    ("**Backend**: NestJS", NEXT, "nest", ""),
    ("**Backend**: NestJS", {**NEXT, **API_FILES}, "next", "web/"),
    ("- Backend API: Fastify 5", NEXT, "express", ""),
    ("- Backend API: Quarkus", NEXT, "", ""),
    ("- Client and server: Next.js\n- Server: Next.js", PY, "next", ""),
    ("", {**NODE, **PY}, "express", "bff/"),
    ("", {**NODE, **PY, **ROUTERS}, "fastapi", "backend/"),
    ("", {"app/build.gradle": "plugins { id 'com.android.application' }"}, "", ""),
    ("", {"api/build.gradle": "plugins { id 'org.springframework.boot' }"}, "spring", "api/"),
    ("", {"x/pom.xml": "", "testdata/y/manage.py": ""}, "spring", "x/"),
    ("", {"x/y/manage.py": ""}, "django", "x/y/"),
    ("", {"x/src/pages/api/a.ts": ""}, "astro", "x/"),
    ("", {"A/A.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web">', "A/Controllers/B.cs": "",
          "B/B.csproj": '<Project Sdk="Microsoft.NET.Sdk">'}, "aspnet", "A/"),
    ("", {"backend/nest-cli.json": "", "backend/src/books/books.controller.ts": "",
          "backend/src/a.controller.spec.ts": ""}, "nest", "backend/"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "files", "name", "root"), SERVERS)
def test_the_api_is_of_the_folder_that_serves_it(
    said: str, files: dict[str, str], name: str, root: str
) -> None:
    one = found(said, files=files)
    assert (one.name, one.root) == (name, root)
