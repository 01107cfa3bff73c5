from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from storefront import crud
from storefront.core.db import get_db
from storefront.dto import CategoryRead

router = APIRouter(prefix="/categories", tags=["categories"])


@router.get("/{category_id}", response_model=CategoryRead)
def read_category(category_id: int, db: Session = Depends(get_db)):
    return crud.get_category(db, category_id)
