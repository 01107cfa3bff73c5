"""What the documents say of an endpoint, and its plan does not treat."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.findings import Finding
from agent.core.lint.placing import at
from agent.core.lint.values import Ground, Reading
from agent.core.patterns import deferred
from agent.core.schema import name_key
from agent.core.spec import Endpoint, Parameter, Spec, Status

# Every request has these; a plan has nothing to say of them.
_USUAL = frozenset(("accept", "contenttype", "useragent", "host", "contentlength"))
_ACCESS = frozenset(("authorization", "bearer", "jwt", "token", "session", "cookie"))
_CONFLICT = 409
_READS = frozenset(("GET", "HEAD"))
_WORD = deferred(r"[^\W\d]\w*")


def treated(reading: Reading, ground: Ground) -> Iterator[Finding]:
    """Documented statuses, parameters and body fields that stand nowhere in the plan."""
    yield from _statuses(reading, ground)
    for spec in ground.specs:
        for one in spec.parameters:
            # A path's parameter stands in the path, under any name.
            if one.place != "path" and not _is_treated(reading, one):
                yield _untreated(reading, spec, one, "parameter")
        for one in spec.request.fields if spec.request else ():
            if not _is_treated(reading, one):
                yield _untreated(reading, spec, one, "field")


def _statuses(reading: Reading, ground: Ground) -> Iterator[Finding]:
    """Each code once, for all endpoints that answer it."""
    answers: dict[int, list[tuple[Spec, Status]]] = {}
    for spec in ground.specs:
        for one in spec.statuses:
            if one.code not in reading.codes and not _is_of_others(spec, one):
                answers.setdefault(one.code, []).append((spec, one))
    for code, found in answers.items():
        spec, status = found[0]
        meaning = f", {status.meaning}" if status.meaning else ""
        others = len({str(one.endpoint) for one, _ in found}) - 1
        more = f", and so do {others} more" if others else ""
        yield Finding(
            rule="status-untreated",
            severity="error",
            message=f"{spec.endpoint} answers {code}{meaning}{more}: the plan does not say so",
            source=at(reading, reading.plan.line),
            evidence=tuple(dict.fromkeys(one.source for _, one in found)),
        )


def _is_of_others(spec: Spec, status: Status) -> bool:
    """Whether it is a conflict that a line for several endpoints names: a read has none."""
    reads = isinstance(spec.endpoint, Endpoint) and spec.endpoint.method in _READS
    own = [one.source for one in spec.excerpts[:1] if one.source.path == status.source.path]
    inside = any(one.line <= status.source.line <= one.last for one in own)
    return status.code == _CONFLICT and reads and not inside


def _is_treated(reading: Reading, one: Parameter) -> bool:
    """Whether the name stands in the plan; of `items[].name` the last part."""
    words = [name_key(word) for word in _WORD.findall(one.name)]
    last = words[-1:]
    if one.place == "header":
        whole = "".join(words)
        if whole in _USUAL:
            return True
        if whole in _ACCESS and reading.words & _ACCESS:
            return True
        return all(word in reading.words for word in words)
    return all(word in reading.words for word in last)


def _untreated(reading: Reading, spec: Spec, one: Parameter, what: str) -> Finding:
    kind = "field" if what == "field" else f"{one.place} parameter"
    return Finding(
        rule=f"{what}-untreated",
        severity="warning" if one.required is False else "error",
        message=f"{spec.endpoint} has the {kind} `{one.name}`: the plan does not say so",
        source=at(reading, reading.plan.line),
        evidence=(one.source,),
    )
