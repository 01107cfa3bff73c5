"""What is known of each stack: how it is recognised, which layers it has, how things are named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from agent.drafters.builtin.planning.subject import Case

Role = Literal["types", "validation", "service", "route", "register", "tests"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Where one kind of code is: its folders (a pattern), and how a new file is called there.

    `shared`: one folder holds it for all resources; otherwise each application has its own.
    """

    role: Role
    folder: str
    stem: str
    suffix: str
    shared: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A stack. `word` finds it in texts, `file` among paths; `async_` ends a function's name."""

    name: str
    word: str
    file: str
    case: Case
    layers: tuple[Layer, ...]
    async_: str = ""


def _layers(suffix: str, *rows: tuple[Role, str, str]) -> tuple[Layer, ...]:
    return tuple(
        Layer(role=role, folder=where, stem=stem, suffix=suffix) for role, where, stem in rows
    )


def _apart(suffix: str, *rows: tuple[Role, str, str]) -> tuple[Layer, ...]:
    """Layers that each application of a project has for itself; tests may stand together."""
    return tuple(replace(one, shared=one.role == "tests") for one in _layers(suffix, *rows))


_TS_TESTS = r"(?:^|/)(?:tests?|__tests__)(?:/(?:unit|integration|api|services|lib)(?:/.*)?)?$"

