from __future__ import annotations

from dataclasses import replace

import pytest
from test_model_drafter import API, SPEC

from agent.core.documents import RepoPath, Source
from agent.core.spec import Body, Parameter, Status
from agent.drafters.model.looking import undocumented, unknown_fields

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


BODY = replace(
    SPEC,
    request=Body(
        source=HERE,
        fields=(Parameter(name="dueDate", place="body", type="string", source=HERE),),
    ),
)


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("src/a.ts", "export interface NewCard {\n  dueDate: string;\n  color: string;\n}\n",
         ("a.ts:3: field `color` is in no document",)),
        ("app/a.py", "class CardRequest(BaseModel):\n    due_date: str\n    color: str\n",
         ("a.py:3: field `color` is in no document",)),
        ("A.cs", "public class CardRequestDto\n{\n    public string? Color { get; set; }\n}\n",
         ("A.cs:3: field `Color` is in no document",)),
        ("src/a.ts", "export interface CardDto {\n  color: string;\n}\n", ()),
        ("src/a.ts", "interface CreateCard {\n  due_date: string;\n}\n", ()),
        ("tests/a.py", "class CardRequest(BaseModel):\n    color: str\n", ()),
    ],
)  # fmt: skip
def test_a_field_that_no_document_knows_is_said(
    path: str, text: str, said: tuple[str, ...]
) -> None:
    files = ((RepoPath(path), text.encode()), (RepoPath("src/gone.ts"), None))

    assert unknown_fields(files, lambda _: None, BODY) == said
    assert unknown_fields(files, lambda _: text.encode(), BODY) == ()
    assert unknown_fields(files, lambda _: None, SPEC) == ()
