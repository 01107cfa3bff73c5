"""The lines of the rules that say how a layer is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Rule
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import trimmed
from agent.drafters.builtin.planning.places.ground import Place, repo_path
from agent.drafters.builtin.planning.places.stacks import Role, Stack, stacks
from agent.drafters.builtin.planning.subject import cased

Line = tuple[Source, str]

_TESTED = (
    r"\bfixture|\bTestClient\b|\bWebApplicationFactory\b|\bMockMvc\b|\bAPITestCase\b"
    r"|\bMinitest\b|\bRSpec\b"
)
# Of each row the first line that matches is told; the rows for a case stand below.
_ABOUT: dict[Role, tuple[str, ...]] = {
    "types": (
        r"\bdtos?\b|\bschemas?\b|\btypes\b|serializers?|pydantic|\brecords?\b",
        r"\blimit of\b",
    ),
    "validation": (r"\bzod\b|fluentvalidation|\bvalidators?\b",),
    "service": (
        r"\bservices?\b|\bsession: |\brepositor",
        r"context\.locals\.supabase\b|\bSupabaseClient\b|\bsupabase from context\.locals\b",
    ),
    "route": (
        r"prerender|\bController\w*`|\brouters?\b|status_code|\bAPI routes?\b|@RestController",
        r"ProblemDetails",
    ),
    "tests": (_TESTED,),
}
_OF_TESTS = deferred(_TESTED, re.IGNORECASE)
# A word for a type that is the database's own, and names that are only examples.
_OF_STORE = deferred(
    r"\b(?:database|db|local|sql) schemas?\b|\bschemas? (?:loaded|snapshots?|migrat\w+)\b",
    re.IGNORECASE,
)
_EXAMPLES = deferred(r"\((?:e\.g\.|np\.)[^()]*\)", re.IGNORECASE)
_CONFLICT = r"\buniqueness\b|\bunique (?:constraint|violation|index)|IntegrityError"
# How a request is handed on, by whether it writes.
_HANDLED = r"\b(?:POST|PUT|PATCH|DELETE)\b.*\bCommand\b"
_ASKED = r"\bGET\b.*\bQuery\b"
# What is said of queries that read alone, or is one of several ways.
_OF_READS = deferred(
    r"\bAsNoTracking\b|\bread-only quer|^\s*[-*]\s+(?:Queries|Zapytania|Opcja \w|Option \w)\b",
    re.IGNORECASE,
)
_MINIMAL = r"\bminimal apis?\b"
_LOGGED = r"\berror handling (?:and|i) logging\b|\berror logging\b(?!\*)"
# How a service refuses, where it does.
_REFUSES = r"\b(?:domain|business) exceptions?\b"
_REFUSED = frozenset((403, 404, 409, 422))
_COMMIT = r"\bcommits?, once|@Transactional|\btransaction"
_CANCELLED = r"\bCancellationToken\b"
_LIST = r"\bsort\b|\bpagina"
# Who makes a status of what a service raises.
_MAPS = deferred(
    r"\b(?:views?|controllers?|routes?|routers?|handlers?|endpoints?|http)\b(?! layer'?s? tests?)"
    r".{0,60}\b(?:catch\w*|map(?:s|ped)?|translat\w+|convert\w*)\b.{0,60}\b(?:exceptions?|errors?)\b"
    r"|\bmap\w* .{0,30}\b(?:exceptions?|errors?)\b.{0,40}\bin the (?:view|controller|route|api)",
    re.IGNORECASE,
)
# "DTOs (`domain/*_dto.py`)": where types of a kind have a file for each resource.
_SERVICES = deferred(r"`((?:[\w.-]+/)+services?)/?`")
_SERVICE = deferred(r"\b[A-Z]\w*Service\b")
_GLOB = deferred(
    r"\b(?P<kinds>(?:commands?|dtos?|schemas?|serializers?)\b[ &/,\w]{0,20})\W{1,6}`"
    r"(?P<glob>[\w./-]+/\*[._-]\w+\.\w+)`",
    re.IGNORECASE,
)
APART = deferred(
    r"\b(?:react|tanstack|vue|angular|components?|tailwind|css|frontend|ui|view transitions"
    r"|accessib\w*|aria|docker|git|deploy|workflow|migrations?|playwright|e2e|page objects?"
    r"|astro pages|layouts?|markdown|mermaid|image|animation|browser|node_modules|readme|diagram"
    r"|hooks?|init|install"
    r"|commit subjects?)\b",
    re.IGNORECASE,
)
# A line that names a language is on code of no other one: a folder of two has rules on both.
_LANGUAGES = (
    (
        re.compile(
            r"\bTypeScript\b|\b[Zz]od\b|\.tsx?\b|\bexport const\b|\bcontext\.locals\b"
            r"|\bAstro\b|\bNext\.js\b"
        ),
        ".ts",
    ),
    (re.compile(r"\bPHP\b|\bSymfony\b|\bLaravel\b"), ".php"),
    (re.compile(r"\bPython\b|\bPydantic\b"), ".py"),
)
_CALLED = (
    (re.compile(r"\bruby\b", re.IGNORECASE), ".rb"),
    (re.compile(r"\bjava\b", re.IGNORECASE), ".java"),
    (re.compile(r"\bkotlin\b", re.IGNORECASE), ".kt"),
    (re.compile(r"\bphp\b", re.IGNORECASE), ".php"),
    (re.compile(r"\bpython\b", re.IGNORECASE), ".py"),
    (re.compile(r"\b(?:csharp|dotnet)\b", re.IGNORECASE), ".cs"),
)
_SERVER = deferred(r"\bback ?end\b|\bserver\b", re.IGNORECASE)
_NAMES_CODE = deferred(r"`[^`]+`|\b(?:[A-Z][a-z]+[A-Z]\w+|[Zz]od|Pydantic|FluentValidation)\b")
_BULLET = deferred(r"^\s*[-*]\s+\S")
_PLACE = deferred(r"^\s*[-*]\s+(?!(?:GET|POST|PUT|PATCH|DELETE)\b)`?\.?/?[\w.-]+/")
# An entry of a list of names, each with what it is, is no rule.
_ENTRY = deferred(r"^\s*[-*]\s+`[^`]+`\s+[-\u2013\u2014:]\s")
_LONGEST = 240
_MOST = 600
_TOLD = 140
_FEWEST = 30


def rules_for(brief: Brief, role: Role, lines: Sequence[Line]) -> list[Fact]:
    """For each thing that a rule may say of this layer, the first rule that names it concretely."""
    if brief.subject.writes:
        lines = [one for one in lines if not _OF_READS.search(one[1])]
    concrete = [one for one in lines if _NAMES_CODE.search(one[1])]
    if role != "tests":
        concrete = [one for one in concrete if not _OF_TESTS.search(one[1])]
    if role == "types":
        concrete = [one for one in concrete if not _OF_STORE.search(one[1])]
    hits = [_first(concrete, words) for words in _ABOUT.get(role, ())]
    hits += [_first(lines, words) for words in _cases(brief, role)]
    found = dict.fromkeys(one for one in hits if one is not None)
    return [one for one in found if not _is_elsewhere(brief, role, one)]


def _is_elsewhere(brief: Brief, role: Role, rule: Fact) -> bool:
    """Whether it has the services in one folder, where those that are there stand in another."""
    place, said = brief.layout.place(role), _SERVICES.search(rule.text)
    if place is None or said is None or role != "service":
        return False
    return not place.path.value.startswith(f"{said[1]}/")


def globbed(brief: Brief) -> list[tuple[Fact, Place]]:
    """Types of a kind that rules give files of their own by a pattern, with that of this one."""
    found = []
    for source, hit in ruled(brief, _GLOB):
        path = repo_path(hit["glob"].replace("*", brief.subject.thing))
        if path is not None and path.suffix == brief.stack.suffix and not APART.search(hit.string):
            place = Place(path=path, new=path.value not in brief.layout.there, shared=True)
            fact = Fact(text=f"{hit['kinds'].strip()}: `{hit['glob']}`", sources=(source,))
            found.append((fact, place))
    return found


def service_class(brief: Brief) -> list[Fact]:
    """The class that the rules name as the resource's service; the function is its method."""
    place, subject = brief.layout.place("service"), brief.subject
    if place is None or not place.new or place.path.suffix not in {".py", ".ts"}:
        return []
    names = {f"{cased(one, 'pascal')}Service" for one in (subject.thing, subject.things)}
    for source, hit in ruled(brief, _SERVICE):
        if hit[0] in names and not brief.function.startswith(hit[0]):
            text = brief.say("step-service-class", function=brief.function, name=hit[0])
            return [Fact(text=text, sources=(source,))]
    return []


