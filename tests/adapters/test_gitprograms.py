from __future__ import annotations

from pathlib import Path

import pytest
from sandbox import Sandbox, Work

SENTINEL = "touch ../ran"


def test_T13_a_plain_commit_runs_nothing(work: Work) -> None:
    work.sandbox.write(".git/hooks/pre-commit", "not executable")
    work.sandbox.hook("pre-push", SENTINEL)
    assert work.repo.runs().does == ()


def test_T13_hooks_are_named(work: Work) -> None:
    for name in ("commit-msg", "pre-commit", "pre-push", "reference-transaction"):
        work.sandbox.hook(name, SENTINEL)
    assert work.repo.runs().does == (
        "runs your hooks: pre-commit, commit-msg, reference-transaction",
    )


@pytest.mark.parametrize("named", [".husky", ".husky/", "~/hooks", "/none"])
def test_T13_hooks_of_another_folder(repo: Sandbox, named: str, sealed: Path) -> None:
    work = Work.open(repo)
    repo.hook("pre-commit", SENTINEL)
    repo.git("config", "core.hooksPath", named)
    assert work.repo.runs().does == ()
    folder = Path(named.replace("~", str(sealed)))
    if named != "/none":
        hook = repo.root / folder / "post-commit"
        hook.parent.mkdir()
        hook.touch(0o755)
        assert work.repo.runs().does == (f"runs your hooks: post-commit ({named.rstrip('/')}/)",)


@pytest.mark.parametrize("file", ["deep/er/.gitattributes", ".git/info/attributes", "own"])
def test_T13_filters_in_use_are_named(repo: Sandbox, file: str) -> None:
    work = Work.open(repo)
    repo.git("config", "filter.lfs.clean", SENTINEL)
    repo.git("config", "filter.lfs.smudge", SENTINEL)
    repo.git("config", "filter.a.b.process", SENTINEL)
    repo.git("config", "filter.none.clean", "")
    repo.git("config", "core.attributesFile", str(repo.root / "own"))
    assert work.repo.runs().does == ()
    repo.write(file, "*.bin filter=lfs diff=lfs\n*.x filter=none filter=unknown\n")
    assert work.repo.runs().does == ("runs filter lfs",)
    repo.write(file, "[attr]big -text filter=a.b\n* filter=lfs\n")
    assert work.repo.runs().does == ("runs filters a.b, lfs",)
    assert not (repo.root.parent / "ran").exists()


def test_T13_a_link_for_attributes_is_not_followed(repo: Sandbox, tmp_path: Path) -> None:
    work = Work.open(repo)
    repo.git("config", "filter.lfs.clean", SENTINEL)
    (tmp_path / "else").write_text("* filter=lfs\n")
    (repo.root / ".gitattributes").symlink_to(tmp_path / "else")
    assert work.repo.runs().does == ()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"commit.gpgsign": "true"}, ("signs with gpg",)),
        ({"commit.gpgsign": "On", "gpg.program": "/x/sign"}, ("signs with /x/sign",)),
        (
            {"commit.gpgsign": "1", "gpg.format": "ssh", "gpg.program": "no"},
            ("signs with ssh-keygen",),
        ),
        ({"commit.gpgsign": "1", "gpg.format": "ssh", "gpg.ssh.program": "x"}, ("signs with x",)),
        ({"commit.gpgsign": "false", "gpg.program": "/x/sign"}, ()),
    ],
)
def test_T13_signing_is_named(work: Work, settings: dict[str, str], said: tuple[str, ...]) -> None:
    for key, value in settings.items():
        work.sandbox.git("config", key, value)
    assert work.repo.runs().does == said


def test_T13_a_setting_without_a_value_is_a_yes(work: Work) -> None:
    with (work.sandbox.root / ".git/config").open("a") as config:
        config.write("[commit]\n\tgpgsign\n")
    assert work.repo.runs().does == ("signs with gpg",)


def test_T13_the_digest_is_of_what_the_programs_say(work: Work) -> None:
    box = work.sandbox
    digests = [work.repo.runs().digest]
    box.hook("pre-commit", "one")
    digests += [work.repo.runs().digest]
    box.hook("pre-commit", "two")
    digests += [work.repo.runs().digest]
    box.git("config", "core.hooksPath", ".husky/_")
    box.write(".husky/_/pre-commit", "stub").chmod(0o755)
    digests += [work.repo.runs().digest]
    box.write(".husky/pre-commit", "npm test")
    digests += [work.repo.runs().digest]
    box.git("config", "filter.lfs.clean", "lfs")
    digests += [work.repo.runs().digest]
    box.write(".gitattributes", "* filter=lfs")
    digests += [work.repo.runs().digest]
    box.git("config", "filter.lfs.clean", "other")
    digests += [work.repo.runs().digest]
    assert digests[0] == ""
    assert digests[4] == digests[5]
    assert len(set(digests)) == len(digests) - 1
