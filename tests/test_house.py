from __future__ import annotations

import ast
import re
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from agent import lazy

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
pytestmark = pytest.mark.xdist_group("house")  # one process parses each file, for all tests
OTHERS = ("agent/demo/project/", "agent/demo/before/", "tests/data/")

# Modules of the standard library that compute and do nothing else.
PURE = {
    "__future__", "ast", "bisect", "collections", "collections.abc", "contextlib", "dataclasses",
    "difflib", "enum", "fnmatch", "functools", "hashlib", "itertools", "json", "operator", "re",
    "string", "typing", "unicodedata",
}  # fmt: skip
TEXT = PURE | {"datetime", "http", "io", "shlex", "sys", "textwrap", "tokenize", "tomllib"}
OUTSIDE = {"open", "print", "input", "breakpoint", "exec", "eval", "compile", "__import__"}
# Words of git that lose work or rewrite history; none may stand in an argument of ours.
LOSING = {
    "--force", "--hard", "--no-verify", "checkout", "clean", "config_writer", "filter-branch",
    "gc", "prune", "rebase", "reset", "restore", "revert", "rm", "stash", "switch",
}  # fmt: skip


def code(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if not str(path.relative_to(ROOT)).startswith(OTHERS)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


def imported(path: Path) -> Iterator[str]:
    for node in tree(path):
        if isinstance(node, ast.ImportFrom):
            yield node.module or "."
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (node.end_lineno or 0) - node.lineno + 1
    doc = node.body[0] if ast.get_docstring(node) is not None else None
    return lines - ((doc.end_lineno or 0) - doc.lineno + 1 if doc else 0)


def test_modules_are_short() -> None:
    modules = code("agent", "bench", "docs")
    counted = {name(path): path.read_text("utf-8").count("\n") for path in modules}

    assert {path: lines for path, lines in counted.items() if lines > 300} == {}


def test_values_take_the_quick_dataclass() -> None:
    form = "@dataclass(frozen=True, slots=True, kw_only=True)\n"
    dear = [
        name(path)
        for path in code("agent")
        if form in (text := path.read_text("utf-8"))
        and "from agent.core.values import dataclass\n" not in text
    ]

    assert dear == [], "there `dataclass` is to come from agent.core.values (half of every start)"


def test_functions_are_short() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    counted = {
        f"{name(path)}:{node.name}": length(node)
        for path in code("agent", "tests", "bench", "docs")
        for node in tree(path)
        if isinstance(node, functions)
    }

    assert {function: lines for function, lines in counted.items() if lines > 40} == {}


def test_classes_offer_little() -> None:
    counted = {
        f"{name(path)}:{node.name}": sum(offers(part) for part in node.body)
        for path in code("agent")
        for node in tree(path)
        if isinstance(node, ast.ClassDef)
    }

    assert {kind: methods for kind, methods in counted.items() if methods > 10} == {}


def offers(part: ast.stmt) -> bool:
    if not isinstance(part, ast.FunctionDef) or part.name.startswith("_"):
        return False
    return not any(ast.unparse(one).endswith("property") for one in part.decorator_list)


def test_imports_stand_at_the_top() -> None:
    inside = [
        f"{name(path)}:{node.lineno}"
        for path in code("agent")
        for function in tree(path)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_what_is_loaded_late_is_listed() -> None:
    asked = {
        node.args[0].value
        for path in code("agent")
        for node in tree(path)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"lazy.load", "late"}
        and isinstance(node.args[0], ast.Constant)
    }

    assert asked - set(lazy.LATE) == set()


def test_what_is_listed_is_loaded_late() -> None:
    named = {
        node.value
        for path in code("agent")
        if path.name != "lazy.py"
        for node in tree(path)
        if isinstance(node, ast.Constant)
    }

    assert set(lazy.LATE) - named == set()


def test_only_lazy_loads_by_name() -> None:
    users = [name(path) for path in code("agent") if "importlib" in imported(path)]

    assert users == ["agent/lazy.py"]


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("core", PURE),
        ("pages", TEXT),
        ("sources", TEXT | {"markdown_it", "tree_sitter", "yaml"}),
        ("drafters", TEXT | {"libcst"}),
    ],
)
def test_pure_rooms_use_what_only_computes(folder: str, allowed: set[str]) -> None:
    used = {
        f"{name(path)}: {module}"
        for path in code(f"agent/{folder}")
        for module in imported(path)
        if module not in allowed and module.split(".")[0] not in allowed | {"agent"}
    }

    assert used == set()


