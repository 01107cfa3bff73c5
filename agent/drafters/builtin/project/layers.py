"""Where a project keeps each kind of code, and so where new code of that kind goes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from agent.core.documents import RepoPath
from agent.core.values import dataclass
from agent.drafters.builtin.project.models import Model
from agent.drafters.builtin.project.modules import Module
from agent.drafters.builtin.project.naming import Noun, noun_of, plural, singular
from agent.drafters.builtin.project.routers import Routing

Layer = Literal["schemas", "services", "routers", "tests"]
_FALLBACK: dict[Layer, str] = {
    "schemas": "{package}/schemas/{many}.py",
    "services": "{package}/services/{many}.py",
    "routers": "{package}/routers/{many}.py",
    "tests": "tests/test_{many}.py",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The modules of each layer, and the nouns that their files may be named for."""

    found: tuple[tuple[Layer, tuple[Module, ...]], ...]
    nouns: tuple[Noun, ...]
    package: str

    def modules(self, layer: Layer) -> tuple[Module, ...]:
        """The modules of this layer, the most typical first."""
        return next(modules for name, modules in self.found if name == layer)

    def place(self, layer: Layer, noun: Noun) -> RepoPath:
        """The file where code of this layer for this noun is, or should be."""
        modules = self.modules(layer)
        patterns = [pattern for one in modules if (pattern := self._pattern(one)) is not None]
        if patterns:
            usual = max(patterns, key=patterns.count)
            return RepoPath(usual.format(one=noun.one, many=noun.many))
        if modules:
            return modules[0].path
        fallback = _FALLBACK[layer]
        return RepoPath(fallback.format(package=self.package, many=noun.many).lstrip("/"))

    def _pattern(self, module: Module) -> str | None:
        """`app/{many}.py` for a file that is named for one of the nouns."""
        text = module.path.value.replace("{", "").replace("}", "")
        for noun in sorted(self.nouns, key=lambda noun: -len(noun.many)):
            for form, word in (("{many}", noun.many), ("{one}", noun.one)):
                pattern = re.sub(rf"(?<![a-z0-9]){word}(?![a-z0-9])", form, text)
                if pattern != text:
                    return pattern
        return None


def read_layers(modules: Sequence[Module], models: Sequence[Model], routing: Routing) -> Layers:
    """Sort the modules by what they hold."""
    nouns = tuple(nouns_of(models).values())
    names = frozenset(model.name for model in models)
    words = tuple(noun.pascal for noun in nouns)
    routed = [one.module for one in routing.routers if not one.app]
    routed += [one.module for one in routing.routes]
    own = [module for module in modules if not module.test]
    homes = {model.module for model in models}
    schemas = [one for one in own if one.name not in homes and any(_schemas(one, words))]
    taken = {one.path for one in routed}
    services = [one for one in own if one.path not in taken and any(_services(one, names))]
    tests = [one for one in modules if one.test and _tests(one)]
    return Layers(
        found=(
            ("schemas", tuple(schemas)),
            ("services", tuple(services)),
            ("routers", tuple({one.path: one for one in routed}.values())),
            ("tests", tuple(tests)),
        ),
        nouns=nouns,
        package=_package(own, homes),
    )


def nouns_of(models: Sequence[Model]) -> dict[str, Noun]:
    """The noun of each model, by class name; its plural is the table's name where that fits."""
    found: dict[str, Noun] = {}
    for model in models:
        word = noun_of(model.name, [one.name for one in models]).one
        noun = Noun(one=word, many=_many(word, model.table))
        found[model.name] = noun
    return found


def _many(one: str, table: str) -> str:
    usual = plural(one)
    return table if table == usual or singular(table) == one else usual


def _schemas(module: Module, words: tuple[str, ...]) -> Iterator[bool]:
    pydantic = any(origin.startswith("pydantic.") for origin in module.imports().values())
    for node in module.classes():
        named = any(word in node.name for word in words)
        yield from [True] if named and (pydantic or _derives(node)) else []


def _derives(node: ast.ClassDef) -> bool:
    return bool(node.bases) and not any(
        isinstance(item, ast.Assign) and ast.unparse(item.targets[0]) == "__tablename__"
        for item in node.body
    )


def _services(module: Module, models: frozenset[str]) -> Iterator[bool]:
    for node in module.functions():
        annotated = [ast.unparse(arg.annotation) for arg in node.args.args if arg.annotation]
        body = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
        if any("Session" in one for one in annotated) and body & models:
            yield True


def _tests(module: Module) -> bool:
    return any(
        node.name.startswith("test_") and re.search(r"\.(get|post|put|patch|delete)\(", module.text)
        for node in module.functions()
    )


def _package(own: Sequence[Module], homes: set[str]) -> str:
    """The folder of the code: that of the models' topmost package."""
    for module in own:
        if module.name in homes:
            depth = module.name.count(".")
            parts = module.path.folder.split("/")
            return "/".join(parts[: len(parts) - depth + 1]) if depth else module.path.folder
    return ""
