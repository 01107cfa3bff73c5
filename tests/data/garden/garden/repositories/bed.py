"""What can be done with beds."""

from fastapi import HTTPException
from sqlalchemy.ext.asyncio import AsyncSession

from garden.tables import Bed


async def fetch_bed(storage: AsyncSession, bed_id: int) -> Bed:
    """Return the bed, or raise a 404."""
    bed = await storage.get(Bed, bed_id)
    if bed is None:
        raise HTTPException(404, "There is no such bed.")
    return bed
