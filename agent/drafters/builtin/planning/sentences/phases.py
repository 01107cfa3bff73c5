"""What part of the work a sentence tells, and so where it stands in a flow; none tells no work.

A step says what the server does, what has to hold, or what follows in a case. What is only so
("Topics are shared"), what people can do and what a screen shows is no step of a request.
"""

from __future__ import annotations

import re
from typing import Literal

from agent.core.patterns import deferred

Phase = Literal["check", "compute", "write", "after", "answer"]

# Stems of what is done, by the part of the work that it is. English and Polish.
_VERBS: tuple[tuple[Phase, str], ...] = (
    ("answer", r"return|respond|answers?\b|zwr[a\u00f3o]c"),
    (
        "check",
        (
            r"validat|verif|check|confirm|ensur|enforc|requir|assert|reject|refus|den(?:y|ies)\b"
            r"|forbid|block|prevent"
            r"|disallow|throw|abort|limit|cap\b|accepts\b|sprawd|walid|weryf|odrzu|odm[o\u00f3]w"
            r"|wymus|zapewn|upewn|blokow"
        ),
    ),
    (
        "after",
        (
            r"send|sent\b|mails?\b|notif|publish|emit|enqueu|queue|schedul|broadcast|dispatch"
            r"|trigger|logs?\b|logg"
            r"|audit|track|invalidat|cach|purg|wysy\u0142|wy\u015bl|powiad|publik|logow|loguj"
        ),
    ),
    (
        "compute",
        (
            r"(?:re-?)?generat|(?:re-?)?calculat|(?:re-?)?comput|hash|pars|extract|normali[sz]|trim"
            r"|saniti[sz]|strip|detect|de-?duplicat|merg|split|combin|chunk|map|determin|resolv"
            r"|deriv"
            r"|infer|counts?\b|sums?\b|find|fetch|load|read|retriev|get|look|quer|select|compar"
            r"|match|filter"
            r"|sort|build|prepar|construct|convert|transform|encod|encrypt|decrypt|sign|compress"
            r"|resiz"
            r"|lock|begin|start|open|us(?:e|es)\b(?! (?:to|when|for|case))|appl|format|assign"
            r"|treat|measur|process|execut|run"
            r"|perform|call|request|ask|integrat|download|wrap|draw|shuffl|rank|scor|aggregat"
            r"|group|identif"
            r"|interpret|scan|reload|clamp|adjust|evaluat|authenticat|truncat|round|pick|choos"
            r"|consider|skip|ignor|retr(?:y|ies)|stream|rozpocz|oblicz|wylicz|przelicz"
            r"|(?:wy)?generuj"
            r"|generow|pobier|pobra|znajd|wyszuk|odczyt|wywo\u0142|zbud|budow|przygot|parsow"
            r"|parsuj|por\u00f3wn|przypis|filtr|sortow|pomi\u0144|pomij|ustal|wyznacz|wykon|uruch"
        ),
    ),
    (
        "write",
        (
            r"(?:re-?)?creat|insert|add|sav|stor|persist|(?:bulk[- ])?updat|set|(?:soft"
            r"|hard)[- ]delet"
            r"|delet|remov|replac|increment|decrement|increas|decreas|reset|mark|mov|cop"
            r"|transfer|attach"
            r"|link|unlink|append|upsert|revok|rotat|renew|refresh|(?:de-?)?activat|archiv|restor"
            r"|cancel|clos|complet|renumber|re-?order|shift|swap|cascad|keep|preserv|initiali[sz]"
            r"|provision|regist|grant|upload|issu|writ|bump|touch|clear|transition|record|approv"
            r"|maintain|subscrib|unsubscrib|renam|synchroni[sz]|import|award|associat|disassociat"
            r"|put|drop|expir|mak|rollback|roll|commit|promot|terminat"
            r"|discard|re-?assign"
            r"|deduct|subtract|anonymi[sz]|sign(?:s|ed)? (?:out|up)|logs? out|persyst|zapis"
            r"|zapisz|utw[o\u00f3]rz|tworz|dod[aj]|wstaw|zmie\u0144|zmieni|zmian|aktualiz"
            r"|usuw|usu\u0144|usun|ustaw|oznacz|zwi\u0119ks|zmniejsz|zast\u0105p|przenie\u015b"
            r"|przenos"
            r"|skopiuj|kopiow|zatwierd|zwaln|zwoln|archiwiz|przywr|kept\b|made\b|held\b|tak(?:e"
            r"|es|en)\b|cofn|cof[ai]"
        ),
    ),
)
# A participle at the beginning is of what is done elsewhere: "Soft-deleted rows have ...".
_ENDS = (
    r"(?:[a-z]{0,2}(?:e|es|s|ies|y|ing)?|\w*(?:a|e|y|i|uje|anie|enie|cie|uj|aj))\b"
    r"(?:(?<=s)|(?!\s*:))"
)
_DOES = {phase: deferred(rf"(?:{stems}){_ENDS}", re.IGNORECASE) for phase, stems in _VERBS}
_DONE = {phase: deferred(rf"(?:re-?)?(?:{stems})\w*", re.IGNORECASE) for phase, stems in _VERBS}
# "Archives the day": a verb that stands before what it is done to, or a noun before one.
_ANY_DEED = deferred(
    r"(?!(?:only|for|in|on|with|all|both|not|no|as|if|once|after|before|by|from|of|via|like|and"
    r"|or|but|is|are"
    r"|this|that|these|those|each|every|any|to|at|when|where|while|into|over|under|without"
    r"|within|per|than"
    r"|what|which|who|how|has|have)\b)"
    r"[a-z]{3,}s? (?:the|an?|all|each|every|its|their)\b",
    re.IGNORECASE,
)
_SUBJECT = deferred(
    r"(?:the |an? |each |every )?[a-z][\w-]*(?: [\w-]+)? (?:\([^()]*\) )?"
    r"(?=[a-z]{2,}s\b(?! (?:is|are|must|can)\b)|do not\b|nie\b)",
    re.IGNORECASE,
)
# "Start date must be ...": a noun.
_IS_NOUN = deferred(
    r"\w+(?! (?:that|if|whether|when|which|all|the|an?|each|existing|any|for)\b)(?: \w+){0,3}?"
    r" (?:must|cannot|can|is|are|may|should|has|have|will|musi|jest)\b",
    re.IGNORECASE,
)
_HOW = deferred(
    r"(?:(?:automatically|atomically|permanently|immediately|then|also|first|next|finally|always"
    r"|server[- ]side|asynchronously|optionally|automatycznie|nast\u0119pnie|zawsze|system"
    r"|server|backend"
    r"|API|endpoint|service|it|this|the|serwer|will|must|should|do(?:es)? not|never|nie)\W+)+",
    re.IGNORECASE,
)
_LABEL = deferred(r"\A[^:.;]{2,48}:\s+(?=\S)")
# "The `POST /x` endpoint will check …".
_CALLED = deferred(
    r"\A(?:the |on )?`?(?:(?:GET|POST|PUT|PATCH|DELETE) )?/[^\s`]+`?(?: endpoint)?"
    r"(?:,|\s+[-\u2013\u2014])?\s+",
    re.IGNORECASE,
)
# What has to hold, whoever wants it.
_MUST = deferred(
    r"\b(?:must|cannot|can't|can only|may only|only (?:if|when|while|one|for|own\w*)|may not"
    r"|not allowed|allowed (?:only|unless|if|when)|forbidden|exactly|limited to|up to \d|at most"
    r"|at least"
    r"|no more than"
    r"|no longer than|exceeds?|uniqu\w*|duplicat\w*|required|within|immutable|unchanged"
    r"|musi|musz\u0105|nie mo\u017c\w+|wymag\w*|unikal\w*|niezmienn\w+|dozwolon\w+|mo\u017cliwe)\b"
    r"|\A(?:only|no|tylko|max\w*|maks\w*|min\w*|limit)\b|[<>]=|[\u2264\u2265]|\bin \[",
    re.IGNORECASE,
)
_WANTED = deferred(r"\A(?:only|no|tylko|max\w*|maks\w*|limit)\b", re.IGNORECASE)
_CASE = deferred(
    r"(?:if|when|whenever|unless|once|for (?:each|every|all|(?:[\w`=]+ ){0,3}[\w`=]+,)"
    r"|on (?=(?:\w+ ){0,3}\w+[:,])"
    r"|after (?=[^,]{3,60},)|before (?=[^,]{3,60},)|je\u015bli|je\u017celi|gdy|dla ka\u017cd\w+"
    r"|w przypadku)\b",
    re.IGNORECASE,
)
_CASE_ENDS = deferred(r"[,:]\s+|\bthen\b|\bto\b\s+(?=`?4\d\d)|\s(?:->|\u2192)\s")
_REFUSED = deferred(
    r"\b4\d\d\b|\brejec|\brefus|\berror\b|\bb\u0142\u0105d\b|\bodrzu", re.IGNORECASE
)
_IS = deferred(
    r"\b(?:is|are|be|been|gets?|jest|s\u0105|zostaj\w+|b\u0119d\w+)\s+(?:not\s+|nie\s+)?"
    r"(?:[a-z]+ly\s+|then\s+|also\s+|re-?)*(?P<verb>[^\W\d_]{3,}(?:ed|en|ny|na|ne|ty|ta|te"
    r"|i)|(?:re)?set|kept|sent|made|put|held|built|drawn)\b",
    re.IGNORECASE,
)
_SETS = deferred(r"`?\w+(?:\.\w+)?`?\s*(?:=|\u2190|:=)\s*\S", re.IGNORECASE)
# "Value clamped by the limit".
_DONE_BY = deferred(
    r"(?:[\w`.]+\s+){1,4}?(?P<verb>[a-z]{3,}ed)\s+(?:by|to|with|from|into|via|on|against|using"
    r"|in)\b",
    re.IGNORECASE,
)
# What a value means: "rows are 0-indexed", "Mode easy: …".
_MEANS = deferred(
    r"\b(?:0|zero)[- ](?:indexed|based)\b|\bindeksowan|(?:mode|level|tier|tryb"
    r"|poziom) [^:]{2,30}:\s",
    re.IGNORECASE,
)
# Who does or sees it is not the server; what may be is nothing that is done.
_OTHERS = deferred(
    r"(?:can|may|could) (?:be|also|optionally|update|only be)\b|(?:the |a |an |all |any |most "
    r"|each )?(?:(?:authenticated|new|other|logged[- ]in|premium|guest|registered|existing"
    r"|regular|admin|\w*\u017cdy) )?(?:non-)?(?:users?|admins?|administrators?|members?|owners?"
    r"|clients?"
    r"|front-?end|UI"
    r"|u\u017cytkowni\w+|klient\w*)\s+"
    r"[a-z\u0142]+",
    re.IGNORECASE,
)
_WANTS = deferred(
    r"\b(?:must|cannot|can't|can only|may not|may only|only|limited|at most|max\w*|musi"
    r"|nie mo\u017ce|tylko)\b",
    re.IGNORECASE,
)
_SCREEN = deferred(
    r"\b(?:UI|front-?end|client[- ]side|(?:on|by|in|for) the client\b|client (?:may|can|should|will"
    r"|must|calls?|shows?|displays?|sends?|reads?|receives?|handles?|polls?)|toast|modal|button"
    r"|screen|user interface|interfejs\w*"
    r"|po stronie klienta|browser|przegl\u0105dar\w+|UX)\b",
    re.IGNORECASE,
)
_SERVER = deferred(r"\b(?:server|serwer|back-?end)", re.IGNORECASE)
# What is left for later, or told of the document.
_NOT_NOW = deferred(
    r"\b(?:MVP|triggers? an? `?(?:INSERT|UPDATE|DELETE)`? event|future|later (?:on|version)"
    r"|recommended|optional enhancement|could|PRD|user stor\w+"
    r"|US-\d+|simplif\w+|for completeness|consider\w* (?=\w+ing)|warning(?=:)"
    r"|(?:request|response|payload|param\w*)(?=[^:]{0,20}:)|cannot be undone"
    r"|irreversible|w przysz\u0142o\u015bci|zalecan\w+)\b",
    re.IGNORECASE,
)
_SENTENCE = deferred(r"(?<=[.!?])\s+(?=[A-Z\u0141\u015a\u017b])")
_ASIDE = deferred(r"\s?\([^()]*\)")
_OUTSIDE = deferred(
    r"\b(?:AI|LLM|OpenAI|OpenRouter|prompt|model|external|webhook|third[- ]party)\b", re.IGNORECASE
)
_LATIN = deferred(r"[A-Za-z\u00c0-\u024f]")
_LETTER = deferred(r"[^\W\d_]")
_ENTRY = deferred(r"\A[a-z][.)]\s+")
_LABELS = 3


