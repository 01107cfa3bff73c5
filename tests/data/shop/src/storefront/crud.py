# Queries. Routes call these, nothing else does.
from fastapi import HTTPException, status
from sqlalchemy.orm import Session

from storefront.entities import CategoryEntity


def get_category(db: Session, category_id: int) -> CategoryEntity:
    category = db.get(CategoryEntity, category_id)
    if category is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Category not found")
    return category
