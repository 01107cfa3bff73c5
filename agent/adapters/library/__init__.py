"""The documents of the repository: found, read and kept while they stay the same."""
