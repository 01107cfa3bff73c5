from __future__ import annotations

import io
import os
import re
import stat
import sys
import threading
import time
from pathlib import Path

import pexpect
import pytest

from agent.adapters.terminal.progress import Progress
from agent.adapters.terminal.rows import wrap
from agent.adapters.terminal.screen import TerminalScreen
from agent.core.page import Block, FileDiff, Line, Markdown, Page, Span, Table, line

DIFF = FileDiff(
    number=1,
    path="app/[id].py",
    change="new",
    added=3,
    removed=0,
    lines=(
        "@@ -0,0 +1,3 @@",
        "+def get(id: int) -> Book:  ",
        "+\treturn one(select(Book).where(Book.id == id, Book.owner == current_user().id))",
        "+",
        "\\ No newline at end of file",
    ),
)
PAGE: Page = (
    line("books · ", Span("main", "path"), ", clean · checks: pytest (batch)"),
    Table(
        rows=(
            (Span("  GET /books/{id}"), Span("api-plan.md:41", "path"), Span("done", "good")),
            (Span("  POST /books"), Span("api-plan.md:166", "path"), Span("2/6, the rest open")),
        )
    ),
    DIFF,
    Markdown(
        text="## Steps\n\n1. **Schema** `Book` with the documented limits and types\n   - a\n"
    ),
    line(Span("[y]", "key"), " ", Span("[e]dit", "key"), " [s]kip, or why not"),
)
NARROW_FIRST = Table(
    rows=(
        (Span("plan"), Span("docs/a-plan-of-a-long-name.md"), Span("by its title")),
        (Span("api-plan"), Span("api.md"), Span("")),
    )
)
AT_80 = """\
books · main, clean · checks: pytest (batch)
  GET /books/{id}  api-plan.md:41   done
  POST /books      api-plan.md:166  2/6, the rest open
[1] + 3  app/[id].py (new)
@@ -0,0 +1,3 @@
+ def get(id: int) -> Book:··
+     return one(select(Book).where(Book.id == id, Book.owner ==
… current_user().id))
+
\\ No newline at end of file
## Steps

1. **Schema** `Book` with the documented limits and types
   - a
[y] [e]dit [s]kip, or why not
"""
AT_60 = """\
books · main, clean · checks: pytest (batch)
  GET /books/{id}  api-plan.md:41   done
  POST /books      api-plan.md:166  2/6, the rest open
[1] + 3  app/[id].py (new)
@@ -0,0 +1,3 @@
+ def get(id: int) -> Book:··
+     return one(select(Book).where(Book.id == id,
… Book.owner == current_user().id))
+
\\ No newline at end of file
## Steps

1. **Schema** `Book` with the documented limits and types
   - a
[y] [e]dit [s]kip, or why not
"""
AT_20 = """\
books · main, clean
  · checks: pytest
  (batch)
  GET /books/{id}
    api-plan.md:41
    done
  POST /books
    api-plan.md:166
    2/6, the rest
    open
[1] + 3  app/[id].py
    (new)
@@ -0,0 +1,3 @@
+ def get(id: int)
… -> Book:··
+     return one(sel
… ect(Book).where(Bo
… ok.id == id,
… Book.owner ==
… current_user().id)
… )
+
\\ No newline at end
  of file
## Steps

1. **Schema** `Book`
   with the
   documented limits
   and types
   - a
[y] [e]dit [s]kip,
  or why not
"""


def printed(*page: Block, columns: int = 80, **environ: str) -> str:
    out = io.StringIO()
    TerminalScreen(out, {"COLUMNS": str(columns), "TERM": "xterm", **environ}).show(page)
    return out.getvalue()


