"""Does Waltz send a model what a step needs, and how much besides (issue 5 §6)? No model is asked.

`context_recall.py FOLDER [-v]`: FOLDER holds clones as `owner+name`, with `.git` or `repo` inside.
For each commit of context_recall.toml the parent is checked out. The plan is the repository's own
where it has one for this endpoint, else one step that names what no plan can leave unnamed: the
files that are new, and those that get the route. Counted are the files that the commit changes or
newly imports: sent; or one read away, since its path or its import stands in what was sent, or one
search for a word of the endpoint finds it.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from history import Commit

from agent.adapters.library.library import RepoLibrary
from agent.chat import Answered, Message, Piece, Tool
from agent.core.documents import RepoPath
from agent.core.errors import RefusedError
from agent.core.plan import Plan, Section, Step, StepFile, step_id
from agent.core.settings import Settings
from agent.core.spec import Endpoint
from agent.drafter import Code, Known, StepRequest
from agent.drafters.model.sending import Fence, tokens
from agent.drafters.model.tools import Reads
from agent.drafters.model.voice import Voice
from agent.drafters.model.writing import Writer

HERE = Path(__file__).parent
PROMPTS = HERE.parent / "prompts" / "model"
MARK = "7f3a"
NOW = "2026-03-02 09:30 UTC"
_OWN = RepoPath(".ai/own-implementation-plan.md")
MOST = 3
TARGET = 0.9
_FILE = re.compile(
    rf"\[\[{MARK} file ([^,\n]+?)(?:, [^\n]*)?\]\]\n(.*?)\n\[\[/{MARK}\]\]", re.DOTALL
)
_NUMBER = re.compile(r"^\d+\|", re.MULTILINE)
_LISTS = re.compile(rf"\[\[{MARK} also there.*?\[\[/{MARK}\]\]", re.DOTALL)
_NAMES = re.compile(r"^(.+)/: (.+)$", re.MULTILINE)


@dataclass
class Silent:
    """A chat that keeps what it is told and has nothing to change."""

    name: str = "none:none"
    tools: bool = True
    told: list[Message] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)

    def stream(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[Piece]:
        """Answers nothing for each step that could be asked."""
        self.told = list(messages)
        schemas = "".join(f"{one.name}{one.description}{one.parameters}" for one in tools)
        self.sent.append(tokens("".join(one.text for one in messages) + schemas))
        numbers = re.findall(rf"^\[\[{MARK} step (\S+)\]\]", messages[-1].text, re.MULTILINE)
        text = "\n".join(f"## Step {number}\n### nothing is there\n" for number in numbers)
        yield Answered(message=Message(role="assistant", text=text), finish="stop")


@dataclass(frozen=True, kw_only=True)
class Found:
    """Of the files of one commit, those that are sent, named, or found; tokens by request."""

    sent: frozenset[str]
    near: frozenset[str]
    searched: frozenset[str]
    wanted: frozenset[str]
    tokens: tuple[int, ...]
    planned: bool

    @property
    def missed(self) -> frozenset[str]:
        """What takes more than one read."""
        return self.wanted - self.sent - self.near - self.searched


def main() -> None:
    """Measure, and print a line for each repository, and all."""
    if len(sys.argv) < 2:  # noqa: PLR2004 - the folder
        raise SystemExit(__doc__)
    clones, verbose = Path(sys.argv[1]), "-v" in sys.argv[2:]
    rows = tomllib.loads((HERE / "context_recall.toml").read_text())["commit"]
    found: dict[str, list[Found]] = {}
    sets: dict[str, list[Found]] = {}
    for row in rows:
        clone = clones / row["repository"].replace("/", "+")
        git = next((one for one in (clone / "repo", clone / ".git") if one.is_dir()), None)
        if git is None:
            print(f"skipped: {clone} is no clone of https://github.com/{row['repository']}")
            continue
        one = measure(Commit(git, row["hash"]), row["endpoint"], row["step"])
        if one.wanted:
            found.setdefault(row["repository"], []).append(one)
            sets.setdefault("held out" if row.get("held") else "tuned", []).append(one)
        if verbose and one.missed:
            print(f"  {row['repository']} {row['hash'][:8]} {row['endpoint']}")
            print("".join(f"    missed {path}\n" for path in sorted(one.missed)), end="")
    for name, ones in found.items():
        report(name, ones)
    for name, ones in sets.items():
        report(f"all {name}", ones)


def measure(commit: Commit, endpoint: str, step: str) -> Found:
    """What Waltz would send for this commit's step."""
    room = Path(tempfile.mkdtemp(prefix="waltz-recall-"))
    try:
        folder = room / "work"
        commit.checkout(folder)
        return _measured(commit, folder, endpoint, step)
    finally:
        shutil.rmtree(room)


