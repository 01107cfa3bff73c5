"""`waltz endpoints`: the board."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence

from agent.board import BoardRow
from agent.cli.context import Context
from agent.cli.leftout import say_left_out
from agent.cli.obstacles import listed_endpoints
from agent.core.errors import ExitCode
from agent.core.page import Page, Span, Style, Table, line
from agent.core.resources import resource
from agent.core.spec import Listed
from agent.core.standing import State
from agent.opening import tally

_STYLES: dict[State, Style] = {
    "none": "dim",
    "planned": "plain",
    "started": "warn",
    "done": "good",
}
# Title, source, path: what gives way first where the screen is narrow.
_YIELDS = (3, 4, 1)


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
        context.screen.show((*_page(rows), *_apart(context.library().apart())))
    say_left_out(context, "api-plan", "plan")
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
    groups: dict[str, list[BoardRow]] = {}
    for row in rows:
        groups.setdefault(resource(row.endpoint), []).append(row)
    cells = tuple(
        one
        for name, members in groups.items()
        for one in ((Span(name, "title"),), *(_cells(row) for row in members))
    )
    return (line(Span(tally(Counter(states)), "title")), Table(rows=cells, yields=_YIELDS))


def _apart(listed: Sequence[Listed]) -> Page:
    """How many the documents keep for later, or call removed."""
    count = Counter(one.standing for one in listed)
    said = [f"{count['later']} for later"] if count["later"] else []
    said += [f"{count['removed']} removed"] if count["removed"] else []
    return (line(Span(", ".join(said), "dim")),) if said else ()


def _cells(row: BoardRow) -> tuple[Span, ...]:
    state = row.standing.state
    return (
        Span(f"  {row.endpoint.method}"),
        Span(row.endpoint.path, "key"),
        Span(row.brief, _STYLES[state]),
        Span(row.title),
        Span(f"{row.path.name}:{row.line}", "path"),
    )
