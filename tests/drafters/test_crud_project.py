from __future__ import annotations

from pathlib import Path

import pytest
from crudprojects import LIBRARY, Played, copied, step_of

from agent.core.documents import RepoPath
from agent.drafter import Code, Draft, Unable
from agent.drafters.builtin.project.errors import read_errors
from agent.drafters.builtin.project.models import read_models
from agent.drafters.builtin.project.modules import read_modules
from agent.drafters.builtin.project.naming import Noun, noun_of, plural, singular
from agent.drafters.builtin.project.reading import Project, read_project
from agent.drafters.builtin.project.routers import read_routing

MODEL = """
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase): ...
class Thing(Base):
    __tablename__ = "things"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
DEPENDENCY = "from sqlalchemy.orm import Session\ndef get_db() -> Session: ...\n"


def files(**texts: str) -> Code:
    found = {f"app/{name}.py": text.encode() for name, text in texts.items()}
    found["app/__init__.py"] = b""
    return Code(
        listed=lambda: tuple(RepoPath(name) for name in found),
        read=lambda path: found.get(path.value),
    )


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("book", "books"),
        ("category", "categories"),
        ("box", "boxes"),
        ("person", "people"),
        ("order_line", "order_lines"),
        ("status", "statuses"),
        ("day", "days"),
        ("warehouse", "warehouses"),
        ("clause", "clauses"),
        ("purchase", "purchases"),
        ("course", "courses"),
        ("size", "sizes"),
        ("address", "addresses"),
        ("batch", "batches"),
        ("analysis", "analyses"),
        ("cache", "caches"),
    ],
)
def test_nouns_have_two_forms(one: str, many: str) -> None:
    assert (plural(one), singular(many)) == (many, one)


def test_what_all_models_end_in_is_no_part_of_the_noun() -> None:
    assert noun_of("ProductEntity", ["OrderEntity"]) == Noun(one="product", many="products")
    assert noun_of("CarModel", ["Car"]).one == "car_model"


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"main": "import flask\n"}, "hand-foreign"),
        ({"main": "import fastapi\nimport sqlalchemy\n"}, "hand-no-model"),
        ({"main": "from fastapi import FastAPI\n", "models": MODEL}, "hand-no-session"),
        ({"main": "def broken(:\n"}, "hand-foreign"),
    ],
)
def test_a_project_that_does_not_fit_is_said(texts: dict[str, str], why: str) -> None:
    found = read_project(files(**texts))

    assert found == why


@pytest.mark.parametrize(
    ("db", "main", "name", "annotation", "default"),
    [
        (DEPENDENCY, "", "session", "Annotated[Session, Depends(get_db)]", None),
        (
            DEPENDENCY + "SessionDep = Annotated[Session, Depends(get_db)]\n",
            "",
            "session",
            "SessionDep",
            None,
        ),
        (
            DEPENDENCY,
            '@app.get("/x")\ndef x(db: Session = Depends(get_db)): ...\n',
            "db",
            "Session",
            "Depends(get_db)",
        ),
        (
            DEPENDENCY,
            '@app.get("/x")\ndef x(s: Annotated[Session, Depends(get_db)]): ...\n',
            "s",
            "Annotated[Session, Depends(get_db)]",
            None,
        ),
    ],
)
def test_how_a_route_gets_its_session(
    *, db: str, main: str, name: str, annotation: str, default: str | None
) -> None:
    start = "from fastapi import Depends, FastAPI\nfrom app.db import get_db\napp = FastAPI()\n"
    found = read_project(files(db=db, main=start + main, models=MODEL))

    assert isinstance(found, Project)
    assert (found.session.name, found.session.annotation.text) == (name, annotation)
    assert (found.session.default.text if found.session.default else None) == default


PLAIN = "class Gone(Exception):\n    status = 404\n"
CONSTANT = "class Gone(HTTPException):\n    status_code = status.HTTP_404_NOT_FOUND\n"
MADE = """
class Gone(HTTPException):
    def __init__(self, detail: str):
        super().__init__(status_code=HTTPStatus.NOT_FOUND, detail=detail)
"""
TWO = """
class Gone(HTTPException):
    def __init__(self, a: str, b: str):
        super().__init__(404, a)
"""
DECORATED = """
class Gone(Exception): ...
@app.exception_handler(Gone)
def gone(r, e):
    return JSONResponse({}, status_code=410)
"""
ADDED = """
class Gone(Exception): ...
def gone(r, e):
    return JSONResponse({}, 410)
app.add_exception_handler(Gone, gone)
"""


@pytest.mark.parametrize(
    ("text", "code", "raised"),
    [
        (PLAIN, 404, 'Gone("x")'),
        (CONSTANT, 404, 'Gone("x")'),
        (MADE, 404, 'Gone("x")'),
        (TWO, 404, 'HTTPException(404, "x")'),
        (DECORATED, 410, 'Gone("x")'),
        (ADDED, 410, 'Gone("x")'),
        ("class Gone(Exception): ...\n", 404, 'HTTPException(404, "x")'),
        ("x = status.HTTP_201_CREATED\n", 404, 'HTTPException(status.HTTP_404_NOT_FOUND, "x")'),
    ],
)
def test_how_a_status_is_raised(text: str, code: int, raised: str) -> None:
    errors = read_errors(read_modules(files(errors=text)))

    assert errors.raising(code, '"x"').text == raised


def test_columns_of_a_mixin_and_of_both_styles_are_read() -> None:
    text = """
