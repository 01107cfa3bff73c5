"""What the documents say of an endpoint, as a model is told: most of it in their own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from agent.core.documents import RepoPath
from agent.core.plan import Plan, Step
from agent.core.shapes import TypeDefinition
from agent.core.spec import Excerpt, Feature, Spec, Table, Target
from agent.drafters.model import tables
from agent.drafters.model.sending import Fence, bounded, cited, place, spanned
from agent.sources.tables.relatedtables import used

_MOST = 24_000
_MOST_PLAN = 24_000
_MOST_BESIDE = 6
_MOST_LOGS = 2
_END = "\n"
_CODE = re.compile(r"`(?:\w+\.)?(\w+)`")
_HEADING = re.compile(r"\W*\w+(?:[ ,&]+\w+){0,4}\W*")


def subject(target: Target) -> str:
    """What all is about."""
    return f"The {'feature' if isinstance(target, Feature) else 'endpoint'}: {target}"


def documents(spec: Spec, fence: Fence) -> str:
    """The endpoint's passages, its tables with those beside them, types, and what is left open."""
    parts = list(bounded(_passages(spec, fence), _MOST))
    if spec.gaps:
        asked = "\n".join(f"- {one.question}" for one in spec.gaps)
        parts.append(f"The documents do not say:\n{asked}")
    return "\n\n".join(parts)


def _passages(spec: Spec, fence: Fence) -> Iterator[str]:
    auth = (spec.auth,) if spec.auth else ()
    told = (*spec.excerpts, *spec.spelled, *auth, *spec.notes, *spec.stack)
    for path, excerpts in _by_document(told).items():
        yield fence.document(path, f"document {path}", "\n".join(map(cited, excerpts)))
    said: set[Excerpt] = set()
    for table in spec.tables:
        yield tables.whole(table, "table", fence, said)
    beside = spec.beside[:_MOST_BESIDE]
    for table in beside:
        yield tables.columns(table, "table beside them", fence)
    for values in used((*spec.tables, *beside), spec.values):
        text = f"{values.name}: {', '.join(values.values)}"
        yield fence.document(values.source.path, f"enumeration {place(values.source)}", text)
    yield from types(spec, (), fence)


def demands(asked: Sequence[Step], spec: Spec, fence: Fence) -> str:
    """What the other tables that these steps name demand of their rows."""
    given = {one.name for one in (*spec.tables, *spec.beside[:_MOST_BESIDE])}
    named = {name for step in asked for name in _CODE.findall(f"{step.title}\n{step.body}")}
    touched = (one for one in spec.schema if one.name in named - given)
    return joined([tables.demanding(one, fence) for one in touched])


def logs(told: Sequence[Table], spec: Spec, fence: Fence) -> str:
    """The tables for errors, which each profile asks to think about."""
    known = {one.name for one in (*spec.tables, *spec.beside)}
    fresh = [one for one in told if one.name not in known]
    return joined(
        [tables.whole(one, "table for errors", fence, set()) for one in fresh[:_MOST_LOGS]]
    )


def types(spec: Spec, given: Collection[RepoPath], fence: Fence) -> Iterator[str]:
    """The types that its bodies use, but those of files that are given whole."""
    for one in spec.types:
        if one.source.path not in given:
            where = place(spanned(one.source, (field.source for field in one.fields)))
            yield fence.document(one.source.path, f"type {where}", _type(one))


def _by_document(excerpts: Iterable[Excerpt]) -> dict[RepoPath, list[Excerpt]]:
    """The passages of each document, each once; a bare heading says nothing."""
    found: dict[RepoPath, list[Excerpt]] = {}
    for one in excerpts:
        rows = found.setdefault(one.source.path, [])
        text = one.text.strip()
        if text and not _HEADING.fullmatch(text) and not any(text in row.text for row in rows):
            rows.append(one)
    return {path: rows for path, rows in found.items() if rows}


def _type(one: TypeDefinition) -> str:
    rows = (f"  {field.name}{'?' if field.optional else ''}: {field.type}" for field in one.fields)
    return "\n".join((one.name, *rows))


def plan(one: Plan, written: str, fence: Fence) -> str:
    """The plan as it stands in its file, and on which lines of it, where that is known."""
    text = plan_text(one, written)[:_MOST_PLAN]
    lines = f":{one.line}-{one.line + text.count(_END)}" if written else ""
    return fence.document(one.path, f"plan {one.path}{lines}", text)


def plan_text(one: Plan, written: str) -> str:
    """The plan as its file holds it, else as it was read."""
    rows = [f"# {one.title}"]
    for section in one.sections:
        rows += [f"## {section.title}", section.body.strip()]
    return written or "\n".join(rows)


def decisions(decided: Sequence[str], fence: Fence) -> str:
    """What was decided when the plan was drafted, if that is known."""
    text = "\n".join(f"- {one}" for one in decided)
    return fence.data("decisions behind it", text) if decided else ""


def steps(asked: Sequence[Step], above: str, fence: Fence) -> str:
    """The agreed steps: what of them the plan above does not hold as it is agreed stands here."""
    rows = []
    for step in asked:
        body = step.body.strip()
        known = not body or body in above
        text = f"Step {step.number}: {step.title}" + ("" if known else f"\n{body}")
        rows.append(text)
    return fence.data("steps", "\n".join(rows))


def joined(parts: Sequence[str]) -> str:
    """The parts that there are, apart from each other."""
    return "\n\n".join(one for one in parts if one)
