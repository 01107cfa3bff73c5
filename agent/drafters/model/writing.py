"""Writes a batch's steps with a model, and answers the user's questions."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.chat import Chat, Message
from agent.core.documents import RepoPath
from agent.core.plan import Plan
from agent.core.spec import Target
from agent.drafter import Asked, Draft, Nothing, Sent, StepRequest, Unable
from agent.drafters.model import brief, wording
from agent.drafters.model.answer import Part, Word
from agent.drafters.model.designs import designs
from agent.drafters.model.fitting import Fitted, fit
from agent.drafters.model.general import of_all_tables
from agent.drafters.model.looking import undocumented, unknown_fields
from agent.drafters.model.ruling import rules
from agent.drafters.model.sending import text_of
from agent.drafters.model.voice import Voice
from agent.drafters.model.working import Work
from agent.sources.types.grammars import flaws

_SENTENCE = re.compile(r".{4,}?[.!?](?=\s+[A-ZŁŚŻ`])")
_TRIES = 3
_MOST_SHOWN = 600
_MOST_ASKED = 1_500
_LONGEST = 400_000
_PYTHON = ".py"


@dataclass(slots=True)
class Writer:
    """One conversation a batch: what is said in it is kept until the batch is over."""

    chat: Chat
    voice: Voice
    _open: tuple[tuple[Target, Plan], Work] | None = field(default=None, init=False)

    def propose(self, request: StepRequest) -> Draft | Unable | Nothing:
        """The step's new bytes; Unable leaves it to the user's hands.

        ChatError where the model gives no answer.
        """
        work = self._work(request)
        work.talk.reads.code = request.code
        asked, looked = work.due(request), False
        for _ in range(_TRIES + 1):
            trouble = work.ask(request, asked) if asked else ""
            part = work.parts.get(request.step.number)
            if trouble or part is None or _is_empty(part):
                return self._unable(trouble or _without(work, part))
            if part.word is not None and not part.faults:
                return self._word(part.word)
            if part.runs and not (part.edits or part.faults):
                return self._unable(f"leaves it to you: run {_quoted(part.runs)}, then /take")
            made = self._made(request, work, part)
            errors = () if looked or isinstance(made, str) else _broken(request, made)
            if isinstance(made, Fitted) and not errors:
                return self._draft(request, work, part, made)
            looked = looked or bool(errors)
            asked = made if isinstance(made, str) else wording.broken(request.step, errors)
        unfit = f"gave step {request.step.number} {_TRIES} times, and it does not fit"
        return self._unable(f"{unfit}{_reason(asked or '')}")

    def _made(self, request: StepRequest, work: Work, part: Part) -> Fitted | str:
        """The step's files, or what is to be asked since they cannot be made."""
        if part.faults:
            return wording.unreadable(request.step, part)
        made = fit(part, request.code.read)
        if isinstance(made, Fitted):
            return made
        work.keep_fitting(part, made)
        return wording.again(request.step, made, request.code, work.fence)

    def reply(self, asked: Asked) -> str | Unable:
        """What there is to say to the question; it is asked in the open batch, if any."""
        if self._open is not None:
            talk = self._open[1].talk
            talk.reads.code = asked.code
        else:
            fence = self.voice.fence()
            parts = [
                brief.documents(asked.spec, fence),
                rules(asked.spec, asked.rules, fence, asked.plan),
            ]
            if asked.plan is not None:
                parts.append(brief.plan(asked.plan, asked.written, fence))
            head = Message(role="user", text=brief.joined(parts), stable=True)
            talk = self.voice.talk(self.chat, "work", fence, asked.code)
            talk.messages.append(head)
        reply = talk.ask(f"{self.voice.texts['question']}\nThe question: {asked.words}")
        return self._unable(reply.trouble) if reply.trouble else reply.text

    def context(self) -> tuple[Sent, ...]:
        """What was sent to the model in the open batch, in its order."""
        return tuple(self._open[1].talk.parts()) if self._open else ()

    def rest(self) -> None:
        """The batch is over: what was said in it is dropped."""
        self._open = None

    def _work(self, request: StepRequest) -> Work:
        """The conversation of the batch; what stands at its head stays as it was then."""
        key = (request.endpoint, request.plan)
        if self._open is None or self._open[0] != key:
            fence = self.voice.fence()
            told, spec = request.told(), request.known.spec
            parts = (
                brief.subject(request.endpoint),
                "\n".join(f"Rule: {one}" for one in told.rules),
                # Types come and go with the code: they stand with its files.
                brief.documents(replace(spec, types=()), fence),
                of_all_tables(told.documents, spec, fence),
                designs(told.documents, spec, fence),
                rules(spec, request.known.rules, fence, request.plan),
                brief.plan(request.plan, request.written, fence),
                brief.decisions(request.decided, fence),
            )
            talk = self.voice.talk(self.chat, "work", fence, request.code)
            talk.messages.append(Message(role="user", text=brief.joined(parts), stable=True))
            self._open = key, Work(talk=talk, fence=fence, spec=spec, moment=self.voice.moment())
        return self._open[1]

    def _draft(self, request: StepRequest, work: Work, part: Part, made: Fitted) -> Draft:
        work.drafted(made.files)
        refused = (f"step {one} was not asked for: refused" for one in work.refused)
        strange = (
            *undocumented(made.files, request.code.read, work.spec),
            *unknown_fields(made.files, request.code.read, work.spec),
        )
        left = (f"not done yet, for you to run: {one}" for one in part.runs)
        how = (*made.how, *left, *strange, *refused)
        work.refused = ()
        return Draft(
            files=made.files,
            subject=request.step.title,
            how=how,
            said=_sentence(part.words),
            worded=tuple(_later(request, work.worded)),
        )

    def _unable(self, why: str) -> Unable:
        return Unable(reason=f"{self.chat.name} {why}")

    def _word(self, word: Word) -> Unable | Nothing:
        text = " ".join(word.text.split())[:_MOST_ASKED]
        match word.saying:
            case "nothing":
                return Nothing(how="unneeded", reason=f"the model: {text}")
            case "covered":
                return Nothing(how="covered", reason=f"the model: {text}")
            case "question":
                return self._unable(f"asks: {text} (your words answer it)")
            case _:
                return self._unable(f"wants the plan changed first: {text}")


