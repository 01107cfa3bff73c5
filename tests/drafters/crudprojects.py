"""FastAPI projects in a folder, played step by step by the built-in drafter."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from planprojects import profile
from warm import Ran, Wanted

from agent.core.documents import Document, RepoPath
from agent.core.plan import Plan, Step, StepFile, step_id
from agent.core.spec import Endpoint, Spec
from agent.drafter import Code, Draft, Known, Nothing, PlanDraft, PlanRequest, StepRequest, Unable
from agent.drafters.builtin.drafter import BuiltIn
from agent.drafters.builtin.steps import Role, known_titles, roles_of
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.gathering.gather import gather
from agent.sources.plans.reading import read_plans

WARM = Path(__file__).parent / "warm.py"
ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "agent/demo/project"
SHOP = ROOT / "tests/data/shop"
CLINIC = ROOT / "tests/data/clinic"
GARDEN = ROOT / "tests/data/garden"
PROJECTS = {"library": LIBRARY, "shop": SHOP, "clinic": CLINIC, "garden": GARDEN}
# What is more than CRUD is left to the user; nothing of it is written.
BEYOND = frozenset({"POST /api/loans", "POST /api/loans/{loan_id}/return"})
PLAN = RepoPath(".ai/endpoints/plan.md")
# Of what is installed here a project's tests need this alone; some are coroutines.
PLUGINS = {"PYTEST_PLUGINS": "anyio.pytest_plugin"}

Answer = Draft | Unable | Nothing


def environ() -> dict[str, str]:
    """What a project's own tests run with; how much of it they cover is nothing to us."""
    return {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")} | PLUGINS


@dataclass(frozen=True)
class Played:
    """A project's folder that proposals are written to."""

    root: Path

    @property
    def code(self) -> Code:
        files = [path for path in self.root.rglob("*") if path.is_file()]
        names = sorted(path.relative_to(self.root).as_posix() for path in files)
        paths = tuple(RepoPath(name) for name in names if "__pycache__" not in name)
        return Code(listed=lambda: paths, read=self.read)

    def read(self, path: RepoPath) -> bytes | None:
        file = self.root / path.value
        return file.read_bytes() if file.is_file() else None

    def text(self, name: str) -> str:
        return (self.root / name).read_text()

    def documents(self) -> tuple[Document, ...]:
        return (
            Document(
                path=RepoPath(".ai/api-plan.md"), role="api-plan", text=self.text(".ai/api-plan.md")
            ),
            Document(
                path=RepoPath(".ai/db-plan.md"), role="db-plan", text=self.text(".ai/db-plan.md")
            ),
        )

    def endpoints(self) -> tuple[str, ...]:
        return tuple(str(one.endpoint) for one in find_endpoints(self.documents()[0]))

    def spec(self, endpoint: str) -> Spec:
        return _spec(endpoint, self.documents())

    def plan(self, endpoint: str, *notes: str) -> Plan:
        request = PlanRequest(
            spec=self.spec(endpoint),
            profile=profile(),
            path=PLAN,
            answers=(),
            siblings=(),
            code=self.code,
            notes=notes,
        )
        drafted = BuiltIn().plan(request)
        assert isinstance(drafted, PlanDraft)
        return read_plans(PLAN, drafted.text)[0]

    def ask(  # noqa: PLR0913 - as the request has them
        self,
        endpoint: str,
        step: Step,
        *notes: str,
        plan: Plan | None = None,
        spec: Spec | None = None,
        settled: Sequence[tuple[str, str]] = (),
        standing: tuple[str, ...] = (),
    ) -> Answer:
        found = spec or self.spec(endpoint)
        request = StepRequest(
            step=step,
            plan=plan or self.plan(endpoint),
            endpoint=found.endpoint,
            look_up=lambda: Known(spec=found, standing=standing),
            code=self.code,
            notes=notes,
            settled=tuple(settled),
        )
        return BuiltIn().propose(request)

    def write(self, draft: Draft) -> None:
        for path, data in draft.files:
            file = self.root / path.value
            file.parent.mkdir(parents=True, exist_ok=True)
            assert data is not None
            file.write_bytes(data)

    def play(self, endpoint: str) -> dict[Role | None, Answer]:
        plan = self.plan(endpoint)
        answers: dict[Role | None, Answer] = {}
        for step in plan.steps:
            answer = self.ask(endpoint, step, plan=plan)
            answers[next(iter(roles_of(step)), None)] = answer
            if isinstance(answer, Draft):
                self.write(answer)
        return answers

    def tests(self, *arguments: str) -> Ran:
        return python("-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments, folder=self.root)

    def ruff(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, "--no-cache", "."],
            cwd=self.root,
            env=environ(),
            capture_output=True,
            text=True,
            check=False,
        )


@cache
def _warm() -> subprocess.Popen[str]:
    warm = subprocess.Popen(
        [sys.executable, "-B", str(WARM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environ(),
    )
    atexit.register(_end, warm)
    return warm


def _end(warm: subprocess.Popen[str]) -> None:
    warm.kill()
    warm.communicate()


def python(*arguments: str, folder: Path) -> Ran:
    """A run of Python in a project, by a process that has loaded what the projects' tests need."""
    warm = _warm()
    assert warm.stdin is not None
    assert warm.stdout is not None
    wanted = Wanted(arguments=list(arguments), folder=str(folder), environ=environ())
    try:
        warm.stdin.write(f"{json.dumps(wanted)}\n")
        warm.stdin.flush()
        ran: Ran = json.loads(warm.stdout.readline())
    except BaseException:
        # What it answers late would be taken for the answer to the next one.
        _warm.cache_clear()
        atexit.unregister(_end)
        _end(warm)
        raise
    return ran


@cache
def _spec(endpoint: str, documents: tuple[Document, ...]) -> Spec:
    method, _, path = endpoint.partition(" ")
    return gather(Endpoint(method=method, path=path), documents, ())


def copied(source: Path, target: Path) -> Played:
    leave = shutil.ignore_patterns("__pycache__", ".pytest_cache", ".ruff_cache")
    shutil.copytree(source, target, ignore=leave)
    return Played(target)


@dataclass(frozen=True)
class Whole:
    """A project with all its endpoints made, and how each step of them was answered."""

    project: Played
    answers: Mapping[str, Mapping[Role | None, Answer]]


_WHOLE: dict[str, Whole] = {}
# One process makes a project's endpoints for all tests of them, which leave its files alone.
EACH_WHOLE = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in PROJECTS]


def whole(name: str, folders: pytest.TempPathFactory) -> Whole:
    """Made at its first use, and kept."""
    if name not in _WHOLE:
        project = copied(PROJECTS[name], folders.mktemp("whole") / name)
        answers = {endpoint: project.play(endpoint) for endpoint in project.endpoints()}
        for endpoint in answers.keys() - BEYOND:
            left = [one for one in answers[endpoint].values() if isinstance(one, Unable)]
            assert left == [], endpoint
        _WHOLE[name] = Whole(project, answers)
    return _WHOLE[name]


def step_of(
    role: Role, about: str = "x", *, title: str = "", files: tuple[StepFile, ...] = ()
) -> Step:
    head, tail = next((head, tail) for one, head, tail in known_titles() if one == role)
    usual = f"{head}{about}{tail}"
    return Step(number="1", id=step_id(usual), title=title or usual, line=1, files=files)
