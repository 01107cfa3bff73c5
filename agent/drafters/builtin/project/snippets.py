"""Code as text together with the names it needs from elsewhere."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from agent.drafters.builtin.project.modules import Module


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
