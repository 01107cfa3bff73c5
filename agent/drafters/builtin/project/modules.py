"""The Python modules of a project, parsed, with their names and imports; pieces of their code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from agent.core.documents import RepoPath
from agent.core.values import dataclass
from agent.drafter import Code

Function = ast.FunctionDef | ast.AsyncFunctionDef
_MOST_FILES = 3000
_LARGEST = 400_000
_SKIPPED = {".venv", "venv", "node_modules", "site-packages", "build", "dist", "migrations"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A parsed file. `name` is what others import it by; `test` for test code."""

    path: RepoPath
    name: str
    text: str
    tree: ast.Module
    test: bool

    def functions(self) -> Iterator[Function]:
        """Its top-level functions."""
        return (node for node in self.tree.body if isinstance(node, Function))

    def classes(self) -> Iterator[ast.ClassDef]:
        """Its top-level classes."""
        return (node for node in self.tree.body if isinstance(node, ast.ClassDef))

    def assignments(self) -> Iterator[tuple[str, ast.expr]]:
        """Its top-level `name = value`."""
        for node in self.tree.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            if isinstance(node, ast.AnnAssign):
                target = node.target
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            if isinstance(target, ast.Name) and value is not None:
                yield target.id, value

    def imports(self) -> dict[str, str]:
        """Each name bound by a top-level import, and the dotted name of what it stands for."""
        found: dict[str, str] = {}
        for node in self.tree.body:
            if isinstance(node, ast.Import):
                for one in node.names:
                    first = one.name.split(".")[0]
                    found[one.asname or first] = one.name if one.asname else first
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                for one in node.names:
                    found[one.asname or one.name] = f"{origin}.{one.name}".lstrip(".")
        return found

    def names(self) -> frozenset[str]:
        """Every name bound at its top level."""
        defined = {
            node.name
            for node in self.tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        }
        return frozenset(defined | set(self.imports()) | {name for name, _ in self.assignments()})

    def stands_for(self, node: ast.expr) -> str:
        """The dotted name of an expression such as `books.router`, through the imports."""
        text = ast.unparse(node)
        first, dot, rest = text.partition(".")
        bound = self.imports().get(first)
        if bound is None:
            return f"{self.name}.{text}"
        return f"{bound}{dot}{rest}"

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]
        for _ in range(node.level - 1):
            package = package.rpartition(".")[0]
        return f"{package}.{node.module}" if node.module else package


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """An expression or definition, and the dotted names to import for it."""

    text: str
    needs: frozenset[str] = frozenset()


def snippet(node: ast.expr, module: Module) -> Snippet:
    """An expression of a module, so that it can stand in another one."""
    bound = module.imports()
    own = module.names()
    needs: set[str] = set()
    for name in (one.id for one in ast.walk(node) if isinstance(one, ast.Name)):
        if name in bound:
            needs.add(bound[name])
        elif name in own:
            needs.add(f"{module.name}.{name}")
    return Snippet(text=ast.unparse(node), needs=frozenset(needs))


def read_modules(code: Code) -> tuple[Module, ...]:
    """Every module that parses, in path order; what does not parse is left out."""
    paths = [path for path in sorted(code.paths) if path.suffix == ".py" and not _skipped(path)]
    packages = {path.folder for path in paths if path.name == "__init__.py"}
    found = []
    for path in paths[:_MOST_FILES]:
        data = code.read(path)
        parsed = _parsed(data) if data is not None else None
        if parsed is not None:
            text, tree = parsed
            name = module_name(path, packages)
            found.append(Module(path=path, name=name, text=text, tree=tree, test=is_test(path)))
    return tuple(found)


def is_test(path: RepoPath) -> bool:
    """Whether a file is test code, by its name."""
    return (
        path.name == "conftest.py"
        or path.name.startswith("test_")
        or path.name.endswith("_test.py")
        or "tests" in path.value.split("/")[:-1]
    )


def module_name(path: RepoPath, packages: set[str]) -> str:
    """The dotted name that the file is imported by, seen from its topmost package."""
    parts = path.value.removesuffix(".py").split("/")
    at = len(parts) - 1
    while at > 0 and "/".join(parts[:at]) in packages:
        at -= 1
    if at == len(parts) - 1 and not packages:
        # Without packages, what is imported starts at the root, or below `src`.
        at = 1 if parts[0] == "src" and len(parts) > 1 else 0
    kept = parts[at:]
    return ".".join(kept[:-1] if kept[-1] == "__init__" and len(kept) > 1 else kept)


def _skipped(path: RepoPath) -> bool:
    return any(part in _SKIPPED for part in path.value.split("/")[:-1])


@lru_cache(maxsize=512)
def _parsed(data: bytes) -> tuple[str, ast.Module] | None:
    if len(data) > _LARGEST:
        return None
    try:
        text = data.decode()
        return text, ast.parse(text)
    except (UnicodeDecodeError, SyntaxError, ValueError, RecursionError):
        return None
