"""The role that whoever calls needs: where the documents ask for it, and what it means for rows."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath
from agent.drafters.builtin.planning.tables.roles import is_asked

API = """# API

All endpoints need a Bearer token, else 401.

| Method | Path | Description | Role |
|---|---|---|---|
| POST | `/api/shelters` | Add a shelter. | admin |
| PUT | `/api/shelters/{id}` | Change a shelter. | shelter_staff/admin |
| GET | `/api/users` | All users. | |
| GET | `/api/admin/dogs` | All dogs. | |
| GET | `/api/admin/users/me` | The signed-in user. | |

### DELETE /api/dogs/{id}

Removes a dog for good.

- **Auth**: Bearer token, role `SHELTER_STAFF`
- **Response**: 204, 403

### PUT /api/dogs/{id}

- **Description**: Changes a dog (staff or adopter), only the user's own.
- **Response**: 200

### PATCH /api/dogs/{id}

- **Description**: Changes a dog (owner or admin).
- **Response**: 200

### GET /api/dogs/{id}

- **Description**: The dog with its owner (shelter_staff or adopter).
- **Response**: 200
"""
DB = """## Tables

### users

- id: uuid PRIMARY KEY
- role: text NOT NULL CHECK (role IN ('adopter', 'shelter_staff', 'admin'))

### shelters

- id: uuid PRIMARY KEY
- name: text NOT NULL

### dogs

- id: uuid PRIMARY KEY
- owner_id: uuid NOT NULL REFERENCES users(id)
- name: text NOT NULL
"""


def _flow(call: str, db: str = DB) -> list[str]:
    return told(
        (
            Document(path=RepoPath(".ai/api-plan.md"), text=API, role="api-plan"),
            Document(path=RepoPath(".ai/db-plan.md"), text=db, role="db-plan"),
        ),
        call,
        5,
    )


@pytest.mark.parametrize(
    ("call", "roles"),
    [
        ("POST /api/shelters", "`admin`"),
        ("PUT /api/shelters/{id}", "`shelter_staff` or `admin`"),
        ("GET /api/admin/dogs", "`admin`"),
        ("DELETE /api/dogs/{id}", "`shelter_staff`"),
    ],
)
def test_a_role_is_asked_before_any_row_is_looked_for(call: str, roles: str) -> None:
    said = "\n".join(_flow(call))
    asked = f"Require the caller's `users.role` to be {roles}"
    assert asked in said
    assert asked in said.split("Find the row")[0].split("Read the rows")[0]
    assert "`403`" in said


@pytest.mark.parametrize(
    ("rule", "in_front"),
    [
        ("Role checks are done in middleware.", True),
        ("RBAC is implemented as middleware or action filters.", True),
        ("Roles are policies of the database (RLS), which middleware sets up.", False),
        ("Middleware reads the token.", False),
    ],
)
def test_a_guard_checks_roles_in_front_of_the_service(rule: str, *, in_front: bool) -> None:
    text = f"{API}\n## Authorization\n\n- {rule}\n- Others get 403.\n"
    documents = (
        Document(path=RepoPath("api-plan.md"), text=text, role="api-plan"),
        Document(path=RepoPath("db-plan.md"), text=DB, role="db-plan"),
        Document(path=RepoPath("tech-stack.md"), text="- ASP.NET Core", role="tech-stack"),
    )
    said, steps = ("\n".join(told(documents, "POST /api/shelters", part)) for part in (5, 9))

    assert (", before the service is called (" in said) is in_front
    assert ("Errors of `POST /api/shelters` itself: `401`, `403`" in steps) is in_front
    assert "section 5, no. 3" in steps if in_front else "section 5, no. 2" in steps


def test_what_lies_below_admin_is_nobody_s_own() -> None:
    said = "\n".join(_flow("GET /api/admin/dogs"))
    assert "`dogs.owner_id` = the caller" not in said
    assert "`users.id` = the caller" in "\n".join(_flow("GET /api/admin/users/me"))


def test_a_list_of_people_is_not_the_caller_alone() -> None:
    assert "the caller" not in "\n".join(_flow("GET /api/users")).split("Read the rows")[1]


def test_an_own_row_or_an_admin_is_no_demand_for_the_role() -> None:
    said = "\n".join(_flow("PATCH /api/dogs/{id}"))
    assert "`dogs.owner_id` = the caller, or their `users.role` is `admin`" in said
    assert "Require" not in said


@pytest.mark.parametrize(
    ("note", "tested"),
    [
        ("Owners see their own dogs only; an admin can filter by owner_id", "own"),
        ("Owners see their own dogs only. Admins see all; can filter by `owner_id`", "all"),
        ("Owners see their own dogs only; nobody filters by owner_id", "none"),
    ],
)
def test_a_note_names_what_a_role_narrows_a_list_by(note: str, tested: str) -> None:
    text = (
        f"# API\n\nAll need a Bearer token.\n\n### GET /api/dogs\n\nA user's dogs.\n\n- {note}\n"
        '\n#### Response\n\n```json\n[{"id": "uuid", "name": "string"}]\n```\n'
    )
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), text=text, role="api-plan"),
        Document(path=RepoPath(".ai/db-plan.md"), text=DB, role="db-plan"),
    )
    given, flow, steps = ("\n".join(told(documents, "GET /api/dogs", at)) for at in (2, 5, 9))
    narrowed = tested != "none"
    assert ("`owner_id`: optional" in given) is narrowed
    assert ("`owner_id` = `owner_id`" in flow) is narrowed
    assert ("may see, all for `admin`, or those of `owner_id`" in steps) is (tested == "all")


def test_roles_that_only_stand_in_brackets_are_no_demand() -> None:
    assert not [one for one in _flow("GET /api/dogs/{id}") if "role" in one]


def test_a_role_without_a_column_is_asked_in_its_word() -> None:
    bare = DB.replace("- role: text NOT NULL CHECK (role IN", "- kind: text CHECK (kind IN")
    said = "\n".join(_flow("GET /api/admin/dogs", bare))
    assert "Require the role `admin` of the caller" in said


@pytest.mark.parametrize(
    ("value", "line", "labelled", "expected"),
    [
        ("ADMINISTRATOR", "Only admins can delete users", False, True),
        ("admin", "Administrators only", False, True),
        ("Race Director", "needs the Race_Director role", False, True),
        ("admin", "Required, role=host", True, False),
        ("host", "required, `role=host`", True, True),
        ("host", "required, `role=host`", False, False),
        ("admin", "ADMIN + PLANNER", True, True),
        ("admin", "the admin is told by mail", False, False),
        ("host", "Host-only parameter misused", False, False),
    ],
)
def test_forms_that_ask_for_a_role(
    value: str, line: str, *, labelled: bool, expected: bool
) -> None:
    assert is_asked(value, line, labelled=labelled) is expected


def test_a_path_that_is_put_together_has_its_passage_for_a_source() -> None:
    based = "# API\n\nBase URL: `/admin`\n\nAll endpoints need a Bearer token, else 401.\n\n"
    text = f"{based}### GET /dogs/{{id}}\n\n- Success: 200\n"
    documents = (Document(path=RepoPath(".ai/api-plan.md"), text=text, role="api-plan"),)
    said = "\n".join(told(documents, "GET /admin/dogs/{id}", 5))
    assert "Require the role `admin` of the caller (api-plan.md:7" in said


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("Manager/Admin", "Require the role `manager` or `admin` of the caller"),
        ("USER/ADMIN", ""),
        ("admin", "Require the role `admin` of the caller"),
    ],
)
def test_roles_that_no_column_knows_are_told_with_their_list(role: str, said: str) -> None:
    text = (
        "# API\n\nAll endpoints need a Bearer token, else 401.\n\n| Method | Path | Role |\n"
        f"|---|---|---|\n| GET | `/checks` | {role} |\n"
    )
    documents = (Document(path=RepoPath(".ai/api-plan.md"), text=text, role="api-plan"),)
    flow = "\n".join(told(documents, "GET /checks", 5))
    assert said in flow
    assert ("Require" in flow) is bool(said)


def test_a_role_in_an_example_is_no_demand() -> None:
    text = (
        "# API\n\nAll endpoints need a Bearer token, else 401.\n\n### GET /hello\n\n"
        '- Success: 200\n\n    {\n      "role": "admin"\n    }\n'
    )
    documents = (Document(path=RepoPath(".ai/api-plan.md"), text=text, role="api-plan"),)
    assert "admin" not in "\n".join(told(documents, "GET /hello", 5))


MEMBERS = """# API

