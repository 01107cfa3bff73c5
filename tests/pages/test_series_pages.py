from __future__ import annotations

from plain import text

from agent.core.documents import RepoPath
from agent.core.findings import Finding
from agent.core.series import Job, Row
from agent.core.spec import Endpoint
from agent.pages.series import jobs_page, series_page

BOOKS = Endpoint(method="GET", path="/books")
BOOK = Endpoint(method="DELETE", path="/books/{id}")
PLACE = RepoPath(".ai/plans/007-GET-BOOKS.md")


def test_only_what_this_run_did_has_a_row() -> None:
    doubt = Finding(rule="step-vague", severity="warning", message="x")
    fault = Finding(rule="steps-missing", severity="error", message="x")
    rows = (
        Row(endpoint=BOOKS, outcome="there", path=PLACE),
        Row(endpoint=BOOKS, outcome="earlier", path=PLACE),
        Row(endpoint=BOOKS, outcome="planned", path=PLACE, findings=(doubt,)),
        Row(endpoint=BOOKS, outcome="planned", path=RepoPath("x.md"), findings=(doubt, doubt)),
        Row(endpoint=BOOKS, outcome="planned", path=PLACE, findings=(fault, doubt)),
        Row(endpoint=BOOK, outcome="failed", why="the disk is full"),
    )

    assert text(series_page(rows, None)).splitlines() == [
        "  007  GET  /books  planned, 1 warning",
        "  x.md  GET  /books  planned, 2 warnings",
        "  007  GET  /books  planned, 1 error, 1 warning",
        "    DELETE  /books/{id}  failed",
        "3 planned, 1 planned earlier, 1 left alone, 1 failed",
        "  DELETE /books/{id}: the disk is full",
    ]


def test_of_very_many_those_have_a_row_that_are_odd() -> None:
    rows = [Row(endpoint=BOOKS, outcome="planned", path=PLACE)] * 100

    assert len(text(series_page(rows, None)).splitlines()) == 101
    odd = Row(endpoint=BOOK, outcome="failed", why="the disk is full")
    assert text(series_page([*rows, odd], None)).splitlines() == [
        "    DELETE  /books/{id}  failed",
        "  100 without a finding have no row here",
        "100 planned, 1 failed",
        "  DELETE /books/{id}: the disk is full",
    ]


def test_the_files_that_there_will_be() -> None:
    assert jobs_page(()) == ()
    assert text(jobs_page([Job(endpoint=BOOK, path=PLACE)])).splitlines() == [
        "in .ai/plans/",
        "  DELETE  /books/{id}  007-GET-BOOKS.md",
    ]
    jobs = [Job(endpoint=BOOK, path=PLACE)] * 5
    assert text(jobs_page(jobs, most=3)).splitlines()[3:] == [
        "  DELETE  /books/{id}  007-GET-BOOKS.md",
        "  and 2 more: --dry-run lists all",
    ]
