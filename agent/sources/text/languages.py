"""Which languages stand for which files."""

from __future__ import annotations

from agent.core.documents import RepoPath

_SUFFIXES = {
    "python": "py pyi",
    "typescript": "ts tsx mts cts",
    "tsx": "tsx",
    "javascript": "js jsx mjs cjs",
    "jsx": "jsx js",
    "csharp": "cs csproj sln cshtml razor",
    "java": "java",
    "kotlin": "kt kts gradle",
    "ruby": "rb rake erb",
    "php": "php",
    "go": "go mod",
    "rust": "rs",
    "sql": "sql",
    "json": "json jsonc",
    "yaml": "yaml yml",
    "xml": "xml csproj",
    "toml": "toml",
    "html": "html cshtml razor",
    "css": "css scss",
    "markdown": "md mdc mdx",
    "shell": "sh bash",
    "prisma": "prisma",
    "vue": "vue",
    "svelte": "svelte",
    "astro": "astro",
}
_ALIASES = {
    "py": "python", "ts": "typescript", "js": "javascript", "cs": "csharp", "c#": "csharp",
    "kt": "kotlin", "rb": "ruby", "yml": "yaml", "md": "markdown", "bash": "shell", "sh": "shell",
    "console": "shell", "zsh": "shell", "golang": "go", "rs": "rust", "postgresql": "sql",
    "pgsql": "sql", "jsonc": "json",
}  # fmt: skip
_OF = {name: frozenset(suffixes.split()) for name, suffixes in _SUFFIXES.items()}
# Files of no language above that a step may name.
_OTHER = frozenset(
    [
        *("properties", "env", "example", "txt", "ini", "cfg", "lock"),
        *("http", "rest", "graphql", "proto", "dockerfile"),
    ]
)
SUFFIXES = frozenset(suffix for suffixes in _OF.values() for suffix in suffixes) | _OTHER


def fits(language: str, path: RepoPath) -> bool:
    """Whether code in this language can be the text of the file; without a language it cannot."""
    word = language.strip().casefold()
    suffix = path.suffix.removeprefix(".").casefold()
    return bool(word) and (suffix in _OF.get(_ALIASES.get(word, word), ()) or suffix == word)
