"""Whose rows an endpoint is about, by what the documents say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import is_people
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.policysql import is_of_strangers
from agent.drafters.builtin.planning.tables.whose import Tie, owner_of
from agent.drafters.builtin.project.naming import snake

_OWN_POLICY = deferred(
    r"\buid\b|current_user|\bown\b|\bw\u0142asn|\bswoj|\b(?:user|owner|author)_id\b"
)
_OWN_DATA = deferred(
    r"\b(?:only|just) (?:\w+ ){0,4}(?:their|his|its)?\s?own\b|\bown (?:data|resources|records)\b"
    r"|belong\w* to (?:the|that|this) (?:[\w-]+ ){0,3}user\b(?!['\u2019]s)|user isolation"
    r"|\bscopes? (?:all )?data to the (?:\w+ )?user\b|\bnot owned by the (?:\w+ )?user\b"
    r"|(?:w\u0142asn|swo[ij])\w* (?:dan|zasob)",
    re.IGNORECASE,
)
_CURRENT = deferred(
    r"(?:current|logged|authenticated|invited|own|my)(?:ly)?[ -](?:logged-in |in )?user|zalogowan",
    re.IGNORECASE,
)
# A policy for writing alone says nothing of who may read.
_WRITE_POLICY = deferred(r"for\s+(?:insert|update|delete)\b|^deny", re.IGNORECASE)
_OPEN_POLICY = deferred(
    r"using\s*\(\s*true|wszystk(?!\w* (?:\w+ )?tabel)|\bselect dla zalogowanych"
    r"|\b(?:status|is_\w+|visibility)\b[^()]*\bor\b",
    re.IGNORECASE,
)
# That policies are in force says not which.
_ENABLED = deferred(
    r"\W*(?:enable\w* |w\u0142[a\u0105]cz\w* (?:rls|row)|alter table \S+ (?:enable|force) "
    r"|rls (?:w\u0142|is |enabled))",
    re.IGNORECASE,
)
_ALL = deferred(r"(?<!across )\ball\b|wszystk|\bevery|\binnego|\bother user|public", re.IGNORECASE)


def said(brief: Brief) -> Iterator[str]:
    """What the endpoint's own passage says of whose the rows are."""
    spec = brief.spec
    if spec.description is not None:
        yield spec.description.text
    yield spec.title
    yield from (one.meaning for one in spec.statuses if one.code in {403, 404})


def meant(brief: Brief, table: Table) -> Tie | None:
    """The person that a row names, where the passage says that this is the caller."""
    for status in brief.statuses(403):
        words = set(re.findall(r"[a-z]+", status.meaning.casefold()))
        for column in table.columns:
            named = snake(column.name).removesuffix("_user_id")
            if named != snake(column.name) and words.issuperset(named.split("_")):
                return Tie(holder=table, columns=(column,))
    if not _CURRENT.search(" ".join(said(brief))):
        return None
    people = [one for one in brief.links.of(table) if one.of_people]
    alone = len(people) == 1 and not is_people(table.name)
    return Tie(holder=table, columns=(people[0].column,)) if alone else None


def by_person(brief: Brief, table: Table) -> Tie | None:
    """By the row that stands for a person and is named in the passage: "the participant's"."""
    said = brief.spec.description
    text = said.text.casefold() if said is not None else ""
    for link in brief.links.of(table):
        target = link.target
        column = owner_of(brief.links, target) if target is not None else None
        if target is not None and column is not None:
            word = fold(snake(target.name).rpartition("_")[2])
            if re.search(rf"\bcurrent {re.escape(word)}", text):
                return Tie(holder=target, columns=(column,), over=(link,))
    return None


def shows_all(brief: Brief) -> bool:
    """Whether the passage of a read speaks of all rows there are, or of those of others."""
    said = brief.spec.description
    return said is not None and not brief.subject.writes and _ALL.search(said.text) is not None


def is_shut(brief: Brief, table: Table) -> bool:
    """Whether nobody but the owner may read a row: by its policies, else as all data is."""
    spec = brief.spec
    if shows_all(brief):
        return False
    readers = [
        one.text
        for one in table.policies
        if not (_WRITE_POLICY.search(one.text) or _ENABLED.match(one.text))
        and not is_of_strangers(one.text)
    ]
    if any(_OPEN_POLICY.search(one) for one in readers):
        return False
    if readers:
        return any(_OWN_POLICY.search(one) for one in readers)
    paths = [*(one.source.path for one in spec.excerpts[:1]), table.source.path]
    return any(_OWN_DATA.search(line) for path in paths for line in brief.passages.lines(path))
