"""Readers: text in, core values out. Each package's docstring names its own modules.

`finding` says which files are documents; `text` and `values` know how people write; `endpoints`,
`passages` and `general` read API plans, `openapi` the same from YAML and JSON, `tables` db plans
and schemas, `plans` implementation plans, `rules` rules, `types` code, `stack` manifests,
`profiles` prompts; `gathering` makes one spec of it all, and `lint` holds plans against that.
"""
