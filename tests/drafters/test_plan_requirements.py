"""What each seed demands, where our profile meets it, and what a built-in plan makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
from planprojects import ROOT, Project, corpus, demo, endpoint, profile

from agent.core.profile import Profile
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter
from agent.sources.profiles.reading import read_profile
from agent.sources.text.words import fold

NINE = 9
SERIES = ".ai/documents/api-plans"
BESIDE = ".ai/endpoint_implementation_plans"
LIBRARY, NET = "POST /api/books", "PUT /api/organizations/{orgId}"


@dataclass(frozen=True)
class Made:
    """A plan under our profile from a seed, taken apart."""

    seed: str
    profile: Profile
    text: str

    def part(self, number: int) -> str:
        found = re.search(
            rf"^## {number}\. [^\n]*\n(.*?)(?=^## |\Z)", self.text, re.MULTILINE | re.DOTALL
        )
        assert found is not None
        return found[1].strip()


Check = Callable[[Made], bool]


def analysed(words: str) -> Check:
    """Our profile has it thought about, apart; nothing of that is in the plan."""
    return lambda made: any(words in fold(one) for one in made.profile.analysis)


def section(number: int, *words: str) -> Check:
    return lambda made: all(word in made.part(number) for word in words)


def titled(number: int, title: str) -> Check:
    return lambda made: f"\n## {number}. {title}\n" in made.text


def known(code: int) -> Check:
    return lambda made: made.profile.status(code) is not None


def reads(role: str) -> Check:
    return lambda made: any(one.role == role for one in made.profile.inputs)


def saved(path: str) -> Check:
    return lambda made: made.profile.saved_as == path


def rule(words: str, number: int, shown: str) -> Check:
    """A rule of the profile's own that the plan's section follows."""
    return lambda made: (
        any(words in one for one in made.profile.rules)
        and bool(re.search(shown, made.part(number)))
    )


def whole(words: str) -> Check:
    return lambda made: words in made.profile.text


def nothing_of_the_analysis(made: Made) -> bool:
    return not re.search(r"</?analysis>|^#+ .*analysis", made.text, re.IGNORECASE | re.MULTILINE)


def numbered(made: Made) -> bool:
    """1 to 9 in order, without the seeds' double 3."""
    return re.findall(r"^## (\d+)\. ", made.text, re.MULTILINE) == [
        str(one) for one in range(1, 10)
    ]


