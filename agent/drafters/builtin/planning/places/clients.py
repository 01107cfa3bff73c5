"""The code that talks to a service outside: the client that is there, or where a new one goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from agent.core.documents import RepoPath
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.endings import is_interface, worded
from agent.drafters.builtin.planning.places.ground import Ground, Place, repo_path
from agent.drafters.builtin.project.naming import snake

# What a provider is called in names, how texts spell it, and how a class does.
_PROVIDERS: tuple[tuple[str, str, str], ...] = (
    ("openrouter", r"open[ _-]?router", "OpenRouter"),
    ("openai", r"open[ _-]?ai\b|gpt", "OpenAi"),
    ("anthropic", r"anthropic|claude", "Anthropic"),
    ("gemini", r"gemini", "Gemini"),
    ("mistral", r"mistral", "Mistral"),
    ("ollama", r"ollama", "Ollama"),
    ("groq", r"groq", "Groq"),
    ("bedrock", r"bedrock", "Bedrock"),
    ("stripe", r"stripe", "Stripe"),
    ("sendgrid", r"send[ _-]?grid", "SendGrid"),
    ("resend", r"resend", "Resend"),
    ("livekit", r"live[ _-]?kit", "LiveKit"),
    ("email", r"e-?mail|smtp", "Email"),
)
_MODELS = ("openrouter", "openai", "anthropic", "gemini", "mistral", "ollama", "groq", "bedrock")
ANY_MODEL = "ai"
_ANY = (ANY_MODEL, "llm")
_WORKS = deferred(r"(?:service|client|provider|gateway|adapter|sender|api)s?$")
_OTHER = deferred(
    r"(?:^|/)(?:components?|pages|routes?|app/api|controllers?|models?|types|dtos?|migrations)(?:/|$)",
    re.IGNORECASE,
)
_TESTED = deferred(r"(?:^|[/._])(?:__tests__|tests?|specs?|e2e|mocks?)(?:[/._]|$)", re.IGNORECASE)
_APART = deferred(r"(?:^|/)(?:clients?|integrations?|external|ai|llm|gateways?)$", re.IGNORECASE)
_SERVES = deferred(r"(?:^|/)services?$", re.IGNORECASE)
_SETTINGS = deferred(
    r"(?:.*/)?(?:\.env\.(?:example|sample|template|dist)|env\.example|env\.d\.ts)$", re.IGNORECASE
)
_CODE = (".ts", ".js", ".py", ".cs", ".java", ".php", ".go", ".rb")
# What stands in front of every page, its database, and where a program's settings are typed.
_NAMED = {
    "middleware": deferred(r"(?:.*/)?src/middleware(?:/index)?\.[jt]s$"),
    "database": deferred(r"(?:.*/)?(?:db|lib|utils)/supabase(?:[.-]client|/server)?\.[jt]s$"),
    "settings": deferred(r"(?:.*/)?src/env\.d\.ts$"),
}
_LIMITER = deferred(r"rate_?limit|throttl", re.IGNORECASE)
_Paths = tuple[RepoPath, ...]
_Found = tuple[tuple[tuple[str, RepoPath], ...], tuple[str, ...], _Paths, _Paths]
_CLASSES = frozenset((".cs", ".java", ".php"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """The clients that are there, each with what it is named for, and folders for new ones.

    `settings` are the files that name a program's settings, `limiters` those that bound how often
    one may call. `named` are files that stand for all endpoints, by what they are for: there, or
    named by a document and in no other plan.
    """

    there: tuple[tuple[str, RepoPath], ...] = ()
    folders: tuple[str, ...] = ()
    settings: tuple[RepoPath, ...] = ()
    limiters: tuple[RepoPath, ...] = ()
    named: tuple[tuple[str, Place], ...] = ()

    def place(self, use: str) -> Place | None:
        """The file for this use, if one is known."""
        return next((one for name, one in self.named if name == use), None)


def provider_of(name: str) -> str:
    """What a service is called in names of files and settings; of no known provider the model's."""
    known = (key for key, said, _ in _PROVIDERS if re.search(said, name, re.IGNORECASE))
    return next(known, ANY_MODEL)


def key_words(key: str) -> tuple[str, ...]:
    """What the names of its settings begin with, in capitals."""
    every = (key,) if key != ANY_MODEL else (*_ANY, *_MODELS)
    return tuple(one.upper() for one in every)


def clients_of(ground: Ground, suffix: str) -> Clients:
    """What the project has, for a server in this language."""
    there, folders, settings, limiters = _known(ground.there)(suffix)
    named = (one.path for one in ground.named if _APART.search(one.path))
    return Clients(
        there=there,
        folders=(*folders, *dict.fromkeys(named)),
        settings=settings,
        limiters=limiters,
        named=tuple(_for_all(ground)),
    )