def maps_errors(brief: Brief) -> tuple[Source, ...]:
    """Where a rule says that the route makes statuses of what the service raises."""
    return next(((source,) for source, line in bullets(brief) if _MAPS.search(line)), ())


def _cases(brief: Brief, role: Role) -> Iterator[str]:
    """What else matters for a service, by what the endpoint does."""
    if role == "route":
        yield _MINIMAL
        yield _HANDLED if brief.subject.writes else _ASKED
        yield _LOGGED
    if role != "service":
        return
    yield _CANCELLED
    if brief.subject.writes:
        yield _COMMIT
        if brief.spec.status(409) is not None:
            yield _CONFLICT
    if brief.statuses(*_REFUSED):
        yield _REFUSES
    if brief.subject.act == "list":
        yield _LIST


def _first(lines: Sequence[Line], words: str) -> Fact | None:
    for source, line in lines:
        if re.search(words, _EXAMPLES.sub("", line), re.IGNORECASE):
            return Fact(text=_whole(line), sources=(source,))
    return None


def _whole(line: str) -> str:
    """A rule, of a long one the sentences that are whole within the bound, never a cut one."""
    said = trimmed(line, _LONGEST)
    if len(said) > _TOLD:
        end = max(said.rfind(mark, 0, _TOLD) for mark in (". ", "; "))
        said = said[:end] if end >= _FEWEST else said
    return said.rstrip(".")