All endpoints need a JWT. A custom claim in the JWT (`active_club_id`) has the caller's active club.

## Authorization

- Roles are checked by middleware; others get 403.

### POST /api/boats

- Description: Adds a boat. (Requires 'Owner' role)
- Request body: `{ "name": "string" }`
- Success: 201
"""
CLUBS = """### clubs

- id: uuid PRIMARY KEY

### club_members

- club_id: uuid REFERENCES clubs(id)
- user_id: uuid REFERENCES users(id)
- role: text NOT NULL CHECK (role IN ('owner', 'member'))

### boats

- id: uuid PRIMARY KEY
- club_id: uuid NOT NULL REFERENCES clubs(id)
- name: text

### users

- id: uuid PRIMARY KEY
"""


def test_who_is_no_member_is_refused_where_the_role_is_checked() -> None:
    documents = (
        Document(path=RepoPath("api-plan.md"), text=MEMBERS, role="api-plan"),
        Document(path=RepoPath("db-plan.md"), text=CLUBS, role="db-plan"),
        Document(path=RepoPath("tech-stack.md"), text="- ASP.NET Core", role="tech-stack"),
    )
    said, steps = ("\n".join(told(documents, "POST /api/boats", part)) for part in (5, 9))

    assert "3. Take the `club_id` from the claim" in said
    assert "`CreateBoatAsync`: section 5, no. 5; writes `boats`" in steps
    assert "Errors of `CreateBoatAsync`" not in steps
