from __future__ import annotations

import time

import pytest
from story import ONE, TWO, at_diff, change, edit

from agent.codec import decoder, encode
from agent.core.clean import marks
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, FileEdit, Proposal
from agent.core.effects import effect
from agent.core.flags import Flag, found
from agent.core.job import Approved
from agent.core.keys import keeps_keys, key_in
from agent.core.lookalikes import odd_characters
from agent.core.misfit import Misfit
from agent.core.replies import Hint
from agent.core.work import PageProposed

APP = RepoPath("app/a.py")
RANDOM = "aB3dE5fG7hJ9kL1mN3pQ"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (".vscode/settings.json", "opened"),
        (".vscode/tasks.json", "opened"),
        ("web/.VSCode/Tasks.json", "opened"),
        (".idea/workspace.xml", "opened"),
        ("x.code-workspace", "opened"),
        (".devcontainer/devcontainer.json", "container"),
        (".envrc", "entered"),
        (".github/workflows/ci.yml", "build server"),
        (".github/actions/x/action.yml", "build server"),
        (".gitlab-ci.yml", "build server"),
        ("Jenkinsfile", "build server"),
        ("azure-pipelines.yml", "build server"),
        (".husky/pre-commit", "each commit"),
        (".pre-commit-config.yaml", "each commit"),
        ("lefthook.yml", "each commit"),
        ("lint-staged.config.mjs", "each commit"),
        (".gitattributes", "git writes"),
        ("sub/.gitattributes", "git writes"),
        (".gitmodules", "fetches"),
        (".npmrc", "packages"),
        ("package.json", "scripts"),
        ("web/package.json", "scripts"),
        ("setup.py", "installed"),
        ("tests/conftest.py", "every test"),
        ("sitecustomize.py", "Python starts"),
        ("x/evil.pth", "Python starts"),
        ("Makefile", "by name"),
        ("justfile", "by name"),
        ("AGENTS.md", "agents"),
        ("docs/CLAUDE.md", "agents"),
        (".cursor/rules/shared.mdc", "agents"),
        (".cursorrules", "agents"),
        (".claude/settings.json", "may run"),
        (".claude/skills/books/SKILL.md", "may run"),
        (".cursor/commands/deep/x.md", "may run"),
        (".cursor/notes.md", "may run"),
        (".cursor/api/run.json", "may run"),
        (".mcp.json", "may run"),
        (".github/copilot-instructions.md", "agents"),
        (".ai/waltz.toml", "Waltz runs"),
    ],
)
def test_T07_what_a_file_sets_off_is_said_in_words(path: str, words: str) -> None:
    said = effect(RepoPath(path))
    assert said is not None
    assert words in said


@pytest.mark.parametrize(
    "path",
    [
        "app/main.py", "tests/test_books.py", "app/conftest_maker.py", "src/package.json.ts",
        "docs/Makefile.md", "tsconfig.json", "app/agents.py", "agents/main.py", "package-lock.json",
        ".ai/api-plan.md", ".gitignore", "cursor/rules.py", "x.pthx", "README.md", ".github/x.md",
        ".cursor/api/books-plan.md",
    ],
)  # fmt: skip
def test_T07_other_files_set_nothing_off(path: str) -> None:
    assert effect(RepoPath(path)) is None


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("-----BEGIN RSA PRIVATE KEY-----", "private key"),
        ("-----BEGIN PRIVATE KEY-----", "private key"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "private key"),
        ('aws = "AKIAIOSFODNN7EXAMPLE"', "AWS"),
        (f"t = ghp_{'a1B2' * 9}", "GitHub"),
        (f"github_pat_{'a1' * 20}", "GitHub"),
        (f"glpat-{'a1B2' * 5}", "GitLab"),
        ("SLACK=xoxb-123456789012-abc", "Slack"),
        (f"AIza{'a' * 35}", "Google"),
        (f"sk_live_{'a1' * 10}", "Stripe"),
        (f"npm_{'a1B2' * 9}", "npm"),
        (f"OPENAI=sk-proj-{RANDOM}", "model"),
        (f'API_KEY = "{RANDOM}"', "key or password"),
        (f"  apiKey: '{RANDOM}',", "key or password"),
        (f'"client_secret": "{RANDOM}"', "key or password"),
        (f'auth_token="{RANDOM}"', "key or password"),
        ('password = "8f14e45fceea167a5a36dedd4bea2543"', "key or password"),
    ],
)
def test_T26_a_key_is_known(line: str, what: str) -> None:
    said = key_in(line)
    assert said is not None
    assert what in said


