from __future__ import annotations

import re

import pytest
from planprojects import Project, chosen, endpoint, named

from agent.core.spec import Endpoint

CITED = re.compile(r"\(([^()]*)\)$")
SOURCE = re.compile(r"([\w.@-]+\.\w+):(\d+)(?:-(\d+))?")
CODE = re.compile(r"`([^`]+)`")
WORD = re.compile(r"[^\W_]{4,}|\b[A-Z]{3}\b")


def pieces(line: str) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Each stretch of a line that ends in sources, and these."""
    found, start = [], 0
    for hit in re.finditer(rf"\(({SOURCE.pattern}(?:, {SOURCE.pattern})*)\)", line):
        sources = [
            (name, int(first), int(last or first)) for name, first, last in SOURCE.findall(hit[1])
        ]
        found.append((line[start : hit.start()], sources))
        start = hit.end()
    return found


def tokens(text: str) -> list[str]:
    """What a cited line must hold one of: names in code marks, numbers, words."""
    code = [part for name in CODE.findall(text) for part in (name, name.rpartition(".")[2])]
    return [*code, *re.findall(r"\b\d{2,3}\b", text), *WORD.findall(text)]


def unproved(project: Project, one: Endpoint) -> list[str]:
    bad = []
    for line in project.drafted(one).split("\n"):
        for text, sources in pieces(line):
            for name, first, last in sources:
                said = project.lines(name, first, last).casefold()
                if not any(token.casefold() in said for token in tokens(text)):
                    bad.append(f"{line!r} is not in {name}:{first}: {said!r}")
    return bad


@pytest.mark.parametrize("name", chosen())
def test_each_cited_line_holds_its_fact(name: str) -> None:
    project = named(name)

    bad = [line for one in project.endpoints for line in unproved(project, one)]

    assert bad == []


@pytest.mark.parametrize("name", chosen())
def test_each_value_is_cited_by_its_name_and_each_status_by_its_code(name: str) -> None:
    project = named(name)
    bad = []
    for one in project.endpoints:
        for line in project.drafted(one).split("\n"):
            value = re.match(r"  - `([\w$.\[\]-]+)(?: [A-Z][\w -]*)?`[:,] .*|$", line)
            found = pieces(line)
            if value and value[1] and found and found[-1][1]:
                file, first, last = found[-1][1][0]
                leaf = value[1].removesuffix("[]").rpartition(".")[2]
                if leaf.casefold() not in project.lines(file, first, last).casefold():
                    bad.append(line)

    assert bad == []


def test_limits_are_cited_where_they_stand() -> None:
    project = named("demo")

    text = project.draft(endpoint("GET /api/books")).text

    line = next(line for line in text.split("\n") if line.startswith("  - `page_size`:"))
    [(said, [(name, first, last)])] = pieces(line)
    assert "from 1 to 100" in said
    assert "default `20`" in said
    assert re.search(r"`page_size`.*20.*1.*100", project.lines(name, first, last))
