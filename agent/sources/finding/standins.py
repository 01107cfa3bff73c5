"""Documents that list endpoints without being called an API plan: what is read where none is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent import lazy
from agent.core.documents import Document, RepoPath
from agent.core.patterns import deferred
from agent.sources.finding.roles import in_closed_folder, is_set_aside
from agent.sources.text.words import fold

PROSE = frozenset([".md", ".markdown", ".mdx"])
_API = deferred(
    r"(?:\w+-)?(?:rest-)?api(?:-(?:docs?|documentation|reference|endpoints?|overview|contract))?"
    r"|endpoints?|routes|dokumentacja-api"
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
    paths: Iterable[RepoPath], *, without: tuple[RepoPath, ...] = ()
) -> tuple[tuple[RepoPath, ...], ...]:
    """What may be one, the likelier names first; a group counts where those before list few."""
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
    return named, about, inside, specs, readmes, tuple(rest[:_MOST_DOCS])


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


def names_methods(text: str) -> bool:
    """Whether a text names an HTTP method, in the prose of a plan or as a key of OpenAPI."""
    return _METHOD.search(text) is not None


def listed(path: RepoPath, text: str) -> int:
    """How many endpoints a document lists; none where its name does not say so and they are few."""
    document = Document(path=path, role="api-plan", text=text, why="")
    if not names_methods(text):
        return 0
    found = len(lazy.load("agent.sources.endpoints.apiplan").entries(document.text))
    return found if found >= ENOUGH or _API.fullmatch(stem(path)) else 0
