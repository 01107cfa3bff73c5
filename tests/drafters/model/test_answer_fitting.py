from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.core.documents import RepoPath
from agent.core.errors import RefusedError
from agent.drafters.model.answer import Create, Delete, Edit, Part, Rename, Replace
from agent.drafters.model.fitting import Fitted, Unfit, edited, fit
from agent.drafters.model.matching import Miss, Place, place

PATH = "a.py"
TEXT = "def f():\n    return 1\n\n\ndef g():\n    return 1\n"


def made(data: bytes | None, *edits: Edit) -> bytes | str | None:
    found = fit(Part(number="1", edits=edits), {RepoPath(PATH): data}.get)
    if isinstance(found, Fitted):
        return dict(found.files)[RepoPath(PATH)]
    return "; ".join(one.reason for one in found)


def swap(search: str, replace: str, near: int | None = None) -> Replace:
    return Replace(path=PATH, search=search, replace=replace, near=near)


@pytest.mark.parametrize(
    ("before", "search", "replace", "after"),
    [
        ("a\nb\nc\n", "b\n", "x\n", "a\nx\nc\n"),
        ("a\nb\nc\n", "b\n", "", "a\nc\n"),
        ("a\nb\nc\n", "b\n", "b\nx\ny\n", "a\nb\nx\ny\nc\n"),
        ("a\r\nb\r\nc\r\n", "b\n", "x\ny\n", "a\r\nx\r\ny\r\nc\r\n"),
        ("a\r\nb\nc\r\n", "b\n", "x\n", "a\r\nx\nc\r\n"),
        ("a\nb", "b\n", "x\n", "a\nx"),
        ("a\nb", "b\n", "x\ny\n", "a\nx\ny"),
        ("\ufeffa\nb\n", "a\n", "x\n", "\ufeffx\nb\n"),
        ("a\x0cb\nc\n", "c\n", "d\n", "a\x0cb\nd\n"),
        ("a  \nb\n", "a\nb\n", "c\n", "c\n"),
        ("  if x:\n    y\n", "if x:\n  y\n", "if z:\n\n  y\n", "  if z:\n\n    y\n"),
        ("if x:\n  y\n", "  if x:\n    y\n", "  if z:\n    y\n", "if z:\n  y\n"),
        ("a\nb\nc\n", "2|b\n3|c\n", "2|x\n3|c\n", "a\nx\nc\n"),
        ("a\nb\nc\n", "2|b\n3|c\n", "x\n", "a\nx\n"),
    ],
)
def test_F22_only_what_was_meant_changes(
    before: str, search: str, replace: str, after: str
) -> None:
    assert made(before.encode(), swap(search, replace)) == after.encode()


@pytest.mark.parametrize(
    ("search", "replace", "near", "reason"),
    [
        ("absent\n", "x\n", None, "stands nowhere"),
        ("", "x\n", None, "is empty"),
        ("\n\n", "x\n", None, "is empty"),
        ("def f():\n", "def f():\n", None, "changes nothing"),
        ("    return 1\n", "    return 2\n", None, "stands at lines 2, 6"),
        ("    return 1\n", "    return 2\n", 4, "stands at lines 2, 6"),
        ("return  1\n", "x\n", None, "stands nowhere"),
        ("    def f():\n        return 1\n", "x\n", None, "less deep"),
        ("7|def f():\n", "x\n", None, "stands nowhere"),
        ("0|def f():\n", "x\n", None, "stands nowhere"),
    ],
)
def test_F36_nothing_fuzzier_is_taken(
    search: str, replace: str, near: int | None, reason: str
) -> None:
    assert reason in str(made(TEXT.encode(), swap(search, replace, near)))


def test_the_line_number_decides_where_it_is_clear() -> None:
    assert made(TEXT.encode(), swap("    return 1\n", "    return 2\n", 6)) == (
        TEXT[:-2].encode() + b"2\n"
    )
    assert place(TEXT.split("\n"), "return 1\n", "return 2\n", 2) == Place(
        start=1, stop=2, lines=("    return 2",), how="indented as the file"
    )


def test_F37_all_edits_are_computed_on_one_base() -> None:
    both = (swap("def g():\n", "def h():\n"), swap("def f():\n", "def e():\n"))

    assert made(TEXT.encode(), *both) == TEXT.replace("f()", "e()").replace("g()", "h()").encode()
    over = (swap("def f():\n    return 1\n", "x\n"), swap("    return 1\n", "y\n", 2))
    assert made(TEXT.encode(), *over) == "two blocks change the same lines"


