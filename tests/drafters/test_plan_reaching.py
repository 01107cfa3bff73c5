"""A service outside has a client: the one that is there, else a step for a new one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import asked

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.drafter import Code, PlanDraft
from agent.drafters.builtin import plan as drafter
from agent.drafters.builtin.planning.places.clients import client_for, clients_of, provider_of
from agent.drafters.builtin.planning.places.ground import Ground
from agent.drafters.builtin.planning.places.layout import lay_out
from agent.drafters.builtin.planning.places.stacks import stacks
from agent.drafters.builtin.planning.subject import subject_of

API = """# API

All endpoints need a JWT.

### POST /tours

- Description: Calls the LLM to write a tour through a museum.
- Request body: `{ "theme": "string" }`
- Response: `{ "title": "string", "stops": [{ "text": "string" }] }`
- Success: 201
- Errors: 504 LLM timeout (>45s), 503 LLM service error

### POST /labels

- Description: Generates a label with a language model.
- Request body: `{ "theme": "string" }`
- Response: `{ "text": "string" }`
- Success: 201

### POST /tickets

- Description: Buys a ticket.
- Request body: `{ "seat": "string" }`
- Success: 201
- Errors: 502 Stripe API unavailable

### POST /visits

- Description: Notes a visit.
- Request body: `{ "seat": "string" }`
- Success: 201
- Errors: 503 database busy

## General

- The LLM is called with up to 2 retries.

```json
{ "used": "openai/gpt-9" }
```
"""
STACK = """# Tech stack

- Astro, TypeScript, Zod
- OpenRouter.ai for the models, key in OPENROUTER_API_KEY, model acme/none, anthropic/claude-7-mini
"""
DB = """## Schema

```sql
CREATE TABLE labels (
  id uuid PRIMARY KEY,
  text text NOT NULL
);
CREATE TABLE visits (
  id uuid PRIMARY KEY,
  seat text NOT NULL
);
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    Document(path=RepoPath(".ai/tech-stack.md"), role="tech-stack", text=STACK),
)
SERVICES = ("src/lib/services/guide.service.ts", "src/lib/services/room.service.ts")


def steps(call: str, *paths: str, stack: str = STACK) -> str:
    documents = (*DOCUMENTS[:2], replace(DOCUMENTS[2], text=stack))
    request = asked(documents, call)
    listed = (*request.code.paths, *map(RepoPath, (*SERVICES, *paths)))
    drafted = drafter.plan(
        replace(request, code=Code(listed=lambda: listed, read=request.code.read))
    )
    assert isinstance(drafted, PlanDraft)
    return drafted.text


def test_a_new_client_has_a_step_with_its_settings_its_time_and_its_failures() -> None:
    step = steps("POST /tours").partition("Client: OpenRouter.ai")[2].partition("\n### ")[0]

    assert step.strip().split("\n")[:-1] == [
        "- Kind: edit; files: `src/lib/services/openrouter.service.ts` (new)",
        (
            "- `openrouter.service` sends the prompt to OpenRouter.ai and reads its answer;"
            " it is checked (Zod) before it gives `title`, `stops[].text`:"
            " what does not fit is a failed call"
        ),
        (
            "- Key: `OPENROUTER_API_KEY`, on the server only (tech-stack.md:4);"
            " model: `anthropic/claude-7-mini` (tech-stack.md:4);"
            " timeout: 45s (api-plan.md:11); retries: up to 2 (api-plan.md:36)"
        ),
        "- Its failures: `504`: LLM timeout (>45s); `503`: LLM service error",
    ]


def test_what_no_document_names_is_no_number() -> None:
    said = steps("POST /labels")

    assert "set a timeout (`AbortSignal.timeout()`): the documents name no number" in said
    assert "Its failures: `500`: an error, a timeout or an answer that does not fit" in said
    assert "The call to OpenRouter.ai takes the longest of `POST /labels`" in said


def test_a_key_that_no_document_names_is_called_by_the_provider() -> None:
    said = steps("POST /labels", stack=STACK.replace(", key in OPENROUTER_API_KEY", ""))

    assert "- Key: `OPENROUTER_API_KEY`, on the server only (by convention); " in said


def test_a_client_that_is_there_is_called_by_its_service() -> None:
    said = steps("POST /labels", "src/lib/services/openrouter.client.ts")

    assert "Client: " not in said
    assert "The call to OpenRouter.ai goes through `src/lib/services/openrouter.client.ts`" in said


def test_another_service_is_known_by_its_failure() -> None:
    step = steps("POST /tickets").partition("Client: Stripe")[2].partition("\n### ")[0]

    assert "`src/lib/services/stripe.service.ts` (new)" in step
    assert "`stripe.service` calls Stripe\n" in step


def test_a_database_is_no_service_outside() -> None:
    said = steps("POST /visits")

    assert "Client: " not in said
    assert "external service" not in said


PLACES = [
    ("OpenRouter", "fastapi", ["app/services/books.py"], "app/services/openrouter.py"),
    (
        "GPT-4",
        "fastapi",
        ["app/services/book_service.py", "app/services/loan_service.py"],
        "app/services/openai_service.py",
    ),
    (
        "OpenRouter",
        "fastapi",
        ["app/services/books.py", "app/integrations/maps.py"],
        "app/integrations/openrouter.py",
    ),
    ("the AI model", "fastapi", ["app/services/books.py", "app/ai/llm_client.py"],
     "app/ai/llm_client.py"),
    ("OpenRouter", "fastapi", ["app/services/books.py", "app/tests/test_openrouter.py"],
     "app/services/openrouter.py"),
    ("OpenRouter", "fastapi", ["app/services/books.py", "app/openrouter/service.py"],
     "app/openrouter/service.py"),
    ("Claude", "spring", ["src/main/java/org/x/service/BookService.java"],
     "src/main/java/org/x/service/AnthropicService.java"),
    ("OpenRouter", "aspnet",
     ["Api/Services/BookService.cs", "Api/Services/IOpenRouterService.cs",
      "Api/Services/OpenRouterService.cs", "Api/Models/OpenRouterClient.cs"],
     "Api/Services/OpenRouterService.cs"),
    ("OpenRouter", "nest", ["src/books/books.service.ts", "src/books/books.controller.ts",
                            "src/loans/loans.service.ts"],
     "src/openrouter/openrouter.service.ts"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "stack", "paths", "path"), PLACES)
def test_a_client_stands_as_its_neighbours_do(
    name: str, stack: str, paths: list[str], path: str
) -> None:
    used = next(one for one in stacks() if one.name == stack)
    there = tuple(map(RepoPath, paths))
    ground = Ground(there=there, planned=(), named=(), subjects=frozenset({"book", "loan"}))
    subject = subject_of(Endpoint(method="POST", path="/books"))
    service = lay_out(subject, used, ground).place("service")
    found = client_for(clients_of(ground, there[0].suffix), provider_of(name), service)

    assert found is not None
    assert (found.path.value, found.new) == (path, path not in paths)
