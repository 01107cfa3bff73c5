"""Texts as they stand: Markdown in blocks and units with their lines, and the words people use.

`markdown` (over `repair`, `wrapped`, `fencedlists`): blocks; `units`: one line of text, table or
fence, each in its section; `notation`: how people write a method and a path; `words`,
`vocabulary`, `labels`: what titles and labels say; `tongue`: which language it is; `codetext`:
strings, remarks and brackets of code.
"""
