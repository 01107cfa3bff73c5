"""What a FastAPI and SQLAlchemy project looks like, read from its own files.

`reading` brings it together as one `Project`: `modules` (parsed files), `models` (tables),
`routers`, `errors`, `layers` (where code of a kind goes), `fixtures` (of its tests). `classes`
looks schemas up in it, `naming` puts words into the forms that code needs.
"""
