"""What mapped classes of Python say of whole tables: keys, checks, indexes, and joining tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column, Excerpt
from agent.sources.tables.entitycolumns import from_python
from agent.sources.tables.tabledraft import Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Draft, Drafts

_IN = r"(?:[^()\[\]]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\[[^\[\]]*\])*"
# `book_tags = Table("book_tags", metadata, Column(...), ...)`, of SQLAlchemy or Flask's; so are
# those that Alembic makes.
JOINING = deferred(
    rf"^(?:\w+\s*(?::[^=\n]+)?=\s*(?:\w+\.)*Table|[ \t]+op\.create_table)"
    rf"\(\s*[\"'](?P<name>\w+)[\"'](?P<said>{_IN})\)",
    re.MULTILINE,
)
_COLUMN = deferred(rf"(?:\w+\.)*Column\({_IN}\)")
_RULE = deferred(
    rf"\b(?P<kind>UniqueConstraint|CheckConstraint|PrimaryKeyConstraint|ForeignKeyConstraint|Index)"
    rf"\((?P<said>{_IN})\)"
)
_TOGETHER = deferred(
    r"\bunique_together\s*=\s*(?P<said>[\[({](?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*[\])}])"
)
_FIELDS = deferred(r"\bfields\s*=\s*(?P<said>[\[(][^\])]*[\])])")
_LISTS = deferred(r"\[[^\[\]]*\]")
_GROUP = deferred(r"[\[(](?P<names>[^\[\]()]*)[\])]")
_TEXT = deferred(r"[\"'](?P<text>[^\"']*)[\"']")
_NAMED = deferred(r"\b(?:name|condition|violation_\w+)\s*=\s*(?:[\"'][^\"']*[\"']|[\w.]+)")
_KINDS = {"UniqueConstraint": "UNIQUE", "PrimaryKeyConstraint": "PRIMARY KEY"}


def add(drafts: Drafts, draft: Draft, document: Document, body: str, first: int) -> None:
    """What `__table_args__` of SQLAlchemy or `Meta` of Django says, in a class of this body."""
    for at, kind, said in _rules(body):
        source = document.source(first + body.count("\n", 0, at))
        if kind != "index":
            draft.state(said, source)
            continue
        excerpt = Excerpt(source=source, text=said)
        drafts.say(Said(kind="index", table=draft.name, excerpt=excerpt))


def fold_joining(drafts: Drafts, document: Document, text: str, first: int) -> None:
    """Adds the tables that are made by a call, as those between two others are."""
    for hit in JOINING.finditer(text):
        line = first + text.count("\n", 0, hit.start())
        draft = drafts.table(hit["name"], document.source(line))
        for each in _COLUMN.finditer(hit["said"]):
            mapped = from_python(f"column = {each[0]}", frozenset())
            below = line + text.count("\n", hit.start(), hit.start("said") + each.start())
            if mapped is not None:
                column = Column(
                    name=mapped.name,
                    type=mapped.type,
                    constraints=mapped.constraints,
                    source=document.source(below),
                )
                draft.columns.setdefault(column.name, column)
        for at, kind, said in _rules(hit["said"]):
            if kind != "index":
                below = line + text.count("\n", hit.start(), hit.start("said") + at)
                draft.state(said, document.source(below))


def _rules(text: str) -> Iterator[tuple[int, str, str]]:
    """Where in the text, what kind of rule, and the rule in SQL."""
    for hit in _RULE.finditer(text):
        said = _NAMED.sub("", hit["said"])
        fields = _FIELDS.search(said)
        texts = [one["text"] for one in _TEXT.finditer(fields["said"] if fields else said)]
        found = _rule(hit["kind"], said, texts, whole=fields is not None) if texts else ""
        if found:
            yield hit.start(), "index" if hit["kind"] == "Index" else "rule", found
    together = _TOGETHER.search(text)
    for group in _GROUP.finditer(together["said"]) if together else ():
        names = [one["text"] for one in _TEXT.finditer(group["names"])]
        if together and names:
            yield together.start(), "rule", f"UNIQUE ({', '.join(names)})"


def _rule(kind: str, said: str, texts: Sequence[str], *, whole: bool) -> str:
    """The rule in SQL; `whole`: all the texts are columns, and none is a name."""
    if kind == "CheckConstraint":
        return f"CHECK ({texts[0]})"
    if kind in _KINDS:
        return f"{_KINDS[kind]} ({', '.join(texts)})"
    if kind == "Index":
        unique = "UNIQUE INDEX" if re.search(r"unique\s*=\s*True", said) else "INDEX"
        return f"{unique} ({', '.join(texts if whole else texts[1:])})"
    own, theirs = ([one["text"] for one in _TEXT.finditer(each)] for each in _two_lists(said))
    table = theirs[0].rpartition(".")[0] if theirs else ""
    names = ", ".join(one.rpartition(".")[2] for one in theirs)
    return f"FOREIGN KEY ({', '.join(own)}) REFERENCES {table}({names})" if table else ""


def _two_lists(said: str) -> tuple[str, str]:
    first, second, *_ = (*_LISTS.findall(said), "", "")
    return first, second
