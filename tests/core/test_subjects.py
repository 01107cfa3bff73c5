from __future__ import annotations

import time

import pytest

from agent.core.documents import RepoPath
from agent.core.subjects import (
    Words,
    branch_fault,
    commit_fault,
    fill,
    guess,
    holds_tests,
    parted,
    ticket_in,
    told,
    undecided,
    without_label,
)

CONVENTIONAL = "{type}({scope}): {subject}"


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        (CONVENTIONAL, ""),
        ("{subject}", ""),
        ("[{ticket}] {type}: {subject}", ""),
        ("{type}: {what}", "{what} is none of {scope}, {subject}, {ticket}, {type}"),
        ("{subject} {}", "{} is none of"),
        ("{type}({scope})", "it holds no {subject}"),
        ("", "it holds no {subject}"),
        ("{subject} {subject}", "twice"),
        ("{subject} {", "a brace"),
        ("{subject}\n", "a brace or control character"),
        ("{subject}" + "x" * 200, "too long"),
    ],
)
def test_a_template_is_checked(template: str, fault: str) -> None:
    found = commit_fault(template)
    assert (fault in found) if fault else found == ""


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("feature/{ticket}-{slug}", ""),
        ("{type}/{ticket}", ""),
        ("feature/{slug}", "it holds no {ticket}"),
        ("{ticket}-{subject}", "{subject} is none of {slug}, {ticket}, {type}"),
        ("{slug}{slug}{ticket}", "twice"),
    ],
)
def test_a_branch_template_is_checked(template: str, fault: str) -> None:
    found = branch_fault(template)
    assert (fault in found) if fault else found == ""


@pytest.mark.parametrize(
    ("branch", "template", "ticket"),
    [
        ("feature/ABC-12-add-cards", "", "ABC-12"),
        ("ABC-12", "", "ABC-12"),
        ("A1-7_x", "", "A1-7"),
        ("main", "", ""),
        ("", "", ""),
        ("feature/abc-12", "", ""),
        ("xABC-12", "", ""),
        ("ABC-12x", "", ""),
        ("feature/ABC-12-add-cards", "feature/{ticket}-{slug}", "ABC-12"),
        ("feature/abc-12-add-cards", "feature/{ticket}-{slug}", "abc-12"),
        ("fix/42-a-bug", "{type}/{ticket}-{slug}", "42"),
        ("fix/#42", "{type}/{ticket}", "#42"),
        ("main", "feature/{ticket}-{slug}", ""),
        ("feature.x/AB-1", "feature./{ticket}", ""),
    ],
)
def test_the_ticket_stands_in_the_branch(branch: str, template: str, ticket: str) -> None:
    assert ticket_in(branch, template) == ticket


SCOPED = ["feat(books): a", "fix(books): b", "docs: c", "chore: d", "docs: e"]


@pytest.mark.parametrize(
    ("subjects", "template"),
    [
        ([], CONVENTIONAL),
        (["chore: start"], CONVENTIONAL),
        (["feat: a", "fix(core)!: b", "Add c"], CONVENTIONAL),
        (SCOPED, CONVENTIONAL),
        (["feat: a", "fix: b", "test(x): c"], "{type}: {subject}"),
        (["feat: a", "Add b", "Fix c"], "{subject}"),
        (["feat:a", "Feat: b"], "{subject}"),
        (["Merge branch 'x'", 'Revert "feat: b"', "feat(a): b"], CONVENTIONAL),
        (["ABC-1: Add a", "ABC-2: Fix b", "Tidy"], "{ticket}: {subject}"),
        (["[ABC-1] Add a", "[XY-2] Fix b"], "[{ticket}] {subject}"),
        (["ABC-1 Add a"], "{ticket} {subject}"),
        (["ABC-1 - Add a"], "{ticket} - {subject}"),
        (["[ABC-1]: feat: a", "[ABC-2]: fix: b"], "[{ticket}]: {type}: {subject}"),
        (["ABC-1: Add a", "Add b"], "{subject}"),
        (["feat(ABC-1): a", "fix(ABC-2): b", "docs: c"], "{type}({ticket}): {subject}"),
    ],
)
def test_the_last_subjects_tell_the_template(subjects: list[str], template: str) -> None:
    assert guess(subjects) == template
    assert commit_fault(template) == ""


@pytest.mark.parametrize(
    ("template", "scope", "ticket", "subject"),
    [
        (CONVENTIONAL, "books", "", "feat(books): add it"),
        (CONVENTIONAL, "", "", "feat: add it"),
        ("{type}: {subject}", "books", "A-1", "feat: add it"),
        ("{subject}", "books", "A-1", "Add it"),
        ("{ticket}: {subject}", "", "A-1", "A-1: Add it"),
        ("{ticket}: {subject}", "", "", "Add it"),
        ("[{ticket}] {type}: {subject}", "", "", "feat: add it"),
        ("{ticket} - {subject}", "", "", "Add it"),
        ("{type}({ticket}): {subject}", "", "", "feat: add it"),
        ("{type}: {ticket} {subject}", "", "", "feat: add it"),
        ("{type}: {ticket}: {subject}", "", "", "feat: add it"),
        ("{type}: [{ticket}] {subject}", "", "", "feat: add it"),
        ("{type}/{ticket}: {subject}", "", "", "feat: add it"),
        ("{type} ({scope}): {subject}", "", "", "feat: add it"),
        ("{type} {ticket} {subject}", "", "", "feat add it"),
        ("{type} - {ticket} - {subject}", "", "", "feat - add it"),
        ("{subject} - {ticket}", "", "", "Add it"),
        ("{subject} ({ticket})", "", "", "Add it"),
        ("{subject} ({ticket})", "", "A-1", "Add it (A-1)"),
        ("{type}({scope}/{ticket}): {subject}", "books", "A-1", "feat(books/A-1): add it"),
        ("{type}({scope}/{ticket}): {subject}", "books", "", "feat(books): add it"),
        ("{type}({scope}/{ticket}): {subject}", "", "A-1", "feat(A-1): add it"),
        ("{type}({scope}/{ticket}): {subject}", "", "", "feat: add it"),
    ],
)
def test_a_template_is_filled(template: str, scope: str, ticket: str, subject: str) -> None:
    words = Words(type="feat", scope=scope, subject="Add it.", ticket=ticket)
    assert fill(template, words) == subject


