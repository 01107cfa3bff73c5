"""An outline as a JSON value, to be kept between runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.sources.openapi.mending import Patch, Remark
from agent.sources.openapi.outline import Entry, Outline

if TYPE_CHECKING:
    Json = Any

# One more whenever an outline comes out differently: what was kept before is made anew.
VERSION = 3


def packed(outline: Outline) -> Json:
    """The outline as lists."""
    return [
        VERSION,
        [_entry(one) for one in outline.entries],
        [list(one) for one in outline.anchors],
        [[one.line, one.last, one.text] for one in outline.patches],
        [[one.rule, one.message, one.line] for one in outline.remarks],
        outline.clean,
        outline.tab,
    ]


def unpacked(found: Json) -> Outline:
    """The outline of such lists; ValueError, TypeError or LookupError for anything else."""
    version, entries, anchors, patches, remarks, clean, tab = found
    if version != VERSION:
        raise ValueError(version)
    return Outline(
        entries=tuple(_read(*one) for one in entries),
        anchors=tuple((str(name), int(start), int(end)) for name, start, end in anchors),
        patches=tuple(
            Patch(line=int(line), last=int(last), text=str(text)) for line, last, text in patches
        ),
        remarks=tuple(
            Remark(rule=str(rule), message=str(message), line=int(line))
            for rule, message, line in remarks
        ),
        clean=bool(clean),
        tab=int(tab),
    )


def _entry(one: Entry) -> Json:
    said = [list(pair) for pair in one.said]
    return [one.key, one.line, one.start, one.end, said, [_entry(each) for each in one.inside]]


def _read(key: Json, line: Json, *rest: Json) -> Entry:
    start, end, said, inside = rest
    return Entry(
        key=str(key),
        line=int(line),
        start=int(start),
        end=int(end),
        said=tuple((str(name), str(text)) for name, text in said),
        inside=tuple(_read(*one) for one in inside),
    )
