"""Which stack a project is built with: what its files show, else what its documents name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from agent.core.documents import RepoPath
from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.core.plan import Plan
from agent.core.spec import Spec
from agent.drafter import Code, PlanRequest
from agent.drafters.builtin.planning.citations import Passages
from agent.drafters.builtin.planning.places.knownfiles import files_planned
from agent.drafters.builtin.planning.places.papers import papers
from agent.drafters.builtin.planning.places.shown import (
    Shown,
    as_text,
    depends,
    manifests,
    shown_in,
)
from agent.drafters.builtin.planning.places.stacks import UNKNOWN, Stack, built, for_call, stacks

# Where a line names what is not taken, or what it was before.
_REJECTED = deferred(
    r"\b(?:instead of|rather than|eliminat\w*|without|alternativ\w*|legacy|migrat\w+ from|bloat\w*"
    r"|overkill|not us\w+|don't|placeholder|zamiast|alternatyw\w*|rezygn\w*|nadmiarow\w*|do not"
    r"|nie (?:u\u017c\w+|potrzeb\w*))\b"
    r"|\bbez (?=\w*(?:nest|express|django|spring|next))|\u65e7",
    re.IGNORECASE,
)
_OF_SERVER = re.compile(r"(?:(?:apps/|packages/)?(?:backend|server|api)/(?:src/)?|src/)?$")
_OF_API = deferred(r"(?:^|[/.-])(?:backend|server|api)(?:[-/]|$)", re.IGNORECASE)
_BACK = deferred(r"(?:.*/)?(?:backend|server|api)[-\w]*/")
_TYPED = frozenset(("typescript", "tsx", "ts-node", "lang:typescript"))
_JAVASCRIPT = deferred(r"\bjavascript\b|\bnode(?:\.?js)?\b", re.IGNORECASE)
# Servers of which no layout is known: what else a text names is beside them.
_OTHERS = deferred(
    r"\b(?:quarkus|micronaut|ktor|actix|axum|hono|litestar|codeigniter|sveltekit|remix|phoenix"
    r"|vert\.x|dropwizard|play framework|sinatra|adonis(?:js)?)\b",
    re.IGNORECASE,
)
# The paths of PostgREST, of the functions and of the sign-in.
_SERVED = deferred(r"/(?P<what>rest|functions|auth)/v1/")
_SUPABASE = deferred(r"\bsupabase\b", re.IGNORECASE)
# What renders pages in the browser alone.
_PAGES_ALONE = deferred(r"\bvite\b|\bangular\b|\breact native\b|\bexpo\b", re.IGNORECASE)
_BETWEEN = deferred(r"[-._]")
_FENCE = deferred(r"\s*(?:```|~~~)")
_MOST_PAGES = 3
# So many files of an API are no beginning any more, whatever a document says.
_SERVED_BY_PAGES = 3
# A line that begins what is said of one part, and what part that is.
_BEGINS = deferred(r"\s*(?:#+\s|[-*+\d.]*\s*\*\*|[-*+]?\s*[\w /()-]{2,40}:|\|)")
_BACKEND = deferred(r"\b(?:back-?end\w*|server|serwer\w*|api)\b", re.IGNORECASE)
_FRONTEND = deferred(r"\b(?:front-?end\w*|client|klient\w*|ui|mobile|mobiln\w*)\b", re.IGNORECASE)


def which_stack(request: PlanRequest, passages: Passages) -> Stack:
    """The stack, with the layers of the ways to build that the project uses, and its folder."""
    spec, code = request.spec, request.code
    paths = as_text(code.paths)
    said = "\n".join(one.text for one in spec.stack)
    rules = "\n".join(rule.text for rule in spec.rules)
    shown = shown_in(code)
    found = (
        _served(spec.endpoint.path, paths, said)
        or _by_code(shown, _documented(request, passages, said))
        or _taken(said, request.siblings)
        or _asked_by_pages(request, passages, said)
        or _taken(rules, request.siblings)
        or _depended(shown, _OF_SERVER)
        or _told(spec, code, passages)
        or _depended(shown)
        or (stacks()[0] if any(one.suffix == ".py" for one in code.paths) else UNKNOWN)
    )
    roots = [one.root for one in shown if one.stack is found]
    root = next(filter(_OF_API.search, roots), next(iter(roots), ""))
    found = replace(_in_script(found, code, paths, said), root=root)
    made = built(found, (said, *(rule.text for rule in request.rules)), paths)
    return for_call(made, spec.endpoint.path)


def _by_code(shown: Sequence[Shown], documented: Stack | None) -> Stack | None:
    """What serves the API by the code that is there; of several what documents say does."""
    own = [one for one in shown if one.own]
    served = max((one.routes for one in own), default=0)
    if any(one.stack is documented for one in shown):
        return documented
    if documented and served < _SERVED_BY_PAGES and all(one.stack.of_pages for one in own):
        return documented
    if own and not served and all(one.stack.of_pages for one in own):
        beside = [one for one in shown if one.root and _OF_SERVER.fullmatch(one.root)]
        own = beside or own
    of_server = [one for one in own if one.routes and _BACK.match(one.root)]
    return max(of_server or own, key=lambda one: one.routes).stack if own else None


def _documented(request: PlanRequest, passages: Passages, said: str) -> Stack | None:
    """The stack that the tech stack has for the server; one that is not known counts as one."""
    places = dict.fromkeys(one.source.path for one in request.spec.stack)
    text = "\n".join("\n".join(_of_backend(passages.lines(path))) for path in places)
    named = _counted(text)
    if named:
        servers = {one: count for one, count in named.items() if not one.of_pages} or named
        return max(servers, key=servers.__getitem__)
    if _OTHERS.search(text):
        return UNKNOWN
    taken = _taken(said, request.siblings)
    return taken if taken is not None and not taken.of_pages else None


@latest(16)
def _of_backend(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines that say what the server is built with, by their own words or their heading."""
    found, inside = [], False
    for line in lines:
        if _BEGINS.match(line):
            head = line.partition(":")[0]
            inside = _BACKEND.search(head) is not None and _FRONTEND.search(head) is None
        if inside:
            found.append(line)
    return tuple(found)


