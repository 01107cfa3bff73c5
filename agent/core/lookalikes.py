"""Text that reads as other than it is: characters that act or hide, and letters that pass (T21)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from agent.core.clean import marks
from agent.core.patterns import deferred

# Letters of other alphabets that are drawn as a Latin one.
_PASSING = frozenset(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
    "\u03bd\u0405\u0406\u0408\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423"
    "\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d"
    "\u0561\u057d\u0585\u2170\u217c"
)
_WIDE = deferred("[\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
_WORD = deferred(r"\w+")
_LATIN = deferred("[A-Za-z]")


def odd_characters(line: str) -> tuple[str, ...]:
    """What in the line is not what it looks like: `<U+202E>`, `U+0430 in “admin”`."""
    if line.isascii() and line.replace("\t", "").isprintable():
        return ()
    return (*marks(line), *_passing(line))


def _passing(line: str) -> Iterator[str]:
    """Letters that pass for Latin ones in a name; words in an alphabet of their own are fine."""
    foreign = {one for one in line if one.isalpha() and not one.isascii()}
    at_home = any(one not in _PASSING and not _is_accented(one) for one in foreign)
    for word in _WORD.findall(line):
        if word.isascii():
            continue
        passes = _LATIN.search(word) is not None or (not at_home and set(word) <= _PASSING)
        for letter in dict.fromkeys(word):
            if (passes and letter in _PASSING) or _WIDE.match(letter):
                yield f"U+{ord(letter):04X} in “{word}”"


def _is_accented(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter)[0].isascii()
