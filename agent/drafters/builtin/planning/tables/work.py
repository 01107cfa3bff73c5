"""What an endpoint works on: its table, the rows that its path names, and how they are tied."""

from __future__ import annotations

import re
from functools import cached_property

from agent.core.documents import Source
from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.core.spec import Column, Status, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.access import is_closed
from agent.drafters.builtin.planning.facts.binding import PAGE, bound, entry, groups, is_list, named
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name, is_kin
from agent.drafters.builtin.planning.facts.links import Links, is_people, is_record_of
from agent.drafters.builtin.planning.facts.wording import is_legend, names_rows, primary_key
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.owning import by_person, is_shut, meant, said, shows_all
from agent.drafters.builtin.planning.tables.pathrows import Row, rows_of
from agent.drafters.builtin.planning.tables.reach import Way, event_of, ways
from agent.drafters.builtin.planning.tables.refusal import Refusal
from agent.drafters.builtin.planning.tables.roles import Asked, asked_of_all, by_ways, lets_all
from agent.drafters.builtin.planning.tables.whose import Tie, members_of, own_tie, owner_of, tie_of

_FEWEST = 2
_INVERSE = deferred(
    r"own[_ ]\w+[_ ]FORBIDDEN|w\u0142asn\w+ \w+"
    r"|\b(?:cannot|can't|not) (?:\w+ ){0,3}(?!(?:not|or|and|don|doesn|they|who) )\w+ own\b",
    re.IGNORECASE,
)
_PROFILE = deferred(r"/users?/(?:profile|account|me|settings)/?$|/(?:profile|account|me)/?$")
MINE = deferred(r"/(?:me|my|mine|current|self)(?:/|$)")
_GONE = re.compile(r"^(?:deleted_?at|removed_?at|archived_?at)$", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:my|own|owns|owner\w*|owned|caller\w*|belong\w*|their|your)\b"
    r"|(?:current|authenticated|logged[- ]in) user\b|\buser['\u2019]s\b|for (?:the|this) user\b"
    r"|zalogowan|bie\u017c\u0105c\w* u\u017cytkownik|have access|no access|swoj|w\u0142asn"
    r"|w\u0142a\u015bcic|\bactive organi",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Work:
    """An endpoint's work, as far as the tables tell it."""

    brief: Brief

    @property
    def links(self) -> Links:
        """How all tables hang together."""
        return self.brief.links

    @property
    def table(self) -> Table | None:
        """The table that it is about."""
        return self.brief.table

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that the path names, in its order."""
        return tuple(rows_of(self.brief, self.links, self.table))

    @cached_property
    def sure(self) -> bool:
        """Whether the table is named in the path, or has most of what is given and answered."""
        table, subject = self.table, self.brief.subject
        if table is None:
            return False
        named = fold(table.name).endswith(fold(subject.things))
        if named or is_record_of(table, subject.thing) or self.own is not None:
            return True
        if subject.owner and is_kin(table, subject):
            return True
        if is_people(table.name) and _PROFILE.search(self.brief.spec.endpoint.path):
            return True
        first = entry(groups(next(iter(self.brief.spec.responses), None)))
        names = [one.name for one in self.brief.body] + list(first.names if first else ())
        held = [one for one in names if bound(table, one) is not None]
        return len(held) >= _FEWEST and len(held) * 2 > len(names)

    @cached_property
    def above(self) -> tuple[Row, ...]:
        """Those of them that are of another table than the endpoint's."""
        return tuple(one for one in self.rows if one.table is not self.table)

    @cached_property
    def own(self) -> Row | None:
        """The row of the endpoint's own table that the path names."""
        return next((one for one in self.rows if one.table is self.table), None)

    @cached_property
    def closed(self) -> bool:
        """Whether the documents want the caller to be signed in."""
        return is_closed(self.brief.spec)

    @cached_property
    def lists(self) -> bool:
        """Whether many rows are answered, by the path's words or by the answer itself."""
        many = is_list(next(iter(self.brief.spec.responses), None))
        paged = any(PAGE.match(one.name) for one in named(self.brief.spec.parameters, "query"))
        act = self.brief.subject.act
        return act == "list" or (act == "get" and self.own is None and (many or paged))

    @cached_property
    def founds(self) -> Tie | None:
        """The members of a group that is made here: its maker becomes the first."""
        table = self.table
        makes = self.brief.subject.act == "create" and table is not None
        return members_of(self.links, table) if makes and table is not None else None

    @cached_property
    def tied(self) -> Table | None:
        """The table whose row has to be the caller's: of the path's first row, or its own.

        What is taken away below somebody's row is the caller's own: a like, a vote.
        """
        first = next((one.table for one in self.rows), self.table)
        table, act = self.table, self.brief.subject.act
        if table is None or self.own is not None or act not in {"update", "delete"}:
            return first
        return table if owner_of(self.links, table) is not None else first

    @cached_property
    def tie(self) -> Tie | None:
        """How that row is the caller's, where the documents speak for it."""
        table = self.tied
        if table is None or not self.closed or self.founds is not None:
            return None
        if (self.others is not None and table is not self.table) or self._is_above():
            return None
        found = (
            self.told
            or (own_tie(self.links, table) if self._is_caller(table) else None)
            or self._let_in
            or tie_of(self.links, table)
        )
        if found is None:
            return None
        if found.of_itself and self.brief.subject.verb == "join":
            return None  # nobody is one of them before
        themselves = found.of_itself and self.lists and not self.rows  # may be shown to all
        return found if (found.group and not themselves) or self._is_owned(table) else None

    @cached_property
    def told(self) -> Tie | None:
        """Whose the row is by the passage's own words."""
        table = self.tied
        return meant(self.brief, table) or by_person(self.brief, table) if table else None

    @cached_property
    def let(self) -> tuple[Way, ...]:
        """Whom the row policies let do this with the row that is tied; none where it is open."""
        table, act = self.tied, self.brief.subject.act
        own = table is self.table
        if table is None or not (self.sure or self.rows) or (own and shows_all(self.brief)):
            return ()
        if is_people(table.name) and not self.brief.subject.writes:
            return ()  # others are shown by what the passage says
        found = ways(self.links, table, event_of(act) if own else "select") or ()
        below = () if own or self.table is None else ways(self.links, self.table, event_of(act))
        holders = {one.tie.holder.name for one in below or () if one.tie is not None}
        alike = [one for one in found if one.tie is not None and one.tie.holder.name in holders]
        return () if any(one.open for one in found) else tuple(alike) or found

    @cached_property
    def _let_in(self) -> Tie | None:
        """The tie of these policies, the nearest of several: by joins where they lead as far."""
        ties = dict.fromkeys(one.tie for one in self.let if one.tie is not None)
        known = tie_of(self.links, self.tied) if self.tied is not None and ties else None
        tie = min(ties, key=lambda one: (one.group is not None, len(one.over)), default=None)
        if known in ties:
            return known
        joined = known if tie is not None and tie.value else None
        if tie is None or joined is None or joined.group is not None:
            return tie
        first = joined.over[0].column if joined.over else primary_key(tie.holder)
        return joined if first in tie.columns else tie

    @cached_property
    def also(self) -> tuple[Tie, ...]:
        """Whose own the path's last row has to be too, below one of a group, by one of these."""
        row, subject = self.own, self.brief.subject
        if row is None or row.table is self.tied or not (subject.writes and self.closed):
            return ()
        owned = self.tie is not None and self.tie.group is None
        if owned or self._is_above():
            return ()
        found = [one.tie for one in ways(self.links, row.table, event_of(subject.act)) or ()]
        ties = tuple(dict.fromkeys(one for one in found if one is not None))
        mine = any(one.own_of(row.table) for one in ties)
        return ties if mine and None not in found else ()

    @cached_property
    def asked(self) -> Asked | None:
        """The role that whoever calls needs, by what is said or by the policies alone."""
        told = asked_of_all(self.brief)
        if told is not None or self.table is None or not self.sure:
            return told
        return by_ways(self.brief, self.let if self.tied is self.table else ())

    def _is_above(self) -> bool:
        """Whether it lies below `/admin`, where whoever may call sees all rows."""
        mine = MINE.search(self.brief.spec.endpoint.path)
        return self.asked is not None and self.asked.above and mine is None

    def _is_caller(self, table: Table) -> bool:
        """Whether the row is the caller: `/me` of a table of people."""
        return is_people(table.name) and self.brief.spec.endpoint.path.rstrip("/").endswith("/me")

    @cached_property
    def members(self) -> Tie | None:
        """The members of the group that the work is in: their role may be asked for."""
        if self.tie is not None and self.tie.group is not None:
            return self.tie
        found = (members_of(self.links, one.table) for one in self.rows)
        return next((one for one in found if one is not None), None)

    def _is_owned(self, table: Table) -> bool:
        """Whether its rows are seen or changed by their owner alone."""
        if _OWN.search(" ".join(said(self.brief))) or MINE.search(self.brief.spec.endpoint.path):
            return True
        if lets_all(self.brief, self.asked):
            return False
        if self._let_in is not None:
            return True
        if self.brief.subject.writes:
            mine = self.own is not None or self.tied is self.table or self._is_refused()
            return mine or is_shut(self.brief, table)
        if is_people(table.name):
            return not self.rows and not self.lists
        return self._is_refused() or is_shut(self.brief, table)

    def _is_refused(self) -> bool:
        told = [one for one in self.brief.statuses(403) if self.brief.is_own(one.source)]
        return any(not self.brief.by_convention(one.code) for one in told)

    @cached_property
    def others(self) -> Status | None:
        """The refusal of those whose own the row is: nobody likes what is theirs."""
        bad = (one for one in self.brief.spec.statuses if one.code in {400, 403, 409, 422})
        return next((one for one in bad if _INVERSE.search(one.meaning)), None)

    def refusal(self, *codes: int) -> Refusal | None:
        """The first of these that a document has for it, or for all; else what a profile knows."""
        found = [one for one in map(self.brief.spec.status, codes) if one is not None]
        told = {one.code: one for one in found if not self.brief.by_convention(one.code)}
        own = (one for one in told.values() if self.brief.is_own(one.source))
        general = (one for code in codes if (one := told.get(code) or self._general(code)))
        first = next(own, None) or next(general, None) or next(iter(found), None)
        if not isinstance(first, Status):
            return first
        said = self.brief.status(first)
        return Refusal(code=first.code, sources=said.sources, because=said.because)

    def _general(self, code: int) -> Refusal | None:
        spec = self.brief.spec
        for one in (spec.auth, *spec.notes):
            if one is not None and re.search(rf"\b{code}\b", one.text):
                found = self.brief.passages.holding([one.source], str(code))
                place = tuple(each for each in found if not self._is_of_another(each))
                if place:
                    return Refusal(code=code, sources=place)
        return None

    def _is_of_another(self, source: Source) -> bool:
        """Whether a line lists what there is, or is on rows other than the caller's own."""
        said = self._says(source)
        return is_legend(said) or ("{" not in self.brief.endpoint and names_rows(said))

    def _says(self, source: Source) -> str:
        return self.brief.passages.says(source)


@latest(4)
def work_of(brief: Brief) -> Work:
    """The work of a brief, the same one for all that ask while its plan is written."""
    return Work(brief)


def alive(table: Table) -> Column | None:
    """The column that marks a row as removed."""
    return next((one for one in table.columns if _GONE.match(one.name)), None)


def cited(brief: Brief, *found: Table | Column) -> tuple[Source, ...]:
    """Where these stand."""
    return tuple(
        source
        for one in found
        for source in brief.passages.holding(
            [one.source], bare_name(one) if isinstance(one, Table) else one.name
        )
    )


def status_sources(brief: Brief, *found: Status | None) -> tuple[Source, ...]:
    """Where these statuses stand; none for those that a profile knows."""
    return tuple(source for one in found if one is not None for source in brief.status(one).sources)