# In the order of preference: a framework of the server before one that also renders pages.
STACKS: tuple[Stack, ...] = (
    Stack(
        name="fastapi",
        word=r"fastapi",
        file=r"",
        case="snake",
        layers=_layers(
            ".py",
            ("types", r"(?:^|/)(?:schemas|dtos?)$", "{things}"),
            ("service", r"(?:^|/)(?:services?|crud)$", "{things}"),
            ("route", r"(?:^|/)(?:routers?|routes|endpoints|api)$", "{things}"),
            ("tests", r"(?:^|/)tests?(?:/(?:api|integration|unit))?$", "test_{things}"),
        ),
    ),
    Stack(
        name="aspnet",
        word=r"asp\.?net|(?<![\w.])\.net\b|\bc#",
        file=r"\.csproj$",
        case="pascal",
        async_="Async",
        layers=_layers(
            ".cs",
            ("types", r"(?:^|/)(?:Dtos?|DTOs?|Contracts|Requests)(?:/\w+)?$", "{Thing}Dtos"),
            ("validation", r"(?:^|/)Validat(?:ors?|ion)(?:/\w+)?$", "{Function}Validator"),
            ("service", r"(?:^|/)(?:Services|Features|Handlers)(?:/\w+)?$", "{Thing}Service"),
            ("route", r"(?:^|/)(?:Controllers|Endpoints)$", "{Things}Controller"),
            ("tests", r"Tests?(?:/\w+)*$", "{Function}Tests"),
        ),
    ),
    Stack(
        name="spring",
        word=r"spring",
        file=r"pom\.xml$|build\.gradle",
        case="camel",
        layers=_layers(
            ".java",
            ("types", r"java/(?:.*/)?(?:dto|dtos|request|response)$", "{Thing}Request"),
            ("service", r"java/(?:.*/)?services?$", "{Thing}Service"),
            ("route", r"java/(?:.*/)?(?:controllers?|api|web)$", "{Thing}Controller"),
            ("tests", r"src/test/java/.*(?:controller|service)s?$", "{Thing}ControllerTest"),
        ),
    ),
    Stack(
        name="django",
        word=r"django",
        file=r"(?:^|/)manage\.py$",
        case="snake",
        layers=_apart(
            ".py",
            ("types", r"(?:^|/)(?:serializers)$", "{thing}"),
            ("service", r"(?:^|/)(?:services)$", "{thing}"),
            ("route", r"(?:^|/)(?:views|api)$", "{thing}"),
            ("tests", r"(?:^|/)tests$", "test_{things}"),
        ),
    ),
    Stack(
        name="rails",
        word=r"ruby on rails|\brails\b",
        file=r"config/routes\.rb$",
        case="snake",
        layers=_layers(
            ".rb",
            ("service", r"app/services$", "{function}"),
            ("route", r"app/controllers(?:/api(?:/v\d+)?)?$", "{things}_controller"),
            ("tests", r"(?:spec|test)/(?:requests|controllers)$", "{things}_spec"),
        ),
    ),
    Stack(
        name="symfony",
        word=r"symfony",
        file=r"(?:^|/)symfony\.lock$",
        case="camel",
        layers=_layers(
            ".php",
            ("types", r"src/(?:Dto|DTO|Request)$", "{Function}Request"),
            ("service", r"src/(?:Service|Application|Handler)(?:/\w+)?$", "{Thing}Service"),
            ("route", r"src/Controller(?:/\w+)?$", "{Thing}Controller"),
            ("tests", r"^tests(?:/\w+)*$", "{Thing}ControllerTest"),
        ),
    ),
    Stack(
        name="nest",
        word=r"nest\.?js",
        file=r"nest-cli\.json$",
        case="camel",
        layers=_layers(
            ".ts",
            ("types", r"/dto$", "{kebab_function}.dto"),
            ("service", r"(?:^|/)src/(?:modules/)?[\w-]+$", "{kebab_things}.service"),
            ("route", r"(?:^|/)src/(?:modules/)?[\w-]+$", "{kebab_things}.controller"),
            ("tests", r"^test$", "{kebab_things}.e2e-spec"),
        ),
    ),
    Stack(
        name="express",
        word=r"express(?:\.js)?\b",
        file=r"",
        case="camel",
        layers=_layers(
            ".ts",
            ("types", r"(?:^|/)types$", "{thing}"),
            ("validation", r"(?:^|/)(?:validation|validators|schemas)$", "{thing}.schema"),
            ("service", r"(?:^|/)services$", "{thing}.service"),
            ("route", r"(?:^|/)(?:routes|routers|controllers)$", "{things}"),
            ("tests", _TS_TESTS, "{things}.test"),
        ),
    ),
    Stack(
        name="astro",
        word=r"\bastro\b",
        file=r"astro\.config\.\w+$|(?:^|/)src/pages/api/",
        case="camel",
        layers=_layers(
            ".ts",
            ("types", r"(?:^|/)src/types$", "{thing}"),
            ("validation", r"src/lib/(?:validation|validations|validators|schemas)$", "{things}"),
            ("service", r"src/(?:lib/)?services$", "{thing}.service"),
            ("route", r"src/pages/api", ""),
            ("tests", _TS_TESTS, "{function_}.test"),
        ),
    ),
    Stack(
        name="next",
        word=r"next\.?js",
        file=r"next\.config\.\w+$",
        case="camel",
        layers=_layers(
            ".ts",
            ("types", r"(?:^|/)types$", "{thing}"),
            ("validation", r"lib/(?:validation|validations|validators|schemas)$", "{things}"),
            ("service", r"(?:lib/)?services$", "{thing}.service"),
            ("route", r"(?:^|/)app/api$", ""),
            ("tests", _TS_TESTS, "{function_}.test"),
        ),
    ),
    Stack(
        name="nuxt",
        word=r"\bnuxt\b",
        file=r"nuxt\.config\.\w+$",
        case="camel",
        layers=_layers(
            ".ts",
            ("service", r"server/(?:services|utils)$", "{thing}.service"),
            ("route", r"server/api$", ""),
            ("tests", _TS_TESTS, "{function_}.test"),
        ),
    ),
)
UNKNOWN = Stack(name="", word="", file="", case="camel", layers=())


def stack_of(texts: Iterable[str], paths: Iterable[str]) -> Stack:
    """The stack that the files show, else the one that the first text to name any names most."""
    found = tuple(paths)
    for stack in STACKS:
        if stack.file and any(re.search(stack.file, path) for path in found):
            return stack
    for text in texts:
        named = [one for one in STACKS if re.search(one.word, text, re.IGNORECASE)]
        if named:
            return named[0]
    return UNKNOWN
