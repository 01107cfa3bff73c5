from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.stack.manifests import Manifest
from agent.sources.stack.techstack import Stack, read_stack


def stack(text: str, *packages: str) -> Stack:
    document = Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=text)
    rows = tuple((name, number) for number, name in enumerate(packages, 10))
    manifests = (Manifest(path=RepoPath("package.json"), packages=rows),) if packages else ()
    return read_stack((document,), manifests)


def said(found: Stack) -> list[str]:
    return [f"{one.kind} {one.name} {one.said} {one.state}" for one in found.facts]


def test_what_is_said_and_what_is_shown() -> None:
    found = stack("- Astro 5 with Zod\n- Drizzle\n", "astro", "zod", "vitest")
    assert said(found) == [
        "framework Astro tech-stack.md:1 confirmed by package.json:10",
        "orm Drizzle tech-stack.md:2 not in package.json",
        "validation Zod tech-stack.md:1 confirmed by package.json:11",
        "tests Vitest None only in package.json:12",
    ]
    assert not found.findings


def test_without_a_manifest() -> None:
    assert said(stack("- FastAPI\n")) == [
        "framework FastAPI tech-stack.md:1 no manifest to confirm it"
    ]


def test_a_package_for_two_things_is_told_once_unless_both_are_said() -> None:
    assert said(stack("", "@supabase/supabase-js")) == [
        "database Supabase None only in package.json:10"
    ]
    both = said(stack("- Supabase on PostgreSQL\n", "@supabase/supabase-js"))
    assert [one.split()[1] for one in both] == ["Supabase", "PostgreSQL"]


def test_a_framework_that_is_another_one_is_a_finding() -> None:
    found = stack("- Express and Prisma\n", "@nestjs/core", "prisma")
    (finding,) = found.findings
    assert finding.message == "the documents say Express, the manifests show NestJS"
    assert [str(one) for one in (finding.source, *finding.evidence)] == [
        "tech-stack.md:1",
        "package.json:10",
    ]


@pytest.mark.parametrize(
    ("folder", "findings"),
    [("frontend/", 0), ("apps/my-client/", 0), ("web/app/", 0), ("backend/", 1), ("webhooks/", 1)],
)
def test_what_a_client_is_built_with_denies_nothing(folder: str, findings: int) -> None:
    document = Document(path=RepoPath("tech-stack.md"), role="tech-stack", text="- Spring Boot\n")
    manifest = Manifest(path=RepoPath(f"{folder}package.json"), packages=(("astro", 1),))
    assert len(read_stack((document,), (manifest,)).findings) == findings


def test_alternatives_beside_the_one_that_is_there_are_no_finding() -> None:
    assert not stack("- Astro\n- Next.js would do too\n", "astro").findings


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("- React zapewnia interakcje tam, gdzie jest potrzebna", ""),
        ("- Jest to biblioteka do testów", ""),
        ("- Jest proste", ""),
        ("- Tests: Jest", "Jest"),
        ("- Jest do testów jednostkowych", "Jest"),
        ("- Jest and supertest", "Jest"),
        ("- Jest, Supertest", "Jest"),
        ("- Jest React Testing Library", "Jest"),
        ("- run with `jest`", "Jest"),
        ("- We express rules as code in Java", "Java"),
        ("- Express on Node", "Express"),
    ],
)
def test_words_that_are_names_only_sometimes(line: str, name: str) -> None:
    assert [one.name for one in stack(f"{line}\n").facts] == ([name] if name else [])
