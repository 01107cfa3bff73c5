from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.core.plan import CodeBlock, Plan, Step, StepFile, step_id
from agent.core.spec import Endpoint, Spec
from agent.drafter import Code, Draft, Known, Nothing, StepRequest, Unable
from agent.drafters.builtin.transcribe import transcribe

PATH = RepoPath("src/types.ts")
WHOLE = "Replace the whole file"
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
    named = path or (files[0].path if files else PATH)
    found = {} if there is None else {named: there.encode()}
    return transcribe(
        StepRequest(
            step=step,
            plan=plan,
            endpoint=endpoint,
            look_up=lambda: Known(spec=Spec(endpoint=endpoint, title="")),
            code=Code(listed=lambda: tuple(found), read=found.get),
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


PY_METHOD = "    def get(self) -> int:\n        return 1\n"
TS_METHOD = "async create(\n  dto: CreateCard,\n): Promise<Card> {\n  return save(dto);\n}\n"
CS_METHOD = '[HttpGet("{id}")]\npublic async Task<Card> Get(int id)\n{\n    return Find(id);\n}\n'
JAVA_METHOD = "import java.util.List;\n\n@Override\npublic List<Card> all() {\n  return x;\n}\n"


@pytest.mark.parametrize("there", [None, "", "let a;\n"])
@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.py", PY_METHOD, "of a class"),
        ("a.py", "@property\ndef get(self) -> int:\n    return 1\n", "of a class"),
        ("a.py", "def get() -> int:\n    return 1\n\n\n...\n", "a fragment:"),
        ("a.py", "x = 1\nif x:\n", "a fragment:"),
        ("a.ts", TS_METHOD, "of a class"),
        ("a.ts", "private readonly cards = new Map();\n", "of a class"),
        ("a.ts", "constructor(private readonly db: Db) {}\n", "of a class"),
        ("a.ts", "import { z } from 'zod';\n\n@Get()\nlist() {\n  return 1;\n}\n", "of a class"),
        ("a.ts", "export class A {\n  get() {\n    return 1;\n  }\n", "a fragment:"),
        ("a.ts", "  return 1;\n}\n", "a fragment:"),
        ("a.ts", "let a;\n...\n", "a fragment:"),
        ("A.cs", CS_METHOD, "of a class"),
        ("A.cs", "namespace App;\n\nprivate readonly Db _db;\n", "of a class"),
        ("A.java", JAVA_METHOD, "of a class"),
        ("A.java", "class A {\n", "a fragment:"),
    ],
)
def test_part_of_a_class_is_no_file(name: str, text: str, why: str, there: str | None) -> None:
    file = StepFile(path=RepoPath(name))
    found = ask(text=text, language="", files=(), path=file.path, there=there, title=WHOLE)

    assert isinstance(found, Unable)
    assert why in found.reason
    assert found.reason.endswith("put it in place, then /take")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "class A:\n    def get(self) -> int: ...\n"),
        ("a.py", "def get(card: int) -> int:\n    return card\n"),
        ("a.ts", "export async function create(dto: Card): Promise<Card> {\n  return dto;\n}\n"),
        ("a.ts", 'describe("cards", () => {\n  it("has a }", () => {});\n});\n'),
        ("a.ts", "const text = `{ ${1} `; // }\nif (text) {\n  run();\n}\n"),
        ("a.ts", "export const GET: APIRoute = async ({ locals }) => {\n  return ok();\n};\n"),
        ("a.tsx", "export const A = () => {\n  return <p>{x && <b>Don't</b>}</p>;\n};\n"),
        ("A.cs", "using System;\n\n[ApiController]\npublic sealed class A\n{\n}\n"),
        ("A.cs", "namespace App;\n\npublic record Card(int Id);\n"),
        ("A.cs", "var app = Build();\napp.MapGet(x, () => 1);\n"),
        ("A.java", "package a;\n\n@Entity\npublic class A {\n}\n"),
        ("a.sql", "create table x (\n"),
    ],
)
def test_a_whole_file_is_none(name: str, text: str) -> None:
    assert isinstance(ask(text=text, language="", files=(), path=RepoPath(name)), Draft)


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
