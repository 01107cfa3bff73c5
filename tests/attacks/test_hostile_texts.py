from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from inside import inside
from loop import Loop, drafted, plan_text, project, step_text
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.adapters.terminal.screen import TerminalScreen
from agent.core.documents import Document, RepoPath
from agent.core.page import Markdown
from agent.core.undo import invert
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.finding.roles import classify
from agent.sources.plans.reading import read_plans
from agent.sources.rules.rules import read_rule
from agent.sources.tables.dbplan import find_schema
from agent.sources.text.hidden import hidden

ROOT = Path(__file__).parents[2]
PATH = RepoPath(".ai/x.md")
LONG = 100_000
# One of these again and again makes a line that a careless pattern takes for ever to give up on.
PIECES = (
    *("a", " ", "\t", "*", "_", "`", "[", "](", "<", "|", "{", "(", '"', "-", "=", "1", "a.", "a,"),
    *(
        "/{a}",
        "**a** ",
        "`a` ",
        "[a](b) ",
        "![a](",
        "`a/b.py` ",
        "GET /a/{b} ",
        "a: ",
        "<a ",
        "-> ",
    ),
    *("CREATE TABLE x (a int, ", "&amp;", "\\", "~", "1. ", "- ", "# ", "> "),
)
STARTS = {
    "api": "### GET /api/x\n\n- ",
    "db": "### users\n\n- ",
    "plan": "# Plan: POST /api/x\n\n## Implementation Steps\n\n1. ",
}
READERS: dict[str, Callable[[str], object]] = {
    "api": lambda text: find_endpoints(Document(path=PATH, role="api-plan", text=text)),
    "db": lambda text: find_schema(Document(path=PATH, role="db-plan", text=text)),
    "plan": lambda text: read_plans(PATH, text),
}


def seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began


@pytest.mark.parametrize("reader", READERS)
def test_T37_one_long_line_is_read_in_time(reader: str) -> None:
    for piece in PIECES:
        for start in ("", STARTS[reader]):
            text = start + piece * (LONG // len(piece))
            assert seconds(READERS[reader], text) < 2, (piece, start)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("row", ["# x\n", "1. x\n", "| a | b |\n", "```\n", "---\na: b\n"])
def test_T37_many_lines_take_no_more_than_their_share(reader: str, row: str) -> None:
    few, many = (seconds(READERS[reader], STARTS[reader] + row * n) for n in (1500, 6000))
    assert many < 2 + 8 * few


def test_T37_roles_rules_and_warnings_in_time() -> None:
    def warned(text: str) -> list[str]:
        return list(hidden((Document(path=PATH, role="rules", text=text),)))

    for piece in PIECES:
        text = piece * (LONG // len(piece))
        rules = RepoPath(".cursor/rules/x.mdc")
        assert seconds(partial(read_rule, rules), f"---\n{text}") < 2
        assert seconds(partial(classify, PATH), text[:4096]) < 2
        assert seconds(warned, text) < 2


def test_T37_a_megabyte_that_nearly_matches_is_undone_in_time() -> None:
    before = b"a = 1\n" * 20_000
    after = before + b"mine = 1\n" * 100
    now = b"a = 1\n" * 150_000 + b"other\n"
    began = time.process_time()
    invert(before, after, now)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://evil.example/?q=KEY)",
        "[docs](https://evil.example/x)",
        "<http://evil.example>",
        '<img src="http://evil.example/x">',
        "[a]: http://evil.example",
    ],
)
def test_T24_links_are_text_with_their_target_shown(text: str) -> None:
    out = StringIO()
    TerminalScreen(out, {"COLUMNS": "80", "TERM": "xterm-256color"}).show((Markdown(text=text),))
    assert "evil.example" in out.getvalue()
    assert "\x1b]8" not in out.getvalue()


def test_T34_T24_nothing_reads_objects_or_fetches() -> None:
    readers = r"pickle|marshal|shelve|dill|yaml|langchain_core\.(?:load|prompts)"
    fetchers = r"urllib\.request|http\.client|requests|httpx2?|aiohttp|ftplib|smtplib|webbrowser"
    imported = re.compile(
        rf"^\s*(?:from|import)\s+(?:{readers}|{fetchers})\b"
        r"|^\s*from\s+langchain_core\s+import\s[^\n]*\b(?:load|prompts)\b",
        re.MULTILINE,
    )
    called = re.compile(r"\b(?:load_prompt|from_template|create_connection|urlopen)\b")
    files = [one for one in (ROOT / "agent").rglob("*.py") if "demo" not in one.parts]
    # YAML is read as events in one place, where nothing is made of its tags.
    events = ROOT / "agent/sources/openapi/yamlevents.py"
    assert not re.search(r"yaml\.\w*load|[cC]onstruct|FullLoader|UnsafeLoader", events.read_text())
    for file in files:
        text = file.read_text()
        assert file == events or not imported.search(text), file
        assert not called.search(text), file
    assert len(files) > 100


def test_T35_an_archive_is_no_document(empty: Sandbox) -> None:
    box = project(empty, settings='[documents]\nprd = ["docs/prd.md"]\n')
    box.write("docs/prd.md", gzip.compress(b"# PRD\n" * 1_000_000))
    box.commit("bomb")
    loop = Loop(box)
    loop.talk("none", "1", "y")
    assert len(loop.subjects) == 2
    ended = inside("doctor", cwd=box.root)
    assert "docs/prd.md: it is binary" in " ".join(ended.out.split())


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "9" * 400_000, '{"a":1,"a":2}'], ids=range(4)
)
def test_T35_a_step_that_carries_a_bomb_is_only_text(empty: Sandbox, text: str) -> None:
    step = f"### 1. Make it\n\n- Kind: edit\n- Files: `app/x.json`\n\n```json\n{text}\n```\n"
    loop = Loop(project(empty, plan=plan_text(step)))
    loop.drafter.own = {"1": drafted({"app/x.json": text})}
    began = time.process_time()
    loop.talk("none", "1", "y")
    assert loop.states() == ["applied"]
    assert time.process_time() - began < 10


def test_T33_a_plan_with_braces_is_text(empty: Sandbox) -> None:
    said = 'Body {x} {"a": 1} {x.__class__} {{7*7}} {% for a in b %} %s $HOME `id`'
    loop = Loop(project(empty, plan=plan_text(step_text(1, "take", "app/x.py") + f"\n{said}\n")))
    run = loop.talk("none", "1")
    assert said in " ".join(run.gate.split())


def test_T38_a_file_of_a_gigabyte_is_left_alone(empty: Sandbox) -> None:
    box = project(empty)
    loop = Loop(box)
    with (box.root / "docs.md").open("wb") as file:
        file.truncate(1 << 30)
    run = loop.talk("none", "1", "/take docs.md", "s")
    assert "REFUSED too-large docs.md" in run.text
    assert loop.subjects == []
