from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from crudprojects import BEYOND, EACH_WHOLE, Played, python, whole
from mutantrun import Case
from mutants import Mutant, of_alias, of_request, of_response, of_route, of_service

from agent.drafter import Draft
from agent.drafters.builtin.crud.design import Design, design
from agent.drafters.builtin.crud.proposal import wishes_of
from agent.drafters.builtin.crud.schemas import schemas_of
from agent.drafters.builtin.crud.service import service_of
from agent.drafters.builtin.project.classes import home_of
from agent.drafters.builtin.project.modules import Module
from agent.drafters.builtin.project.naming import pascal
from agent.drafters.builtin.project.reading import Project, read_project

RUNNER = Path(__file__).parent / "mutantrun.py"
# Of each kind, so many of an endpoint's service, and of its schemas and route;
# `WALTZ_ALL_MUTANTS=1` takes them all.
MOST = None if os.environ.get("WALTZ_ALL_MUTANTS") else 1
# Words in the names of the tests that are likely to notice a mutant; they run first.
HINTS = {
    "status": ("not_exist", "taken", "_is_4", "with_", "stores", "removes"),
    "raise": ("not_exist", "taken", "_is_4", "with_", "None"),
    "limit": ("holds", "_limit"),
    "part": ("holds", "counts", "page"),
    "write": ("removes", "changes", "stores", "taken"),
    "filter": ("filter", "no_rows"),
    "field": ("every_field", "stores", "changes", "holds", "counts"),
    "required": ("without",),
    "default": ("default", "sorted", "left_out"),
}
COMMON = {"query", "str", "int", "None", "Field", "default", "page", "limit", "where", "found"}
# What no test can see: a tie that SQLite breaks by the key anyway, or that a unique column does not
# have, a minimum that the pattern asks for too, a default where only what was sent counts.
SAME = (
    r"order \w+: (found\.order_by\(.*), \w+\.id(\.desc\(\))? ?\) -> \1 ?\)$",
    r"order list_plants: .*Plant\.label, Plant\.id\.desc\(\)\)$",
    r"limit MemberCreate: min_length=1, -> min_length=1 [+-] 1,$",
    r"default \w+Update: ",
)


@dataclass(frozen=True)
class Target:
    """One mutant of an endpoint's code, and how it is run."""

    endpoint: str
    mutant: Mutant
    case: Case

    def __str__(self) -> str:
        one = self.mutant
        return f"{self.endpoint}: {one.kind} {one.owner}: {one.change}"


@dataclass(frozen=True)
class Ready:
    """A project with all its endpoints made, and the mutants of their code."""

    project: Played
    targets: tuple[Target, ...]


def ready(name: str, folders: pytest.TempPathFactory) -> Ready:
    found = whole(name, folders)
    project = found.project
    written = {
        endpoint: isinstance(answers["tests"], Draft)
        for endpoint, answers in found.answers.items()
        if endpoint not in BEYOND
    }
    code = read_project(project.code)
    assert isinstance(code, Project)
    targets: list[Target] = []
    for endpoint, drafted in written.items():
        made = design(project.spec(endpoint), code, wishes_of(project.plan(endpoint)))
        assert isinstance(made, Design)
        targets += _of_service(endpoint, made)
        # The demo's example was there before; its tests are the demo's own.
        targets += _of_edges(endpoint, made) if drafted else []
    return Ready(project, tuple(targets))


def _of_service(endpoint: str, made: Design) -> Iterator[Target]:
    home, _, function = (service_of(made) or "").rpartition(".")
    module = _module(made.project, home)
    for _, one in some([(module, one) for one in of_service(module.text, function)]):
        yield Target(endpoint, one, _case(made, one, module, function))


def _of_edges(endpoint: str, made: Design) -> Iterator[Target]:
    router = made.project.module(made.files.router)
    assert router is not None
    found = [(router, one) for one in of_route(router.text, made.names.route)]
    for key in made.target.values:
        found += [(router, one) for one in of_alias(router.text, pascal(key.name))]
    asked = {made.names.create, made.sent, made.names.query}
    for schema in schemas_of(made):
        home = _module(made.project, (home_of(made.project, schema.name) or "").rpartition(".")[0])
        change = of_request if schema.name in asked else of_response
        found += [(home, one) for one in change(home.text, schema.name)]
    for module, one in some(found):
        yield Target(endpoint, one, _case(made, one, module, ""))


def some(found: Sequence[tuple[Module, Mutant]]) -> Iterator[tuple[Module, Mutant]]:
    """Of each kind so many, from all over the code; the middle one where it is one."""
    for kind in dict.fromkeys(one.kind for _, one in found):
        same = [pair for pair in found if pair[1].kind == kind]
        step = 1 if MOST is None else max(1, len(same) // MOST)
        yield from same[step // 2 :: step][:MOST] if MOST else same


def _case(made: Design, one: Mutant, module: Module, function: str) -> Case:
    before = set(module.text.splitlines())
    lines = [line for line in one.text.splitlines() if line not in before]
    words = set(re.findall(r"[A-Za-z_]{3,}", " ".join(lines))) - COMMON
    words |= {"sort"} if re.search(r"order|column", " ".join(lines)) else set()
    return Case(
        module=module.name,
        function=function,
        text=one.text,
        importers=_importers(made.project, module.name),
        file=made.files.tests.value,
        tests=f"test_{made.names.function}_",
        hints=[*sorted(words), *HINTS.get(one.kind, ())],
    )


def _module(project: Project, name: str) -> Module:
    return next(one for one in project.modules if one.name == name)


def _importers(project: Project, name: str) -> list[str]:
    """The modules that import it, and those that import these."""
    found: list[str] = []
    todo = [name]
    while todo:
        last = todo.pop()
        for one in project.modules:
            origins = one.imports().values()
            used = any(origin == last or origin.startswith(f"{last}.") for origin in origins)
            if used and not one.test and one.name not in (*found, name):
                found.append(one.name)
                todo.append(one.name)
    return found


def survivors(ready: Ready, targets: Sequence[Target]) -> list[Target]:
    work = ready.project.root.parent / f"{ready.project.root.name}.json"
    work.write_text(json.dumps([one.case for one in targets]))
    run = python(str(RUNNER), str(work), folder=ready.project.root)
    assert run["code"] == 0, run["err"][-3000:]
    killed = json.loads(run["out"])
    return [one for one, noticed in zip(targets, killed, strict=True) if not noticed]


@pytest.mark.parametrize("name", EACH_WHOLE)
def test_every_mutant_of_an_endpoint_turns_its_test_red(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = ready(name, tmp_path_factory)

    left = survivors(made, made.targets)

    assert unexpected(left) == []
    services = [one for one in made.targets if one.case["function"]]
    killed = {one.endpoint for one in services if one not in left}
    assert killed == {one.endpoint for one in made.targets}


def unexpected(left: Sequence[Target]) -> list[str]:
    return [str(one) for one in left if not any(re.search(same, str(one)) for same in SAME)]
