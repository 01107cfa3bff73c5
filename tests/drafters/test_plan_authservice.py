"""Where a service signs people in, the flow has the call of it that does so."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /auth/login

- Description: Signs in.
- Request body: `{ "email": "string", "password": "string" }`
- Response: `{ "session": { "access_token": "string" }, "name": "string" }`
- Success: 200
- Errors: 401 wrong credentials, 403 e-mail not confirmed

### POST /auth/register

- Description: Adds a member and greets them.
- Request body: `{ "email": "string", "password": "string", "nickname": "string" }`
- Success: 201
- Errors: 400 weak password, 409 e-mail is taken

### POST /auth/logout

- Description: Signs out.
- Success: 204

### POST /auth/reset-password

- Description: Sends a link.
- Request body: `{ "email": "string" }`
- Success: 200

### POST /auth/reset-password/confirm

- Description: Sets the password.
- Request body: `{ "token": "string", "password": "string" }`
- Success: 200

### POST /seats/{id}/confirm

- Description: Confirms a seat.
- Success: 200
"""
STACKS = {
    "ts": "# Stack\n\n- Astro, TypeScript\n- Supabase Auth for signing in\n",
    "py": "# Stack\n\n- FastAPI\n- Authentication: Supabase\n",
    "cs": "# Stack\n\n- ASP.NET Core 9\n- ASP.NET Core Identity\n",
    "none": "# Stack\n\n- Astro, TypeScript\n- Supabase for the database\n",
}
ERRORS = "; `invalid_credentials` is `401`; `email_not_confirmed` is `403`"
SESSION = "; its session gives `session.access_token`"
BOTH = " of Supabase Auth with `email`, `password`"
NET = "ASP.NET Core Identity"
CALLS = [
    ("ts", "POST /auth/login", [f"`supabase.auth.signInWithPassword()`{BOTH}{SESSION}{ERRORS}"]),
    (
        "ts",
        "POST /auth/register",
        [
            (
                f"`supabase.auth.signUp()`{BOTH}; `user_already_exists` is `409`"
                "; `weak_password` is `400`"
            )
        ],
    ),
    ("ts", "POST /auth/logout", ["`supabase.auth.signOut()` of Supabase Auth"]),
    (
        "ts",
        "POST /auth/reset-password",
        ["`supabase.auth.resetPasswordForEmail()` of Supabase Auth with `email`"],
    ),
    (
        "ts",
        "POST /auth/reset-password/confirm",
        [
            "`supabase.auth.verifyOtp()` of Supabase Auth with `token`",
            "`supabase.auth.updateUser()` of Supabase Auth with `password`",
        ],
    ),
    (
        "py",
        "POST /auth/login",
        [f"`supabase.auth.sign_in_with_password()`{BOTH}{SESSION}{ERRORS}"],
    ),
    (
        "cs",
        "POST /auth/register",
        [f"`UserManager.CreateAsync()` of {NET} with `email`, `password`"],
    ),
    ("cs", "POST /auth/logout", [f"`SignInManager.SignOutAsync()` of {NET}"]),
    ("none", "POST /auth/logout", []),
    ("ts", "POST /seats/{id}/confirm", []),
]


def documents(stack: str) -> tuple[Document, ...]:
    return (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=STACKS[stack]),
    )


@pytest.mark.parametrize(("stack", "call", "items"), CALLS)
def test_the_call_is_told_with_its_errors(stack: str, call: str, items: list[str]) -> None:
    lines = [line.partition(". Call ")[2] for line in told(documents(stack), call, 5)]

    assert [one.partition(" (tech-stack.md:4")[0] for one in lines if one] == items


@pytest.mark.parametrize(
    ("stack", "call", "words"),
    [
        ("ts", "POST /auth/register", "Adds a member and greets them"),
        ("cs", "POST /auth/reset-password", "Sends a link"),
    ],
)
def test_what_the_call_does_not_do_is_told_too(stack: str, call: str, words: str) -> None:
    assert words in "\n".join(told(documents(stack), call, 5))


def test_a_sign_in_is_refused_by_the_service_and_needs_no_table() -> None:
    steps = "\n".join(told(documents("ts"), "POST /auth/login", 9))
    overview = "\n".join(told(documents("ts"), "POST /auth/login", 1))

    assert "`loginAuth`: section 5, no. 2\n- Errors of `loginAuth`: `401`, `403`" in steps
    assert "Open:" not in overview


def test_what_the_service_hears_of_it_is_among_its_errors() -> None:
    steps = "\n".join(told(documents("ts"), "POST /auth/register", 9))

    assert "- Errors of `registerAuth`: `400`, `409`" in steps
