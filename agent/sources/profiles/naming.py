"""The documents that a prompt names: in its blocks, by placeholders, and in its text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from agent.core.documents import Role
from agent.core.patterns import deferred
from agent.core.profile import Input
from agent.core.values import dataclass
from agent.sources.profiles.prose import Row
from agent.sources.profiles.roles import role_of_file, role_of_words

_OPEN = deferred(r"^\s*(?:[-*]|\d+[.)])?\s*<([A-Za-z][\w-]*)>(.*)$")
_CLOSE = deferred(r"^\s*</([A-Za-z][\w-]*)>\s*$")
_PLACEHOLDER = deferred(r"\{\{\s*([^{}]+?)\s*\}\}(?:\s*<-+\s*(.*))?")
# `@file`, `#file`, `#file:path`, `@[file]`, and Markdown links to a file.
_NAMED = re.compile(
    r"(?<![\w/@#])[@#](?:file:)?\[?[/\\]?((?:[\w.~-]+[/\\])*[\w-][\w.-]*\w)\]?"
    r"|\]\(((?:[\w.~-]+/)*[\w.-]+\.(?:md|mdc|ts|sql|ya?ml|json))\)"
)
_PLAIN = deferred(
    r"(?:^|(?<=[\s`,(]))((?:[\w.-]+[/\\])*[\w.-]+\.(?:md|mdc|sql|ya?ml|ts|cs|java|py))(?![\w/])"
)
_FOLDER = deferred(r"(?<![\w/\\])(\.?[\w-]+(?:[/\\][\w.-]+)+)")
_OPTIONAL = deferred(
    r"if (?:applicable|available|any|present)|optional|jesli|opcjonaln", re.IGNORECASE
)
_APPROACH = re.compile(r"approach|podejsci|analysis|thinking|planning|output|format|example")
_LABEL = deferred(r"^(?:#|[-*]|\d+[.)])|:[\s*_]*$")
_EXAMPLE = deferred(r"\be\.?g\.?\b|\bnp\.|example|przyklad", re.IGNORECASE)
# What a plan cannot do without: the passage of the endpoint, or of the feature.
_NEEDED: frozenset[Role] = frozenset({"api-plan", "prd", "data-management"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """An XML-like block: its tag, the words before it, and its lines."""

    tag: str
    label: str
    rows: tuple[Row, ...]

    @property
    def text(self) -> str:
        """What stands in it."""
        return "\n".join(row.text for row in self.rows).strip()


def blocks_of(rows: Sequence[Row]) -> tuple[Block, ...]:
    """The blocks that are closed again, in order; those inside another are part of it."""
    found: list[Block] = []
    at = 0
    while at < len(rows):
        hit = _OPEN.match(rows[at].text)
        end = _end(rows, at, hit[1]) if hit else None
        if hit is None or end is None:
            at += 1
            continue
        found.append(Block(tag=hit[1], label=_label(rows, at), rows=_inside(rows, at, end)))
        at = end + 1
    return tuple(found)


def _end(rows: Sequence[Row], start: int, tag: str) -> int | None:
    close = f"</{tag}>"
    return next((at for at in range(start, len(rows)) if close in rows[at].text), None)


def _label(rows: Sequence[Row], at: int) -> str:
    """The words above a block that name it: an item, a heading or a line with a colon."""
    before = next((row.text for row in reversed(rows[max(0, at - 2) : at]) if row.text.strip()), "")
    return before.strip() if _LABEL.search(before.strip()) else ""


def _inside(rows: Sequence[Row], start: int, end: int) -> tuple[Row, ...]:
    if start == end:
        text = re.sub(r"^[^>]*>|</[^<]*$", "", rows[start].text)
        return (replace(rows[start], text=text),)
    return tuple(rows[start + 1 : end])


def inputs_of(rows: Sequence[Row], blocks: Sequence[Block]) -> tuple[Input, ...]:
    """Each role once, in the order of the prompt, with every file that is named for it."""
    found: dict[Role, Input] = {}
    for one in (*_in_blocks(blocks), *_outside(rows, blocks)):
        known = found.get(one.role)
        if known is None:
            found[one.role] = one
        else:
            files = tuple(dict.fromkeys((*known.files, *one.files)))
            found[one.role] = replace(known, files=files)
    return tuple(found.values())


def _in_blocks(blocks: Sequence[Block]) -> Iterator[Input]:
    for block in blocks:
        files = files_in(block.text) or plain_files(block.text)
        role = _role(block, files)
        if role is not None and not _APPROACH.search(block.tag.lower()):
            yield Input(
                role=role,
                what=_what(block),
                required=role in _NEEDED and _OPTIONAL.search(block.label) is None,
                files=files,
                mark=block.text,
                given=_is_given(block.text, files),
                line=block.rows[0].line if block.rows else 1,
            )


def _role(block: Block, files: Sequence[str]) -> Role | None:
    """What a named file speaks for, else the tag, else the label."""
    named = [role for one in (*files, *hinted(block.text)) if (role := role_of_file(one))]
    return next(iter(named), None) or role_of_words(block.tag) or role_of_words(block.label)


def _what(block: Block) -> str:
    label = re.sub(r"^\s*(?:#+\s*)?(?:\d+[.)]|[-*](?!\*))?\s*|\*\*", "", block.label).strip(" :*")
    return label or block.tag.replace("_", " ").replace("-", " ")


def files_in(text: str) -> tuple[str, ...]:
    """The files that a text refers to; those of a placeholder's hint are examples only."""
    plain = _PLACEHOLDER.sub(" ", text)
    return tuple(dict.fromkeys(map(_tidy, _names(plain))))


