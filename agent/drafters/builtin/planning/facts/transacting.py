"""Whether what a service writes can stand or fall together, by its way to the database."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief

# A client that sends each statement by itself, and those beside which it only has the database.
_SINGLE = deferred(r"\bsupabase", re.IGNORECASE)
_ORM = deferred(r"\b(?:prisma|typeorm|drizzle|kysely|knex|sequelize|mikro-?orm)\b", re.IGNORECASE)


def transacts(brief: Brief) -> bool:
    """Whether its client knows transactions, as far as the tech stack and the rules say."""
    if brief.stack.suffix != ".ts":
        return True
    said = [*(one.text for one in brief.spec.stack), *(one.text for one in brief.spec.rules)]
    single = any(_SINGLE.search(one) for one in said)
    return not single or any(_ORM.search(one) for one in said)


def together_with(brief: Brief, table: str) -> str:
    """That a row is written in one transaction with this table's, where that can be."""
    return brief.say("flow-together", table=table) if transacts(brief) else ""