@pytest.mark.parametrize(
    ("template", "type_", "text", "subject"),
    [
        (CONVENTIONAL, "feat", "HTTP errors", "feat: HTTP errors"),
        (CONVENTIONAL, "feat", "CardService.make() and more", "feat: CardService.make() and more"),
        (CONVENTIONAL, "feat", "say {type} in full", "feat: say {type} in full"),
        (CONVENTIONAL, "revert", "Add it", "revert: add it"),
        ("{subject}", "revert", "Add it", "Revert Add it"),
        ("{subject}", "redo", "Add it", "Redo Add it"),
        ("{subject}", "docs", "plan POST /x", "Plan POST /x"),
    ],
)
def test_words_are_set_as_the_template_has_them(
    template: str, type_: str, text: str, subject: str
) -> None:
    assert fill(template, Words(type=type_, scope="", subject=text)) == subject


@pytest.mark.parametrize(
    ("rules", "template"),
    [
        ((), ""),
        (("Write tests.",), ""),
        (("Use Conventional Commits.",), "{type}({scope}): {subject}"),
        (("- commit messages follow conventional commit style",), "{type}({scope}): {subject}"),
        (("We do not use Conventional Commits.",), ""),
        (("x", "`type(scope): subject`"), "{type}({scope}): {subject}"),
        (("<type>[optional scope]: <description>",), "{type}({scope}): {subject}"),
        (("format: `<type>(<scope>): <short summary>`",), "{type}({scope}): {subject}"),
        (("Commits: `type: subject`, as in Conventional Commits",), "{type}: {subject}"),
        (("{type}: {message}",), "{type}: {subject}"),
        (("a prototype: message",), ""),
        (("prototype: summary",), ""),
        (("Conventional Commits " + "x" * 3000,), ""),
    ],
)
def test_a_template_is_told_by_rules(rules: tuple[str, ...], template: str) -> None:
    assert told(rules) == template


@pytest.mark.parametrize(
    ("subjects", "few"),
    [((), True), (("a",) * 4, True), (("a",) * 5, False), (("Merge x",) * 9, True)],
)
def test_a_few_subjects_do_not_decide(subjects: tuple[str, ...], few: bool) -> None:  # noqa: FBT001 - a column of the table
    assert undecided(subjects) == few


def test_T37_a_rule_without_end_is_read_in_time() -> None:
    began = time.process_time()
    told(["<type" * 200_000, "\n".join(["type(scope" * 190] * 400)])

    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        ("tests/test_books.py", True),
        ("backend/tests/conftest.py", True),
        ("HabitFlow.Tests/UnitTests/UpdateTests.cs", True),
        ("src/test/java/com/x/BookIT.java", True),
        ("src/lib/__tests__/a.ts", True),
        ("src/lib/books.service.test.ts", True),
        ("src/books.spec.tsx", True),
        ("app/test_books.py", True),
        ("BookTests.cs", True),
        ("app/books.py", False),
        ("src/latest/a.ts", False),
        ("app/attest.py", False),
        ("src/contests/a.ts", False),
    ],
)
def test_what_tests_are_is_told_by_their_place(path: str, *, tests: bool) -> None:
    assert holds_tests([RepoPath(path)]) is tests
    assert not holds_tests([RepoPath(path), RepoPath("app/books.py")])


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Tests: the cuts", "the cuts"),
        ("Testy: zakres", "zakres"),
        ("Test the cuts", "Test the cuts"),
        ("Tests: ", "Tests: "),
    ],
)
def test_a_title_of_tests_loses_their_name(title: str, text: str) -> None:
    assert without_label(title) == text


@pytest.mark.parametrize(
    ("template", "subject", "parts"),
    [
        ("{type}({scope}): {subject}", "feat(books): add the cuts", ("books", "add the cuts")),
        ("{type}({scope}): {subject}", "feat: add the cuts", ("", "add the cuts")),
        ("#{ticket} {subject}", "#X1-9 Make part 1", ("", "Make part 1")),
        ("{ticket} {type}({scope}): {subject}", "AB-1 fix(a): b", ("a", "b")),
        ("{subject}", "Make part 1", ("", "Make part 1")),
        ("{ticket}: {type}: {subject}", "Typed by hand", ("", "Typed by hand")),
    ],
)
def test_a_subject_comes_apart_by_its_template(
    template: str, subject: str, parts: tuple[str, str]
) -> None:
    assert parted(template, subject) == parts
