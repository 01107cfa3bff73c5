"""The routes of books."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.db import SessionDep
from app.schemas.books import BookOut
from app.schemas.errors import ErrorOut
from app.services import books

router = APIRouter(prefix="/api/books", tags=["books"])

BookId = Annotated[int, Path(ge=1, le=2147483647)]


@router.get("/{book_id}", responses={404: {"model": ErrorOut}})
def get_book(session: SessionDep, book_id: BookId) -> BookOut:
    """Return one book."""
    return BookOut.model_validate(books.get_book(session, book_id))