def _measured(commit: Commit, folder: Path, endpoint: str, step: str) -> Found:
    paths = tuple(_paths((*commit.paths, *commit.documents)))
    code = Code(listed=lambda: paths, read=lambda path: _read(folder / path.value))
    library = RepoLibrary(folder, paths=lambda: paths, settings=Settings)
    method, _, path = endpoint.partition(" ")
    target = Endpoint(method=method, path=path)
    plan = _planned(library, target) or _plan(commit, target, step)
    chat = Silent()
    texts = {one.stem: one.read_text() for one in PROMPTS.glob("*.md")}
    voice = Voice(
        note=lambda _: None, told=lambda _: None, mark=lambda: MARK, now=lambda: NOW, texts=texts
    )
    writer = Writer(chat, voice)
    said: list[str] = []
    known = Known(spec=library.spec(target), rules=library.rules())
    for batch in batches_of(plan):
        request = StepRequest(
            step=batch[0],
            plan=plan,
            endpoint=target,
            look_up=lambda: known,
            code=code,
            batch=batch,
        )
        writer.propose(request)
        said += [one.text for one in chat.told if one.role == "user"]
        writer.rest()
    text = "\n".join(said)
    wanted = commit.changed | commit.used
    files = dict(_FILE.findall(text))
    return Found(
        sent=frozenset(wanted.intersection(files)),
        near=frozenset(_near(commit, text, files)) & wanted,
        searched=frozenset(_searched(code, target, wanted)),
        wanted=wanted,
        tokens=tuple(chat.sent),
        planned=plan.path != _OWN,
    )


def _paths(paths: Sequence[str]) -> Iterator[RepoPath]:
    for path in paths:
        try:
            yield RepoPath(path)
        except RefusedError:
            continue


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _planned(library: RepoLibrary, endpoint: Endpoint) -> Plan | None:
    """The repository's own plan for it, with steps that name files."""
    for plan in library.plans():
        mine = any(one.key == endpoint.key for one in plan.endpoints)
        if mine and any(step.files for step in plan.steps):
            return plan
    return None


def _plan(commit: Commit, endpoint: Endpoint, title: str) -> Plan:
    new = frozenset(commit.made)
    rows = (f"- Files: `{one}`{' (new)' if one in new else ''}" for one in commit.named)
    body = "\n".join(rows)
    step = Step(
        number="1",
        id=step_id(title),
        title=title,
        line=5,
        body=body,
        files=tuple(StepFile(path=RepoPath(one), new=one in new) for one in commit.named),
    )
    text = f"### 1. {title}\n{body}"
    return Plan(
        path=_OWN,
        title=f"Plan for {endpoint}",
        endpoints=(endpoint,),
        sections=(Section(title="Implementation Steps", body=text, line=3),),
        steps=(step,),
    )


def batches_of(plan: Plan) -> Iterator[tuple[Step, ...]]:
    """The plan's steps, as many at once as a user agrees to."""
    steps = [one for one in plan.steps if one.kind == "edit"] or list(plan.steps)
    for at in range(0, len(steps), MOST):
        yield tuple(steps[at : at + MOST])


def _near(commit: Commit, text: str, files: Mapping[str, str]) -> Iterator[str]:
    """What a path or an import in what was sent leads to, or the names that were sent."""
    yield from (path for path in commit.paths if path in text)
    for folder, names in _NAMES.findall("\n".join(_LISTS.findall(text))):
        yield from (f"{folder}/{name}".removeprefix("./") for name in names.split(", "))
    for path, lines in files.items():
        yield from commit.references.of(path, _NUMBER.sub("", lines))


def _searched(code: Code, endpoint: Endpoint, wanted: Iterable[str]) -> Iterator[str]:
    """What one search for a word of the endpoint finds."""
    for word in _words(endpoint):
        reads = Reads(fence=Fence(MARK, lambda _: None), code=code)
        hits = reads.call("search", {"text": word})
        yield from (path for path in wanted if f"\n{path}:" in hits)


def _words(endpoint: Endpoint) -> list[str]:
    """What is searched for: the last two literal parts of the path, in the singular."""
    parts = [one for one in endpoint.path.split("/") if re.fullmatch(r"[A-Za-z_-]+", one)]
    return [re.sub(r"(?:(?<=i)es|s)$", "", one) for one in parts[-2:]]


def report(name: str, ones: Sequence[Found]) -> None:
    """The shares of all files of these commits, and the tokens of a batch."""
    wanted = sum(len(one.wanted) for one in ones)
    sent = sum(len(one.sent) for one in ones)
    near = sum(len(one.sent | one.near) for one in ones)
    reached = wanted - sum(len(one.missed) for one in ones)
    size = statistics.median(size for one in ones for size in one.tokens)
    planned = sum(one.planned for one in ones)
    print(
        f"{name:<46}{len(ones):4} commits, {planned:3} planned, {wanted:4} files: "
        f"sent {sent / wanted:.2f}, named {near / wanted:.2f}, reached {reached / wanted:.2f}"
        f"; {size:6.0f} tokens a batch",
        flush=True,
    )


if __name__ == "__main__":
    main()
