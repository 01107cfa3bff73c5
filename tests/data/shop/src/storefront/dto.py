# Everything that goes over the wire.
from pydantic import BaseModel, ConfigDict


class Dto(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CategoryRead(Dto):
    id: int
    name: str  # shown in the menu
