"""What a file declares, as a few of its lines: for files that are too long, or only imported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_DECLARES = re.compile(
    r"\s{0,8}(?:@\w[\w.]*(?:\(.*\))?\s*)?"
    r"(?:export\s+(?:default\s+)?|public\s+|protected\s+|internal\s+"
    r"|(?:static|abstract|async|final|sealed|partial|override|virtual|readonly)\s+)*"
    r"(?:(?:class|interface|type|enum|struct|record|namespace|def|function|fn|func|const)\s+[\w$]+"
    r".*"
    r"|[\w<>\[\],.?][\w<>\[\],.? ]*\s+\w+\s*\([^;]*\)\s*(?:\{|=>|throws\b.*)?"
    r"|constructor\s*\(.*|model\s+\w+\s*\{)\s*"
)
# A field of a class in Python, of an interface in TypeScript.
_FIELD = re.compile(r"(?: {2}| {4}|\t)(?:readonly )?\w+\??: [\w\[\]<>|\"'. ,{}]+(?:[;,]| = .*)?")
_NO_DECLARATION = re.compile(
    r"\s*(?:return|if|else|for|while|switch|catch|throw|await|new|yield|raise|assert|const\s+\w+\s*=\s*"
    r"(?!.*=>|.*function|.*defineMiddleware|z\.))\b"
)
_MOST = 60
_LONGEST = 200


def outline(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that declare something, with their numbers; at most sixty."""
    count = 0
    for number, line in enumerate(lines, 1):
        if len(line) <= _LONGEST and _declares(line):
            yield number, line
            count += 1
        if count >= _MOST:
            return


def _declares(line: str) -> bool:
    if _NO_DECLARATION.match(line):
        return False
    return bool(_DECLARES.fullmatch(line) or _FIELD.fullmatch(line))