def stripped(text: str) -> str:
    return re.sub(r" +$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize(("columns", "golden"), [(80, AT_80), (60, AT_60), (20, AT_20)])
def test_a_page_reads_well_at(columns: int, golden: str) -> None:
    assert stripped(printed(*PAGE, columns=columns)) == golden


@pytest.mark.parametrize("columns", [80, 60, 20, 10])
def test_F43_nothing_is_wider_than_the_screen(columns: int) -> None:
    wide = line("日本語" * 30, Span("x" * 100, "bad"))
    for row in printed(*PAGE, wide, columns=columns).splitlines():
        assert len(row) + sum(c in "日本語" for c in row) <= columns


def test_nothing_is_lost_by_wrapping() -> None:
    text = "the quick brown fox jumps over " * 20 + "z" * 200 + "日本" * 50
    rows = printed(line(text), columns=33)
    assert re.sub(r"\s", "", rows) == re.sub(r"\s", "", text)


HOSTILE = "a\x1b]52;c;eA==\x07\x1b[2J\x9b1m\r\x08\u202e[red]b[/] \udc9b"


@pytest.mark.parametrize(
    "block",
    [
        line(HOSTILE, Span(HOSTILE, "path")),
        Table(rows=((Span(HOSTILE), Span(HOSTILE)),)),
        FileDiff(
            number=1, path=HOSTILE, change="changed", added=1, removed=0, lines=("+" + HOSTILE,)
        ),
        Markdown(text=f"# {HOSTILE}\n- `{HOSTILE}`\n```\n{HOSTILE}\n"),
    ],
)
def test_T22_no_block_lets_an_escape_through(block: Block) -> None:
    shown = printed(block, columns=400)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\udc9b]", shown)
    assert "<0x1B>]52;" in shown
    assert "[red]b[/]" in shown  # T23


def test_a_table_that_is_too_wide_keeps_a_narrow_first_column() -> None:
    lines = printed(NARROW_FIRST, columns=48).splitlines()
    assert lines == [
        "plan      docs/a-plan-of-a-long-name.md  by its",
        "          title",
        "api-plan  api.md",
    ]
    assert printed(NARROW_FIRST, columns=30).splitlines()[-1] == "api-plan  api.md"


def test_code_in_a_fence_is_no_heading() -> None:
    text = "````md\n# not a heading\n```\n- a\n````\n# heading\n~~~\n# no\n"
    drawn = on_terminal((Markdown(text=text),), TERM="xterm")
    assert drawn.count("\x1b[1m# heading") == drawn.count("\x1b[1m") == 1
    assert stripped(printed(Markdown(text=text))) == text


def test_T22_a_name_with_a_newline_stays_on_its_line() -> None:
    out = io.StringIO()
    TerminalScreen(out, {}).say("x\nREFUSED y", "bad")
    assert out.getvalue() == "x<0x0A>REFUSED y\n"


def test_T31_a_long_diff_ends_with_its_counts_and_is_shown_whole() -> None:
    lines = ("@@ -1 +1,501 @@", *("+",) * 500, "+evil()", " end")
    diff = FileDiff(number=2, path="a.py", change="changed", added=501, removed=0, lines=lines)
    rows = printed(diff).splitlines()
    assert rows[0] == "[2] + 501  a.py"
    assert rows[-3] == "+ evil()"
    last = "end of [2] + 501  a.py, 503 lines shown, 500 of the added ones are blank"
    assert rows[-1] == last
    assert len(rows) == len(lines) + 2


def test_T31_a_line_of_10000_columns_is_shown_whole() -> None:
    code = "".join(f"{n}," for n in range(2_000))
    diff = FileDiff(
        number=1, path="a", change="deleted", added=0, removed=1, lines=("-" + code + "\tx",)
    )
    rows = printed(diff).splitlines()
    assert rows[0] == "[1] - 1  a (deleted)"
    assert "".join(row[2:] for row in rows[1:-1]).replace(" ", "") == code + "x"


def test_T31_blanks_and_carriage_returns_are_seen() -> None:
    lines = ("+a \t", "-b\r", " c  ")
    diff = FileDiff(number=1, path="a", change="changed", added=1, removed=1, lines=lines)
    assert printed(diff) == "[1] + 1 - 1  a\n+ a·→\n- b<0x0D>\n  c  \n"


def test_a_file_of_crlf_says_so_once() -> None:
    lines = ("@@ -1 +1 @@", " a\r", "+b\r")
    diff = FileDiff(number=1, path="a", change="new", added=1, removed=0, lines=lines)
    assert printed(diff) == "[1] + 1  a (new, CRLF)\n@@ -1 +1 @@\n  a\n+ b\n"


def test_F44_a_stream_that_knows_no_unicode_prints_on() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    TerminalScreen(out, {}).say("a · ż")
    assert raw.getvalue() == b"a \\xb7 \\u017c\n"