@pytest.mark.parametrize("folder", ["core", "sources", "drafters", "pages"])
def test_pure_rooms_call_nothing_outside(folder: str) -> None:
    calls = [
        f"{name(path)}:{node.lineno}"
        for path in code(f"agent/{folder}")
        for node in tree(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in OUTSIDE
    ]

    assert calls == []


def test_T44_no_call_that_can_lose_work() -> None:
    words = {
        f"{name(path)}:{node.lineno}: {node.value}"
        for path in code("agent/adapters/git")
        for node in tree(path)
        if isinstance(node, ast.Constant) and node.value in LOSING
    }

    assert words == set()


def test_exceptions_to_a_rule_say_why() -> None:
    bare = [
        f"{name(path)}:{token.start[0]}"
        for path in code("agent", "tests", "bench", "docs")
        if re.search(r"# (?:noqa|type: ignore)", path.read_text())
        for token in tokens(path)
        if token.type == tokenize.COMMENT
        and re.match(r"# (?:noqa|type: ignore)", token.string)
        and not re.search(r"(?: - |\(|\] +# )[a-zA-Z`\"]", token.string)
    ]

    assert bare == []


def tokens(path: Path) -> list[tokenize.TokenInfo]:
    with path.open("rb") as file:
        return list(tokenize.tokenize(file.readline))


def test_names_say_what_a_thing_is() -> None:
    vague = re.compile(r"manager|helper|handler|utils?$|^info$|^data$", re.IGNORECASE)
    found = [
        f"{name(path)}: {word}"
        for path in code("agent")
        for word in (path.stem, *(n.name for n in tree(path) if isinstance(n, ast.ClassDef)))
        if vague.search(word)
    ]

    assert found == []


def test_test_modules_have_names_of_their_own() -> None:
    names = [path.stem for path in code("tests")]

    assert sorted(names) == sorted(set(names))


def test_no_project_is_named() -> None:
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the corpus is not here")
    projects = [part for path in (SHARED / "corpus").iterdir() for part in path.name.split("__")]
    demo = [
        f"{path.parent.name}/{path.name}" for path in (ROOT / "agent/demo/project").rglob("*_*")
    ]
    named = re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, projects + demo))})(?![\w-])", re.IGNORECASE
    )
    found = {
        f"{name(path)}: {hit[0]}"
        for path in [
            *code("agent"),
            *(ROOT / "agent").rglob("*.j2"),
            *(ROOT / "prompts").rglob("*"),
        ]
        if path.is_file() and "agent/demo/" not in str(path)
        for hit in named.finditer(path.read_text("utf-8"))
    }

    assert found == set()


def test_rows_of_the_fault_table_exist() -> None:
    table = SHARED / "design" / "faults.md"
    if not table.is_file():
        pytest.skip("the fault table is not here")
    rows = set(re.findall(r"^\| ([TF]\d\d) \|", table.read_text("utf-8"), re.MULTILINE))
    claimed = {
        row
        for path in code("tests")
        for node in tree(path)
        if isinstance(node, ast.FunctionDef)
        for row in re.findall(r"(?<=_)[TF]\d\d(?=_|$)", node.name)
    }

    assert claimed - rows == set()


def test_architecture_draws_every_layer() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    drawn = (ROOT / ".ai" / "architecture.md").read_text("utf-8")
    layers = [
        layer
        for contract in contracts
        if contract["type"] == "layers"
        for row in contract["layers"]
        for layer in row.split(" | ")
    ]

    assert [layer for layer in layers if not re.search(rf"\b{layer}\b", drawn)] == []
