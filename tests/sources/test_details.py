from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from agent.core.documents import Document, RepoPath, Role
from agent.core.spec import Column, Parameter, Spec, Table
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.gathering.gather import gather
from agent.sources.tables.dbplan import find_schema

CORPUS = Path(__file__).parents[2].parent / "shared/corpus"
FILES = sorted((Path(__file__).parent / "details").glob("*.toml"))
ROLES: dict[str, Role] = {"api_plan": "api-plan", "db_plan": "db-plan", "tech_stack": "tech-stack"}
PLACES = ("path", "query", "body", "response")
SAME = {
    "int": "integer",
    "bool": "boolean",
    "timestamptz": "timestamp",
    "datetime": "timestamp",
    "text": "string",
}
Fact = tuple[str, ...]


@dataclass(kw_only=True)
class Score:
    right: int = 0
    missing: list[Fact] = field(default_factory=list)
    wrong: list[Fact] = field(default_factory=list)

    def add(self, said: set[Fact], got: set[Fact], either: set[Fact]) -> None:
        def free(fact: Fact) -> bool:
            return any(fact[:at] in either for at in range(len(fact) + 1))

        self.right += len(said & got)
        self.missing += sorted(said - got)
        self.wrong += sorted(fact for fact in got - said if not free(fact))

    @property
    def precision(self) -> float:
        return self.right / max(self.right + len(self.wrong), 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + len(self.missing), 1)


def type_of(text: str) -> str:
    word = re.sub(r"\s*(?:\||\bor\b)\s*null", "", " ".join(text.casefold().split()))
    return "array" if word.startswith("array") else SAME.get(word, word)


def wanted(line: str, at: Fact) -> tuple[set[Fact], set[Fact]]:
    name, *rest = shlex.split(line)
    if name.startswith("~"):
        return set(), {(*at, name[1:])}
    here = (*at, name)
    said: set[Fact] = {here}
    either: set[Fact] = set()
    if rest[0] == "*" or rest[0].startswith("~"):
        either.add((*here, "type"))
    elif rest[0] != "-":
        said.add((*here, "type", type_of(rest[0])))
    for word in rest[1:]:
        if word.startswith(("~", "max*", "min*")):
            either |= {(*here, kind) for kind in doubtful(word)}
        else:
            said.add((*here, *fact(word)))
    return said, either


def doubtful(word: str) -> list[str]:
    if word.startswith(("max*", "min*")):
        return [word[:3], f"{word[:3]}_length"]
    kind = {"!": "required", "?": "required", "=": "default"}.get(word[1:], word[1:])
    return [kind] if kind else KINDS


KINDS = ["required", "default", "min", "max", "min_length", "max_length", "choices", "format"]
KINDS += ["pattern", "above", "below"]


def fact(word: str) -> Fact:
    if word in {"!", "?"}:
        return ("required", str(word == "!"))
    if word.startswith("="):
        return ("default", word[1:])
    kind, _, value = word.partition(":")
    return (kind, "|".join(sorted(value.split("|"))))


def read(one: Parameter, at: Fact) -> Iterator[Fact]:
    here = (*at, one.name)
    yield here
    if one.type:
        yield (*here, "type", type_of(one.type))
    if one.required is not None and at[-1] != "path":
        yield (*here, "required", str(one.required))
    if one.default is not None:
        yield (*here, "default", one.default)
    for limit in one.limits:
        value = limit.value.casefold() if limit.value == "URL" else limit.value
        yield (*here, limit.kind, "|".join(sorted(value.split("|"))))


def values(spec: Spec, place: str) -> list[Parameter]:
    if place == "body":
        return list(spec.request.fields) if spec.request else []
    if place == "response":
        found: dict[str, Parameter] = {}
        for body in spec.responses:
            for one in body.fields:
                found.setdefault(one.name, one)
        return list(found.values())
    return [one for one in spec.parameters if one.place == place]


def endpoint(score: Score, spec: Spec, said: dict[str, Any]) -> None:
    name = str(spec.endpoint)
    for place in PLACES:
        if place in said:
            at = (name, place)
            pairs = [wanted(line, at) for line in said[place]]
            want = set().union(*(one for one, _ in pairs))
            either = set().union(*(two for _, two in pairs))
            got = {fact for one in values(spec, place) for fact in read(one, at)}
            score.add(want, got, either)
    if "statuses" in said:
        want = {(name, "status", str(code)) for code in said["statuses"]}
        score.add(want, {(name, "status", str(one.code)) for one in spec.statuses}, set())
    for first, last in said.get("refers", []):
        hit = any(first <= one.source.line <= last for one in spec.excerpts[1:])
        score.add(
            {(name, "refers", f"{first}")}, {(name, "refers", f"{first}")} if hit else set(), set()
        )


