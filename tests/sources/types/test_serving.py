from __future__ import annotations

from dataclasses import replace

import pytest

from agent.core.documents import RepoPath, Source
from agent.core.shapes import TypeDefinition, TypeField
from agent.core.spec import Body, Endpoint, Parameter, Place, Spec, Table
from agent.sources.types.serving import serving

PLACE = Source(path=RepoPath("src/types.ts"), line=1, last=1)


def a_type(name: str, fields: str = "", said: str = "", *given: str) -> TypeDefinition:
    """A type of these fields, each `name` or `name:Type`."""
    pairs = [one.partition(":") for one in fields.split()]
    rows = tuple(
        TypeField(name=one, type=typed or "string", source=PLACE) for one, _, typed in pairs
    )
    return TypeDefinition(name=name, source=PLACE, fields=rows, said=said, given=given)


def served(spec: Spec, *types: TypeDefinition) -> dict[str, str]:
    """What each of the types that serve it is for."""
    return {one.name: one.serves for one in serving(spec, types)}


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
        ("POST /api/books", SHOP, "CreateBookCommand BookDto BookDetailDto"),
        ("GET /api/books", SHOP, "BookListResponse GetBooksQuery BookDto"),
        ("GET /api/books/{id}", SHOP, "BookDetailDto BookDto"),
        ("PUT /api/books/:id", SHOP, "UpdateBookRequest BookDto BookDetailDto"),
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
    book, row = a_type("BookDto", "prompt tokens"), a_type("BookRow", "id title")
    assert served(spec, book, row) == {"BookRow": "response"}


def test_a_handful_at_most() -> None:
    types = [
        a_type(f"Book{word}Response") for word in ("", "Read", "Out", "Dto", "Model", "Vm", "Res")
    ]
    assert len(serving(a_spec("POST /books"), types)) == 6


@pytest.mark.parametrize(
    ("endpoint", "said", "kept"),
    [
        ("POST /api/shelves/{id}/books", "Body of POST /api/shelves/:id/books.", True),
        ("POST /shelves/{id}/books", "Used by `POST` /api/v1/shelves/{shelfId}/books", True),
        ("PUT /shelves/{id}", "PUT/PATCH /shelves/[id]", True),
        ("POST /shelves/{id}/books", "PATCH /shelves/{id}/books", False),
        ("POST /shelves/{id}/books", "POST /books", False),
        ("POST /shelves/{id}/books", "What a reader hands in", False),
    ],
)
def test_by_its_comment(endpoint: str, said: str, *, kept: bool) -> None:
    found = serving(a_spec(endpoint), [a_type("LentCommand", "title", said)])
    assert bool(found) is kept


def test_where_a_comment_tells_the_type_only_its_namesakes_are_beside() -> None:
    spec = a_spec("POST /books", body="title author", answer="id title author")
    told = a_type("BookCreateCommand", "title author", "Body of POST /books")
    answer = a_type("BookCreatedDto", "id title author", "POST /books response")
    page = a_type("BookResponse", "data:BookCreatedDto")
    schema, other = a_type("createBookSchema", "title"), a_type("BookInput", "title isbn")
    assert served(spec, told, answer, schema, other, page, a_type("BookDto", "id title")) == {
        "BookCreateCommand": "body",
        "BookCreatedDto": "inner",
        "createBookSchema": "body",
        "BookResponse": "response",
    }


def test_a_schema_of_the_path_is_for_the_parameters() -> None:
    path = a_type("bookPathSchema", "isbn", "PUT /books/{isbn}")
    form = a_type("bookSchema", "title", "PUT /books/{isbn}")
    answer = a_type("bookViewSchema", "id title author", "PUT /books/{isbn}")
    query = a_type("shelfSchema", "from", "GET /shelves")
    spec = a_spec("PUT /books/{isbn}", body="title", answer="id title author")
    assert served(spec, path, form, answer) == {
        "bookPathSchema": "query",
        "bookSchema": "body",
        "bookViewSchema": "response",
    }
    assert served(a_spec("GET /shelves"), query) == {"shelfSchema": "query"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title", {"searchBooksSchema": "query", "BookDto": "response"}),
        ("", {"BookDto": "response"}),
    ],
)
def test_the_schema_of_a_search_is_no_answer(query: str, expected: dict[str, str]) -> None:
    spec = a_spec("GET /books", query=query, answer="books[].id books[].title")
    asks, answer = a_type("searchBooksSchema", "title"), a_type("BookDto", "id title")
    assert served(spec, asks, answer) == expected


