"""Endpoints as the prose of a plan names them: `METHOD /path`, or a method and a path apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from agent.core.patterns import deferred
from agent.core.spec import METHODS, Endpoint
from agent.sources.text.markdown import Block, Fence, Grid, Heading, Item, Paragraph, lines, plain
from agent.sources.text.words import fold, unnumbered

Label = Literal["method", "path"]

# An entry names its endpoint at its start; the patterns are not linear in its length.
_LONGEST = 1000
_METHOD = "(?:" + "|".join(METHODS) + ")"
_METHOD_LIST = rf"{_METHOD}(?:\s*(?:/|,|\||&|\+|and|or|i|lub|oraz)\s*{_METHOD}){{0,7}}"
_PATH = rf"(?:https?://[\w.:-]+)?(/(?!{_METHOD}\b|/)(?:[\w.~%:@!$&+*{{}}\[\]/-]|<\w+>)*)"
_NAMED = deferred(rf"\b({_METHOD_LIST})\b[\s:\u2013\u2014-]*{_PATH}")
_FIRST = deferred(rf"^[^\w/]*(?:[^:\n]{{1,60}}:\s*)?{_METHOD}\b")
_ONLY_METHODS = deferred(rf"^\W*({_METHOD_LIST})\b(?!\s*/)")
_ONLY_PATH = deferred(rf"^[^\w/]*(?:{_METHOD}\b[\s:\u2013\u2014-]*)?{_PATH}")
_LABEL = deferred(r"^[^\w/]*([^:|/`{}]{2,40}):\s*(.*)$")
_METHOD_LABEL = deferred(r"\b(?:methods?|metod[ay]?|verb|czasownik)\b|^http$")
_PATH_LABEL = deferred(r"\b(?:url|uri|path|routes?|endpoints?|sciezk[ai]|adres|trasa|routing)\b")
_NO_LABEL = deferred(r"param|query|zapytan|body|file|plik|variable|example|przyklad|segment")
# A server of PHP files is called by their names.
_SOURCE_FILE = deferred(
    r"\.(?:[jt]sx?|py|cs|java|rb|go|kt|astro|vue|svelte|sql|mdc?)$|^/(?:src|app|lib|tests?)/.*\.php$"
)
_BASE = deferred(r"^(?:/(?:api|rest|v\d+))+(?=/)")
# A requirement: the endpoint is to be made, where another plan would only call it.
_SERVED = r"(?:\w+ )?(?:endpoint|route|handler|punkt\w* koncow)\w*"
_MADE = deferred(
    r"^\W*(?:create|implement|add|expose|build|provide|register|utworz\w*|stworz\w*|dodac|dodaj\w*|wystaw\w*"
    r"|zaimplementow\w*) (?:\w+ ){0,2}"
    rf"(?:{_SERVED} {_METHOD.lower()} /|{_METHOD.lower()} /\S+ {_SERVED})"
)
# A file that serves the path of its folders: `src/pages/api/x/index.ts`, `app/api/x/route.ts`.
_ROUTE_FILE = deferred(
    r"(?:pages|app)(?P<path>/api(?:/[\w.\[\]-]+)*?)(?:/(?:index|route))?\.[jt]s\b"
)
# A fence below such a heading that names several lists them; any other shows a call.
_LISTING = deferred(r"\b(?:routes?|endpoints?|endpointy|endpointow|trasy)\b")
_SEVERAL = 3
_STRUCK = deferred(r"~~[^~\n]*~~")


def named(text: str) -> tuple[Endpoint, ...]:
    """Every endpoint written as method and path in the text, once each."""
    found = [
        endpoint
        for match in _NAMED.finditer(plain(_STRUCK.sub("", text)))
        for endpoint in _endpoints(match[1], match[2])
    ]
    return distinct(found)


def stated(blocks: Iterable[Block]) -> tuple[Endpoint, ...]:
    """The endpoints a section is about: headings, list entries, table rows, method/path pairs."""
    return distinct(_Reader().read(blocks))


def made(blocks: Iterable[Block]) -> tuple[Endpoint, ...]:
    """The endpoints that lines of these say are to be made: `Create POST /x endpoint`."""
    said = (
        plain(text[:_LONGEST])
        for block in blocks
        if isinstance(block, Item | Paragraph)
        for _, text in lines(block)
    )
    return distinct(one for text in said if _MADE.match(fold(text)) for one in named(text)[:1])


def routed(blocks: Iterable[Block]) -> tuple[Endpoint, ...]:
    """The methods that entries begin with, below a heading that names a route's file."""
    path, found = "", list[Endpoint]()
    for block in blocks:
        if isinstance(block, Heading):
            file = _ROUTE_FILE.search(plain(block.text))
            path = file["path"] if file else ""
        elif isinstance(block, Item) and path and (methods := _ONLY_METHODS.match(block.text)):
            found += _endpoints(methods[1], path)
    return distinct(found)


