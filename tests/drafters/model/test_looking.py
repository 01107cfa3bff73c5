from __future__ import annotations

from dataclasses import replace

import pytest
from test_model_drafter import API, SPEC

from agent.core.documents import RepoPath, Source
from agent.core.spec import Status
from agent.drafters.model.looking import undocumented

HERE = Source(path=API, line=5, last=5)
KNOWING = replace(
    SPEC, statuses=tuple(Status(code=one, meaning="", source=HERE) for one in (201, 404))
)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("return new Response(null, { status: 409 });", [409]),
        ("@router.post('', status_code=202)", [202]),
        ("raise HTTPException(status_code=status.HTTP_410_GONE)", [410]),
        ("return StatusCode(StatusCodes.Status429TooManyRequests);", [429]),
        ("return answer(status, 404)  # status: 201", []),
        ("{ status: 500 }", []),
        ("const total = 409;", []),
    ],
)
def test_a_status_that_no_document_names_is_said(line: str, codes: list[int]) -> None:
    files = ((RepoPath("src/a.ts"), f"{line}\n".encode()),)

    found = undocumented(files, lambda _: None, KNOWING)

    assert found == tuple(f"a.ts: status {one} is in no document" for one in codes)


def test_old_lines_tests_and_endpoints_without_statuses_say_nothing() -> None:
    data = b"{ status: 409 }\n"
    there = ((RepoPath("src/a.ts"), data), (RepoPath("src/gone.ts"), None))

    assert undocumented(there, lambda _: data, KNOWING) == ()
    assert undocumented(((RepoPath("tests/a.ts"), data),), lambda _: None, KNOWING) == ()
    assert undocumented(((RepoPath("src/a.ts"), data),), lambda _: None, SPEC) == ()
