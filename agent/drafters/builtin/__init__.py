"""The built-in drafter: rules and templates, no model, no key, no network.

`drafter` is the door. A plan comes from `plan` (with `planning/`), a step's code from the plan's
own code block (`transcribe`) or from a template (`crud/`, by the role that `steps` knows), both
with what `project/` reads of the code.
"""
