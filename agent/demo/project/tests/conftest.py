from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, StaticPool
from sqlalchemy.orm import Session

from app.db import open_engine
from app.main import create_app
from app.models import Base


@pytest.fixture
def engine() -> Iterator[Engine]:
    """An empty database in memory, on the one connection that all sessions share."""
    engine = open_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session beside the application's own, to arrange rows and to look at them."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def client(engine: Engine) -> TestClient:
    return TestClient(create_app(engine))
