from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.drafters.model.answer import Answer, Create, Delete, Look, Part, Rename, Replace, Word
from agent.drafters.model.reading import AnswerReader

BLOCK = "<<<<<<< SEARCH 4\nold\n=======\nnew\n>>>>>>> REPLACE\n"
REPLACED = Replace(path="a.py", search="old\n", replace="new\n", near=4)
NEW = "### new b.py\n<<<<<<< NEW\nx = 1\n\ny = 2\n>>>>>>> NEW\n"
CREATED = Create(path="b.py", text="x = 1\n\ny = 2\n")


def read_answer(text: str, steps: tuple[str, ...]) -> Answer:
    reader = AnswerReader(steps)
    reader.feed(text)
    return reader.end()


def part(text: str, *steps: str) -> Part:
    (found,) = read_answer(text, steps or ("1",)).parts
    return found


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        (f"### edit a.py\n{BLOCK}", (REPLACED,)),
        (f"## Step 1\n### edit a.py\n{BLOCK}", (REPLACED,)),
        (f"Here it is.\n\n**Step 1: Write it**\n#### Edit: `a.py`\n\n{BLOCK}", (REPLACED,)),
        (f"## Step 1\n### edit a.py\n{BLOCK}{BLOCK}", (REPLACED, REPLACED)),
        (f"## Step 1\r\n### edit a.py\n{BLOCK}".replace("\n", "\r\n"), (REPLACED,)),
        (f"### edit a.py\n```python\n{BLOCK}```\n", (REPLACED,)),
        ("### edit a.py\n<<<<<<< SEARCH line 4\nold\n=======\nnew\n>>>>>>> replace", (REPLACED,)),
        (f"## Step 1\n{NEW}", (CREATED,)),
        (NEW.replace("NEW\nx", "NEW\n```py\nx").replace(">>>>>>>", "```\n>>>>>>>"), (CREATED,)),
        ("### new b.py\n```python\nx = 1\n\ny = 2\n```\n", (CREATED,)),
        ("### new b.py\n```\n<<<<<<< NEW\nx = 1\n\ny = 2\n>>>>>>> NEW\n```\n", (CREATED,)),
        ("### delete `a.py`", (Delete(path="a.py"),)),
        ("### rename a.py => b.py", (Rename(path="a.py", to="b.py"),)),
        ("### rename `a.py` → `b.py`", (Rename(path="a.py", to="b.py"),)),
        (
            "### new a.rst\n<<<<<<<< NEW\nTitle\n=======\n>>>>>>> no end\n>>>>>>>> NEW\n",
            (Create(path="a.rst", text="Title\n=======\n>>>>>>> no end\n"),),
        ),
        (
            "### edit a.rst\n<<<<<<<< SEARCH\n=======\n========\n-------\n>>>>>>>> REPLACE\n",
            (Replace(path="a.rst", search="=======\n", replace="-------\n"),),
        ),
        ("### new a.md\n<<<<<<< NEW\n```\n## Step 2\n```\n>>>>>>> NEW\n", None),
    ],
)
def test_edits(text: str, edits: tuple[object, ...] | None) -> None:
    found = part(text)

    assert found.faults == ()
    assert found.edits == (edits or (Create(path="a.md", text="```\n## Step 2\n```\n"),))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("### nothing it is there", Word(saying="nothing", text="it is there")),
        ("### covered: step 1 did it", Word(saying="covered", text="step 1 did it")),
        ("### question\nWhich one?\nThis?", Word(saying="question", text="Which one?\nThis?")),
        ("### amend Step 4 needs a table", Word(saying="amend", text="Step 4 needs a table")),
    ],
)
def test_words_in_place_of_edits(text: str, word: Word) -> None:
    assert part(f"## Step 1\n{text}").word == word


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("### run npm install", ("npm install",)),
        ("### run `npm install`\nIt writes the lock file.\n", ("npm install",)),
        ("### run\n```sh\nnpm install\nnpm run gen\n```\n", ("npm install", "npm run gen")),
        (f"{NEW}### run npm install\n### run: npm run gen", ("npm install", "npm run gen")),
    ],
)
def test_commands_for_the_owner(text: str, runs: tuple[str, ...]) -> None:
    found = part(f"## Step 1\n{text}")

    assert (found.runs, found.faults) == (runs, ())
    assert found.edits == ((CREATED,) if NEW in text else ())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("### edit a.py\n<<<<<<< SEARCH\nold\n=======\nne", "does not end"),
        ("### edit a.py\n<<<<<<< SEARCH\nold\n>>>>>>> REPLACE", "no single line of 7 ="),
        (
            "### edit a.py\n<<<<<<< SEARCH\na\n=======\nb\n=======\nc\n>>>>>>> REPLACE",
            "no single line of 7 =",
        ),
        (f"## Step 1\n{BLOCK}", "under no file"),
        ("### edit\n", "names no file"),
        ("### rename a.py", "not: rename OLD => NEW"),
        ("### nothing it is there\n### delete a.py", "says “nothing” as well"),
        ("### nothing it is there\n### run make", "says “nothing” as well"),
        (f"## Step 1\n{NEW}## Step 1\n{NEW}", "comes twice"),
        ("### new b.py\n```\nx = '''\n```\ny\n```\n", "not written between NEW markers"),
        ("### new b.py\n```\nx = 1\n", "does not end"),
        ("### new b.md\n```\nx = 1\n```\n", ""),
    ],
)
def test_what_cannot_be_read_is_a_fault(text: str, fault: str) -> None:
    found = read_answer(text, ("1",)).parts

    assert all(fault in " ".join(one.faults) and (one.faults or not one.edits) for one in found)
    assert found or not fault


