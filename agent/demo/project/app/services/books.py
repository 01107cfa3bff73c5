"""What can be done with books."""

from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Book


def get_book(session: Session, book_id: int) -> Book:
    """Return the book, or raise `NotFound`."""
    book = session.get(Book, book_id)
    if book is None:
        raise NotFound(f"Book {book_id} does not exist.")
    return book