def test_one_that_a_comment_gives_to_others_asks_nothing_here() -> None:
    other = a_type("BookQuery", "from", "Query of GET /books/{id}/loans")
    assert served(a_spec("GET /books", query="from"), other) == {}


def test_what_a_type_holds_is_with_it() -> None:
    spec = a_spec("GET /books", answer="data data[].id data[].title page")
    page = a_type("BookPageDto", "data:T[] page:number", "", "BookRowDto")
    book = a_type("BookRowDto", "id title author:AuthorDto state:State")
    author, state = a_type("AuthorDto", "id name"), a_type("State")
    shelf = a_type("BookDto", "id title:BookRowDto['title']")
    assert served(spec, page, book, author, state, shelf) == {
        "BookPageDto": "response",
        "BookRowDto": "inner",
        "AuthorDto": "inner",
    }


@pytest.mark.parametrize(
    ("endpoint", "names", "expected"),
    [
        ("POST /books", "BookInsert CreateBookCommand:title", "CreateBookCommand"),
        ("GET /books/{id}", "BookDto BookRow PublicBookDto:id", "BookDto"),
        ("PUT /books/{id}", "UpdateBookResponse:id BookDto:id", "UpdateBookResponse"),
        ("POST /expenses", "CreateExpenseDto", "CreateExpenseDto"),
        ("DELETE /books/{id}/share/{userId}", "UnshareBookResponse", "UnshareBookResponse"),
        ("GET /cards/me", "CardListDto:id", "CardListDto"),
        ("GET /ai-runs", "RunListDto", "RunListDto"),
        ("PUT /cvs/{id}", "CVDTO", "CVDTO"),
        ("POST /books/check-copy", "CopyCheckResponse", "CopyCheckResponse"),
        ("PATCH /books/{id}", "BookIdParamSchema UpdateBookDto", "UpdateBookDto"),
    ],
)
def test_of_several_those_that_fit(endpoint: str, names: str, expected: str) -> None:
    types = [a_type(*one.split(":")) for one in names.split()]
    assert set(served(a_spec(endpoint), *types)) == set(expected.split())


@pytest.mark.parametrize("path", ["/generate", "/generations", "/recipes/generate"])
def test_of_a_deed_by_what_it_is_called_and_holds(path: str) -> None:
    spec = a_spec(f"POST {path}", body="text", answer="recipe recipe.id usage")
    assert served(
        spec,
        a_type("GenerateRecipeCommand", "text"),
        a_type("GenerateRecipeResponse", "recipe usage"),
        a_type("GenerateMenuCommand", "week"),
        a_type("generateRecipeSchema", "text"),
    ) == {
        "GenerateRecipeCommand": "body",
        "GenerateRecipeResponse": "response",
        "generateRecipeSchema": "body",
    }


def test_what_holds_any_answer_is_named_where_nothing_nearer_is() -> None:
    spec = a_spec("GET /books", answer="count results results[].id results[].title")
    page = a_type("PaginatedResponse", "count results")
    assert served(spec, page, a_type("Book", "id title")) == {
        "Book": "response",
        "PaginatedResponse": "response",
    }


def test_by_the_name_of_its_table() -> None:
    spec = a_spec("GET /plants/{id}")
    spec = replace(spec, tables=(Table(name="public.plant_cards", source=PLACE),))
    types = (a_type("PlantCardDto"), a_type("PlantPotDto"))
    assert served(spec, *types) == {"PlantCardDto": "response"}


def test_a_type_with_more_fields_than_its_file_knows_is_no_stranger() -> None:
    spec = a_spec("PUT /profile", body="name city", answer="id name city")
    profile = replace(a_type("ProfileDto", "located_at"), whole=False)
    assert served(spec, profile) == {"ProfileDto": "response"}


def test_a_part_of_the_resource_has_types_of_its_own() -> None:
    books, pages = (Table(name=one, source=PLACE) for one in ("books", "book_items"))
    spec = replace(a_spec("GET /books", query="page"), tables=(books,), schema=(books, pages))
    types = [a_type(one) for one in ("ListBookItemsRequest", "BookItemDto", "ListBooksRequest")]

    assert list(served(spec, *types)) == ["ListBooksRequest"]
    assert "BookItemDto" in served(replace(spec, schema=(books,)), *types)


def test_what_counts_the_rows_of_a_page_is_not_the_page() -> None:
    spec = a_spec(
        "GET /books", answer="items[].title items[].pages paging.skip paging.take paging.all"
    )
    paging = a_type("PagingDto", "skip take all")

    assert served(spec, paging) == {}
