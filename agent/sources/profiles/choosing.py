"""Which profile fits a project, where nobody has chosen one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from agent.core.documents import Document, RepoPath
from agent.sources.stack.techstack import read_stack

_CSHARP = frozenset([".cs", ".csproj", ".sln", ".slnx"])
_OTHERS = frozenset(["TypeScript", "Python", "Java", "Kotlin", "Go", "PHP", "Ruby"])


def fitting(documents: Iterable[Document], paths: Iterable[RepoPath]) -> tuple[str, str]:
    """The name of the profile that fits, and why."""
    found = tuple(documents)
    roles = {one.role for one in found}
    if "prd" in roles and "api-plan" not in roles:
        prd = next(one.path for one in found if one.role == "prd")
        return "feature", f"there is {prd} and no api plan"
    code = next((one for one in paths if one.suffix.casefold() in _CSHARP), None)
    if code is not None:
        return "dotnet", f"C# in {code}"
    said = _said(found)
    if said:
        return "dotnet", f"C# by {said}"
    return "endpoint", "the usual one"


def _said(documents: Collection[Document]) -> str:
    """Where the tech stack says ASP.NET, or C# before any other language of a server."""
    facts = read_stack((one for one in documents if one.role == "tech-stack"), ())
    said = {one.name: one.said for one in facts.facts if one.said}
    server, language = said.get("ASP.NET Core"), said.get("C#")
    others = [source.line for name, source in said.items() if name in _OTHERS]
    if language and any(line < language.line for line in others):
        language = None
    return str(server or language or "")
