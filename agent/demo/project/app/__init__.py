"""The lending library service."""
