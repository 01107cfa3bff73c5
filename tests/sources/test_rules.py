from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.frontmatter import front_matter
from agent.sources.rules import matches, read_rule, rules_for

MDC = RepoPath(".cursor/rules/x.mdc")


@pytest.mark.parametrize(
    ("path", "matter", "always", "globs"),
    [
        (".cursor/rules/x.mdc", "alwaysApply: true", True, ()),
        (".cursor/rules/x.mdc", "globs: **/*.py\nalwaysApply: false", False, ("**/*.py",)),
        (".cursor/rules/x.mdc", "globs: *.tsx,src/*.astro", False, ("*.tsx", "src/*.astro")),
        (".cursor/rules/x.mdc", 'globs: ["a/*.ts", b/*.ts]', False, ("a/*.ts", "b/*.ts")),
        (".cursor/rules/x.mdc", "globs:\n  - a/*.ts\n  - 'b'", False, ("a/*.ts", "b")),
        (".cursor/rules/x.mdc", "globs:\nalwaysApply: false", False, ()),
        (".cursor/rules/x.mdc", "globs: **/*.{ts,tsx}", False, ("**/*.ts", "**/*.tsx")),
        (".cursor/rules/a/x.md", "", False, ()),
        ("web/.cursor/rules/x.mdc", "globs: *.ts,src/*.ts", False, ("web/**/*.ts", "web/src/*.ts")),
        (".github/instructions/a.instructions.md", 'applyTo: "**"', True, ()),
        (".github/instructions/a.instructions.md", 'applyTo: "w/**"', False, ("w/**",)),
        (".windsurf/rules/a.md", "trigger: always_on", True, ()),
        (".claude/rules/a.md", "", True, ()),
        (".github/copilot-instructions.md", "", True, ()),
        ("AGENTS.md", "", True, ()),
        ("api/AGENTS.md", "", False, ("api/**",)),
    ],
)
def test_reach(path: str, matter: str, always: bool, globs: tuple[str, ...]) -> None:  # noqa: FBT001 - a column of the table
    text = f"---\n{matter}\n---\n# Rule\n" if matter else "# Rule\n"
    rule = read_rule(RepoPath(path), text)
    assert (rule.always, rule.globs) == (always, globs)


def test_bom_crlf_and_description() -> None:
    rule = read_rule(
        MDC, "\ufeff---\r\ndescription: >-\r\n  two\r\n  lines\r\nalwaysApply: true\r\n---\r\nx"
    )
    assert (rule.always, rule.description) == (True, "two lines")
    assert rule.text.startswith("---")


@pytest.mark.parametrize("text", ["", "---", "---\na: b", "---\n: : :\n- x\n---", "a: b\n---\n"])
def test_front_matter_that_is_none(text: str) -> None:
    assert front_matter(text) == {}


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


def test_rules_for_files_in_order() -> None:
    always = read_rule(RepoPath("AGENTS.md"), "x")
    python = read_rule(MDC, "---\nglobs: *.py\n---\n")
    manual = read_rule(RepoPath(".cursor/rules/m.mdc"), "---\nglobs:\n---\n")
    found = rules_for([python, manual, always], [RepoPath("a/b.py")])
    assert found == (always, python)
    assert rules_for([python, always], []) == (always,)
