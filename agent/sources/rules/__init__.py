"""Rules documents with their true meaning, and which of them hold for a set of files."""
