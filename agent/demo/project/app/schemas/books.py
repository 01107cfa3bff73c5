"""Books over HTTP."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class BookOut(BaseModel):
    """A book as the API shows it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    isbn: str
    title: str
    author: str
    published_year: int | None
    copies: int
    created_at: datetime
    updated_at: datetime