@pytest.mark.parametrize(
    ("data", "edits", "result"),
    [
        (None, (Create(path=PATH, text="x\n"),), b"x\n"),
        (b"y\n", (Create(path=PATH, text="x\n"),), "the file is there already: edit it"),
        (b"y\n", (Delete(path=PATH),), None),
        (None, (Delete(path=PATH),), "there is no such file"),
        (None, (swap("a\n", "b\n"),), "there is no such file"),
        (b"\xff\n", (swap("a\n", "b\n"),), "the file is no UTF-8 text"),
        (b"a\n", (Delete(path=PATH), swap("a\n", "b\n")), "its edits contradict"),
        (None, (Create(path=PATH, text="x"), Create(path=PATH, text="y")), "contradict"),
    ],
)
def test_files_are_made_and_go(
    data: bytes | None, edits: tuple[Edit, ...], result: bytes | str | None
) -> None:
    found = made(data, *edits)

    assert (
        result in found if isinstance(found, str) and isinstance(result, str) else found == result
    )


def test_a_file_moves_and_is_edited_under_either_name() -> None:
    move = Rename(path="a.py", to="b.py")
    change = Replace(path="b.py", search="a\n", replace="b\n")
    old = Replace(path="a.py", search="c\n", replace="d\n")
    there = {RepoPath("a.py"): b"a\nc\n"}

    found = fit(Part(number="1", edits=(move, change, old)), there.get)
    alone = fit(Part(number="1", edits=(move,)), there.get)
    gone = fit(Part(number="1", edits=(move,)), lambda _path: None)
    taken = fit(Part(number="1", edits=(move,)), lambda _path: b"x\n")

    assert isinstance(found, Fitted)
    assert dict(found.files) == {RepoPath("a.py"): None, RepoPath("b.py"): b"b\nd\n"}
    assert isinstance(alone, Fitted)
    assert dict(alone.files)[RepoPath("b.py")] == b"a\nc\n"
    assert isinstance(gone, tuple)
    assert isinstance(taken, tuple)
    assert [one.reason for one in (*gone, *taken)] == [
        "there is no such file",
        "a file of this name is there already",
    ]


def test_F38_one_bad_file_of_two_leaves_nothing() -> None:
    edits = (Create(path="b.py", text="x\n"), swap("absent\n", "x\n"))

    found = fit(Part(number="1", edits=edits), {RepoPath(PATH): b"a\n"}.get)

    assert isinstance(found, tuple)
    assert [one.edit for one in found] == [edits[1]]


@pytest.mark.parametrize("path", ["../x.py", "/etc/x", "a/../../x", ".git/hooks/pre-commit", "C:x"])
def test_T01_T02_T05_a_path_outside_is_refused(path: str) -> None:
    with pytest.raises(RefusedError):
        fit(Part(number="1", edits=(Create(path=path, text="x"),)), lambda _path: None)


@pytest.mark.parametrize(
    ("edit", "name"),
    [
        (swap("a", "b", 3), "edit a.py SEARCH 3"),
        (Create(path="b", text=""), "new b"),
        (Delete(path="c"), "delete c"),
        (Rename(path="d", to="e"), "rename d => e"),
    ],
)
def test_an_edit_is_named_to_ask_for_it_again(edit: Edit, name: str) -> None:
    assert edited(edit) == name


def test_T37_a_near_miss_of_a_megabyte_takes_no_square_time() -> None:
    lines = ["}"] * 200_000
    search = "}\n" * 100_000

    assert place(lines, f"{search}x\n", "y\n") == Miss(reason="not-found")
    assert isinstance(place(lines, search, "y\n"), Miss)


LINES = st.lists(st.sampled_from(["a", " a", "b  ", "", "}", "1|a"]), max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, LINES, LINES, st.none() | st.integers(0, 14))
def test_a_place_holds_the_text_and_the_rest_stays(
    there: list[str], old: list[str], new: list[str], near: int | None
) -> None:
    found = place(there, "".join(f"{x}\n" for x in old), "".join(f"{x}\n" for x in new), near)

    if isinstance(found, Place):
        bare = [line.strip() for line in there[found.start : found.stop]]
        assert bare == [line.strip().removeprefix("1|") for line in old] or bare == [
            line.strip() for line in old
        ]
        assert 0 <= found.start < found.stop <= len(there)


def test_unfit_says_where() -> None:
    (found,) = fit(Part(number="1", edits=(swap("x\n", "y\n"),)), lambda _path: b"a\n")  # type: ignore[misc] # not fitted

    assert found == Unfit(
        edit=swap("x\n", "y\n"), path=RepoPath(PATH), reason="its SEARCH stands nowhere in the file"
    )