SECTIONS: tuple[tuple[str, Check], ...] = (
    ("## 1. Endpoint Overview", titled(1, "Endpoint Overview")),
    ("## 2. Request Details", titled(2, "Request Details")),
    ("- HTTP Method:", section(2, "Method and path: `")),
    ("## 3. Response Details", titled(4, "Response Details")),
    ("## 4. Data Flow", titled(5, "Data Flow")),
    ("## 5. Security Considerations", titled(6, "Security Considerations")),
    ("## 6. Error Handling", titled(7, "Error Handling")),
    ("## 7. Performance Considerations", titled(8, "Performance Considerations")),
    ("## 8. Implementation Steps", titled(9, "Implementation Steps")),
    ("should consist solely of the implementation plan", nothing_of_the_analysis),
    ("```", numbered),
)
STATUSES: tuple[tuple[str, Check], ...] = (
    ("- 200 for successful", known(200)),
    ("- 201 for successful creation", known(201)),
    ("- 400 for invalid input", known(400)),
    ("- 401 for unauthorized", known(401)),
    ("- 404 for", known(404)),
    ("- 500 for server-side errors", known(500)),
)
ANALYSIS: tuple[tuple[str, Check], ...] = (
    ("key points of the API specification", analysed("key points")),
    ("required and optional parameters", analysed("which are required, which are optional")),
    ("to a service", analysed("service that holds the logic")),
    ("input", analysed("validation of the input")),
    ("potential security threats", analysed("threats to security")),
    ("potential error scenarios", analysed("scenarios in which it fails")),
)
RULES: tuple[tuple[str, Check], ...] = (
    ("tech stack", reads("tech-stack")),
    ("rules", lambda made: reads("rules")(made) or bool(made.profile.rules)),
)
ENDPOINT: tuple[tuple[str, Check], ...] = (
    ("route_api_specification", reads("api-plan")),
    ("db-resources", reads("db-plan")),
    ("{{types}}", reads("types")),
    ("List necessary DTO types and Command Models", analysed("dto types and command models")),
    ("log errors in the error table", analysed("error table")),
    ("log errors in the error table", section(7, "`error_logs`")),
    ("## 3. Used Types", titled(3, "Used Types")),
    ("Identify potential security threats", lambda made: bool(made.part(6))),
    ("save your implementation plan as .ai/view", saved(".ai/view-implementation-plan.md")),
)
TABLES: dict[str, tuple[tuple[str, Check], ...]] = {
    "000": (*ENDPOINT, *ANALYSIS, *RULES, *STATUSES, *SECTIONS),
    "001": (
        ("should stay optional", rule("stay optional", 3, r"stay optional.*`Name`")),
        ("Use FluentValidation", rule("FluentValidation", 9, r"RequestValidator\b.*\n")),
        ("Use FluentValidation", section(9, "with FluentValidation: ")),
        ("of type Response<T>", rule("Response<T>", 3, r"`Response<\w+Response>`")),
        ("invoked at the service level", rule("in the service", 9, r"Validator` runs in the serv")),
        ("request and response classes", analysed("request and response classes")),
        ("request and response classes", section(3, "Request` (new)", "Response` (new)")),
        ("follow the status codes from API plan", lambda made: made.profile.statuses == ()),
        ("## 3. Types Used", titled(3, "Used Types")),
        ("route_api_specification", reads("api-plan")),
        ("save your implementation plan as .ai/view", saved(".ai/view-implementation-plan.md")),
        *ANALYSIS,
        *RULES,
        *SECTIONS,
    ),
    "002": (
        ("Create all needed endpoints", lambda made: made.profile.covers == "many"),
        ("Do not stop untill all", whole("the series does not stop before the last")),
        ("@7-database-structure.md", reads("db-plan")),
        ("@src/types.ts", reads("types")),
        ("log errors in an error table", section(7, "`error_logs`")),
        ("List the necessary DTO types", analysed("dto types and command models")),
        ("## 3. Used Types", titled(3, "Used Types")),
        ("next document number, starting from 1", saved(f"{SERIES}/<number>-<ENDPOINT>.md")),
        ("key points of the API specification", analysed("key points")),
        ("Plan the validation of input data", analysed("validation of the input")),
        *RULES,
        *STATUSES,
        *SECTIONS,
    ),
    "003": (
        ("{{endpoint}} <- copy specification", reads("api-plan")),
        ("data_management_design", reads("data-management")),
        ("implementation plans for other endpoints", reads("plan")),
        ("implementation plans for other endpoints", section(3, "As in the plan of")),
        ("List necessary types", analysed("types that it needs")),
        ("## 3. Used Types", titled(3, "Used Types")),
        ("{{endpoint-name}}-implementation-plan.md",
         saved(f"{BESIDE}/<endpoint>-implementation-plan.md")),
        ("data management design.", analysed("data-management design")),
        *ANALYSIS,
        *RULES[:1],
        *STATUSES,
        *SECTIONS[:-1],
    ),
    "004": (
        ("<prd>", reads("prd")),
        ("First of all ask which endpoint", whole("Waltz has asked the user which endpoint or")),
        ("a maximum of 3 steps", lambda made: made.profile.steps == 3),
        ("Not all features are API-based", whole("not every feature has an API")),
        ("service/use-case/repository/adapter", analysed("a service, a use case, a repository")),
        ("log errors in the error table", section(7, "`error_logs`")),
        ("List required and optional parameters", analysed("which are required")),
        ("1. Feature Overview", titled(1, "Feature Overview")),
        ("## 2. Inputs", titled(2, "Inputs")),
        ("## 3. Used Types", titled(3, "Used Types")),
        ("## 3. Outputs", titled(4, "Outputs")),
        (".ai/{{feature}}-implementation-plan.md", saved(".ai/<feature>-implementation-plan.md")),
        *ANALYSIS[-2:],
        *RULES,
        *STATUSES,
        *SECTIONS[4:],
    ),
}  # fmt: skip
FROM = {
    "000": ("endpoint", LIBRARY),
    "001": ("dotnet", NET),
    "002": ("series", LIBRARY),
    "003": ("data-management", LIBRARY),
    "004": ("feature", LIBRARY),
}


def project_of(seed: str) -> Project:
    return corpus("Mateusz56__10xWarehouse") if seed == "001" else demo()


@cache
def made(seed: str) -> Made:
    name, target = FROM[seed]
    drafted = drafter.plan(project_of(seed).request(endpoint(target), by=profile(name)))
    assert isinstance(drafted, PlanDraft)
    text = (ROOT / f"tests/data/seeds/{seed}.txt").read_text("utf-8")
    return Made(text, profile(name), drafted.text)


@pytest.mark.parametrize(
    ("seed", "demand", "check"),
    [(seed, *row) for seed, rows in TABLES.items() for row in rows],
    ids=[f"{seed}-{row[0][:40]}" for seed, rows in TABLES.items() for row in rows],
)
def test_what_a_seed_demands_is_met(seed: str, demand: str, check: Check) -> None:
    found = made(seed)

    assert demand.casefold() in found.seed.casefold()
    assert check(found), demand


@pytest.mark.parametrize("seed", FROM)
def test_a_seed_s_own_sections_are_in_its_plan(seed: str) -> None:
    text = (ROOT / f"tests/data/seeds/{seed}.txt").read_text("utf-8")
    raw = read_profile(text, name=seed)
    drafted = drafter.plan(project_of(seed).request(endpoint(FROM[seed][1]), by=raw))
    assert isinstance(drafted, PlanDraft)

    titles = re.findall(r"^## \d+\. (.*)$", drafted.text, re.MULTILINE)

    assert tuple(titles) == raw.sections
    assert len(raw.sections) == NINE