def test_a_sentence_stands_before_the_blocks() -> None:
    found = part(f"## Step 1: Models\nAdds the model.\nIt is small.\n{NEW}And that was it.\n")

    assert found.words == "Adds the model. It is small."
    assert found.edits == (CREATED,)


def test_F34_a_step_that_was_not_asked_for_is_refused() -> None:
    found = read_answer("".join(f"## Step {n}\n{NEW}" for n in "123459"), ("1", "2", "3"))

    assert [one.number for one in found.parts] == ["1", "2", "3"]
    assert found.refused == ("4", "5", "9")
    assert all(one.edits == (CREATED,) for one in found.parts)


def test_F33_prose_alone_has_no_part_to_use() -> None:
    assert read_answer("Zrobione, wszystko działa.", ("1", "2")).parts == ()
    assert part("I am done.").edits == ()
    assert read_answer("  \n\n", ("1",)).parts == ()


def test_reads_are_asked_for_in_text() -> None:
    text = "### read src/a.ts 1-80\n### list src\n### search createCard"

    found = read_answer(text, ("1", "2"))

    assert found.looks == (
        Look(what="read", words="src/a.ts 1-80"),
        Look(what="list", words="src"),
        Look(what="search", words="createCard"),
    )


def test_where_the_answer_is_can_be_shown() -> None:
    reader = AnswerReader(("1", "2"))

    reader.feed("## Step 2\n### edit a.py\n<<<<<<< SEARCH\nold\n")

    assert reader.at == "step 2 a.py +1"


PIECES = st.sampled_from(
    [
        *("## Step 1\n", "## Step 2\n", "## Step 9\n", "## Step", "### edit a.py\n", "### edit\n"),
        *(
            "### new b.py\n",
            "### delete c\n",
            "### rename a => b\n",
            "### nothing x\n",
            "### read a\n",
        ),
        *("<<<<<<< SEARCH 3\n", "<<<<<<< NEW\n", "<<<<<<<< NEW\n", "<<<<<<<", "=======\n"),
        *(">>>>>>> REPLACE\n", ">>>>>>>> NEW\n", "```\n", "```ts\n", "text\n", "\n", "\r", "\0"),
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES | st.text(max_size=8), max_size=25), st.integers(1, 3), st.integers(1, 40))
def test_reading_never_fails_and_never_gives_more_than_was_asked(
    pieces: list[str], count: int, size: int
) -> None:
    steps = ("1", "2", "3")[:count]
    text = "".join(pieces)
    reader = AnswerReader(steps)
    for at in range(0, len(text), size):
        reader.feed(text[at : at + size])
        assert len(reader.at) < len(text) + 40

    answer = reader.end()

    assert answer == read_answer(text, steps)
    numbers = [one.number for one in answer.parts]
    assert sorted(numbers) == sorted(set(numbers) & set(steps))
    assert not set(answer.refused) & set(steps)


@pytest.mark.parametrize(
    ("line", "worded"),
    [
        ("### next 4 Serves it.", (("4", "Serves it."),)),
        ("### next: 4.1: Serves it.", (("4.1", "Serves it."),)),
        ("### next 1 Again", ()),
        ("### next what comes", ()),
        ("### next 4", ()),
    ],
)
def test_steps_that_come_later_may_be_worded(line: str, worded: tuple[object, ...]) -> None:
    reader = AnswerReader(("1",))
    reader.feed(f"## Step 1\nSets x.\n### delete a.py\n\n{line}\nand more\n")
    answer = reader.end()

    assert answer.worded == worded
    assert len(answer.parts[0].edits) == 1
    assert answer.parts[0].words == "Sets x."
