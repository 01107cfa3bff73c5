"""What a row policy in SQL says: for which commands it is, and what a row has to fulfil."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.tables.constraints import within

_POLICY = deferred(r"^\s*create\s+policy\s+(?P<name>\"[^\"]*\"|\S+)", re.IGNORECASE)
_COMMAND = r"(?:all|select|insert|update|delete)"
_FOR = deferred(rf"\bfor\s+\(?\s*({_COMMAND}(?:\s*,\s*{_COMMAND})*)\b", re.IGNORECASE)
_USING = deferred(r"\busing\s*\(", re.IGNORECASE)
_CHECK = deferred(r"\bwith\s+check\s*\(", re.IGNORECASE)
_SERVICE = deferred(
    r"\bto\s+service_role\b|\bauth\.role\(\)\s*=\s*'service(?:_role)?'", re.IGNORECASE
)
# For those alone who are not signed in.
_STRANGERS = deferred(r"\bto\s+anon\b(?!\s*,)", re.IGNORECASE)


def is_policy(text: str) -> bool:
    """Whether it is one in SQL."""
    return _POLICY.search(text) is not None


def name_of(text: str) -> str:
    """What it is called."""
    hit = _POLICY.search(text)
    return hit["name"].strip('"') if hit is not None else ""


def lets(text: str, event: str) -> bool:
    """Whether it is a policy in SQL for this command, or for all."""
    if not is_policy(text):
        return False
    hit = _FOR.search(text)
    commands = re.findall(_COMMAND, hit[1].casefold()) if hit is not None else ["all"]
    return "all" in commands or event in commands


def is_of_service(text: str) -> bool:
    """Whether it is for a service, which passes by all the others."""
    return _SERVICE.search(text) is not None


def is_of_strangers(text: str) -> bool:
    """Whether it is for those alone who are not signed in."""
    return _STRANGERS.search(text) is not None


def condition_of(text: str, event: str) -> str:
    """What a row has to fulfil: a new one by the check, another one to be found at all."""
    using, check = _inside(_USING, text), _inside(_CHECK, text)
    return (check or using) if event == "insert" else (using or check)


def _inside(opening: re.Pattern[str], text: str) -> str:
    """What stands in the brackets that this opens, in one line."""
    hit = opening.search(text)
    return within(text, hit.end()) if hit is not None else ""