@pytest.mark.parametrize(
    "line",
    [
        "password: str",
        "    password: Mapped[str] = mapped_column(String(128))",
        'password = "secret123"',
        'password="correct-horse-battery-staple-2"',
        'token: "550e8400-e29b-41d4-a716-446655440199"',
        'token = "aaaaaaaaaaaaaaaaaaaaaaaaaa1a2a3"',
        "API_KEY = os.environ['THE_API_KEY_OF_THE_PROVIDER']",
        "secret: ${{ secrets.DEPLOY_TOKEN_FOR_STAGING_1 }}",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "class='sk-circle-fade-dot-of-the-spinner'",
        "def test_a_token_that_has_expired_is_401() -> None:",
        "AKIAxx",
    ],
)
def test_T26_ordinary_code_is_no_key(line: str) -> None:
    assert key_in(line) is None


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (".env", True),
        ("web/.env.local", True),
        (".env.production", True),
        ("certs/server.PEM", True),
        ("id_rsa", True),
        (".netrc", True),
        ("web/.npmrc", True),
        (".env.example", False),
        (".env.sample", False),
        ("app/environment.py", False),
        ("id_rsa.pub", False),
    ],
)
def test_T26_files_that_hold_keys(path: str, kept: bool) -> None:  # noqa: FBT001 - a table's column
    assert keeps_keys(RepoPath(path)) is kept


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("plain = 1\t# tab", ()),
        ("windows\r", ()),
        ("\x0cclass A:", ()),
        ('note = "zażółć gęślą jaźń"', ()),
        ('hello = "привет, сосед"', ()),
        ('greek = "Καλημέρα κόσμε"', ()),
        ('smile = "\U0001f468\u200d\U0001f4bb \u2764\ufe0f"', ()),
        ("access = 'user\u202e \u2066'", ("<U+202E>", "<U+2066>")),
        ("a\u200bb = 1", ("<U+200B>",)),
        ("x = 1 \x1b[2J", ("<0x1B>",)),
        ("hidden\rshown", ("<0x0D>",)),
        ("tag\U000e0041", ("<U+E0041>",)),
        ("is_\u0430dmin = True", ("U+0430 in “is_\u0430dmin”",)),
        ("\u0441\u0430\u0440 = 1", tuple(f"U+{n} in “сар”" for n in ("0441", "0430", "0440"))),  # noqa: RUF001 - the point
        ("\uff41dmin", ("U+FF41 in “\uff41dmin”",)),
        ("\u0394x = x - \u00e9t\u00e9", ()),
    ],
)
def test_T21_what_is_not_what_it_looks_like(line: str, said: tuple[str, ...]) -> None:
    assert odd_characters(line) == said


def test_T21_what_acts_is_named_once() -> None:
    assert marks("\u202e\u202e\u200b\r") == ("<U+202E>", "<U+200B>")


def texts(before: bytes | None, after: bytes | None, path: RepoPath = APP) -> list[str]:
    return [flag.text for flag in found(path, before, after)]


KEY = f'KEY = "AKIA{"A1B2" * 4}"\n'.encode()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, b"x = 1\n", []),
        (KEY, None, []),
        (KEY, KEY + b"y = 1\n", []),
        (b"x = 1\n", b"x = 1\n" + KEY, ["line 2 holds what looks like an AWS key"]),
        (b"\xff\xfe", KEY, ["line 1 holds what looks like an AWS key"]),
        (b"x", b"\xff\xfeo", ["its bytes are no UTF-8 text and cannot be shown"]),
        (b"\xef\xbb\xbfx = 1\n", b"\xef\xbb\xbfx = 2\n", []),
        (None, "a\u202e\n".encode(), ["line 1 is not what it looks like: <U+202E>"]),
        (b"a\n", b"a\n" * 200, []),
    ],
)
def test_T26_T21_only_what_is_new_is_said(
    before: bytes | None, after: bytes | None, said: list[str]
) -> None:
    assert texts(before, after) == said


def test_T26_a_new_file_of_keys() -> None:
    env = RepoPath(".env.local")
    assert "hold keys" in texts(None, b"A=1\n", env)[0]
    assert texts(b"A=1\n", b"A=2\n", env) == []


def test_T31_blank_lines_that_hide_a_change() -> None:
    assert "5000 of its new lines are blank" in texts(b"a\n", b"a\n" + b"\n" * 5000 + b"b\n")[0]
    assert texts(b"a\n", b"a\n" + b"\n" * 99 + b"b\n") == []
    assert texts(None, b"code\n\n" * 500) == []


def test_many_flags_are_counted() -> None:
    said = texts(None, KEY * 9)
    assert len(said) == 6
    assert said[-1] == "and 4 more like these"


def test_T37_a_big_file_is_read_in_time() -> None:
    began = time.process_time()
    texts(None, b'    password: str = Field(alias="key", min_length=8)\n' * 5000)
    texts(None, b"sk-" * 300_000)
    texts(None, b'secret="' * 100_000)
    texts(None, "сор ".encode() * 20_000)  # noqa: RUF001 - the point
    assert time.process_time() - began < 3


def test_T07_no_page_may_hold_what_is_flagged() -> None:
    story = at_diff().say("a")
    flagged = change(edit(".envrc"))
    with pytest.raises(Misfit):
        story.tell(PageProposed(proposals=((ONE.id, change()), (TWO.id, flagged))))


def test_T07_only_the_whole_word_is_a_yes() -> None:
    flagged = at_diff(change(edit(".envrc")))
    for line in ("y", "", "ok", "tak", "a"):
        hint = flagged.reply(line)
        assert isinstance(hint, Hint)
        assert ".envrc: runs when the folder is entered" in hint.text
    assert flagged.say("YES").job.phase == Approved(proposal=change(edit(".envrc")))


def test_T26_a_journal_of_before_is_read() -> None:
    proposal = change()
    written = encode(proposal)
    assert isinstance(written, dict)
    del written["found"]
    assert decoder(Proposal)(written) == proposal


def test_flags_are_of_the_files_that_change() -> None:
    paths = (APP, RepoPath(".envrc"))
    edits = tuple(FileEdit(path=one, before=None, after=BlobId("b")) for one in paths)
    flags = (Flag(path=APP, text="x"), Flag(path=RepoPath("gone.py"), text="y"))
    proposal = Proposal(edits=edits, subject="s", found=flags)
    assert [flag.path.value for flag in proposal.flags] == [".envrc", "app/a.py"]
    assert proposal.only([APP]).flags == flags[:1]
    assert proposal.only([APP]).found == flags[:1]
