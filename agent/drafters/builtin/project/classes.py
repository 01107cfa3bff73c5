"""The pydantic classes of a project: where they are, their fields, what they derive from."""

from __future__ import annotations

import ast

from agent.core.values import dataclass
from agent.drafters.builtin.project.modules import Module, Snippet, snippet
from agent.drafters.builtin.project.reading import Project


def home_of(project: Project, name: str) -> str | None:
    """The dotted name of an existing class of this name, outside tests."""
    for module in project.modules:
        if not module.test and any(node.name == name for node in module.classes()):
            return f"{module.name}.{name}"
    return None


def fields_of(project: Project, name: str) -> frozenset[str]:
    """The fields of an existing class, inherited ones included."""
    classes = {node.name: node for one in project.modules if not one.test for node in one.classes()}
    found: set[str] = set()
    todo = [name]
    while todo:
        node = classes.get(todo.pop())
        if node is not None:
            found |= {
                item.target.id
                for item in node.body
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
            }
            todo += [ast.unparse(base).rpartition(".")[2] for base in node.bases]
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What schemas derive from; `from_attributes`: they read rows already."""

    snippet: Snippet
    from_attributes: bool


def usual_base(project: Project) -> Base:
    """The project's own base class of schemas where it has one, else pydantic's."""
    usual = Snippet(text="BaseModel", needs=frozenset({"pydantic.BaseModel"}))
    nouns = [noun.pascal for noun in project.layers.nouns]
    for module in project.layers.modules("schemas"):
        for node in module.classes():
            named = any(noun in node.name for noun in nouns)
            base = node.bases[0] if named and len(node.bases) == 1 else None
            own = _own_base(project, module, base) if base is not None else None
            if base is not None and own is not None:
                attributes = "from_attributes" in ast.unparse(own)
                return Base(snippet=snippet(base, module), from_attributes=attributes)
    return Base(snippet=usual, from_attributes=False)


def _own_base(project: Project, module: Module, base: ast.expr) -> ast.ClassDef | None:
    """The class behind a base, when it is the project's and about no resource."""
    wanted = module.stands_for(base)
    nouns = [noun.pascal for noun in project.layers.nouns]
    for one in project.modules:
        for node in one.classes():
            if f"{one.name}.{node.name}" == wanted and not any(n in node.name for n in nouns):
                return node
    return None