def squeezed(text: str) -> str:
    return re.sub(r"[\s`\"]+", "", text.casefold())


def table(score: Score, found: Table | None, name: str, said: dict[str, Any]) -> None:
    columns = {one.name.casefold(): one for one in found.columns} if found else {}
    for line in said["columns"]:
        own, type_, *words = shlex.split(line)
        column = columns.pop(own.casefold(), None)
        want, either = column_facts((name, own), type_, words)
        score.add(want, set(held(column, (name, own))) if column else set(), either)
    score.add(set(), {(name, one) for one in columns}, set())
    texts = [squeezed(one) for one in found.constraints] if found else []
    for one in said.get("constraints", []):
        hit = any(squeezed(one) in text for text in texts)
        score.add({(name, one)}, {(name, one)} if hit else set(), set())


def column_facts(at: Fact, type_: str, words: list[str]) -> tuple[set[Fact], set[Fact]]:
    want: set[Fact] = {at} if type_ == "*" else {at, (*at, "type", squeezed(type_))}
    either: set[Fact] = {(*at, "null")} | ({(*at, "type")} if type_ == "*" else set())
    for word in words:
        if word.startswith("~"):
            either.add((*at, {"=": "default", "!": "not null"}.get(word[1:], word[1:])))
        elif word.startswith("="):
            want.add((*at, "default", bare(word[1:])))
        elif word.startswith("fk:"):
            want.add((*at, "fk", key(word[3:])))
        elif word != "null":
            want.add((*at, {"!": "not null"}.get(word, word)))
    if (*at, "pk") in want:
        either |= {(*at, "not null"), (*at, "unique")}
    return want, either


def key(name: str) -> str:
    return name.strip().replace(" ", "_").casefold()


def bare(text: str) -> str:
    return re.sub(r"['\"]", "", text.casefold())


def held(column: Column, at: Fact) -> Iterator[Fact]:
    yield at
    yield (*at, "type", squeezed(column.type))
    text = " ".join(column.constraints).replace("`", "")
    low = text.casefold()
    if re.search(r"\bprimary key|\bpk\b", low):
        yield (*at, "pk")
    if re.search(r"\bnot null\b", low):
        yield (*at, "not null")
    if re.search(r"\bunique\b", low):
        yield (*at, "unique")
    if re.search(r"\bcheck\b", low):
        yield (*at, "check")
    default = re.search(r"default[: ]+((?:\([^()]*\([^()]*\)\))|[\w.]+\(\)|'[^']*'|[^\s,)]+)", low)
    if default:
        yield (*at, "default", bare(default[1]))
    target = re.search(
        r"(?:referenc\w+|fk\)? ?(?:->|→)|foreign key to)\s+(?:(?:auth|app|public)\.)?([\w ]+)", low
    )
    if target:
        yield (*at, "fk", key(target[1]))


def documents(project: str) -> list[Document]:
    folder = CORPUS / project
    said = json.loads((folder / "expected.json").read_text())["documents"]
    return [
        Document(path=RepoPath(said[key]), role=role, text=(folder / said[key]).read_text())
        for key, role in ROLES.items()
        if said.get(key)
    ]


def score(file: Path) -> Score:
    said = tomllib.loads(file.read_text())
    found = documents(file.stem)
    listed = [
        one.endpoint for doc in found if doc.role == "api-plan" for one in find_endpoints(doc)
    ]
    tables = {
        key(one.name): one
        for doc in found
        if doc.role == "db-plan"
        for one in find_schema(doc).tables
    }
    total = Score()
    for name, facts in said.get("endpoints", {}).items():
        method, path = name.split(" ")
        target = next(one for one in listed if str(one) == f"{method} {path}")
        endpoint(total, gather(target, found, ()), facts)
    for name, facts in said.get("tables", {}).items():
        table(total, tables.get(key(name)), name, facts)
    return total


@pytest.mark.skipif(not CORPUS.exists(), reason=f"no corpus at {CORPUS}")
def test_details_are_those_a_careful_reader_finds() -> None:
    lines = []
    total = Score()
    for file in FILES:
        one = score(file)
        total.right += one.right
        total.missing += one.missing
        total.wrong += one.wrong
        lines.append(line(file.stem, one))
        for kind, facts in (("missing", one.missing), ("wrong", one.wrong)):
            lines.extend(f"    {kind}: {' '.join(fact)}" for fact in facts)
    report = "\n".join([*lines, line("all", total)])
    print(report)  # noqa: T201 (by project, with -s)
    assert total.precision >= 0.97, report
    assert total.recall >= 0.97, report


def line(name: str, one: Score) -> str:
    count = one.right + len(one.missing)
    return f"{name}: precision {one.precision:.3f}, recall {one.recall:.3f} of {count} facts"
