from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.stack.manifests import is_manifest, read_manifest

PACKAGE = """\
{
  "scripts": { "astro": "astro", "test": "vitest" },
  "dependencies": {
    "astro": "^5.0.0"
  },
  "devDependencies": { "vitest": "3" }
}
"""
PYPROJECT = """\
[project]
dynamic = ["flask"]
requires-python = ">=3.11"
dependencies = [
  "fastapi[standard]>=0.115",
  "SQLAlchemy",
]

[dependency-groups]
dev = ["pytest>=8"]

[tool.poetry.dependencies]
pydantic = "^2"

[tool.ruff]
line-length = 100
"""
CSPROJ = """\
<Project Sdk="Microsoft.NET.Sdk.Web">
  <ItemGroup>
    <PackageReference Include="Npgsql" Version="8" />
  </ItemGroup>
</Project>
"""
POM = """\
<project>
  <dependency>
    <artifactId>spring-boot-starter-web</artifactId>
  </dependency>
</project>
"""
GRADLE = """\
plugins { id 'java' }
dependencies {
    implementation 'org.springframework.boot:spring-boot-starter-data-jpa'
    testImplementation("org.junit.jupiter:junit-jupiter:5.10")
}
"""
GO = "module x\n\ngo 1.22\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.9.1\n)\n"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("package.json", PACKAGE, {"astro": 4, "vitest": 6}),
        (
            "pyproject.toml",
            PYPROJECT,
            {
                "lang:python": 1,
                "fastapi": 5,
                "sqlalchemy": 6,
                "pytest": 10,
                "pydantic": 13,
                "ruff": 15,
            },
        ),
        (
            "requirements.txt",
            "# x\nFlask==3\nruff\n-r a.txt\n",
            {"lang:python": 1, "flask": 2, "ruff": 3},
        ),
        ("a/Shop.csproj", CSPROJ, {"lang:csharp": 1, "sdk:web": 1, "Npgsql": 3}),
        ("pom.xml", POM, {"lang:java": 1, "spring-boot-starter-web": 3}),
        (
            "build.gradle",
            GRADLE,
            {
                "java": 1,
                "lang:java": 1,
                "org.springframework.boot:spring-boot-starter-data-jpa": 3,
                "org.junit.jupiter:junit-jupiter": 4,
            },
        ),
        (
            "build.gradle.kts",
            "dependencies {\n    implementation(libs.spring.boot.starter.web)\n}",
            {"spring-boot-starter-web": 2},
        ),
        ("go.mod", GO, {"lang:go": 3, "github.com/gin-gonic/gin": 6}),
        (
            "composer.json",
            '{\n"require": {\n"php": "^8",\n"laravel/framework": "^11"}}',
            {"php": 3, "lang:php": 3, "laravel/framework": 4},
        ),
        ("Gemfile", "source 'x'\ngem \"rails\", '~> 8'\n", {"lang:ruby": 1, "rails": 2}),
        ("tsconfig.json", "{}", {"lang:typescript": 1}),
        ("package.json", "{ broken", {}),
        ("package.json", "[" * 100_000, {}),
    ],
)
def test_packages_and_their_lines(path: str, text: str, expected: dict[str, int]) -> None:
    assert dict(read_manifest(RepoPath(path), text).packages) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("package.json", True),
        ("apps/api/package.json", True),
        ("requirements-dev.txt", True),
        ("node_modules/a/package.json", False),
        ("package-lock.json", False),
        ("a/b/c/d/e/go.mod", False),
    ],
)
def test_which_files_are_manifests(path: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_manifest(RepoPath(path)) is expected
