"""The words of a file's name: those that say its kind, and those before them."""

from __future__ import annotations

from functools import lru_cache

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.values import dataclass

_WORD = deferred(r"e2e|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_TESTED = deferred(r"(?:_(?:e2e|integration|unit|mvc|tests?|spec|it))*_(?:tests?|spec|e2e|it)$")
# One kind, or one of a message: a handler of commands, a validator of requests.
_KIND = deferred(
    r"(?:_(?:command|query|request|response))?_(?:handler|validator|validation|endpoint|dto|schema"
    r"|result)s?$"
    r"|(?:_api)?_controllers?$|_(?:endpoint_mappings|view_model|read_model|use_?case)s?$"
    r"|_(?:service|router?|routes|repository|repo|mapper|serializer|viewset|command|query|request"
    r"|response|module|api|resource|view|model|error)s?$|_entit(?:y|ies)$"
)
_IMPL = "_impl"
MARK = "Impl.java"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A stem's words: where each begins and ends, and how many from which on say the kind.

    `first` is the first word of what the file is about, `kind` the first of those of its kind;
    `tested` whether it is a test's.
    """

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    first: int
    kind: int
    tested: bool

    @property
    def about(self) -> str:
        """What it is about, in snake case."""
        return "_".join(self.words[self.first : self.kind])

    @property
    def called(self) -> str:
        """The words of its kind, in snake case."""
        return "_".join(self.words[self.kind :])


@lru_cache(maxsize=1 << 14)
def worded(stem: str, suffix: str) -> Worded:
    """The words of a file's name."""
    hits = list(_WORD.finditer(stem))
    words = tuple(hit[0].casefold() for hit in hits)
    before = len(words) > 1 and words[0] == "test" and suffix == ".py"
    first = 1 if before or _is_interface(stem, words, suffix) else 0
    joined = "".join(f"_{one}" for one in words[first:])
    bare = _TESTED.sub("", joined)
    tested = before or bare != joined
    about = _KIND.sub("", bare.removesuffix(_IMPL))
    # A single word is the resource's own.
    about = about or bare or joined
    return Worded(
        words=words,
        spans=tuple(hit.span() for hit in hits),
        first=first,
        kind=first + about.count("_"),
        tested=tested,
    )


def is_kind(word: str) -> bool:
    """Whether a word, in snake case, is a kind of file: `commands`, `use_cases`."""
    return _KIND.match(f"_{word}") is not None


def is_interface(path: RepoPath) -> bool:
    """Whether a file is named for an interface: what it declares is done in another."""
    stem = path.name.removesuffix(path.suffix)
    return path.suffix == ".cs" and worded(stem, path.suffix).first > 0


def declares(path: RepoPath) -> tuple[bool, bool]:
    """Whether a file only declares what another does; one in Java may be called without a mark."""
    return is_interface(path), not path.name.endswith(MARK)


def _is_interface(stem: str, words: tuple[str, ...], suffix: str) -> bool:
    """Whether it is named as interfaces are in C#."""
    return suffix == ".cs" and len(words) > 1 and words[0] == "i" and stem[1:2].isupper()
