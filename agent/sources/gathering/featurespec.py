"""All that the product requirements and the db plan say about one feature."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Excerpt, Feature, Spec, Table
from agent.sources.gathering.databases import schema_of, with_tables
from agent.sources.gathering.features import kind_of, passages
from agent.sources.gathering.wordings import bare_of_people, terms
from agent.sources.stack.techstack import stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Rule
    from agent.sources.gathering.features import Passage

_SAID = deferred(
    r"^[\s*+-]*(?:\*\*)?(?:description|opis|story|historyjka)(?:\*\*)?\s*:\s*(?:\*\*)?\s*(.+)",
    re.IGNORECASE | re.MULTILINE,
)
_WANTED = deferred(r"^[\s*+-]*((?:as an?|as the|jako)\s.+)", re.IGNORECASE | re.MULTILINE)
# A sentence that goes on in the next lines of its paragraph.
_WRAPPED = deferred(r"(?:(?<![.!?:])\n(?!\s*(?:[-*+#|>]|\d+[.)]|$))[^\n]*[^\n\s:])*")
_HALF = 0.5
_PEOPLE = terms("user users account profile")
_ENTERING = terms(
    "login logout log sign register registration password authentication uwierzytelnienie"
)
_WORD = deferred(r"[^\W\d_][\w-]*")
_MOST = 6
# Two requirements are on the same where two telling words, and most, of their names are.
_ALIKE, _STEM, _SHORTEST, _RARE = 2, 6, 4, 4


def gather_feature(
    feature: Feature,
    documents: Sequence[Document],
    rules: Sequence[Rule],
    served: Sequence[Spec] = (),
) -> Spec:
    """Its passage first, then the requirements that this one cites by number; never raises.

    `served` are the endpoints that serve it: their tables are its own.
    """
    own = tuple(passages_of(feature, documents))
    cited = "\n".join(one.text for one in own)
    lines = tuple(line for one in documents if one.role == "tech-stack" for line in stack(one))
    spec = Spec(
        endpoint=feature,
        title=feature.name,
        description=described(feature, documents),
        excerpts=(*own, *_cited(feature, cited, documents)),
        rules=tuple(rules),
        stack=lines,
        served=tuple(served),
    )
    found = with_tables(spec, documents)
    if served:
        tables = {one.name: one for each in served for one in each.tables}
        return replace(found, tables=tuple(tables.values())[:_MOST])
    return _with_named(found, documents)


def described(feature: Feature, documents: Iterable[Document]) -> Excerpt | None:
    """What it is wanted for, in the words of the requirements."""
    return next(map(_description, passages_of(feature, documents)), None)


def passages_of(feature: Feature, documents: Iterable[Document]) -> Iterator[Excerpt]:
    """Its passages; where requirements stand there in two languages, those of its name."""
    found = [
        (one, document)
        for document in documents
        if document.role == "prd"
        for one in passages(document.text)
        if one.feature.key == feature.key
    ]
    named = [pair for pair in found if pair[0].feature.name == feature.name]
    for one, document in named or found:
        yield excerpt_of(document, one)


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
            same = len(own & _stems(one.feature.name))
            alike = same >= _ALIKE and same * 2 > len(own)
            if alike or one.feature.is_named(text):
                found = excerpt_of(document, one)
                yield replace(found, referred=True, about=str(one.feature))


def _common(every: Sequence[Passage]) -> set[str]:
    """Stems that too many of the features have to tell one by."""
    counts = Counter(stem for one in every for stem in _stems(one.feature.name))
    return {stem for stem, count in counts.items() if count > max(_ALIKE, len(every) / _RARE)}


def _stems(text: str) -> set[str]:
    """Its longer words without their endings."""
    return {one.casefold()[:_STEM] for one in _WORD.findall(text) if len(one) >= _SHORTEST}


def excerpt_of(document: Document, passage: Passage) -> Excerpt:
    """The lines of a feature."""
    text = "\n".join(document.text.split("\n")[passage.line - 1 : passage.last])
    source = document.source(passage.line, passage.last)
    return Excerpt(source=source, text=text)


def _description(passage: Excerpt) -> Excerpt:
    """What it is wanted for: the line labelled so, else that of who wants it, else the first."""
    found = _SAID.search(passage.text) or _WANTED.search(passage.text)
    if found is None:
        first = replace(passage.source, last=passage.source.line)
        return Excerpt(source=first, text=passage.text.split("\n")[0])
    at = passage.source.line + passage.text.count("\n", 0, found.start(1))
    wrapped = _WRAPPED.match(passage.text, found.end())
    lines = [found[1], *(wrapped[0].split("\n")[1:] if wrapped else ())]
    source = replace(passage.source, line=at, last=at + len(lines) - 1)
    return Excerpt(source=source, text=" ".join(map(str.strip, lines)))


def _with_named(spec: Spec, documents: Sequence[Document]) -> Spec:
    """With the tables that its own words name, those of its name before all others."""
    told = spec.description.text if spec.description is not None else ""
    schema = schema_of(documents).tables
    entering = bool(terms(spec.title) & _ENTERING)
    for text in (spec.title,) if entering else (spec.title, told):
        said = terms(bare_of_people(text))
        found = [one for one in schema if _is_said(_bare(one), said)]
        if found:
            return _with(spec, found)
    if entering:
        return _with(spec, [one for one in schema if terms(_bare(one)) <= _PEOPLE][:1])
    demanded = list(_demanded(spec, schema))
    near = _nearest(schema, terms(bare_of_people(spec.title)))
    return _with(spec, demanded or near)


def _with(spec: Spec, tables: Sequence[Table]) -> Spec:
    """With these tables, those of one word first."""
    ordered = sorted(tables, key=lambda one: len(terms(_bare(one))) > 1)
    return replace(spec, tables=tuple(ordered)[:_MOST])


def _demanded(spec: Spec, schema: Sequence[Table]) -> Iterator[Table]:
    """The tables that its demands name again and again; one of several words once."""
    own = [one.text for one in spec.excerpts if not one.referred]
    lines = [terms(line) for text in own for line in text.split("\n")[1:]]
    for one in schema:
        times = sum(_is_said(_bare(one), line) for line in lines)
        if times > (len(terms(_bare(one)) - _PEOPLE) == 1):
            yield one


def _nearest(schema: Sequence[Table], said: frozenset[str]) -> tuple[Table, ...]:
    """The one table half of whose name is said, where there is one."""
    shares = [(_share(terms(_bare(one)) - _PEOPLE, said), one) for one in schema]
    best = max((share for share, _ in shares), default=0)
    found = [one for share, one in shares if share == best]
    return tuple(found) if best >= _HALF and len(found) == 1 else ()


def _share(own: frozenset[str], said: frozenset[str]) -> float:
    return len(own & said) / len(own) if own else 0


def is_named(table: Table, text: str) -> bool:
    """Whether a text names a table, and is not only near to its name."""
    return _is_said(_bare(table), terms(text))


def _is_said(name: str, said: frozenset[str]) -> bool:
    """Whether the words name a table, by all words of its own but who it is of."""
    own = terms(name)
    return bool(own - _PEOPLE) and own - _PEOPLE <= said


def _bare(table: Table) -> str:
    return table.name.rpartition(".")[2]