# As many as a series has beside a plan, and some more.
@latest(128)
def _planned(plan: Plan) -> Stack | None:
    paths = files_planned(plan).values
    return next((one for one, file in _by_file() if any(map(file.search, paths))), None)


@cache
def _by_file() -> tuple[tuple[Stack, re.Pattern[str]], ...]:
    return tuple((one, re.compile(one.file)) for one in stacks() if one.file)


def _served(path: str, paths: tuple[str, ...], said: str) -> Stack | None:
    """What Supabase serves by its own paths: tables, and functions at its edge."""
    known = _SUPABASE.search(said) or any(one.startswith("supabase/") for one in paths)
    name = _SERVED.match(path) if known else None
    return _named_stack("edge" if name["what"] == "functions" else "supabase") if name else None


def _asked_by_pages(request: PlanRequest, passages: Passages, said: str) -> Stack | None:
    """Supabase, where the tech stack has it with pages alone, and nothing else has a server.

    Neither a manifest nor a document of rules that is named for one: what rules say is often of
    several.
    """
    if not _SUPABASE.search(said):
        return None
    places = dict.fromkeys(one.source.path for one in request.spec.stack)
    whole = "\n".join("\n".join(passages.lines(path)) for path in places)
    if not _PAGES_ALONE.search(whole) or _OTHERS.search(whole) or _counted(whole):
        return None
    ruled = any(_counted(_BETWEEN.sub(" ", rule.path.name)) for rule in request.spec.rules)
    served = ruled or _depended(shown_in(request.code))
    return None if served else _named_stack("supabase")


def _named_stack(name: str) -> Stack | None:
    return next((one for one in stacks() if one.name == name), None)


