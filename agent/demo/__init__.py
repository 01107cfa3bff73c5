"""The demo project, and the history it is given."""
