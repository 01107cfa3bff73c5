"""What the documents say of an endpoint, as a model is told: most of it in their own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, groupby

from agent.core.documents import RepoPath
from agent.core.plan import Plan, Step
from agent.core.shapes import TypeDefinition
from agent.core.spec import Excerpt, Feature, Rule, Spec, Table, Target
from agent.drafters.model.sending import Fence

Rows = list[tuple[int, str]]
_MOST = 24_000
_MOST_RULES = 24_000
_MOST_PLAN = 24_000
_MOST_COLUMNS = 40
_MOST_BESIDE = 6
_MOST_LOGS = 2
# Shorter words, such as “Example:”, stand before different things.
_LEAST_SAID = 40
# Globs alone miss: rules for a back end often name no file that a route lies in.
_BACKEND = re.compile(
    r"back-?end|(?:^|[^a-z])(?:rest|server)(?:[^a-z]|$)|^api(?:[-_](?:rules|design|guide\w*))?\.",
    re.IGNORECASE,
)
_MIGRATION = re.compile(r"migration", re.IGNORECASE)
_HEADING = re.compile(r"\W*\w+(?:[ ,&]+\w+){0,4}\W*")
_DEEPEST = 7  # below each heading of Markdown
_TITLE = re.compile(r"(#{1,6}) [^\n]*")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def subject(target: Target) -> str:
    """What all is about."""
    return f"The {'feature' if isinstance(target, Feature) else 'endpoint'}: {target}"


def documents(spec: Spec, fence: Fence) -> str:
    """The endpoint's passages, its tables with those beside them, types, and what is left open."""
    parts = list(_bounded(_passages(spec, fence), _MOST))
    if spec.gaps:
        asked = "\n".join(f"- {one.question}" for one in spec.gaps)
        parts.append(f"The documents do not say:\n{asked}")
    return "\n\n".join(parts)


def _passages(spec: Spec, fence: Fence) -> Iterator[str]:
    auth = (spec.auth,) if spec.auth else ()
    told = (*spec.excerpts, *spec.spelled, *auth, *spec.notes, *spec.stack)
    for path, excerpts in _by_document(told).items():
        yield fence.document(path, f"document {path}", "\n".join(_cited(excerpts)))
    for table in spec.tables:
        yield fence.document(table.source.path, f"table {table.source}", _table(table))
    for table in spec.beside[:_MOST_BESIDE]:
        title = f"table beside them {table.source}"
        yield fence.document(table.source.path, title, _columns(table))
    for values in spec.enumerations:
        text = f"{values.name}: {', '.join(values.values)}"
        yield fence.document(values.source.path, f"enumeration {values.source}", text)
    yield from types(spec, (), fence)


def logs(tables: Sequence[Table], spec: Spec, fence: Fence) -> str:
    """The tables for errors, which each profile asks to think about."""
    known = {one.name for one in (*spec.tables, *spec.beside)}
    fresh = [one for one in tables if one.name not in known]
    return "\n\n".join(
        fence.document(one.source.path, f"table for errors {one.source}", _columns(one))
        for one in fresh[:_MOST_LOGS]
    )


def types(spec: Spec, given: Collection[RepoPath], fence: Fence) -> Iterator[str]:
    """The types that its bodies use, but those of files that are given whole."""
    for one in spec.types:
        if one.source.path not in given:
            yield fence.document(one.source.path, f"type {one.source}", _type(one))


def _by_document(excerpts: Iterable[Excerpt]) -> dict[RepoPath, list[Excerpt]]:
    """The passages of each document, each once; a bare heading says nothing."""
    found: dict[RepoPath, list[Excerpt]] = {}
    for one in excerpts:
        rows = found.setdefault(one.source.path, [])
        text = one.text.strip()
        if text and not _HEADING.fullmatch(text) and not any(text in row.text for row in rows):
            rows.append(one)
    return {path: rows for path, rows in found.items() if rows}


def _cited(excerpts: Iterable[Excerpt]) -> Iterator[str]:
    for one in excerpts:
        source = one.source
        lines = f"{source.line}" if source.line == source.last else f"{source.line}-{source.last}"
        text = one.text.strip()
        yield f"{lines}:\n{text}" if "\n" in text else f"{lines}: {text}"


