from __future__ import annotations

import time

import pytest

from agent.core.documents import RepoPath
from agent.sources.stack.packages import added_packages

POM = "<project><dependency><groupId>a</groupId><artifactId>b</artifactId></dependency>{}</project>"
NEW_POM = """<dependency>
  <groupId>org.new</groupId>
  <artifactId>thing</artifactId>
  <exclusions><exclusion><groupId>x</groupId><artifactId>y</artifactId></exclusion></exclusions>
</dependency>"""


@pytest.mark.parametrize(
    ("path", "before", "after", "added"),
    [
        ("package.json", '{"dependencies":{"a":"1"}}', '{"dependencies":{"a":"2","b":"1"}}', "b"),
        ("web/package.json", "", '{"devDependencies":{"@x/y":"1"},"scripts":{"z":"1"}}', "@x/y"),
        ("package.json", "{broken", '{"peerDependencies":{"a":"1"}}', "a"),
        ("package.json", '{"dependencies":{"a":"1"}}', '{"devDependencies":{"a":"1"}}', ""),
        ("composer.json", "{}", '{"require":{"php":">=8","ext-json":"*","v/p":"1"}}', "v/p"),
        ("pyproject.toml", '[project]\ndependencies=["a"]', '[project]\ndependencies=["A>1"]', ""),
        ("pyproject.toml", "", '[project]\ndependencies=["my_Pkg[x]>=1"]', "my-pkg"),
        ("pyproject.toml", "", '[project.optional-dependencies]\ndev=["a"]', "a"),
        ("pyproject.toml", "", '[dependency-groups]\ndev=["a",{include-group="x"}]', "a"),
        ("pyproject.toml", "", '[build-system]\nrequires=["hatchling"]', "hatchling"),
        ("pyproject.toml", "", '[tool.poetry.dependencies]\npython="^3"\na="1"', "a"),
        ("pyproject.toml", "", '[tool.poetry.group.dev.dependencies]\na={git="x"}', "a"),
        ("pyproject.toml", "", '[tool.poetry.dev-dependencies]\na="1"', "a"),
        ("pyproject.toml", "", '[tool.uv]\ndev-dependencies=["a"]', "a"),
        ("pyproject.toml", "", '[tool.pdm.dev-dependencies]\ntest=["a"]', "a"),
        ("pyproject.toml", "", '[project]\ndependencies="a"\n[tool.ruff]\nline-length=1', ""),
        ("requirements.txt", "a==1\n", "a==2\n# c\nb>=1 # why\n\n", "b"),
        ("requirements-dev.txt", "", "x @ https://h/x.whl\n", "x"),
        ("requirements/dev.in", "", "-e git+https://h/x#egg=y\n", "-e git+https://h/x#egg=y"),
        (
            "dev_requirements.txt",
            "",
            "--extra-index-url https://h\n",
            "--extra-index-url https://h",
        ),
        ("requirements.txt", "", "https://h/x.whl\n", "https://h/x.whl"),
        ("A/A.csproj", "", '<PackageReference Include="X.Y" Version="1" />', "X.Y"),
        ("Directory.Packages.props", "", '<PackageVersion Version="1" Include="X" />', "X"),
        ("A.csproj", '<PackageReference Include="X" />', '<PackageReference Include="X"/>', ""),
        ("pom.xml", POM.format(""), POM.format(NEW_POM), "org.new:thing"),
        ("pom.xml", "", "<plugin><artifactId>p</artifactId></plugin>", "p"),
        ("go.mod", "module m\ngo 1.22\n", "require github.com/a/b v1.2.3\n", "github.com/a/b"),
        ("go.mod", "", "require (\n\tgolang.org/x/net v0.1.0\n)\n", "golang.org/x/net"),
        ("go.mod", "github.com/a/b v1\n", "replace github.com/a/b => evil.io/b v1\n", "evil.io/b"),
        ("Gemfile", "gem 'rails'\n", "gem 'rails'\ngem \"pg\", '~> 1'\n", "pg"),
        ("Cargo.toml", "", '[dependencies]\nserde="1"\n[dev-dependencies]\nx="1"', "serde x"),
        ("build.gradle", "", "dependencies {\n  implementation 'a.b:c:1.0'\n}", "a.b:c"),
        ("build.gradle.kts", "", 'plugins { }\n  id("x.y") version "1"\n', "x.y"),
        ("app/main.py", "", "dependencies = ['a']", ""),
        ("notes.txt", "", "a\n", ""),
        ("requirements.md", "", "a\n", ""),
        ("package.json", '{"dependencies":{"a":"1"}}', "", ""),
        ("package.json", "", "[1]", ""),
    ],
)
def test_T41_what_a_manifest_names_anew(path: str, before: str, after: str, added: str) -> None:
    found = added_packages(RepoPath(path), before.encode() or None, after.encode())

    assert found == (tuple(added.split()) if added[:1] != "-" else (added,))


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("package.json", b"{"),
        ("package.json", b"[" * 100_000),
        ("composer.json", b"\xff"),
        ("pyproject.toml", b"= 1"),
        ("Cargo.toml", b"[[["),
    ],
)
def test_T41_what_cannot_be_read_is_not_known(path: str, after: bytes) -> None:
    assert added_packages(RepoPath(path), None, after) is None


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("pom.xml", "<dependency>"),
        ("pom.xml", "<groupId> "),
        ("A.csproj", "<PackageReference "),
        ("A.csproj", "<PackageReference Include= "),
        ("go.mod", "replace a => "),
        ("requirements.txt", "a-"),
        ("build.gradle", "implementation"),
    ],
)
def test_T37_a_manifest_without_end_is_read_in_time(path: str, unit: str) -> None:
    began = time.process_time()
    added_packages(RepoPath(path), None, (unit * (1_000_000 // len(unit))).encode())

    assert time.process_time() - began < 2
