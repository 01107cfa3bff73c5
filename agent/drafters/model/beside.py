"""Which files a batch is told the names of, so that what it needs of them is one read away."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from agent.core.documents import RepoPath
from agent.core.keys import keeps_keys
from agent.core.plan import Step
from agent.core.spec import Rule, Target
from agent.core.values import dataclass
from agent.drafter import Code, StepRequest
from agent.drafters.model.declaring import declaring
from agent.drafters.model.importing import Modules, shared
from agent.drafters.model.naming import named_by, named_elsewhere, worked
from agent.drafters.model.picking import Shown, pick, signatures
from agent.drafters.model.regions import names
from agent.drafters.model.sending import text_of

NO_FILES = "There are no files yet beside the documents."
_OWN = (".ai/", ".cursor")
# Ten tokens a name, less where a folder has several.
_MOST = 250
_MOST_FOLDER = 25
_MOST_READ = 40
_SHORTEST = 3
_ROUGH = 4
_LAST = 3
_DEEP = 3
_CODE = (
    *(".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".astro"),
    *(".py", ".java", ".kt", ".cs", ".php", ".sql", ".prisma"),
)
_SCREENS = frozenset((".tsx", ".jsx", ".vue", ".svelte", ".astro"))
_NAME = re.compile(r"[A-Za-z_]\w{3,}")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# What says of which kind a file is, not what it is about.
_KINDS = frozenset(
    """
    abstract action adapter admin api app aspect base builder command component config controller
    core create crud dao data db default delete destroy detail dto dtos edit endpoint entity enum
    exception facade factory fetch find get handler helper hook i impl index init input interface
    jpa lib list main manager mapper middleware mock model module new provider put query read
    remove repo repository request resource response route router save schema serializer service
    set show spec src store test tests type types unit update url urls use util utils v validation
    validator value view web
    """.split()  # noqa: SIM905 - a list of words
)
# Where what was made is made known, and what all code of a kind rests on.
_COMMON = frozenset(
    """
    api app auth base config conftest constants container database db deps dependencies errors
    exceptions extensions handler index init jwt kernel main middleware models module permissions
    program router routes schemas security server session settings shared startup types urls
    """.split()  # noqa: SIM905 - a list of words
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What of the code a batch is begun with: files, and names of others."""

    files: tuple[Shown, ...]
    names: tuple[RepoPath, ...]


def around(request: StepRequest) -> Around:
    """The files that the steps need, and the names of those that they may need."""
    steps, code, endpoint = worked(request), request.code, request.endpoint
    modules = Modules(code.paths)
    shown, named = pick(request, modules), named_by(steps, request)
    there = frozenset(one.path for one in shown)
    near = tuple(dict.fromkeys((*named, *there)))
    every = own(code.paths, request.known.rules)
    files = [one for one in every if one.value.endswith(_CODE)] or every
    used = [one for file in shown for one in modules.used(file.path, _text(file, code))]
    about = _about(named, endpoint)
    rough = [one for one in files if any(word[:_ROUGH] in one.value.casefold() for word in about)]
    groups: tuple[tuple[int, Iterable[RepoPath]], ...] = (
        (80, (*named_elsewhere(request), *used)),
        (100, _nearest((one for one in rough if about & _subjects(one)), near)),
        (
            50,
            _nearest((one for one in rough if any(word in _letters(one) for word in about)), near),
        ),
        (50, _nearest(_common(files, near), near)),
        (60, (one for path in used[:_MOST_READ] for one in _uses(path, code, modules))),
        (60, _nearest(_mates(files, near), near)),
        (40, _nearest(_mates(files, used), near)),
        (_MOST, _nearest((one for one in files if one.suffix not in _SCREENS), near)),
    )
    found: dict[RepoPath, None] = {}
    for most, group in groups:
        if len(found) >= _MOST + len(there):
            break
        fresh = (one for one in dict.fromkeys(group) if one not in found)
        found |= dict.fromkeys(islice(fresh, most))
    free = (one for one in found if not (one in there or keeps_keys(one) or _is_empty(one, code)))
    also = tuple(islice(free, _MOST))
    declared = frozenset(declaring(_unknown(steps, shown), also, code))
    known = (one for path in also if path in declared for one in signatures(path, code, "named"))
    return Around(files=(*shown, *known), names=tuple(one for one in also if one not in declared))


def own(paths: Iterable[RepoPath], rules: Iterable[Rule]) -> list[RepoPath]:
    """What is there beside rules and planning documents."""
    apart = {one.path for one in rules}
    return [one for one in paths if one not in apart and not one.value.startswith(_OWN)]


