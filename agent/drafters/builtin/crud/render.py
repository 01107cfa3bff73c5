"""Templates to code: what stands in a document is a value, never a template (T33)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from agent import lazy
from agent.drafters.builtin.crud.wrap import fit


def render(template: str, *, width: int, **values: object) -> str:
    """The template's code, laid out to the width."""
    text: str = _environment().get_template(f"{template}.j2").render(**values)
    return fit(re.sub(r"\n{4,}", "\n\n\n", text).strip("\n"), width)


@lru_cache(maxsize=1)
def _environment() -> Any:  # noqa: ANN401 (a module that is loaded late has no types)
    jinja2, sandbox = lazy.load("jinja2"), lazy.load("jinja2.sandbox")
    return sandbox.SandboxedEnvironment(
        loader=jinja2.PackageLoader("agent.drafters.builtin", "templates"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
