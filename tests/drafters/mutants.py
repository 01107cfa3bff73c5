"""Mutants of generated code: one small change each, of the kinds that a test has to notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst import matchers as m

Changed = tuple[str, cst.CSTNode]
_FLIPPED: dict[type[cst.BaseCompOp], cst.BaseCompOp] = {
    cst.Equal: cst.NotEqual(),
    cst.NotEqual: cst.Equal(),
    cst.GreaterThanEqual: cst.GreaterThan(),
    cst.LessThanEqual: cst.LessThan(),
    cst.LessThan: cst.LessThanEqual(),
    cst.Is: cst.IsNot(),
    cst.IsNot: cst.Is(),
}
_BOUNDS = {"ge", "le", "min_length", "max_length"}
_TEAPOT = '__import__("fastapi").HTTPException(418, "mutant")'
_DROPPED = {"add", "delete", "commit", "setattr"}


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A module's text with one change in it; `owner` is the function or class it is made in."""

    kind: str
    owner: str
    change: str
    text: str


def of_service(text: str, function: str) -> tuple[Mutant, ...]:
    return _mutants(text, function, (_comparison, _query, _order, _raise, _write, _value, _number))


def of_route(text: str, function: str) -> tuple[Mutant, ...]:
    return _mutants(text, function, (_comparison, _status, _bound, _part))


def of_alias(text: str, name: str) -> tuple[Mutant, ...]:
    return _mutants(text, name, (_bound,))


def of_request(text: str, name: str) -> tuple[Mutant, ...]:
    operators = (_bound, _pattern, _choice, _default, _required, _raise_only)
    return _mutants(text, name, operators)


def of_response(text: str, name: str) -> tuple[Mutant, ...]:
    """One field is enough: a test looks at all their names at once."""
    return _mutants(text, name, (_field,))[-1:]


_Operator = Callable[[cst.CSTNode], Iterator[Changed]]


def _mutants(text: str, owner: str, operators: Sequence[_Operator]) -> tuple[Mutant, ...]:
    module = cst.parse_module(text)
    found: dict[str, Mutant] = {}
    for root in (one for one in module.body if _names(one) == owner):
        before, _, rest = text.partition(module.code_for_node(root))
        for node in _below(root):
            for operator in operators:
                for kind, new in operator(node):
                    after = f"{before}{_replaced(module, root, node, new)}{rest}"
                    if after == text:
                        continue
                    change = f"{_shown(module, node)} -> {_shown(module, new)}"
                    found.setdefault(
                        after, Mutant(kind=kind, owner=owner, change=change, text=after)
                    )
    return tuple(found.values())


def _replaced(module: cst.Module, root: cst.CSTNode, node: cst.CSTNode, new: cst.CSTNode) -> str:
    """The root's code alone, since the whole module's takes ten times as long."""
    changed = root.deep_replace(node, new)
    assert isinstance(changed, cst.CSTNode)
    return module.code_for_node(changed)


def _shown(module: cst.Module, node: cst.CSTNode) -> str:
    return " ".join(module.code_for_node(node).split())


def _names(node: cst.CSTNode) -> str:
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        return node.name.value
    if m.matches(node, m.SimpleStatementLine(body=[m.Assign(targets=[m.AtLeastN(n=1)])])):
        target = cst.ensure_type(node, cst.SimpleStatementLine).body[0]
        first = cst.ensure_type(target, cst.Assign).targets[0].target
        return first.value if isinstance(first, cst.Name) else ""
    return ""


def _below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _below(child)


def _called(node: cst.CSTNode) -> str:
    if not isinstance(node, cst.Call):
        return ""
    if isinstance(node.func, cst.Attribute):
        return node.func.attr.value
    return node.func.value if isinstance(node.func, cst.Name) else ""


def _source(node: cst.CSTNode) -> str:
    return cst.Module(body=[]).code_for_node(node)


