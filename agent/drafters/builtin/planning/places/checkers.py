"""The library that checks what comes in: of those known the one that the project has, or names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Rule
from agent.core.values import dataclass
from agent.drafter import PlanRequest
from agent.drafters.builtin.planning.citations import Passages
from agent.drafters.builtin.planning.places.layout import Layout
from agent.drafters.builtin.planning.places.shown import manifests
from agent.drafters.builtin.planning.places.stacks import Stack

_SCRIPTS = (".ts", ".js")
# Where a rule keeps what checks a request. English and Polish.
_IN_SERVICE = deferred(
    r"\b(?:valid|walid|zod)\w*[^.;]{0,40}\b(?:in|inside|w|wewn\u0105trz)\s+(?:the\s+)?(?:service|serwis)",
    re.IGNORECASE,
)
# A manifest of pages says nothing of a server beside them.
_FRONT = re.compile(r"(?:^|/)(?:frontend|client|web-fe|ui|mobile|e2e|\w+-frontend)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """A library of validators: its `word` in texts and among packages, the languages it is for.

    One that is `apart` has schemas of its own; another stands on the types, as annotations do.
    """

    name: str
    word: str
    suffixes: tuple[str, ...]
    apart: bool = True


_DRF = "Django REST framework"
_KNOWN = (
    Checker(name="class-validator", word="class-validator", suffixes=(".ts",), apart=False),
    Checker(name="Zod", word="zod", suffixes=_SCRIPTS),
    Checker(name="Valibot", word="valibot", suffixes=_SCRIPTS),
    Checker(name="Yup", word="yup", suffixes=_SCRIPTS),
    Checker(name="Joi", word="joi|@hapi/joi", suffixes=_SCRIPTS),
    Checker(name="express-validator", word="express-validator", suffixes=_SCRIPTS),
    Checker(name="TypeBox", word="@sinclair/typebox|typebox", suffixes=_SCRIPTS),
    Checker(name="FluentValidation", word=r"fluentvalidation(?:\.[\w.]+)?", suffixes=(".cs",)),
    Checker(name="Pydantic", word="pydantic|fastapi", suffixes=(".py",), apart=False),
    Checker(
        name=_DRF,
        word=r"djangorestframework|django[- ]rest[- ]framework|drf",
        suffixes=(".py",),
        apart=False,
    ),
    Checker(name="marshmallow", word="(?:flask-)?marshmallow", suffixes=(".py",), apart=False),
    Checker(
        name="Bean Validation",
        word=r"(?:[\w.]+:)?spring-boot-starter-validation|(?:[\w.]+:)?hibernate-validator"
        r"|(?:[\w.]+:)?jakarta\.validation(?:-api)?|bean validation",
        suffixes=(".java",),
        apart=False,
    ),
)


def checker_of(request: PlanRequest, stack: Stack) -> Checker | None:
    """The one that a manifest has, else one that rules, the tech stack or the API plan name."""
    suffixes = {layer.suffix for layer in stack.layers}
    fit = [one for one in _KNOWN if suffixes & set(one.suffixes)]
    # What comes in is checked by the serializers of Django alone there, and nowhere else.
    fit = [one for one in fit if (one.name == _DRF) == (stack.name == "django")]
    if stack.name != "nest":
        fit.sort(key=lambda one: one.name == "class-validator")
    packages = frozenset(
        name.casefold()
        for one in (manifests(request.code) if fit else ())
        if not _FRONT.search(one.path.value)
        for name, _ in one.packages
    )
    taken = (one for one in fit if any(re.fullmatch(one.word, name) for name in packages))
    named = (one for one in fit if any(_names(one.word, text) for text in _texts(request)))
    return next(taken, None) or next(named, None)


def _texts(request: PlanRequest) -> Iterator[str]:
    """What speaks of libraries: every rule, for tools hand them on by files of any kind."""
    spec = request.spec
    yield from (rule.text for rule in (*spec.rules, *request.rules))
    yield from (one.text for one in (*spec.stack, *spec.notes, *spec.excerpts[:1]))


@lru_cache(maxsize=1 << 10)
def _names(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w.-])(?:{word})(?![\w-])", text, re.IGNORECASE) is not None


def in_service(layout: Layout, rules: Iterable[Rule], passages: Passages) -> Layout:
    """The layout with what checks a request in the service's own file, where a rule says so."""
    said = next(
        (
            Source(path=one.path, line=at, last=at)
            for one in rules
            for at, line in enumerate(passages.lines(one.path), start=1)
            if _IN_SERVICE.search(line)
        ),
        None,
    )
    checks, service = layout.place("validation"), layout.place("service")
    if said is None or service is None or checks is None or not checks.new:
        return layout
    own = replace(service, source=said)
    places = tuple((role, own if one is checks else one) for role, one in layout.places)
    return replace(layout, places=places)
