"""Keys and passwords: in what is about to be committed (T26), and in what is shown (T27)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from agent.core.documents import RepoPath
from agent.core.patterns import deferred

_LITERALS: tuple[tuple[str, str], ...] = (
    (r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----", "a private key"),
    (r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[0-9A-Z]{16}(?![A-Za-z0-9])", "an AWS key"),
    (r"(?<![A-Za-z0-9])gh[opusr]_[A-Za-z0-9]{36}", "a GitHub token"),
    (r"(?<![A-Za-z0-9])github_pat_\w{22,}", "a GitHub token"),
    (r"(?<![A-Za-z0-9])glpat-[\w-]{20}", "a GitLab token"),
    (r"(?<![A-Za-z0-9])xox[abeprs]-[A-Za-z0-9-]{10,}", "a Slack token"),
    (r"(?<![A-Za-z0-9])AIza[\w-]{35}", "a Google key"),
    (r"(?<![A-Za-z0-9])[sr]k_live_[A-Za-z0-9]{16,}", "a Stripe key"),
    (r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}", "an npm token"),
)
_KNOWN = tuple((deferred(pattern), what) for pattern, what in _LITERALS)
# These look like keys only where their letters look drawn at random.
_GUESSED = (
    (deferred(r"(?<![\w-])sk-([\w-]{20,200})"), "a model provider's key"),
    (
        deferred(
            r"(?:api[_-]?key|secret|token|passw(?:or)?d)\w{0,40}[\"']?\s{0,9}[:=]\s{0,9}"
            r"[\"']([A-Za-z0-9+/_=-]{20,200})[\"']",
            re.IGNORECASE,
        ),
        "a key or password",
    ),
)
# One of these stands in every key: most lines need no closer look.
_CLUES = (
    *(
        "private key",
        "akia",
        "asia",
        "gh",
        "github_pat",
        "glpat-",
        "xox",
        "aiza",
        "k_live_",
        "npm_",
        "sk-",
    ),
    *("key", "secret", "token", "passw"),
)
_UUID = deferred(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# In what is shown it is better to hide too much: a server may echo a key in part.
_PROVIDER_KEY = deferred(r"(?<![\w-])sk-[\w*.-]{8,200}")
_BEARER = deferred(r"(?i)\b(bearer|x-api-key:?) +[\w*.+/=-]{8,300}")
_MASK = "[key]"
_SHORTEST_SECRET = 6
_DISTINCT = 10
_DIGITS = 2
_FILES = deferred(
    r"(?:.*/)?(?:\.env(?!\.(?:example|sample|template|dist|defaults?)$)(?:\..+)?"
    r"|.+\.(?:pem|p12|pfx|jks|keystore)|id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|\.npmrc|\.pypirc)",
    re.DOTALL,
)


def keeps_keys(path: RepoPath) -> bool:
    """Whether files of this name hold keys and are best left out of git."""
    return _FILES.fullmatch(path.value.casefold()) is not None


def clues(text: str) -> tuple[str, ...]:
    """What of it stands in every key, to look for in its lines."""
    folded = text.casefold()
    return tuple(clue for clue in _CLUES if clue in folded)


def key_in(line: str, clues: Sequence[str] = _CLUES) -> str | None:
    """What kind of key the line seems to hold; `clues` are those of the text it is from."""
    folded = line.casefold()
    if not any(clue in folded for clue in clues):
        return None
    for pattern, what in _KNOWN:
        if pattern.search(line):
            return what
    for pattern, what in _GUESSED:
        if any(_is_random(found) for found in pattern.findall(line)):
            return what
    return None


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """The text with these secrets, and whatever looks like a key of a known kind, left out."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, _MASK)
    for pattern, _ in _KNOWN:
        text = pattern.sub(_MASK, text)
    return _PROVIDER_KEY.sub(_MASK, _BEARER.sub(rf"\1 {_MASK}", text))


def _is_random(text: str) -> bool:
    """Whether the letters look drawn, not written: `test-password-of-the-user` is written."""
    if _UUID.fullmatch(text) or all(
        one.isalpha() or one.isdigit() or not one for one in re.split(r"[-_/]", text)
    ):
        return False
    return len(set(text)) >= _DISTINCT and sum(one.isdigit() for one in text) >= _DIGITS
