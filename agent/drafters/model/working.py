"""One batch with a model: what it was told, and what it answered for each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.core.documents import RepoPath
from agent.core.plan import Step
from agent.core.spec import Spec
from agent.drafter import StepRequest
from agent.drafters.model import brief, wording
from agent.drafters.model.answer import Edit, Part
from agent.drafters.model.beside import around
from agent.drafters.model.fitting import Unfit
from agent.drafters.model.sending import Fence
from agent.drafters.model.talking import Talk

# Typed at a step that was left open since the model failed: no word about the code.
_AGAIN = frozenset(("again", "retry", "try again", "once more", "jeszcze raz"))


@dataclass(slots=True)
class Work:
    """`spec` is what it was told of the documents when the batch began.

    `told` counts, for each step's id, the reasons and the repairs that the model knows of.

    `heard` are the words themselves, those on earlier steps too; `known` are the versions of each
    file that it can know, `kept` the edits of a step that fit, while the others are asked for
    again, `refused` the parts of its last answer that nobody asked for, `prose` what that said
    outside of all, and `worded` its words for steps that come later. `moment` says when it is.
    """

    talk: Talk
    fence: Fence
    spec: Spec
    moment: str
    parts: dict[str, Part] = field(default_factory=dict)
    kept: dict[str, tuple[Edit, ...]] = field(default_factory=dict)
    known: dict[RepoPath, set[bytes | None]] = field(default_factory=dict)
    told: dict[str, tuple[int, int]] = field(default_factory=dict)
    heard: set[tuple[str, str]] = field(default_factory=set)
    refused: tuple[str, ...] = ()
    prose: str = ""
    worded: dict[str, str] = field(default_factory=dict)

    def due(self, request: StepRequest) -> str:
        """What has to be asked before there can be a draft; empty where it is answered already."""
        notes, repairs = self.told.get(request.step.id, (0, 0))
        fresh = request.notes[notes if notes <= len(request.notes) else 0 :]
        words = tuple(one for one in fresh if one.strip(" .!").casefold() not in _AGAIN)
        if not self.told:
            return self._first(request, words)
        learnt = [one for one in request.settled if one not in self.heard]
        if request.red and request.repairs > repairs:
            text = wording.red(request, words, self.fence)
        elif request.step.number not in self.parts:
            text = wording.step_alone(request, words, self.fence)
        elif words:
            text = wording.noted(request, words, asked=self._asks(request.step))
        elif learnt:
            text = wording.anew(request.step)
        else:
            return ""
        changes = wording.changed(self.known, request.code, self.fence)
        said = wording.learnt(request.plan, learnt) if learnt else ""
        return brief.joined((changes, said, text))

    def _asks(self, step: Step) -> bool:
        word = self.parts[step.number].word
        return word is not None and word.saying == "question"

    def _first(self, request: StepRequest, words: Sequence[str]) -> str:
        found = around(request)
        self.known = {one.path: {request.code.read(one.path)} for one in found.files}
        first = wording.first(request, found, () if request.red else words, self.fence)
        red = wording.red(request, words, self.fence) if request.red else ""
        return brief.joined((self.moment, first, red))

    def ask(self, request: StepRequest, text: str) -> str:
        """Ask, and keep what is answered; else why nothing of it is of use.

        ChatError where there is no answer: it is as if nothing had been asked.
        """
        numbers = [one.number for one in request.batch or (request.step,)]
        reply = self.talk.ask(text, numbers)
        if reply.finish == "length" and len(numbers) > 1:
            # The whole batch is too long for one answer; a step at a time may not be.
            numbers = numbers[:1]
            reply = self.talk.ask(f"{text}\n\nNow step {numbers[0]} alone.", numbers)
        if reply.trouble:
            return reply.trouble
        for one in request.batch:
            self.told.setdefault(one.id, (0, 0))
        self.told[request.step.id] = (len(request.notes), request.repairs)
        self.heard.update(request.settled, ((request.step.id, one) for one in request.notes))
        self.prose = reply.answer.prose
        self.refused = reply.answer.refused
        self.worded.update(reply.answer.worded)
        for part in reply.answer.parts:
            self._take(part)
        return ""

    def _take(self, part: Part) -> None:
        before = self.parts.get(part.number, part)
        again = not part.faults and part.number in self.kept
        kept = self.kept.pop(part.number) if again else ()
        self.parts[part.number] = replace(
            part,
            edits=(*kept, *part.edits),
            words=part.words or before.words,
            runs=part.runs or (before.runs if again else ()),
        )

    def keep_fitting(self, part: Part, unfit: Sequence[Unfit]) -> None:
        """Only what does not fit is to be answered again."""
        missing = {id(one.edit) for one in unfit}
        self.kept[part.number] = tuple(one for one in part.edits if id(one) not in missing)

    def drafted(self, files: Sequence[tuple[RepoPath, bytes | None]]) -> None:
        """The model knows how these files are once the draft is taken."""
        for path, data in files:
            self.known.setdefault(path, {None}).add(data)
