"""What a document says of itself where it begins: that it holds no more."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.documents import RepoPath, Role
from agent.core.patterns import deferred
from agent.sources.text.notation import call
from agent.sources.text.words import fold

# Those that somebody writes to be worked from; rules and code say such things of other things.
_ROLES: frozenset[Role] = frozenset(
    ("api-plan", "db-plan", "plan", "prd", "tech-stack", "data-management")
)
_PROSE = frozenset([".md", ".markdown", ".mdx"])
_MOST_LINES = 40
_LONGEST = 400
_PARAGRAPHS = 3

_GONE = (
    r"(?:obsolete|deprecated|outdated|superseded|retired|abandoned|out[- ]of[- ]date"
    r"|no longer (?:valid|maintained|in use|used|current|applicable|relevant)"
    r"|nieaktualn\w+|przestarzal\w+|zdezaktualizowan\w+|wycofan\w+|porzucon\w+)"
)
_DOCUMENT = (
    r"(?:documents?|doc|files?|plans?|spec(?:ification)?s?|pages?|versions?|drafts?|design"
    r"|dokument\w*|plik\w*|specyfikacj\w+|wersj\w+)"
)
# What may follow the word: nothing, a mark, what came in its place. A noun would be what is gone.
_ALONE = (
    r"(?=\W*$|\W*[-\u2013\u2014:,.;!(/]|\s+(?:and|by|since|as of|in favou?r|due|see|use|i|przez|od"
    r"|zob\w*|patrz)\b)"
)
_ADVERBS = (
    r"(?:\s+(?:now|already|currently|considered|marked|officially|as|juz|obecnie|uznany za))*"
)
_TITLE = deferred(
    rf"^{_GONE}(?:\W*$|\s*[-\u2013\u2014:!/|)])|[(\[]\s*{_GONE}\b[^)\]]*[)\]]"
    rf"|[-\u2013\u2014:|]\s*{_GONE}\W*$|^{_GONE} (?:\w+ ){{0,3}}{_DOCUMENT}\b"
)
_SAID = deferred(
    rf"^(?:status|stan)\s*[:=]\s*{_GONE}\b"
    rf"|^(?:(?:warning|caution|important|note|uwaga|ostrzezenie)\W+)?{_GONE}{_ALONE}"
    rf"|^(?:(?:warning|caution|important|note|uwaga|ostrzezenie)\W+)?(?:{_DOCUMENT}\s+)"
    rf"(?:jest\s+)?{_GONE}{_ALONE}"
    rf"|\b(?:this|the|ten|ta|niniejsz\w+)\s+(?:\w+\s+){{0,3}}{_DOCUMENT}\s+"
    rf"(?:is|are|was|has been|jest|zostal\w?){_ADVERBS}\s+{_GONE}{_ALONE}"
    rf"|\b(?:this|the|ten|ta|niniejsz\w+)\s+(?:\w+\s+){{0,3}}{_DOCUMENT}\s+"
    rf"(?:is|was|has been|jest|zostal\w?)\s+(?:replaced by|zastapion\w+ przez)\b"
    rf"|^(?:replaced|superseded|zastapion\w+) (?:by|przez)\b"
    r"|^(?:please )?(?:do not|don'?t|nie) (?:use|follow|rely on|uzywac|uzywaj|stosowac|stosuj"
    rf"|korzystac)(?: (?:this|it|any ?more|juz|tego|z tego|{_DOCUMENT}))*"
    r"\W*(?:$|[.!,;:(\u2013\u2014])"
)
# No line without one of these says so; most documents need no pattern then.
_WORDS = (
    *("obsolete", "deprecated", "outdated", "superseded", "retired", "abandoned", "out of"),
    *("out-of", "no longer", "replaced", "nieaktualn", "przestarzal", "zdezaktualizowan"),
    *("wycofan", "porzucon", "zastapion"),
)
_FIRST_WORDS = ("please ", "do not ", "don't ", "dont ", "nie ")
_HEADING = deferred(r" {0,3}#{1,6}\s+(.*)")
_MARKS = deferred(r"\[!(\w+)\]|(?<=\])\([^)]*\)|[*_`]+")
_LEADING = deferred(r"^[^\w~]+")
_ROUND = str.maketrans("[]", "()")
_FENCE = deferred(r"\s*(?:```|~~~)")


def given_up(path: RepoPath, role: Role, head: str) -> int:
    """The line on which a document says that nobody should use it any more; 0 for none.

    It is looked for in the title and in what stands before the next heading.
    """
    if role not in _ROLES or path.suffix.casefold() not in _PROSE:
        return 0
    return next(
        (line for line, text, is_title in _beginning(head) if _says(text, is_title=is_title)), 0
    )


def _says(text: str, *, is_title: bool) -> bool:
    bare = _bare(text)
    if not (bare.startswith(_FIRST_WORDS) or any(word in bare for word in _WORDS)):
        return False
    if is_title and _TITLE.search(bare):
        return True
    # What is said of an endpoint is not said of the document.
    return call(text) is None and _SAID.search(bare) is not None


def _bare(text: str) -> str:
    words = _MARKS.sub(lambda found: f"{found[1]}: " if found[1] else "", text[:_LONGEST])
    return " ".join(fold(_LEADING.sub("", words.translate(_ROUND))).split())


def _beginning(head: str) -> Iterator[tuple[int, str, bool]]:
    """Title, front matter and first paragraphs, with their lines."""
    titled, paragraphs, within = False, 0, False
    lines = head.removeprefix("\ufeff").splitlines()[:_MOST_LINES]
    for number, text in enumerate(lines, 1):
        heading = _HEADING.match(text)
        filled = bool(text.strip()) and not heading
        paragraphs += filled and not within
        if _FENCE.match(text) or (heading and titled) or paragraphs > _PARAGRAPHS:
            return
        titled, within = titled or heading is not None, filled
        yield number, heading[1] if heading else text, bool(heading)
