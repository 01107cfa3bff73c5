"""Whether a general passage is about an endpoint: by its resource, and by what is done with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Excerpt, Target
from agent.drafters.builtin.planning.sentences.concerns import concern_of
from agent.drafters.builtin.planning.subject import Act, Subject, fold

# English and Polish; what begins a sentence says what it is about.
_ACTS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    ("create", re.compile(r"\b(?:creat|add|insert|tworz|utworz|doda)", re.IGNORECASE)),
    ("update", re.compile(r"\b(?:edit|updat|modif|edycj|aktualiz|modyfik)", re.IGNORECASE)),
    ("delete", re.compile(r"\b(?:delet|remov|usuw|usun)", re.IGNORECASE)),
)
# Who may do it, what is done and little else.
_LETS = deferred(
    r"^\W*(?!users?\b|u\u017cytkowni|authenticated)[^\W\d]\w+(?: \w+)?"
    r" (?:can|may|mog\u0105|mo\u017ce)\b(?P<what>(?: [\w'-]+){2,5})\W*$",
    re.IGNORECASE,
)
_LEAD = deferred(
    r"(?P<lead>[^:`]{2,30}):\s|(?:on|before|after|when|przy|przed|po)\s(?P<on>\w+)"
    r"|(?P<deed>\w+) (?:is|does|performs|sets|marks|keeps|jest|wykonuje|ustawia|oznacza)\b",
    re.IGNORECASE,
)
_OPERATIONS = deferred(
    r"\b(?P<en>creat\w+|insert\w*|writ\w+|updat\w+|delet\w+|mutat\w+|modif\w+)"
    r" (?:operations?|endpoints?|requests)\b"
    r"|\boperacj\w+ (?P<pl>zapis\w*|tworz\w+|aktualiz\w+|usuw\w+|modyf\w+)",
    re.IGNORECASE,
)
_ANY_WRITE = deferred(r"writ|mutat|modif|modyf|zapis", re.IGNORECASE)
_MARK = deferred(r"^\s*(?:[-*+\u2022]\s+|\d+[.)]\s+)?")
_POINT = deferred(r"(?P<indent>\s*)(?:[-*+\u2022]|\d+[.)])\s")
_IF = re.compile(
    r"\s*(?:[-*+\u2022]|\d+[.)])\s+(?:if|when|unless|je(?:\u015b|\u017ce)li|gdy)\b", re.IGNORECASE
)
_WHY = deferred(r"\W*(?:why|rationale|dlaczego|uzasadnienie|pow\u00f3d)\b", re.IGNORECASE)
_WORD = deferred(r"[^\W\d_]+")
# A parameter in a path, whatever a passage calls it.
_NAMED_VALUE = re.compile(r"(?:\{\w+\}|:\w+|<[\w:]+>|\[\w+\])")
# Words of a title that say nothing of what it is about.
_GENERAL = deferred(
    r"(?:rules?|validat|constraints?|limits?|resources?|logic|business|requirements?|input|field"
    r"|of|for|the|and|data|general|common|reguł|walidac|zasad|ogranicze|limit|zas[oó]b|logik|biznes"
    r"|dla|i|wymaga|pola|pól|creation|tworzeni|process|workflow|przepływ|proces|flow|handling|obsług"
    r"|implement)\w*$",
    re.IGNORECASE,
)
# Words by which many passages call many endpoints: they tell none apart.
_COMMON = deferred(
    r"(?:user|użytkownik|current|bieżąc|endpoint|data|dane|this|that|with|from|record|server|result"
    r"|return|zwrac|pobier|utwórz|using|based|http|json|api)",
    re.IGNORECASE,
)
# A deed, or two: "Creation/generation".
_DEED = r"[^\W\d_]{4,}(?:tion|sion|ance|ing|ment|oval|anie|enie|cja)"
_DEEDS = re.compile(rf"{_DEED}(?:\s*(?:/|&|and|i)\s*{_DEED})?", re.IGNORECASE)
# What the title of a section of endpoints says beside the name of its resource.
_GROUP = deferred(
    r"(?:endpoint|punkt|ko\u0144cow|zarz\u0105dzan|manag|operac|operation|api\b|crud|resourc"
    r"|zas[o\u00f3]b|routes?\b|obs\u0142ug|and\b|oraz\b|for\b|dla\b|the\b)\w*|[^\W\d_]{1,3}$",
    re.IGNORECASE,
)
_ASIDE = deferred(r"\([^()]*\)")
_STEM, _NOUN = 5, 4
_TOLD = 8
_READS = deferred(
    r"\b(?:list|filter|sort|search|pagin|respon|order|visib|view|read|show|includ"
    r"|filtr|wyszuk|stron|zwrac|odpowied|widocz|odczyt|lista|listy)",
    re.IGNORECASE,
)


def is_about(
    subject: Subject, table: str, excerpt: Excerpt, told: str = "", group: str = ""
) -> bool:
    """Whether a passage stands under the name of the resource whose rows the endpoint writes.

    "Book rules" is about books; "Book lending" is about something that is done with them, and about
    the endpoint only that does it. `told` is what the endpoint is called, in a sentence, `group`
    the title of its section, which may name the resource in another language than its path does.
    """
    if subject.act not in {"create", "update", "action"}:
        return False
    first = _MARK.sub("", excerpt.text.split("\n", 1)[0]).strip()
    leads = first.rstrip("* ").endswith(":") or (first.startswith("**") and first.endswith("**"))
    titles = (excerpt.about, excerpt.under, first if leads else "")
    words = tuple(one for one in _WORD.findall(told)[:_TOLD] if not _COMMON.match(one))
    if leads and _is_deed_of_another(subject, first, words):
        return False
    own = f"{subject.thing} {table}"
    also = [one for one in _WORD.findall(_ASIDE.sub("", group)) if not _GROUP.match(one)]
    also = also if len(also) == 1 else []  # "Book covers" names two
    return any(_names_resource(subject, own, title, words, also) for title in titles)


def _is_deed_of_another(subject: Subject, lead: str, told: Sequence[str]) -> bool:
    """Whether a lead is nothing but what another endpoint does: `Rejection:`."""
    deeds = _DEEDS.fullmatch(lead.strip("*: "))
    words = _WORD.findall(deeds[0]) if deeds is not None else []
    mine = (*told, subject.verb, subject.act)
    return bool(words) and not any(alike(one, other) for one in words for other in mine)


def _names_resource(
    subject: Subject, own: str, title: str, told: Sequence[str], also: Sequence[str]
) -> bool:
    """Whether a title is the resource's name, and else only what is done with it there."""
    words = _WORD.findall(title)
    mine, known = {fold(one) for one in _WORD.findall(own)}, {fold(one) for one in words}
    forms = {one for one in words if any(is_form(one, other) for other in also)}
    other = [
        one
        for one in words
        if fold(one) not in mine and one not in forms and not _GENERAL.match(one)
    ]
    named = bool(forms) or {fold(one) for one in _WORD.findall(subject.thing)} <= known
    verbs = [*told, *([subject.verb] if subject.verb else [])]
    if not named or not all(any(alike(one, verb) for verb in verbs) for one in other):
        return False
    # Of what is done with a resource only the passage on that deed is about it.
    creates = any(_ACTS[0][1].match(one) for one in told)
    return subject.act != "action" or bool(other) or creates


