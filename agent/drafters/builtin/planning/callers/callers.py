"""Who calls, whose the rows have to be, and which role is asked for: the checks on the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.drafters.builtin.planning.callers.hiding import foreign
from agent.drafters.builtin.planning.callers.openrows import recipients
from agent.drafters.builtin.planning.callers.tying import alternatives, freed, others_of, tied
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.access import means, opened
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.carried import carriers, checked_in, cookie_in
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.claims import claim_of, subject_claim
from agent.drafters.builtin.planning.tables.refusal import Refusal
from agent.drafters.builtin.planning.tables.roles import Asked, is_asked, is_staff
from agent.drafters.builtin.planning.tables.whose import Tie, owner_of
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import snake

_UNKNOWN, _FORBIDDEN, _MISSING = 401, 403, 404
_ROWS = ("create", "update", "delete")
# To be one of the members is checked before any role.
_ANY = {"member", "user", "participant"}
_OWN_ROWS = ("update", "delete")
_OWNER_OR = r"\b(?:owner|author|creator)s?\b[^.;]{0,4}(?:\bor|\bnor|\bnot|/) *(?:an? |the )?"
_SEES_ALL = (
    r"\b{role}s?\b(?: users?\b)?:?(?: bypass\w*\b[^,;.]*,)?(?: can\b| may\b)?"
    r" (?:see|view|access|read|list|get)s? (?:all|any|every)\b"
)
_NEAR = 3
_COOKIE = deferred(r"cookies?$", re.IGNORECASE)
_TOKEN = deferred(r"JWT|bearer", re.IGNORECASE)
_TYPED = deferred(r"\"?\btoken_?type\"?\s*:.*\bbearer\b", re.IGNORECASE)
_LIST = deferred(r"[`'\"]?\w+[`'\"]?(?:\s*[,/|]\s*[`'\"]?\w+[`'\"]?)+")
_ASKS = deferred(r"\brequir|\bmust\b|\bonly\b|\bwymaga|\btylko\b|\bmusi", re.IGNORECASE)
_WORD = deferred(r"\w+")


def caller(work: Work) -> Iterator[Fact]:
    """Who calls: nobody known, or one who is signed in."""
    brief, spec = work.brief, work.brief.spec
    said = opened(spec)
    if said is not None:
        word, source = said
        word = re.sub(r"^\W+", "", word).split(":")[-1].strip(" *_`)]")
        sources = brief.passages.holding([source], word)
        yield Fact(text=brief.say("flow-anyone", said=word), sources=sources)
        return
    if not work.closed:
        return
    refused = work.refusal(_UNKNOWN)
    yield _refused(brief, _known(brief), refused, key="flow-without")


def _known(brief: Brief) -> Fact:
    """By what one is known who is signed in, where a request has it, and what it has to be."""
    known = means(brief.spec)
    if known is None:
        return _given(brief) or Fact(text=brief.say("flow-signed-in"), sources=())
    fact, path = _identified(brief, *known), known[1].path
    checked = checked_in(brief.passages.lines(path))
    if checked is None:
        return fact
    source = Source(path=path, line=checked[1], last=checked[1])
    return replace(fact, text=f"{fact.text} ({checked[0]})", sources=(*fact.sources, source))


def _given(brief: Brief) -> Fact | None:
    """By the token that a sign-in of the same plan answers, where it is said to be a bearer's."""
    path = next((one.source.path for one in brief.spec.excerpts), None)
    for at, line in enumerate(brief.passages.lines(path) if path is not None else (), start=1):
        if path is not None and _TYPED.search(line):
            words = {"means": brief.say("flow-token"), "places": brief.say("carried-header")}
            text = brief.say("flow-caller", means=brief.say("flow-carried", **words))
            return Fact(text=text, sources=(Source(path=path, line=at, last=at),))
    return None


def _identified(brief: Brief, word: str, place: Source) -> Fact:
    lines = brief.passages.lines(place.path)
    carried = carriers(brief.spec, lines, place.path)
    sources = brief.passages.holding([place], word)
    if _COOKIE.match(word):
        cookie = next((one for one in carried if one.key == "cookie"), None)
        cookie = cookie or cookie_in(lines, place.path)
        if cookie is not None:
            text = brief.say("flow-cookie", name=cookie.name)
            return Fact(text=text, sources=(*sources, cookie.source))
        carried = ()
    said = brief.say("or").join(brief.say(f"carried-{one.key}", name=one.name) for one in carried)
    name = brief.say("flow-token") if said and word.casefold() == "bearer" else f"`{word}`"
    claim = subject_claim(lines) if _TOKEN.match(word) else None
    if claim is not None:
        name = brief.say("flow-subject", means=name, claim=claim[0])
        sources = (*sources, Source(path=place.path, line=claim[1], last=claim[1]))
    by = brief.say("flow-carried", means=name, places=said) if said else name
    places = dict.fromkeys((*sources, *(one.source for one in carried)))
    return Fact(text=brief.say("flow-caller", means=by), sources=tuple(places))


