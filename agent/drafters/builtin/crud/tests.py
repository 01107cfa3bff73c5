"""The tests of an endpoint: each documented status, limit, filter and order."""

from __future__ import annotations

from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.habits import WRITES
from agent.drafters.builtin.crud.insert import Addition
from agent.drafters.builtin.crud.listtests import list_cases
from agent.drafters.builtin.crud.piece import Done, Piece
from agent.drafters.builtin.crud.problems import blockers
from agent.drafters.builtin.crud.render import render
from agent.drafters.builtin.crud.rows import Factory, factories, maker
from agent.drafters.builtin.crud.samples import NATIVE, bad, good
from agent.drafters.builtin.crud.values import Value, quoted
from agent.drafters.builtin.crud.writetests import write_cases
from agent.drafters.builtin.project.fixtures import Fixtures
from agent.drafters.builtin.project.models import Model

_TEMPLATE_METHODS = {
    "list": "get",
    "get": "get",
    "delete": "delete",
    "patch": "patch",
    "put": "put",
}


def write_tests(made: Design) -> Piece | Done | str:
    """Test functions, with the functions that make rows; or why they cannot be written."""
    fixtures = made.project.fixtures
    if fixtures.client is None or fixtures.session is None:
        return "no fixtures for a test client and a session were found in a conftest.py"
    start = f"test_{made.names.function}_"
    module = made.project.module(made.files.tests)
    if module is not None and any(name.startswith(start) for name in module.names()):
        return Done(reason=f"{start}… is in {made.files.tests}")
    rows = factories(made, _models(made))
    if isinstance(rows, str):
        return rows
    values = _common(made, fixtures)
    extra = _cases(made, values)
    if isinstance(extra, str):
        return extra
    text = render(f"test_{made.operation}", width=made.project.width, **(values | extra))
    body = str(extra.get("body_code", ""))
    return _piece(made, rows, (body, text))


def _piece(made: Design, rows: tuple[Factory, ...], texts: tuple[str, str]) -> Piece:
    module = made.project.module(made.files.tests)
    known = module.names() if module else frozenset()
    used = [one for one in rows if one.code and _used(one.name, rows, texts)]
    counting = "numbers" not in known and any(one.counts for one in used)
    code = (["numbers = count(1)"] if counting else []) + [one.code for one in used]
    whole = (*code, *(text for text in texts if text))
    needs = {need for one in used for need in one.needs}
    needs |= {"itertools.count"} if counting else set()
    needs |= _needs(made, "\n".join(texts))
    return Piece(
        path=made.files.tests,
        addition=Addition(needs=frozenset(needs), code=whole),
        names=(),
        doc="",
    )


def _used(name: str, rows: tuple[Factory, ...], texts: tuple[str, str]) -> bool:
    return any(f"{name}(" in text for text in texts) or any(
        f"{name}(" in one.code and one.name != name for one in rows
    )


def _needs(made: Design, text: str) -> frozenset[str]:
    """What the tests' own text imports."""
    names = {
        "pytest.mark": "pytest",
        "TestClient": made.project.fixtures.type,
        ": Session": "sqlalchemy.orm.Session",
        f"get({made.model.name},": f"{made.model.module}.{made.model.name}",
        "datetime(": "datetime.datetime",
        "UTC": "datetime.UTC",
    }
    return frozenset(need for word, need in names.items() if word in text)


def _models(made: Design) -> tuple[Model, ...]:
    status = made.error(409)
    found = [made.model]
    if made.operation == "delete" and status is not None:
        found += blockers(status.meaning, made.model, made.project)
    if made.target.parent is not None:
        found.append(made.target.parent.model)
    return tuple(found)


def _cases(made: Design, values: dict[str, object]) -> dict[str, object] | str:
    if made.operation == "list":
        return list_cases(made)
    if made.operation in WRITES:
        return write_cases(made)
    if made.operation == "delete":
        return {"children": _children(made)}
    return values


def _children(made: Design) -> tuple[dict[str, str], ...]:
    status = made.error(409)
    found = []
    for child in blockers(status.meaning, made.model, made.project) if status else ():
        column = child.reference(made.model)
        if column is None:
            continue
        many = made.project.noun(child).many
        found.append({"many": many, "make": maker(made, child), "column": column.name})
    return tuple(found)


def _common(made: Design, fixtures: Fixtures) -> dict[str, object]:
    """What the templates of all operations are given."""
    parent = made.target.parent
    key = made.target.key or (parent.key if parent else None)
    documented = made.spec.status(made.invalid) is not None or (key is not None and key.bounds)
    values: dict[str, object] = {
        "function": made.names.function,
        "client": fixtures.client,
        "session": fixtures.session,
        "model": made.model.name,
        "make": maker(made, made.model),
        "key": made.model.key_name,
        "success": made.success,
        "invalid": made.invalid,
        "missing": made.answered(404) if made.error(404) else None,
        "conflict": made.answered(409),
        "absent": _absent(key),
        "method": _TEMPLATE_METHODS.get(made.operation, "post"),
        "sent": "",
        "sent_session": "",
        "refresh": all(fixtures.awaits),
        "url": lambda text: _url(made, text),
        "key_name": key.name if key else "",
        "bad_keys": _bad_keys(made) if documented else (),
        "shown": tuple(column.name for column, _ in made.out),
        "plain": tuple(c.name for c, _ in made.out if c.type in NATIVE and not c.needs),
        "parent": None,
        "own": "",
        "own_key": "",
        "case_session": "",
    }
    if parent is not None:
        values["parent"] = {
            "key": parent.key.name,
            "make": maker(made, parent.model),
            "column": parent.model.key_name,
        }
        values |= {"own": f"row.{parent.column.name}", "own_key": parent.key.name}
    return values


def _absent(key: Value | None) -> str:
    """A key that no row has: the highest that is allowed, so that its limit is tested too."""
    if key is None or key.type == "int":
        return (key.maximum if key else None) or "1"
    return str(good(key))


def _bad_keys(made: Design) -> tuple[str, ...]:
    keys = made.target.values
    if not keys:
        return ()
    numbers = [quoted(str(one)) for one in bad(keys[0]) if isinstance(one, int)]
    return (*numbers, quoted("x"))


def _url(made: Design, text: str) -> str:
    """The endpoint's path as Python source, with this expression as its parameter."""
    keys = made.target.values
    if not keys:
        return quoted(made.target.path)
    given = made.target.path.replace(f"{{{keys[0].name}}}", "{}")
    if text.isdigit() or "-" in text:
        return quoted(given.format(text))
    return f'f"{given.format(f"{{{text}}}")}"'
