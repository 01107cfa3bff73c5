"""What a sentence for all endpoints adds to what the plan of this one tells anyway.

The flow asks for the caller, compares the row's owner and bounds the rate; the section on errors
has each status. A general sentence whose words are all of such matters says nothing more here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.callers.callers import asked_role
from agent.drafters.builtin.planning.callers.rates import is_counted_here
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.access import means
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sections.limiting import is_limit_of
from agent.drafters.builtin.planning.sentences.guards import RATE_HEADER
from agent.drafters.builtin.planning.sentences.relevance import TELLS_DATABASE
from agent.drafters.builtin.planning.sentences.scope import alike, grants
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.work import work_of

_MANY = 429
# Fewer words beyond those are no sentence of their own.
_ADDS, _CLAUSE = 2, 3
_PART = deferred(
    r"(?:(?<=[.!;])(?<!\be\.g\.)(?<!\bi\.e\.)\s+|(?<=,)(?<!e\.g\.,)\s+(?=\d))"
    r"(?=[^`]*(?:`[^`]*`[^`]*)*$)(?=[^\"]*(?:\"[^\"]*\"[^\"]*)*$)"
)
# What stands in code marks is one word, whatever it holds.
_WORD = deferred(r"`[^`]+`|[^\W_][\w'-]*(?:[.][\w-]+)*")
# Of any sentence. English and Polish.
_ANY = deferred(
    r"an?|the|and|or|of|on|in|to|for|by|via|with|as|at|be|been|is|are|was|were|it|its|this|that|these|those"
    r"|all|every|each|any|no|not|only|if|when|where|which|who|upon|from|per|e\.?g|i\.?e|etc|must|should|will|can"
    r"|may|would|has|have|had|their|they|them|other|others|than|into|unless|otherwise|except|noted|below|above"
    r"|api|apis|rest|endpoints?|requests?|requested|calls?|routes?|operations?|actions?|responses?|returns?|returned"
    r"|applications?|backend|server|server-side|services?|systems?|levels?|layers?|based|us(?:e|es|ed|ing)"
    r"|require[ds]?|provided|handled|handles|implement(?:ed|s|ation)|perform(?:ed|s)?|attempts?|result|results"
    r"|incoming|subsequent|include[ds]?|including|sent|send|need|needed|available|following|specific|most|note"
    r"|ensure[ds]?|applied|apply|appropriate|against|do|does|done|so|then|also|both|through"
    r"|i|lub|oraz|w|we|z|ze|na|do|od|dla|przez|przy|po|o|za|si\u0119|jest|s\u0105|nie|jak|gdy|ka\u017cd\w+"
    r"|wszystki\w+|endpoint\w*|\u017c\u0105da\w+|zapyta\w+|operacj\w+|odpowied\w+|wymaga\w*|u\u017cyw\w+"
    r"|obs\u0142ug\w+|realizowan\w+|punkt\w*|ko\u0144cow\w+",
    re.IGNORECASE,
)
_CALLER = (
    r"authenti\w+|auth|authori[sz]\w+|unauthenticated|unauthori[sz]ed|jwts?|jwt-based|tokens?|bearer|headers?"
    r"|session\w*|session-based|cookies?|cookie-based|supabase\w*|identity|sign(?:ed|s|-in|ature)?|log(?:ged|in|-in)?"
    r"|mechanism|methods?|primary|provider|protected|secured|private|valid\w*|verif\w+|check\w*|middleware|issued?s?"
    r"|stateless|gotrue|passwords?|flows?|clients?|users?|callers?|carr\w+|contains?|claims?|sub|user_?ids?|registration|register\w*"
    r"|track\w*|expir\w+|\d+-hour|extract\w*|identif\w+|oauth2?|native\w*|known|missing|stored?|receives?|obtains?"
    r"|successful|json|web|fr-\d+|successfully|passes|except|logowan\w+|rejestrac\w+|zalogowan\w+"
    r"|uwierzyteln\w+|autoryzac\w+|nag\u0142\u00f3w\w+|sesj\w+|u\u017cytkown\w+|mechanizm\w*|zawiera\w*"
    r"|ciasteczk\w+|poprawn\w+"
)
_OWNER = (
    r"owner\w*|own|owned|owns|belong\w*|resources?|data|rows?|records?|users?|callers?|scop\w+|filter\w*"
    r"|isolat\w+|access\w*|foreign|another|others|restrict\w*|enforc\w*|ensur\w+|mirror\w*|checks?|checked"
    r"|permi\w+|authori[sz]\w+|unauthori[sz]ed|forbidden|not|found|currentuserid|user_?ids?|authenticated|query"
    r"|queries|automatically|implicitly|modif\w+|read|writ\w+|view\w*|status|code|compar\w+|verif\w+"
    r"|interact|validat\w+|they|which|role-based|policy-based|will|w\u0142a\u015bci\w+|w\u0142asn\w+|zasob\w*"
    r"|dan\w+|dost\u0119p\w*|filtr\w+|automatyczn\w+|pass\w*|payloads?|need\w*"
    r"|insert\w*|updat\w*|delet\w*|edit\w*|select|creat\w*|crud"
)
_ROWS = (
    r"rls|row|row-level|level|security|polic\w+|supabase|postgres\w*|database|db|tables?|table-level|enabled?"
    r"|enforc\w*|defin\w+|implement\w*|data|users?|own|access\w*|isolat\w+|restrict\w*|auth\.uid|uid|user_?ids?"
    r"|db-plan\w*|plan|mechanism|authorization|further|additional\w*|constrain\w*|direct|complement\w*"
    r"|api-level|app\w*-level|checks?|ensur\w+|postgresql|egzekwow\w+|polityk\w+|baz\w+|using|with"
)
_ERRORS = (
    r"errors?|handling|consistent\w*|standard\w*|https?|status\w*|codes?|clear|messag\w+|clients?|informative"
    r"|proper|early|common\w*|follow\w*|bad|request|unauthorized|forbidden|not|found|conflict"
    r"|internal|many|too|invalid|validation|checks?|fail\w*|appropriate|meaningful|structured|detail\w*|input"
    r"|graceful\w*|degrad\w*|user-friendly"
    r"|perform\w*|before|data|reach\w*|reject\w*|message|b\u0142\u0119d\w*|kod\w*"
)
_RATE = (
    r"rate|rates|limit\w*|throttl\w*|req|rpm|rps|reqs?/\w+|min|mins|minutes?|hours?|seconds?|secs?"
    r"|days?|ip|user\w*|clients?|address|default\w*|general\w*|global\w*|authenticated|public|anonymous|others?"
    r"|protect\w*|abuse|prevent\w*|many|too|status|code|exceed\w+|beyond|response|suggested|accounts?"
    r"|security|best|practices|production|limit\w*|uwierzytelni\w+|publiczn\w+|minut\w*|godz\w*|u\u017cytkown\w+"
    r"|pozosta\u0142\w*|domy\u015bln\w+"
)
# Where tokens come from is nothing to who only asks for one, unless something is demanded of them.
_TOKENS = deferred(
    r"\bJWTs?\b|\btoken\w*|\bsesj\w+|\bsessions?\b|\bcookies?\b|\bOAuth|\bSupabase Auth\b"
    r"|\bbearer\b",
    re.IGNORECASE,
)
_DEMANDS = deferred(
    r"\b[45]\d\d\b|\brequires?\b|\bwymaga|\broles?\b|\bclaims?\b|\bown\w*|\bRLS\b|\bpolic\w+|\bonly\b"
    r"|\bnever\b|\bmust not\b|\bscop\w+|\bfilter\w*|\bisolat\w+|\bpermission|\bavoid\b|\bdeactivat"
    r"|\btylko\b|\bnigdy\b|\brol[aei]\b|\bw\u0142a\u015bc\w+|\buprawn\w+|\bfiltr\w+",
    re.IGNORECASE,
)
# "3 imports per user": how many of what.
_LIMIT = r"(?:[^:]{{3,60}}: )?{}\W*(?:\([^()]*\)\W*)?"
_COUNTED = deferred(r"\b(\d[\d,_]*)\+? ?([^\W\d_]{3,})? ?(?:/|\bper\b|\bna\b)", re.IGNORECASE)
_OF_ALL = deferred(
    r"\b(?:default|global|general|all|others?|remaining|domy\u015bln\w+|og\u00f3ln\w+"
    r"|pozosta\u0142\w+)\b",
    re.IGNORECASE,
)
# A figure, a header or a name in code marks says as much as two words.
_SAYS = deferred(r"`|\d|(?i:retry-after|x-)|RFC|[A-Z][a-z]+[A-Z]")
_CODE, _LISTED = deferred(r"\b[1-5]\d\d\b"), 3
_CITED = deferred(r"\((?:[\w.-]+\.\w+:\d+(?:-\d+)?(?:, )?)+\)")
_NUMBER = deferred(r"\d[\d,_]*")
_NAMES = deferred(r"[\w.-]+")
_OF_CLIENT = deferred(
    r"(?:the |a )?(?:mobile |web )?(?:clients?|front-?ends?|klient\w*|aplikacja kliencka)\b",
    re.IGNORECASE,
)
_MIGHT = deferred(
    r"\bcan be (?:configured|extended)|\bcould\b|^(?:support )?optional\b|\bin (?:the )?future\b",
    re.IGNORECASE,
)
# What is said of roles is nothing to a call that asks for none.
_OF_ROLES = deferred(r"\brole claims?\b|\bRBAC\b|\brole-based\b", re.IGNORECASE)
# What makes queries fast is nothing to a write.
_OF_READS = deferred(
    r"\bind(?:ex(?:es)?|eks\w*)\b.{0,80}\b(?:quer|fast|perform|szybk|zapyta)", re.IGNORECASE
)
# "Teacher/admin endpoints require ...": who calls what is ruled.
_FOR = deferred(r"([\w/ ,&-]{3,40}?) (?:endpoints?|routes?)\b", re.IGNORECASE)
_WHO = deferred(
    r"parents?|child(?:ren)?|admins?|teachers?|students?|managers?|staff|moderators?|guests?|bots?",
    re.IGNORECASE,
)
_TICKED = deferred(r"`([^`]+)`")
# One that signs in or gives tokens wants to know all of them.
_OF_TOKENS = deferred(
    r"\b(?:log-?(?:in|out)|sign-?(?:in|up|out)|tokens?|refresh|register)\b", re.IGNORECASE
)


def adding(brief: Brief, facts: Iterable[Fact], others: Sequence[str] = ()) -> list[Fact]:
    """The facts with those of their sentences alone that say more than the plan's other parts.

    `others` are the lines of the same section.
    """
    matters = tuple(_matters(brief, others))
    told = re.compile("|".join(matters) or r"(?!)", re.IGNORECASE)
    tests: list[Callable[[str], bool]] = [partial(_is_for, brief), partial(_is_own_rate, brief)]
    tests += [partial(_is_left, brief, told)]
    tests += [partial(_demands, brief)] if _CALLER in matters else []
    return [one for fact in facts for one in _kept(fact, others, tests)]


def _matters(brief: Brief, others: Sequence[str]) -> Iterator[str]:
    """The words of each matter that the plan tells."""
    if brief.tells("errors"):
        yield _ERRORS
    if not brief.tells("flow"):
        return
    work = work_of(brief)
    token = _OF_TOKENS.search(brief.spec.endpoint.path) is not None
    if work.closed and means(brief.spec) is not None and not token:
        yield _CALLER
    if work.tie is not None:
        yield _OWNER
    if any("RLS" in one for one in others):
        yield _ROWS
    if brief.spec.status(_MANY) is not None:
        figures = "|".join(_NUMBER.findall(_limit(brief)))
        yield f"{_RATE}|{figures}" if figures else _RATE


def _kept(
    fact: Fact, others: Sequence[str], tests: Sequence[Callable[[str], bool]]
) -> Iterator[Fact]:
    places = [str(one) for one in fact.sources]
    same = [line for line in others if any(place in line for place in places)]
    said, apart = [], False
    for one in _parted(fact.text):
        # "Support optional keys; restrict to …": what goes on with that is no more of the call.
        apart = not _is_said_of_call(one) or (apart and one[:1].islower())
        if not apart and all(test(one) for test in tests) and not _is_told(one, same, others):
            said.append(one)
    if said:
        yield replace(fact, text=" ".join(said).rstrip(".,;"))


def _limit(brief: Brief) -> str:
    """What the flow says of how often one may call."""
    status = brief.spec.status(_MANY)
    own = status is not None and _NUMBER.search(status.meaning) is not None
    told = brief.limit.text if brief.limit is not None and not own else ""
    return told or (status.meaning if status is not None else "")


def _parted(text: str) -> list[str]:
    """The sentences and clauses; of fewer words than a clause has, with the one before."""
    out: list[str] = []
    for one in _PART.split(text):
        if out and len(one.split()) < _CLAUSE:
            out[-1] += f" {one}"
        else:
            out.append(one)
    return out


def _is_told(text: str, same: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a line that cites the same place has all of its names, or any its headers."""
    names = [name for one in _TICKED.findall(text) for name in _NAMES.findall(one)]
    headers = [one.strip("`") for one in RATE_HEADER.findall(text)]
    if headers:
        return any(all(one.casefold() in line.casefold() for one in headers) for line in others)
    return bool(names) and any(all(name in line for name in names) for line in same)


