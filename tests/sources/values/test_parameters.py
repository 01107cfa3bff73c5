"""Values as the items of a list name them."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Body, Endpoint
from agent.sources.gathering.gather import gather


def given(items: str, label: str = "Input") -> Body | None:
    text = f"# API\n\n## Endpoints\n\n### POST /boats\n\n{label}:\n{items}\n"
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    spec = gather(Endpoint(method="POST", path="/boats"), (document,), ())
    return spec.request if label == "Input" else next(iter(spec.responses), None)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("- hull", [("hull", None, None)]),
        ("- hull ?", [("hull", None, False)]),
        ("- hull ? *", [("hull", None, False)]),
        ("- `hull`?: string", [("hull", "string", False)]),
        (
            "- crew: [{name, shipId}]",
            [("crew", "array", None), ("crew[].name", None, None), ("crew[].shipId", None, None)],
        ),
        (
            "- summary: {date, size: integer}",
            [
                ("summary", "object", None),
                ("summary.date", None, None),
                ("summary.size", "integer", None),
            ],
        ),
        (
            "- berth: {quay (optional), row (string)}",
            [("berth", "object", None), ("berth.quay", None, False), ("berth.row", "string", None)],
        ),
        ("- berth ? : [{lon: , lat: }, {}]", [("berth", "array", False)]),
    ],
)
def test_fields(item: str, expected: list[tuple[str, str | None, bool | None]]) -> None:
    body = given(f"- boatId\n{item}")
    assert body is not None
    found = [(one.name, one.type, one.required) for one in body.fields[1:]]
    assert found[: len(expected)] == expected


@pytest.mark.parametrize(
    ("items", "names"),
    [("- msg", ["msg"]), ("- id\n- hull ?", ["id", "hull"]), ("- `Boat`", []), ("- A boat", [])],
)
def test_an_answer_of_mere_names(items: str, names: list[str]) -> None:
    body = given(items, "Output")
    assert [one.name for one in (body.fields if body else ())] == names
