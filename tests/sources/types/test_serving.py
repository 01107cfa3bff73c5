from __future__ import annotations

import pytest

from agent.core.documents import RepoPath, Source
from agent.core.shapes import TypeDefinition, TypeField
from agent.core.spec import Body, Endpoint, Parameter, Place, Spec
from agent.sources.types.serving import serving

PLACE = Source(path=RepoPath("src/types.ts"), line=1, last=1)


def a_type(name: str, fields: str = "") -> TypeDefinition:
    rows = tuple(TypeField(name=one, type="string", source=PLACE) for one in fields.split())
    return TypeDefinition(name=name, source=PLACE, fields=rows)


def values(names: str, place: Place) -> tuple[Parameter, ...]:
    return tuple(Parameter(name=one, place=place, source=PLACE) for one in names.split())


def a_spec(endpoint: str, *, body: str = "", query: str = "", answer: str = "") -> Spec:
    method, path = endpoint.split()
    return Spec(
        endpoint=Endpoint(method=method, path=path),
        title="",
        parameters=values(query, "query"),
        request=Body(source=PLACE, fields=values(body, "body")) if body else None,
        responses=(Body(source=PLACE, fields=values(answer, "response")),) if answer else (),
    )


SHOP = (
    "CreateBookCommand UpdateBookRequest DeleteBookCommand GetBooksQuery BookListResponse BookDto "
    "BookDetailDto BookRow CreateAuthorCommand AuthorDto BookStatus BookCardProps CreateNoteDto"
)


@pytest.mark.parametrize(
    ("endpoint", "names", "expected"),
    [
        ("POST /api/books", SHOP, "CreateBookCommand BookDto BookDetailDto BookRow"),
        ("GET /api/books", SHOP, "BookListResponse GetBooksQuery BookDto BookRow"),
        ("GET /api/books/{id}", SHOP, "BookDto BookDetailDto BookRow"),
        ("PUT /api/books/:id", SHOP, "UpdateBookRequest BookDto BookDetailDto BookRow"),
        ("DELETE /api/books/:id", SHOP, "DeleteBookCommand"),
        ("POST /books/{id}/notes", SHOP, "CreateNoteDto"),
        ("PATCH /books/{id}/status", "UpdateBookStatusDto UpdateBookDto", "UpdateBookStatusDto"),
        ("POST /auth/login", "LoginRequest LoginResponse LogoutRequest", "LoginRequest"),
        ("GET /shopping-lists", "ShoppingListDto ListDto ShoppingDto", "ShoppingListDto"),
        ("POST /lists", "CreateShoppingListRequest ItemDto", "CreateShoppingListRequest"),
        ("GET /profile", "UserProfileDto UserDto", "UserProfileDto"),
        ("GET /things", SHOP, ""),
        ("GET /books", "GetBookQuery GetBooksQuery BookIdSchema", "GetBooksQuery"),
    ],
)
def test_by_name(endpoint: str, names: str, expected: str) -> None:
    types = [a_type(one) for one in names.split()]
    found = [one.name for one in serving(a_spec(endpoint), types)]
    assert found[: len(expected.split()) or None] == expected.split()
    if endpoint != "POST /auth/login":
        assert len(found) == len(expected.split())


def test_by_shape_where_no_name_tells() -> None:
    spec = a_spec("POST /generate", body="source_text language card_count")
    types = [
        a_type("GenerationInput", "sourceText language cardCount"),
        a_type("UpdateDeckInput", "sourceText language cardCount"),
        a_type("DeckDto", "id createdAt title"),
    ]
    assert [one.name for one in serving(spec, types)] == ["GenerationInput"]


def test_fields_that_all_types_have_tell_nothing() -> None:
    spec = a_spec("POST /generate", body="id created_at updated_at user_id")
    assert serving(spec, [a_type("DeckInput", "id createdAt updatedAt userId")]) == ()


def test_of_two_names_the_fields_decide() -> None:
    spec = a_spec("POST /books", body="title author year")
    types = [a_type("BookForm", "rating shelf mood"), a_type("BookInput", "title author year")]
    assert [one.name for one in serving(spec, types)] == ["BookInput"]


@pytest.mark.parametrize(
    ("call", "query", "name", "fields", "kept"),
    [
        ("GET /books", "from to", "GetBooksQuery", "day", False),
        ("GET /books", "from to", "GetBooksQuery", "from", True),
        ("GET /books", "from to", "GetBooksCommand", "day", False),
        ("GET /books/{id}", "", "SearchBooksSchema", "title", False),
        ("GET /books", "", "BookViewModel", "title", False),
        ("GET /books", "", "BooksState", "title", False),
        ("GET /books", "", "BookOption", "title", False),
        ("GET /books", "", "BookView", "title", True),
    ],
)
def test_what_is_of_pages_or_asks_for_other_things_is_none(
    call: str, query: str, name: str, fields: str, *, kept: bool
) -> None:
    found = serving(a_spec(call, query=query), [a_type(name, fields)])
    assert bool(found) is kept


def test_a_namesake_with_nothing_in_common_is_none() -> None:
    spec = a_spec("POST /books", body="title author", answer="id title author")
    assert serving(spec, [a_type("BookDto", "prompt tokens"), a_type("BookRow", "id title")]) == (
        a_type("BookRow", "id title"),
    )


def test_a_handful_at_most() -> None:
    types = [a_type(f"Book{word}Response") for word in ("", "Read", "Out", "Dto", "Model", "Data")]
    assert len(serving(a_spec("POST /books"), types)) == 5
