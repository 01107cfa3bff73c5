from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Entity(DeclarativeBase):
    pass


class Stamped:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CategoryEntity(Stamped, Entity):
    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    products: Mapped[list[ProductEntity]] = relationship(back_populates="category")


class ProductEntity(Stamped, Entity):
    __tablename__ = "products"
    __table_args__ = (CheckConstraint("price_cents >= 0"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str | None] = mapped_column(Text)
    price_cents: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    category: Mapped[CategoryEntity] = relationship(back_populates="products")


class OrderLineEntity(Entity):
    __tablename__ = "order_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    quantity: Mapped[int] = mapped_column(default=1)
