"""Code that is evidently no whole file: a method without its class, braces that do not close."""

from __future__ import annotations

import ast
import re

from agent.core.documents import RepoPath
from agent.core.patterns import deferred

OF_A_CLASS = "the plan's code is a fragment of a class: put it in place, then /take"
CUT_OUT = "the plan's code is a fragment: put it in place, then /take"

_SCRIPT = frozenset((".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"))
_CLASSES = frozenset((".cs", ".java"))
_BRACED = _SCRIPT | _CLASSES | {".kt"}
_DOTS = deferred(r"^\s*(?:\.\.\.|…)\s*$", re.MULTILINE)
_STRING = deferred(
    r"//[^\n]*|/\*.*?\*/"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|(?<!\w)'(?:[^'\\\n]|\\.)*'"  # the apostrophe of a word in JSX opens nothing
    r"|`(?:[^`\\]|\\.)*`",
    re.DOTALL,
)
# What may stand before the first declaration: imports, package, attributes, decorators.
_BEFORE = deferred(
    r"\s*(?:(?:import|using|package|namespace)\b[^;\n]*(?:;|\n)|\[[^\]\n]*\]|@\w[\w.]*(?:\([^)]*\))?)"
)
_ACCESS = deferred(r"\s*(?:public|private|protected|internal|override)\s([^({;=]*)")
_TYPE = deferred(r"\b(?:class|interface|enum|record|struct|delegate|namespace)\b")
_METHOD = deferred(
    r"\s*(?:(?:static|readonly|get|set)\s+[\w$#]+\s*[(:=<]|constructor\s*\("
    r"|(?:async\s+)?(?!(?:if|for|while|switch|function|catch|with)\b)[#\w$]+\s*\([^;{}]*\)\s*"
    r"(?::[^;={}]+)?\{)"
)


def fragment(text: str, path: RepoPath) -> str | None:
    """Why the code cannot be the whole file, where that is evident from the code alone."""
    if path.suffix in {".py", ".pyi"}:
        return _python(text)
    if path.suffix not in _BRACED:
        return None
    if _DOTS.search(text):
        return CUT_OUT
    bare = _STRING.sub('""', text)
    if _member(bare, path):
        return OF_A_CLASS
    return None if _balanced(bare) else CUT_OUT


def _python(text: str) -> str | None:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError):
        return OF_A_CLASS if re.match(r"(?:\s*@[^\n]*\n)*\s+(?:async\s+)?def ", text) else CUT_OUT
    if any(isinstance(one, ast.Expr) and ast.unparse(one) == "..." for one in body):
        return CUT_OUT
    methods = (
        one.args.args[:1] for one in body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return OF_A_CLASS if any(args and args[0].arg in {"self", "cls"} for args in methods) else None


def _member(bare: str, path: RepoPath) -> bool:
    """Whether the first declaration can only stand in a class."""
    at = 0
    while found := _BEFORE.match(bare, at):
        at = found.end()
    access = _ACCESS.match(bare, at)
    if access is not None:
        return _TYPE.search(access[1]) is None
    return path.suffix in _SCRIPT and _METHOD.match(bare, at) is not None


def _balanced(bare: str) -> bool:
    depth = 0
    for char in re.findall(r"[{}]", bare):
        depth += 1 if char == "{" else -1
        if depth < 0:
            return False
    return depth == 0
