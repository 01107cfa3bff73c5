"""What `waltz doctor` shows of documents, of what nearly is one, of the stack and of the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from agent.core.documents import Document, RepoPath
from agent.core.findings import Finding
from agent.core.page import Block, Span, Style, Table, Verbatim, line
from agent.core.settings import SETTINGS
from agent.pages.documents import Named, named
from agent.sources.finding.near import Near
from agent.sources.finding.ranking import is_aside
from agent.sources.rules.held import Held
from agent.sources.stack.techstack import Stack, StackFact

# More files of one kind than this are counted, and the first named.
_MOST = 4
_MOST_WRONG = 8
_LEFT_OUT = "left-out"


def documents_page(documents: Sequence[Document], plans: Iterable[str]) -> Iterator[Block]:
    """Each role with its files, and why they were taken."""
    rows = [(one.role, one.path, one.why) for one in _ordered(named(documents), _asides(documents))]
    rows += [("plan", place, "its title") for place in _places(list(dict.fromkeys(plans)))]
    yield Table(
        rows=tuple(
            (Span(role, "key"), Span(place, "path"), Span(f"by {why}", "dim"))
            for role, place, why in rows
        )
    )


def _ordered(found: Sequence[Named], asides: Collection[str]) -> Iterator[Named]:
    """The documents; of several API plans is said which counts where they differ."""
    plans = [one for one in found if one.role == "api-plan"]
    for one in found:
        if one.role != "api-plan" or len(plans) == 1:
            yield one
            continue
        said = "counts first" if one == plans[0] else "adds to those above"
        if one != plans[0] and one.path in asides:
            said = "a draft or an analysis, so it lists no endpoint"
        yield replace(one, why=f"{one.why}; {said}")


def _asides(documents: Sequence[Document]) -> frozenset[str]:
    return frozenset(
        one.path.value
        for one in documents
        if one.role == "api-plan" and is_aside(one.path, one.text)
    )


def _places(paths: Sequence[str]) -> Sequence[str]:
    if len(paths) <= _MOST:
        return paths
    return (f"{paths[0]} and {len(paths) - 1} more",)


def findings_page(findings: Sequence[Finding]) -> Iterator[Block]:
    """What was left out, then what is wrong, each with its place; of many the first."""
    left_out = [one for one in findings if one.rule == _LEFT_OUT]
    wrong = [one for one in findings if one.rule != _LEFT_OUT]
    wrong.sort(key=lambda one: one.severity)  # errors before warnings, else as found
    yield from (line(Span(f"left out: {one.message}", "warn"), hang=4) for one in left_out)
    for one in wrong[:_MOST_WRONG]:
        place = f"{one.source.path}:{one.source.line}: " if one.source else ""
        style: Style = "bad" if one.severity == "error" else "warn"
        yield line(Span(f"{place}{one.message}", style), hang=4)
    if len(wrong) > _MOST_WRONG:
        yield line(Span(f"and {len(wrong) - _MOST_WRONG} more of these", "warn"))


def near_page(near: Sequence[Near]) -> Iterator[Block]:
    """The files that might have been documents, and why they are none."""
    if not near:
        return
    yield line("")
    yield line(Span("Near, and not taken", "title"))
    found: dict[tuple[str, str], list[str]] = {}
    for one in near:
        found.setdefault((one.role, one.why), []).append(one.path)
    for (role, why), paths in found.items():
        for place in _places(paths):
            yield line(
                Span(f"  {role}  ", "key"), Span(place, "path"), Span(f"  {why}", "dim"), hang=6
            )


def stack_page(stack: Stack) -> Iterator[Block]:
    """What the project is built with, and whether its manifests say so too."""
    if not stack.facts:
        return
    yield line("")
    yield line(Span("Stack", "title"))
    yield Table(
        rows=tuple(
            (
                Span(one.kind, "key"),
                Span(one.name),
                Span(f"{one.said}, {one.state}" if one.said else one.state, _sure(one)),
            )
            for one in stack.facts
        )
    )
    for finding in stack.findings:
        places = ", ".join(str(one) for one in (finding.source, *finding.evidence) if one)
        yield line(Span(f"{finding.message} ({places})", "warn"), hang=4)


def _sure(fact: StackFact) -> Style:
    return "dim" if fact.shown else "warn"


def proposal_page(proposal: str) -> Iterator[Block]:
    """The settings that would fit, where the repository has none."""
    if proposal:
        yield line("")
        yield line(Span(f"{SETTINGS} is missing; /setup in `waltz` proposes this one", "title"))
        yield Verbatim(proposal.rstrip("\n"))


def rules_page(
    files: Sequence[RepoPath], held: Sequence[Held], others: Sequence[Held]
) -> Iterator[Block]:
    """Which rules hold for these files, in their order, then those that do not."""
    names = ", ".join(path.value for path in files)
    yield line(Span(f"Rules for {names}", "title"), hang=4)
    if held:
        yield line("The weakest first: where two differ, the later one counts.", hang=4)
    else:
        yield line("No rule holds for these files.")
    for number, one in enumerate(held, 1):
        yield _row(f"{number}. ", one.rule.path.value, one.why)
    by_hand = [one for one in others if not one.rule.globs]
    if by_hand:
        yield line("By hand, only where you name them:")
        yield from (_row("- ", one.rule.path.value, one.rule.description) for one in by_hand)
    if len(by_hand) < len(others):
        yield line("Not for these files:")
        yield from (_row("- ", one.rule.path.value, one.why) for one in others if one.rule.globs)


def _row(mark: str, path: str, why: str) -> Block:
    return line(Span(f"  {mark}", "dim"), Span(path, "path"), Span(f"  {why}"), hang=5)
