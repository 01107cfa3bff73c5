"""A step as it is drafted, and how it is written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from agent.core.documents import RepoPath
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.brief import Brief, state_of
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.places.stacks import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """One step: what it is for, its files, what to do, and what proves it."""

    role: Role
    title: str
    details: tuple[str, ...]
    proof: str
    places: tuple[Place, ...] = ()

    def at(self, path: RepoPath, *, new: bool) -> StepDraft:
        """The same step in another file."""
        return replace(self, places=(Place(path=path, new=new),))

    def beside(self, places: Iterable[Place]) -> StepDraft:
        """The same step with more files."""
        return replace(self, places=(*self.places, *places))


def render_steps(brief: Brief, drafts: tuple[StepDraft, ...]) -> list[str]:
    """The steps, numbered from 1, each with kind, files, what to do and proof."""
    lines: list[str] = []
    created: set[RepoPath] = set()
    for number, draft in enumerate(drafts, start=1):
        lines += [f"### {number}. {draft.title}", ""]
        lines.append(brief.say("step-files", files=_files(brief, draft, created)))
        lines += [f"- {detail}" for detail in draft.details]
        lines += [brief.say("step-proof", text=draft.proof), ""]
        created.update(place.path for place in draft.places)
    return lines[:-1]


def _files(brief: Brief, draft: StepDraft, created: set[RepoPath]) -> str:
    """A file that an earlier step makes exists when this one comes; a shared one may anyway."""
    if not draft.places:
        return brief.say("step-files-open")
    shown = []
    for place in draft.places:
        made = place.new and place.path not in created
        own = state_of(brief, place.path.value, there=not made)
        state = brief.say("new-once") if made and place.shared else own
        bare = place.shared and place.new and not place.path.suffix  # a folder
        shown.append(f"`{place.path}`" if bare else f"`{place.path}` ({state})")
    return ", ".join(shown)
