"""Documents that list endpoints without being called an API plan: what is read where none is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from agent import lazy
from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.sources.finding.roles import in_closed_folder, is_set_aside
from agent.sources.text.words import fold

PROSE = frozenset([".md", ".markdown", ".mdx"])
_API = deferred(
    r"(?:(?:\w+-){0,3}api(?:-(?:docs?|documentation|reference|endpoints?|overview|contract))?"
    r"|endpoints?|routes|dokumentacja-api)(?:-(?:details?|detailed|full|complete))?"
)
# Such a word among others, in any language; talk about an API is none.
_ABOUT_API = deferred(
    r"(?!.*(?:test|report|summary|review|prompt|session|migrat|changelog|checklist))"
    r"(?:(?:.*-)?(?:apis?|endpoints?|endpunkte|routes|rotas|rutas)(?:-.*)?"
    r"|.*(?:接口|エンドポイント|엔드포인트|эндпоинт|ендпоинт|ендпоінт).*|.*api.*[^\x00-\x7f].*|.*[^\x00-\x7f]api.*)"
)
_READMES = deferred(r"readme")
# Where a whole project is described, its endpoints may be, too.
_SPECS = deferred(
    r"(?:.*-)?(?:spec|specs|specification|requirements|specyfikacja|spezifikation|especificac\w+)(?:-.*)?"
)
_FOLDER = deferred(r"(?:^|/)(?:rest-?)?(?:apis?|api-(?:docs?|reference)|endpoints?|routes)/[^/]+$")
_DOCS = deferred(r"(?:docs?|documentation)/", re.IGNORECASE)
_MOST_DOCS = 40
_METHOD = deferred(
    r"\b(?:GET|POST|PUT|PATCH|DELETE)\b|[\s\"'{](?:get|post|put|patch|delete)[\"']?:"
)
# Of one that is called after nothing else, a single endpoint counts; others may list the rest.
ENOUGH = 3


def groups(
    paths: Iterable[RepoPath], *, without: tuple[RepoPath, ...] = (), cited: Sequence[str] = ()
) -> tuple[tuple[RepoPath, ...], ...]:
    """What may be one, the likelier first; a group counts where those before list few.

    The likeliest are those that a text of `cited` names by their paths.
    """
    prose = [
        (path, stem(path))
        for path in open_paths(paths, without=without)
        if path.suffix.casefold() in PROSE
    ]
    named, about, specs, readmes = (
        tuple(path for path, name in prose if pattern.fullmatch(name))
        for pattern in (_API, _ABOUT_API, _SPECS, _READMES)
    )
    # A file a resource, named as that is: `docs/api/users.md`.
    inside = tuple(path for path, _ in prose if _FOLDER.search(path.value) and path not in readmes)
    rest = [path for path, _ in prose if _DOCS.match(path.value) and path not in readmes]
    told = tuple(path for path, _ in prose if any(path.value in text for text in cited))
    return told, named, about, inside, specs, readmes, tuple(rest[:_MOST_DOCS])


def open_paths(paths: Iterable[RepoPath], *, without: tuple[RepoPath, ...]) -> Iterator[RepoPath]:
    """Those in no folder that is never looked into or of `without`, and not set aside."""
    closed = tuple(f"{folder}/" for folder in without)
    for path in paths:
        gone = in_closed_folder(path) or is_set_aside(path)
        if not gone and not path.value.startswith(closed):
            yield path


def stem(path: RepoPath) -> str:
    """A file's name to compare: small, without ending and leading number, blanks as `-`."""
    name = re.sub(r"[_ ]", "-", fold(path.name.removesuffix(path.suffix)))
    return re.sub(r"^[\d.]+-?", "", name)


def lists(path: RepoPath, text: str) -> bool:
    """Whether a document lists an endpoint: in prose, or as a key of OpenAPI."""
    prose = path.suffix.casefold() in PROSE
    return _METHOD.search(text) is not None and (not prose or _count(text) > 0)


def _count(text: str) -> int:
    return len(lazy.load("agent.sources.endpoints.apiplan").entries(text))


def listed(path: RepoPath, text: str, *, cited: bool = False) -> int:
    """How many endpoints a document lists; none where nothing says that it does, and they are few.

    Its name may say so, an API plan that cites it, or the folder of a file a resource.
    """
    found = _count(text) if _METHOD.search(text) is not None else 0
    if found >= ENOUGH or cited or _API.fullmatch(stem(path)):
        return found
    return sure(text) if found and _FOLDER.search(path.value) else 0


def sure(text: str) -> int:
    """How many endpoints a document lists otherwise than as examples."""
    found: int = lazy.load("agent.sources.endpoints.apiplan").surely_listed(text)
    return found


def indexed(text: str) -> frozenset[str]:
    """The keys of the endpoints that it only names, a line each."""
    return frozenset(key for key, told in _told(text) if not told)


def describes(text: str, keys: frozenset[str]) -> bool:
    """Whether it tells more of endpoints than their names, most of them among these."""
    if _METHOD.search(text) is None:
        return False
    described = [key for key, told in _told(text) if told]
    return 2 * sum(key in keys for key in described) > len(described)


def _told(text: str) -> Iterator[tuple[str, bool]]:
    """The keys of its endpoints, and whether more than a line is about each."""
    for one in lazy.load("agent.sources.endpoints.apiplan").entries(text):
        yield one.endpoint.key, one.end > one.at + 1
