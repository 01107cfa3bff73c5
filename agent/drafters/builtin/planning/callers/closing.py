"""That a caller is signed in, where no document says it and the row policies let in no stranger."""

from __future__ import annotations

from dataclasses import replace

from agent.core.spec import Excerpt, Spec
from agent.drafters.builtin.planning.facts.access import is_public
from agent.drafters.builtin.planning.facts.brief import bare_name, table_of
from agent.drafters.builtin.planning.facts.links import links_of
from agent.drafters.builtin.planning.subject import fold, subject_of
from agent.drafters.builtin.planning.tables.maintable import with_main
from agent.drafters.builtin.planning.tables.reach import event_of, ways


def closed_by_policies(spec: Spec) -> Spec:
    """The spec with the place of such a policy as what it says of access: SQL is no sentence."""
    subject = subject_of(spec.endpoint, [one.name for one in spec.tables])
    table = table_of(with_main(spec, subject), subject)
    if spec.auth is not None or table is None or is_public(spec):
        return spec
    if not fold(bare_name(table)).endswith(fold(subject.things)):
        return spec
    found = ways(links_of(spec.schema), table, event_of(subject.act)) or ()
    if not found or any(one.open for one in found):
        return spec
    gaps = tuple(one for one in spec.gaps if one.topic != "auth")
    return replace(spec, auth=Excerpt(source=found[0].source, text=""), gaps=gaps)
