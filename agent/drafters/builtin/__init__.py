"""The built-in drafter: rules and templates, no model, no key, no network."""
