"""What a row policy in SQL says: for which commands it is, and what a row has to fulfil."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.tables.constraints import within

_POLICY = deferred(r"^\s*create\s+(?:security\s+)?policy\s+(?P<name>\"[^\"]*\"|\S+)", re.IGNORECASE)
_COMMAND = r"(?:all|select|insert|update|delete)"
_FOR = deferred(rf"\bfor\s+\(?\s*({_COMMAND}(?:\s*,\s*{_COMMAND})*)\b", re.IGNORECASE)
_USING = deferred(r"\busing\s*\(", re.IGNORECASE)
_CHECK = deferred(r"\bwith\s+check\s*\(", re.IGNORECASE)
_SERVICE = deferred(
    r"\bto\s+service_role\b|\bauth\.role\(\)\s*=\s*'service(?:_role)?'", re.IGNORECASE
)
# "INSERT/UPDATE policy: …", "own_rows | SELECT | authenticated | …", "own_rows - Typ: INSERT; …".
_WORD = rf"(?<![^\W_]){_COMMAND}(?![^\W_])"
_TOLD = deferred(
    rf"(?<!GRANT ){_WORD}(?:\s*(?:[,/|&]|and\b|or\b|i\b|oraz\b)+\s*{_WORD})*", re.IGNORECASE
)
_LEAD = deferred(
    r"[^:;|.\n]{0,40}(?:[:;|](?!:)\s*"
    rf"(?:(?:authenticated|anon|public|{_COMMAND}|(?:access|condition|dost\u0119p|warunek)\w*)"
    r"\s*[:;|]\s*)*)+",
    re.IGNORECASE,
)
_CLAUSE = deferred(r"(?<!\be\.g)(?<!\bnp)[.:;](?=\s|$)|\s\|\s|\n")
_SQL = deferred(r"[\w.]+(?:\(\))?\s*=\s|(?:not )?exists\b|\w+\([\w, ]*\)$", re.IGNORECASE)
_FIRST, _FEWEST, _LEADS = 60, 2, 5
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
    """What a row has to fulfil: a new one by the check, another one to be found at all.

    One that is changed has to fulfil both.
    """
    using, check = _inside(_USING, text), _inside(_CHECK, text)
    if event == "update" and using and check and check != using:
        return f"{using} WITH CHECK {check}"
    return (check or using) if event == "insert" else (using or check)


def told_for(text: str, event: str) -> str:
    """What a policy in words for this command says of a row: its condition, or its first clause."""
    using = _USING.search(text[:_FIRST])
    before = text[: using.start() if using is not None else _FIRST]
    hit = _TOLD.search(before) if not is_policy(text) else None
    commands = re.findall(_COMMAND, hit[0].casefold()) if hit is not None else []
    if hit is None or not {"all", event}.intersection(commands):
        return ""
    lead = _LEAD.match(text, hit.end())
    rest = text[lead.end() :] if lead is not None else ""
    said = _CLAUSE.split(rest)[0]
    few = _LEADS if rest[len(said) :].startswith(":") else _FEWEST
    said = condition_of(text, event) or (said.strip() if len(said.split()) >= few else "")
    return f"`{said}`" if _SQL.match(said) and "`" not in said else said


def _inside(opening: re.Pattern[str], text: str) -> str:
    """What stands in the brackets that this opens, in one line."""
    hit = opening.search(text)
    return within(text, hit.end()) if hit is not None else ""
