"""The route of an endpoint, what it answers, and the router it needs."""

from __future__ import annotations

import ast

from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.habits import WRITES
from agent.drafters.builtin.crud.insert import Addition
from agent.drafters.builtin.crud.piece import Done, Piece
from agent.drafters.builtin.crud.registration import own_prefix, router_variable
from agent.drafters.builtin.crud.render import render
from agent.drafters.builtin.crud.schemas import schema_need
from agent.drafters.builtin.crud.service import service_of
from agent.drafters.builtin.crud.values import Value, quoted
from agent.drafters.builtin.project.modules import Snippet
from agent.drafters.builtin.project.naming import pascal
from agent.drafters.builtin.project.routers import Router

_OK = 200
_DOCS = {
    "list": "Return the {many}.",
    "create": "Add {a}.",
    "get": "Return the {one}.",
    "patch": "Change the {one}.",
    "put": "Replace the {one}.",
    "delete": "Remove the {one}.",
}


def write_route(made: Design) -> Piece | Done | str:
    """The route's function, with a router if its file has none; or why it cannot be written."""
    router = made.project.routing.of(made.files.router)
    if router is not None and made.names.route in router.module.names():
        return Done(reason=f"{made.names.route}() is in {made.files.router}")
    prefix = made.project.routing.prefix(router.name) if router else made.target.collection
    if not made.target.path.startswith(prefix):
        return f"the router of {made.files.router} has the prefix {prefix}, {made.target.path} not"
    function = service_of(made)
    if function is None:
        return f"{made.names.function}() is not in {made.files.service} yet; its step comes first"
    code = _code(made, router, function, made.target.path[len(prefix) :])
    return Piece(
        path=made.files.router,
        addition=Addition(needs=code.needs, code=(code.text,)),
        names=(made.names.route,),
        doc=f"The routes of {made.target.owner.several}.",
    )


def _code(made: Design, router: Router | None, function: str, path: str) -> Snippet:
    aliases, keys = _keys(made, router)
    before = [*([] if router else _router_lines(made)), *aliases]
    call, call_needs = _call(made, router, function)
    options, option_needs = _options(made)
    parameters, parameter_needs = _parameters(made, keys)
    text = render(
        "route",
        width=made.project.width,
        before=tuple(before),
        router=router.variable if router else router_variable(made.project),
        method=made.spec.endpoint.method.lower(),
        path=path,
        options=options,
        function=made.names.route,
        parameters=parameters,
        returns=_returns(made),
        docs=made.project.docstrings,
        doc=_doc(made),
        body=_answer(made, call),
    )
    needs = call_needs | option_needs | parameter_needs | _key_needs(made, before)
    needs |= frozenset() if router else {"fastapi.APIRouter"}
    return Snippet(text=text, needs=needs | _answer_needs(made))


def _answer_needs(made: Design) -> frozenset[str]:
    names = [made.names.out] if made.operation != "delete" else []
    if made.operation == "list" and made.shape.envelope is not None:
        names.append(made.names.page)
        names += [made.inner] if made.shape.envelope.inner else []
    return frozenset(schema_need(made, name) for name in names)


def _router_lines(made: Design) -> list[str]:
    siblings = [one for one in made.project.routing.routers if not one.app]
    tagged = any("tags=" in one.module.text for one in siblings) or not siblings
    prefix = own_prefix(made)
    options = [f"prefix={quoted(prefix)}"] if prefix else []
    options += [f"tags=[{quoted(made.target.owner.many)}]"] if tagged else []
    return [f"{router_variable(made.project)} = APIRouter({', '.join(options)})"]


def _keys(made: Design, router: Router | None) -> tuple[list[str], dict[str, str]]:
    """New aliases for limited path parameters, and each parameter's annotation."""
    known = {
        ast.unparse(value): name for name, value in (router.module.assignments() if router else ())
    }
    lines: list[str] = []
    annotations: dict[str, str] = {}
    for value in made.target.values:
        if not value.bounds:
            annotations[value.name] = value.type
            continue
        whole = f"Annotated[{value.type}, Path({', '.join(value.bounds)})]"
        alias = known.get(ast.unparse(ast.parse(whole, mode="eval")))
        if alias is None:
            alias = pascal(value.name)
            lines.append(f"{alias} = {whole}")
        annotations[value.name] = alias
    return lines, annotations


