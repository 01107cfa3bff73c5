"""What a feature's passage demands, sentence by sentence, each for the section that it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.wording import trimmed

About = Literal["request", "response", "errors", "security", "performance", "flow"]

_LABELLED = deferred(
    r"(?:id|title|name|description|story|user story|tytu\u0142|nazwa|opis|historyjka|priority"
    r"|priorytet)\s*:",
    re.IGNORECASE,
)
_CRITERIA = deferred(r"(?:acceptance criteri\w*|kryteria akceptacji)\s*:?", re.IGNORECASE)
# What it is wanted for is no demand of its own.
_STORY = deferred(
    r"(?:as an?|as the|jako|i want|so that|chc\u0119|abym?|\u017ceby?m?)\s", re.IGNORECASE
)
_MARKS = deferred(r"^[\s>]*(?:(?:[-*+\u2022]|\d+[.)])\s+)?(?:\[[ xX]\]\s*)?")
_ITEM = deferred(r"^\s*(?:[-*+\u2022]|\d+[.)])\s")
_LONGEST = 600
_HEADING = deferred(r"\s*#")
# "3.2 Checks of data": the next section, where titles have no marks.
_SECTION = deferred(r"\s*\d+(?:\.\d+)+\.?\s")
_EMPHASIS = deferred(r"(?<!\w)[*_]{1,2}(?=[^\s*_])|(?<=[\w.,:;!?)\"'])[*_]{1,2}(?!\w)")
_NUMBER = deferred(r"[*_]*[A-Z]{1,6}-?\d{1,4}[*_]*[\s:.)\u2013\u2014-]*")
_GOES_ON = deferred(r"(?:when|then|and|but|gdy|kiedy|wtedy|to|i)\b", re.IGNORECASE)
_BEGINS = deferred(r"(?:given|scenario|zak\u0142adaj|maj\u0105c)\b", re.IGNORECASE)
# What a screen shows, or is done on it: no request and no row.
_SCREEN = deferred(
    r"\bbuttons?\b|\bclick|\bscreens?\b|\bpages?\b|\bforms?\b|\bmodal|\bdialog\b|\btoast|\bicons?\b"
    r"|\bcolou?rs?\b|\bnavigat|\bmenu\b|\bredirect|\bresponsive|\bmobile\b|\bdisplay|\bdropdown"
    r"|\binterface\b|\bfront-?end|\bUI\b|\bviews?\b|\btabs?\b|\bcheckbox|\blink\b|\bspinner|\bscroll|\blayout"
    r"|\bsearch box\b|\bappears?\b|\bclipboard|\bindent|\bmessages?\b|\bhighlight"
    r"|\bread more\b|\bsees?\b|\bshow[ns]?\b|\bvisible\b|\bbanner"
    r"|przycisk|klik|ekran|stron[aie\u0119y]\b|formularz|\bokn[oae]\b|\boknie\b|ikon|kolor|nawig"
    r"|przekierow|responsyw|wy\u015bwietl|\bwidocz|\bwidz[\u0119\u0105ie]|\bwidok|zak\u0142adk|\bmodal"
    r"|\binform(?:s|uje)\b.{0,30}(?:success|sukces|pomy\u015bln|powodzeni)"
    r"|interfejs|komunikat|pojawi|pasek|panel|\blist[aye]\s+rozwij",
    re.IGNORECASE,
)

# The first that matches decides; English and Polish.
_ABOUT: tuple[tuple[About, re.Pattern[str]], ...] = (
    ("security", deferred(r"(?:cannot|can.t|nie) (?:see|widz\w*)|anonym", re.IGNORECASE)),
    (
        "errors",
        deferred(
            r"\berrors?\b|\bfail|\binvalid|\bincorrect\b(?!/)|\breject|not (?:found|allowed"
            r"|possible)|\bcannot\b|\bexceed|\bprevents?\b|\bno[- ]results?\b"
            r"|b\u0142\u0119d|b\u0142\u0105d|niepopraw|nieprawid\u0142|odrzuc|blokuj|blokow"
            r"|przekrocz|nie mo\u017c[en]|niedozwol",
            re.IGNORECASE,
        ),
    ),
    (
        "request",
        deferred(
            r"\bfields?\b|(?<!list )(?<!table )\bform\b|\bpol[ea]\b|p\u00f3l\b|formularz",
            re.IGNORECASE,
        ),
    ),
    (
        "security",
        deferred(
            r"password|credential|\bauthenti|\bauthori"
            r"|logged[- ]in|\blog(?:s|ged)? ?in\b|permission|\broles?\b"
            r"|\bonly (?:the )?(?:own|their|his|owner|admin|author)|\bown\b.{0,20}\bonly|\brls\b"
            r"|row-level|has\u0142[aoe]|hase\u0142|zalogowan|uprawnie|autoryz|uwierzyt|bezpiecz"
            r"|\b40[13]\b|bez sesji|unauthori|niezalog"
            r"|tylko (?:swoj|w\u0142asn|w\u0142a\u015bciciel|autor)",
            re.IGNORECASE,
        ),
    ),
    (
        "response",
        deferred(
            r"(?:paginat|stronicow)\w* (?:controls?|buttons?|links?)\b|przycisk\w* stronicow",
            re.IGNORECASE,
        ),
    ),
    (
        "performance",
        deferred(
            r"\b\d+ ?(?:ms|s|sec\w*|sekund\w*)\b|timeout|\bcach|paginat|stronicow|wydajno"
            r"|in (?:the )?background|w tle\b|rate limit",
            re.IGNORECASE,
        ),
    ),
    (
        "request",
        deferred(
            r"\benter(?:s|ing)?\b|\bprovid|\binput|\brequired\b|\bspecif"
            r"|\bselect|\bchoose|\bpicks?\b|\bpaste|\bupload|\b(?:max|min)\b|characters"
            r"|\bpoda(?:\u0107|j\u0119|je|j\u0105c|nie)|wprowadz|wymagan|wybier"
            r"|wybra\u0107|wpisa|wpisuj|\bpick|wyb\u00f3r|wklei|wkleja|znak\u00f3w|\blimit",
            re.IGNORECASE,
        ),
    ),
    (
        "response",
        deferred(
            r"\bsees?\b|display|\bshow|redirect|message|receiv|confirm|visible|\blists?\b|return"
            r"|widz|wy\u015bwietl|przekierow|komunikat|otrzym|potwierdz|widoczn|zwrac",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One demand, and which section it is of; `screen` is set for one that a screen meets."""

    about: About
    fact: Fact
    screen: bool = False


