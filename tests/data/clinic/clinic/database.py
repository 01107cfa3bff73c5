from collections.abc import Iterator

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session, declarative_base

engine = create_engine("sqlite:///clinic.db")
Base = declarative_base()


@event.listens_for(engine, "connect")
def switch_on(connection, _record):
    connection.execute("PRAGMA foreign_keys = ON")


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session
