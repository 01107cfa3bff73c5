"""Where a profile has its plans saved; another endpoint's plan is never written over."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.plan import Plan, Question
from agent.core.profile import Profile
from agent.core.settings import Language
from agent.core.spec import Target
from agent.core.values import dataclass
from agent.drafters.builtin.phrases import texts_of
from agent.drafters.builtin.planning.places.ground import repo_path
from agent.drafters.builtin.planning.places.planpath import free, plan_path, usual_stem

SAVE_AS = "save-as"
_NUMBERED = deferred(r"^0*(\d{1,4})(?=[-_. ])")
_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What decides a new plan's file.

    `siblings` are the plans that are there, `taken` all files; `told`: the user chose the profile.
    """

    endpoint: Target
    profile: Profile
    siblings: Sequence[Plan]
    taken: Collection[RepoPath]
    told: bool = False

    @property
    def wanted(self) -> RepoPath | None:
        """The profile's own place; None where plans go beside those that the project has.

        A profile that nobody chose gives way to what the project does already.
        """
        path = repo_path(_filled(self)) if self.profile.saved_as else None
        others = [plan for plan in self.siblings if plan.endpoints and plan.path != path]
        return None if others and not self.told else path

    @property
    def holder(self) -> Plan | None:
        """Another endpoint's plan that has that place."""
        return next((one for one in self.siblings if one.path == self.wanted), None)


def place_of(saving: Saving, answers: Sequence[tuple[str, str]] = ()) -> RepoPath:
    """The plan's file: what was answered, else the profile's place, else one beside it."""
    said = repo_path(dict(answers).get(SAVE_AS, "").strip("`"))
    if said is not None and said.suffix == ".md" and _is_free(saving, said):
        return said
    wanted = saving.wanted
    if wanted is None:
        return plan_path(saving.endpoint, saving.siblings, saving.taken)
    return wanted if _is_free(saving, wanted) else _beside(saving, wanted)


def place_question(saving: Saving, language: Language) -> Question | None:
    """Asked where the profile's place is that of another endpoint's plan."""
    holder, wanted = saving.holder, saving.wanted
    if holder is None or wanted is None:
        return None
    others = ", ".join(map(str, holder.endpoints)) or holder.title
    text = texts_of(language).say("save-as", path=wanted, others=others)
    return Question(id=SAVE_AS, text=text, options=(_beside(saving, wanted).value,))


def _filled(saving: Saving) -> str:
    """The profile's template with number and name put in."""
    template, stem = saving.profile.saved_as, usual_stem(saving.endpoint)
    folder = template.rpartition("/")[0]
    numbers = [
        int(hit[1])
        for path in saving.taken
        if path.folder == folder and (hit := _NUMBERED.match(path.name))
    ]
    values = {
        "<number>": f"{max(numbers, default=0) + 1:0{_DIGITS}d}",
        "<endpoint>": stem,
        "<ENDPOINT>": stem.upper(),
        "<feature>": stem,
    }
    for blank, value in values.items():
        template = template.replace(blank, value)
    return template


def _is_free(saving: Saving, path: RepoPath) -> bool:
    folded = path.value.casefold()
    return all(one.value.casefold() != folded for one in saving.taken)


def _beside(saving: Saving, wanted: RepoPath) -> RepoPath:
    stem = f"{wanted.folder}/{usual_stem(saving.endpoint)}-implementation-plan".lstrip("/")
    return next(path for path in free(stem) if _is_free(saving, path))
