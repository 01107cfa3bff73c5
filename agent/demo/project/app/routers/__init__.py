"""The routes, one module a resource; each calls one service function."""