def _comparison(node: cst.CSTNode) -> Iterator[Changed]:
    if isinstance(node, cst.Comparison):
        target = node.comparisons[0]
        flipped = _FLIPPED.get(type(target.operator))
        if flipped is not None:
            changed = target.with_changes(operator=flipped)
            yield "comparison", node.with_changes(comparisons=[changed])
    if isinstance(node, cst.IfExp):
        yield "comparison", node.with_changes(body=node.orelse, orelse=node.body)


def _method(node: cst.CSTNode) -> tuple[str, cst.BaseExpression, cst.Call] | None:
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        return node.func.attr.value, node.func.value, node
    return None


def _query(node: cst.CSTNode) -> Iterator[Changed]:
    """Filters dropped, pages one off."""
    found = _method(node)
    if found is not None:
        name, inner, call = found
        if name == "where":
            yield "filter", inner
        if name in {"limit", "offset"} and not isinstance(call.args[0].value, cst.Integer):
            yield "limit", inner
            yield "limit", cst.parse_expression(f"{_source(inner)}.{name}({_only(call)} + 1)")
    elif isinstance(node, cst.Call) and _called(node) == "or_":
        yield from (("filter", _without(node, at)) for at in range(len(node.args)))


def _order(node: cst.CSTNode) -> Iterator[Changed]:
    """Orders reversed, parts of them dropped."""
    found = _method(node)
    name, inner, call = found if found is not None else ("", None, None)
    if inner is not None and name in {"asc", "desc"}:
        other = "desc" if name == "asc" else "asc"
        yield "order", cst.parse_expression(f"{_source(inner)}.{other}()")
    for at, arg in enumerate(call.args if call is not None and name == "order_by" else ()):
        assert call is not None
        if isinstance(arg.value, cst.Attribute | cst.Name):
            down = cst.parse_expression(f"{_source(arg.value)}.desc()")
            yield "order", call.with_deep_changes(arg, value=down)
        if len(call.args) > 1:
            yield "order", _without(call, at)


def _only(node: cst.Call) -> str:
    return _source(node.args[0].value)


def _without(node: cst.Call, at: int) -> cst.Call:
    args = [one for place, one in enumerate(node.args) if place != at]
    return node.with_changes(
        args=[one.with_changes(comma=cst.MaybeSentinel.DEFAULT) for one in args]
    )


def _raise(node: cst.CSTNode) -> Iterator[Changed]:
    if isinstance(node, cst.Raise) and node.exc is not None:
        yield "status", node.with_changes(exc=cst.parse_expression(_TEAPOT))
    yield from _raise_only(node)


def _raise_only(node: cst.CSTNode) -> Iterator[Changed]:
    if isinstance(node, cst.Raise) and node.exc is not None:
        yield "raise", cst.Pass()


def _write(node: cst.CSTNode) -> Iterator[Changed]:
    """What is stored: a statement dropped."""
    if isinstance(node, cst.Expr):
        value = node.value.expression if isinstance(node.value, cst.Await) else node.value
        if _called(value) in _DROPPED:
            yield "write", cst.Pass()


