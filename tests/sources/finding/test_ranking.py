from __future__ import annotations

from agent.core.documents import RepoPath
from agent.sources.finding.ranking import Rank, rank

IN_ORDER = [
    (".ai/api-plan.md", "# REST API Plan\n"),
    (".ai/docs/8_api-plan.md", ""),
    ("docs/api_plan.md", ""),
    (".ai/orders-api-plan-v2.md", ""),
    ("docs/api/http.md", "# API Plan\n"),
    (".ai/api-plan-draft.md", ""),
    (".ai/talk/api.md", "# Analysis of the API plan\n"),
]


def test_drafts_last_and_what_is_called_so_first() -> None:
    def key(one: tuple[str, str]) -> Rank:
        return rank(RepoPath(one[0]), one[1])

    mixed = [*IN_ORDER[4:], *IN_ORDER[:4]]
    assert sorted(mixed, key=key) == IN_ORDER