def alike(one: str, other: str) -> bool:
    """Whether two words have a stem in common: "execution" and "execute"."""
    return fold(one) == fold(other) or _begin_alike(one, other, _STEM)


def is_form(one: str, other: str) -> bool:
    """Whether two nouns are forms of one: "ruchu" and "ruch\u00f3w"."""
    return _begin_alike(one, other, _NOUN)


def _begin_alike(one: str, other: str, fewest: int) -> bool:
    first, second = one.casefold(), other.casefold()
    letters = zip(first, second, strict=False)
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], letters)))
    return same >= max(fewest, min(len(first), len(second)) - 2)


def is_named(endpoint: Target, excerpt: Excerpt) -> bool:
    """Whether a passage of several lines is led by this very endpoint: its logic, in steps."""
    first, _, rest = excerpt.text.partition("\n")
    pieces = map(re.escape, _NAMED_VALUE.split(endpoint.path))
    called = re.compile(
        rf"\b{endpoint.method}\b\W{{1,3}}[^\s`]*{_NAMED_VALUE.pattern.join(pieces)}(?![\w/{{])"
    )
    return bool(rest.strip()) and called.search(first) is not None


def is_of_another_act(subject: Subject, text: str) -> bool:
    """Whether a sentence begins with what another endpoint does: `Deletion: ...`."""
    lead = _LEAD.match(text)
    said = (lead["lead"] or lead["on"] or lead["deed"]) if lead is not None else ""
    acts = [act for act, words in _ACTS if words.search(said)]
    return bool(acts) and subject.act not in (*acts, "action")


