"""Which of several API plans counts first: where they differ, the others only add to it."""

from __future__ import annotations

import re

from agent.core.documents import RepoPath
from agent.sources.roles import titles
from agent.sources.words import fold

_CALLED = re.compile(r"(?:\w+-)?(?:rest-)?api-plan|openapi|swagger|api-spec(?:ification)?")
_ASIDE = re.compile(
    r"\b(?:analy[sz]\w*|analiz\w*|draft|szkic|proposal|propozycj\w*|notes?|notatk\w*|discussion"
    r"|dyskusj\w*|ideas?|pomys\w*|review|session|sesj\w*|wip|temp|tmp|copy|kopia)\b"
)

Rank = tuple[bool, bool, bool, int]


def rank(path: RepoPath, head: str) -> Rank:
    """The order of an API plan among several, the least first; equal ones stay in their order.

    First what no name or title calls a draft or an analysis, then what is named as a plan and
    nothing else, then what lies in `.ai/`, then what lies less deep.
    """
    stem = re.sub(r"[_ ]", "-", fold(path.name.removesuffix(path.suffix)))
    title = fold(next(iter(titles(head)), ""))
    return (
        _ASIDE.search(stem.replace("-", " ")) is not None or _ASIDE.search(title) is not None,
        _CALLED.fullmatch(re.sub(r"^[\d.]+-?", "", stem)) is None,
        ".ai" not in path.value.split("/"),
        path.value.count("/"),
    )
