"""A hint in the language of the conversation: the core's own sentence is its key."""

from __future__ import annotations

from agent.core.session import Session
from agent.pages.tongue import spoken
from agent.phrases import Texts, phrases

_FOLDER = "pages/hints"
_SLIP = " means nothing here; "
_YES_OR_NO = "y or n: "


def hinted(text: str, session: Session) -> str:
    """The hint in the conversation's language."""
    return said_in(text, spoken(session))


def said_in(text: str, texts: Texts) -> str:
    """The hint in this language; as it is where that is the core's, or has no words for it."""
    if texts.language == "en":
        return text
    known = phrases(_FOLDER, texts.language).phrases
    said, slip, keys = text.partition(_SLIP)
    if slip:
        return f"{said} nic tu nie znaczy; {known.get(keys, keys)}"
    bare = text.removeprefix(_YES_OR_NO)
    return known.get(bare, text)