def _taken(text: str, siblings: Sequence[Plan]) -> Stack | None:
    """The one that a text names most, servers first; of those the one whose files plans name."""
    counted = _counted(text)
    shown = {one.name for one in map(_planned, siblings) if one is not None}
    planned = next((one for one in stacks() if one.name in shown), None)
    if planned in counted:
        return planned
    servers = {one: count for one, count in counted.items() if not one.of_pages}
    chosen = servers or counted
    return max(chosen, key=chosen.__getitem__) if chosen else None


@lru_cache(maxsize=64)
def _counted(text: str) -> dict[Stack, int]:
    """Those that a text names as taken, in the order of preference, with how many lines do."""
    found = {one: _lines_of(one, text) for one in stacks()}
    return {one: count for one, count in found.items() if count}


def _lines_of(stack: Stack, text: str) -> int:
    """How many lines name it as taken."""
    found = (_line(text, hit) for hit in re.finditer(stack.word, text, re.IGNORECASE))
    return sum(not _REJECTED.search(line) for line in dict.fromkeys(found))


def _line(text: str, hit: re.Match[str]) -> str:
    begin, end = text.rfind("\n", 0, hit.start()) + 1, text.find("\n", hit.end())
    return text[begin : end if end >= 0 else len(text)]


def _depended(shown: Sequence[Shown], where: re.Pattern[str] | None = None) -> Stack | None:
    """The stack that a manifest depends on, in a folder of this kind."""
    found = [one.stack for one in shown if where is None or where.fullmatch(one.root)]
    return min(found, key=stacks().index, default=None)


def _in_script(stack: Stack, code: Code, paths: tuple[str, ...], said: str) -> Stack:
    """The stack with files in JavaScript where nothing of the project is in TypeScript.

    The manifests that depend on it tell it, else those in a server's folder.
    """
    if stack.of_pages or all(one.suffix != ".ts" for one in stack.layers):
        return stack
    every = [one for one in manifests(code) if one.path.suffix == ".json"]
    found = [one for one in every if depends(stack, one)]
    found = found or [one for one in every if _OF_SERVER.fullmatch(_within(one.path))]
    typed = any(name in _TYPED for one in found for name, _ in one.packages)
    typed = typed or any(path.endswith(".ts") for path in paths) or "typescript" in said.casefold()
    plain = bool(found) or _JAVASCRIPT.search(said) is not None
    return stack if typed or not plain else _with_suffix(stack, ".js")


def _within(path: RepoPath) -> str:
    return path.value.removesuffix(path.name)


@lru_cache(maxsize=16)
def _with_suffix(stack: Stack, suffix: str) -> Stack:
    layers = (
        replace(one, suffix=suffix, home=re.sub(r"\.\w+$", suffix, one.home))
        for one in stack.layers
    )
    return replace(stack, layers=tuple(layers))


def _told(spec: Spec, code: Code, passages: Passages) -> Stack | None:
    """The stack that the first document to name any names most; servers before pages."""
    texts = (_prose(passages.lines(path)) for path in papers(spec, code.paths))
    return next(filter(None, map(_most_named, texts)), None)


@latest(16)
def _prose(lines: tuple[str, ...]) -> str:
    """The lines outside fences: a sample may name anything."""
    return "\n".join(_outside(lines))


def _outside(lines: Iterable[str]) -> Iterator[str]:
    inside = False
    for line in lines:
        if _FENCE.match(line):
            inside = not inside
        elif not inside:
            yield line


def _most_named(text: str) -> Stack | None:
    """The one that most lines name; pages give way to a server, and of two servers neither wins."""
    counted = {} if _OTHERS.search(text) else _counted(text)
    most = max(counted.values(), default=0)
    servers = {one: count for one, count in counted.items() if not one.of_pages}
    best = max(servers.values(), default=0)
    if best * _MOST_PAGES < most:
        return next(one for one, count in counted.items() if count == most)
    chosen = [one for one, count in servers.items() if count == best]
    return chosen[0] if len(chosen) == 1 else None
