from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.drafters.builtin.planning.places.ground import Ground, Place
from agent.drafters.builtin.planning.places.testplaces import place_of_test as beside


def ground(*paths: str) -> Ground:
    there = tuple(RepoPath(one) for one in paths)
    return Ground(there=there, planned=(), named=(), subjects=frozenset())


def at(path: str) -> Place:
    return Place(path=RepoPath(path), new=True)


TS = {"route": at("src/pages/api/loans.ts"), "service": at("src/lib/services/loans.service.ts")}


@pytest.mark.parametrize(
    ("there", "places", "expected"),
    [
        (
            ["src/lib/services/a.service.ts", "src/lib/services/a.service.test.ts"],
            TS,
            "src/lib/services/loans.service.test.ts",
        ),
        (
            ["src/lib/a.ts", "src/lib/__tests__/a.spec.ts"],
            TS,
            "src/lib/services/__tests__/loans.service.spec.ts",
        ),
        (
            ["app/a.py", "app/tests/test_a.py"],
            {"route": at("app/loans.py")},
            "app/tests/test_loans.py",
        ),
        (["app/a.py", "app/a_test.py"], {"route": at("app/loans.py")}, "app/loans_test.py"),
        (["app/a.py", "app/tests/test_a.py"], TS, None),
        (["e2e/login.test.ts"], TS, None),
        (["src/lib/a.ts"], TS, None),
        (["src/lib/a.ts", "src/lib/a.test.ts"], {}, None),
    ],
)
def test_a_test_goes_where_the_repository_keeps_them(
    there: list[str], places: dict[str, Place], expected: str | None
) -> None:
    found = beside(places, ground(*there))
    assert (found.path.value if found else None) == expected
    assert found is None or found.new
