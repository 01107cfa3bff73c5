"""Documents that no hand wrote, as large as they may be, and how long each reader works on them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from agent.core.documents import Document, RepoPath, Role
from agent.core.spec import Endpoint
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.gathering.databases import schema_of
from agent.sources.gathering.gather import gather
from agent.sources.plans.reading import read_plans
from agent.sources.types.reading import find_types

_HEAD = "# API plan\n\n## Tables\n\n### GET /books/{id}\n\n"
_BYTES, _LINES, _WIDTH = 512 << 10, 8_000, 64
_MARKS = ("[", ">", "> ", "- ", "1. ", "`", "|", "(", "*", "<", "GET /a ", "/{a}", "a, ", "# ")
_CODE = (".ts", ".tsx", ".py", ".cs", ".java")
_ENDPOINT = Endpoint(method="GET", path="/books/{id}")


def slowest() -> Iterator[tuple[str, float]]:
    """Each reader with the processor time that the worst document costs it."""
    for name, reader in _READERS.items():
        yield name, max(_work(reader, text) for text in _texts())


def _texts() -> Iterator[str]:
    for mark in _MARKS:
        line = (mark * _WIDTH)[:_WIDTH] + "\n"
        yield _HEAD + (mark * _BYTES)[: _BYTES - len(_HEAD)]
        yield _HEAD + (line * _LINES)[: _BYTES - len(_HEAD)]


def _work(reader: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    reader(text)
    return time.process_time() - start


def _document(role: Role, text: str) -> Document:
    return Document(path=RepoPath(f".ai/{role}.md"), role=role, text=text)


def _types(suffix: str, text: str) -> object:
    return find_types(RepoPath(f"a{suffix}"), text)


_READERS: dict[str, Callable[[str], object]] = {
    "API plan": lambda text: find_endpoints(_document("api-plan", text)),
    "db plan": lambda text: schema_of([_document("db-plan", text)]),
    "plan": lambda text: read_plans(RepoPath(".ai/a-plan.md"), text),
    **{f"types in a{suffix}": partial(_types, suffix) for suffix in _CODE},
    "spec": lambda text: gather(_ENDPOINT, [_document("api-plan", text)], (), ()),
}
