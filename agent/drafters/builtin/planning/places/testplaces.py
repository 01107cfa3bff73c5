"""Where a test goes in a repository that keeps its tests with their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from agent.core.documents import RepoPath, Source
from agent.core.lately import lately, latest
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.places.ground import Ground, Place, repo_path
from agent.drafters.builtin.planning.places.kinds import fits
from agent.drafters.builtin.planning.subject import cased
from agent.drafters.builtin.project.naming import singular

_SEVERAL = 2
_NAME = deferred(
    r"(?P<before>test_)?(?P<stem>.+?)(?P<after>[.](?:test|spec)|_test)?(?P<suffix>\.(?:[jt]sx?|py))$"
)
_ENDING = deferred(r"\*([._](?:test|spec)\.\w+)")
_BELOW = deferred(r"^(?P<folder>.*?)/?(?P<below>__tests__|tests?)$")
# A test that calls the endpoint is one of integration.
_INNER = deferred(
    r"\b(?:sub|pod)(?:folder|katalog)\w*\W{1,3}(?P<after>\w*integration\w*)"
    r"|\b(?P<before>\w*integration\w*)\W{1,3}(?:sub|pod)(?:folder|katalog)",
    re.IGNORECASE,
)
# Where a document has a test: beside what it tests, in a folder of that name there or not.
_SAID = deferred(
    r"(?=.*\btest)(?!.*(?:\be2e\b|end-to-end|playwright|cypress|storybook|integra[ct]))"
    r"(?:.*\b(?:alongside|beside|next to|co-?located|obok)\b.*(?:\bsource|\bcode\b|\bmodules?\b"
    r"|\bfiles?\b|\bthey test|\bplik\w*|\bkod\w*|testowan)"
    r"|.*\bsrc/\*\*/\*[.{(\w,)}]*\.?(?:test|spec)\b)",
    re.IGNORECASE,
)
_SCRIPTS = frozenset((".ts", ".tsx", ".js"))
# Beside a route file a test may become a route itself, so the service's place goes first.
_TESTED = ("service", "route", "validation")

_OF_PAGES = deferred(
    r"(?:^|/)(?:components?|hooks|ui|views?|stores?|layouts?|e2e|pages(?!/api))(?:/|$)"
)
_OF_API = deferred(
    r"(?:^|/)(?:tests?|__tests__)/(?:(?:unit|integration)/)?(?:api|integration)(?:/|$)"
)
_OF_LAYER = deferred(
    r"(?:^|/)(?:tests?|__tests__)/(?:unit(?:/(?:lib/)?services)?|services|lib)(?=/|$)"
)

_Example = tuple[re.Match[str], re.Match[str] | None]


def place_of_test(places: Mapping[str, Place], ground: Ground) -> Place | None:
    """The test's path by the repository's own example: beside a source, or in a folder there."""
    for name, below in _examples(ground.there):
        for role in _TESTED:
            tested = places.get(role)
            if tested is None or tested.path.suffix != name["suffix"]:
                continue
            stem = tested.path.name.removesuffix(tested.path.suffix)
            own = f"{name['before'] or ''}{stem}{name['after'] or ''}{name['suffix']}"
            parts = (tested.path.folder, below["below"] if below else "", own)
            path = repo_path("/".join(part for part in parts if part))
            return ground.place(path) if path else None
    return None


def as_said(name: str, ground: Ground, source: Source | None) -> str:
    """A test's name with the one ending that a line gives to those there: `*.spec.ts`."""
    line = ground.passages.says(source) if source is not None else ""
    own, said = _NAME.fullmatch(name), set(_ENDING.findall(line))
    return f"{own['stem']}{said.pop()}" if own and own["after"] and len(said) == 1 else name


def said_beside(
    places: Mapping[str, Place], things: str, ground: Ground
) -> Iterator[tuple[str, Place]]:
    """The service's test and the route's, where a document has tests beside what they test.

    Below a folder of pages only what begins with a line is no page. None where others stand there.
    """
    own = places.get("tests")
    tested = [(role, places[role]) for role in ("service", "route") if role in places]
    near = {"", *(one.path.folder for role, one in tested if role == "service")}
    below = _below_said(ground)
    if below is None or any(one.path.suffix not in _SCRIPTS for _, one in tested):
        return
    if own and not (own.new and (own.path.folder in near or own.path.value.startswith("test"))):
        return
    things = cased(things, "kebab")
    for role, one in tested:
        stem = one.path.name.removesuffix(one.path.suffix)
        if role == "route" and stem != "route":
            stem = things if below or "/pages/" not in one.path.value else f"_{things}"
        name = "/".join(filter(None, (one.path.folder, below, f"{stem}.test{one.path.suffix}")))
        path = repo_path(name)
        if path is not None:
            yield "tests" if role == "service" else "asking", ground.place(path)


