"""What lint found: all of it, or the worst lines before a draft is approved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.core.findings import Finding
from agent.core.lint.rules import count
from agent.core.page import Block, Line, Page, Span, Style, line

_WORST = 5


def findings_page(findings: Sequence[Finding]) -> Page:
    """Every finding in a line, its place first."""
    return tuple(_row(one, "", one.source.path.value if one.source else "") for one in findings)


def worst_rows(findings: Sequence[Finding]) -> Iterator[Block]:
    """How many there are, and the first of them; nothing for a plan without any."""
    if not findings:
        return
    style: Style = "bad" if count(findings).errors else "warn"
    yield line(Span(f"Lint: {count(findings)}", style))
    for one in findings[:_WORST]:
        yield _row(one, "  ", one.source.path.name if one.source else "")
    if len(findings) > _WORST:
        yield line(Span(f"  and {len(findings) - _WORST} more", "dim"))


def count_row(findings: Sequence[Finding]) -> Iterator[Block]:
    """How many there are, of a plan that is taken as it is; nothing for one without any."""
    if findings:
        style: Style = "bad" if count(findings).errors else "warn"
        yield line(
            Span(f"Lint: {count(findings)}", style), Span("; `waltz lint` shows them", "dim")
        )


def _row(one: Finding, indent: str, name: str) -> Line:
    where = f"{name}:{one.source.line} " if one.source else ""
    shown = ", ".join(map(str, one.evidence))
    return line(
        Span(f"{indent}{where}", "path"),
        Span(one.severity, "bad" if one.severity == "error" else "warn"),
        Span(f" {one.rule} ", "key"),
        Span(one.message, "own"),
        Span(f" ({shown})" if shown else "", "path"),
        hang=len(indent) + 4,
    )


def finding_entry(one: Finding) -> dict[str, object]:
    """A finding of a plan as JSON (design.md §5)."""
    shown = one.evidence[0] if one.evidence else None
    return {
        "plan": str(one.source.path) if one.source else None,
        "line": one.source.line if one.source else None,
        "rule": one.rule,
        "severity": one.severity,
        "message": one.message,
        "evidence": {"path": str(shown.path), "line": shown.line} if shown else None,
    }