def _for_all(ground: Ground) -> Iterator[tuple[str, Place]]:
    for use, pattern in _NAMED.items():
        there = next((one for one in ground.there if pattern.match(one.value)), None)
        said = next((one for one in ground.named if pattern.match(one.path)), None)
        path = there or (repo_path(said.path) if said is not None else None)
        planned = any(path in each.paths for each in ground.planned)
        if path is not None and not planned:
            source = said.source if said is not None and there is None else None
            yield use, Place(path=path, new=there is None, source=source, shared=True)


@lately
def _known(paths: tuple[RepoPath, ...]) -> Callable[[str], _Found]:
    @lru_cache(maxsize=4)
    def of(suffix: str) -> _Found:
        there: list[tuple[str, RepoPath]] = []
        folders: dict[str, None] = {}
        limiters: list[RepoPath] = []
        for path in paths if suffix in _CODE else ():
            if path.suffix != suffix or _TESTED.search(path.value) or _OTHER.search(path.folder):
                continue
            key = _named_for(path)
            there += [(key, path)] if key else []
            limiters += [path] if _LIMITER.search(snake(path.name)) else []
            if _APART.search(path.folder):
                folders[path.folder] = None
        settings = tuple(one for one in paths if _SETTINGS.match(one.value))
        return tuple(there), tuple(folders), settings, tuple(limiters)

    return of


def _named_for(path: RepoPath) -> str:
    """The provider that a file is the client of, by its name, or by its folder's."""
    stem = path.name.removesuffix(path.suffix)
    words = snake(re.sub(r"[.-]", "_", stem))
    bare = words.replace("_", "")
    own = next((key for key, _, _ in _PROVIDERS if bare.startswith(key)), "")
    own = own or next((_ANY[0] for one in _ANY if words.startswith(f"{one}_")), "")
    if own and not is_interface(path):
        rest = bare.removeprefix(own).removeprefix("llm")
        return own if not rest or _WORKS.fullmatch(rest) else ""
    folder = path.folder.rpartition("/")[2].casefold()
    known = next((key for key, _, _ in _PROVIDERS if key == folder), "")
    return known if bare in {"index", "service", "client"} else ""


def client_for(clients: Clients, key: str, service: Place | None) -> Place | None:
    """The client that is there, else a new one beside the service, named as that is."""
    same: tuple[str, ...] = (ANY_MODEL, *_MODELS) if key == ANY_MODEL else (key,)
    same += (ANY_MODEL,) if key in _MODELS else ()
    for wanted in same:
        found = [
            path for named, path in clients.there if named == wanted and _is_near(path, service)
        ]
        if found:
            return Place(path=min(found, key=lambda one: len(one.value)), new=False)
    return _new(clients, key, service) if service is not None else None


def _is_near(path: RepoPath, service: Place | None) -> bool:
    """Whether it is of the same program."""
    return service is None or _top(path.folder) == _top(service.path.folder)


def _top(folder: str) -> str:
    return folder.partition("/")[0]


def _new(clients: Clients, key: str, service: Place) -> Place | None:
    suffix = service.path.suffix
    stem = service.path.name.removesuffix(suffix)
    words = worded(stem, suffix)
    serves = words.called.rpartition("_")[2] in {"service", "services", "client"}
    folder = next((one for one in clients.folders if _top(one) == _top(service.path.folder)), "")
    if not folder and not (serves or _SERVES.search(service.path.folder)):
        return None  # a handler's own folder is no place for what others call too
    folder = folder or service.path.folder
    if folder.rpartition("/")[2] == words.about.replace("_", "-") and not clients.folders:
        folder = f"{folder.rpartition('/')[0]}/{key}".lstrip("/")  # a module for each
    name = _name(stem, words.spans[words.kind][0] if serves else -1, key, suffix)
    path = repo_path(f"{folder}/{name}{suffix}")
    return Place(path=path, new=True, shared=False) if path is not None else None


def _name(stem: str, kind: int, key: str, suffix: str) -> str:
    """The provider in the place of the resource, with the kind as the neighbour has it."""
    shown = next((one for named, _, one in _PROVIDERS if named == key), key.title())
    if suffix in _CLASSES:
        return f"{shown}{stem[kind:] if kind > 0 else 'Client'}"
    if kind <= 0:
        return key
    joint = stem[kind - 1] if stem[kind - 1] in "._-" else ""
    return f"{key}{joint}{stem[kind:]}"
