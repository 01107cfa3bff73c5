"""The plan of a feature: its demands, and what the documents and the code say of what serves it.

`featured` brings together what it is written from: the endpoints that serve it, else the tables
that it is on (`rows`), the code that has these already (`uses`) and the screens (`screens`);
`sections` and `steps` write it.
"""
