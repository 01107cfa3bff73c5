"""The journal: a session's events, one line each, below git's own folder."""
