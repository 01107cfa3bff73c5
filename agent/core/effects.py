"""Files that others execute or obey, and what a change in one sets off (T07)."""

from __future__ import annotations

import re

from agent.core.documents import RepoPath
from agent.core.patterns import deferred

_CI = "runs on the build server, with its secrets"
_COMMIT = "runs on each commit"
_OPENED = "runs when the folder is opened in an editor"
_INSTALL = "says where packages come from and what runs when they are installed"
_MAKE = "holds commands that run by name"
_AGENTS = "tells coding agents what to do"
# Below a tool's folder people keep documents in folders that the tool does not read by itself.
_KEPT = (
    r"(?!(?!(?:rules|commands|agents|skills|prompts|hooks|modes|memor(?:y|ies)|plugins|workflows"
    r"|instructions|output-styles|projects)/)[\w-]+/(?:[\w-]+/)*[\w.-]+\.md$)"
)

# A pattern is held against the whole path, without regard to case, below any folder.
_EFFECTS: tuple[tuple[str, str], ...] = (
    (r"\.(vscode|idea|fleet|zed)/.+", _OPENED),
    (r".+\.code-workspace", _OPENED),
    (r"(\.devcontainer/.+|\.devcontainer\.json)", "runs when the container is opened"),
    (r"(\.envrc|\.?mise\.toml|\.mise/.+)", "runs when the folder is entered"),
    (r"\.(github|gitea|forgejo)/(workflows|actions)/.+", _CI),
    (r"\.gitlab-ci\.ya?ml|\.gitlab/.+\.ya?ml|\.(circleci|buildkite)/.+", _CI),
    (r"jenkinsfile|\.?(travis|drone|appveyor)\.ya?ml|\.woodpecker(/.+|\.ya?ml)", _CI),
    (r"(azure|bitbucket)-pipelines\.ya?ml", _CI),
    (r"\.(husky|githooks)/.+|\.pre-commit-(config|hooks)\.ya?ml", _COMMIT),
    (r"\.?lefthook(-local)?\.(ya?ml|toml|json)|\.?lint-?staged(rc.*|\.config\..+)", _COMMIT),
    (r"\.gitattributes", "changes what git writes, and may name programs that it runs"),
    (r"\.gitmodules", "names repositories that git fetches"),
    (r"\.npmrc|\.yarnrc(\.ya?ml)?|\.pnpmfile\.c?js|pip\.conf", _INSTALL),
    (r"package\.json", "holds scripts that run on install and by name"),
    (r"setup\.py", "runs when the project is installed"),
    (r"conftest\.py", "runs with every test"),
    (r"(site|user)customize\.py|.+\.pth", "runs whenever Python starts here"),
    (r"(gnu)?makefile|.+\.mk|\.?justfile|taskfile\.ya?ml", _MAKE),
    (r"(agents|claude|gemini)(\.local)?\.md|\.(cursor|windsurf|cline)rules(/.+)?", _AGENTS),
    (r"\.github/(copilot-instructions\.md|instructions/.+|prompts/.+)", _AGENTS),
    (
        rf"\.(cursor|windsurf|claude|codex|opencode)/{_KEPT}.+|\.mcp\.json",
        f"{_AGENTS}, and may run",
    ),
    (r"opencode\.jsonc?|\.aider\.conf\.ya?ml", f"{_AGENTS}, and may run"),
    (r"\.ai/waltz\.toml", "names the commands that Waltz runs"),
)
_KNOWN = tuple((deferred(rf"(?:.*/)?(?:{one})", re.DOTALL), what) for one, what in _EFFECTS)


def effect(path: RepoPath) -> str | None:
    """What a change in this file sets off, in words; None for a file that only the project reads.

    It is said of the name alone, so that no bytes can talk it away.
    """
    name = path.value.casefold()
    return next((what for pattern, what in _KNOWN if pattern.fullmatch(name)), None)