def _key_needs(made: Design, before: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for value in made.target.values:
        found |= value.needs
    if any("Path(" in line for line in before):
        found |= {"fastapi.Path", "typing.Annotated"}
    return frozenset(found)


def _call(made: Design, router: Router | None, function: str) -> tuple[str, frozenset[str]]:
    """The call of the service function, through a name that the module has for its home."""
    home, _, name = function.rpartition(".")
    bound = {origin: name for name, origin in (router.module.imports() if router else {}).items()}
    arguments = [made.project.session.name, *(one.name for one in made.target.values)]
    arguments += ["data"] if made.operation in WRITES else []
    arguments += ["query"] if made.operation == "list" and made.query else []
    if function in bound:
        called = bound[function]
    else:
        called = f"{bound.get(home, home.rpartition('.')[2])}.{name}"
    need = frozenset() if home in bound or function in bound else frozenset({home})
    return f"{called}({', '.join(arguments)})", need


def _options(made: Design) -> tuple[tuple[str, ...], frozenset[str]]:
    options: list[str] = []
    needs: set[str] = set()
    errors = made.project.errors
    if made.success != _OK:
        number = errors.number(made.success)
        options.append(f"status_code={number.text}")
        needs |= number.needs
    codes = [made.answered(one.code) for one in made.spec.statuses if one.code in {404, 409}]
    if errors.model is not None and codes:
        short = errors.model.rpartition(".")[2]
        entries = ", ".join(f'{code}: {{"model": {short}}}' for code in codes)
        options.append(f"responses={{{entries}}}")
        needs.add(errors.model)
    return tuple(options), frozenset(needs)


def _parameters(made: Design, keys: dict[str, str]) -> tuple[tuple[str, ...], frozenset[str]]:
    session = made.project.session
    own = f"{session.name}: {session.annotation.text}"
    needs = set(session.annotation.needs)
    found = [f"{name}: {annotation}" for name, annotation in keys.items()]
    if made.operation == "list" and made.query:
        found.append(f"query: Annotated[{made.names.query}, Query()]")
        needs |= {schema_need(made, made.names.query), "typing.Annotated", "fastapi.Query"}
    if made.operation in WRITES:
        found.append(f"data: {made.sent}")
        needs.add(schema_need(made, made.sent))
    if session.default is None:
        return (own, *found), frozenset(needs)
    needs |= session.default.needs
    return (*found, f"{own} = {session.default.text}"), frozenset(needs)


def _doc(made: Design) -> str:
    many = made.noun.several
    if made.operation == "list" and made.listing.paged:
        return f"Return one page of the {many}."
    words = {"many": many, "one": made.noun.words, "a": made.noun.articled}
    return _DOCS[made.operation].format(**words)


def _returns(made: Design) -> str:
    """The route's return annotation."""
    if made.operation == "delete":
        return "None"
    if made.operation == "list":
        return made.names.page if made.shape.envelope else f"list[{made.names.out}]"
    return made.names.out


def _answer(made: Design, call: str) -> tuple[str, ...]:
    """The route's statements: the service's result as the response."""
    out = made.names.out
    if made.operation == "delete":
        return (call,)
    if made.operation != "list":
        return (f"return {out}.model_validate({call})",)
    shown = f"[{out}.model_validate(row) for row in "
    envelope = made.shape.envelope
    if envelope is None:
        return (f"rows = {call}", f"return {shown}rows]")
    lines = [f"rows, total = {call}", f"items = {shown}rows]"]
    parts = ", ".join(f"{name}={_part(part, made)}" for name, part in envelope.parts)
    if envelope.inner:
        lines.append(f"{envelope.inner} = {made.inner}({parts})")
        parts = f"{envelope.inner}={envelope.inner}"
    lines.append(f"return {made.names.page}({envelope.items}=items{', ' if parts else ''}{parts})")
    return tuple(lines)


def _part(part: str, made: Design) -> str:
    size = _given(made.listing.size)
    offset = _given(made.listing.offset) or "0"
    page = _given(made.listing.page) or f"{offset} // {size} + 1"
    table = {
        "total": "total",
        "page": page,
        "size": size,
        "offset": offset if made.listing.offset else f"({page} - 1) * {size}",
        "pages": f"-(-total // {size})",
        "more": f"{page} * {size} < total",
    }
    return table[part]


def _given(value: Value | None) -> str:
    return f"query.{value.name}" if value else ""
