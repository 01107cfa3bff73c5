from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agent.core.undo import Conflict, invert

LINES = st.lists(st.sampled_from([b"a", b"b", b"", b"}", b"x = 1\r"]), max_size=12)
BYTES = st.one_of(LINES.map(b"\n".join), st.binary(max_size=60))


@given(before=st.none() | BYTES, after=st.none() | BYTES)
def test_exact_inverse(before: bytes | None, after: bytes | None) -> None:
    assert invert(before, after, after) == before
    assert invert(after, before, before) == after


@given(before=BYTES, after=BYTES, tail=st.binary(min_size=1, max_size=10))
def test_lines_added_at_the_end_stay(before: bytes, after: bytes, tail: bytes) -> None:
    assume(b"\0" not in before + after + tail and before != after)
    before, after = before + b"\nlast\n", after + b"\nlast\n"
    result = invert(before, after, after + tail)
    assert isinstance(result, Conflict) or result == before + tail


@given(head=LINES, old=LINES, new=LINES, middle=LINES, end=LINES, changed=LINES)
def test_right_or_refused(  # noqa: PLR0913, PLR0917 - six parts of a file
    head: list[bytes],
    old: list[bytes],
    new: list[bytes],
    middle: list[bytes],
    end: list[bytes],
    changed: list[bytes],
) -> None:
    assume(old != new)
    between = [*middle, b"between"]

    def joined(part: list[bytes], rest: list[bytes]) -> bytes:
        return b"\n".join([*head, b"above", *part, *between, *rest])

    result = invert(joined(old, end), joined(new, end), joined(new, changed))
    assert isinstance(result, Conflict) or result == joined(old, changed)


@given(
    before=st.lists(st.integers(0, 99), unique=True, min_size=1, max_size=20),
    new=st.lists(st.integers(100, 199), unique=True, max_size=5),
    data=st.data(),
)
def test_unlike_lines_are_always_found(
    before: list[int], new: list[int], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(before)))
    stop = data.draw(st.integers(place, len(before)))
    after = [*before[:place], *new, *before[stop:]]
    assume(before != after)
    first = data.draw(st.lists(st.integers(200, 299), max_size=3))
    last = data.draw(st.lists(st.integers(300, 399), max_size=3))
    assume(place > 0 or not first)
    assume(stop < len(before) or not last)

    def text(lines: list[int]) -> bytes:
        return b"".join(b"line %d\n" % line for line in lines)

    assert invert(text(before), text(after), text([*first, *after, *last])) == text(
        [*first, *before, *last]
    )


@pytest.mark.parametrize(
    ("before", "after", "now", "result"),
    [
        pytest.param(b"a\n", b"a\nb\n", b"a\nb\nc\n", b"a\nc\n", id="added-below"),
        pytest.param(b"a\nc\n", b"a\nb\nc\n", b"a\nb\nc\nd\n", b"a\nc\nd\n", id="between"),
        pytest.param(b"a\nb\nc\n", b"a\nc\n", b"0\na\nc\n", b"0\na\nb\nc\n", id="removed"),
        pytest.param(b"a", b"a\nb", b"a\nb\nc", b"a\nc", id="no-final-newline"),
        pytest.param(b"a", b"a\n", b"0\na\n", b"0\na", id="final-newline-added"),
        pytest.param(
            b"a\r\nb\r\n", b"a\r\nB\r\n", b"a\r\nB\r\nc\n", b"a\r\nb\r\nc\n", id="F22-mixed"
        ),
        pytest.param(
            b"\xef\xbb\xbfa\nb\n",
            b"\xef\xbb\xbfc\nb\n",
            b"\xef\xbb\xbfc\nb\nd",
            b"\xef\xbb\xbfa\nb\nd",
            id="F22-bom",
        ),
        pytest.param(
            b"\xe4\n\xff\n",
            b"\xe4\n\xfe\n",
            b"x\n\xe4\n\xfe\n",
            b"x\n\xe4\n\xff\n",
            id="F22-latin-1",
        ),
        pytest.param(None, b"a\n", b"a\nmine\n", b"mine\n", id="created-then-added-to"),
        pytest.param(None, b"a\n", None, None, id="created-and-gone"),
        pytest.param(b"a\n", None, None, b"a\n", id="deleted"),
        pytest.param(b"a\n", b"b\n", b"a\n", b"a\n", id="already-back"),
        pytest.param(b"\0a", b"\0b", b"\0b", b"\0a", id="binary"),
    ],
)
def test_invert(
    before: bytes | None, after: bytes | None, now: bytes | None, result: bytes | None
) -> None:
    assert invert(before, after, now) == result


TWICE = b"if a:\n    go()\nif b:\n    go()\n"


@pytest.mark.parametrize(
    ("before", "after", "now", "result"),
    [
        pytest.param(b"a\n", b"b\n", b"B\n", Conflict(reason="gone", lines=(1,)), id="changed"),
        pytest.param(
            b"1\n2\n3\n",
            b"1\nx\n3\n",
            b"0\n1\ny\n3\n",
            Conflict(reason="gone", lines=(3,)),
            id="changed-further-down",
        ),
        pytest.param(
            b"1\n3\n",
            b"1\nx\n3\n",
            b"1\nx\n3\n1\nx\n3\n",
            Conflict(reason="ambiguous", lines=(2, 5)),
            id="copied",
        ),
        pytest.param(
            b"1\n2\n3\n",
            b"1\n3\n",
            b"1\nmine\n3\n",
            Conflict(reason="gone", lines=(2,)),
            id="place-of-removed-lines-is-taken",
        ),
        pytest.param(b"a\n", b"b\n", None, Conflict(reason="missing"), id="file-gone"),
        pytest.param(b"a\n", None, b"x\n", Conflict(reason="exists"), id="file-back"),
        pytest.param(b"\0a", b"\0b", b"\0c", Conflict(reason="binary"), id="binary"),
    ],
)
def test_refused_with_lines(
    before: bytes | None, after: bytes | None, now: bytes | None, result: Conflict
) -> None:
    assert invert(before, after, now) == result


def test_context_tells_look_alikes_apart() -> None:
    before = TWICE.replace(b"b:\n    go()", b"b:\n    stay()")
    assert invert(before, TWICE, b"import x\n" + TWICE) == b"import x\n" + before


def test_one_hunk_gone_refuses_all() -> None:
    before = b"".join(b"%d\n" % n for n in range(20))
    after = before.replace(b"3\n4", b"3\nnew\n4", 1).replace(b"17\n", b"seventeen\n")
    now = after.replace(b"seventeen", b"18-1")
    assert invert(before, after, now) == Conflict(reason="gone", lines=(19,))


def test_F37_changes_that_changed_places_are_refused() -> None:
    before = b"p\nq\n1\nr\ns\nt\nu\n2\nv\nw\n"
    after = b"p\nq\nONE\nr\ns\nt\nu\nTWO\nv\nw\n"
    swapped = b"u\nTWO\nv\nw\np\nq\nONE\nr\ns\nt\n"
    assert invert(before, after, swapped) == Conflict(reason="gone", lines=(8,))
