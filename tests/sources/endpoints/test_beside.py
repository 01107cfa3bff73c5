"""Which section is the list of endpoints, where not every one of them says so."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.endpoints.beside import is_named_by
from agent.sources.endpoints.listing import find_endpoints


def found(text: str) -> list[str]:
    document = Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=text)
    return [str(one.endpoint) for one in find_endpoints(document)]


def sections(*some: tuple[str, str]) -> str:
    return "# Plan\n\n" + "".join(f"## {title}\n\n{text}\n\n" for title, text in some)


@pytest.mark.parametrize(
    ("title", "path", "named"),
    [
        ("Permission APIs", "/api/permissions/:id", True),
        ("Authentication", "/api/auth/login", True),
        ("3. Performance Routes", "/performance/all", True),
        ("Performance", "/books/{performance}", False),
        ("Rate limits", "/books", False),
        ("Notes", "/notices", False),
    ],
)
def test_a_title_that_names_what_the_paths_name(title: str, path: str, *, named: bool) -> None:
    assert is_named_by(title, path) is named


def test_a_resource_that_sounds_like_an_aside_is_listed_beside_the_announced() -> None:
    text = sections(
        ("Book endpoints", "- GET /books"),
        ("Performance", "- GET /performance/all\n- POST /performance"),
        ("Caching", "- GET /ghosts: 5 minutes"),
    )
    assert found(text) == ["GET /books", "GET /performance/all", "POST /performance"]


def test_a_section_in_a_row_with_announced_ones_is_one_of_them() -> None:
    three = [(f"{name} endpoints", f"- GET /{name}") for name in ("books", "pens", "loans")]
    text = sections(*three, ("Who is who", "- GET /me"), ("Examples", "- GET /phantoms"))
    assert found(text) == ["GET /books", "GET /pens", "GET /loans", "GET /me"]
    two = sections(*three[:2], ("Who may delete", "- DELETE /thing"))
    assert found(two) == ["GET /books", "GET /pens"]


def test_what_the_announced_sections_name_is_not_named_again() -> None:
    text = sections(
        ("Endpoints", "- GET /api/books\n- GET /api/pens"), ("Books", "- GET /books: the list")
    )
    assert found(text) == ["GET /api/books", "GET /api/pens"]


def test_done_is_said_of_a_list_doing_of_something_else() -> None:
    text = sections(
        ("1. Endpoints web", "- GET /books"),
        ("2. Endpoints adicionais (m\u00f3dulos implementados)", "- GET /pens"),
        ("3. Implementation of the endpoints", "- GET /ghosts"),
    )
    assert found(text) == ["GET /books", "GET /pens"]


@pytest.mark.parametrize(
    "title",
    [
        "Reports (Roadmap)",
        "Relat\u00f3rios (proposto)",
        "Endpoints futuros",
        "Geplante Endpunkte",
        "Fonctionnalit\u00e9s \u00e0 venir",
        "\u0411\u0443\u0434\u0443\u0449\u0438\u0435 \u0444\u0443\u043d\u043a\u0446\u0438\u0438",
        "\u5b9f\u88c5\u4e88\u5b9a\u306e\u6a5f\u80fd",
        "\u672a\u6765\u89c4\u5212",
        "Endpoint Masa Depan (Direncanakan)",
        "\ubcf4\ub958\ub41c \ud6c4\uc18d \uc791\uc5c5",
    ],
)
def test_what_is_for_later_in_other_languages(title: str) -> None:
    text = sections(("Endpoints", "- GET /books"), (title, "### GET /later"))
    assert found(text) == ["GET /books"]


@pytest.mark.parametrize("title", ["Geplante Listen", "\u4e88\u5b9a"])
def test_a_resource_may_be_called_planned(title: str) -> None:
    assert found(sections((title, "### GET /lists"))) == ["GET /lists"]


def test_a_remark_in_brackets_after_the_path_may_be_in_italics() -> None:
    text = "### `GET /books`\n\nLists.\n\n### `POST /books/lots` _(Roadmap)_\n\nLater.\n"
    assert found(text) == ["GET /books"]


def test_a_remark_in_brackets_before_the_method_is_no_name() -> None:
    text = "# API\n\n## Endpoints\n\n- **GET /books**\n- (Optional) **GET /books/lost**\n"
    assert found(text) == ["GET /books", "GET /books/lost"]
    assert found(f"{text}- (Future) **GET /books/won**\n") == ["GET /books", "GET /books/lost"]


def test_a_table_of_ticks_is_no_list_where_there_is_one() -> None:
    grid = "| Call | Admin | Reader |\n|---|---|---|\n| GET /books | \u2705 | \u2705 |\n"
    grid += "| PUT /book | \u2705 | \u274c |\n"
    assert found(f"### GET /books\n\nLists.\n\n## Matrix of roles\n\n{grid}") == ["GET /books"]
    assert found(f"# API\n\n{grid}") == ["GET /books", "PUT /book"]


def test_an_example_of_a_request_in_its_own_section() -> None:
    def fenced(call: str) -> str:
        return f"```http\n{call}\n```\n\n"

    text = "## 1. Change\n\n" + fenced("PUT /books/[id]") + "### Sample\n\n"
    text += fenced("PUT /books/book_123") + fenced("PUT /books/A-7.b") + "## 2. More\n\n"
    text += fenced("PUT /books/mine") + fenced("GET /books/7")
    assert found(text) == ["PUT /books/[id]", "PUT /books/mine", "GET /books/7"]


def test_an_item_below_another_that_is_described_is_an_entry_of_its_own() -> None:
    inner = "  - GET /books/top: the best\n    - Limit: 10\n    - For the front page\n"
    text = f"## Endpoints\n\n- GET /books\n  - GET /ghosts: not this one\n{inner}"
    assert found(text) == ["GET /books", "GET /books/top"]


def test_a_heading_that_is_a_path_with_its_methods_below() -> None:
    text = "# API\n\n## /api/books\n\n\u041c\u0435\u0442\u043e\u0434\u044b: GET, POST\n\n"
    text += "## /api/pens/{id}\n\nRemoves a pen.\n\n**Method**: DELETE\n\n## Words\n\nMethod: PUT\n"
    assert found(text) == ["GET /api/books", "POST /api/books", "DELETE /api/pens/{id}"]


def test_a_row_without_the_header_of_a_table() -> None:
    text = "## Books\n| GET | /books | admin | Lists |\n\n## Pens\n| GET | no path |\n| x | /y |\n"
    assert found(text) == ["GET /books"]


def test_a_heading_that_gives_the_method_and_its_path_above_or_below() -> None:
    text = "# API\n\n## Send a book (POST)\n\n```\nhttps://x.org/books\n```\n\n## /pens\n\n"
    text += "### GET\n\nLists.\n\n### POST\n\n/ghosts\n\n## Delete all (DELETE)\n\nNo.\n\n## PUT"
    assert found(text) == ["POST /books", "GET /pens", "POST /pens"]


def test_a_request_of_its_own_below_a_heading_is_listed_beside() -> None:
    text = (
        "## Who am I\n\n```\nGET /me\nx-user: 1\n```\n\n## Sample\n\nSo:\n\n```\nGET /no\n```\n\n"
    )
    text += "## Naming\n\n```\nPOST /ghosts\n```\n\n## Routes\n\n- GET /books\n- GET /pens\n"
    assert found(text) == ["GET /me", "GET /books", "GET /pens"]


def test_a_section_with_a_base_of_its_own_is_a_list() -> None:
    text = "# API\n\n## Shop\nBase URL: `/api`\n\n### Book routes\n\n- GET /books\n\n"
    text += "## Advice\nBase URL: `/advice`\n\n- GET /books\n- POST /pens\n"
    assert found(text) == ["GET /api/books", "GET /advice/books", "POST /advice/pens"]


def test_a_table_of_other_paths_repeats_none_though_some_end_alike() -> None:
    rows = "| GET | /books |\n| GET | /books/new |\n| POST | /books/old |\n"
    text = f"## API\n\n### GET /api/books\n\nLists.\n\n## Pages\n\n| M | P |\n|---|---|\n{rows}"
    assert found(text) == ["GET /api/books", "GET /books", "GET /books/new", "POST /books/old"]
    index = "| M | P |\n|---|---|\n| GET | /books |\n| GET | /pens |\n| PUT | /lamp |\n\n"
    text = f"{index}## GET /api/books\n\nx\n\n## GET /api/pens\n\ny\n"
    assert found(text) == ["PUT /lamp", "GET /api/books", "GET /api/pens"]


def test_endpoints_of_something_are_a_list_of_them() -> None:
    text = sections(
        ("Endpoints de teste", "### Criar tabela\n\n- GET /setup"),
        ("Endpoints de livros", "- GET /books"),
        ("Endpoint tests", "- GET /ghosts"),
    )
    assert found(text) == ["GET /setup", "GET /books"]


def test_a_table_that_tells_what_methods_are_for_is_no_list() -> None:
    rows = "| GET | Reads | GET /x/1 |\n| POST | Adds | POST /x |\n| PUT | Puts | `PUT /x/1` |\n"
    told = f"## HTTP\n\n| Method | For | Like |\n|---|---|---|\n{rows}\n"
    listed = "## Books\n\n| Method | Path |\n|---|---|\n| GET | /a |\n| POST | /a |\n| PUT | /a |\n"
    assert found(told + listed) == ["GET /a", "POST /a", "PUT /a"]


def test_methods_in_a_sentence_of_another_script_are_no_path() -> None:
    assert found("POST/PUT/PATCH\u8bf7\u6c42\u7684\u683c\u5f0f:\n\n- GET /books\n") == [
        "GET /books"
    ]


def test_values_for_the_one_path_of_a_section_are_samples() -> None:
    text = "## One\n\n```\nGET /pens/{name}\n```\n\n- `GET /pens/blue` (by colour)\n\n"
    text += "```\nGET /pens/quill\n```\n\n## Two\n\n- GET /books/{id}\n- GET /books/mine\n\n"
    text += "## Three\n\n```\nGET /cups/{id}\nGET /cups/mine\n```\n"
    assert found(text) == [
        "GET /pens/{name}",
        "GET /books/{id}",
        "GET /books/mine",
        "GET /cups/{id}",
        "GET /cups/mine",
    ]


@pytest.mark.parametrize(
    ("lead", "own"),
    [
        ("People sign in via Supabase Auth endpoints:", False),
        ("People sign in before all else:", True),
    ],
)
def test_what_another_service_answers_is_not_listed_beside(lead: str, *, own: bool) -> None:
    text = sections(
        ("Endpoints", "- GET /books"), ("Authentication", f"- {lead}\n  - `POST /auth/token`: in")
    )
    assert found(text) == ["GET /books", *(["POST /auth/token"] if own else [])]


def test_calls_that_only_show_parameters_are_no_list() -> None:
    text = sections(
        ("Books", "```http\nGET /books  # all\n```"),
        ("Common Query Parameters", "### Filtering\n\n```http\nGET /lends/?book=1\n```"),
    )
    assert found(text) == ["GET /books"]
