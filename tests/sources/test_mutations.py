from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.core.documents import Document, RepoPath, Role
from agent.core.spec import Endpoint
from agent.sources.endpoints.apart import find_apart
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.finding import roles
from agent.sources.gathering.databases import findings_of, schema_of
from agent.sources.gathering.gather import gather
from agent.sources.plans.reading import read_plans
from agent.sources.rules.rules import read_rule
from agent.sources.stack.manifests import read_manifest
from agent.sources.stack.techstack import read_stack
from agent.sources.text.markdown import blocks
from agent.sources.text.units import units
from agent.sources.types.reading import find_types

HERE = Path(__file__).parents[2]
FOLDERS = (HERE / "tests/data", HERE / "agent/demo/project", HERE.parent / "shared/corpus")
SUFFIXES = (".md", ".mdc", ".sql", ".prisma", ".ts", ".py", ".cs", ".java", ".json", ".toml")
ENDPOINT = Endpoint(method="GET", path="/books/{id}")
MANIFESTS = ("package.json", "pyproject.toml", "App.csproj", "pom.xml", "go.mod", "Gemfile")
CODE = (".ts", ".tsx", ".py", ".cs", ".java")
MOST, LONGEST, SAMPLES = 40, 6_000, 24

PRISMA = "enum Kind {\n  A\n  B\n}\n\nmodel Book {\n  id Int @id\n  kind Kind @default(A)\n}\n"
SQL = "create table a (id int primary key, b text default 'x;y');\nalter table a add c int;\n"
TYPES = (
    "export interface Book {\n  id: string;\n  tags?: string[];\n}\nclass A(B):\n    a: int = 1\n"
)
MODEL = "public record Book(Guid Id, string Title) { public int Pages { get; set; } }\n"


def texts() -> Iterator[str]:
    yield from (PRISMA, SQL, TYPES, MODEL)
    for folder in FOLDERS:
        files = [one for one in sorted(folder.rglob("*")) if one.suffix in SUFFIXES]
        # Some of each place, spread over it.
        for file in files[:: max(1, len(files) // MOST)]:
            yield file.read_text("utf-8", errors="replace")[:LONGEST]


TEXTS = tuple(texts())


def documents(text: str) -> list[Document]:
    named: list[tuple[Role, str]] = [
        ("api-plan", ".ai/api-plan.md"),
        ("db-plan", ".ai/db-plan.md"),
        ("prd", ".ai/prd.md"),
        ("tech-stack", ".ai/tech-stack.md"),
    ]
    return [Document(path=RepoPath(path), role=role, text=text) for role, path in named]


def schemas(text: str) -> None:
    for path in (".ai/db-plan.md", "supabase/migrations/1.sql", "prisma/schema.prisma"):
        role: Role = "db-plan" if path.endswith(".md") else "db-schema"
        document = Document(path=RepoPath(path), role=role, text=text)
        schema_of([document])
        findings_of([document])


def board(text: str) -> None:
    document = documents(text)[0]
    last = len(text.splitlines()) + 1
    for one in (*find_endpoints(document), *find_apart(document)):
        assert 1 <= one.source.line <= last


def steps(text: str) -> None:
    for plan in read_plans(RepoPath(".ai/a-plan.md"), text):
        assert all(step.id for step in plan.all_steps())


def rest(text: str) -> None:
    gather(ENDPOINT, documents(text), (), ())
    for name in MANIFESTS:
        read_manifest(RepoPath(name), text)
    for suffix in CODE:
        find_types(RepoPath(f"a{suffix}"), text)
    read_rule(RepoPath(".cursor/rules/a.mdc"), text)
    read_stack(documents(text), ())
    roles.classify(RepoPath("docs/a.md"), text[:4096])


READERS: tuple[Callable[[str], object], ...] = (board, steps, schemas, rest)


def cut(text: str, dice: random.Random) -> str:
    first, last = sorted(dice.randrange(len(text) + 1) for _ in range(2))
    return text[:first] + text[last:]


def shuffled(text: str, dice: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    dice.shuffle(lines)
    return "".join(lines)


def peppered(text: str, dice: random.Random) -> str:
    marks = "`|*_[](){}<>#-~\\\"':;,/$\0\u2028\u00a0\ufeff\t\n"
    at = sorted(dice.randrange(len(text) + 1) for _ in range(60))
    return "".join(
        text[first:last] + dice.choice(marks)
        for first, last in zip([0, *at], [*at, len(text)], strict=True)
    )


def nested(text: str, dice: random.Random) -> str:
    mark = dice.choice(["> ", "  - ", "    ", "1. ", "| ", "\t", "# ", "> > > > > > > > > > "])
    return "".join(mark + line for line in text.splitlines(keepends=True))


def unclosed(text: str, dice: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    for _ in range(5):
        fence = dice.choice(["```\n", "~~~sql\n", "/*\n", "<!--\n", "```json\n", "---\n", "'\n"])
        lines.insert(dice.randrange(len(lines) + 1), fence)
    return "".join(lines)


def encoded(text: str, dice: random.Random) -> str:
    kinds = (
        text.replace("\n", "\r\n"),
        "\ufeff" + text,
        text.replace("\n", "\r"),
        text.encode("utf-8", "replace").decode("latin-1"),
        text.encode("utf-16", "replace").decode("utf-8", "replace"),
        "".join(f"\\{one}" if one in "#*_`-[]|." else one for one in text),
        f"```markdown\n{text}",
    )
    return dice.choice(kinds)


def blown(text: str, dice: random.Random) -> str:
    mark = dice.choice(["[", ">", "- ", "`", "|", "(", "{", "*", "_", "GET /a ", "1. ", '"', "<a>"])
    return text[:400] + mark * 3_000 + text[400:800]


MUTATIONS = (cut, shuffled, peppered, nested, unclosed, encoded, blown)


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("reader", READERS)
def test_readers_take_whatever_is_left_of_a_document(
    reader: Callable[[str], object], mutation: Callable[[str, random.Random], str]
) -> None:
    dice = random.Random(f"{mutation.__name__} {reader.__name__}")  # noqa: S311 - no secret
    for text in dice.sample(TEXTS, min(SAMPLES, len(TEXTS))):
        reader(mutation(text, dice))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "text", ["", "\n", "\0", "\ufeff", "\ud800", "---", "```", "|", "# ", "\\"]
)
def test_next_to_nothing_is_read(reader: Callable[[str], object], text: str) -> None:
    reader(text)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("[" * 100_000, 2),
        (">" * 100_000, 2),
        ("> " * 20_000 + "a", 40),
        ("- " * 20_000, 2),
        (("1. " * 12 + "a\n") * 500, 2_100),
        ("".join("  " * at + "- a\n" for at in range(400)), 401),
        ("`" * 100_000, 2),
        ("|" * 50_000 + "\n|" + "-|" * 50_000, 3),
        ("# a\n" * 5_000, 5_000),
    ],
    ids=lambda value: str(value)[:12],
)
def test_T35_blown_up_documents_stay_few_blocks(text: str, most: int) -> None:
    assert len(blocks(text)) <= most
    assert sum(len(one.text) for one in units(text)) <= max(len(text), 4_000 * most)
    board(text)
