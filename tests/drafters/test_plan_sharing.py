from __future__ import annotations

from pathlib import Path

from planprojects import Project, endpoint, project

PLAN = """# REST API Plan

## Endpoints

### Profiles

| Method | Path | Description |
| ------ | ---- | ----------- |
| GET | `/v1/me` | Get the current user profile. |
| PATCH | `/v1/me` | Update own profile. |

Request (PATCH)

```json
{
  "name": "string"
}
```

Response

```json
{
  "id": "uuid",
  "name": "string"
}
```

Errors: 401 Unauthorized, 422 Validation failed.
"""


def profiles(root: Path) -> Project:
    (root / ".ai").mkdir()
    (root / ".ai" / "api-plan.md").write_text(PLAN)
    return project(root)


def beside(text: str) -> list[str]:
    return [line for line in text.split("\n") if ", as for " in line]


def test_what_two_endpoints_share_names_the_other_after_its_source(tmp_path: Path) -> None:
    found = profiles(tmp_path)
    fields = (
        "- Fields (from a passage that describes more than this endpoint): `id` (uuid),"
        " `name` (string) (api-plan.md:24-25), as for `{}`"
    )
    errors = "- `401 Unauthorized`: a call without a valid sign-in{} (api-plan.md:29), as for `{}`"

    for one, other, more in (
        ("GET /v1/me", "PATCH /v1/me", ""),  # takes nothing that could be refused
        ("PATCH /v1/me", "GET /v1/me", ", `422`: Validation failed"),
    ):
        text = found.draft(endpoint(one)).text
        assert beside(text) == [fields.format(other), errors.format(more, other)]


def test_a_body_is_no_fact_of_a_read(tmp_path: Path) -> None:
    text = profiles(tmp_path).draft(endpoint("PATCH /v1/me")).text

    [body] = [line for line in text.split("\n") if line.startswith("- Request body")]
    assert ", as for " not in body


def test_what_another_method_needs_or_clashes_with_is_none_of_a_reads(tmp_path: Path) -> None:
    (tmp_path / ".ai").mkdir()
    plan = PLAN.replace("422 Validation failed.", "409 Conflict (cannot remove last admin).")
    plan += "\nQuery params: `kind`.\n\nValidation: kind required.\n"
    (tmp_path / ".ai" / "api-plan.md").write_text(plan)

    text = project(tmp_path).draft(endpoint("GET /v1/me")).text

    assert "last admin" not in text
    assert "`kind`" in text
    assert "`kind` (required" not in text


def test_what_no_other_endpoint_shares_is_listed_as_its_own(tmp_path: Path) -> None:
    (tmp_path / ".ai").mkdir()
    plan = PLAN.replace("| GET | `/v1/me` | Get the current user profile. |\n", "")
    plan = plan.replace('"string"', '"string (max 50)"', 1)
    (tmp_path / ".ai" / "api-plan.md").write_text(plan)

    text = project(tmp_path).draft(endpoint("PATCH /v1/me")).text

    assert "- Request body: `name`" in text
    assert "describes more" not in text
    assert "- Fields: `id` (uuid), `name` (string) (" in text