def _columns(table: Table) -> str:
    rows = [table.name + (f": {table.note}" if table.note else "")]
    for one in table.columns[:_MOST_COLUMNS]:
        note = f" -- {one.note}" if one.note else ""
        rows.append(" ".join(("-", one.name, one.type, *one.constraints)) + note)
    return "\n".join((*rows, *table.constraints))


def _table(table: Table) -> str:
    rows = [_columns(table)]
    said = (*table.triggers, *table.policies, *table.indexes, *table.relations)
    rows += [one.text.strip() for one in said]
    return "\n".join(rows)


def _type(one: TypeDefinition) -> str:
    rows = (f"  {field.name}{'?' if field.optional else ''}: {field.type}" for field in one.fields)
    return "\n".join((one.name, *rows))


def _bounded(parts: Iterator[str], most: int) -> Iterator[str]:
    for one in parts:
        most -= len(one)
        if most < 0:
            yield "More is in the documents: read them."
            return
        yield one


def files_of(one: Plan) -> tuple[RepoPath, ...]:
    """All that the plan's steps name."""
    return tuple(file.path for step in one.all_steps() for file in step.files)


def rules(spec: Spec, every: Sequence[Rule], fence: Fence, files: Sequence[RepoPath] = ()) -> str:
    """The rules that hold for the plan's files, and those for the back end by their name.

    Where the plan writes a migration, those for migrations too: few of them have a glob.
    """
    held = {one.path for one in spec.rules}
    migrates = any(_MIGRATION.search(one.value) for one in files)
    named = [(one, _named(one, migrates=migrates)) for one in every if one.path not in held]
    holding = [(one, _held(one)) for one in spec.rules]
    chosen = [(one, why) for one, why in (*named, *holding) if why]
    return "\n\n".join(_bounded(_rules(chosen, fence), _MOST_RULES))


def _named(rule: Rule, *, migrates: bool) -> str:
    """What its name says that it is for; empty where that is nothing here."""
    if _BACKEND.search(rule.path.name):
        return "for the back end, by its name"
    return "for migrations, by its name" if migrates and _MIGRATION.search(rule.path.name) else ""


def _held(rule: Rule) -> str:
    if rule.always:
        return "always on"
    return f"{', '.join(rule.globs[:2]) or 'it'} matches a file of the plan"


def _rules(every: Iterable[tuple[Rule, str]], fence: Fence) -> Iterator[str]:
    """Each text without what one before it says too: rules are often kept twice, for two tools."""
    said: set[str] = set()
    for one, why in every:
        blocks = _blocks(one.text)
        fresh = [block for block in blocks if _said(block) not in said]
        said.update(text for text in map(_said, blocks) if len(text) >= _LEAST_SAID)
        left = blocks if len(fresh) == len(blocks) else _headed(fresh)
        if left:
            title = f"rules {one.path}" + ("" if left == blocks else ", beside what is above")
            fence.whys[title] = why
            yield fence.numbered(one.path, title, chain.from_iterable(left))


def _blocks(text: str) -> list[Rows]:
    """The text's lines with their numbers, apart where a blank one parts them.

    What holds a fence is one: a blank line in it means something. Front matter is none of it.
    """
    front = _FRONT.match(text)
    after = front[0].count("\n") if front else 0
    rows = [(at, one.rstrip(" \t\r")) for at, one in enumerate(text.split("\n"), 1) if at > after]
    if "```" in text:
        return [rows]
    groups = groupby(rows, key=lambda row: bool(row[1]))
    return [list(group) for filled, group in groups if filled]


def _said(block: Rows) -> str:
    return "\n".join(line for _, line in block)


def _headed(blocks: Sequence[Rows]) -> list[Rows]:
    """The blocks without the headings that have lost what stood below them."""
    kept: list[Rows] = []
    below = 0
    for block in reversed(blocks):
        found = _TITLE.fullmatch(_said(block))
        level = len(found[1]) if found else _DEEPEST
        if level == _DEEPEST or below > level:
            kept.append(block)
            below = level
    return kept[::-1]


def plan(text: str, path: RepoPath, fence: Fence) -> str:
    """The plan as it stands in its file."""
    return fence.document(path, f"plan {path}", text[:_MOST_PLAN])


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
