"""How many rows fit, whatever the page: what an answer or a header says beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.drafters.builtin.planning.facts.binding import PAGE, entry, groups, leaf, named
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.tables.versions import headers
from agent.drafters.builtin.project.naming import snake
from agent.sources.passages.pagedlists import SIZE

_BESIDE = deferred(r"(?:(?:meta|pagination|paging|page_?info)\.)?[^.\[\]]+", re.IGNORECASE)
_TOTAL = re.compile(r"total(?:_(?:count|items|elements|results|records))?|count")
_PAGES = re.compile(r"(?:total_)?pages|page_count")
_MORE = re.compile(r"has_?(?:more|next(?:_page)?)")
_NEXT = re.compile(r"next_?(?:cursor|page_?token)")
_HEADER = deferred(r"x-total(?:-count)?", re.IGNORECASE)


def totals(brief: Brief) -> tuple[str, tuple[Source, ...]]:
    """Words for what counts all rows, the pages that they make and what follows; empty without."""
    if brief.row_answered:
        return "", ()
    query = named(brief.spec.parameters, "query")
    paged = any(PAGE.match(one.name) for one in query)
    counted, sources = _counted(brief, query, paged=paged)
    rest = list(_rest(brief)) if paged else []
    said = [*([counted] if counted else []), *(text for text, _ in rest)]
    return "; ".join(said), (*sources, *(one for _, found in rest for one in found))


def _rest(brief: Brief) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """What says whether more rows follow, and where they begin."""
    for words, key in ((_MORE, "totals-more"), (_NEXT, "totals-next")):
        for name, sources in _fields(brief, words):
            yield brief.say(key, name=name), sources


def _counted(
    brief: Brief, query: Sequence[Parameter], *, paged: bool
) -> tuple[str, tuple[Source, ...]]:
    counted = [*_fields(brief, _TOTAL), *_headers(brief)]
    if not counted:
        return "", ()
    names = quoted(name for name, _ in counted)
    text = brief.say("totals" if paged else "totals-whole", names=names)
    pages = list(_fields(brief, _PAGES))
    size = next((one for one in query if SIZE.fullmatch(one.name)), None)
    if pages and size is not None:
        text += brief.say("totals-pages", name=pages[0][0], size=size.name)
        counted += pages
    return text, tuple(source for _, found in counted for source in found)


def _fields(brief: Brief, words: re.Pattern[str]) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """Fields of the answer beside its rows."""
    body = next(iter(brief.spec.responses), None)
    first = entry(groups(body))
    apart = first is not None and first.at.endswith("[]")  # else one may be of a row
    for one in body.fields if body is not None else ():
        if not apart and "." not in one.name:
            continue
        if _BESIDE.fullmatch(one.name) and words.fullmatch(snake(leaf(one.name))):
            yield one.name, brief.passages.holding([one.source], leaf(one.name))


def _headers(brief: Brief) -> Iterator[tuple[str, tuple[Source, ...]]]:
    for name, source in headers(brief).items():
        if _HEADER.fullmatch(name):
            yield name, (source,)
