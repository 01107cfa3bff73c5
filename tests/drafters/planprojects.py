"""Projects as the drafter sees them: the demo's, and those of the corpus where it is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from agent.adapters.config import read_settings
from agent.core.check import Check
from agent.core.documents import Document, RepoPath
from agent.core.plan import Plan
from agent.core.profile import Profile
from agent.core.settings import Language
from agent.core.spec import Endpoint, Rule, Table
from agent.drafter import Code, PlanDraft, PlanRequest
from agent.drafters.builtin import plan as drafter
from agent.drafters.builtin.planning.places.planpath import plan_path
from agent.sources.endpoints.listing import find_endpoints
from agent.sources.finding import roles
from agent.sources.gathering.databases import schema_of
from agent.sources.gathering.gather import gather
from agent.sources.gathering.serving import required
from agent.sources.plans.reading import read_plans
from agent.sources.profiles.reading import read_profile
from agent.sources.rules.rules import read_rule

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "agent/demo/project"
PROFILES = ROOT / "prompts/profiles"
CORPUS = ROOT.parent / "shared/corpus"
# One of TypeScript and Supabase, one of .NET, one of Spring.
STACKS = ("Filipsky5__traning-planner", "Mateusz56__10xWarehouse", "Lukasz0303__tbs")


@dataclass(frozen=True)
class Project:
    root: Path
    paths: tuple[RepoPath, ...]
    documents: tuple[Document, ...]
    rules: tuple[Rule, ...]
    plans: tuple[Plan, ...]
    endpoints: tuple[Endpoint, ...]

    @property
    def code(self) -> Code:
        return Code(listed=lambda: self.paths, read=self.read)

    @property
    def checks(self) -> tuple[Check, ...]:
        data = self.read(RepoPath(".ai/waltz.toml"))
        return read_settings(data, python="/usr/bin/python3").checks if data else ()

    @property
    def logs(self) -> tuple[Table, ...]:
        return tuple(one for one in schema_of(self.documents).tables if "error" in one.name)

    def read(self, path: RepoPath) -> bytes | None:
        return _bytes(self.root / path.value)

    def lines(self, name: str, line: int, last: int) -> str:
        return "\n".join("\n".join(text[line - 1 : last]) for text in _texts(self.root, name))

    def request(
        self,
        endpoint: Endpoint,
        *notes: str,
        answers: tuple[tuple[str, str], ...] = (),
        by: Profile | None = None,
        language: Language = "en",
    ) -> PlanRequest:
        made = replace(_request(self.root, endpoint), answers=answers, notes=notes)
        return replace(made, profile=by or profile(), language=language)

    def draft(self, endpoint: Endpoint, *notes: str) -> PlanDraft:
        return _drafted(self.root, endpoint, notes)

    def drafted(self, endpoint: Endpoint) -> str:
        return self.draft(endpoint).text


@cache
def _request(root: Path, endpoint: Endpoint) -> PlanRequest:
    """What is read for it, once for all answers and notes."""
    own = project(root)
    others = tuple(
        plan for plan in own.plans if not any(one.key == endpoint.key for one in plan.endpoints)
    )
    return PlanRequest(
        spec=gather(endpoint, own.documents, own.rules),
        profile=profile(),
        path=plan_path(endpoint, others, own.paths),
        answers=(),
        siblings=others,
        code=own.code,
        checks=own.checks,
        logs=own.logs,
    )


@cache
def _drafted(root: Path, endpoint: Endpoint, notes: tuple[str, ...]) -> PlanDraft:
    drafted = drafter.plan(project(root).request(endpoint, *notes))
    assert isinstance(drafted, PlanDraft)
    return drafted


@cache
def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


@cache
def _texts(root: Path, name: str) -> list[list[str]]:
    """The lines of each file of this name: a citation has a document's name only."""
    found = [path for path in project(root).paths if path.name == name]
    read = (_bytes(root / path.value) or b"" for path in found)
    return [data.decode(errors="replace").split("\n") for data in read]


@cache
def profile(name: str = "endpoint") -> Profile:
    return read_profile((PROFILES / f"{name}.md").read_text("utf-8"), name=name)


@cache
def project(root: Path) -> Project:
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    kept = [path for path in files if path.suffix != ".pyc" and path.name != "expected.json"]
    paths = tuple(RepoPath(path.relative_to(root).as_posix()) for path in kept)
    documents: list[Document] = []
    rules: list[Rule] = []
    plans: list[Plan] = []
    for path in roles.candidates(paths):
        text = (root / path.value).read_text(errors="replace")
        role = roles.classify(path, text)
        if role == "rules":
            rules.append(read_rule(path, text))
        elif role == "plan":
            plans += read_plans(path, text)
        if role is not None:
            documents.append(Document(path=path, role=role, text=text))
    found = [one for doc in documents if doc.role == "api-plan" for one in find_endpoints(doc)]
    return Project(
        root=root,
        paths=paths,
        documents=tuple(documents),
        rules=tuple(rules),
        plans=tuple(plans),
        endpoints=tuple(one.endpoint for one in found),
    )


def demo() -> Project:
    return project(DEMO)


def corpus(name: str) -> Project:
    if not (CORPUS / name).is_dir():
        pytest.skip(f"the corpus is not here: {CORPUS}")
    return project(CORPUS / name)


def chosen() -> list[object]:
    return [_apart(name) for name in ("demo", *STACKS)]


def everywhere() -> list[object]:
    found = (path.name for path in CORPUS.iterdir() if path.is_dir()) if CORPUS.is_dir() else ()
    return [_apart(name) for name in ("demo", *sorted(found))]


def _apart(name: str) -> object:
    """One process reads a project and drafts its plans, for all tests of them."""
    return pytest.param(name, marks=pytest.mark.xdist_group(f"plans of {name}"))


def named(name: str) -> Project:
    return demo() if name == "demo" else corpus(name)


def endpoint(text: str) -> Endpoint:
    method, _, path = text.partition(" ")
    return Endpoint(method=method, path=path)


def asked(documents: tuple[Document, ...], call: str) -> PlanRequest:
    """What a plan is drafted from where there are these documents alone."""

    def read(path: RepoPath) -> bytes | None:
        return next((one.text.encode() for one in documents if one.path == path), None)

    plans = (one for one in documents if one.role == "api-plan")
    listed = [each for one in plans for each in find_endpoints(one)]
    found = required(endpoint(call), listed, documents)
    return PlanRequest(
        spec=replace(gather(endpoint(call), documents, ()), required=found),
        profile=profile(),
        path=RepoPath(".ai/loans-implementation-plan.md"),
        answers=(),
        siblings=(),
        code=Code(listed=lambda: tuple(one.path for one in documents), read=read),
        checks=(),
        logs=(),
    )


def told(documents: tuple[Document, ...], call: str, number: int) -> list[str]:
    """The lines of a section of the plan that is made of these documents alone."""
    drafted = drafter.plan(asked(documents, call))
    assert isinstance(drafted, PlanDraft)
    text = drafted.text.partition(f"\n## {number}. ")[2]
    return text.partition(f"\n## {number + 1}. ")[0].split("\n")
