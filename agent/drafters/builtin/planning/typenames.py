"""The names of types that no document and no code names, as the stack names them."""

from __future__ import annotations

from agent.core.spec import Body, Spec
from agent.drafters.builtin.crud.shape import entries_of
from agent.drafters.builtin.planning.coded import Types
from agent.drafters.builtin.planning.homes import forms
from agent.drafters.builtin.planning.stacks import Stack
from agent.drafters.builtin.planning.subject import Subject, cased


def names_of(spec: Spec, subject: Subject, stack: Stack) -> Types:
    """A type for the body and one for the answer; none where the documents name some."""
    if spec.types:
        return Types()
    act = cased(subject.verb if subject.act == "action" else subject.act, "pascal")
    values = {**forms(subject), "Act": act}
    named = {key: name.format(**values) for key, name in stack.types}
    body = spec.request is not None and bool(spec.request.fields)
    answer = next(iter(spec.responses), None)
    shown = answer is not None and bool(answer.fields)
    paged = subject.act == "list" and answer is not None and _is_page(answer)
    return Types(
        body=named.get("body", "") if body else "",
        answer=named.get("answer", "") if shown else "",
        page=named.get("page", "") if shown and paged else "",
    )


def _is_page(answer: Body) -> bool:
    """Whether the rows stand in a field of the answer, beside others."""
    return any(inner for _, inner in entries_of(answer.example))
