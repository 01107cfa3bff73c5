"""Beds over HTTP."""

from pydantic import BaseModel, ConfigDict


class BedResponse(BaseModel):
    """A bed as the API shows it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
