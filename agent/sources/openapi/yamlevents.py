"""The one home of PyYAML: its events, and nothing that it makes of them (T34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from agent.sources.openapi.events import DEEPEST, TOO_DEEP, BrokenError, Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.sources.openapi.events import Kind

    # The C parser's marks and events have no types.
    Raw = Any

# The C parser is ten times faster; a build of PyYAML may lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLOCKS = frozenset("|>")
# From version 0.2.6 on libyaml counts levels itself, and looks ahead of its events.
_ITS_TOO_DEEP = "exceeded maximum nesting depth"
_STEPS = {
    yaml.MappingStartEvent: 1,
    yaml.SequenceStartEvent: 1,
    yaml.MappingEndEvent: -1,
    yaml.SequenceEndEvent: -1,
}
_KINDS: dict[type, Kind] = {
    yaml.ScalarEvent: "text",
    yaml.AliasEvent: "alias",
    yaml.MappingStartEvent: "{",
    yaml.SequenceStartEvent: "[",
    yaml.MappingEndEvent: "}",
    yaml.SequenceEndEvent: "]",
}


def yaml_events(text: str, levels: int) -> Iterator[Event]:
    """The events of the first document; BrokenError where the parser gives up.

    Of what lies deeper than `levels`, only anchors are told: that is most of a large file.
    """
    try:
        yield from _events(text, levels)
    except yaml.MarkedYAMLError as error:
        raise _broken(error) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise BrokenError(str(error), line=1, start=1) from error


def _events(text: str, levels: int) -> Iterator[Event]:
    depth = 0
    anchors: list[tuple[int, Raw]] = []
    one: Raw
    for one in yaml.parse(text, Loader=_LOADER):
        step = _STEPS.get(type(one), 0)
        depth += step
        if depth - (step > 0) <= levels:
            if type(one) is yaml.DocumentEndEvent:
                return
            if type(one) in _KINDS:
                yield _event(one)
        elif step >= 0 and one.anchor and type(one) is not yaml.AliasEvent:
            anchors.append((depth, one))
        if step < 0 and anchors and anchors[-1][0] > depth:
            yield _anchor(anchors.pop()[1], one.end_mark.index)
        if depth > DEEPEST:
            line = one.start_mark.line + 1
            raise BrokenError(TOO_DEEP, line=line, start=line)


def _event(one: Raw) -> Event:
    kind = _KINDS[type(one)]
    start, end = one.start_mark, one.end_mark
    line = start.line + 1
    match kind:
        case "text":
            plain = not one.style and one.implicit[0]
            block = one.style in _BLOCKS
            return Event(kind, start.index, end.index, line, one.value, plain, one.anchor, block)
        case "alias":
            return Event(kind, start.index, end.index, line, one.anchor)
        case "{" | "[":
            return Event(kind, start.index, end.index, line, anchor=one.anchor)
        case _:
            return Event(kind, start.index, end.index, line)


def _anchor(begun: Raw, end: int) -> Event:
    mark = begun.start_mark
    return Event("anchor", mark.index, end, mark.line + 1, begun.anchor)


def _broken(error: yaml.MarkedYAMLError) -> BrokenError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    began = error.context_mark
    early = any(word in (error.context or "") for word in ("quoted", "simple key"))
    start = began.line + 1 if began is not None and early else line
    problem = TOO_DEEP if error.problem == _ITS_TOO_DEEP else error.problem or "unreadable"
    return BrokenError(problem, line=line, start=start)
