"""What was read here, and what of it a model was sent, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from agent.core.documents import Document
from agent.core.page import Line, Page, Span, line
from agent.drafter import Sent
from agent.pages.documents import named


def context_page(documents: Sequence[Document], sent: Sequence[Sent], who: str) -> Page:
    """The documents; then the parts of the open batch, if one is, as `who` was sent them."""
    where = f"for {who} no batch is open" if who else "nothing is sent anywhere"
    rows = [
        line(Span(f"  {one.role:<16}", "key"), Span(one.path, "path"), f"  {one.why}", hang=18)
        for one in named(documents)
    ]
    head = line("Documents read:" if sent else f"Documents read; {where}:")
    if not sent:
        return (head, *rows)
    total = sum(one.tokens for one in sent)
    told = line(f"Sent to {who} in this batch, {total} tokens:")
    return (head, *rows, told, *map(_row, sent))


def _row(one: Sent) -> Line:
    why = f"  {one.why}" if one.why else ""
    return line(Span(f"  {one.tokens:>6}", "key"), f"  {one.what}", Span(why, "dim"), hang=10)
