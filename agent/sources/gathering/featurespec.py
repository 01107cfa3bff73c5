"""All that the product requirements and the db plan say about one feature."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Excerpt, Feature, Spec, Table
from agent.sources.gathering.databases import schema_of, with_tables
from agent.sources.gathering.features import kind_of, passages
from agent.sources.stack.techstack import stack
from agent.sources.tables.relatedtables import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Rule
    from agent.sources.gathering.features import Passage

_SAID = deferred(
    r"^[\s*+-]*(?:\*\*)?(?:description|opis|story|historyjka)(?:\*\*)?\s*:\s*(?:\*\*)?\s*(.+)",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = deferred(r"[^\W\d_][\w-]*")
_MOST = 6
# Two requirements are on the same where two telling words of their names are.
_ALIKE, _STEM, _SHORTEST, _RARE = 2, 6, 4, 4


def gather_feature(feature: Feature, documents: Sequence[Document], rules: Sequence[Rule]) -> Spec:
    """Its passage first, then the requirements that this one cites by number; never raises."""
    own = tuple(_own(feature, documents))
    cited = "\n".join(one.text for one in own)
    lines = tuple(line for one in documents if one.role == "tech-stack" for line in stack(one))
    spec = Spec(
        endpoint=feature,
        title=feature.name,
        description=next(map(_description, own), None),
        excerpts=(*own, *_cited(feature, cited, documents)),
        rules=tuple(rules),
        stack=lines,
    )
    return _with_named(with_tables(spec, documents), documents)


def _own(feature: Feature, documents: Iterable[Document]) -> Iterator[Excerpt]:
    for document in documents:
        if document.role != "prd":
            continue
        for one in passages(document.text):
            if one.feature.key == feature.key:
                yield _excerpt(document, one.line, one.last)


def _cited(feature: Feature, text: str, documents: Iterable[Document]) -> Iterator[Excerpt]:
    """Requirements of another kind: those that it cites by number, and those on the same."""
    for document in documents:
        if document.role != "prd":
            continue
        every = passages(document.text)
        common = _common(every)
        own = _stems(feature.name) - common
        for one in every:
            if not one.feature.id or kind_of(one.feature) == kind_of(feature):
                continue
            alike = len(own & _stems(one.feature.name)) >= _ALIKE
            if alike or one.feature.is_named(text):
                found = _excerpt(document, one.line, one.last)
                yield replace(found, referred=True, about=str(one.feature))


def _common(every: Sequence[Passage]) -> set[str]:
    """Stems that too many of the features have to tell one by."""
    counts = Counter(stem for one in every for stem in _stems(one.feature.name))
    return {stem for stem, count in counts.items() if count > max(_ALIKE, len(every) / _RARE)}


def _stems(text: str) -> set[str]:
    """Its longer words without their endings."""
    return {one.casefold()[:_STEM] for one in _WORD.findall(text) if len(one) >= _SHORTEST}


def _excerpt(document: Document, line: int, last: int) -> Excerpt:
    text = "\n".join(document.text.split("\n")[line - 1 : last])
    return Excerpt(source=document.source(line, last), text=text)


def _description(passage: Excerpt) -> Excerpt:
    """What it is wanted for: the line labelled so, else the first."""
    found = _SAID.search(passage.text)
    if found is None:
        first = replace(passage.source, last=passage.source.line)
        return Excerpt(source=first, text=passage.text.split("\n")[0])
    at = passage.source.line + passage.text.count("\n", 0, found.start(1))
    return Excerpt(source=replace(passage.source, line=at, last=at), text=found[1])


def _with_named(spec: Spec, documents: Sequence[Document]) -> Spec:
    """With the tables that its own words name: "a draw" is of `draws`, "press release" too."""
    words = _WORD.findall("\n".join(one.text for one in spec.excerpts if not one.referred))
    said = {normal(one) for one in words}
    said |= {normal(f"{one} {other}") for one, other in pairwise(words)}
    known = {one.name for one in spec.tables}
    more = [
        table
        for table in schema_of(documents).tables
        if table.name not in known and _is_said(_bare(table), said)
    ]
    return replace(spec, tables=(*spec.tables, *more)[:_MOST])


def _is_said(name: str, said: set[str]) -> bool:
    """Whether the words name a table, or all the words that its name is made of."""
    parts = [part for part in re.split(r"_|(?<=[a-z])(?=[A-Z])", name) if part]
    return normal(name) in said or all(normal(part) in said for part in parts)


def _bare(table: Table) -> str:
    return table.name.rpartition(".")[2]
