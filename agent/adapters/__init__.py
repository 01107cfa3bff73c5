"""One home for each thing outside; they fit the ports by shape."""
