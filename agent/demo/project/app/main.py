"""The application: a database, the error handlers and the routers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import Engine

from app.db import DATABASE_URL, open_engine
from app.errors import add_error_handlers
from app.models import Base
from app.routers import books
from app.schemas.errors import ErrorOut


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Make the tables that are missing at the start, close the connections at the end."""
    Base.metadata.create_all(app.state.engine)
    yield
    app.state.engine.dispose()


def create_app(engine: Engine) -> FastAPI:
    """Return the service on this database."""
    app = FastAPI(title="Lending library", lifespan=lifespan, responses={422: {"model": ErrorOut}})
    app.state.engine = engine
    add_error_handlers(app)
    app.include_router(books.router)
    return app


app = create_app(open_engine(DATABASE_URL))
