"""The database, and one session for each request."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///garden.db")
new_session = async_sessionmaker(engine)


async def open_session() -> AsyncIterator[AsyncSession]:
    """Give a request its session."""
    async with new_session() as session:
        yield session


Storage = Annotated[AsyncSession, Depends(open_session)]