def _is_said_of_call(text: str) -> bool:
    """Whether it is of what the endpoint does: not of its caller, nor of what might be one day."""
    return _OF_CLIENT.match(text) is None and _MIGHT.search(text) is None


def _is_for(brief: Brief, text: str) -> bool:
    """Whether it is for callers of this endpoint, where it is led by who calls what it rules."""
    if _OF_ROLES.search(text) and asked_role(work_of(brief)) is None:
        return False
    if brief.subject.writes and _OF_READS.search(text):
        return False
    led = _FOR.match(text)
    roles = [one for one in _NAMES.findall(led[1]) if _WHO.fullmatch(one)] if led else []
    path = _NAMES.findall(brief.spec.endpoint.path)
    return not roles or any(alike(one, other) for one in roles for other in path)


def _is_left(brief: Brief, told: re.Pattern[str], text: str) -> bool:
    """Whether words are left that no other part of the plan is about."""
    if TELLS_DATABASE.search(text) or grants(brief.subject, text):
        return True
    own = {fold(one) for one in _names(brief)} | _codes(brief, text)
    left = [
        one
        for one in _WORD.findall(_CITED.sub("", text))
        if not _ANY.fullmatch(one.strip("`"))
        and not all(told.fullmatch(part) or fold(part) in own for part in _parts(one))
    ]
    return len(left) + sum(_SAYS.match(one) is not None for one in left) >= _ADDS