def _below_said(ground: Ground) -> str | None:
    """The folder that holds them beside it, empty where they stand there; None where not said."""
    for path in dict.fromkeys(ground.documents):
        found = _said_in(ground.passages.lines(path))
        if found is not None:
            return found
    return None


@latest(64)
def _said_in(lines: tuple[str, ...]) -> str | None:
    said = next((one for one in lines if _SAID.match(one)), None)
    return said if said is None else "__tests__" if "__tests__" in said else ""


def beside_each(places: Mapping[str, Place], thing: str, ground: Ground) -> Iterator[Place]:
    """A test for each layer in a folder beside it, named for what it tests and its kind."""
    for role in ("service", "types", "route"):
        tested = places.get(role)
        if tested is not None:
            stem = tested.path.name.removesuffix(tested.path.suffix)
            parts = [*tested.path.folder.split("/"), stem]
            kind = singular(next((one for one in reversed(parts) if one.endswith("s")), stem))
            own = thing if singular(stem) == kind else stem
            named = own if own.endswith(kind) else f"{own}_{kind}"
            path = repo_path(f"{tested.path.folder}/tests/test_{named}{tested.path.suffix}")
            yield from (ground.place(path),) if path else ()


def is_beside(there: tuple[RepoPath, ...]) -> bool:
    """Whether most tests stand beside what they test."""
    tests = [one for one in there if fits(one.name, "tests") and not is_of_pages(one.folder)]
    return len(_examples(there)) * _SEVERAL > len(tests)


def mirrored(places: Mapping[str, Place], ground: Ground) -> Place | None:
    """The test of a class in Java, in its own package below the tests: of one that has some."""
    found = [_mirror(places[role].path) for role in ("route", "service") if role in places]
    known = [one for one in found if one is not None]
    tested = (one for one in known if has_tests(one.folder, ground.there))
    first = next(tested, next(iter(known), None))
    return ground.place(first) if first is not None else None


def _mirror(tested: RepoPath) -> RepoPath | None:
    before, java, after = tested.value.partition("src/main/java/")
    own = after.removesuffix(".java")
    return repo_path(f"{before}src/test/java/{own}Test.java") if java else None


def has_tests(folder: str, there: tuple[RepoPath, ...]) -> bool:
    """Whether tests, and not only what they need, are in a folder or below it."""
    return any(f"{one}/".startswith(f"{folder}/") for one in _tested(there))


@lately
def _tested(there: tuple[RepoPath, ...]) -> frozenset[str]:
    """The folders with tests."""
    return frozenset(one.folder for one in there if fits(one.name, "tests"))


def is_of_pages(folder: str) -> bool:
    """Whether a folder's tests are those of pages, or go through the browser."""
    return _OF_PAGES.search(folder) is not None


def of_requests(folders: Sequence[str], most: str) -> str:
    """Of folders with tests the one for tests of an API, else the most used; none of one thing."""
    named = next((one for one in folders if _OF_API.search(one)), "")
    kept = _OF_API.search(named)
    if kept is not None:
        return named[: kept.end()].rstrip("/")
    below = _OF_LAYER.search(most)
    return most[: below.end()] if below is not None else most


def integration_part(ground: Ground) -> str:
    """The folder for tests of integration below that of the tests, where a rule names one."""
    for path in dict.fromkeys(ground.documents):
        for line in ground.passages.lines(path):
            found = _INNER.search(line)
            if found is not None:
                return found["after"] or found["before"]
    return ""


@lately
def _examples(there: tuple[RepoPath, ...]) -> tuple[_Example, ...]:
    """The tests whose source is there: how each is named, and in which folder beside it."""
    known = {path.value for path in there}
    found: list[_Example] = []
    for example in there:
        name, below = _NAME.fullmatch(example.name), _BELOW.fullmatch(example.folder)
        if name is None or not (name["before"] or name["after"]):
            continue
        folder = below["folder"] if below else example.folder
        if is_of_pages(folder):
            continue
        if f"{folder}/{name['stem']}{name['suffix']}" in known:
            found.append((name, below))
    return tuple(found)