def distinct(endpoints: Iterable[Endpoint]) -> tuple[Endpoint, ...]:
    """One endpoint for each key, the first spelling."""
    found: dict[str, Endpoint] = {}
    for endpoint in endpoints:
        found.setdefault(endpoint.key, endpoint)
    return tuple(found.values())


def without_shorter(endpoints: Iterable[Endpoint]) -> tuple[Endpoint, ...]:
    """Those that are no other one without the beginning of its path (`/x` beside `/api/x`)."""
    known = tuple(endpoints)
    return tuple(one for one in known if not any(_shortens(one, other) for other in known))


def _shortens(one: Endpoint, other: Endpoint) -> bool:
    base = _BASE.match(other.path)
    return (
        base is not None
        and one.key == f"{other.method} {other.key.partition(' ')[2][base.end() :]}"
    )


def _endpoints(methods: str, path: str) -> Iterator[Endpoint]:
    bare = path.rstrip(".,:;*!-") or "/"
    if len(bare) > 1 and not bare.startswith("//"):
        bare = bare.rstrip("/")
    if not _SOURCE_FILE.search(bare) and "..." not in bare:
        for method in re.findall(_METHOD, methods):
            yield Endpoint(method=method, path=bare)


def _label(text: str) -> Label | None:
    word = fold(unnumbered(text))
    if _NO_LABEL.search(word):
        return None
    if _METHOD_LABEL.search(word) and not _PATH_LABEL.search(word):
        return "method"
    return "path" if _PATH_LABEL.search(word) else None


class _Reader:
    """Goes through blocks with the method that holds and the label whose value is awaited."""

    def __init__(self) -> None:
        self._methods = ""
        self._path = ""
        self._awaited: Label | None = None
        self._some = False
        self._listing = False

    def read(self, blocks: Iterable[Block]) -> Iterator[Endpoint]:
        for endpoint in self._read(blocks):
            self._some = True
            yield endpoint

    def _read(self, blocks: Iterable[Block]) -> Iterator[Endpoint]:
        for block in blocks:
            match block:
                case Heading():
                    yield from self._heading(plain(block.text))
                case Paragraph() | Item():
                    for _, text in lines(block):
                        yield from self._line(text)
                case Fence():
                    yield from self._fence(block)
                case Grid():
                    yield from self._grid(block)

    def _heading(self, text: str) -> Iterator[Endpoint]:
        found = named(text)
        self._listing = _LISTING.search(fold(text)) is not None
        self._awaited = None if found else _label(text)
        if self._awaited is None:
            self._methods, self._path = "", ""
        if found:
            yield from found
            self._methods = ""

    def _line(self, raw: str) -> Iterator[Endpoint]:
        text = plain(_STRUCK.sub("", raw[:_LONGEST]))
        if _FIRST.match(text) and (found := named(text)):
            self._awaited = None
            yield from found[:1] if len(found) > 1 and found[0].method == found[1].method else found
            return
        labelled = _LABEL.match(text)
        label = _label(labelled[1]) if labelled else None
        if labelled and label:
            self._awaited = label
            text = labelled[2]
        if self._awaited and text.strip():
            yield from self._value(self._awaited, text)

    def _value(self, label: Label, text: str) -> Iterator[Endpoint]:
        methods, path = _ONLY_METHODS.match(text), _ONLY_PATH.match(text)
        self._awaited = None
        if label == "method" and methods:
            self._methods = methods[1]
        elif label == "path" and path:
            self._path = path[1]
        else:
            return
        if self._methods and self._path:
            yield from _endpoints(self._methods, self._path)
            self._path = ""

    def _fence(self, block: Fence) -> Iterator[Endpoint]:
        first = next((line for line in block.text.split("\n") if line.strip()), "")
        listed = block.text.split("\n") if self._listing else ()
        calls = distinct(one for line in listed if _FIRST.match(line) for one in named(line))
        if len(calls) >= _SEVERAL:
            yield from calls
        elif self._awaited:
            yield from self._value(self._awaited, first)
        elif not self._some and _FIRST.match(first):
            # Once the endpoint is stated, a request in a fence is an example of it.
            yield from named(first)
        self._awaited = None

    def _grid(self, block: Grid) -> Iterator[Endpoint]:
        labels = [_label(cell) for cell in block.header]
        for row in block.rows:
            cells = [plain(cell) for cell in row.cells]
            at = {label: cell for label, cell in zip(labels, cells, strict=False) if label}
            written = [one for cell in cells[:2] if _FIRST.match(cell) for one in named(cell)]
            if written:
                yield from written[:1]
            elif "method" in at and "path" in at:
                yield from named(f"{at['method']} {at['path']}")
            elif len(cells) > 1 and (label := _label(cells[0])):
                yield from self._value(label, cells[1])
