"""`waltz tables`: what the db documents hold, enums and views apart."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

from agent.cli.context import Context
from agent.cli.leftout import say_left_out
from agent.core.documents import Source
from agent.core.errors import ExitCode
from agent.core.page import Block, Span, line
from agent.core.page import Table as Rows
from agent.core.schema import Schema
from agent.core.spec import Excerpt, Table

_MOST = 200


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print the tables with their columns and what belongs to them, then enums and views."""
    schema = context.library().schema()
    if arguments.json:
        context.answer(
            {
                "tables": [_entry(table) for table in schema.tables],
                "enums": [
                    {"name": one.name, "values": list(one.values), "source": _place(one.source)}
                    for one in schema.enumerations
                ],
                "views": [
                    {"name": one.name, "text": one.text, "source": _place(one.source)}
                    for one in schema.views
                ],
            }
        )
    elif schema != Schema():
        context.screen.show(tuple(_blocks(schema)))
    else:
        context.screen.say("no tables: no db plan was found (`waltz doctor` tells more)")
    say_left_out(context, "db-plan")
    return ExitCode.DONE


def _entry(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "columns": [
            {
                "name": one.name,
                "type": one.type or None,
                "constraints": list(one.constraints),
                "note": one.note or None,
            }
            for one in table.columns
        ],
        "constraints": list(table.constraints),
        "indexes": _said(table.indexes),
        "triggers": _said(table.triggers),
        "policies": _said(table.policies),
        "relations": _said(table.relations),
        "note": table.note or None,
        "source": _place(table.source),
    }


def _said(excerpts: Sequence[Excerpt]) -> list[dict[str, object]]:
    return [{"text": one.text, "source": _place(one.source)} for one in excerpts]


def _place(source: Source) -> dict[str, object]:
    return {"path": str(source.path), "line": source.line}


def _blocks(schema: Schema) -> Iterator[Block]:
    for table in schema.tables:
        yield line(Span(table.name, "title"), "  ", Span(str(table.source), "path"))
        yield from _table(table)
    if schema.enumerations:
        yield line("")
        yield line(Span("Enums", "title"))
    for enum in schema.enumerations:
        values = f"  {' | '.join(enum.values)}  "
        yield line(Span(f"  {enum.name}", "key"), values, Span(str(enum.source), "path"), hang=4)
    if schema.views:
        yield line("")
        yield line(Span("Views", "title"))
    for view in schema.views:
        text = f"  {_short(view.text)}  "
        source = Span(str(view.source), "path")
        yield line(Span(f"  {view.name}", "key"), Span(text, "dim"), source, hang=4)


def _table(table: Table) -> Iterator[Block]:
    if table.note:
        yield line(Span(f"  {_short(table.note)}", "dim"), hang=4)
    yield Rows(
        rows=tuple(
            (
                Span(f"  {one.name}", "key"),
                Span(one.type),
                Span(", ".join((*one.constraints, *filter(None, [one.note]))), "dim"),
            )
            for one in table.columns
        )
    )
    for said in table.constraints:
        yield line(Span(f"  {_short(said)}", "dim"), hang=4)
    for kind, excerpts in (
        ("index", table.indexes),
        ("trigger", table.triggers),
        ("policy", table.policies),
        ("relation", table.relations),
    ):
        for one in excerpts:
            source = Span(str(one.source), "path")
            yield line(f"  {kind}: ", Span(f"{_short(one.text)}  ", "dim"), source, hang=4)


def _short(text: str) -> str:
    """On one line, cut where nobody reads on; `--json` has all of it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _MOST else f"{flat[:_MOST].rstrip()}\u2026"