def is_named_for(rule: Rule, stack: Stack) -> bool:
    """Whether a rules document is called after the server, or after what this stack is."""
    name = re.sub(r"[-._/]", " ", rule.path.name)
    if APART.search(name):
        return False
    if stack.name and re.search(rf"{stack.word}|\b{stack.name}\b", name, re.IGNORECASE):
        return True
    if _is_of_others(name, stack):
        return False
    return _SERVER.search(name) is not None or _spoken(stack, name)


def _is_of_others(name: str, stack: Stack) -> bool:
    """Whether a name is that of another stack."""
    others = (one for one in stacks() if one is not stack)
    return bool(stack.name) and any(re.search(one.word, name, re.IGNORECASE) for one in others)


def _spoken(stack: Stack, name: str) -> bool:
    """Whether it is called after the language alone, and the stack is the one built in that."""
    suffixes = {layer.suffix for layer in stack.layers}
    return any(suffix in suffixes and words.search(name) for words, suffix in _CALLED)


def is_for(rule: Rule, stack: Stack) -> bool:
    """Whether a rules document is on server code of this stack, by its name and globs."""
    name = re.sub(r"[-._/]", " ", rule.path.name)
    if APART.search(name):
        return False
    if stack.name and is_named_for(rule, stack):
        return True
    if _is_of_others(name, stack):
        return False
    ends = {hit[0] for glob in rule.globs if (hit := re.search(r"\.\w+$", glob))}
    suffixes = {layer.suffix for layer in stack.layers}
    return not ends or not suffixes or bool(ends & suffixes)


def ruled(brief: Brief, words: re.Pattern[str]) -> Iterator[tuple[Source, re.Match[str]]]:
    """The lines of the rules on server code that have these words, whatever they stand in."""
    for rule in brief.spec.rules:
        for number, line in enumerate(brief.passages.lines(rule.path), start=1):
            for hit in words.finditer(line) if is_for(rule, brief.stack) else ():
                yield Source(path=rule.path, line=number, last=number), hit


def bullets(brief: Brief) -> Iterator[Line]:
    """Bulleted lines of the rules on server code."""
    for rule in brief.spec.rules:
        if not is_for(rule, brief.stack):
            continue
        for number, line in _bulleted(brief.passages.lines(rule.path)):
            if _is_foreign(line, brief.stack):
                continue
            yield Source(path=rule.path, line=number, last=number), line


def _is_foreign(line: str, stack: Stack) -> bool:
    """Whether a line is on code in other languages than that of the stack."""
    named = {suffix for words, suffix in _LANGUAGES if words.search(line)}
    suffixes = {layer.suffix for layer in stack.layers}
    return bool(named and suffixes) and not named & suffixes


@lru_cache(maxsize=64)
def _bulleted(lines: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """The bulleted lines on server code, with their numbers."""
    section = ""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("#"):
            section = line
        elif (
            _BULLET.match(line)
            and not _PLACE.match(line)
            and not _ENTRY.match(line)
            and "{{" not in line
            and len(line) <= _MOST
            and not APART.search(line)
            and not APART.search(section)
        ):
            found.append((number, line))
    return tuple(found)
