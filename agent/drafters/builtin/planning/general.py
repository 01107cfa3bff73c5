"""What the documents say for all endpoints: told once in a plan, in a line with its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.drafters.builtin.planning.brief import CONCERNS, Brief, Concern
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.errors import anything_else
from agent.drafters.builtin.planning.wording import lines_of, trimmed

_LONGEST = 140
_MOST = 3


def general(brief: Brief, concern: Concern) -> list[Fact]:
    """The facts of this concern that hold for all endpoints."""
    found = list(_auth(brief)) if concern == "security" else []
    found += list(anything_else(brief)) if concern == "errors" else []
    found += [one.fact for one in brief.remarks if one.concern == concern and not one.own]
    return found[:_MOST]


def general_line(brief: Brief) -> str:
    """All of them in one line, by concern; empty where there are none."""
    parts = []
    for concern in CONCERNS:
        facts = [
            str(replace(one, text=trimmed(one.text, _LONGEST).rstrip(".")))
            for one in general(brief, concern)
        ]
        if facts:
            parts.append(brief.say(f"general-{concern}", text="; ".join(facts)))
    return brief.say("general", text="; ".join(parts)) if parts else ""


def _auth(brief: Brief) -> Iterator[Fact]:
    auth = brief.spec.auth
    if auth is None:
        return
    for source, text in lines_of(brief, auth.source) or [(auth.source, auth.text)]:
        said = trimmed(text).rstrip(".")
        if said and not brief.is_own(source):
            yield Fact(text=said, sources=(source,))
