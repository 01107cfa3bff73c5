"""The rules that a model is told: those for the plan's files, without what is for screens only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from agent.core.documents import RepoPath
from agent.core.plan import Plan, Step
from agent.core.spec import Feature, Rule, Spec
from agent.drafters.model.sending import Fence, bounded

Rows = list[tuple[int, str]]
_MOST = 24_000
# Shorter words, such as “Example:”, stand before different things.
_LEAST_SAID = 40
# Globs alone miss: rules for a back end often name no file that a route lies in.
_BACKEND = re.compile(
    r"back-?end|(?:^|[^a-z])(?:rest|server)(?:[^a-z]|$)|^api(?:[-_](?:rules|design|guide\w*))?\.",
    re.IGNORECASE,
)
_MIGRATION = re.compile(r"migration", re.IGNORECASE)
_DEEPEST = 7  # below each heading of Markdown
_TITLE = re.compile(r"(#{1,6}) ([^\n]*)")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_PARTS = re.compile(r"[-_./]+")
# What a title says that its rules are for, as long as it names no server beside.
_SCREENS = re.compile(
    r"\bfront ?end\b|\bclient side\b|\bclient state\b|\bstate management\b|\breact\b|\bvue\b"
    r"|\bsvelte\b|\bangular\b|\btailwind\b|\bs?css\b|\bstyling\b|\bstylesheets?\b|\baccessibility\b"
    r"|\baria\b|\ba11y\b|\bwcag\b|\bui\b|\bux\b|\bshadcn\b|\bblazor\b|\bredux\b|\bzustand\b"
    r"|\bpinia\b|\bngrx\b|\btanstack\b|\bdostępnoś\w+|\bstylowani\w+|\binterfejs\w* użytkownika",
    re.IGNORECASE,
)
_SERVER = re.compile(
    r"\bback[- ]?end\b|\bfull[- ]?stack\b|\bserver\w*(?! components?\b| state\b)|\bendpoints?\b"
    r"|(?<!composition )(?<!options )(?<!context )(?<!transitions )\bapis?\b"
    r"|\bdatabase\b|\bsupabase\b|\bcontrollers?\b|\bmiddleware\b|\bsql\b"
    r"|\bserwer\w*|\bbaz[ay] danych",
    re.IGNORECASE,
)
# Below a title that says neither, one of these may be meant for what a server does.
_SHARED = re.compile(
    rf"{_SERVER.pattern}|\broutes?\b|(?<!event )\bhandlers?\b|\bservices?\b"
    r"|\brepositor\w+|\borm\b|\bquer(?:y|ies)\b|\bzod\b|\bschemas?\b"
    r"|\bvalidat\w+|\bdtos?\b|\bauth\w*|\bcookies?\b|\benv\b|\benvironment\b|\blogg\w+|\berrors?\b"
    r"|\bexceptions?\b|\btest(?:s|ing)?\b|\btypes?\b|\bmigrations?\b|\bsecurity\b|\bhttp\b"
    r"|\bwalidac\w+|\bzapytan\w+|\bbłęd\w+|\btest(?:y|ów|owani\w+)\b|\btyp(?:y|ów)\b|\bmigrac\w+",
    re.IGNORECASE,
)
_SCREEN_FILE = re.compile(
    r"\.(?:tsx|jsx|vue|svelte|astro|s?css|html|razor|cshtml|erb|twig|xaml)$|\.blade\.php$"
    r"|(?:^|/)(?:components?|hooks|layouts?|styles|stores?|ui|views?|widgets)/",
    re.IGNORECASE,
)
_SCREEN_STEP = re.compile(rf"{_SCREENS.pattern}|\bcomponents?\b|\bkomponent\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A rules document, why it is sent, and its rows for this work: all of them, or some."""

    rule: Rule
    why: str
    rows: Rows
    whole: bool


def rules(spec: Spec, every: Sequence[Rule], fence: Fence, plan: Plan | None = None) -> str:
    """The rules that hold for the plan's files, and those for the back end by their name.

    Where the plan writes a migration, those for migrations too: few of them have a glob. What is
    for screens is left out where nothing of the plan is one, and that is said.
    """
    held = {one.path for one in spec.rules}
    migrates = plan is not None and any(_MIGRATION.search(one.value) for one in _files(plan))
    named = [(one, _named(one, migrates=migrates)) for one in every if one.path not in held]
    holding = [(one, _held(one)) for one in spec.rules]
    screens = _has_screens(spec, plan)
    chosen = [_chosen(one, why, screens=screens) for one, why in (*named, *holding) if why]
    told = bounded(_rules((one for one in chosen if one.rows), fence), _MOST)
    apart = [f"rules {one.rule.path}" for one in chosen if not (one.rows or one.whole)]
    left = [f"Left out, being for screens: {', '.join(apart)}."] if apart else []
    return "\n\n".join((*told, *left))


