"""Why each part of what a model is told was sent, for the user who asks (`/context`)."""

from __future__ import annotations

from collections.abc import Mapping

# By how a part's title begins; the longest beginning counts.
_USUAL = {
    "also there": "names of what may be needed, to be read",
    "constraints of": "a step names the table",
    "decisions behind": "made when the plan was drafted",
    "document": "what it says of this, and what that refers to",
    "enumeration": "a column takes these values",
    "files": "the model listed it",
    "output": "the check failed",
    "plan": "its steps are worked",
    "search": "the model searched it",
    "steps": "they were agreed",
    "table": "it is worked on",
    "table beside": "keys tie it to those that are worked on",
    "type": "a body has it",
    "file": "the model read it",
}


def reason(title: str, told: Mapping[str, str]) -> str:
    """The part's own reason, where it was `told`, else that of its kind."""
    kinds = sorted((one for one in _USUAL if title.startswith(one)), key=len)
    return told.get(title) or (_USUAL[kinds[-1]] if kinds else "")
