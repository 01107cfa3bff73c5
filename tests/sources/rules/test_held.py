from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.core.spec import Rule
from agent.sources.rules.held import matches, others, rules_for
from agent.sources.rules.rules import read_rule


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("*.py", "a/b/c.py", True),
        ("src/*.ts", "src/a.ts", True),
        ("src/*.ts", "src/a/b.ts", False),
        ("src/*.ts", "x/src/a.ts", False),
        ("src/**/*.ts", "src/a.ts", True),
        ("**/db/*.py", "a/b/db/c.py", True),
        ("/src/", "src/a/b.ts", True),
        ("src\\bot\\**", "src/bot/a.ts", True),
        ("*rb", "a/b.rb", True),
        ("**/" * 2000 + "x", "/".join("a" * 2000), False),
    ],
)
def test_globs(glob: str, path: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert matches(glob, RepoPath(path)) is expected


def rule(path: str, matter: str = "") -> Rule:
    return read_rule(RepoPath(path), f"---\n{matter}\n---\nBe kind.\n" if matter else "Be kind.\n")


RULES = (
    rule("src/api/AGENTS.md"),
    rule(".cursor/rules/api.mdc", "globs: src/api/**/*.ts,!*.test.ts"),
    rule(".ai/decisions.md"),
    rule("src/AGENTS.md"),
    rule("web/AGENTS.md"),
    rule(".cursor/rules/hand.mdc", "description: For migrations\nglobs:"),
    rule("src/.cursor/rules/all.mdc", "alwaysApply: true"),
    rule("AGENTS.md"),
    rule(".cursor/rules/css.mdc", "globs: *.css,*.scss"),
)
HELD = {
    "AGENTS.md": "always on",
    ".cursor/rules/api.mdc": "glob src/api/**/*.ts matches src/api/books.ts",
    ".ai/decisions.md": "always on",
    "src/AGENTS.md": "AGENTS.md of src/; that of src/api/ is nearer",
    "src/.cursor/rules/all.mdc": "always on in src/",
    "src/api/AGENTS.md": "nearest AGENTS.md, of src/api/",
}


def test_which_hold_in_which_order_and_why() -> None:
    found = rules_for(RULES, [RepoPath("README.md"), RepoPath("src/api/books.ts")])
    assert [(held.rule.path.value, held.why) for held in found] == list(HELD.items())


def test_what_does_not_hold_and_why() -> None:
    found = others(RULES, [RepoPath("src/api/books.ts")])
    assert [(held.rule.path.value, held.why) for held in found] == [
        ("web/AGENTS.md", "for web/ alone"),
        (".cursor/rules/hand.mdc", "by hand: For migrations"),
        (".cursor/rules/css.mdc", "glob *.css and 1 more matches none of these"),
    ]


@pytest.mark.parametrize("path", ["src/api/books.test.ts", "src/books.ts", "web/api/x.ts"])
def test_a_glob_that_leaves_files_out(path: str) -> None:
    held = rules_for(RULES, [RepoPath(path)])
    assert ".cursor/rules/api.mdc" not in {one.rule.path.value for one in held}


def test_without_files_those_always_on_hold() -> None:
    held = rules_for(RULES, [])
    assert [one.rule.path.value for one in held] == ["AGENTS.md", ".ai/decisions.md"]


def test_an_override_stands_for_the_file_beside_it() -> None:
    rules = [rule("AGENTS.md"), rule("AGENTS.override.md"), rule("src/AGENTS.md")]
    found = rules_for(rules, [RepoPath("src/a.ts")])
    assert [one.rule.path.value for one in found] == ["AGENTS.override.md", "src/AGENTS.md"]
