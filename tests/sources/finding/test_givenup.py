from __future__ import annotations

from pathlib import Path

import pytest

from agent.core.documents import RepoPath, Role
from agent.sources.finding.givenup import given_up
from agent.sources.finding.roles import classify

CORPUS = Path(__file__).parents[4] / "shared/corpus"
PLAN = RepoPath(".ai/api-plan.md")


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("# REST API Plan (deprecated)\n", 1),
        ("# [OBSOLETE] REST API Plan\n", 1),
        ("# [OBSOLETE] POST /a - Implementation Plan\n", 1),
        ("# DEPRECATED: REST API Plan\n", 1),
        ("# REST API Plan - OBSOLETE\n", 1),
        ("# Outdated API plan\n", 1),
        ("# Plan REST API (nieaktualny)\n", 1),
        ("# Nieaktualny plan API\n", 1),
        ("# ~~Old~~ API Plan\n\n**Deprecated, do not use.** See `docs/api.md`.\n", 3),
        ("# API Plan\n\n> [!WARNING]\n> This document is obsolete.\n", 4),
        ("# API Plan\n\n> \u26a0\ufe0f **Uwaga:** ten dokument jest ju\u017c nieaktualny.\n", 3),
        ("# API Plan\n\nNie u\u017cywa\u0107!\n", 3),
        ("# API Plan\n\nDo not use this document, the API is in `openapi.yaml`.\n", 3),
        ("# API Plan\n\nThe whole plan has been replaced by `openapi.yaml`.\n", 3),
        ("# API Plan\n\nSuperseded by `openapi.yaml`.\n", 3),
        ("# API Plan\n\nDokument nieaktualny.\n", 3),
        ("# API Plan\n\n- Author: me\n- **Status:** Deprecated\n", 4),
        ("---\nstatus: obsolete\n---\n# API Plan\n", 2),
        ("> Deprecated since May.\n\n# API Plan\n", 1),
        ("\ufeffObsolete: see the new one.\r\n\r\n# API Plan\r\n", 1),
        ("# API Plan\n\nThis plan is current.\n", 0),
        ("# API Plan\n\nThis plan is not obsolete.\n", 0),
        ("# API Plan\n\nThe plan is to remove deprecated, unused endpoints.\n", 0),
        ("# API Plan\n\nThe document lists deprecated endpoints too.\n", 0),
        ("# API Plan\n\nDeprecated endpoints are marked.\n", 0),
        ("# API Plan\n\nDeprecated: `GET /old`.\n", 0),
        ("# API Plan\n\nDo not use cookies.\n", 0),
        ("# API Plan\n\nNie u\u017cywa\u0107 w testach.\n", 0),
        ("# API Plan\n\n## Endpoints\n\nDeprecated, do not use.\n", 0),
        ("# API Plan\n\na\n\nb\n\nc\n\nDeprecated, do not use.\n", 0),
        ("# API Plan\n\n```\nDeprecated, do not use.\n```\n", 0),
        ("# API Plan [draft]\n\n[Deprecated](x.md) fields are marked.\n", 0),
        ("# Deprecated endpoints and their removal\n", 0),
        ("# API Plan of the archive\n", 0),
        ("", 0),
    ],
)
def test_where_a_document_says_that_it_holds_no_more(head: str, line: int) -> None:
    assert given_up(PLAN, "api-plan", head) == line


@pytest.mark.parametrize(
    ("path", "role"),
    [("AGENTS.md", "rules"), ("openapi.yaml", "api-plan"), (".ai/decisions.md", "decisions")],
)
def test_what_is_no_document_to_work_from_is_not_asked(path: str, role: Role) -> None:
    assert given_up(RepoPath(path), role, "# API Plan (deprecated)\n") == 0


def test_no_document_of_the_corpus_is_given_up() -> None:
    if not CORPUS.is_dir():
        pytest.skip("no corpus beside the project")
    for file in sorted(CORPUS.rglob("*.md")):
        path = RepoPath(file.relative_to(CORPUS).as_posix())
        head = file.read_text("utf-8", errors="replace")[:4096]
        role = classify(path, head)
        assert role is None or not given_up(path, role, head), path
