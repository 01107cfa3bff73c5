"""The fixtures of a project's tests: a client, a session, and how async tests are marked."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.project.modules import Function, Module

_CLIENT = re.compile(r"\b(?:TestClient|AsyncClient)\b")
_MADE = deferred(r"\b(?:TestClient|AsyncClient)\(")
_MARK = deferred(r"pytest\.mark\.(anyio|asyncio)\b")
_HOMES = {"TestClient": "fastapi.testclient", "AsyncClient": "httpx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixtures:
    """What tests have at hand: the client and a session by fixture name, and the client's type.

    `awaits` tells of client and session whether they are async, `mark` what such a test wears.
    `kept`: the session's rows can be read after a commit.
    """

    client: str | None
    session: str | None
    type: str
    awaits: tuple[bool, bool] = (False, False)
    mark: str = ""
    kept: bool = True


def read_fixtures(modules: Sequence[Module]) -> Fixtures:
    """Those of the conftest files, the first of each kind."""
    client = session = None
    kind, awaits = "fastapi.testclient.TestClient", [False, False]
    tests = [one for one in modules if one.test]
    for one in modules:
        for name, function in _functions(one):
            if client is None and (made := _client(function)):
                client, kind = name, one.imports().get(made, f"{_HOMES[made]}.{made}")
                awaits[0] = made == "AsyncClient"
            elif session is None and _is_session(name, function):
                session = name
                awaits[1] = "AsyncSession" in one.text
    text = "\n".join(one.text for one in tests)
    found = _MARK.search(text)
    return Fixtures(
        client=client,
        session=session,
        type=kind,
        awaits=(awaits[0], awaits[1]),
        mark=f"pytest.mark.{found[1]}" if found else "",
        kept="expire_on_commit=False" in text,
    )


def _client(function: Function) -> str:
    """The class of the client that a fixture gives, if it does."""
    returns = ast.unparse(function.returns) if function.returns else ""
    found = _CLIENT.search(returns) or _MADE.search(ast.unparse(function))
    return found[0].rstrip("(") if found else ""


def _is_session(name: str, function: Function) -> bool:
    """A fixture that is annotated with a Session, or is called one and makes one."""
    if function.returns is not None:
        returns = re.sub(r"sessionmaker\[\w+\]", "", ast.unparse(function.returns))
        return re.search(r"(?<!\w)(?:Async)?Session\b", returns) is not None
    called = re.fullmatch(r"(?:db|session|db_session|test_session|test_db)", name) is not None
    return called and "ession" in ast.unparse(function)


def _functions(module: Module) -> Iterator[tuple[str, Function]]:
    if module.path.name != "conftest.py":
        return
    for function in module.functions():
        if any("fixture" in ast.unparse(one) for one in function.decorator_list):
            yield function.name, function
