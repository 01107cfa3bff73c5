"""The routes of beds."""

from fastapi import APIRouter

from garden.contracts.bed import BedResponse
from garden.repositories import bed as beds
from garden.storage import Storage

routes = APIRouter(prefix="/beds")


@routes.get("/{bed_id}")
async def fetch_bed(storage: Storage, bed_id: int) -> BedResponse:
    """Return one bed."""
    return BedResponse.model_validate(await beds.fetch_bed(storage, bed_id))
