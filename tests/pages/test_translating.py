from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import agent
from agent.adapters.terminal.diff import diff_rows
from agent.core.page import FileDiff, Markdown, Page, Pairs, Span, Table, Verbatim, line, text_page
from agent.pages.tongue import english
from agent.pages.translating import page_in, said_in
from agent.phrases import phrases

POLISH = phrases("pages/texts", "pl")
MESSAGES = phrases("pages/messages", "pl").phrases
SOURCES = tuple(Path(agent.__file__).parent.rglob("*.py"))
# Git's own words for how long ago it was.
AGO = {f"{{}} {one}" for one in ("seconds", "minutes", "hours", "days", "weeks", "months")}
# So much of a text must not be value to tell anything.
_LEAST = 2


def written() -> Iterator[str]:
    """Every text of the package, `{}` where a value stands in it."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                parts = (
                    one.value if isinstance(one, ast.Constant) else "{}" for one in node.values
                )
                yield "".join(map(str, parts))


def told() -> set[str]:
    """What hints, and those who speak to the screen or refuse a line, say in a literal."""
    calls = (
        node
        for path in SOURCES
        if "cli" not in path.parts and "adapters" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    )
    said = (
        value
        for one in calls
        if named(one.func) in {"Hint", "UsageError", "say", "once", "busy"}
        for value in (*one.args[:1], *(word.value for word in one.keywords if word.arg == "text"))
    )
    return {
        one.value
        for one in said
        if isinstance(one, ast.Constant)
        and isinstance(one.value, str)
        and " " in one.value
        and not one.value.startswith("--")
    }


def named(called: ast.expr) -> str:
    return getattr(called, "attr", getattr(called, "id", ""))


def test_every_key_is_written_in_the_code() -> None:
    texts = {one for one in written() if len(one.replace("{}", "").strip()) >= _LEAST}
    patterns = [
        re.compile(".*".join(map(re.escape, one.strip().split("{}"))), re.DOTALL)
        for one in texts
        if "{}" in one
    ]

    strange = [
        key
        for key in MESSAGES.keys() - AGO
        if not any(key.replace("{}", "") in one for one in texts)
        and not any(one.fullmatch(key.replace("{}", "7")) for one in patterns)
    ]

    assert not strange


def test_every_plain_word_to_the_user_has_its_translation() -> None:
    assert told() - set(MESSAGES) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a letter, or your own words", "litera albo własne słowa"),
        (
            "“x” means nothing here; y saves, e edits, v shows it; or say what to change",
            "“x” nic tu nie znaczy; tak zapisuje, e edytuje, v pokazuje; albo powiedz, co zmienić",
        ),
        (
            "“covered” means nothing here; y closes the step; or say what is missing",
            "“covered” nic tu nie znaczy; tak zamyka krok; albo powiedz, czego brakuje",
        ),
        (
            "form of `PUT /x`: one row in api-plan.md:2-4, `data` around it in rules.md:9",
            "postać `PUT /x`: one row w api-plan.md:2-4, `data` around it w rules.md:9",
        ),
        ("y or n: y records them, n leaves it", "tak zapisuje je, n zostawia"),
        ("step 9 is not open", "krok 9 nie jest otwarty"),
        (
            "GET /books has the query parameter `page`: the plan does not say so",
            "GET /books ma parametr query `page`: plan o tym nie mówi",
        ),
        ("profile endpoint: the usual one", "profil endpoint: zwykły"),
        ("since then: docs/plan.md is gone", "od tego czasu: nie ma już docs/plan.md"),
        (
            "1a2b3c4 (66 seconds ago) added src/a.ts, gone since",
            "1a2b3c4 (66 s temu) dodaje src/a.ts, potem usunięty",
        ),
        # A value that begins a sentence is one word: these are a model's own.
        ("the whole thing is missing", "the whole thing is missing"),
        ("nothing we know", "nothing we know"),
    ],
)
def test_a_sentence_is_said_in_the_language_of_the_conversation(text: str, said: str) -> None:
    assert said_in(text, POLISH) == said
    assert said_in(text, english()) == text


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ((line(Span("a is missing", "own")),), (line(Span("brakuje a", "own")),)),
        ((line(Span("  yours", "dim"), hang=4),), (line(Span("  twoja", "dim"), hang=4),)),
        (
            (line(Span("  /plan   ", "key"), "the plan, whole"),),
            (line(Span("  /plan   ", "key"), "cały plan"),),
        ),
        (
            (Table(rows=((Span("1", "key"), Span("yours", "dim")),)),),
            (Table(rows=((Span("1", "key"), Span("twoja", "dim")),)),),
        ),
        (
            (Pairs(rows=((Span("1"), Span("ticked", "dim")),)),),
            (Pairs(rows=((Span("1"), Span("odhaczony", "dim")),)),),
        ),
    ],
)
def test_a_page_keeps_its_columns(page: Page, said: Page) -> None:
    assert page_in(page, POLISH) == said
    assert page_in(page, english()) is page


def test_the_flags_of_a_diff_are_ours_and_its_lines_are_not() -> None:
    diff = FileDiff(
        number=1,
        path="yours",
        change="new",
        added=1,
        removed=0,
        lines=("+the plan, whole",),
        flags=("not named by this step",),
        remarks=("a test is gone: test_a",),
    )

    said = page_in((diff,), POLISH)[0]

    assert isinstance(said, FileDiff)
    assert (said.flags, said.remarks) == (
        ("ten krok go nie wymienia",),
        ("test zniknął: test_a",),
    )
    assert (said.path, said.lines) == (diff.path, diff.lines)
    head, *_ = diff_rows(replace(said, lines=("+x",) * 41), 80)
    *_, end, _flag, _remark = diff_rows(replace(said, lines=("+x",) * 41), 80)
    assert "".join(one.text for one in head) == "[1] + 1  yours (nowy)"
    assert "".join(one.text for one in end) == "koniec [1] + 1  yours, pokazano wierszy: 41"


@pytest.mark.parametrize(
    "page",
    [
        text_page("id is missing\nyours\n3 days"),
        (line(Span("yours", "path")),),
        (Markdown(text="the plan, whole"),),
        (Verbatim("the plan, whole"),),
    ],
)
def test_what_is_the_users_own_stays(page: Page) -> None:
    assert page_in(page, POLISH) == page
