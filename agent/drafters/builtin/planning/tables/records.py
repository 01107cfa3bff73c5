"""What a finished row is measured by: how long it took, its sum, and the best one so far."""

from __future__ import annotations

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.project.naming import singular, snake

_LENGTH = deferred(r"^(?:duration|elapsed)(?:_(?:seconds|sec|s|minutes|min|ms))?$")
_BEGUN = deferred(r"^(?:started|begun)_at$")


def measured(work: Work, table: Table, written: dict[str, str]) -> dict[str, str]:
    """Columns that follow from the end of a row: its length."""
    begun = next((one for one in table.columns if _BEGUN.match(snake(one.name))), None)
    ended = _ended(work, written)
    found: dict[str, str] = {}
    for column in table.columns if begun is not None and ended else ():
        if begun is not None and _LENGTH.match(snake(column.name)):
            found[column.name] = f"`{ended}` \u2212 `{begun.name}`"
    return found


def _ended(work: Work, written: dict[str, str]) -> str:
    """The column that says when it ended, which is now; empty where the row goes on, or is void."""
    now = work.brief.say("value-now")
    return next((name for name in written if name.endswith("_at") and written[name] == now), "")


def thing_of(table: Table) -> str:
    """What a row is called in a sentence: the last word of its table's name."""
    return singular(snake(table.name.rpartition(".")[2])).rpartition("_")[2]
