"""What row policies say of who calls: whether no stranger is let in, or anybody is."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Excerpt, Spec, Table
from agent.drafters.builtin.planning.facts.access import is_public
from agent.drafters.builtin.planning.facts.brief import bare_name, table_of
from agent.drafters.builtin.planning.facts.links import links_of
from agent.drafters.builtin.planning.subject import fold, subject_of
from agent.drafters.builtin.planning.tables.maintable import with_main
from agent.drafters.builtin.planning.tables.policysql import lets
from agent.drafters.builtin.planning.tables.reach import event_of, ways

# What is asked of these calls alone, by a word that leaves others open.
_PART = deferred(
    r"\b(?:protected|private|secured|chronion\w+|prywatn\w+)\b[` ]*"
    r"(?:\w+ )?(?:endpoint|route|resource|zas|endpoin|tras)",
    re.IGNORECASE,
)
# A policy that is of nobody signed in, by its roles or its name.
_FOR_ALL = deferred(r"\b(?:public read|to (?:public|anon)\b|anyone|everyone)", re.IGNORECASE)
_ASKS = deferred(r"\buid\b|\bauth\.|\bjwt\b|current_|using\s*\(\s*false", re.IGNORECASE)
_UNKNOWN, _ERRORS = 401, 400


def closed_by_policies(spec: Spec) -> Spec:
    """The spec with the place of such a policy as what it says of access: SQL is no sentence."""
    subject = subject_of(spec.endpoint, [one.name for one in spec.tables])
    table = table_of(with_main(spec, subject), subject)
    if table is None or is_public(spec):
        return spec
    if not fold(bare_name(table)).endswith(fold(subject.things)):
        return spec
    if spec.auth is not None:
        return spec if subject.writes else _opened(spec, table)
    found = ways(links_of(spec.schema), table, event_of(subject.act)) or ()
    if not found or any(one.open for one in found):
        return spec
    gaps = tuple(one for one in spec.gaps if one.topic != "auth")
    return replace(spec, auth=Excerpt(source=found[0].source, text=""), gaps=gaps)


def _opened(spec: Spec, table: Table) -> Spec:
    """The spec of a read that the general word leaves open, its own errors too, and a policy opens.

    That word is on protected calls alone; none of the endpoint's own errors is of who is unknown.
    """
    auth, own = spec.auth, [one.source for one in spec.excerpts]
    errors = [one for one in spec.statuses if one.code >= _ERRORS and _within(own, one.source)]
    if auth is None or not _PART.search(auth.text) or _within(own, auth.source) or not errors:
        return spec
    if spec.status(_UNKNOWN) is not None:
        return spec
    said = (one for one in table.policies if lets(one.text, event_of("get")))
    hits = ((one, _FOR_ALL.search(one.text)) for one in said if not _ASKS.search(one.text))
    found = next(((one, hit[0]) for one, hit in hits if hit is not None), None)
    if found is None:
        return spec
    policy, words = found
    return replace(spec, auth=Excerpt(source=policy.source, text=f"public: {words}"))


def _within(passages: list[Source], place: Source) -> bool:
    """Whether a place is in one of these passages."""
    return any(one.path == place.path and one.line <= place.line <= one.last for one in passages)