class Stamped:
    created_at: Mapped[datetime] = mapped_column(default=now)
class Thing(Stamped, Base):
    __tablename__ = "things"
    id = Column(Integer, primary_key=True)
    name = Column(String(20), nullable=False, unique=True)
    note: Mapped[Optional[str]]
    owner_id: Mapped["int"] = mapped_column(ForeignKey("owners.id"))
"""
    (model,) = read_models(read_modules(files(models=text)))

    assert {one.name: (one.type, one.nullable) for one in model.fields} == {
        "created_at": ("datetime", False),
        "id": ("int", False),
        "name": ("str", False),
        "note": ("str", True),
        "owner_id": ("int", False),
    }
    assert [one.name for one in model.fields if one.needed] == ["name", "owner_id"]
    assert [one.target for one in model.fields if one.target] == ["owners.id"]


def test_prefixes_add_up_from_the_application_down() -> None:
    routing = read_routing(
        read_modules(
            files(
                main="from app.api import top\napp = FastAPI()\n"
                "app.include_router(top, prefix='/v1')\n",
                api="from app.things import router as things\ntop = APIRouter(prefix='/api')\n"
                "top.include_router(things, prefix='/things')\n",
                things="router = APIRouter()\n@router.get('/{id}')\ndef get(id: int): ...\n",
            )
        )
    )

    assert [route.path for route in routing.routes] == ["/v1/api/things/{id}"]


MAIN = "app/main.py"
OWN_PREFIX = 'prefix="/api/books", '
INCLUDE = "    app.include_router(books.router)\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            ("from app.routers import books\n", INCLUDE, OWN_PREFIX),
            ("from app.routers import books, members\n", "(members.router)\n"),
        ),
        (
            (
                "from app.routers.books import router as books_router\n",
                "    app.include_router(books_router)\n",
                OWN_PREFIX,
            ),
            ("from app.routers.members import router as members_router\n", "(members_router)\n"),
        ),
        (
            (
                "from app.routers import books\n",
                '    app.include_router(books.router, prefix="/api/books")\n',
                "",
            ),
            (
                "from app.routers import books, members\n",
                '(members.router, prefix="/api/members")\n',
            ),
        ),
    ],
)
def test_a_new_router_is_registered_as_the_others_are(
    tmp_path: Path, *, old: tuple[str, str, str], new: tuple[str, str]
) -> None:
    imported, included, prefix = old
    project = copied(LIBRARY, tmp_path / "library")
    change(project, MAIN, "from app.routers import books\n", imported)
    change(project, MAIN, INCLUDE, included)
    change(project, "app/routers/books.py", OWN_PREFIX, prefix)

    project.play("GET /api/members/{member_id}")

    assert all(text in project.text(MAIN) for text in new)
    assert project.tests("tests/test_members.py", "tests/test_books.py")["code"] == 0


def test_the_first_router_is_registered_where_the_application_is_made(tmp_path: Path) -> None:
    project = copied(LIBRARY, tmp_path / "library")
    change(project, MAIN, "from app.routers import books\n", "")
    change(project, MAIN, INCLUDE, "")

    draft = project.ask("GET /api/books/{book_id}", step_of("register"))

    assert isinstance(draft, Draft)
    project.write(draft)
    assert INCLUDE in project.text(MAIN)
    assert project.tests("tests/test_books.py")["code"] == 0


def change(project: Played, name: str, old: str, new: str) -> None:
    text = project.text(name)
    assert old in text
    (project.root / name).write_text(text.replace(old, new))


API = ".ai/api-plan.md"
TAKEN = "`409 Conflict`: a book with this `isbn` exists"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("`copies` (integer, optional, default 1,", "`weight` (integer, optional,", "no column"),
        ("  - `author` (string, required, 1 to 200 characters)\n", "", "`author` comes from"),
        (TAKEN, "`403 Forbidden`: not a librarian", "403"),
        (TAKEN, "`429 Too Many Requests`: slow down", "429"),
        (TAKEN, "`409 Conflict`: the shelf is full", "409"),
    ],
)
def test_what_the_templates_cannot_know_is_left_to_the_user(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    project = copied(LIBRARY, tmp_path / "library")
    text = project.text(API)
    head, post, rest = text.partition("#### POST /api/books")
    passage = rest.replace(old, new, 1).replace('  "author": "Jane Austen",\n', "", 1)
    (project.root / API).write_text(head + post + passage)

    found = project.ask("POST /api/books", step_of("service"))

    assert isinstance(found, Unable)
    assert why in found.reason
    assert found.facts


def test_a_file_that_does_not_parse_is_not_touched(tmp_path: Path) -> None:
    project = copied(LIBRARY, tmp_path / "library")
    (project.root / "app/schemas/books.py").write_text("class Half(:\n")

    found = project.ask("POST /api/members", step_of("service"))
    broken = project.ask("POST /api/books", step_of("schemas"), "put it in app/schemas/books.py")

    assert isinstance(found, Draft)
    assert isinstance(broken, Unable)
