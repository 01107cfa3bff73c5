"""The one sanitizer: what is printed passes it, so that foreign text cannot act (T20 to T23)."""

from __future__ import annotations

import re

from agent.core.patterns import deferred

# Control characters but newline and tab; lone surrogates; everything that is drawn as nothing or
# that turns the order of what follows: the format characters (Cf), separators, fillers, tags and
# variation selectors. An emoji may keep the selector that makes it one.
_ACTING = deferred(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\ud800-\udfff"
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb"
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    "|(?<![#*0-9\u00a9\u00ae\u2000-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])\ufe0f"
)
_JOINED = deferred("\x0c|(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
# More than this is a file, not an answer (F45).
LONGEST_ANSWER = 20_000
_NEVER_TYPED = deferred("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = deferred("[\ud800-\udfff]")
_LAST_BYTE = 0xFF
_ESCAPED_BYTES = range(0xDC80, 0xDD00)


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code in _ESCAPED_BYTES:
        return f"<0x{code - 0xDC00:02X}>"
    return f"<0x{code:02X}>" if code <= _LAST_BYTE else f"<U+{code:04X}>"


def harmless(text: str) -> str:
    """The text with every character that would act or hide shown as `<0x1B>` or `<U+202E>`.

    It works a character at a time, so text cleaned in pieces is as harmless as the whole.
    """
    if text.isascii() and text.isprintable():
        return text
    return _ACTING.sub(_shown, text)


def one_line(text: str) -> str:
    """The same for text that stands on one line: a newline within it is shown too."""
    return harmless(text).replace("\n", "<0x0A>")


def marks(line: str) -> tuple[str, ...]:
    """What acts or hides in a line of a file, each once, as it is shown.

    What ends a line or a page is no more than that, and an emoji may be joined of several.
    """
    found = (_shown(one) for one in _ACTING.finditer(_JOINED.sub("", line.removesuffix("\r"))))
    return tuple(dict.fromkeys(found))


def typed(text: str) -> str:
    """What a person typed or pasted, without control characters, always encodable."""
    return _NEVER_TYPED.sub("", _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n")))
