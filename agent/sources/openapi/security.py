"""Who may call an operation, as one phrase with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.spec import Excerpt

if TYPE_CHECKING:
    from agent.sources.openapi.files import Files
    from agent.sources.openapi.node import Node

_SCHEMES = (("components", "securitySchemes"), ("securityDefinitions",))


def auth(files: Files, operation: Node) -> Excerpt | None:
    """What the operation says of security, else what the description says for all; None if none."""
    said = operation.member("security")
    if said is None:
        top = files.top.outline.entry("security")
        said = files.top.node(top) if top is not None else None
    if said is None or said.is_null:
        return _unneeded(files, operation)
    ways = [_way(files, one) for one in said.items()]
    if not ways:
        return Excerpt(source=said.source, text="No authentication is needed (`security: []`).")
    return Excerpt(source=said.source, text=", or ".join(dict.fromkeys(ways)))


def _unneeded(files: Files, operation: Node) -> Excerpt | None:
    """Where schemes are defined, one who names none needs none: so the standard has it.

    https://spec.openapis.org/oas/v3.1.0#operation-object, `security`.
    """
    for keys in _SCHEMES:
        top = files.top.outline.entry(*keys)
        schemes = None if top is None else files.top.node(top)
        if schemes is not None and schemes.members:
            text = "No authentication is needed (no `security` here, nor for all)."
            return Excerpt(source=operation.source, text=text)
    return None


def _way(files: Files, needed: Node) -> str:
    """What one requirement asks for; all of its schemes together."""
    if needed.kind == "text":
        return _scheme(files, needed.value, ())
    told = [
        _scheme(files, one.name, tuple(scope.value for scope in one.items() if scope.value))
        for one in needed.members
    ]
    return " and ".join(told) or "no authentication"


def _scheme(files: Files, name: str, scopes: tuple[str, ...]) -> str:
    found = _defined(files, name)
    text = f"`{name}`" if found is None else f"`{name}`: {_kind(found)}"
    told = None if found is None else found.member("description")
    if told is not None and told.text:
        text += f", {' '.join(told.text.split())[:300]}"
    return f"{text}; scopes {', '.join(scopes)}" if scopes else text


def _defined(files: Files, name: str) -> Node | None:
    for keys in _SCHEMES:
        top = files.top.outline.entry(*keys)
        found = None if top is None else files.get(files.top.node(top), name)
        if found is not None:
            return found
    return None


def _kind(scheme: Node) -> str:
    def said(key: str) -> str:
        node = scheme.member(key)
        return "" if node is None else node.text

    match said("type").casefold():
        case "http" if said("scheme").casefold() == "bearer":
            form = said("bearerFormat")
            return f"Bearer token ({form})" if form else "Bearer token"
        case "http":
            return f"HTTP {said('scheme')}".strip()
        case "basic":
            return "HTTP basic"
        case "apikey":
            return f"API key `{said('name')}` in {said('in') or 'header'}"
        case "oauth2":
            return "OAuth 2"
        case "openidconnect":
            return "OpenID Connect"
        case other:
            return other or "a scheme of no type"
