"""Names that a plan states, and that neither documents nor profile nor repository know."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from agent.core.documents import RepoPath
from agent.core.findings import Finding, Severity
from agent.core.lint.placing import at
from agent.core.lint.values import Ground, Match, Named, Reading
from agent.core.schema import name_key

# What a server answers by itself, whatever an API documents.
_FRAMEWORK = frozenset((405, 415, 500))


def unknown(reading: Reading, ground: Ground) -> Iterator[Finding]:
    """Each unknown name once, at its first line; with what it may have meant."""
    yield from _endpoints(reading, ground)
    said: set[tuple[str, str, str]] = set()
    for one in reading.names:
        key = one.kind, one.key, one.table
        if key not in said:
            said.add(key)
            yield from _RULES[one.kind](one, reading, ground)


def _endpoints(reading: Reading, ground: Ground) -> Iterator[Finding]:
    for one in ground.endpoints:
        if one.listed is None or one.listed.key != one.endpoint.key:
            yield _endpoint(one, reading)


def _endpoint(one: Match, reading: Reading) -> Finding:
    meant = "" if one.listed is None else f"; they list {one.listed}"
    return Finding(
        rule="endpoint-unknown",
        severity="warning",
        message=f"the documents list no {one.endpoint}{meant}",
        source=at(reading, reading.plan.line),
        evidence=(one.source,) if one.source else (),
    )


def _status(one: Named, reading: Reading, ground: Ground) -> Iterator[Finding]:
    code = int(one.name)
    # Where nothing is documented, a plan has to decide.
    if code in ground.statuses or not any(spec.statuses for spec in ground.specs):
        return
    source = ground.elsewhere.get(code)
    severity: Severity = "error" if source is None and code not in _FRAMEWORK else "warning"
    said = "no document names it" if source is None else "the documents name it elsewhere only"
    yield Finding(
        rule="status-unknown",
        severity=severity,
        message=f"status {code}: {said}",
        source=at(reading, one.line),
        evidence=() if source is None else (source,),
    )


def _table(one: Named, reading: Reading, ground: Ground) -> Iterator[Finding]:
    known = one.key in ground.tables or one.key in reading.created
    if known or not ground.tables or name_key(one.name) in ground.words:
        return
    near = difflib.get_close_matches(one.key, ground.tables, n=1)
    meant = f"; is it `{ground.names[near[0]][0]}`?" if near else ""
    yield Finding(
        rule="table-unknown",
        severity="error",
        message=f"no document knows the table `{one.name}`{meant}",
        source=at(reading, one.line),
        evidence=tuple(ground.names[name][1] for name in near),
    )


def _column(one: Named, reading: Reading, ground: Ground) -> Iterator[Finding]:
    columns = ground.tables.get(one.table, frozenset())
    if not columns or one.key in columns or one.key in ground.words:
        return
    name, source = ground.names[one.table]
    near = difflib.get_close_matches(one.key, columns, n=1)
    if not near and one.table in _modules(reading, ground):
        return  # `loans.router` beside `app/routers/loans.py` is code.
    meant = f"; is it `{near[0]}`?" if near else ""
    yield Finding(
        rule="column-unknown",
        severity="error",
        message=f"no document knows a column `{one.name}` of `{name}`{meant}",
        source=at(reading, one.line),
        evidence=(source,),
    )


def _modules(reading: Reading, ground: Ground) -> frozenset[str]:
    """What the files are called that are there or that the plan makes, without a plural."""
    planned = (file.path for step in reading.plan.steps for file in step.files)
    stems = (path.name.partition(".")[0] for path in (*ground.files, *planned))
    return frozenset(name_key(stem).removesuffix("s") for stem in stems)


def _field(one: Named, reading: Reading, ground: Ground) -> Iterator[Finding]:
    """One of a request whose fields are documented: where none are, a plan has to decide."""
    told = [
        known
        for spec in ground.specs
        for known in (*spec.parameters, *(spec.request.fields if spec.request else ()))
        if known.place in {"body", "query"}
    ]
    if not told or one.key in ground.words:
        return
    near = difflib.get_close_matches(one.key, [name_key(known.name) for known in told], n=1)
    meant = [known for known in told if name_key(known.name) in near][:1]
    said = f"; is it `{meant[0].name}`?" if meant else ""
    yield Finding(
        rule="field-unknown",
        severity="error",
        message=f"no document knows the field `{one.name}`{said}",
        source=at(reading, one.line),
        evidence=tuple(known.source for known in meant or told[:1]),
    )


def _file(one: Named, reading: Reading, ground: Ground) -> Iterator[Finding]:
    path = RepoPath(one.name)
    if path in ground.files or path.value in ground.placing:
        return
    same = next((file for file in sorted(ground.files) if file.name == path.name), None)
    meant = f"; there is `{same}`" if same else ""
    yield Finding(
        rule="file-unknown",
        severity="warning",
        message=f"`{path}` is said to be there, and is not{meant}",
        source=at(reading, one.line),
    )


def _citation(one: Named, reading: Reading, ground: Ground) -> Iterator[Finding]:
    lines = ground.lengths.get(one.name)
    if lines is not None and one.last > lines:
        yield Finding(
            rule="citation-broken",
            severity="error",
            message=f"`{one.name}` has {lines} lines, and line {one.last} is cited",
            source=at(reading, one.line),
        )


_RULES = {
    "status": _status,
    "table": _table,
    "column": _column,
    "field": _field,
    "file": _file,
    "citation": _citation,
}
