from __future__ import annotations

import pytest

from agent.adapters.config import read_settings
from agent.core.check import Check, Formatter
from agent.core.documents import RepoPath
from agent.core.errors import SetupError
from agent.core.subjects import Naming

WHOLE = """\
[documents]
api-plan = "docs/api.md"
rules = ["AGENTS.md", "docs/rules.md"]

[[check]]
run = "{python} -m pytest 'a test'"
when = "batch"

[[check]]
run = "ruff check"
when = "step"
paths = "app/**"
"""


def test_a_whole_file_is_read() -> None:
    found = read_settings(WHOLE.encode(), python="/my python")
    assert found.documents == (
        ("api-plan", (RepoPath("docs/api.md"),)),
        ("rules", (RepoPath("AGENTS.md"), RepoPath("docs/rules.md"))),
    )
    assert found.checks == (
        Check(run=("/my python", "-m", "pytest", "a test"), when="batch"),
        Check(run=("ruff", "check"), when="step", paths=("app/**",)),
    )


FORMATS = """\
[[format]]
run = "{python} -m ruff format --stdin-filename {path} -"
paths = "*.py"

[[format]]
run = "my-filter"
"""


def test_formatters_are_read_as_checks_are() -> None:
    assert read_settings(FORMATS.encode(), python="/my python").formats == (
        Formatter(
            run=("/my python", "-m", "ruff", "format", "--stdin-filename", "{path}", "-"),
            paths=("*.py",),
        ),
        Formatter(run=("my-filter",)),
    )


@pytest.mark.parametrize(("text", "formats"), [(b"", None), (b"format = []\n", ())])
def test_no_formatter_is_guessed_where_none_is_wanted(
    text: bytes, formats: tuple[Formatter, ...] | None
) -> None:
    assert read_settings(text, python="python").formats == formats


def test_the_templates_are_read() -> None:
    text = b"commit = '{ticket}: {subject}'\nbranch = 'feature/{ticket}-{slug}'\n"
    naming = Naming(commit="{ticket}: {subject}", branch="feature/{ticket}-{slug}")
    assert read_settings(text, python="python").naming == naming
    assert read_settings(b"", python="python").naming == Naming()


def test_an_empty_file_sets_nothing() -> None:
    found = read_settings(b"\xef\xbb\xbf# nothing\n", python="python")
    assert found.checks == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (b"a =", 1, "Invalid value"),
        (b"\n\na = 'x", 3, ""),
        (b"\n\xff\n", 2, "it is not UTF-8"),
        (b"x = " + b"[" * 100_000, 1, ""),
        (b"\n\ncolour = 3\n", 3, "`colour`: Waltz does not know this setting"),
        (b"\nprofiles = 'x'\n", 2, "`profiles`: Waltz does not know this setting"),
        (b"profile = '/etc/passwd'\n", 1, "`profile`: path leaves the repository"),
        (b"profile = 3\n", 1, "`profile`: a path is a text"),
        (b"[documents]\n\nmenu = 'x.md'\n", 3, "`documents.menu`"),
        (b"[documents]\nprd = '../x.md'\n", 2, "path leaves the repository"),
        (b"[documents]\nprd = '.git/config'\n", 2, "git's own files"),
        (b"[documents]\nprd = [3]\n", 2, "a path is a text"),
        (b"check = 3\n", 1, "`check`"),
        (b"[[check]]\nrun = 'x'\nwhen = 'step'\n[[check]]\nrun='x'\nwhen='x'\n", 6, "check.1.when"),
        (b"[[check]]\nrun = \"'\"\nwhen = 'step'\n", 2, "No closing quotation"),
        (b"[[check]]\nrun = ''\nwhen = 'step'\n", 2, "the command is empty"),
        (b"[[check]]\nrun = ['x']\nwhen = 'step'\n", 2, "a command is one text"),
        (b"\n[[check]]\nwhen = 'step'\n", 2, "`check.0.run`: Field required"),
        (b"\ncommit = '{type}: {what}'\n", 2, "`commit`: {what} is none of {scope}, {subject}"),
        (b"commit = 'x'\n", 1, "`commit`: it holds no {subject}"),
        (b"commit = ''\n", 1, "`commit`: it holds no {subject}"),
        (b"commit = 3\n", 1, "`commit`: a template is a text"),
        (b"branch = '{subject}'\n", 1, "`branch`: {subject} is none of {slug}, {ticket}"),
        (b"format = 'ruff'\n", 1, "`format`"),
        (b"[[format]]\npaths = '*.py'\n", 1, "`format.0.run`: Field required"),
        (b"[[format]]\nrun = ''\n", 2, "the command is empty"),
        (b"[[format]]\nrun = 'x'\nwhen = 'step'\n", 3, "`format.0.when`: Waltz does not know"),
        (b"x = 1\n" * 50_000, 1, "larger than 64 KB"),
    ],
    ids=lambda value: value[:24].decode("latin-1") if isinstance(value, bytes) else None,
)
def test_a_fault_is_one_line_with_its_place(text: bytes, line: int, said: str) -> None:
    with pytest.raises(SetupError) as caught:
        read_settings(text, python="python")
    message = str(caught.value)
    assert message.startswith(f".ai/waltz.toml:{line}: ")
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "text",
    [
        "base_url = 'http://evil'",
        "api_key = 'x'",
        "OPENAI_API_KEY = 'x'",
        "model = 'x'",
        "[model]\nname = 'x'",
        "https_proxy = 'x'",
    ],
)
def test_T11_a_repository_never_says_where_a_model_is_or_with_which_key(text: str) -> None:
    with pytest.raises(SetupError, match="never read from a repository"):
        read_settings(text.encode(), python="python")