def phase_of(text: str) -> Phase | None:
    """The part of the work that it tells; None of what is no step."""
    said = _ENTRY.sub("", text.strip())
    if _is_unread(said):
        return "write"
    if is_aside(said):
        return None
    rest = said
    for _ in range(_LABELS):
        if _OTHERS.match(rest) and not _WANTS.search(rest):
            return None
        label = _LABEL.match(rest)
        found = _phase(_CALLED.sub("", rest), led=label is not None)
        if found is not None or label is None:
            return found
        rest = rest[label.end() :]
    return "check" if _MUST.search(said) else None


def is_aside(text: str) -> bool:
    """Whether it tells of later, of the document or of a screen: of no work of the server."""
    bare = _ASIDE.sub("", text)
    now = [one for one in _SENTENCE.split(bare) if not _NOT_NOW.search(one)]
    return not now or (_SCREEN.search(bare) is not None and not _SERVER.search(bare))


def _phase(said: str, *, led: bool = False) -> Phase | None:
    """The same of a clause; what a label leads says itself what has to hold."""
    if _CASE.match(said):
        return _of_case(said)
    done = does(said)
    if done is not None:
        return done
    if not led and (_WANTED.match(said) or (_IS.search(said) is None and _MUST.search(said))):
        return "check"
    return _is_done(said) or (None if led or not _MUST.search(said) else "check") or _other(said)


