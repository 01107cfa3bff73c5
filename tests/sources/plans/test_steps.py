from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.core.plan import Step, StepFile
from agent.sources.plans.seeds import Region
from agent.sources.plans.stepfiles import named_files
from agent.sources.plans.stepmarks import read_mark
from agent.sources.plans.steps import read_steps
from agent.sources.text.markdown import blocks


def steps(text: str) -> tuple[Step, ...]:
    source = tuple(text.split("\n"))
    return read_steps(Region(source=source, blocks=blocks(text), last=len(source)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. **Lead**: more\n2. A sentence.\n", [("1", "Lead", 1), ("2", "A sentence.", 2)]),
        ("1) One\n\n```ts\nx\n```\n\n2) Two\n", [("1", "One", 1), ("2", "Two", 7)]),
        ("1. One\n- loose\n2. Two\n- last\n", [("1", "One", 1), ("2", "Two", 3)]),
        ("### Step 3: A\n### Krok 4 - B\n", [("3", "A", 1), ("4", "B", 2)]),
        ("### 9.1 A\n1. x\n### 9.2 B\n### Files\n", [("1", "A", 1), ("2", "B", 3)]),
        ("#### Faza I: A\n#### Faza II: B\n", [("1", "A", 1), ("2", "B", 2)]),
        ("### Backend\n1. a\n2. b\n### Web\n3. c\n", [("1", "a", 2), ("2", "b", 3), ("3", "c", 5)]),
        ("### A\n1. a\n2. b\n### B\n1. c\n", [("1", "A", 1), ("2", "B", 4)]),
        ("### A\n#### 1. x\n#### 2. y\n### B\n#### 1. z\n", [("1", "A", 1), ("2", "B", 4)]),
        ("### A\n#### Step 1: x\n### B\n#### Step 2: y\n", [("1", "x", 2), ("2", "y", 4)]),
        ("1. a\n2. b\n\n### Notes\ntext\n", [("1", "a", 1), ("2", "b", 2)]),
        ("**Step 1: a**\ntext\n\n**Step 2: b**\n", [("1", "a", 1), ("2", "b", 4)]),
        ("**Model**\n1. x\n2. y\n\n**Route**\n1. z\n", [("1", "Model", 1), ("2", "Route", 5)]),
        ("Step 1: a\nStep 2: b\n", [("1", "a", 1), ("2", "b", 2)]),
        ("- [x] a\n- [ ] b\n", [("1", "a", 1), ("2", "b", 2)]),
        ("just text\n", []),
        ("", []),
    ],
)
def test_where_steps_stand(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert [(one.number, one.title, one.line) for one in steps(text)] == expected


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("**Lead:** rest", "Lead", "rest"),
        ("**Service** `f()` + export", "Service `f()` + export", ""),
        ("**Lead** \u2013 rest", "Lead", "rest"),
        ("Step 2/5: [Link](http://x) and `a_b`", "Link and `a_b`", ""),
        ("Wrapped\nsentence", "Wrapped sentence", ""),
        ("First:\nsecond", "First", "second"),
        ("\u2705 Done thing", "Done thing", ""),
        ("Phase 1: A thing (\u2705 Completed)", "A thing", ""),
        ("A" * 130 + ". More here", "A" * 130 + ".", "More here"),
        ("3 things to do", "3 things to do", ""),
    ],
)
def test_title_and_rest(text: str, title: str, rest: str) -> None:
    mark = read_mark(text)
    assert (mark.title, mark.rest) == (title, rest)


def test_a_whole_step() -> None:
    text = """### Step 1: Add the schema
- Kind: edit
- Files: `app/schemas/x.py` (new), `app/main.py` (exists)
- Proof: `pytest tests/test_x.py`
- Write it
- Export it

```python
# app/schemas/x.py
X = 1
```

```json
{}
```
"""
    (step,) = steps(text)
    assert (step.kind, step.proof) == ("edit", "pytest tests/test_x.py")
    assert step.files == (
        StepFile(path=RepoPath("app/schemas/x.py"), new=True),
        StepFile(path=RepoPath("app/main.py"), new=False),
    )
    assert [(one.language, one.path, one.line) for one in step.code] == [
        ("python", RepoPath("app/schemas/x.py"), 8),
        ("json", None, 13),
    ]
    assert [(one.number, one.title) for one in step.items] == [
        ("1.1", "Write it"),
        ("1.2", "Export it"),
    ]
    assert step.body.startswith("- Kind: edit\n")
    assert step.body.endswith("```")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Files: `a/x.py` (new), `a/y.py`\n- As `a/z.py` has it; update `a/y.py`", "x y"),
        ("- Pliki:\n  - `a/x.py`\n- Jak w `a/z.py`", "x z"),
        ("- File: `a/x.py`\n- Update `a/z.py`", "x z"),
        ("- Kind: confirm\n- See that `a/z.py` is there", ""),
        ("- Kind: edit\n- Change `a/z.py`", "z"),
    ],
)
def test_a_list_of_files_is_all_of_them(text: str, expected: str) -> None:
    (step,) = steps(f"### Step 1: Do it\n{text}\n")
    assert [one.path.value for one in step.files] == [f"a/{one}.py" for one in expected.split()]