def _sentence(words: str) -> str:
    """The first one: a summary holds one a step (issue 5, section 3)."""
    found = _SENTENCE.match(words)
    return found[0] if found else words


def _later(request: StepRequest, worded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """By the steps' ids; which of them come next is not the model's to say."""
    batch = {one.id for one in request.batch} | {request.step.id}
    for step in request.plan.all_steps():
        if step.number in worded and step.id not in batch:
            yield step.id, worded[step.number]


def _is_empty(part: Part) -> bool:
    return not (part.edits or part.runs or part.word or part.faults)


def _quoted(commands: Sequence[str]) -> str:
    return ", ".join(f"`{one}`" for one in commands)


def _broken(request: StepRequest, made: Fitted) -> tuple[str, ...]:
    return syntax_errors(made.files, request.code.read)


def _reason(asked: str) -> str:
    """The first thing that is wrong with the answer, as it was told to the model."""
    rows = (one for one in asked.split("\n") if one.startswith("- "))
    return "".join(f": {one[2:]}" for one in itertools.islice(rows, 1))


def _without(work: Work, part: Part | None) -> str:
    """What an answer said that has no change in it (F33, F39)."""
    said = " ".join((part.words if part else work.prose).split())[:_MOST_SHOWN]
    told = f": “{said}”" if said else ""
    refused = f", but for step {', '.join(work.refused)}, which is refused" if work.refused else ""
    return f"answered without a change for this step{refused}{told}; say what to do, or /take yours"


def syntax_errors(
    files: Sequence[tuple[RepoPath, bytes | None]], read: Callable[[RepoPath], bytes | None]
) -> tuple[str, ...]:
    """A line for each file that parsed, or was not there, and does not parse now."""
    found = ((path, _error(path, data), _error(path, read(path))) for path, data in files)
    return tuple(f"{path}:{error}" for path, error, before in found if error and not before)


def _error(path: RepoPath, data: bytes | None) -> str:
    text = text_of(data)
    if text is None or len(text) > _LONGEST:
        return ""
    return next(_errors(path, text), "")


def _errors(path: RepoPath, text: str) -> Iterator[str]:
    if path.suffix != _PYTHON:
        yield from (f"{line}: not parsed from here" for line in flaws(path.suffix, text))
        return
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else 1
        yield f"{line}: {error.msg if isinstance(error, SyntaxError) else 'it cannot be parsed'}"