def _unknown(steps: Sequence[Step], shown: Sequence[Shown]) -> frozenset[str]:
    """What of the code the steps name and no file that is shown tells of."""
    told = {word for one in shown for word in _NAME.findall(one.text)}
    return names(steps) - told


def _is_empty(path: RepoPath, code: Code) -> bool:
    return path.name == "__init__.py" and not code.read(path)


def _text(file: Shown, code: Code) -> str:
    """Of a file that is sent as an outline its whole text: what it uses stands elsewhere in it."""
    return (text_of(code.read(file.path)) or "") if file.why == "import" else file.text


def _uses(path: RepoPath, code: Code, modules: Modules) -> tuple[RepoPath, ...]:
    return modules.used(path, text_of(code.read(path)) or "")


def _nearest(found: Iterable[RepoPath], near: Sequence[RepoPath]) -> Iterator[RepoPath]:
    """In the order of how many folders they lie in together with these, a folder looked at once."""
    by_folder: dict[str, list[RepoPath]] = defaultdict(list)
    for one in found:
        by_folder[one.folder].append(one)
    far = {folder: -shared(ones[0], near) for folder, ones in by_folder.items()}
    every = (one for ones in by_folder.values() for one in ones)
    yield from sorted(every, key=lambda one: (far[one.folder], one))


def _about(named: Sequence[RepoPath], endpoint: Target) -> frozenset[str]:
    """What the endpoint and the steps' files are about, in one word each."""
    parts = [
        one for one in endpoint.path.split("/") if one.replace("-", "").replace("_", "").isalpha()
    ]
    words = (_joined(one) for one in parts[-_LAST:])
    return frozenset(one for one in (*words, *(w for p in named for w in _subjects(p))) if one)


@lru_cache(maxsize=1 << 15)
def _subjects(path: RepoPath) -> frozenset[str]:
    """What a file is about: its name without the words for its kind, else its folder's."""
    name = path.name.partition(".")[0]
    own = _joined(name)
    if own:
        return frozenset((own,))
    folders = (_joined(one) for one in reversed(path.folder.split("/")) if one[:1] not in "[{(_")
    return frozenset(one for one in list(folders)[:1] if one)


@lru_cache(maxsize=1 << 15)
def _letters(path: RepoPath) -> str:
    """The whole of its name, and of its folder's where that says what it is about."""
    name = path.name.removesuffix(path.suffix)
    return "".join(_single(one.casefold()) for one in _WORDS.findall(name))


def _joined(name: str) -> str:
    """`calculatedfield` for `BaseCalculatedFieldService` and `calculated-fields`."""
    words = [one.casefold() for one in _WORDS.findall(name)]
    told = [_single(one) for one in words if one not in _KINDS and _single(one) not in _KINDS]
    return "".join(told) if len("".join(told)) >= _SHORTEST else ""


def _single(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _common(files: Sequence[RepoPath], near: Sequence[RepoPath]) -> Iterator[RepoPath]:
    """Files of such a name in the folders above, and a little below these."""
    above = {folder for one in near for folder in _above(one.folder)}
    by: dict[str, bool] = {}
    for path in files:
        folder = path.folder
        if folder not in by:
            by[folder] = not above.isdisjoint(islice(_above(folder), _DEEP))
        if by[folder] and _last_word(path) in _COMMON:
            yield path


@lru_cache(maxsize=1 << 15)
def _last_word(path: RepoPath) -> str:
    words = _WORDS.findall(path.name.removesuffix(path.suffix))
    return words[-1].casefold() if words else ""


def _above_it(folder: str) -> str:
    return folder.rpartition("/")[0]


def _above(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = _above_it(folder)
    yield ""


def _mates(files: Sequence[RepoPath], near: Sequence[RepoPath]) -> Iterator[RepoPath]:
    """What lies in the same folders."""
    by_folder: dict[str, list[RepoPath]] = defaultdict(list)
    for path in files:
        by_folder[path.folder].append(path)
    for folder in dict.fromkeys(one.folder for one in near):
        yield from by_folder[folder][:_MOST_FOLDER]


def listed(paths: Sequence[RepoPath]) -> str:
    """The names, a line a folder."""
    by_folder: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        by_folder[path.folder].append(path.name)
    rows = (f"{folder or '.'}/: {', '.join(sorted(names))}" for folder, names in by_folder.items())
    return "\n".join(rows)
