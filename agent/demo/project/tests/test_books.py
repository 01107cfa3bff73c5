import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.models import Book


def test_get_book_returns_every_field(client: TestClient, session: Session) -> None:
    book = Book(
        isbn="9780141439518", title="Emma", author="Jane Austen", published_year=1815, copies=2
    )
    session.add(book)
    session.commit()

    response = client.get(f"/api/books/{book.id}")

    assert response.status_code == 200
    assert response.json() == {
        "id": book.id,
        "isbn": "9780141439518",
        "title": "Emma",
        "author": "Jane Austen",
        "published_year": 1815,
        "copies": 2,
        "created_at": book.created_at.isoformat().replace("+00:00", "Z"),
        "updated_at": book.updated_at.isoformat().replace("+00:00", "Z"),
    }


def test_get_book_that_does_not_exist_is_404(client: TestClient) -> None:
    response = client.get("/api/books/1")

    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


@pytest.mark.parametrize("book_id", ["0", "2147483648", "emma"])
def test_get_book_with_an_invalid_id_is_422(client: TestClient, book_id: str) -> None:
    response = client.get(f"/api/books/{book_id}")

    assert response.status_code == 422
    assert response.json()["code"] == "validation_error"
    assert response.json()["details"][0]["field"] == "path.book_id"