def criteria(passage: Excerpt) -> tuple[Criterion, ...]:
    """The demands in their order; what only names or describes the feature is none.

    A requirement of one line demands what that says, if it is no story.
    """
    said = list(_sentences(passage))
    if not said and "\n" not in passage.text.strip():
        text = _bare(_NUMBER.sub("", _MARKS.sub("", passage.text.split("\n")[0])))
        alone = text and not _STORY.match(text)
        said = [(text, _at(passage, passage.source.line, passage.source.line))] if alone else []
    return tuple(
        Criterion(
            about=about_of(text),
            fact=Fact(text=text.rstrip("."), sources=(source,)),
            screen=_SCREEN.search(text) is not None,
        )
        for text, source in said
    )


def about_of(text: str) -> About:
    """The section that a sentence is for."""
    return next((about for about, words in _ABOUT if words.search(text)), "flow")


def _bare(text: str) -> str:
    return trimmed(_EMPHASIS.sub("", text), _LONGEST)


def _sentences(passage: Excerpt) -> Iterator[tuple[str, Source]]:
    """Each line that demands something; the lines of a scenario (given, when, then) are one."""
    whole, first, last = "", 0, 0
    scenario = False
    for at, text in _demanding(passage):
        if scenario and _GOES_ON.match(text):
            whole, last = f"{whole.rstrip(',.')}, {text}", at
            continue
        if whole:
            yield whole, _at(passage, first, last)
        whole, first, last = text, at, at
        scenario = _BEGINS.match(text) is not None
    if whole:
        yield whole, _at(passage, first, last)


def _demanding(passage: Excerpt) -> Iterator[tuple[int, str]]:
    """The lines that are no heading or label; an item that announces others stands before each."""
    above, deep, story = "", 0, False
    for at, raw in enumerate(passage.text.split("\n")[1:], start=passage.source.line + 1):
        text = _bare(_MARKS.sub("", raw))
        # A story may go on below: "as a guest, / I want a key, / so that I can come in".
        if _SECTION.match(raw):
            return
        wants = story or _STORY.match(text) is not None
        story = wants and raw.rstrip(" *_").endswith(",")
        if not text or wants or _LABELLED.match(text) or _CRITERIA.fullmatch(text):
            continue
        indent = len(raw) - len(raw.lstrip())
        above = above if indent > deep else ""
        if raw.rstrip().rstrip("*_").endswith(":"):
            above, deep = (text, indent) if _ITEM.match(raw) else ("", 0)
        elif not _HEADING.match(raw) and not set(raw.strip()) <= set("-=*_ "):
            yield at, f"{above}: {text}" if above else text


def _at(passage: Excerpt, first: int, last: int) -> Source:
    return Source(path=passage.source.path, line=first, last=last)
