"""Runs a project's tests against mutants, in the project's folder: one process for all of them.

A changed function takes the place of the loaded one. A changed class or route is loaded anew with
all that imports it, and the tests' own names are bound to what was loaded.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import TypedDict

import pytest
from _pytest.runner import CallInfo

QUIET = ("-p", "no:cacheprovider", "-p", "no:terminal")


class Case(TypedDict):
    """A mutant: its module's new text, what is loaded with it, and the tests that are to notice it.

    `function` is the one that is changed, empty where it is no function. The tests with most of
    the `hints` in their names run first.
    """

    module: str
    function: str
    text: str
    importers: list[str]
    file: str
    tests: str
    hints: list[str]


class Mutants:
    """After collection, runs each mutant's tests with it in place."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = cases
        self.killed: list[bool] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for case in self.cases:
            chosen = [one for one in session.items if _belongs(one, case)]
            assert chosen, case["tests"]
            chosen.sort(key=lambda one: -sum(hint in one.name for hint in case["hints"]))
            run = _swapped if case["function"] else _loaded
            self.killed.append(run(case, chosen))
        return True


def _belongs(item: pytest.Item, case: Case) -> bool:
    return item.path.as_posix().endswith(case["file"]) and item.name.startswith(case["tests"])


def _red(items: Sequence[pytest.Item]) -> bool:
    return any(_fails(item) for item in items)


def _fails(item: pytest.Item) -> bool:
    """Without pytest's reports, which cost more than the test."""
    assert isinstance(item, pytest.Function)
    item._initrequest()  # noqa: SLF001 (as pytest-rerunfailures does)
    state = item.session._setupstate  # noqa: SLF001 (its only way in)
    calls = [CallInfo.from_call(lambda: state.setup(item), "setup")]
    if calls[0].excinfo is None:
        calls.append(CallInfo.from_call(item.runtest, "call"))
    calls.append(CallInfo.from_call(lambda: state.teardown_exact(None), "teardown"))
    return any(one.excinfo is not None for one in calls)


def _swapped(case: Case, items: Sequence[pytest.Item]) -> bool:
    function = getattr(sys.modules[case["module"]], case["function"])
    own = function.__code__
    code = compile(case["text"], own.co_filename, "exec")
    function.__code__ = next(_codes(code, case["function"]))
    red = _red(items)
    function.__code__ = own
    return red


def _codes(code: CodeType, name: str) -> Iterator[CodeType]:
    return (one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == name)


def _loaded(case: Case, items: Sequence[pytest.Item]) -> bool:
    names = [case["module"], *(one for one in case["importers"] if one in sys.modules)]
    own = {name: sys.modules.pop(name) for name in names}
    changed = ModuleType(case["module"])
    changed.__dict__.update(
        {key: one for key, one in vars(own[case["module"]]).items() if key.startswith("__")}
    )
    _place(case["module"], changed)
    exec(compile(case["text"], str(changed.__file__), "exec"), vars(changed))  # noqa: S102 (a mutant of ours)
    new = {name: importlib.import_module(name) for name in names}
    _bind(own, new)
    red = _red(items)
    _bind(new, own)
    for name, module in own.items():
        _place(name, module)
    return red


def _place(name: str, module: ModuleType) -> None:
    """Make it what `import` and `from package import` find."""
    sys.modules[name] = module
    package, _, last = name.rpartition(".")
    if package in sys.modules:
        setattr(sys.modules[package], last, module)


def _bind(old: dict[str, ModuleType], new: dict[str, ModuleType]) -> None:
    """Give the tests' modules the new objects under their names."""
    table = {
        id(one): vars(new[name])[key]
        for name, module in old.items()
        for key, one in vars(module).items()
        if not key.startswith("__") and key in vars(new[name])
    }
    folder = str(Path.cwd() / "tests")
    for module in list(sys.modules.values()):
        if (getattr(module, "__file__", None) or "").startswith(folder):
            for key, one in list(vars(module).items()):
                if id(one) in table and not key.startswith("__"):
                    setattr(module, key, table[id(one)])


def main(work: Path) -> None:
    cases: list[Case] = json.loads(work.read_text())
    sys.stdout, out = sys.stderr, sys.stdout
    mutants = Mutants(cases)
    files = sorted({case["file"] for case in cases})
    pytest.main([*QUIET, *files], plugins=[mutants])
    assert len(mutants.killed) == len(cases)
    json.dump(mutants.killed, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
