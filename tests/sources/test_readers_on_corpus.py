from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from agent.core.documents import Document, RepoPath, Role, Source
from agent.core.spec import Spec
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.gathering.gather import gather
from agent.sources.tables.dbplan import find_schema
from agent.sources.text.markdown import plain
from agent.sources.text.repair import mended

CORPUS = Path(__file__).parents[2].parent / "shared/corpus"
TRUTHS = sorted(CORPUS.glob("*/expected.json"))
pytestmark = pytest.mark.skipif(not TRUTHS, reason=f"no corpus at {CORPUS}")
ROLES: dict[str, Role] = {"api_plan": "api-plan", "db_plan": "db-plan", "tech_stack": "tech-stack"}


def truth(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text())
    return read


def documents(file: Path) -> list[Document]:
    found = []
    for key, role in ROLES.items():
        path = truth(file)["documents"].get(key)
        if path:
            text = (file.parent / path).read_text(errors="replace")
            found.append(Document(path=RepoPath(path), role=role, text=text))
    return found


def spelled(method: str, path: str) -> str:
    path = re.split(r"[?#]", path)[0].rstrip("/") or "/"
    return f"{method} " + re.sub(r"\{[^}]*\}|:[A-Za-z_]\w*|<[^>]*>|\[[^\]]*\]", "{}", path)


@pytest.mark.parametrize("file", TRUTHS, ids=lambda file: file.parent.name)
def test_endpoints_and_tables_as_a_careful_reader_finds_them(file: Path) -> None:
    said = truth(file)
    doubt = said.get("ambiguous", [])
    for document in documents(file):
        if document.role == "api-plan":
            got = {spelled(e.endpoint.method, e.endpoint.path) for e in find_endpoints(document)}
            want = {spelled(one["method"], one["path"]) for one in said["endpoints"]}
            either = {spelled(a["method"], a["path"]) for a in doubt if a["kind"] == "endpoint"}
            assert got - either == want - either
        if document.role == "db-plan":
            tables = {one.name.casefold() for one in find_schema(document).tables}
            either = {a["name"].split(".")[-1].casefold() for a in doubt if a["kind"] == "table"}
            assert tables - either == {name.casefold() for name in said["tables"]} - either


@pytest.mark.parametrize("file", TRUTHS, ids=lambda file: file.parent.name)
def test_every_fact_stands_on_the_lines_it_cites(file: Path) -> None:
    read = documents(file)
    lines = {one.path: mended(one.text).split("\n") for one in read}
    plan = next(one for one in read if one.role == "api-plan")
    start = time.process_time()
    for listed in find_endpoints(plan):
        check(gather(listed.endpoint, read, ()), lines)
    assert time.process_time() - start < 20  # quadratic takes minutes


def check(spec: Spec, lines: dict[RepoPath, list[str]]) -> None:
    def cited(source: Source) -> str:
        raw = "\n".join(lines[source.path][source.line - 1 : source.last])
        return f"{raw}\n{plain(raw)}"

    bodies = [*spec.responses, *filter(None, [spec.request])]
    for one in [*spec.parameters, *(field for body in bodies for field in body.fields)]:
        assert one.name.removesuffix("[]").split(".")[-1] in cited(one.source), one
        # A default that holds for all lists stands on the line of the bound that does.
        sources = (one.source, *(limit.source for limit in one.limits))
        assert any((one.default or "") in cited(source) for source in sources), one
        tokens = [(token, limit) for limit in one.limits for token in limit.value.split("|")]
        # Thousands may be written apart.
        assert all(
            token in cited(limit.source) or token in cited(limit.source).replace(",", "")
            for token, limit in tokens
        ), one
    for status in spec.statuses:
        assert str(status.code) in cited(status.source)
        # In a table, an API's own name of an error stands in a cell of its own.
        parts = [status.meaning] if status.meaning in cited(status.source) else []
        assert all(
            plain(part) in cited(status.source) for part in parts or status.meaning.split(": ", 1)
        )
    for column in (column for table in spec.tables for column in table.columns):
        assert column.name in cited(column.source)
    excerpts = [*spec.excerpts, *spec.notes, *spec.stack]
    for excerpt in [*excerpts, *filter(None, (spec.auth, spec.description))]:
        squeezed = " ".join(cited(excerpt.source).split())
        assert all(" ".join(row.split()) in squeezed for row in excerpt.text.split("\n"))
