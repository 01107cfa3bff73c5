"""Plans an endpoint with a model: decisions and Markdown, checked before the user sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from agent.chat import Chat, Message
from agent.core.documents import RepoPath
from agent.core.spec import Feature, Target
from agent.core.undo import Conflict, invert
from agent.drafter import PlanDraft, PlanRequest, Unable
from agent.drafters.model import brief, there
from agent.drafters.model.designs import designs
from agent.drafters.model.general import of_all_tables, of_its_tables
from agent.drafters.model.others import alike, others
from agent.drafters.model.reciting import SECTION, TITLE, Recital
from agent.drafters.model.requirements import served
from agent.drafters.model.ruling import rules
from agent.drafters.model.sending import Fence
from agent.drafters.model.talking import Reply, Talk
from agent.drafters.model.voice import Voice

_MOST_DECISIONS = 10
_MOST_FAULTS = 12
_MOST_PROMPT = 6_000
_LANGUAGES = {"en": "English", "pl": "Polish"}
_POINT = re.compile(r"\s*(?:[-*]|\d+\.)\s+(\S.*)")
_FENCE = re.compile(r"^\s*```(?:markdown|md)?\s*$", re.MULTILINE)
# What comes before them may be thought aloud, in points as well.
_DECISIONS = re.compile(r"^#+ *(?:Decisions|Decyzje)\b.*$", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class _Open:
    """The conversation about one endpoint's plan: the reasons it knows, and its last draft."""

    endpoint: Target
    path: RepoPath
    talk: Talk
    fence: Fence
    notes: tuple[str, ...] = ()
    text: str = ""


@dataclass(slots=True)
class Planner:
    """One conversation an endpoint, until its plan is saved or another is asked for."""

    chat: Chat
    voice: Voice
    _open: _Open | None = field(default=None, init=False)

    def plan(self, request: PlanRequest) -> PlanDraft | Unable:
        """A plan, revised where there is a new reason. ChatError without an answer.

        What the user edited by hand stays; Unable where that cannot be.
        """
        known = self._open
        revises = (
            known is not None
            and (known.endpoint, known.path) == (request.spec.endpoint, request.path)
            and known.text != ""
            and known.notes == request.notes[:-1]
        )
        opened = known if known is not None and revises else self._begin(request)
        before = opened.text
        asked = _revision(request, opened) if revises else self._asked(request, opened.fence)
        opened.talk.reads.code = request.code
        reply = self._whole(opened.talk, asked, request.recite)
        if reply.trouble:
            return Unable(reason=f"{self.chat.name} {reply.trouble}")
        draft = self._mended(request, opened.talk, _draft(reply.text))
        self._open, opened.notes, opened.text = opened, request.notes, draft.text
        if request.edited:
            return _kept(before, request.edited, draft)
        return draft

    def _mended(self, request: PlanRequest, talk: Talk, draft: PlanDraft) -> PlanDraft:
        """The draft, once it was mended where something is wrong with it."""
        faults = request.judge(draft.text).lines[:_MOST_FAULTS]
        if not faults:
            return draft
        if request.recite is not None:
            more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
            self.voice.told(f"Waltz finds in it: {faults[0]}{more}; the model mends it")
        again = self._whole(talk, _mend(faults))
        if again.trouble:
            return draft
        better = _better(request, draft, _draft(again.text, draft.decisions))
        was = request.recite is not None and better.text != draft.text
        return replace(better, recited=draft.text if was else "")

    def _begin(self, request: PlanRequest) -> _Open:
        fence = self.voice.fence()
        talk = self.voice.talk(self.chat, "plan", fence, request.code)
        spec, documents = request.spec, request.documents
        held = rules(spec, request.rules, fence)
        parts = (
            brief.subject(spec.endpoint),
            _profile(request, fence),
            brief.documents(spec, fence),
            brief.logs(request.logs, spec, fence),
            of_all_tables(documents, spec, fence),
            of_its_tables(documents, (*spec.tables, *request.logs), spec, fence),
            designs(documents, spec, fence),
            served(request, fence),
            held,
            there.other_rules(request, held, fence),
            others(request, fence),
        )
        talk.messages.append(Message(role="user", text=brief.joined(parts), stable=True))
        return _Open(endpoint=spec.endpoint, path=request.path, talk=talk, fence=fence)

    def _asked(self, request: PlanRequest, fence: Fence) -> str:
        return brief.joined((self.voice.moment(), _first(request, fence)))

    def _whole(self, talk: Talk, text: str, recite: Callable[[str], object] | None = None) -> Reply:
        """The answer; one that reached its length goes on once, from its last whole section."""
        reply = talk.ask(text, recital=partial(Recital, recite) if recite else None)
        starts = [one.start() for one in SECTION.finditer(reply.text)]
        if reply.finish != "length" or len(starts) < 2:  # noqa: PLR2004 - one is whole before the last
            return reply
        kept = reply.text[: starts[-1]]
        heading = reply.text[starts[-1] :].split("\n", 1)[0]
        again = f"It was cut off. Go on with the section “{heading}”, from its heading."
        if recite is not None:
            self.voice.told("the answer was too long for one: its last section comes again, whole")
        rest = talk.go_on(again, partial(Recital, recite, SECTION) if recite else None)
        return rest.joined(kept) if not rest.trouble else rest


