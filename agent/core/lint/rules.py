"""All rules over one plan, in the order of its lines."""

from __future__ import annotations

from collections.abc import Iterable

from agent.core.findings import Finding
from agent.core.lint.form import form
from agent.core.lint.names import unknown
from agent.core.lint.treated import treated
from agent.core.lint.values import Ground, Reading
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many there are of each severity."""

    errors: int
    warnings: int

    def __str__(self) -> str:
        return f"{_counted(self.errors, 'error')}, {_counted(self.warnings, 'warning')}"


def lint(reading: Reading, ground: Ground) -> tuple[Finding, ...]:
    """What is wrong with the plan, errors first, then by line; never raises."""
    found = [*form(reading, ground), *treated(reading, ground), *unknown(reading, ground)]
    return tuple(sorted(dict.fromkeys(found), key=_place))


def count(findings: Iterable[Finding]) -> Count:
    """The findings, counted."""
    errors = [one.severity == "error" for one in findings]
    return Count(errors=sum(errors), warnings=len(errors) - sum(errors))


def _place(one: Finding) -> tuple[bool, int]:
    return one.severity != "error", one.source.line if one.source else 0


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
