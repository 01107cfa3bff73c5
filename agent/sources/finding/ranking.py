"""Which of several API plans counts first: where they differ, the others only add to it."""

from __future__ import annotations

import re

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.sources.finding.roles import titles
from agent.sources.text.words import fold

_CALLED = deferred(r"(?:\w+-)?(?:rest-)?api-plan|openapi|swagger|api-spec(?:ification)?")
_ASIDE = deferred(
    r"\b(?:analy[sz]\w*|analiz\w*|draft|szkic|proposal|propozycj\w*|notes?|notatk\w*|discussion"
    r"|dyskusj\w*|ideas?|pomys\w*|review|session|sesj\w*|wip|temp|tmp|copy|kopia)\b"
)

# What a model thinks before it writes, pasted as it came.
_TAGGED = deferred(
    r"\W{0,9}<\w*(?:analysis|planning|thinking|brainstorm|scratch\w*|summary)>", re.IGNORECASE
)

_HEAD = 4096  # a description of 5 MB is not searched for its title

Rank = tuple[bool, bool, bool, int]


def rank(path: RepoPath, head: str) -> Rank:
    """The order of an API plan among several, the least first; equal ones stay in their order.

    First what no name or title calls a draft or an analysis, then what is named as a plan and
    nothing else, then what lies in `.ai/`, then what lies less deep.
    """
    called = _CALLED.fullmatch(re.sub(r"^[\d.]+-?", "", _stem(path)))
    inside = ".ai" in path.value.split("/")
    return (is_aside(path, head), called is None, not inside, path.value.count("/"))


def is_aside(path: RepoPath, text: str) -> bool:
    """Whether its name, its title or the tag it is wrapped in calls it an analysis or a draft."""
    head = text[:_HEAD]
    title = fold(next(iter(titles(head)), ""))
    said = (_stem(path).replace("-", " "), title)
    return any(map(_ASIDE.search, said)) or _TAGGED.match(head) is not None


def _stem(path: RepoPath) -> str:
    return re.sub(r"[_ ]", "-", fold(path.name.removesuffix(path.suffix)))
