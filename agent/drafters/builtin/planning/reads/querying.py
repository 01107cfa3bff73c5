"""A query that the documents write out in SQL, where it gives what the endpoint answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import entry, groups
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import snake

_FENCE = deferred(r"^ *```\w* *\n(?P<code>.*?)^ *```", re.DOTALL | re.MULTILINE)
_QUERY = deferred(
    r"^\s*select\s+(?P<items>.+?)\s+from\s+(?P<table>[\w.\"]+)(?:\s+(?:as\s+)?(?!where|order|group"
    r"|left|right|inner|join|limit)(?P<alias>\w+))?(?P<joins>(?:\s+(?:left|right|inner|outer|\s)*"
    r"join\s+.+?)?)(?:\s+where\s+(?P<where>.+?))?(?:\s+group\s+by\s+(?P<by>.+?))?"
    r"(?:\s+order\s+by\s+(?P<order>[^()]+?))?(?:\s+limit\b[^()]*)?;?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_JOIN = deferred(
    r"\bjoin\s+(?P<table>[\w.\"]+)(?:\s+(?:as\s+)?(?!on\b)(?P<alias>\w+))?\s+on\s+(?P<on>.+?)"
    r"(?=\s+(?:left|right|inner|outer|join)\b|$)",
    re.IGNORECASE | re.DOTALL,
)
_ALIAS = deferred(r"(?:^|\.|\bas\s+)[\"`]?(\w+)[\"`]?$", re.IGNORECASE)
_SELECTS = deferred(r"\bselect\b|\bunion\b|--", re.IGNORECASE)
_COMMA = deferred(r",(?![^()]*\))")
_BOUND = deferred(r"(?<![\w:])[:$@]([A-Za-z]\w*)")
# What a query is given beside the request's values: who calls, and a page that has its default.
_GIVEN = {"user_id", "current_user_id", "uid", "auth_user_id", "limit", "offset"}
_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The clauses of a query, with the table that each of its short names stands for."""

    source: Source
    hit: Mapping[str, str]
    tables: Mapping[str, Table]
    joins: tuple[tuple[str, str], ...]

    @property
    def items(self) -> Iterator[tuple[str, str]]:
        """What it gives: the name with what it is made of."""
        for one in map(str.strip, _COMMA.split(self.hit["items"])):
            alias = _ALIAS.search(one)
            of, star, _ = one.rpartition(".*")
            if star and of in self.tables:
                yield from ((column.name, "") for column in self.tables[of].columns)
            elif alias is not None:
                made = one[: alias.start()].strip()
                yield alias[1], made if "(" in made else ""


def queried(work: Work) -> Iterator[Fact]:
    """The first query that gives most of an entry of the answer, by its tables and clauses."""
    brief = work.brief
    first = entry(groups(next(iter(brief.spec.responses), None)))
    names = {snake(one) for one in first.names} if first is not None else set()
    for query in _queries(work):
        held = names & {snake(name) for name, _ in query.items}
        if len(held) >= _FEWEST and len(held) * 3 >= len(names) * 2:
            yield _told(brief, query)
            return


def _told(brief: Brief, query: Query) -> Fact:
    first, *others = query.tables.values()
    text = brief.say("flow-query", table=first.name)
    for table, (_, on) in zip(others, query.joins, strict=True):
        text += brief.say("flow-query-join", table=table.name, on=on)
    for key in ("where", "by", "order"):
        if query.hit[key]:
            text += brief.say(f"flow-query-{key}", said=query.hit[key])
    made = ", ".join(f"`{name}` = `{said}`" for name, said in query.items if said)
    text += f"; {made}" if made else ""
    return Fact(text=text, sources=(query.source, *cited(brief, *query.tables.values())))


def _queries(work: Work) -> Iterator[Query]:
    """The queries in the code of its passage and of the notes, on known tables alone."""
    spec = work.brief.spec
    known = {snake(one.name) for one in spec.parameters} | _GIVEN
    for place in (one.source for one in (*spec.excerpts[:1], *spec.notes)):
        says = work.brief.passages.says(place)
        for code in _FENCE.finditer(says):
            hit = _QUERY.search(code["code"])
            if hit is None or len(_SELECTS.findall(code["code"])) != 1:
                continue
            if not known.issuperset(map(snake, _BOUND.findall(code["code"]))):
                continue  # of another endpoint: it wants what is not given here
            at = place.line + says[: code.start("code")].count("\n")
            last = place.line + says[: code.end("code")].rstrip("\n").count("\n")
            found = _read(work, hit, Source(path=place.path, line=at, last=last))
            if found is not None:
                yield found


def _read(work: Work, hit: re.Match[str], source: Source) -> Query | None:
    """The query with its tables; none where one of them is unknown."""
    joined = list(_JOIN.finditer(hit["joins"]))
    tables: dict[str, Table] = {}
    for one in (hit, *joined):
        name = one["table"].replace('"', "").rpartition(".")[2]
        table = work.links.exactly(name)
        if table is None:
            return None
        tables[one["alias"] or name] = table
    said = {key: " ".join((value or "").split()) for key, value in hit.groupdict().items()}
    joins = tuple((one["table"], " ".join(one["on"].split())) for one in joined)
    whole = len(tables) == len(joins) + 1
    return Query(source=source, hit=said, tables=tables, joins=joins) if whole else None
