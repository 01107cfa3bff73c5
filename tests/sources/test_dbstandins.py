from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.dbstandins import groups


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("data-model.md", True),
        ("modelo_entidade_relacionamento.md", True),
        ("entidad-relacion.md", True),
        ("entidades.md", True),
        ("er-diagram.md", True),
        ("entities-session.md", False),
        ("identidade.md", False),
    ],
)
def test_what_is_called_after_the_tables_may_define_them(name: str, *, named: bool) -> None:
    assert bool(groups([RepoPath(f"docs/{name}")])[0]) is named