def _files(plan: Plan) -> Iterator[RepoPath]:
    return (one.path for step in plan.all_steps() for one in step.files)


def _has_screens(spec: Spec, plan: Plan | None) -> bool:
    """Whether the work may touch a screen: by the plan, before there is one by what it is for."""
    if plan is None:
        return isinstance(spec.endpoint, Feature)
    return any(_is_of_screens(one) for one in plan.all_steps())


def _is_of_screens(step: Step) -> bool:
    """Whether it is to be written, and names a screen."""
    files = (one.path.value for one in step.files)
    named = _SCREEN_STEP.search(step.title) or any(map(_SCREEN_FILE.search, files))
    return step.kind != "confirm" and bool(named)


def _named(rule: Rule, *, migrates: bool) -> str:
    """What its name says that it is for; empty where that is nothing here."""
    if _BACKEND.search(rule.path.name):
        return "for the back end, by its name"
    return "for migrations, by its name" if migrates and _MIGRATION.search(rule.path.name) else ""


def _held(rule: Rule) -> str:
    if rule.always:
        return "always on"
    return f"{', '.join(rule.globs[:2]) or 'it'} matches a file of the plan"


def _chosen(rule: Rule, why: str, *, screens: bool) -> _Chosen:
    rows = _filled(rule.text)
    left = rows if screens else [row for part in _served(rule, rows) for row in part]
    told = any(line and not _TITLE.fullmatch(line) for _, line in left)
    return _Chosen(rule, why, left if told else [], left == rows)


def _filled(text: str) -> Rows:
    """The text's lines with their numbers: front matter is none of it."""
    front = _FRONT.match(text)
    after = front[0].count("\n") if front else 0
    return [(at, one.rstrip(" \t\r")) for at, one in enumerate(text.split("\n"), 1) if at > after]


def _served(rule: Rule, rows: Rows) -> Iterator[Rows]:
    """The parts; of those under a title for screens that speak of no server the title alone."""
    above = {0: _foreign(rule.path.name.rpartition(".")[0])}
    for part in _parts(rows):
        title = _TITLE.fullmatch(part[0][1])
        level = len(title[1]) if title else 0
        if title is not None:
            over = above[max(one for one in above if one < level)]
            above = {one: said for one, said in above.items() if one < level}
            above[level] = _foreign(title[2], _SHARED if over else None)
        kept = above[level]
        if kept is None or any(kept.search(line) for _, line in part):
            yield part
        elif title is not None:
            yield [part[0], (part[0][0], "")]


def _foreign(title: str, over: re.Pattern[str] | None = None) -> re.Pattern[str] | None:
    """What has to be named below a title, for it to be told; None where all of it is.

    `over` is this for what its text says nothing about, as the title above has it.
    """
    words = _PARTS.sub(" ", title)
    if _SERVER.search(words):
        return None
    return _SERVER if _SCREENS.search(words) else over


def _parts(rows: Rows) -> Iterator[Rows]:
    """Each heading with what stands below it, up to the next one; what is fenced has none."""
    part: Rows = []
    fenced = False
    for number, line in rows:
        if _TITLE.fullmatch(line) and part and not fenced:
            yield part
            part = []
        fenced ^= line.lstrip().startswith("```")
        part.append((number, line))
    yield part


def _rules(every: Iterable[_Chosen], fence: Fence) -> Iterator[str]:
    """Each text without what one before it says too: rules are often kept twice, for two tools."""
    said: set[str] = set()
    for one in every:
        blocks = _blocks(one.rows)
        fresh = [block for block in blocks if _said(block) not in said]
        said.update(text for text in map(_said, blocks) if len(text) >= _LEAST_SAID)
        left = blocks if one.whole and len(fresh) == len(blocks) else _headed(fresh)
        if left:
            title = f"rules {one.rule.path}"
            title += "" if len(fresh) == len(blocks) else ", beside what is above"
            title += "" if one.whole else ", without what is for screens"
            fence.whys[title] = one.why
            yield fence.numbered(one.rule.path, title, chain.from_iterable(left))


def _blocks(rows: Rows) -> list[Rows]:
    """The rows apart where a blank one parts them, but in a fence: there it means something."""
    blocks: list[Rows] = [[]]
    fenced = False
    for number, line in rows:
        fenced ^= line.lstrip().startswith("```")
        if line or fenced:
            blocks[-1].append((number, line))
        elif blocks[-1]:
            blocks.append([])
    return [one for one in blocks if one]


def _said(block: Rows) -> str:
    return "\n".join(line for _, line in block)


def _headed(blocks: Sequence[Rows]) -> list[Rows]:
    """The blocks without the headings that have lost what stood below them."""
    kept: list[Rows] = []
    below = 0
    for block in reversed(blocks):
        found = _TITLE.fullmatch(_said(block))
        level = len(found[1]) if found else _DEEPEST
        if level == _DEEPEST or below > level:
            kept.append(block)
            below = level
    return kept[::-1]
