"""How people write a method and a path."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.core.patterns import deferred
from agent.core.spec import METHODS, Endpoint, Target
from agent.core.values import dataclass

_VERB = rf"(?:{'|'.join(METHODS)})"
METHOD = deferred(rf"\b({'|'.join(METHODS)})\b")
# "And" or "or", in the languages that plans are written in.
AND = (
    r"(?:(?:or|and|oraz|lub|i|oder|und|ou|et|y|o|e|\u0438\u043b\u0438|\u0438|\u0430\u0431\u043e|\u0442\u0430)\b"
    r"|\u6216|\u548c|\u53ca|\u3001|\u307e\u305f\u306f|\u304a\u3088\u3073|\ub610\ub294)"
)
_MANY = rf"{_VERB}(?:\s*(?:,|/|\||&|\+|{AND})\s*{_VERB}){{0,6}}"
# A path ends where its text does: parameters may hold anything but blanks. Each character is read
# in one way only: what fails after a path fails at once.
_PIECE = r"(?:\{[^}\s]*\}|<[^>\s]*>|\[[^\]\s]*\]|[\w\-.~:@%+$!=])"
_ORIGIN = (
    r"(?:https?://[^\s/]+|(?:localhost|\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?"
    r"|\{\{?\w+\}?\}|<\w+>|\$(?:\w+|\{\w+\}))?"
)
_PATH = (
    rf"{_ORIGIN}(?P<path>(?:/(?!/)|(?=(?:api|v\d{{1,2}})/))(?!{_VERB}(?![A-Za-z]))(?:{_PIECE}|/(?!/))*)"
    r"(?P<rest_of_path>[*(?#]\S*)?"
)
# `Method: GET, Path: /x` in one line: what stands between the two values.
_LABELLED = r"(?:[|,;\u00b7]\s*[^\W\d_][\w ]{1,20}[:\uff1a]\s*)"
_CALL = deferred(
    rf"(?<![\w/])(?P<open>[\[(])?(?P<methods>{_MANY})\b(?(open)[\])])"
    rf"\s*(?:[:\-\u2013\u2014\u2192|]*\s*|{_LABELLED}){_PATH}"
)
# The same the other way around: `/x (GET)`, `/x - GET`.
_TURNED = deferred(
    rf"(?<![\w/.]){_PATH}\s*(?:[\[(\uff08](?P<inside>{_MANY})[\])\uff09]"
    rf"|(?:[:\-\u2013\u2014\u2192|]\s*|{_LABELLED})(?P<methods>{_MANY})\b"
    r"(?=\s*(?:$|[:\-\u2013\u2014|(,.;\u00b7])))"
)
# In words, where the path is one beyond doubt: "Get `/x`".
_TOLD = deferred(rf"(?P<methods>{_VERB})\s+{_PATH}", re.IGNORECASE)
# `**POST** `users/login``: its marks say that it is a path.
_CODED = deferred(
    rf"[-*\s`]{{0,4}}(?P<methods>{_MANY})[*`:\s]{{1,5}}`(?P<path>{_PIECE}+(?:/{_PIECE}+)+)"
    r"(?P<rest_of_path>[?#][^`\s]*)?`"
)
_SURE = deferred(r"`/|\s/?(?:api|v\d+)/", re.IGNORECASE)
# Marks before a call that name nothing: a lock, a coloured dot.
_SYMBOLS = deferred(r"(?:[^\w\x21-\x7e\u2018-\u201f\u3008-\u3011\uff08]|\s)+")
METHODS_AND_PATH = rf"(?P<methods>{_MANY})\b\s*{_PATH}"
_PATH_FIRST = deferred(_PATH)
_PATH_AGAIN = deferred(rf"\s*(?:\b{AND}|{AND}|[,;|&])\s*{_PATH}")
_METHODS_ONLY = deferred(rf"(?:HTTP\s+)?(?P<methods>{_MANY})(?:\s*\([^)]*\))?\.?", re.IGNORECASE)
_PATH_ONLY = deferred(rf"{_PATH}(?P<tail>[\s,;].*)?")
_BARE_PATH = deferred(rf"(?P<path>{_PIECE}+(?:/{_PIECE}+)+)(?P<rest_of_path>[?#]\S*)?(?P<tail>)")
_MEDIA = deferred(r"(?:application|text|multipart|image|audio|video)/[\w.+\-*]+\b.*")
_STRONG = deferred(r"\\([!-/:-@\[-`{-~])|\*\*+|`+|(?<![/\w])\*(?=\S)|(?<=[^\s/])\*(?!\w)")
# `__GET /x__`, `__Method__`; a name in code (`__init__`) keeps its own.
_UNDERLINED = deferred(
    r"(?<![\w/])__(?=[A-Z]|[^_\n]*[\s/])(?P<said>(?! )(?:[^_\n]|_(?!_)){1,200}(?<! ))__(?!\w)"
)
# Languages that write their particles right after a word do so after code, too.
_CODE_ENDS = deferred(r"(?<=[\w}\])/])`+(?=[^\W\da-zA-Z_])")
_NUMBER = deferred(r"(?:[A-Za-z]?\d+(?:\.\d+)*[.):]*|[A-Za-z][.)]|[-\u2022\u2013]+)\s+")
# `**Method** `POST``: the marks alone part the label from what it says.
_BOLD = deferred(
    r"\W{0,3}(?:\*\*|__)(?P<label>[^*_:\uff1a`|/]{1,40})(?:\*\*|__)\s+"
    rf"(?P<value>`[^`]+`.*|{_MANY}\b.*)"
)
_LABEL = deferred(r"(?P<label>[^:\uff1a|/]{1,40}?)\s*[:=\uff1a]\s*(?P<value>\S.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Methods and a path as found in a text, with what stood before and after."""

    methods: tuple[str, ...]
    path: str
    before: str = ""
    after: str = ""

    def endpoints(self) -> tuple[Endpoint, ...]:
        """One endpoint for each method."""
        return tuple(Endpoint(method=method, path=self.path) for method in self.methods)

    def ends(self, other: Call) -> bool:
        """Whether the other is the same call with more before its path."""
        return self.methods == other.methods and other.path.endswith(self.path) and self != other

    def names(self, endpoint: Endpoint) -> bool:
        """Whether the endpoint is one of them, the base path left out or not."""
        path = path_key(endpoint)
        said = {path_key(one) for one in self.endpoints()}
        return endpoint.method in self.methods and any(path.endswith(one) for one in said)


