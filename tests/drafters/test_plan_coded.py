"""Code of FastAPI that no template writes goes where its neighbours are, not where one is found."""

from __future__ import annotations

from planprojects import asked

from agent.core.documents import Document, RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter

MODELS = """from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Kiln(Base):
    __tablename__ = "kilns"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
ACCESS = """from collections.abc import Iterator

from sqlalchemy.orm import Session, sessionmaker

from app.models import Account

made = sessionmaker()


def get_session() -> Iterator[Session]:
    with made() as session:
        yield session


def who(session: Session) -> Account | None:
    return session.get(Account, 1)
"""
ROUTER = """from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.access import get_session

router = APIRouter(prefix="/%s")


@router.get("/")
def read(session: Session = Depends(get_session)) -> list[int]:
    return []
"""
MAIN = """from fastapi import FastAPI

from app.routers import accounts, glazes

app = FastAPI()
app.include_router(accounts.router)
app.include_router(glazes.router)
"""
FILES = {
    "pyproject.toml": '[project]\nname = "x"\ndependencies = ["fastapi", "sqlalchemy"]\n',
    "app/models.py": MODELS,
    "app/access.py": ACCESS,
    "app/main.py": MAIN,
    "app/routers/accounts.py": ROUTER % "accounts",
    "app/routers/glazes.py": ROUTER % "glazes",
    "app/services/account_service.py": "class AccountService:\n    pass\n",
    "app/services/glaze_service.py": "class GlazeService:\n    pass\n",
}
API = """# API

FastAPI.

### POST /kilns/{id}/fire

- Description: Fires a kiln.
- Success: 200
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    *(Document(path=RepoPath(path), role="types", text=text) for path, text in FILES.items()),
)


def test_each_file_stands_with_those_of_its_kind() -> None:
    drafted = drafter.plan(asked(DOCUMENTS, "POST /kilns/{id}/fire"))

    assert isinstance(drafted, PlanDraft)
    assert "files: `app/services/kiln_service.py` (new)" in drafted.text
    assert "files: `app/routers/kilns.py` (new)" in drafted.text
    assert "`include_router(kilns.router)` in `app/main.py`" in drafted.text
    assert "access.py" not in drafted.text