def plain_files(text: str) -> tuple[str, ...]:
    """The files of a block that says no more than their names."""
    plain = _PLACEHOLDER.sub(" ", text)
    rest = re.sub(r"[\s`,;:()*-]+|\b(?:files?|plik\w*|and|oraz|i)\b", "", _PLAIN.sub(" ", plain))
    return () if rest else tuple(dict.fromkeys(map(_tidy, _PLAIN.findall(plain))))


def _is_given(text: str, files: Sequence[str]) -> bool:
    """Whether the content stands here, put in for a placeholder."""
    blank = re.fullmatch(r"\$(?:\d|ARGUMENTS)|[A-Z_]+|\[.*\]|<.*>|", text.strip())
    return not files and blank is None and _PLACEHOLDER.search(text) is None


def hinted(text: str) -> tuple[str, ...]:
    """The files that the hints of placeholders name."""
    hints = (hit[2] or "" for hit in _PLACEHOLDER.finditer(text))
    found = re.findall(r"[\w./\\-]+\.(?:md|mdc)\b", " ".join(hints))
    return tuple(map(_tidy, found))


def _names(text: str) -> Iterator[str]:
    for hit in _NAMED.finditer(text):
        yield hit[1] or hit[2]


def _tidy(name: str) -> str:
    path = name.replace("\\", "/")
    return re.sub(r"^(?:\.{0,2}/)+", "", path)


def _outside(rows: Sequence[Row], blocks: Sequence[Block]) -> Iterator[Input]:
    """Inputs of the text between the blocks: references, placeholders, folders of plans."""
    inner = {row.line for block in blocks for row in block.rows}
    closed = {block.tag for block in blocks}
    for row in rows:
        if row.line not in inner:
            yield from _in_row(row)
            yield from _torn(row, closed)


def _torn(row: Row, closed: Collection[str]) -> Iterator[Input]:
    """The input of a block whose first line was lost when its content was put in."""
    hit = _CLOSE.match(row.text)
    role = role_of_words(hit[1]) if hit and hit[1] not in closed else None
    if hit is not None and role is not None:
        yield Input(role=role, what=hit[1].replace("_", " "), given=True, line=row.line)


def _in_row(row: Row) -> Iterator[Input]:
    for name in files_in(row.text):
        role = role_of_file(name) or role_of_words(_EXAMPLE.sub("", row.text))
        if role is not None:
            yield _input(row, role, (name,), "")
    for hit in _PLACEHOLDER.finditer(row.text):
        role = next((r for one in hinted(hit[0]) if (r := role_of_file(one))), None)
        role = role or role_of_words(hit[1])
        if role is not None and "save" not in row.folded and "zapis" not in row.folded:
            yield _input(row, role, (), hit[0])
    if re.search(
        r"(?:implementation )?plans? (?:for|of) (?:other|existing)|existing .*plans", row.folded
    ):
        folders = tuple(_tidy(one).rstrip("./") for one in _FOLDER.findall(row.text))
        yield _input(row, "plan", folders, "")


def _input(row: Row, role: Role, files: tuple[str, ...], mark: str) -> Input:
    what = re.sub(r"^\s*(?:#+\s*)?(?:\d+[.)]|[-*])?\s*", "", row.text).strip(" :*")
    return Input(role=role, what=what[:120], files=files, mark=mark, line=row.line)
