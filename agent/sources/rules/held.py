"""Which rules hold for a set of files, in which order, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from agent.core.documents import RepoPath
from agent.core.spec import Rule
from agent.core.values import dataclass
from agent.sources.rules.rules import home_of, is_plain

_OVERRIDE = ".override.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A rule and why it holds, or why it does not."""

    rule: Rule
    why: str


def rules_for(rules: Iterable[Rule], files: Iterable[RepoPath]) -> tuple[Held, ...]:
    """The rules that hold for these files, the weakest first: where two differ the later counts.

    Those for every file, then those of a folder, the nearest last; in one folder those always on
    before those for some files, and the decisions at the end.
    """
    known, touched = tuple(rules), tuple(files)
    replaced = {_replaced(one.path) for one in known if one.path.name.endswith(_OVERRIDE)}
    holding = [
        one
        for one in known
        if one.path not in replaced and (one.always or _match(one, touched) is not None)
    ]
    ordered = sorted(holding, key=_strength)
    return tuple(Held(rule=one, why=_why(one, touched, holding)) for one in ordered)


def others(rules: Iterable[Rule], files: Iterable[RepoPath]) -> tuple[Held, ...]:
    """The rules that do not hold for these files, and why."""
    known, touched = tuple(rules), tuple(files)
    holding = {held.rule.path for held in rules_for(known, touched)}
    return tuple(Held(rule=one, why=_why_not(one)) for one in known if one.path not in holding)


def _replaced(path: RepoPath) -> RepoPath:
    return RepoPath(path.value.removesuffix(_OVERRIDE) + ".md")


def _strength(rule: Rule) -> tuple[int, int]:
    home = home_of(rule.path)
    rank = 2 if rule.path.name == "decisions.md" else 0 if rule.always or _nested(rule) else 1
    return (home.count("/") + 1 if home else 0), rank


def _nested(rule: Rule) -> bool:
    """Whether it is always on, for a folder."""
    return rule.globs == (f"{home_of(rule.path)}/**",)


def _match(rule: Rule, files: Sequence[RepoPath]) -> tuple[str, RepoPath] | None:
    """The first glob and file that match; a glob with `!` leaves files out."""
    wanted = [glob for glob in rule.globs if not glob.startswith("!")]
    without = [glob[1:] for glob in rule.globs if glob.startswith("!")]
    for path in files:
        if not any(matches(glob, path) for glob in without):
            for glob in wanted:
                if matches(glob, path):
                    return glob, path
    return None


def _why(rule: Rule, files: Sequence[RepoPath], holding: Sequence[Rule]) -> str:
    if rule.always:
        return "always on"
    found = _match(rule, files)
    if found is None:
        raise ValueError("a rule that holds matches a file")
    if not _nested(rule):
        return f"glob {found[0]} matches {found[1]}"
    home = home_of(rule.path)
    if not is_plain(rule.path):
        return f"always on in {home}/"
    nearer = [
        home_of(one.path)
        for one in holding
        if one.path.name == rule.path.name and home_of(one.path).startswith(f"{home}/")
    ]
    if nearer:
        return f"{rule.path.name} of {home}/; that of {max(nearer, key=len)}/ is nearer"
    return f"nearest {rule.path.name}, of {home}/"


def _why_not(rule: Rule) -> str:
    if not rule.globs:
        said = f": {rule.description}" if rule.description else ""
        return f"by hand{said}"
    more = f" and {len(rule.globs) - 1} more" if len(rule.globs) > 1 else ""
    if _nested(rule):
        return f"for {rule.globs[0].removesuffix('**')} alone"
    return f"glob {rule.globs[0]}{more} matches none of these"


def matches(glob: str, path: RepoPath) -> bool:
    """Whether a glob as in rule files matches: without a slash it matches a name in any folder."""
    pattern = glob.replace("\\", "/").removeprefix("./")
    anchored = "/" in pattern.rstrip("/")
    pattern = pattern.removeprefix("/") + ("**" if pattern.endswith("/") else "")
    parts = pattern.split("/") if anchored else ["**", *pattern.split("/")]
    return _fits(parts, path.value.split("/"))


def _fits(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether the parts of a path fit those of a pattern, `**` standing for any number of them."""
    # `reached[n]`: the pattern read so far can end before part n; linear in both lengths.
    reached = [True] + [False] * len(parts)
    for want in pattern:
        ahead = [False] * len(reached)
        for at in range(len(reached)):
            if want == "**":
                ahead[at] = reached[at] or (at > 0 and ahead[at - 1])
            elif at > 0 and reached[at - 1]:
                ahead[at] = fnmatchcase(parts[at - 1], want)
        reached = ahead
    return reached[-1]
