from __future__ import annotations

from agent.core.page import Block, FileDiff, Line, Markdown, Page, Pairs, Table, Verbatim


def shown(block: Block) -> str:
    match block:
        case Line():
            return block.text
        case Markdown():
            return f"<{block.text.strip()}>"
        case Verbatim():
            return block.text
        case FileDiff():
            return f"{block.number} {block.path} {block.change} +{block.added} -{block.removed}"
        case Pairs():
            return "\n".join("  ".join(c.text for c in row if c.text) for row in block.rows)
        case Table() if block.yields:
            return "\n".join("  ".join(cell.text for cell in row) for row in block.rows)
        case Table():
            return "table"


def text(page: Page) -> str:
    return "\n".join(shown(block) for block in page)
