"""The tables of `.ai/db-plan.md`."""

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: a naive value is refused, and what is read is aware (SQLite forgets it)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into the naive UTC that is stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give a stored moment its time zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


def utc_now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """The base of all tables; constraints get predictable names."""

    metadata = MetaData(
        naming_convention={
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 (SQLAlchemy's own name)


class Book(Base):
    """A title of the catalogue, and how many copies the library owns."""

    __tablename__ = "books"
    __table_args__ = (
        CheckConstraint("length(isbn) = 13", name="isbn"),
        CheckConstraint("title <> '' AND length(title) <= 200", name="title"),
        CheckConstraint("author <> '' AND length(author) <= 200", name="author"),
        CheckConstraint("published_year BETWEEN 1450 AND 2100", name="published_year"),
        CheckConstraint("copies BETWEEN 0 AND 999", name="copies"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    isbn: Mapped[str] = mapped_column(String(13), unique=True)
    title: Mapped[str] = mapped_column(String(200), index=True)
    author: Mapped[str] = mapped_column(String(200), index=True)
    published_year: Mapped[int | None]
    copies: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)


class Member(Base):
    """A person who may borrow."""

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint("name <> '' AND length(name) <= 100", name="name"),
        CheckConstraint("email <> '' AND length(email) <= 254", name="email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Loan(Base):
    """One copy of a book with one member, from `borrowed_at` to `returned_at` (open: null)."""

    __tablename__ = "loans"
    __table_args__ = (
        CheckConstraint("due_at > borrowed_at", name="due_at"),
        CheckConstraint("returned_at >= borrowed_at", name="returned_at"),
        Index(
            "uq_loans_open",
            "book_id",
            "member_id",
            unique=True,
            sqlite_where=text("returned_at IS NULL"),
        ),
        Index("ix_loans_member_id_borrowed_at", "member_id", "borrowed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("books.id", ondelete="RESTRICT"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="RESTRICT"))
    borrowed_at: Mapped[datetime] = mapped_column(default=utc_now)
    due_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]


class ErrorLog(Base):
    """An error that nobody expected: one row for each answer with status 500."""

    __tablename__ = "error_logs"

    id: Mapped[int] = mapped_column(primary_key=True)
    method: Mapped[str] = mapped_column(String(10))
    path: Mapped[str] = mapped_column(String(200))
    error: Mapped[str] = mapped_column(String(100))
    message: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
