"""The database: how it is opened, and one session for each request."""

import os
from collections.abc import Iterator
from sqlite3 import Connection
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

DATABASE_URL = os.environ.get("LIBRARY_DATABASE_URL", "sqlite:///library.db")


def _enforce_foreign_keys(connection: Connection, _record: object) -> None:
    """Switch on what SQLite leaves off: a new connection does not enforce foreign keys."""
    connection.execute("PRAGMA foreign_keys = ON")


def open_engine(url: str, **options: Any) -> Engine:  # noqa: ANN401 (create_engine's own options)
    """Return an engine for a SQLite database, with foreign keys enforced."""
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _enforce_foreign_keys)
    return engine


def get_session(request: Request) -> Iterator[Session]:
    """Give a request its session; what was not committed is rolled back at the end."""
    with Session(request.app.state.engine, expire_on_commit=False) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]