def _profile(request: PlanRequest, fence: Fence) -> str:
    """What the plan has to hold: the user's own prompt where there is one, and the statuses."""
    profile = request.profile
    rows = [f"Title: {_title(request)}", f"Write in {_LANGUAGES[request.language]}."]
    rows.append("Sections, in this order: " + " · ".join(_sections(request)))
    if profile.place:
        # The prompt itself says what the rows below are read from.
        rows.append(fence.data(f"prompt {profile.place}", profile.text[:_MOST_PROMPT]))
    if profile.place and len(profile.text) <= _MOST_PROMPT:
        return "\n".join(rows)
    if profile.statuses:
        known = "; ".join(f"{one.code} {one.meaning}" for one in profile.statuses)
        rows.append(f"Where the documents name no status: {known}.")
    elif not profile.place:
        rows.append(
            "A status that the documents do not name is an open question, without a number."
        )
    rows += [f"Rule: {one}" for one in profile.rules]
    rows += [f"Think about: {one}" for one in profile.analysis]
    return "\n".join(rows)


def _title(request: PlanRequest) -> str:
    same = next((one.title for one in alike(request)), "")
    kind = "Feature" if isinstance(request.spec.endpoint, Feature) else "API Endpoint"
    usual = f"{kind} Implementation Plan: {request.spec.endpoint}"
    return f"{usual} (other plans here: “{same}”)" if same else usual


def _sections(request: PlanRequest) -> Sequence[str]:
    """The profile's, called as another plan here calls as many."""
    wanted = request.profile.sections
    for one in alike(request):
        titles = [re.sub(r"^[\d.]+\s*", "", section.title) for section in one.sections]
        if len(titles) == len(wanted):
            return titles
    return wanted


def _first(request: PlanRequest, fence: Fence) -> str:
    parts = [there.elsewhere(request, fence), there.documents(request), there.files(request, fence)]
    if request.checks:
        checks = "\n".join(f"- {one.anywhere} ({one.when})" for one in request.checks)
        parts.append(f"What proves a step here:\n{checks}")
    said = [f"- {gap}: {words}" for gap, words in request.answers if words]
    if said:
        parts.append("The owner answered:\n" + "\n".join(said))
    if request.notes:
        parts.append("The owner says:\n" + "\n".join(f"- {one}" for one in request.notes))
    if request.edited:
        parts.append(fence.data("draft, edited by the owner", request.edited))
        parts.append("Every line of it that is the owner's stays.")
    parts.append("Write the decisions and the plan.")
    return brief.joined(parts)


def _revision(request: PlanRequest, opened: _Open) -> str:
    parts = [f"The owner says: {request.notes[-1]}"]
    if request.edited:
        parts.append(opened.fence.data("draft, edited by the owner", request.edited))
        parts.append("Every line that the owner changed stays as it is.")
    parts.append(
        "Change what this asks for, and nothing else. Give decisions and plan again, whole."
    )
    return "\n\n".join(parts)


def _mend(faults: Sequence[str]) -> str:
    rows = "\n".join(f"- {one}" for one in faults)
    head = "Waltz finds in this plan, lines counted from its title:"
    return f"{head}\n{rows}\nMend it, and give decisions and plan again, whole."


def _draft(text: str, decisions: tuple[str, ...] = ()) -> PlanDraft:
    """Decisions from what stands before the plan's title; the plan from there on."""
    title = TITLE.search(text)
    head, body = (text[: title.start()], text[title.start() :]) if title else ("", text)
    body = body.strip()
    if _FENCE.search(head):
        body = body.removesuffix("```").rstrip()
    *_, said = _DECISIONS.split(head)
    found = tuple(_points(said))[:_MOST_DECISIONS] or decisions
    return PlanDraft(text=f"{body}\n", decisions=found)


def _points(head: str) -> Iterator[str]:
    for line in head.split("\n"):
        point = _POINT.fullmatch(line)
        if point is not None:
            yield point[1].strip()


def _better(request: PlanRequest, first: PlanDraft, second: PlanDraft) -> PlanDraft:
    """The mended draft, unless more is wrong with it."""
    worse = request.judge(second.text).outweigh(request.judge(first.text))
    return first if worse else second


def _kept(before: str, edited: str, draft: PlanDraft) -> PlanDraft | Unable:
    """The revision with every line that the user's hands changed."""
    base = (before or edited).encode()
    # To take back the change from the new text to the old one is to make it in the user's text.
    made = invert(draft.text.encode(), base, edited.encode())
    if isinstance(made, Conflict) or made is None:
        where = f" near line {made.lines[0]}" if isinstance(made, Conflict) and made.lines else ""
        return Unable(reason=f"the revision would change what you edited{where}; edit it yourself")
    return PlanDraft(text=made.decode(), decisions=draft.decisions)
