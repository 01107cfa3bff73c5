"""What the parameters of a list do to its query: filters, order, page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.crud.values import Value
from agent.drafters.builtin.project.models import Field, Model
from agent.drafters.builtin.project.naming import snake

FilterKind = Literal["equal", "least", "most", "contains", "null"]

_CONTAINS = deferred(
    r"\bcontain\w*|\bsearch\w*|\bpart of\b|\bmatch\w*|\bsubstring\b", re.IGNORECASE
)
_SEARCH = {"q", "query", "search", "term", "keyword"}
_SORT = {"sort", "sort_by", "order_by", "ordering"}
_ORDER = {"order", "dir", "direction", "sort_order", "sort_dir", "order_dir"}
_PAGE = {"page", "page_number"}
_SIZE = {"page_size", "per_page", "limit", "size"}
_OFFSET = {"offset", "skip"}
_RANGES: tuple[tuple[FilterKind, str], ...] = (
    ("least", r"(?:min|from|since)_(\w+)|(\w+)_(?:min|from|gte|after|since)"),
    ("most", r"(?:max|to|until)_(\w+)|(\w+)_(?:max|to|lte|before|until)"),
)
_SORTED = deferred(
    r"(?:sorted|ordered|order|sort) by "
    r"((?:[`\w]+(?: (?:asc|desc)(?:ending)?\b)?(?:, (?:then )?(?:by )?| then (?:by )?)?)+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One condition of the query, when its parameter is given.

    Of the kind `null`, true means that the column is null; without `true_is_null`, that it is not.
    """

    kind: FilterKind
    value: Value
    columns: tuple[Field, ...]
    true_is_null: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """The order of the rows: what the caller chooses, or `fixed`, columns and whether they descend.

    The choices of `by` are columns, `-name` descending; `way` is `asc` or `desc`.
    """

    by: Value | None = None
    way: Value | None = None
    fixed: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """All of it; `unclear` are parameters that no template understands."""

    filters: tuple[Filter, ...] = ()
    sorting: Sorting = Sorting()
    page: Value | None = None
    size: Value | None = None
    offset: Value | None = None
    unclear: tuple[str, ...] = ()

    @property
    def paged(self) -> bool:
        """Whether the caller asks for a page."""
        return self.size is not None


def read_listing(values: Sequence[Value], model: Model, said: str) -> Listing:
    """The meaning of each query parameter; `said` is the endpoint's text, for a fixed order."""
    by = _of(values, _SORT)
    way = _of(values, _ORDER)
    # A column may have such a name too; then it is the column that is meant.
    numbers = [one for one in values if model.field(one.name) is None]
    page, size, offset = _of(numbers, _PAGE), _of(numbers, _SIZE), _of(numbers, _OFFSET)
    rest = [one for one in values if one not in (by, way, page, size, offset)]
    found = [(one, _filter(one, model)) for one in rest]
    unclear = [f"what `{one.name}` filters" for one, condition in found if condition is None]
    unclear += _doubts(by, way, model)
    if (page or offset) and size is None:
        unclear.append("how many rows a page holds")
    return Listing(
        filters=tuple(condition for _, condition in found if condition is not None),
        sorting=Sorting(by=by, way=way, fixed=() if by else _fixed(said, model)),
        page=page,
        size=size,
        offset=offset,
        unclear=tuple(unclear),
    )


def _of(values: Sequence[Value], names: set[str]) -> Value | None:
    return next((one for one in values if snake(one.name) in names), None)


def _filter(value: Value, model: Model) -> Filter | None:
    named = _contained(value, model)
    if named:
        return Filter(kind="contains", value=value, columns=named)
    column = model.field(value.name)
    if column is not None:
        return Filter(kind="equal", value=value, columns=(column,))
    for kind, words in _RANGES:
        hit = re.fullmatch(words, snake(value.name))
        column = model.field(hit[1] or hit[2]) if hit else None
        if column is not None:
            return Filter(kind=kind, value=value, columns=(column,))
    return _null(value, model)


def _contained(value: Value, model: Model) -> tuple[Field, ...]:
    """The text columns that a search parameter's note names."""
    if value.type != "str" or value.choices:
        return ()
    if not (_CONTAINS.search(value.note) or snake(value.name) in _SEARCH):
        return ()
    if model.field(value.name) is not None and not _CONTAINS.search(value.note):
        return ()
    words = set(re.findall(r"\w+", value.note.casefold()))
    return tuple(one for one in model.fields if one.type == "str" and one.name in words)


def _null(value: Value, model: Model) -> Filter | None:
    """`open`: true for loans that are not returned, where `returned_at` may be null."""
    if value.type != "bool":
        return None
    for column in model.fields:
        stem = re.sub(r"_(?:at|on|date)$", "", column.name)
        if not column.nullable or stem == column.name:
            continue
        after_true = re.search(rf"\btrue\b(.*?)\b{stem}\b", value.note, re.IGNORECASE)
        if after_true and "false" not in after_true[1].casefold():
            null = re.search(r"\b(?:not|never|un)\b", after_true[1]) is not None
            return Filter(kind="null", value=value, columns=(column,), true_is_null=null)
    return None


def _doubts(by: Value | None, way: Value | None, model: Model) -> Iterator[str]:
    if by is not None:
        names = [choice.lstrip("-+") for choice in by.choices]
        if not names or any(model.field(name) is None for name in names):
            yield f"what `{by.name}` sorts by"
    if way is not None and (
        by is None or {one.casefold() for one in way.choices} != {"asc", "desc"}
    ):
        yield f"what `{way.name}` does"


def _fixed(said: str, model: Model) -> tuple[tuple[str, bool], ...]:
    hit = _SORTED.search(said)
    found: list[tuple[str, bool]] = []
    for name, way in re.findall(r"`?(\w+)`?(?: (asc|desc)\w*)?", hit[1] if hit else ""):
        if model.field(name) is not None:
            found.append((name, way.casefold() == "desc"))
    if found:
        return tuple(found)
    moment = next((one.name for one in model.fields if one.name.endswith("_at")), None)
    if moment is not None and re.search(r"\bnewest\b|\bmost recent\b", said, re.IGNORECASE):
        return ((moment, True),)
    return ()
