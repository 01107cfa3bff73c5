"""The features of product requirements, and what is said of one."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath, Role
from agent.core.spec import Feature
from agent.sources.gathering.features import find_features
from agent.sources.gathering.featurespec import gather_feature

STORIES = """\
# PRD

## 3. Functional Requirements

- FR-001: Sign in with an email address and a password.
- FR-002: Draw lots; the matching algorithm never picks oneself.
- GPT-4 writes the greeting.

## 5. User Stories

- ID: US-001
  Title: Perform the matching algorithm
  Description: As an author, I want a match for each member.
  Acceptance Criteria:
  - Given 3 members, when the lots are drawn, then each has one match (FR-001).
  - Given fewer, then I see an error.

### US-002: Leave

**Opis:** Jako osoba chcę wyjść z losowania.

- US-002

## 6. Success metrics

- M-01: half of them come back
- M-02: nobody leaves
"""
DB = """\
# DB

### draw_members

- id: UUID
- draw_id: UUID

### matches

- id: UUID

### other_things

- id: UUID
"""


def document(text: str, role: Role = "prd", name: str = ".ai/prd.md") -> Document:
    return Document(path=RepoPath(name), role=role, text=text)


def shown(text: str) -> list[str]:
    return [
        f"{one.source.line}-{one.source.last} {one.endpoint}"
        for one in find_features(document(text))
    ]


def test_numbered_stories_come_first_and_each_once() -> None:
    assert shown(STORIES) == [
        "11-16 US-001 Perform the matching algorithm",
        "18-20 US-002 Leave",
        "5-5 FR-001 Sign in with an email address and a password",
        "6-6 FR-002 Draw lots; the matching algorithm never picks oneself",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("# PRD\n\n## Features\n\n### Sign in\n\nBy email.\n\n### Empty\n\n## Out of scope\n\nx\n",
         ["5-7 Sign in"]),
        ("## Wymagania funkcjonalne\n\n### 3.1. Konto\n\n- nowe\n\n## Granice\n\n### X\n\ny\n",
         ["3-5 Konto"]),
        ("## Epics\n\n### A\n\n#### Deep\n\ntext\n", ["5-7 Deep"]),
        ("US-01 One\n\nUS-02 Two\n", ["1-1 US-01 One", "3-3 US-02 Two"]),
        ("- US-01:\n- US-02: Two\n- US-03: Three\n", ["2-2 US-02 Two", "3-3 US-03 Three"]),
        (f"- US-1: {'word ' * 30}\n- US-2: b\n",
         [f"1-1 US-1 {'word ' * 23}word…", "2-2 US-2 b"]),
        (f"- US-1: Sign in. {'word ' * 30}\n- US-2: b\n", ["1-1 US-1 Sign in", "2-2 US-2 b"]),
    ],
)  # fmt: skip
def test_where_features_stand(text: str, found: list[str]) -> None:
    assert shown(text) == found


def test_a_feature_is_told_with_what_it_cites_and_the_tables_that_it_names() -> None:
    documents = (document(STORIES), document(DB, "db-plan", ".ai/db-plan.md"))
    spec = gather_feature(
        Feature(name="Perform the matching algorithm", id="US-001"), documents, ()
    )

    assert spec.description is not None
    assert spec.description.text == "As an author, I want a match for each member."
    assert spec.description.source.line == 13
    told = [(one.source.line, one.referred, one.about) for one in spec.excerpts]
    assert told[0] == (11, False, "")
    assert [(line, about[:6]) for line, referred, about in told[1:] if referred] == [
        (5, "FR-001"),  # cited by its number
        (6, "FR-002"),  # on the same: matching algorithm
    ]
    assert [one.name for one in spec.tables] == ["matches"]
    assert spec.gaps == ()


def test_a_feature_that_nothing_describes_has_no_passage() -> None:
    spec = gather_feature(Feature(name="Fly"), (document(STORIES), document(DB, "db-plan")), ())
    assert (spec.description, spec.excerpts, spec.title) == (None, (), "Fly")


def test_a_story_goes_on_where_its_paragraph_does() -> None:
    story = "As a guest,\nI want to leave,\nso that I am gone.\nAt once."
    text = f"### US-1: Leave\n\n{story}\n\n### US-2: Stay\n\nx\n"
    spec = gather_feature(Feature(name="Leave", id="US-1"), (document(text),), ())
    assert spec.description is not None
    assert spec.description.text == "As a guest, I want to leave, so that I am gone."
    assert (spec.description.source.line, spec.description.source.last) == (3, 5)


def test_a_passage_without_a_labelled_description_is_told_by_its_first_line() -> None:
    text = "- US-1: Draw lots for the draw members\n- US-2: Leave\n"
    documents = (document(text), document(DB, "db-plan", ".ai/db-plan.md"))
    spec = gather_feature(Feature(name="Draw lots for the draw members", id="US-1"), documents, ())
    assert spec.description is not None
    assert spec.description.text == "- US-1: Draw lots for the draw members"
    assert "draw_members" in [one.name for one in spec.tables]


@pytest.mark.parametrize(
    ("story", "tables"),
    [
        ("Draw the matches\n", ["matches"]),
        ("Lots\n  As a match maker, I want lots so that matches come\n", []),
        ("Lots\n  - it is drawn\n  - a match for each\n  - no match twice\n", ["matches"]),
        ("Lots\n  - it is drawn\n  - a match for each\n", []),
        ("Lots\n  - a draw member is told\n", ["draw_members"]),
        ("Sign in by password\n  - I see my matches\n  - and matches again\n", ["users"]),
        ("Other papers\n", ["other_things"]),  # half of its name
        ("Lots\n  Description: I want other papers\n", []),
    ],
)
def test_a_feature_is_on_what_its_name_says_before_its_demands(
    story: str, tables: list[str]
) -> None:
    text = f"- US-1: {story}- US-2: Leave\n"
    db = DB + "\n### users\n\n- id: UUID\n"
    documents = (document(text), document(db, "db-plan", ".ai/db-plan.md"))
    [feature] = [one.endpoint for one in find_features(documents[0]) if one.endpoint.id == "US-1"]
    spec = gather_feature(feature, documents, ())
    assert [one.name for one in spec.tables] == tables


def test_of_requirements_in_two_languages_those_of_its_name_are_told() -> None:
    documents = (
        document("- US-1: Leave\n- US-2: Enter\n"),
        document("- US-1: Wyj\u015bcie\n- US-2: Wej\u015bcie\n", name=".ai/prd-pl.md"),
    )
    spec = gather_feature(Feature(name="Wyj\u015bcie", id="US-1"), documents, ())
    assert [one.text for one in spec.excerpts] == ["- US-1: Wyj\u015bcie"]
    both = gather_feature(Feature(name="Exit", id="US-1"), documents, ())
    assert len(both.excerpts) == 2