def belonging(work: Work) -> Iterator[Fact]:
    """Whose the row has to be that the path names; a list is bound by it as it is read."""
    tie = work.tie
    if tie is None:
        yield from _of_others(work)
        return
    if work.rows and work.tied is work.rows[0].table:
        text, sources = tied(work.brief, tie)
        key = "flow-tied" if tie.group is None and not tie.value else "flow-belongs"
        other, more = beyond_owner(work, tie)
        shared, there = recipients(work, work.tied)
        text = work.brief.say(key, tie=text) + other + shared
        fact = Fact(text=text, sources=sources + more + there)
        yield _refused(work.brief, fact, foreign(work))
    elif tie.group is not None and not tie.over and work.brief.subject.act in _ROWS:
        yield grouped(work, tie, tie.group)
    elif work.brief.subject.act in _OWN_ROWS and work.tied is not None:
        text, sources = tied(work.brief, tie)
        keys = [
            (link.column, row)
            for row in work.above
            for link in work.links.of(work.tied)
            if link.target is row.table
        ]
        with_keys = "".join(f"`{column.name}` = `{row.parameter.name}`, " for column, row in keys)
        said = work.brief.say("flow-row-of", table=work.tied.name, tie=with_keys + text)
        columns = [column for column, _ in keys]
        fact = Fact(text=said, sources=cited(work.brief, work.tied, *columns) + sources)
        missing = work.refusal(_MISSING)
        tail = work.brief.say("flow-missing", code=_MISSING)
        yield fact if missing is None else missing.after(fact, tail)


def beyond_owner(work: Work, tie: Tie) -> tuple[str, tuple[Source, ...]]:
    """Who reaches rows of others too: by the policies, else by a role."""
    others = others_of(work)
    return freed(work, others) if others else role_beyond(work, tie)


def role_beyond(work: Work, tie: Tie) -> tuple[str, tuple[Source, ...]]:
    """The role that does, in words."""
    found = seeing_all(work, tie)
    if found is None:
        return "", ()
    column, value, sources = found
    return work.brief.say("flow-or-role", column=column, value=value), sources


def seeing_all(work: Work, tie: Tie) -> tuple[str, str, tuple[Source, ...]] | None:
    """The column and the role: who is refused is "not owner, not admin", or it sees all."""
    brief = work.brief
    keys = (one for one in work.links.of(tie.holder) if one.column in tie.columns)
    people = next((one.target for one in keys if one.target is not None), None)
    columns = people.columns if people is not None and tie.group is None else ()
    column = next((one for one in columns if snake(one.name).endswith("role")), None)
    if people is None or column is None:
        return None
    every = () if brief.subject.writes else brief.spec.notes
    open_ = [each for one in brief.spec.excerpts[:1] for each in lines_of(brief, one.source)]
    open_ += [
        each
        for one in every
        for each in lines_of(brief, one.source)
        if bare_name(tie.holder) in "\n".join(_around(brief, each[0]))
    ]
    for value in values_of(brief.spec, people, column):
        asked = re.compile(rf"{_OWNER_OR}{re.escape(value)}s?\b", re.IGNORECASE)
        all_of = re.compile(_SEES_ALL.format(role=re.escape(value)), re.IGNORECASE)
        said = [one for one, line in _passage(brief) if asked.search(line)]
        said += [one for one, line in open_ if all_of.search(line)]
        if said:
            name = f"{people.name}.{column.name}"
            return name, value, (said[0], *cited(brief, column))
    return None


def _around(brief: Brief, place: Source) -> Sequence[str]:
    """The lines of the document near this one."""
    return brief.passages.lines(place.path)[max(place.line - _NEAR, 0) : place.last + _NEAR - 1]


