from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.rules.rules import read_rule
from agent.sources.text.frontmatter import front_matter

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
        (".cursor/rules/x.mdc", "alwaysApply: true\nglobs: *.ts", True, ()),
        (".cursor/rules/x.mdc", "description: only this\nalwaysApply: false", False, ()),
        (".cursor/rules/x.mdc", "globs: '*.ts, !*.test.ts'", False, ("*.ts", "!*.test.ts")),
        (".cursor/rules/x.mdc", "globs: src/**/*.ts # routes", False, ("src/**/*.ts",)),
        (".cursor/rules/x.mdc", "globs: []\nalwaysApply: false", False, ()),
        (".cursor/rules/x.mdc", "globs:\n- 'a.ts'\n- b.ts", False, ("a.ts", "b.ts")),
        ("web/.cursor/rules/x.mdc", "globs: '!*.ts'", False, ("!web/**/*.ts",)),
        ("web/.cursor/rules/x.mdc", "alwaysApply: true", False, ("web/**",)),
        (".windsurf/rules/a.md", "trigger: glob\nglobs: *.cs", False, ("*.cs",)),
        (".windsurf/rules/a.md", "trigger: model_decision\ndescription: x", False, ()),
        (".windsurf/rules/a.md", "trigger: manual", False, ()),
        (".clinerules/a.md", "paths:\n  - src/**", False, ("src/**",)),
        (
            ".github/instructions/a.instructions.md",
            'applyTo: "*.ts,*.tsx"',
            False,
            ("*.ts", "*.tsx"),
        ),
        (".github/instructions/a.instructions.md", "description: x", False, ()),
        ("web/.cursor/rules/x.mdc", "globs: *.ts,src/*.ts", False, ("web/**/*.ts", "web/src/*.ts")),
        (".github/instructions/a.instructions.md", 'applyTo: "**"', True, ()),
        (".github/instructions/a.instructions.md", 'applyTo: "w/**"', False, ("w/**",)),
        (".windsurf/rules/a.md", "trigger: always_on", True, ()),
        (".claude/rules/a.md", "", True, ()),
        (".ai/rules/a.md", "", True, ()),
        (".ai/rules/a.mdc", "description: x", False, ()),
        ("web/.kiro/steering/a.md", "", False, ("web/**",)),
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
