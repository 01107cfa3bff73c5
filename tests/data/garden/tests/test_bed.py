import pytest
from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from garden.tables import Bed


@pytest.mark.anyio
async def test_fetch_bed(http: AsyncClient, storage: AsyncSession) -> None:
    bed = Bed(name="South")
    storage.add(bed)
    await storage.commit()

    response = await http.get(f"/api/beds/{bed.id}")

    assert response.json() == {"id": bed.id, "name": "South"}
