"""`waltz tables`: the tables of the db plan."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from agent.cli.context import Context
from agent.core.errors import ExitCode
from agent.core.page import Block, Span, line
from agent.core.page import Table as Rows
from agent.core.spec import Table


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print the tables with their columns."""
    tables = context.library().tables()
    if arguments.json:
        context.answer({"tables": [_entry(table) for table in tables]})
    elif tables:
        context.screen.show(tuple(block for table in tables for block in _blocks(table)))
    else:
        context.screen.say("no tables: no db plan was found (`waltz doctor` tells more)")
    return ExitCode.DONE


def _entry(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "columns": [
            {"name": one.name, "type": one.type or None, "constraints": list(one.constraints)}
            for one in table.columns
        ],
        "source": {"path": str(table.source.path), "line": table.source.line},
    }


def _blocks(table: Table) -> Iterator[Block]:
    yield line(Span(table.name, "title"), "  ", Span(str(table.source), "path"))
    yield Rows(
        rows=tuple(
            (
                Span(f"  {one.name}", "key"),
                Span(one.type),
                Span(", ".join(one.constraints), "dim"),
            )
            for one in table.columns
        )
    )