def _is_done(said: str) -> Phase | None:
    """What is done, told of what it is done to: "The sum is kept"."""
    passive = _IS.search(said) or _DONE_BY.match(said)
    verb = passive["verb"] if passive is not None else ""
    done = next((one for one, _ in _VERBS if verb and _DONE[one].match(verb)), None)
    return None if done == "answer" else done


def _other(said: str) -> Phase | None:
    """What is set, or what a subject of its own does."""
    if _SETS.match(said) or _MEANS.search(said):
        return "compute"
    subject = _SUBJECT.match(said)
    done = does(said[subject.end() :]) if subject is not None else None
    return done or ("write" if _ANY_DEED.match(said) else None)


def does(said: str) -> Phase | None:
    """What is done, by the verb that a text begins with."""
    how = _HOW.match(said)
    said = said[how.end() :] if how is not None else said
    noun = _IS_NOUN.match(said) is not None
    for phase, _ in _VERBS:
        if _DOES[phase].match(said) and (phase == "check" or not noun):
            outside = phase == "after" and _OUTSIDE.search(said) is not None
            return "compute" if outside else phase
    return None


def _of_case(said: str) -> Phase | None:
    """The part of what is done in the case; a check where that is refused or only must hold."""
    parted = _CASE_ENDS.search(said)
    rest = said[parted.end() :] if parted is not None else ""
    if not rest:
        return "check" if _MUST.search(said) or _REFUSED.search(said) else None
    if _REFUSED.search(rest):
        return "check"
    return _phase(rest) or "write"


def _is_unread(said: str) -> bool:
    """Whether it is written in letters that no rule here reads."""
    letters = len(_LETTER.findall(said))
    return 2 * len(_LATIN.findall(said)) < letters