def _codes(brief: Brief, text: str) -> set[str]:
    """The statuses that the section on errors has; all in a list of which any may come."""
    said = _CODE.findall(text)
    known = {str(one.code) for one in brief.spec.statuses}
    return known if len(said) < _LISTED else known.union(said)


def _names(brief: Brief) -> tuple[str, ...]:
    subject = brief.subject
    return (subject.thing, subject.things, subject.owner, subject.verb)


def _parts(word: str) -> list[str]:
    """The words in code marks, but of what shows a form; a name by itself is one."""
    return (_NAMES.findall(word) if "`" in word and "{" not in word else []) or [word]


def _demands(brief: Brief, text: str) -> bool:
    """Whether something is demanded, where it speaks of tokens that are no rows of this one."""
    own = {fold(one) for one in _names(brief)}
    tokens = [one for one in _TOKENS.findall(text) if fold(one) not in own]
    return not tokens or any(one.search(text) for one in (_DEMANDS, TELLS_DATABASE))


def _is_own_rate(brief: Brief, text: str) -> bool:
    """Whether a limit is of what is done here, and not of all where a nearer one is told."""
    hit, limit = _COUNTED.search(text), _limit(brief)
    if limit and re.fullmatch(_LIMIT.format(re.escape(limit)), text):
        return False
    if hit is None or not limit or hit[1] in _NUMBER.findall(limit):
        return True
    if _OF_ALL.search(text) or not is_limit_of(brief, f"{text[hit.end() :]} {text}", ""):
        return False
    return is_counted_here(brief, hit[2] or "")