def read_until(leader: int, end: str) -> str:
    text = ""
    while end not in text:
        text += os.read(leader, 65536).decode().replace("\r\n", "\n")
    return text


END = "(end)"


def on_terminal(page: Page, **environ: str) -> str:
    leader, follower = os.openpty()
    try:
        with os.fdopen(follower, "w", encoding="utf-8") as out:
            TerminalScreen(out, environ).show(page)
            out.write(END)
            out.flush()
            return read_until(leader, END)[: -len(END)]
    finally:
        os.close(leader)


STYLES = (line(Span("k", "key"), Span("g", "good"), Span("b", "bad"), "p"),)


def test_styles_are_colours_on_a_terminal() -> None:
    drawn = on_terminal(STYLES, TERM="xterm")
    assert drawn == "\r\x1b[K\x1b[1mk\x1b[0m\x1b[32mg\x1b[0m\x1b[31mb\x1b[0mp\n"


@pytest.mark.parametrize(
    "environ", [{"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}, {}]
)
def test_F44_no_escapes_where_they_are_not_wanted(environ: dict[str, str]) -> None:
    assert on_terminal(STYLES, **environ) == "kgbp\n"


def test_F44_no_escapes_in_a_pipe() -> None:
    assert printed(*STYLES, FORCE_COLOR="1") == "kgbp\n"


LONG = tuple(line(str(n)) for n in range(100))


@pytest.mark.parametrize(
    ("environ", "said"),
    [({}, "utf-8"), ({"NO_COLOR": "1"}, "utf-8"), ({"LESSCHARSET": "latin1"}, "latin1")],
)
def test_a_long_page_goes_to_the_users_pager(
    tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    pager = tmp_path / "my pager"
    pager.write_text(
        f"#!/bin/sh\ncat > '{tmp_path}/paged'\nprintf %s $LESSCHARSET > '{tmp_path}/set'\n"
    )
    pager.chmod(pager.stat().st_mode | stat.S_IXUSR)
    leader, follower = os.openpty()
    with os.fdopen(follower, "w", encoding="utf-8") as out:
        base = {"TERM": "xterm", "PAGER": f"'{pager}' -x", "PATH": os.environ["PATH"]}
        TerminalScreen(out, {**base, **environ}).pager(LONG)
    os.close(leader)
    assert (tmp_path / "set").read_text() == said
    assert (tmp_path / "paged").read_text().splitlines() == [str(n) for n in range(100)]


@pytest.mark.parametrize("pager", ["no-such-pager", "'unclosed", " "])
def test_a_pager_that_cannot_start_leaves_a_print(pager: str) -> None:
    leader, follower = os.openpty()
    with os.fdopen(follower, "w", encoding="utf-8") as out:
        TerminalScreen(out, {"TERM": "xterm", "PAGER": pager, "PATH": "/none"}).pager(LONG)
        assert read_until(leader, "\n99\n").endswith("\n99\n")
    os.close(leader)


def test_a_pipe_gets_the_page_itself() -> None:
    out = io.StringIO()
    TerminalScreen(out, {"PAGER": "false"}).pager(LONG)
    assert out.getvalue().split()[-1] == "99"


def test_a_pipe_gets_lines_whole_unless_a_width_is_told() -> None:
    path = f"docs/{'plan/' * 40}a.md:12"
    page = (
        line(Span(path, "path"), " warning", hang=4),
        Table(rows=((Span("GET /a"), Span(path, "path")),), yields=(1, 0)),
    )
    out = io.StringIO()
    TerminalScreen(out, {"TERM": "xterm"}).show(page)
    assert out.getvalue() == f"{path} warning\nGET /a  {path}\n"
    assert max(map(len, printed(*page, columns=60).splitlines())) <= 60


BUSY = """
import os, sys
from agent.adapters.terminal.screen import TerminalScreen
screen = TerminalScreen(sys.stdout, os.environ)
with screen.busy("the checks"):
    print("busy", flush=True)
    sys.stdin.readline()
print("over", flush=True)
sys.stdin.readline()
"""


def test_what_is_typed_while_something_runs_is_not_shown() -> None:
    child = pexpect.spawn(sys.executable, ["-c", BUSY], encoding="utf-8", timeout=30)
    shown = io.StringIO()
    child.logfile_read = shown
    child.expect("busy")
    child.sendline("while it runs")
    child.expect("over")
    child.sendline("and after")
    child.expect(pexpect.EOF)
    child.close()
    assert "while it runs" not in shown.getvalue()
    assert "and after" in shown.getvalue()


def test_what_is_busy_for_a_moment_says_nothing_in_a_pipe() -> None:
    out = io.StringIO()
    with TerminalScreen(out, {}).busy("pytest"):
        pass
    assert out.getvalue() == ""


def test_what_is_busy_for_long_says_so_once_it_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    clock = iter((0.0, 12.4))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with TerminalScreen(out, {}).busy("pytest\x1b"):
        pass
    assert out.getvalue() == "pytest<0x1B>: 12 s\n"


def test_the_line_of_what_runs_is_wiped() -> None:
    out = io.StringIO()
    progress = Progress(out, width=lambda: 20, tick=0.001)
    with progress.running("mypy"):
        while "mypy … 0 s" not in out.getvalue():
            threading.Event().wait(0.001)
    assert out.getvalue().endswith("\r" + " " * len("mypy … 0 s") + "\r")


def test_each_that_runs_has_its_line_and_what_it_runs_in_as_well() -> None:
    out = io.StringIO()
    progress = Progress(out, width=lambda: 20, tick=0.001)

    def seen(what: str) -> None:
        begun = len(out.getvalue())
        while f"{what} … 0 s" not in out.getvalue()[begun:]:
            threading.Event().wait(0.001)

    for what in ("mypy", "ruff"):
        with progress.running(what):
            seen(what)
            with progress.running("inner"):
                seen("inner")
            seen(what)


def test_T22_the_line_of_what_runs_holds_nothing_that_acts() -> None:
    out = io.StringIO()
    progress = Progress(out, width=lambda: 80, tick=0.001)
    with progress.running("sh \x1b[2J"):
        for note, seen in (("", "[2J … 0 s"), ("reading \x9b2J\u202e", "reading")):
            progress.note(note)
            while seen not in out.getvalue():
                threading.Event().wait(0.001)
    shown = out.getvalue()
    assert "sh <0x1B>[2J … 0 s" in shown
    assert "reading <0x9B>2J<U+202E> … 0 s" in shown
    assert not re.search("[\x00-\x0c\x0e-\x1f\x7f-\x9f\u202e]", shown)


def test_a_line_ends_what_runs_before_it_is_printed() -> None:
    leader, follower = os.openpty()
    with os.fdopen(follower, "w", encoding="utf-8") as out:
        screen = TerminalScreen(out, {"TERM": "dumb"})
        with screen.busy("mypy"):
            screen.say("found")
        assert os.read(leader, 65536).decode() == "found\r\n"
    os.close(leader)


def test_one_megabyte_is_printed_quickly() -> None:
    out = io.StringIO()
    started = time.process_time()
    TerminalScreen(out, {}).say("é x" * 330_000)
    assert time.process_time() - started < 20  # quadratic takes minutes


def test_a_hang_that_leaves_no_room_is_given_up() -> None:
    shown = printed(Line((Span("ab " * 10),), hang=12), columns=12)
    assert all(row.startswith("ab") for row in shown.splitlines())


def test_a_path_that_is_too_long_breaks_between_its_names() -> None:
    spans = (Span("  ~ src/services/cards/implementation.py:219"),)
    rows = wrap(spans, width=26, hang=4)
    assert ["".join(span.text for span in row) for row in rows] == [
        "  ~ src/services/cards/",
        "    implementation.py:219",
    ]


@pytest.mark.parametrize("columns", [80, 60, 20])
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_document_told_by_lines_looks_as_the_whole(columns: int, term: str) -> None:
    text = "# Plan\n\n- **a** long `item` of a list that goes on and on, to the end of it\n"
    text += "```sql\nselect 1;\n\n~~~\n```\nafter \x1b]52;c;aGk=\x07 \u202e\n"
    environ = {"COLUMNS": str(columns), "TERM": term}
    whole, told = io.StringIO(), io.StringIO()
    TerminalScreen(whole, environ).show((Markdown(text=text),))

    recite = TerminalScreen(told, environ).recite()
    for one in text.splitlines():
        recite(one)

    assert told.getvalue() == whole.getvalue()
    assert "\x1b" not in told.getvalue()
    assert "<0x1B>]52" in told.getvalue()
