"""What is written: rows with their values, what goes before, and what comes of it."""
