from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.finding.near import near
from agent.sources.text.likeness import resembles


@pytest.mark.parametrize(
    ("path", "head", "why"),
    [
        (".ai/api-planning-summary.md", "# Sum", None),
        (".ai/api-plan-summary.md", "# Sum", "it talks about one: its name says summary"),
        (".ai/api-plan.txt", "x", "only Markdown, YAML and JSON are read"),
        ("docs/api-plan-status.md", "# S", "it talks about one: its name says status"),
        ("docs/rest-api-plan-creation.md", "x", "it talks about one: its name says creation"),
        ("docs/api-plan.json", "{}", "it has no `openapi:` or `swagger:` that says so"),
        ("openapitools.json", "{}", None),
        ("tools/shop-openapi-generator-config.json", "{}", None),
        ("build/api-plan.md", "x", "it lies below build/"),
        (".ai/db-high-level-plan.md", "# Overview\n", "its title says \u201cOverview\u201d"),
        (".ai/db-sesion-plan.md", "text", "it has no title that says so"),
        (".ai/api-plan.md", "# API\n\nObsolete.\n", "line 3 says that it is given up"),
        (".ai/api-plan.md", None, "it cannot be read"),
        ("docs/prd.md", "# x", "the settings name others for this role"),
        (
            ".ai/list-implementation-plan.md",
            "# Implementation plan of the list view",
            "by its title it is the plan of a view",
        ),
        (
            ".ai/x-implementation-plan.md",
            "# Ideas",
            "its title says no plan: \u201cIdeas\u201d",
        ),
        (".ai/x-implementation-plan.md", "", "it has no title"),
        (
            ".ai/x-implementation-plan.md",
            "### Payments \u2014 Implementation Plan\n\n1) Accounts\n",
            "no endpoint with steps can be read in it",
        ),
        (
            "docs/old/x-implementation-plan.md",
            "# API Endpoint Implementation Plan: X",
            "its folder or name says that it is set aside",
        ),
        ("src/api-plan.ts", "", None),
        ("README.md", "# Shop", None),
    ],
)
def test_why_not(path: str, head: str | None, why: str | None) -> None:
    found = near(RepoPath(path), head, {"prd"})
    assert (found and found.why) == why


def test_a_folder_that_git_ignores_is_seen_by_its_name() -> None:
    assert resembles("docs/api-plan/") == "api-plan"
    assert resembles("node_modules/") is None