def _value(node: cst.CSTNode) -> Iterator[Changed]:
    """A field that a new row is not given, a flag that is turned."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name):
        for at, arg in enumerate(node.args):
            named = node.func.value[:1].isupper() and node.func.value != "HTTPException"
            if named and (arg.keyword is not None or arg.star == "**"):
                yield "assignment", _without(node, at)
    if isinstance(node, cst.Arg) and m.matches(node.value, m.Name("True")):
        yield "assignment", node.with_changes(value=cst.Name("False"))
    if isinstance(node, cst.DictElement) and isinstance(node.value, cst.Attribute):
        key = node.value.with_changes(attr=cst.Name("id"))
        yield "order", node.with_changes(value=key)
    if m.matches(node, m.BooleanOperation(operator=m.Or(), right=m.Integer("0"))):
        yield "count", cst.parse_expression("0")


def _number(node: cst.CSTNode) -> Iterator[Changed]:
    if isinstance(node, cst.BinaryOperation) and isinstance(node.right, cst.Integer):
        yield "limit", node.with_changes(right=cst.Integer(str(int(node.right.value) + 1)))


def _part(node: cst.CSTNode) -> Iterator[Changed]:
    """The numbers around a list: each replaced."""
    if isinstance(node, cst.Arg) and node.keyword is not None:
        text = _source(node.value)
        if re.match(r"query\.\w+$|total$|-\(|\(?query", text):
            yield "part", node.with_changes(value=cst.parse_expression(f"({text}) + 1"))


def _status(node: cst.CSTNode) -> Iterator[Changed]:
    if isinstance(node, cst.Arg) and node.keyword and node.keyword.value == "status_code":
        yield "status", node.with_changes(value=cst.Integer("299"))


def _bound(node: cst.CSTNode) -> Iterator[Changed]:
    if isinstance(node, cst.Arg) and node.keyword and node.keyword.value in _BOUNDS:
        text = _source(node.value)
        for by in ("+ 1", "- 1"):
            if not (node.keyword.value == "min_length" and text == "0"):
                yield "limit", node.with_changes(value=cst.parse_expression(f"{text} {by}"))


def _pattern(node: cst.CSTNode) -> Iterator[Changed]:
    if isinstance(node, cst.Arg) and node.keyword and node.keyword.value == "pattern":
        yield "limit", node.with_changes(value=cst.SimpleString('""'))


def _choice(node: cst.CSTNode) -> Iterator[Changed]:
    if m.matches(node, m.Subscript(value=m.Name("Literal"))):
        literal = cst.ensure_type(node, cst.Subscript)
        for at in range(len(literal.slice)):
            rest = [one for place, one in enumerate(literal.slice) if place != at]
            rest = [one.with_changes(comma=cst.MaybeSentinel.DEFAULT) for one in rest]
            if rest:
                yield "limit", literal.with_changes(slice=rest)


def _default(node: cst.CSTNode) -> Iterator[Changed]:
    if isinstance(node, cst.AnnAssign) and node.value is not None:
        choices = m.findall(node.annotation, m.SubscriptElement(slice=m.Index(m.SimpleString())))
        others = [one for one in choices if _source(node.value) not in _source(one)]
        if others:
            new = cst.parse_expression(_source(others[0]).rstrip(", "))
            yield "default", node.with_changes(value=new)
        elif not isinstance(node.value, cst.Call):
            yield from _other(node.value, lambda new: node.with_changes(value=new))
    if isinstance(node, cst.Arg) and node.keyword and node.keyword.value == "default":
        yield from _other(node.value, lambda new: node.with_changes(value=new))


def _choices(annotation: cst.Annotation) -> list[str]:
    return [_source(one) for one in _below(annotation) if isinstance(one, cst.SimpleString)]


def _other(
    value: cst.BaseExpression, put: Callable[[cst.BaseExpression], cst.CSTNode]
) -> Iterator[Changed]:
    if isinstance(value, cst.Integer):
        yield "default", put(cst.Integer(str(int(value.value) + 1)))
    elif isinstance(value, cst.SimpleString):
        yield "default", put(cst.SimpleString('"mutant"'))


def _field(node: cst.CSTNode) -> Iterator[Changed]:
    if m.matches(node, m.SimpleStatementLine(body=[m.AnnAssign()])):
        yield "field", node.with_changes(body=[cst.Pass()])


def _required(node: cst.CSTNode) -> Iterator[Changed]:
    if isinstance(node, cst.AnnAssign) and node.value is None:
        yield "required", node.with_changes(value=cst.Name("None"), equal=cst.AssignEqual())
    if m.matches(node, m.Call(func=m.Name("Field"))):
        call = cst.ensure_type(node, cst.Call)
        if not any(one.keyword and one.keyword.value == "default" for one in call.args):
            default = cst.Arg(keyword=cst.Name("default"), value=cst.Name("None"))
            yield "required", call.with_changes(args=[default, *call.args])