def path_key(endpoint: Target) -> str:
    """The path as it is compared: equal for all spellings of its parameters."""
    return endpoint.key.partition(" ")[2]


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Text without bold and code marks; names and path parameters stay whole."""
    if "`" in text:
        text = _CODE_ENDS.sub(r"\g<0> ", text)
    if "*" in text or "`" in text or "\\" in text:
        text = _STRONG.sub(lambda mark: mark[1] or "", text)
    if "__" in text:
        text = _UNDERLINED.sub(r"\g<said>", text)
    return " ".join(text.split())


def unnumbered(text: str) -> str:
    """Text without its number or letter."""
    found = _NUMBER.match(text)
    return text[found.end() :] if found else text


@lru_cache(maxsize=4096)
def call(text: str) -> Call | None:
    """The first method with a path in this text."""
    found = _found(text)
    if found is None or (found["rest_of_path"] or "").startswith("*"):
        return None
    before, after = found.string[: found.start()], found.string[found.end() :]
    before = unnumbered(before + " ").strip()
    return Call(
        methods=methods(found.groupdict().get("inside") or found["methods"]),
        path=cleaned(found["path"]),
        before="" if _SYMBOLS.fullmatch(before) else before,
        after=after.strip(),
    )


def _found(text: str) -> re.Match[str] | None:
    """A call in whatever order, the common one first."""
    if "/" not in text:
        return None
    said = bare(text)
    found = _CALL.search(said)
    if found is None:
        after = METHOD.search(said, said.find("/"))
        found = _TURNED.search(said) if after else None
        found = found or (_TOLD.fullmatch(unnumbered(said)) if _SURE.search(text) else None)
        found = found or (_CODED.fullmatch(text.strip()) if "`" in text else None)
    return found


@lru_cache(maxsize=4096)
def methods(text: str) -> tuple[str, ...]:
    """The methods that a text consists of, none if it holds anything else."""
    found = _METHODS_ONLY.fullmatch(bare(text).strip(" ."))
    return tuple(re.findall(_VERB, found["methods"].upper())) if found else ()


def path(text: str) -> str | None:
    """The path that a text begins with."""
    text = bare(text)
    found = _PATH_ONLY.fullmatch(text) or _BARE_PATH.fullmatch(text)
    if found is None or (found["rest_of_path"] or "").startswith("*") or _MEDIA.fullmatch(text):
        return None
    return cleaned("/" + found["path"].lstrip("/"))


def paths(text: str) -> tuple[str, ...]:
    """The path that a text begins with, and those joined to it by a comma or "or"."""
    first = path(text)
    if first is None:
        return ()
    found = [first]
    start = _PATH_FIRST.match(bare(text))
    while start is not None and "/" in start.string[start.end() :]:
        start = _PATH_AGAIN.match(start.string, start.end())
        found += [cleaned(start["path"])] if start else []
    return tuple(dict.fromkeys(found))


def labelled(text: str) -> tuple[str, str] | None:
    """Label and value of `Label: value`, marks taken off; of a bold one before code, too."""
    told = _BOLD.match(text) if "**" in text or "__" in text else None
    if told is not None:
        return unnumbered(told["label"]).strip(), bare(told["value"]).strip()
    if ":" not in text and "=" not in text and "\uff1a" not in text:
        return None
    found = _LABEL.fullmatch(bare(text))
    return (unnumbered(found["label"]).strip(), found["value"].strip()) if found else None


def cleaned(path: str) -> str:
    """A path without the stop of its sentence, and with its slash."""
    bare_path = path.rstrip(".:,")
    return bare_path if bare_path.startswith("/") else f"/{bare_path}"
