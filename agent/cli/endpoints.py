"""`waltz endpoints`: the board."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter

from agent.board import BoardRow
from agent.cli.context import Context
from agent.cli.obstacles import listed_endpoints
from agent.core.errors import ExitCode
from agent.core.page import Page, Span, Style, Table, line
from agent.core.standing import Standing, State
from agent.opening import tally

_STYLES: dict[State, Style] = {
    "none": "dim",
    "planned": "plain",
    "started": "warn",
    "done": "good",
}


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print every endpoint of the documents and its state."""
    documents = context.library().documents()
    listed_endpoints(context)
    rows = context.rows()
    if arguments.json:
        context.answer(
            {
                "endpoints": [_entry(row) for row in rows],
                "documents": [{"role": one.role, "path": str(one.path)} for one in documents],
            }
        )
    else:
        context.screen.show(_page(rows))
    return ExitCode.DONE


def _entry(row: BoardRow) -> dict[str, object]:
    return {
        "method": row.endpoint.method,
        "path": row.endpoint.path,
        "title": row.title or None,
        "source": {"path": str(row.path), "line": row.line},
        "state": row.standing.state,
        "steps": {"done": row.standing.done, "total": row.standing.total},
        "plan": str(row.plan) if row.plan else None,
    }


def _page(rows: tuple[BoardRow, ...]) -> Page:
    states = [row.standing.state for row in rows]
    cells = tuple(
        (
            Span(str(row.endpoint), "key"),
            Span(progress_text(row.standing), _STYLES[row.standing.state]),
            Span(f"{row.path.name}:{row.line}", "path"),
        )
        for row in rows
    )
    return (line(Span(tally(Counter(states)), "title")), Table(rows=cells))


def progress_text(standing: Standing) -> str:
    """`3 of 8 steps`, `done`, `no plan`: how far an endpoint is."""
    match standing.state:
        case "none":
            return "no plan"
        case "done":
            return "done"
        case _ if standing.total is None:
            return f"{standing.done} steps"
        case _:
            return f"{standing.done} of {standing.total} steps"
