"""`waltz profiles`: the prompts that plans are drafted by, and one of them as it was read."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence

from agent.cli.context import Context
from agent.core.errors import ExitCode, UsageError
from agent.core.profile import Profile
from agent.pages.profiles import profile_page, profiles_page
from agent.sources.profiles.resolving import Resolved, resolve
from agent.turns.profiling import Choice, choose, known_documents

_SHOW = 2
Find = Callable[[Profile], tuple[Resolved, ...]]


def run(context: Context, arguments: Namespace) -> ExitCode:
    """List them with what each finds here; or print what was understood of one."""
    known, paths = known_documents(context.library()), context.repo().paths()
    if arguments.words:
        profile = context.profiles().named(_shown(arguments.words))
        resolved = resolve(profile, known, paths)
        if arguments.json:
            context.answer({"profile": _entry(profile, resolved)})
        else:
            context.screen.show(profile_page(profile, resolved))
        return ExitCode.DONE
    chosen = choose(context.told, context.profiles(), context.library(), context.repo().paths)
    _list(context, arguments, chosen, lambda one: resolve(one, known, paths))
    return ExitCode.DONE


def _shown(words: Sequence[str]) -> str:
    if len(words) != _SHOW or words[0] != "show":
        raise UsageError("`waltz profiles` lists them, `waltz profiles show NAME|FILE` shows one")
    return words[1]


def _list(context: Context, arguments: Namespace, chosen: Choice, find: Find) -> None:
    every = [*context.profiles().own, *context.profiles().here()]
    if str(chosen.profile) not in map(str, every):
        every.append(chosen.profile)
    if arguments.json:
        entries = [_entry(one, find(one)) for one in every]
        said = {"name": chosen.profile.name, "place": chosen.profile.place or None}
        context.answer({"profiles": entries, "chosen": {**said, "why": chosen.why}})
        return
    rows = [(one, find(one)) for one in every]
    context.screen.show(profiles_page(rows, str(chosen.profile), chosen.why))


def _entry(profile: Profile, inputs: Sequence[Resolved]) -> dict[str, object]:
    return {
        "name": profile.name,
        "for": profile.purpose,
        "place": profile.place or None,
        "covers": profile.covers,
        "subject": profile.subject,
        "inputs": [_input(one) for one in inputs],
        "analysis": list(profile.analysis),
        "sections": list(profile.sections),
        "rules": list(profile.rules),
        "statuses": [{"code": one.code, "meaning": one.meaning} for one in profile.statuses],
        "saved_as": profile.saved_as or None,
        "steps": profile.steps,
        "remarks": list(profile.remarks),
    }


def _input(one: Resolved) -> dict[str, object]:
    return {
        "role": one.input.role,
        "what": one.input.what,
        "required": one.input.required,
        "found": [path.value for path in one.paths],
        "missing": one.missing,
        "absent": list(one.absent),
    }
