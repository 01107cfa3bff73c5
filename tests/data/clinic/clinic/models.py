import enum
from uuid import uuid4

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Enum,
    ForeignKey,
    Integer,
    Numeric,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from clinic.database import Base


class Kind(enum.StrEnum):
    CHECK = "check"
    URGENT = "urgent"


class Patient(Base):
    __tablename__ = "patients"

    id = Column(Uuid, primary_key=True, default=uuid4)
    name = Column(String(50), nullable=False)


class Visit(Base):
    __tablename__ = "visits"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("day", "room"),
    )

    id = Column(Integer, primary_key=True)
    patient_id = Column(Uuid, ForeignKey("patients.id"), nullable=False)
    code = Column(String(8), nullable=False)
    day = Column(Date, nullable=False)
    room = Column(Integer, nullable=False)
    fee = Column(Numeric(8, 2), nullable=False)
    kind: Mapped[Kind] = mapped_column(Enum(Kind), default=Kind.CHECK)
    paid = Column(Boolean, nullable=False, default=False)
