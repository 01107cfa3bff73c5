"""The code of one CRUD endpoint: the documents and the project in, new files out.

`proposal` is the door: a step's role and the spec to a draft, or to what is known (`facts`).
    decided first   `design`, from `target` (path), `shape` (response), `listing` (query),
                    `values` (types and limits), `names` and `habits`; `words` hears a note
    not possible    `problems`: what no template can do stays with the user
    written         `schemas`, `service` (with `query`), `route`, `registration`, `tests`
    for the tests   `writetests`, `listtests`, `ordertests`: cases; `rows`, `samples`: their data
    async           `awaited`: the same code for an AsyncSession
    put in place    `piece`, by `insert`, `imports` (libcst), `render` (jinja2), `wrap`
"""