def test_the_only_code_for_the_only_file() -> None:
    one, two = steps(
        "1. Add `a/b.ts`\n   ```ts\n   x\n   ```\n"
        "2. In `a/c.ts`\n   ```ts\n   y\n   ```\n   ```ts\n   z\n   ```\n"
    )
    assert [block.path for block in one.code] == [RepoPath("a/b.ts")]
    assert one.body == "```ts\nx\n```"
    assert [block.path for block in two.code] == [None, None]


def test_repeated_titles_get_their_own_ids() -> None:
    found = steps("### 1. Test\n- Test\n- Test\n### 2. Test\n")
    ids = [one.id for step in found for one in (step, *step.items)]
    assert len(set(ids)) == 4
    assert steps("### 1. Test\n### 2. Test\n")[1].id == found[1].id


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Deploy to staging", "confirm"),
        ("Code Review i wdro\u017cenie", "confirm"),
        ("Run the tests", "confirm"),
        ("Uruchom serwer", "confirm"),
        ("Manual testing", "confirm"),
        ("Zweryfikuj wydajno\u015b\u0107 zapytania", "confirm"),
        ("Add tests", "edit"),
        ("Wdro\u017cenie walidacji", "edit"),
        ("Dokumentacja i deployment", "edit"),
        ("Run `npm run x` and update `src/x.ts`", "edit"),
        ("Przeprowadzi\u0107 testy r\u0119czne", "confirm"),
        ("Linting and Formatting", "confirm"),
        ("Kontrola jako\u015bci", "confirm"),
        ("Verify the types of `src/x.ts`", "confirm"),
        ("RLS (DB) \u2013 weryfikacja polityk", "confirm"),
        ("Test plan", "edit"),
        ("Build verification", "confirm"),
        ("Owner verification", "edit"),
        ("If given: sprawdzi\u0107 istnienie i doda\u0107 rekord", "edit"),
        ("Test the endpoint\n   - call it with curl", "confirm"),
        ("Test the endpoint\n   - write unit tests", "edit"),
        ("Testowanie\n   - Test bez tokenu (401)", "confirm"),
        ("Testowanie\n   - Testy jednostkowe serwisu", "edit"),
        ("Sprawdzenie w\u0142a\u015bciciela\n   - zwr\u00f3ci\u0107 404", "edit"),
        ("Sprawdzenie polityk\n   - w panelu bazy", "confirm"),
        ("Sprawdzenie w\u0142a\u015bciciela w `src/x.ts`\n   - zwr\u00f3ci\u0107 404", "edit"),
    ],
)
def test_kinds(title: str, kind: str) -> None:
    (step,) = steps(f"1. {title}\n")
    assert step.kind == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Service in `app/a.py`\n   - first\n   - second\n", ["app/a.py", "app/a.py"]),
        ("1. Service in `app/a.py`\n   - in `app/b.py`\n   - second\n", ["app/b.py", ""]),
        ("1. Service in `app/a.py`\n   - in `app/a.py` too\n   - b\n", ["app/a.py", "app/a.py"]),
        ("1. `app/a.py`, `app/b.py`\n   - first\n   - second\n", ["", ""]),
        ("1. Service\n   - first\n   - second\n", ["", ""]),
    ],
)
def test_an_item_has_the_files_it_names_else_the_steps_only_one(
    text: str, expected: list[str]
) -> None:
    (step,) = steps(text)

    assert ["".join(str(one.path) for one in item.files) for item in step.items] == expected


def test_items_under_bold_lines() -> None:
    (step,) = steps("### Step 1: a\n\n**Schema**\n- x\n- y\n\n**Route**:\n- z\n")
    assert [(one.number, one.title, one.line) for one in step.items] == [
        ("1.1", "Schema", 3),
        ("1.2", "Route", 7),
    ]


def test_ticked() -> None:
    text = "### Step 1: a\n- [x] b\n- [X] c\n### Step 2: d\n- [x] e\n- [ ] f\n### [x] Step 3: g\n"
    found = steps(text)
    assert [one.ticked for one in found] == [True, False, True]
    assert [one.ticked for one in found[1].items] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Create `src/a.ts` and update **src/b.py**", [("src/a.ts", True), ("src/b.py", False)]),
        ("Utworzy\u0107 `a/b.cs` (nowy plik)", [("a/b.cs", True)]),
        ("files: `a/b.cs` (new), `a/c.cs`", [("a/b.cs", True), ("a/c.cs", None)]),
        ("Rozszerzy\u0107 lub stworzy\u0107 `a/b.ts`", [("a/b.ts", None)]),
        ("[x](src/p/[id].ts), (src/q.ts) ./src/r.tsx /src/s.astro", [
            ("src/p/[id].ts", None), ("src/q.ts", None), ("src/r.tsx", None),
            ("src/s.astro", None)]),
        ("app/(auth)/page.tsx README.md", [("app/(auth)/page.tsx", None), ("README.md", None)]),
        ("https://x.io/a.ts @/lib/a.ts ~/a/b.ts ../a/b.ts a/*.ts a/<n>.ts", []),
        ("index.ts /api/x e.g. a/b", []),
        ("`.git/hooks/x.sh` a/.../b.ts", []),
        ("`/home/me/web/src/a.ts`, /Users/me/b.ts", []),
    ],
)  # fmt: skip
def test_files(text: str, expected: list[tuple[str, bool | None]]) -> None:
    assert [(one.path.value, one.new) for one in named_files(text)] == expected
