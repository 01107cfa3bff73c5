"""Puts new code into a module so that the user's code and comments stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from agent.core.values import dataclass
from agent.drafters.builtin.crud.imports import House, import_block, libcst, with_imports
from agent.drafters.builtin.crud.wrap import fit

if TYPE_CHECKING:
    from libcst import Module


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """New code for one module: what it imports (`a.b`, `a.b as c`), and whole definitions."""

    needs: frozenset[str]
    code: tuple[str, ...]


def new_module(doc: str, addition: Addition, *, name: str, house: House) -> str:
    """A new file's text; `doc` may be empty."""
    imports = import_block(addition.needs, name=name, house=house)
    head = "\n".join(part for part in (f'"""{doc}"""\n' if doc else "", imports) if part)
    body = "\n\n\n".join(part.strip("\n") for part in addition.code)
    gap = "\n\n" if body.startswith(("def ", "async def ", "class ", "@")) else "\n"
    return f"{head}{gap if head else ''}{body}\n"


def extend(text: str, addition: Addition, *, name: str, house: House) -> str:
    """The module with the imports added in their places and the definitions at its end."""
    text = with_imports(text, addition.needs, name=name, house=house).rstrip("\n")
    for part in addition.code:
        text += "\n\n\n" + part.strip("\n")
    return text + "\n"


def with_statement(text: str, statement: str, *, after: str) -> str | None:
    """The module with a statement behind the last one that matches `after`; None if none does.

    It goes into the same block, a function's body included.
    """
    cst = libcst()
    module: Module = cst.parse_module(text)
    new: Any = cst.parse_statement(statement, config=module.config_for_parsing)
    for block in _blocks(module):
        found = [
            at
            for at, one in enumerate(block.body)
            if re.match(after, module.code_for_node(one).strip())
        ]
        if found:
            body = [*block.body[: found[-1] + 1], new, *block.body[found[-1] + 1 :]]
            changed: Any = block.with_changes(body=body)
            whole: Module = changed if block is module else module.deep_replace(block, changed)
            return whole.code
    return None


def with_element(text: str, variable: str, element: str, *, width: int) -> str | None:
    """The module with one more element in the tuple or list of this name; None if it has none."""
    cst = libcst()
    module: Module = cst.parse_module(text)
    for statement in module.body:
        value = _assigned(statement, variable)
        if value is None:
            continue
        between = _between(value)
        elements = list(value.elements)
        last_comma = elements[-1].comma if elements else cst.MaybeSentinel.DEFAULT
        if elements:
            elements[-1] = elements[-1].with_changes(comma=cst.Comma(whitespace_after=between))
        elements.append(
            cst.Element(cst.parse_expression(element), comma=_tail(last_comma, elements))
        )
        changed: Any = module.deep_replace(value, value.with_changes(elements=elements))
        return _fitted(changed.code, f"{variable} = ", width)
    return None


def _tail(comma: Any, elements: Sequence[Any]) -> Any:  # noqa: ANN401 (libcst's nodes)
    """The comma behind the new last element: as it was behind the old one, if there were two."""
    cst = libcst()
    lone = isinstance(comma, cst.Comma) and len(elements) == 1
    inline = lone and isinstance(comma.whitespace_after, cst.SimpleWhitespace)
    return cst.MaybeSentinel.DEFAULT if inline else comma


def _between(value: Any) -> Any:  # noqa: ANN401 (libcst's nodes)
    """The white space that parts the elements: a line break where the first stands on its own."""
    cst = libcst()
    opening = value.lpar[0] if getattr(value, "lpar", ()) else getattr(value, "lbracket", None)
    space = getattr(opening, "whitespace_after", None)
    if isinstance(space, cst.ParenthesizedWhitespace):
        return space
    return cst.SimpleWhitespace(" ")


def _fitted(text: str, start: str, width: int) -> str:
    lines = text.split("\n")
    return "\n".join(
        fit(line, width) if line.startswith(start) and line.endswith((")", "]")) else line
        for line in lines
    )


def _assigned(statement: Any, variable: str) -> Any:  # noqa: ANN401 (libcst's nodes)
    cst = libcst()
    for small in getattr(statement, "body", ()) if hasattr(statement, "leading_lines") else ():
        targets = [one.target for one in getattr(small, "targets", ())]
        targets += [small.target] if isinstance(small, cst.AnnAssign) else []
        names = [one.value for one in targets if isinstance(one, cst.Name)]
        if variable in names and isinstance(small.value, cst.Tuple | cst.List):
            return small.value
    return None


def _blocks(module: Module) -> Iterator[Any]:
    """The module and the body of each of its functions."""
    cst = libcst()
    yield module
    for one in module.body:
        if isinstance(one, cst.FunctionDef) and isinstance(one.body, cst.IndentedBlock):
            yield one.body