def is_of_its_kind(subject: Subject, text: str) -> bool:
    """Whether a sentence is of all operations of the endpoint's kind: "create operations"."""
    kinds = [hit["en"] or hit["pl"] for hit in _OPERATIONS.finditer(text)]
    if not subject.writes:
        return False
    return any(_ANY_WRITE.match(one) or subject.act in acts_in(one) for one in kinds)


def is_of_act(subject: Subject, text: str) -> bool:
    """Whether a sentence says of nothing that is done, or of what this endpoint does."""
    said = acts_in(text)
    return not said or subject.act in said


def acts_in(text: str) -> tuple[Act, ...]:
    """What a sentence says is done."""
    return tuple(act for act, words in _ACTS if words.search(text))


def is_of_other_rows(subject: Subject, tables: Iterable[str], excerpt: Excerpt) -> bool:
    """Whether what leads a passage names rows, and others than the endpoint's: `Wallet:`."""
    first = _MARK.sub("", excerpt.text.split("\n", 1)[0]).strip()
    if not first.endswith(("**", ":")) or "\n" not in excerpt.text.strip():
        return False
    words = [one for one in _WORD.findall(first) if not _GENERAL.match(one)]
    names = [{fold(part) for part in _WORD.findall(one)} for one in tables]
    if concern_of(first) != "flow" and {fold(one) for one in words} not in names:
        return False
    path = (_WORD.findall(subject.endpoint.path), [subject.thing, subject.things, subject.verb])
    mine = {fold(part) for names in path for one in names for part in _WORD.findall(one)}
    known = {part for one in names for part in one}
    said = {fold(one) for one in words if not _DEEDS.fullmatch(one)}
    return bool(said & known) and not said <= mine


def is_its_act(subject: Subject, text: str) -> bool:
    """Whether a few words let in to the own deed, or are led by it: `Book create: signed in`."""
    if grants(subject, text):
        return True
    lead = _LEAD.match(text)
    said = lead["lead"] if lead is not None else None
    named = said is not None and fold(subject.thing) in {fold(one) for one in _WORD.findall(said)}
    return named and any(act == subject.act and words.search(said or "") for act, words in _ACTS)


def grants(subject: Subject, text: str) -> bool:
    """Whether it lets somebody do what the endpoint does: `Editors can also create own lists`."""
    lets = _LETS.search(text)
    said = lets["what"] if lets is not None else ""
    named = fold(subject.thing) in {fold(one) for one in _WORD.findall(said)}
    return named and acts_in(said) == (subject.act,)


def is_of_reading(text: str) -> bool:
    """Whether a sentence speaks of what is read: a list, a filter, an answer."""
    return _READS.search(text) is not None


def unled(lines: Sequence[tuple[Source, str]]) -> Iterator[tuple[Source, str]]:
    """The lines but those that only lead what stands below them: a condition is told with it.

    What stands below a "Why" is a motive.
    """
    above: list[tuple[float, str]] = []
    for (source, text), (_, after) in pairwise((*lines, *lines[-1:])):
        here, below = _POINT.match(text), _POINT.match(after)
        depth = len(text) - len(text.lstrip()) - (0 if here else 0.5)
        deeper = here and below and len(below["indent"]) > len(here["indent"])
        said = text.rstrip(" *")
        above = [one for one in above if one[0] < depth]
        if not (said.endswith(":") or (deeper and not said.endswith("."))):
            if not any(_WHY.match(lead) for _, lead in above):
                yield source, _below(text, above)
        elif _IF.match(said) or _WHY.match(said):
            above.append((depth, _MARK.sub("", said).rstrip(":")))


def _below(text: str, above: Sequence[tuple[float, str]]) -> str:
    """A line with the conditions that it stands under."""
    mark = _MARK.match(text)
    at = mark.end() if mark is not None else 0
    return text[:at] + "".join(f"{said}: " for _, said in above) + text[at:]
