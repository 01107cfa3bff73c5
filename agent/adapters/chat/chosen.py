"""The user's own `config.toml`: which model drafts, and where it is.

It lies in the user's folder, never in a repository (T11), and holds no key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from agent.core.errors import SetupError
from agent.core.spending import Price
from agent.core.values import dataclass

_MOST = 64 * 1024
_DEAREST = 100_000
_NO_KEYS = "keys stand in the environment only; remove it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Empty where the user leaves it open. `planner` plans, `model` writes the steps.

    `textual` are providers that know no tools. `prices` are dollars a million tokens, by model.

    `most` is how many tokens an answer of a provider's may have.
    """

    model: str = ""
    planner: str = ""
    urls: Mapping[str, str] = field(default_factory=dict)
    textual: frozenset[str] = frozenset()
    most: Mapping[str, int] = field(default_factory=dict)
    prices: Mapping[str, Price] = field(default_factory=dict)


def read_chosen(path: Path) -> Chosen:
    """What the file says, nothing where there is none; SetupError names what is wrong in it."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Chosen()
    except OSError as error:
        raise SetupError(f"{path}: {error.strerror}") from error
    if len(data) > _MOST:
        raise SetupError(f"{path}: it is larger than 64 KB")
    try:
        values = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SetupError(f"{path}: {error}") from error
    try:
        return _chosen(values)
    except ValueError as error:
        raise SetupError(f"{path}: {error}") from error


def _chosen(values: dict[str, Any]) -> Chosen:
    _only(values, "", {"model", "provider", "price"})
    providers = _tables(values, "provider")
    for name, one in providers.items():
        _only(one, f"provider.{name}.", {"base_url", "tools", "max_output"})
    planner, model = _models(values)
    return Chosen(
        planner=planner,
        model=model,
        urls={name: _url(name, one) for name, one in providers.items() if "base_url" in one},
        textual=frozenset(n for n, one in providers.items() if not _of(one, "tools", bool, True)),  # noqa: FBT003 - the default
        prices={name: _price(name, one) for name, one in _tables(values, "price").items()},
        most={n: _of(one, "max_output", int, 0) for n, one in providers.items()},
    )


def _price(name: str, table: dict[str, Any]) -> Price:
    """`[price."openai:gpt-5"]` with `input`, `output` and, where a cache is cheaper, `cached`."""
    _only(table, f"price.{name}.", {"input", "cached", "output"})
    numbers = {word: _number(f"price.{name}.{word}", one) for word, one in table.items()}
    if not {"input", "output"} <= numbers.keys():
        message = f"`price.{name}` has no input and output"
        raise ValueError(message)
    return Price(sent=numbers["input"], received=numbers["output"], cached=numbers.get("cached"))


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _DEAREST:
        message = f"`{name}` is no price in dollars for a million tokens"
        raise ValueError(message)
    return float(value)


def _models(values: dict[str, Any]) -> tuple[str, str]:
    """`model = "…"` for both, or `[model]` with `plan` and `step`."""
    if not isinstance(values.get("model"), dict):
        name = _of(values, "model", str, "")
        return name, name
    table = _of(values, "model", dict, {})
    _only(table, "model.", {"plan", "step"})
    return _of(table, "plan", str, ""), _of(table, "step", str, "")


def _only(values: Mapping[str, Any], where: str, known: set[str]) -> None:
    for name in values:
        if name not in known:
            secret = any(word in name.casefold() for word in ("key", "token", "secret"))
            why = _NO_KEYS if secret else f"Waltz knows {', '.join(sorted(known))}"
            message = f"`{where}{name}`: {why}"
            raise ValueError(message)


def _tables(values: Mapping[str, Any], name: str) -> dict[str, dict[str, Any]]:
    found = _of(values, name, dict, {})
    return {inner: _of(found, inner, dict, {}) for inner in found}


def _of(values: Mapping[str, Any], name: str, kind: type, usual: Any) -> Any:  # noqa: ANN401 - TOML
    value = values.get(name, usual)
    if type(value) is not kind:
        message = f"`{name}` is no {kind.__name__}"
        raise ValueError(message)
    return value


def _url(name: str, table: Mapping[str, Any]) -> str:
    url: str = _of(table, "base_url", str, "")
    if not url.startswith(("http://", "https://")):
        message = f"`provider.{name}.base_url` begins with http:// or https://"
        raise ValueError(message)
    return url
