"""One word in the forms that code needs: singular, plural, snake_case, PascalCase."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from agent.core.patterns import deferred
from agent.core.values import dataclass

_IRREGULAR = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "analyses": "analysis",
    "diagnoses": "diagnosis",
    "aliases": "alias",
    "canvases": "canvas",
    "lenses": "lens",
    "quizzes": "quiz",
    "heroes": "hero",
    "shelves": "shelf",
    "indices": "index",
    "caches": "cache",
    "movies": "movie",
    "cookies": "cookie",
    "menus": "menu",
}
_UNCHANGED = ("ss", "us", "is", "news", "series", "status", "lens", "alias", "canvas")
# Of `boxes`, `addresses` and `statuses` the ending is two letters, of `houses` and `sizes` one.
_LONG = deferred(r"(?:ss|[^ao]us|x|zz|tz|ch|sh)es$")
_SUFFIXES = ("Entity", "Model", "Orm", "ORM", "Table", "Record", "Row", "Db", "DB")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What a resource is called: `loan_item`, `loan_items`, `LoanItem`."""

    one: str
    many: str

    @property
    def pascal(self) -> str:
        """The word as a class name."""
        return pascal(self.one)

    @property
    def words(self) -> str:
        """The singular as people write it."""
        return self.one.replace("_", " ")

    @property
    def several(self) -> str:
        """The plural as people write it."""
        return self.many.replace("_", " ")

    @property
    def articled(self) -> str:
        """The singular with its article."""
        return f"{'an' if self.one[0] in 'aeio' else 'a'} {self.words}"


@lru_cache(maxsize=4096)
def snake(text: str) -> str:
    """`LoanItem`, `loan-item`, `loanItem` as `loan_item`."""
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", text)
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").lower()


def pascal(text: str) -> str:
    """`loan_item` as `LoanItem`."""
    return "".join(part[:1].upper() + part[1:] for part in snake(text).split("_"))


@lru_cache(maxsize=4096)
def singular(text: str) -> str:
    """The singular of an English plural, as well as rules go."""
    head, _, last = text.rpartition("_")
    word = _IRREGULAR.get(last, last)
    if word == last and not last.endswith(_UNCHANGED):
        if last.endswith("ies"):
            word = last[:-3] + "y"
        elif _LONG.search(last):
            word = last[:-2]
        elif last.endswith("s"):
            word = last[:-1]
    return f"{head}_{word}" if head else word


def plural(text: str) -> str:
    """The plural of an English noun, as well as rules go."""
    for many, one in _IRREGULAR.items():
        if text == one or text.endswith(f"_{one}"):
            return text[: -len(one)] + many
    if re.search(r"[^aeiou]y$", text):
        return text[:-1] + "ies"
    return text + ("es" if text.endswith(("s", "x", "z", "ch", "sh")) else "s")


def noun_of(class_name: str, others: Iterable[str] = ()) -> Noun:
    """The noun behind a model's class name; a suffix that all models share is no part of it."""
    names = (class_name, *others)
    for suffix in _SUFFIXES:
        if class_name != suffix and all(name.endswith(suffix) for name in names):
            class_name = class_name.removesuffix(suffix)
            break
    one = snake(class_name)
    return Noun(one=one, many=plural(one))
