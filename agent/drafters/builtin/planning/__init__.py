"""How the built-in drafter writes a plan: from the facts of a spec to Markdown."""