def _of_others(work: Work) -> Iterator[Fact]:
    """A row that must not be the caller's own."""
    status, row = work.others, next(iter(work.above), None)
    column = owner_of(work.links, row.table) if row is not None else None
    if status is not None and row is not None and column is not None:
        text = work.brief.say("flow-others", column=f"{row.table.name}.{column.name}")
        fact = Fact(text=text, sources=cited(work.brief, column))
        yield _refused(work.brief, fact, work.refusal(status.code))


def grouped(work: Work, tie: Tie, group: Column) -> Fact:
    """The group that a new row is of: that of the caller."""
    brief, column = work.brief, tie.columns[0].name
    names = {"members": tie.holder.name, "column": column, "group": group.name}
    places = cited(brief, group, *tie.columns)
    claim = claim_of(brief, group)
    fact = Fact(text=brief.say("flow-group", **names), sources=places)
    if claim is not None:
        name, place = claim
        fact = Fact(text=brief.say("flow-claim", claim=name, **names), sources=(place, *places))
    return _refused(work.brief, fact, work.refusal(_FORBIDDEN))


def staff(work: Work) -> Iterator[Fact]:
    """The role that is asked of whoever calls, before any row is looked for."""
    brief, asked = work.brief, asked_role(work)
    if asked is None or asked is not work.asked:
        return
    values = alternatives(brief, asked.values)
    text, places = brief.say("flow-role-plain", values=values), asked.sources
    if asked.table is not None and asked.column is not None:
        column = f"{asked.table.name}.{asked.column.name}"
        text = brief.say("flow-role", column=column, values=values)
        places += cited(brief, asked.column)
    yield _refused(brief, Fact(text=text, sources=places), work.refusal(_FORBIDDEN))


def role(work: Work) -> Iterator[Fact]:
    """The role that is asked for among the members, compared with the column that holds it."""
    brief, tie, asked = work.brief, work.members, asked_role(work)
    if tie is not None and tie.role is not None and asked is not None and asked is not work.asked:
        column = f"{tie.holder.name}.{tie.role.name}"
        text = brief.say("flow-role", column=column, values=alternatives(brief, asked.values))
        fact = Fact(text=text, sources=(*asked.sources, *cited(brief, tie.role)))
        yield _refused(brief, fact, work.refusal(_FORBIDDEN))


def asked_role(work: Work) -> Asked | None:
    """The roles of which the passage asks for one: among the members, else of whoever calls."""
    if not work.closed or work.founds is not None:
        return None
    tie = work.members
    column = tie.role if tie is not None else None
    if tie is None or column is None:
        return _asked_of_all(work)
    values = values_of(work.brief.spec, tie.holder, column)
    for source, line in _passage(work.brief):
        asked = tuple(one for one in values if is_asked(one, line))
        if asked and not set(asked) <= _ANY:
            all_of, more = with_equals(work.brief, values, asked)
            return Asked(values=all_of, sources=(source, *more), table=tie.holder, column=column)
    return _asked_of_all(work)


def _asked_of_all(work: Work) -> Asked | None:
    """The role of whoever calls: none where an own row will do, or where a group has its roles."""
    asked, tie = work.asked, work.tie
    if asked is None or tie is None or asked.above:
        return asked
    freed = is_staff(asked) if tie.group is None else asked.column is None
    return None if freed else asked


def _passage(brief: Brief) -> Iterator[tuple[Source, str]]:
    """The lines of the endpoint's own that may ask for a role."""
    spec = brief.spec
    own = [spec.auth] if spec.auth is not None and brief.is_own(spec.auth.source) else []
    for one in (spec.description, *own):
        yield from lines_of(brief, one.source) if one is not None else ()
    for status in brief.statuses(_FORBIDDEN):
        if brief.is_own(status.source):
            for source in brief.status(status).sources:
                yield source, status.meaning


def _refused(brief: Brief, fact: Fact, refused: Refusal | None, *, key: str = "flow-else") -> Fact:
    """The fact with the refusal; one that a profile knows has no line of its own."""
    if refused is None:
        return fact
    return refused.after(fact, brief.say(key, code=refused.code))


def with_equals(
    brief: Brief, roles: Sequence[str], asked: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Source, ...]]:
    """The roles asked for with those listed beside them: "Parent/admin endpoints require ..."."""
    for one in (brief.spec.auth, *brief.spec.notes):
        for source, line in lines_of(brief, one.source) if one is not None else ():
            for hit in _LIST.finditer(line) if _ASKS.search(line) else ():
                words = {word.casefold() for word in _WORD.findall(hit[0])}
                if set(asked) < words < set(roles):
                    return tuple(role for role in roles if role in words), (source,)
    return asked, ()
