"""The tables."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Table(DeclarativeBase):
    """What all tables have in common."""


class Bed(Table):
    """A piece of ground."""

    __tablename__ = "beds"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class Plant(Table):
    """Something that grows in a bed."""

    __tablename__ = "plants"
    __table_args__ = (CheckConstraint("height BETWEEN 0 AND 500"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bed_id: Mapped[int] = mapped_column(ForeignKey("beds.id"))
    label: Mapped[str] = mapped_column(String(60), unique=True)
    height: Mapped[int] = mapped_column(default=0)
    sown_on: Mapped[date | None]
    noted_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Harvest(Table):
    """What was taken from a plant."""

    __tablename__ = "harvests"

    id: Mapped[int] = mapped_column(primary_key=True)
    plant_id: Mapped[int] = mapped_column(ForeignKey("plants.id"))
    grams: Mapped[int]
