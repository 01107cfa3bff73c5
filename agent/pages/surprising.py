"""What a hook made of a commit, as a diff against what was approved (F19)."""

from __future__ import annotations

from agent.core.gates import AskSurprise
from agent.core.job import ForRepair
from agent.core.page import Block, Page, Span, line
from agent.pages.diffs import file_diff
from agent.pages.facts import Facts
from agent.phrases import Texts


def surprise_page(gate: AskSurprise, facts: Facts, texts: Texts) -> Page:
    """The approved bytes against those that stand there now, and what can be done."""
    surprise = gate.surprise
    names = ", ".join(path.value for path in surprise.paths)
    head = line(Span(texts.say("hook"), "warn"), Span(names, "path"), hang=2)
    rows: list[Block] = [head]
    rows += [file_diff(n, edit, facts.load) for n, edit in enumerate(surprise.changes, 1)]
    shown = {edit.path for edit in surprise.changes}
    rest = ", ".join(path.value for path in surprise.paths if path not in shown)
    if rest:
        rows.append(line(Span(f"  {texts.say('hook-elsewhere', names=rest)}", "dim"), hang=4))
    keys = texts.say("hook-keys")
    if isinstance(surprise.purpose, ForRepair):
        number = surprise.purpose.step.number
        keys = texts.say("hook-repair-keys", number=number)
    return (*rows, line(keys))
