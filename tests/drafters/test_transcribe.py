from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.core.plan import CodeBlock, Plan, Step, StepFile, step_id
from agent.core.spec import Endpoint, Spec
from agent.drafter import Code, Draft, Nothing, StepRequest, Unable
from agent.drafters.builtin.transcribe import transcribe

PATH = RepoPath("src/types.ts")
TYPES = "export type Card = {\n  id: string;\n};\n"
MORE = f"import {{ z }} from 'zod';\n\n{TYPES}\nexport type Deck = {{ ...Card }};\n"


def ask(  # noqa: PLR0913 (a table's columns)
    *,
    text: str = TYPES,
    language: str = "ts",
    files: tuple[StepFile, ...] = (StepFile(path=PATH),),
    path: RepoPath | None = None,
    there: str | None = None,
    title: str = "Add the types",
    notes: tuple[str, ...] = (),
) -> Draft | Unable | Nothing | None:
    endpoint = Endpoint(method="GET", path="/cards")
    block = CodeBlock(language=language, text=text, line=12, path=path)
    step = Step(
        number="1", id=step_id(title), title=title, line=9, files=files, code=(block,) * bool(text)
    )
    plan = Plan(
        path=RepoPath(".ai/plan.md"), title="", endpoints=(endpoint,), sections=(), steps=(step,)
    )
    found = {} if there is None else {PATH: there.encode()}
    return transcribe(
        StepRequest(
            step=step,
            plan=plan,
            spec=Spec(endpoint=endpoint, title=""),
            code=Code(paths=tuple(found), read=found.get),
            notes=notes,
        )
    )


@pytest.mark.parametrize(
    ("text", "there", "title"),
    [
        (TYPES, None, "Add the types"),
        (TYPES.rstrip(), None, "Add the types"),
        (TYPES, "", "Add the types"),
        (MORE, TYPES, "Add the deck"),
        (TYPES, "old();\n", "Replace the whole file"),
        ("const next = {\n  ...state,\n};\n// the existing card\n", None, "Reducer"),
    ],
)
def test_code_for_one_file_is_proposed_literally(text: str, there: str | None, title: str) -> None:
    draft = ask(text=text, there=there, title=title)

    assert isinstance(draft, Draft)
    assert draft.files == ((PATH, (text.rstrip() + "\n").encode()),)
    assert draft.how == ("src/types.ts: transcribed from .ai/plan.md:12",)


def test_the_fence_may_name_the_file_itself() -> None:
    assert isinstance(ask(files=(), path=PATH), Draft)


@pytest.mark.parametrize(
    ("text", "there"),
    [(TYPES, TYPES), (TYPES, MORE), (TYPES, "  \nlet a;\n" + TYPES.replace("\n", "\n\n"))],
)
def test_what_is_there_already_is_unneeded(text: str, there: str) -> None:
    assert isinstance(ask(text=text, there=there), Nothing)


@pytest.mark.parametrize(
    ("text", "there", "new"),
    [
        (TYPES, "let a;\n", None),
        (TYPES, None, False),
        ("// ... existing code\nlet a;\n", None, None),
        ("let a;\n... the rest\n", None, None),
        ("let a;\n// rest of the file\n", "let a;\n", None),
    ],
)
def test_a_fragment_is_not_guessed_at(text: str, there: str | None, new: bool | None) -> None:  # noqa: FBT001 (a column)
    found = ask(text=text, there=there, files=(StepFile(path=PATH, new=new),))

    assert isinstance(found, Unable)
    assert found.reason


@pytest.mark.parametrize(
    ("language", "files", "path"),
    [
        ("bash", (StepFile(path=PATH),), None),
        ("ts", (), None),
        ("ts", (StepFile(path=PATH), StepFile(path=RepoPath("src/b.ts"))), None),
        ("ts", (StepFile(path=RepoPath("src/b.ts")),), PATH),
    ],
)
def test_another_kind_of_step_is_left_alone(
    language: str, files: tuple[StepFile, ...], path: RepoPath | None
) -> None:
    assert ask(language=language, files=files, path=path) is None
    assert ask(text="", language=language, files=files, path=path) is None


def test_words_do_not_change_literal_code() -> None:
    assert isinstance(ask(notes=("call it Deck",)), Unable)
