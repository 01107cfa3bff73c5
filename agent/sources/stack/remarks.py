"""What in a file's new text is worth a look: hosts, environment names, code run, tests lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import RepoPath
from agent.core.patterns import deferred

_MOST = 5
# Longer lines are no code that somebody wrote; the patterns are not linear in a line's length.
_LONGEST = 2000
_PROSE = (".md", ".mdx", ".mdc", ".rst", ".adoc", ".txt", ".lock", ".svg", ".html")
_COMMENT = deferred(r"\s*(?:#|//|/\*|\*|--|<!--|'''|\"\"\")")
_HOST = deferred(r"\b(?:https?|wss?|ftps?|ssh|git)://(?:[^\s/@\"'`]*@)?([\w.-]+)", re.IGNORECASE)
# Names that lead nowhere, are this machine, or stand for a format (RFC 2606, XML, JSON Schema).
_NOWHERE = deferred(
    r"localhost|127\.[\d.]+|0\.0\.0\.0|::1|testserver|test|[^.]*"
    r"|(?:.+\.)?example(?:\.\w+)?|.+\.(?:test|invalid|localhost|local|internal)"
    r"|www\.w3\.org|(?:www\.)?json-schema\.org|json\.schemastore\.org|schemas\.\w+\.(?:com|org)"
    r"|maven\.apache\.org",
    re.IGNORECASE,
)
_NAME = r"([A-Za-z_]\w*)"
_ENVIRONMENT = re.compile(
    rf"\b(?:os\.)?environ(?:\.get\(|\.setdefault\(|\[)\s*[\"']{_NAME}"
    rf"|\b(?:os\.)?getenv\(\s*[\"']{_NAME}|\bprocess\.env\.{_NAME}"
    rf"|\bprocess\.env\[\s*[\"'`]{_NAME}|\bimport\.meta\.env\.{_NAME}"
    rf"|\bDeno\.env\.get\(\s*[\"'`]{_NAME}|\bGetEnvironmentVariable\(\s*\"{_NAME}"
    rf"|\bSystem\.getenv\(\s*\"{_NAME}|\bos\.(?:Getenv|LookupEnv)\(\s*\"{_NAME}"
    rf"|\bENV(?:\.fetch\(|\[)\s*[\"']{_NAME}|\bgetenv\(\s*[\"']{_NAME}"
)
_SETTING = re.compile(rf"\s*(?:export\s+)?{_NAME}=")
# What the tools themselves set.
_ALWAYS = frozenset({"NODE_ENV", "MODE", "DEV", "PROD", "SSR", "BASE_URL", "PATH", "HOME"})
_RUNS = deferred(
    r"(?<![\w.$>:])(?:eval|exec|execfile|__import__)\s*\("
    r"|\bnew\s+Function\s*\(|\bos\.(?:system|popen|exec[lv]\w*)\s*\(|\bsubprocess\.\w+\s*\("
    r"|\b(?:pickle|marshal)\.loads?\s*\(|\bchild_process\b|\b(?:exec|spawn)(?:File)?Sync\s*\("
    r"|\bvm\.runIn\w+\s*\(|\bProcess\.Start\s*\(|\bgetRuntime\(\)\.exec\s*\(|\bProcessBuilder\s*\("
    r"|\bexec\.Command\w*\s*\(|(?<![\w.$>:])(?:shell_exec|passthru|proc_open|popen)\s*\("
)
_DEFINES = deferred(r"\s*(?:async\s+)?(?:def|function|fn|func|fun|static|public|private)\b")
_TEST_FILE = deferred(
    r"(?:.*/)?(?:tests?|__tests__|specs?)/.*|(?:.*/)?(?:test_[^/]*|[^/]*[._](?:test|spec)s?\.\w+"
    r"|[^/]*(?:Tests?|IT)\.(?:java|kt|cs|php))",
    re.DOTALL,
)
_TEST = re.compile(
    r"\s*(?:async\s+)?def\s+(test\w*)|\s*(?<![\w.])(?:it|test)(?:\.\w+)*\(\s*[\"'`]([^\"'`]+)"
    r"|\s*func\s+(Test\w+)|\s*(?:it|test|scenario)\s+[\"']([^\"']+)[\"']\s+do\b"
    r"|\s*public\s+function\s+(test\w+)"
)
_MARKED_TEST = deferred(
    r"\s*(?:\[(?:Fact|Theory|Test|TestMethod|TestCase)\b|@(?:Parameterized)?Test\b)"
)
_SKIPS = deferred(
    r"@?\bpytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b|@?\bunittest\.(?:skip|expectedF)\w*"
    r"|\b(?:it|test|describe|context|suite)\.(?:skip|only|todo|fixme)\b"
    r"|(?<![\w.])(?:xit|xtest|xdescribe|fit|fdescribe)\s*\(|\bSkip\s*=\s*\"|\[Ignore\b"
    r"|@(?:Disabled|Ignore)\b|\bt\.Skip(?:f|Now)?\(|\bmarkTest(?:Skipped|Incomplete)\b"
)


def remarks(path: RepoPath, before: bytes | None, after: bytes | None) -> tuple[str, ...]:
    """What is to be said of it, at most six lines; of the old text only what is gone."""
    try:
        old = (before or b"").decode()
        new = None if after is None else after.decode()
    except UnicodeDecodeError:
        return ()
    found = [*_lost_tests(path, old, new)]
    if new is not None and not path.value.casefold().endswith(_PROSE):
        there = set(old.split("\n"))
        lines = [(n, one) for n, one in enumerate(new.split("\n"), 1) if one not in there]
        written = [(n, one[:_LONGEST]) for n, one in lines if not _COMMENT.match(one)]
        found += [*_hosts(written, old), *_names(path, written, old), *_run(path, written)]
    cut = [*found[:_MOST], f"and {len(found) - _MOST} more like these"]
    return tuple(found if len(found) <= _MOST else cut)


def _hosts(lines: Sequence[tuple[int, str]], old: str) -> Iterator[str]:
    known = {one.casefold() for one in _HOST.findall(old)}
    for number, line in lines:
        for host in _HOST.findall(line):
            name = host.casefold().rstrip(".")
            if name not in known and not _NOWHERE.fullmatch(name):
                known.add(name)
                yield f"line {number} names a new host: {name}"


def _names(path: RepoPath, lines: Sequence[tuple[int, str]], old: str) -> Iterator[str]:
    pattern = _SETTING if path.name.startswith(".env") else _ENVIRONMENT
    known = {*_ALWAYS, *_named(pattern, old.split("\n"))}
    for number, line in lines:
        for name in _named(pattern, (line,)):
            if name not in known:
                known.add(name)
                yield f"line {number} reads a new environment name: {name}"


def _named(pattern: re.Pattern[str], lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        for match in pattern.finditer(line[:_LONGEST]):
            yield match[match.lastindex or 0]


def _run(path: RepoPath, lines: Sequence[tuple[int, str]]) -> Iterator[str]:
    tests = _TEST_FILE.fullmatch(path.value) is not None
    for number, line in lines:
        match = _RUNS.search(line)
        if match is not None and not _DEFINES.match(line):
            yield f"line {number} runs what it is given: {match[0].strip().rstrip('(').rstrip()}"
        skips = _SKIPS.search(line) if tests else None
        if skips is not None:
            yield f"line {number} skips a test, or all others: {skips[0].strip()}"


def _lost_tests(path: RepoPath, old: str, new: str | None) -> Iterator[str]:
    """Tests by their names, where they have one on their line; else by their number."""
    if _TEST_FILE.fullmatch(path.value) is None:
        return
    before, after = old.split("\n"), (new or "").split("\n")
    there = set(_named(_TEST, after))
    for name in dict.fromkeys(_named(_TEST, before)):
        if name not in there:
            yield f"a test is gone: {name}"
    gone = _marked(before) - _marked(after)
    if gone > 0:
        yield f"{'a test is' if gone == 1 else f'{gone} tests are'} gone"


def _marked(lines: Sequence[str]) -> int:
    return sum(_MARKED_TEST.match(line) is not None for line in lines)
