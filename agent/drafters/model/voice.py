"""How the model's drafter is heard, and what every conversation of its begins with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agent.chat import Chat, Message
from agent.core.values import dataclass
from agent.drafter import Code
from agent.drafters.model.sending import Fence
from agent.drafters.model.talking import Talk
from agent.drafters.model.tools import Reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """`note` is shown while the model is waited for, `told` is said to the user.

    `mark` gives a mark for fences that nobody can guess, `now` the moment, for the names of
    migrations; `texts` are Waltz's own instructions.
    """

    note: Callable[[str], object]
    told: Callable[[str], object]
    mark: Callable[[], str]
    now: Callable[[], str]
    texts: Mapping[str, str]

    def moment(self) -> str:
        """When it is, as a model is told."""
        return f"It is {self.now()}."

    def fence(self) -> Fence:
        """A fence of its own for each conversation."""
        return Fence(self.mark(), self.told)

    def talk(self, chat: Chat, text: str, fence: Fence, code: Code) -> Talk:
        """A conversation that begins with these instructions."""
        head = self.texts[text] if chat.tools else f"{self.texts[text]}\n{self.texts['textual']}"
        system = Message(role="system", text=head.replace("MARK", fence.mark), stable=True)
        reads = Reads(fence=fence, code=code)
        return Talk(chat=chat, reads=reads, note=self.note, messages=[system])
