from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from app.models import Book, Loan, Member

Make = Callable[..., Book | Member]

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def make_book(**changes: object) -> Book:
    fields = {"isbn": "9780141439518", "title": "Emma", "author": "Jane Austen", "copies": 2}
    return Book(**(fields | changes))


def make_member(**changes: object) -> Member:
    return Member(**({"name": "Ada Byron", "email": "ada@example.org"} | changes))


@pytest.fixture
def loan(session: Session) -> Loan:
    """A loan that is not stored yet, of a book and a member that are."""
    book, member = make_book(), make_member()
    session.add_all([book, member])
    session.commit()
    return Loan(
        book_id=book.id, member_id=member.id, borrowed_at=NOW, due_at=NOW + timedelta(days=21)
    )


@pytest.mark.parametrize(
    ("make", "changes"),
    [
        (make_book, {"isbn": "123"}),
        (make_book, {"title": ""}),
        (make_book, {"title": "x" * 201}),
        (make_book, {"author": ""}),
        (make_book, {"author": "x" * 201}),
        (make_book, {"published_year": 1449}),
        (make_book, {"published_year": 2101}),
        (make_book, {"copies": -1}),
        (make_book, {"copies": 1000}),
        (make_member, {"name": ""}),
        (make_member, {"name": "x" * 101}),
        (make_member, {"email": ""}),
        (make_member, {"email": "x" * 255}),
    ],
)
def test_the_database_refuses_what_breaks_a_limit(
    session: Session, make: Make, changes: dict[str, object]
) -> None:
    session.add(make(**changes))

    with pytest.raises(IntegrityError, match="CHECK"):
        session.commit()


@pytest.mark.parametrize("make", [make_book, make_member])
def test_the_database_refuses_a_second_one(session: Session, make: Make) -> None:
    session.add_all([make(), make()])

    with pytest.raises(IntegrityError, match="UNIQUE"):
        session.commit()


@pytest.mark.parametrize("changes", [{"due_at": NOW}, {"returned_at": NOW - timedelta(seconds=1)}])
def test_a_loan_ends_after_it_began(
    session: Session, loan: Loan, changes: dict[str, datetime]
) -> None:
    for name, value in changes.items():
        setattr(loan, name, value)
    session.add(loan)

    with pytest.raises(IntegrityError, match="CHECK"):
        session.commit()


def test_a_member_has_a_book_once_at_a_time(session: Session, loan: Loan) -> None:
    again = Loan(
        book_id=loan.book_id,
        member_id=loan.member_id,
        borrowed_at=loan.borrowed_at,
        due_at=loan.due_at,
    )
    loan.returned_at = NOW
    session.add_all([loan, again])
    session.commit()

    loan.returned_at = None
    with pytest.raises(IntegrityError, match="UNIQUE"):
        session.commit()


def test_a_book_with_a_loan_cannot_be_deleted(session: Session, loan: Loan) -> None:
    session.add(loan)
    session.commit()

    session.delete(session.get_one(Book, loan.book_id))
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        session.commit()


def test_a_moment_comes_back_in_utc(session: Session, loan: Loan) -> None:
    loan.returned_at = NOW.astimezone(timezone(timedelta(hours=2)))
    session.add(loan)
    session.commit()
    session.refresh(loan)

    assert loan.returned_at == NOW
    assert loan.returned_at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(session: Session, loan: Loan) -> None:
    loan.returned_at = NOW.replace(tzinfo=None)
    session.add(loan)

    with pytest.raises(StatementError, match="time zone"):
        session.commit()
